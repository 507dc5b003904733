import Auditing
import Campaigns
import JSON
import Terminal

/// What a good campaign file comes to: its times, its people, its prizes, and the evidence grade to expect.
struct CampaignPreview {
    let path: String
    let campaign: Campaign
    let roll: Roll

    func text(_ language: Language, _ style: Style) -> String {
        let say = { (zh: String, en: String) in language == .zh ? zh : en }
        let time = { ZonedTime.text($0, zone: campaign.zone) }
        let closing = campaign.closes + campaign.review
        var rows = [
            (say("编号", "id"), "\(campaign.id)  \(kind(language))  \(campaign.organiser)"),
            (say("公布", "announced"), time(campaign.announces)),
            (say("开始", "opens"), time(campaign.opens)),
            (say("截止", "closes"), time(campaign.closes)),
            (say("封存", "closing"), time(closing)),
            (say("名册", "roll"), people(say)),
            (say("题目", "questions"), questions(say)),
        ]
        rows += campaign.prizes.tiers.map { tier in
            (
                tier.title.text(language),
                "\(tier.prize.text(language))  \(yuan(tier.value)) × \(grouped(tier.count))"
                    + (tier.odds.map { "  " + odds($0, say) } ?? "")
            )
        }
        if let activation = campaign.activation {
            rows.append((say("即开", "at once"), chances(say)))
            rows.append((say("启动", "activation"), sourceText(activation, Campaign.RandomnessTerms(), language)))
        }
        if let within = campaign.prizes.claimWithin { rows.append((say("领奖", "claims"), claims(within, say))) }
        rows.append((say("总价值", "in all"), say("\(yuan(totalValue)) 元", "\(yuan(totalValue)) yuan")))
        rows.append((say("随机数", "seed"), sources(language)))
        rows.append((say("证据等级", "grade"), gradeText(language)))
        let width = rows.map { displayWidth($0.0) }.max() ?? 0
        let heading = style.green(say("可以运行", "can run")) + "  " + style.bold(printable(campaign.title.text(language)))
        let lines = rows.map { "  " + style.dim(padded(printable($0.0), to: width)) + "  " + printable($0.1) }
        return (["\(path): \(heading)"] + lines).joined(separator: "\n")
    }

    var json: JSON {
        [
            "id": .string(campaign.id), "kind": .string(campaign.kind.rawValue), "title": JSON(campaign.title),
            "announces_ms": .integer(campaign.announces), "opens_ms": .integer(campaign.opens),
            "closes_ms": .integer(campaign.closes), "closing_ms": .integer(campaign.closes + campaign.review),
            "roll": ["count": .integer(Int64(roll.people.count)), "may_win": .integer(Int64(mayWin))],
            "questions": .integer(Int64(campaign.paper.questions.count)),
            "instant": campaign.prizes.isInstant ? instantJSON : .null,
            "prizes": .integer(Int64(campaign.prizes.tiers.reduce(0) { $0 + $1.count })),
            "value": .string(yuan(totalValue).filter { $0 != "," }), "grade": .string(grade.level),
        ]
    }

    /// Attempts that can win at once: everyone who may win uses every chance.
    private var mostAttempts: Int {
        let attempts = campaign.limits.person.total ?? campaign.prizes.mostChances
        return mayWin * min(campaign.prizes.mostChances, attempts)
    }

    private func odds(_ odds: Campaign.Fraction, _ say: (String, String) -> String) -> String {
        let text = "\(grouped(odds.numerator))/\(grouped(odds.denominator))"
        let product = mostAttempts.multipliedFullWidth(by: odds.numerator)
        let hits = grouped(odds.denominator.dividingFullWidth(product).quotient)
        return say("即开 \(text)，最多约中 \(hits) 次", "at once \(text), about \(hits) at most")
    }

    private var instantJSON: JSON {
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

    private func chances(_ say: (String, String) -> String) -> String {
        let attempts = grouped(mostAttempts)
        return say("最多 \(attempts) 次有效机会；未抽中的名额截止后再抽", "at most \(attempts) chances; what is left is drawn in the end")
    }

    private func claims(_ within: Int64, _ say: (String, String) -> String) -> String {
        let hours = grouped(Int(within / 3_600_000))
        let alternates = grouped(campaign.prizes.alternates)
        return say(
            "得奖后 \(hours) 小时内领取；放弃或逾期的奖由候补（\(alternates) 名）依次递补",
            "within \(hours) hours of winning; what is declined or left goes to the alternates (\(alternates)) in turn")
    }

    private var mayWin: Int { roll.people.count { $0.mayWin } }

    private var totalValue: Int64 {
        campaign.prizes.tiers.reduce(0) { $0 + $1.value * Int64($1.count) }
    }

    private func people(_ say: (String, String) -> String) -> String {
        let all = grouped(roll.people.count)
        return say("\(all) 人，其中 \(grouped(mayWin)) 人可中奖", "\(all) people, of whom \(grouped(mayWin)) may win")
    }

    private func questions(_ say: (String, String) -> String) -> String {
        let bank = grouped(campaign.paper.questions.count)
        guard !campaign.paper.draw.isEmpty else { return say("\(bank) 题", bank) }
        let drawn = campaign.paper.draw.reduce(0) { $0 + $1.take }
        return say("题库 \(bank) 题，每卷抽 \(drawn) 题", "\(drawn) drawn from \(bank) for each paper")
    }

    private func kind(_ language: Language) -> String {
        switch (campaign.kind, language) {
        case (.riddle, .zh): "灯谜"
        case (.quiz, .zh): "答题"
        default: campaign.kind.rawValue
        }
    }

    private func gradeText(_ language: Language) -> String {
        let (pause, colon) = language == .zh ? ("；", "：") : ("; ", ": ")
        let condition = grade.condition.map { pause + $0.text(language) } ?? ""
        return grade.level + condition + colon + grade.meaning.text(language)
    }

    /// The best that a verifier can say when everything goes as the file has it.
    private var grade: Grade {
        guard let activation = campaign.activation else { return drawGrade }
        guard case .public(let name, let form, _) = activation, OutcomeCount.product(of: [form]).reaches64Bits,
            drawGrade.grade > .g0
        else { return Grade(.g0) }
        return Grade(
            .g0,
            condition: BilingualText(
                zh: "若 \(name) 确实公布了所录的号码，则为 G1", en: "G1 if \(name) really published the number"))
    }

    private var drawGrade: Grade {
        let outlook = RandomnessOutlook(campaign.randomness, campaign.randomnessTerms)
        if !outlook.rounds.isEmpty { return Grade(.g1, condition: Grade.condition(.g2, rounds: outlook.rounds)) }
        if outlook.isPublic {
            let names = outlook.publicNames
            let best = outlook.isWide ? "G2" : "G1"
            let condition = BilingualText(
                zh: "若 \(names.joined(separator: "、")) 确实公布了所录的号码，则为 \(best)",
                en: "\(best) if \(names.joined(separator: " and ")) really published the number")
            return Grade(outlook.isWide ? .g1 : .g0, condition: condition)
        }
        guard !outlook.parties.isEmpty else { return Grade(.g0) }
        return Grade(.g0, condition: Grade.condition(.g1, published: [], parties: outlook.parties))
    }

    /// One line a source: what it is and when it is due.
    private func sources(_ language: Language) -> String {
        campaign.randomness.enumerated().map { place, source in
            sourceText(source, campaign.randomnessTerms[place], language)
        }.joined(separator: language == .zh ? "；" : "; ")
    }

    private func sourceText(
        _ source: Campaign.RandomnessSource, _ terms: Campaign.RandomnessTerms, _ language: Language
    ) -> String {
        let isChinese = language == .zh
        let time = source.availableAt.map { ZonedTime.text($0, zone: campaign.zone) } ?? ""
        switch source {
        case .commit: return isChinese ? "本机承诺" : "commit"
        case .reveal(let reveal): return isChinese ? "第二方 \(reveal.party)" : "reveal by \(reveal.party)"
        case .drand(let round): return isChinese ? "信标 drand 第 \(round) 轮（\(time)）" : "drand round \(round) (\(time))"
        case .public(let name, let form, _):
            let standsIn = terms.fallbackOf == nil ? "" : isChinese ? "替代：" : "else "
            return "\(standsIn)\(name) \(form.text)" + (isChinese ? "（\(time)）" : " (\(time))")
        }
    }
}
