import Campaigns
import JSON
import Proofs

/// What became of a person in the draw, told to that person.
enum EntryStory {
    static func body(of opening: Opening) -> SubmissionBody? {
        var tape = JSONTape()
        return opening.body.withUnsafeBufferPointer { try? SubmissionBody($0, tape: &tape) }
    }

    static func outcome(
        of pseudonym: Pseudonym, in walk: DrawWalk, tiers: [Campaign.Tier]
    ) -> [BilingualText] {
        guard let place = walk.rows.firstIndex(where: { $0.pseudonym == pseudonym }) else {
            return [
                BilingualText(
                    zh: "您没有签号，因为没有一次提交得到抽奖机会。",
                    en: "You have no ticket: none of your entries earned a chance.")
            ]
        }
        let row = walk.rows[place]
        let ticket = BilingualText(
            zh: "您的签号是 \(row.ticket.hex)（第 \(row.index) 条提交），排第 \(place + 1)。",
            en: "Your ticket is \(row.ticket.hex) (of entry \(row.index)), rank \(place + 1).")
        return [ticket] + cuts(walk, tiers) + [reason(row, walk, tiers)]
    }

    /// The line of each tier: a ticket at or below it won unless skipped.
    private static func cuts(_ walk: DrawWalk, _ tiers: [Campaign.Tier]) -> [BilingualText] {
        zip(tiers, walk.cuts).map { tier, cut in
            let (zh, en) = (tier.title.zh, tier.title.text(.en))
            guard let cut else { return BilingualText(zh: "\(zh)没有人得奖。", en: "Nobody won: \(en).") }
            return BilingualText(zh: "\(zh)的线是 \(cut.hex)。", en: "The cut of \(en) is \(cut.hex).")
        }
    }

    private static func reason(_ row: DrawWalk.Row, _ walk: DrawWalk, _ tiers: [Campaign.Tier]) -> BilingualText {
        switch row.outcome {
        case .win(let tier):
            return BilingualText(
                zh: "您得了\(tiers[tier].title.zh)。", en: "You won: \(tiers[tier].title.text(.en)).")
        case .alternate(let number):
            return BilingualText(
                zh: "您没有得奖，因为签号大于最后一条线；您是第 \(number) 名递补。",
                en: "You did not win because your ticket is above the last cut; you are alternate \(number).")
        case .skip(.household):
            return BilingualText(
                zh: "您没有得奖，因为签号更小的人已用完您家庭的名额。",
                en: "You did not win because people of your household with lesser tickets reached its cap.")
        case .skip(.unit):
            return BilingualText(
                zh: "您没有得奖，因为签号更小的人已用完您单位的名额。",
                en: "You did not win because people of your unit with lesser tickets reached its cap.")
        case .skip(.oneWin):
            return BilingualText(zh: "您没有得奖，因为您已经得过奖。", en: "You did not win because you had won already.")
        case .none:
            return BilingualText(
                zh: "您没有得奖，因为签号大于最后一条线，奖品和递补都已给签号更小的人。",
                en: "You did not win because your ticket is above the last cut: "
                    + "prizes and places of alternates went to lesser tickets.")
        }
    }
}
