import Campaigns
import JSON
import Proofs

/// What became of a person in the draw, told to that person.
enum EntryStory {
    static func body(of opening: Opening) -> SubmissionBody? {
        var tape = JSONTape()
        return opening.body.withUnsafeBufferPointer { try? SubmissionBody($0, tape: &tape) }
    }

    /// What the entry won at once.
    static func atOnce(_ rows: [StockRow], tiers: [Campaign.Tier]) -> [BilingualText] {
        rows.isEmpty
            ? [BilingualText(zh: "这一次没有当场抽中奖品。", en: "It hit no prize at once.")]
            : rows.map { atOnce($0, $0.tier.map { tiers[$0].title } ?? BilingualText(zh: "")) }
    }

    private static func atOnce(_ hit: StockRow, _ title: BilingualText) -> BilingualText {
        let (zh, en) = (title.zh, title.text(.en))
        switch hit.outcome {
        case .win: return BilingualText(zh: "这一次当场抽中\(zh)。", en: "It won at once: \(en).")
        case .guarantee: return BilingualText(zh: "这一次按保底得\(zh)。", en: "It won for certain: \(en).")
        case .first:
            return BilingualText(zh: "您最先答对，得\(zh)。", en: "You were among the first to solve it and won: \(en).")
        case .fallback: return BilingualText(zh: "这一次得安慰奖。", en: "It got the fallback prize.")
        case .capped:
            return BilingualText(
                zh: "这一次抽中\(zh)，但您得奖已达每人上限。", en: "It hit \(en), but you have as many prizes as one may have.")
        case .gone:
            return BilingualText(
                zh: "这一次抽中\(zh)，但该奖已由更早的提交领完，或尚未投放。",
                en: "It hit \(en), of which no piece was left by then, or released yet.")
        case .barred:
            return BilingualText(
                zh: "这一次抽中\(zh)，但您在名册上不参加得奖。", en: "It hit \(en), but the roll says that you do not win.")
        }
    }

    /// Where a person stands in the ranking of people.
    static func rank(of pseudonym: Pseudonym, in ranked: RankedPeople) -> [BilingualText] {
        let name = pseudonym.hex
        guard let place = ranked.rows.indices.first(where: { ranked.score(at: $0).pseudonym == name }) else {
            return [
                BilingualText(
                    zh: "您没有名次：没有交过有效的答卷、名册上注明不参加得奖，或没有进入排名。",
                    en: "You have no rank: nothing of yours counts, the roll says that you do not win, or you were not "
                        + "among those who go on.")
            ]
        }
        let (row, scored) = (ranked.rows[place], ranked.score(at: place))
        let (zh, en) = scored.time.map { ("，用时 \($0) 毫秒", " in \($0) ms") } ?? ("", "")
        return [
            BilingualText(
                zh:
                    "您的成绩是 \(scored.score.text) 分\(zh)（第 \(scored.index) 条提交），名次第 \(row.rank)，共 \(ranked.rows.count) 人。",
                en: "You scored \(scored.score.text)\(en) (entry \(scored.index)): rank \(row.rank) of "
                    + "\(ranked.rows.count).")
        ]
    }

    static func outcome(
        of pseudonym: Pseudonym, in walk: DrawWalk, tiers: [Campaign.Tier]
    ) -> [BilingualText] {
        let places = walk.rows.indices.filter { walk.people(of: $0).contains(pseudonym) }
        if walk.order == .works { return places.map { byRank($0, walk, tiers) } }
        if walk.isRanked { return places.map { byRank(walk.rows[$0], tiers) } }
        guard !places.isEmpty else {
            return [
                BilingualText(
                    zh: "您没有签号，因为没有一次提交得到抽奖机会。",
                    en: "You have no ticket: none of your entries earned a chance.")
            ]
        }
        let tickets = places.map { place in
            let row = walk.rows[place]
            return BilingualText(
                zh: "您的签号是 \(row.ticket.hex)（第 \(row.index) 条提交），排第 \(place + 1)。",
                en: "Your ticket is \(row.ticket.hex) (of entry \(row.index)), rank \(place + 1).")
        }
        return tickets + cuts(walk, tiers) + places.map { reason(walk.rows[$0], walk, tiers) }
    }

    /// The line of each tier: a ticket at or below it won unless skipped.
    private static func cuts(_ walk: DrawWalk, _ tiers: [Campaign.Tier]) -> [BilingualText] {
        zip(tiers, walk.cuts).map { tier, cut in
            let (zh, en) = (tier.title.zh, tier.title.text(.en))
            guard let cut else { return BilingualText(zh: "\(zh)没有人得奖。", en: "Nobody won: \(en).") }
            return BilingualText(zh: "\(zh)的线是 \(cut.hex)。", en: "The cut of \(en) is \(cut.hex).")
        }
    }

    /// What became of a prize since the draw.
    static func prize(
        of pseudonym: Pseudonym, in prizes: PrizeWalk?, tiers: [Campaign.Tier], _ time: LocalTime
    ) -> [BilingualText] {
        guard let prizes else { return [] }
        return prizes.prizes(of: pseudonym).flatMap { prize($0, in: prizes, tiers, time) }
    }

    private static func prize(
        _ place: Int, in prizes: PrizeWalk, _ tiers: [Campaign.Tier], _ time: LocalTime
    ) -> [BilingualText] {
        let holder = prizes.holders[place]
        let tier = tiers[holder.tier].title
        var sentences: [BilingualText] = []
        if place >= prizes.holders.count - prizes.followers {
            sentences.append(
                BilingualText(
                    zh: "您已递补得到\(tier.zh)。",
                    en: "You followed as an alternate and got: \(tier.text(.en))."))
        }
        switch holder.state {
        case .open:
            let end = time.text(holder.deadline)
            sentences.append(BilingualText(zh: "请在 \(end) 之前领取。", en: "Claim it before \(end)."))
        case .claimed: sentences.append(BilingualText(zh: "您已领取。", en: "You have claimed it."))
        case .declined, .forfeited:
            let declined =
                holder.state == .declined
                || prizes.forfeits.contains { $0.holder == place && $0.reason == .declined }
            sentences.append(
                declined
                    ? BilingualText(zh: "您放弃了它。", en: "You declined it.")
                    : BilingualText(
                        zh: "您没有在期限内领取，它已不再是您的。", en: "You did not claim it in time, and it is yours no more."))
        }
        return sentences
    }

    /// What became of a work of theirs in prizes by rank.
    private static func byRank(_ place: Int, _ walk: DrawWalk, _ tiers: [Campaign.Tier]) -> BilingualText {
        let (zh, en) = ("您的作品排第 \(place + 1) 位", "Your work has place \(place + 1)")
        switch walk.rows[place].outcome {
        case .win(let tier):
            return BilingualText(
                zh: "\(zh)，得\(tiers[tier].title.zh)。", en: "\(en) and won: \(tiers[tier].title.text(.en)).")
        case .alternate(let number):
            return BilingualText(
                zh: "\(zh)，没有得奖；是第 \(number) 名递补。", en: "\(en) and did not win; it is alternate \(number).")
        case .skip:
            return BilingualText(
                zh: "\(zh)，没有得奖：作者本人、家庭或单位的名额已由名次更好的作品用完。",
                en: "\(en) and did not win: better ranked works reached a cap of an author, household or unit.")
        case .none:
            return BilingualText(
                zh: "\(zh)，没有得奖：奖品和递补都归名次更好的作品，或有作者按名册不参加得奖。",
                en: "\(en) and did not win: prizes went to better ranks, or the roll says that an author does not win.")
        }
    }

    /// What became of a person in prizes by rank.
    private static func byRank(_ row: DrawWalk.Row, _ tiers: [Campaign.Tier]) -> BilingualText {
        switch row.outcome {
        case .win(let tier):
            return BilingualText(
                zh: "您得了\(tiers[tier].title.zh)。", en: "You won: \(tiers[tier].title.text(.en)).")
        case .alternate(let number):
            return BilingualText(
                zh: "您没有得奖；您是第 \(number) 名递补。", en: "You did not win; you are alternate \(number).")
        case .skip:
            return BilingualText(
                zh: "您没有得奖，因为名次更好的人已用完您家庭或单位的名额。",
                en: "You did not win because better ranked people of your household or unit reached its cap.")
        case .none:
            return BilingualText(
                zh: "您没有得奖：奖品和递补都归名次更好的人。",
                en: "You did not win: prizes and places of alternates went to better ranks.")
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
