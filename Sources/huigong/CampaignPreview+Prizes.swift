import Campaigns
import JSON
import Terminal

/// What can be won, and how likely.
extension CampaignPreview {
    func prizeRows(_ language: Language) -> [(String, String)] {
        let say = { (zh: String, en: String) in language == .zh ? zh : en }
        guard !campaign.prizes.tiers.isEmpty else { return [] }
        var rows = campaign.prizes.tiers.map { tier in
            (tier.title.text(language), tierText(tier, language))
        }
        if let fallback = campaign.prizes.fallback {
            let count = fallback.count.map { " × \(grouped($0))" } ?? say("，不限份数", ", as many as needed")
            rows.append((say("安慰奖", "fallback"), "\(fallback.prize.text(language))  \(yuan(fallback.value))\(count)"))
        }
        if let guarantee = campaign.prizes.guarantee {
            let n = guarantee.attempt
            rows.append(
                (say("保底", "guarantee"), say("第 \(n) 次必得 \(guarantee.tier)", "attempt \(n) wins \(guarantee.tier)")))
        }
        for first in campaign.prizes.firsts {
            let questions = first.questions.map { $0.joined(separator: "、") } ?? say("每一题", "each question")
            let text = say(
                "\(questions)：前 \(first.people) 人得 \(first.tier)",
                "\(questions): the first \(first.people) to solve it win \(first.tier)")
            rows.append((say("首答", "first"), text))
        }
        if campaign.prizes.isInstant {
            rows.append((say("即开", "at once"), attempts(say)))
            rows.append((say("不中", "nothing"), noneText(say)))
            if let activation = campaign.activation {
                rows.append((say("启动", "activation"), sourceText(activation, Campaign.RandomnessTerms(), language)))
            }
        }
        if campaign.prizes.drawing != .ranking { rows.append((say("得签", "chances"), chancesText(say))) }
        if campaign.prizes.drawing == .final, mayWin > 0 { rows.append((say("中奖", "odds"), finalOdds(say))) }
        if let within = campaign.prizes.claimWithin { rows.append((say("领奖", "claims"), claims(within, say))) }
        return rows
    }

    var instantJSON: JSON {
        [
            "most_attempts": .integer(Int64(mostAttempts)),
            "tiers": .array(
                campaign.prizes.tiers.map { tier in
                    [
                        "id": .string(tier.id), "count": .integer(Int64(tier.count)),
                        "num": .integer(Int64(tier.odds?.numerator ?? 0)),
                        "den": .integer(Int64(tier.odds?.denominator ?? 1)),
                    ]
                }),
        ]
    }

    private func tierText(_ tier: Campaign.Tier, _ language: Language) -> String {
        let say = { (zh: String, en: String) in language == .zh ? zh : en }
        var text = "\(tier.prize.text(language))  \(yuan(tier.value)) × \(grouped(tier.count))"
        if let odds = tier.odds { text += "  " + oddsText(odds, say) }
        if !tier.releases.isEmpty {
            text += say("  分 \(tier.releases.count) 次投放", "  in \(tier.releases.count) releases")
        }
        return text
    }

    /// Attempts that can win at once: everyone who may win uses every chance.
    private var mostAttempts: Int {
        let attempts = campaign.limits.person.total ?? campaign.prizes.mostChances
        return mayWin * min(campaign.prizes.mostChances, attempts)
    }

    private func oddsText(_ odds: Campaign.Fraction, _ say: (String, String) -> String) -> String {
        let text = "\(grouped(odds.numerator))/\(grouped(odds.denominator))"
        let product = mostAttempts.multipliedFullWidth(by: odds.numerator)
        let hits = grouped(odds.denominator.dividingFullWidth(product).quotient)
        return say("即开 \(text)，最多约中 \(hits) 次", "at once \(text), about \(hits) at most")
    }

    private func noneText(_ say: (String, String) -> String) -> String {
        guard let none = campaign.prizes.none else { return "" }
        let text = "\(grouped(none.numerator))/\(grouped(none.denominator))"
        return say("每次 \(text) 当场不中", "\(text) of attempts win nothing at once")
    }

    private func attempts(_ say: (String, String) -> String) -> String {
        let attempts = grouped(mostAttempts)
        return say("最多 \(attempts) 次有效机会；未抽中的名额截止后再抽", "at most \(attempts) chances; what is left is drawn in the end")
    }

    private func chancesText(_ say: (String, String) -> String) -> String {
        let most = grouped(campaign.prizes.mostChances)
        let how: (String, String) =
            switch campaign.prizes.chancesFor {
            case .passing: ("每次及格一签", "one for each submission that passes")
            case .correct: ("每题首次答对一签", "one for each question right for the first time")
            case .entry: ("每次参加一签", "one for each accepted submission")
            case .signin: ("连续签到得签", "for days signed in")
            case .points: ("积分换签", "for points")
            }
        return say("\(how.0)，每人最多 \(most) 签", "\(how.1), at most \(most) a person")
    }

    /// Where everybody takes part with as many chances: the least that one can expect.
    private func finalOdds(_ say: (String, String) -> String) -> String {
        let prizes = min(mayWin, campaign.prizes.tiers.reduce(0) { $0 + $1.count })
        return say(
            "人人参加且签数相同时，每人 \(grouped(prizes))/\(grouped(mayWin))",
            "\(grouped(prizes)) of \(grouped(mayWin)) win, if all take part with as many chances")
    }

    private func claims(_ within: Int64, _ say: (String, String) -> String) -> String {
        let span = Self.span(within, say)
        if campaign.prizes.drawing == .ranking { return say("得奖后 \(span)内领取", "within \(span) of winning") }
        let alternates = grouped(campaign.prizes.alternates)
        return say(
            "得奖后 \(span)内领取；放弃或逾期的奖由候补（\(alternates) 名）依次递补",
            "within \(span) of winning; what is declined or left goes to the alternates (\(alternates)) in turn")
    }
}
