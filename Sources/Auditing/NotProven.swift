import JSON

/// What no bundle can prove and no report may claim; all of it stands on the page.
package enum NotProven: Sendable, CaseIterable {
    case realPeople
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
}

/// What the checks of a bundle show when they pass.
enum Proven {
    static let texts: [BilingualText] = [
        BilingualText(
            zh: "计入的每一次提交都在一份签名的记录里；截止之后没有增加、删除或改动。",
            en: "Every counted submission is in one signed log; none was added, removed or changed after the closing."),
        BilingualText(
            zh: "规则、题库、答案和名册，就是记录第 0 条所固定的那一份；公布之后的变更都有记录，并列在本页。",
            en: "Rules, questions, answers and roll are those that the log's first record fixes; every change since is "
                + "on record, and listed on this page."),
        BilingualText(
            zh: "参与者都在名册上；次数、试卷、得分和抽奖机会可由公开内容重新算出。",
            en: "Everyone is on the roll; attempts, papers, scores and chances follow from what is published."),
        BilingualText(
            zh: "抽奖名单的摘要写在截止记录里，早于种子。",
            en: "The list of who takes part in the draw is fixed by the closing record, before the seed."),
        BilingualText(
            zh: "种子、每一个签号、名次和中奖者都可由任何人重新算出。",
            en: "Anyone can work out the seed, every ticket, the order and the winners again."),
        BilingualText(
            zh: "中奖者的遮掩姓名与名册上该人的承诺一致。",
            en: "The masked name of each winner is the one committed to on the roll."),
    ]

    /// The same of a phase that was voided.
    static let textsWithoutDraw: [BilingualText] =
        texts.prefix(4) + [
            BilingualText(
                zh: "作废的理由成立：所缺的随机数不在记录里，等待期已满；此后没有开奖。",
                en: "The void has its reason: what is missing is not in the log, its time was over, "
                    + "and no draw followed.")
        ]
}
