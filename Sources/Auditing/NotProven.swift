import JSON

/// What no bundle can prove and no report may claim; all of it stands on the page.
package enum NotProven: Sendable, CaseIterable {
    case realPeople
    /// In the place of ``realPeople``, where there is no roll.
    case peopleBehindIDs
    case everySubmission
    case freeAnswers
    case instantOutcomes
    case winnerContact
    case ballotSecrecy
    case outsideTheLog
    case otherRegistry
    case witnessCollusion

    package var text: BilingualText {
        switch self {
        case .realPeople:
            BilingualText(
                zh: "参与者都是真实的人：名册由主办方编制，本报告只证明名册事先固定。",
                en: "That entries are real people: the organiser made the roll; shown is only that it was fixed.")
        case .peopleBehindIDs:
            BilingualText(
                zh: "参与者都是真实的人，也不是一人多号：没有名册，一个化名就是网关给的一个编号；"
                    + "本报告只证明同一化名始终是同一编号。",
                en: "That entries are real people, or that nobody has several ids: there is no roll, and a pseudonym "
                    + "is an id that the gateway gave; shown is only that it stays the same one.")
        case .everySubmission:
            BilingualText(
                zh: "每一次提交都被接收：没有回执的提交不在记录之内。",
                en: "That every submission was accepted: what has no receipt is not in the log.")
        case .freeAnswers:
            BilingualText(
                zh: "文字答案判得合理：只证明按公布的答案和规则判分。",
                en: "That free answers were judged right: shown is only that the published key was applied.")
        case .instantOutcomes:
            BilingualText(
                zh: "主办方事先不知道即开结果（本活动未设即开奖时不适用）。",
                en: "That the operator did not know instant outcomes (where a campaign has them).")
        case .winnerContact:
            BilingualText(
                zh: "已通知中奖者，或中奖者无法联系。",
                en: "That a winner was told, or could not be reached.")
        case .ballotSecrecy:
            BilingualText(
                zh: "选择对主办方保密，或不会被买卖：回执和公开内容可以证明各人交了什么。",
                en: "Secrecy from the operator, or that a vote can't be sold: receipt and openings prove it.")
        case .outsideTheLog:
            BilingualText(
                zh: "频率限制、对设备和网络地址的限制，以及进入记录之前没有丢弃或改动提交。",
                en: "Rates, limits of devices and network addresses, and that nothing was dropped or altered before "
                    + "the log.")
        case .otherRegistry:
            BilingualText(
                zh: "主办方没有未登记的私下试抽，也没有另一本登记簿。",
                en: "That the organiser made no unregistered trial run and keeps no second registry.")
        case .witnessCollusion:
            BilingualText(
                zh: "见证方（若有）独立于主办方，也没有把签名的时间写早。",
                en: "That witnesses, where there are any, are independent of the organiser and backdated nothing.")
        }
    }

    /// What stands on the page of a campaign with or without a roll.
    package static func texts(hasRoll: Bool) -> [NotProven] {
        allCases.filter { $0 != (hasRoll ? .peopleBehindIDs : .realPeople) }
    }
}
