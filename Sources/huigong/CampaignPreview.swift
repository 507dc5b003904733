import Auditing
import Campaigns
import JSON
import Terminal

/// What a good campaign file comes to: its times, its people, its prizes, what it can cost, and the evidence grade to
/// expect.
struct CampaignPreview {
    let path: String
    let campaign: Campaign
    /// Nil where anybody may take part.
    /// Those who take part.
    let roll: Roll?
    /// Everybody in the file of the roll.
    let listedCount: Int

    func text(_ language: Language, _ style: Style) -> String {
        let say = { (zh: String, en: String) in language == .zh ? zh : en }
        var rows = [(say("编号", "id"), "\(campaign.id)  \(kind(language))  \(campaign.organiser)")]
        rows += timeline(language) + audienceRows(language) + partRows(language) + prizeRows(language)
        if cost.most != 0 { rows.append((say("最多花费", "most cost"), costText(say))) }
        if !campaign.randomness.isEmpty {
            rows.append((say("随机数", "seed"), sources(language)))
            rows.append((say("证据等级", "grade"), gradeText(language)))
        }
        if campaign.complianceProfiles.contains(.cnPromotion) {
            let years = PromotionRules.recordYears
            rows.append(
                (
                    "cn-promotion",
                    say("提示见上；档案保存 \(years) 年；不是法律意见", "warnings above; keep records \(years) years; no legal advice")
                )
            )
        }
        let width = rows.map { displayWidth($0.0) }.max() ?? 0
        let lines = rows.map { "  " + style.dim(padded(printable($0.0), to: width)) + "  " + printable($0.1) }
        return ([heading(language, style)] + lines).joined(separator: "\n")
    }

    private func heading(_ language: Language, _ style: Style) -> String {
        let title = style.bold(printable(campaign.title.text(language)))
        return "\(printable(path)): \(style.green(language == .zh ? "可以运行" : "can run"))  \(title)"
    }

    /// Everything that has a time, in the order of time.
    private func timeline(_ language: Language) -> [(String, String)] {
        let say = { (zh: String, en: String) in language == .zh ? zh : en }
        let time = { ZonedTime.text($0, zone: campaign.zone) }
        let closing = campaign.closes + campaign.review
        var rows = [
            (say("公布", "announced"), time(campaign.announces)), (say("开始", "opens"), time(campaign.opens)),
        ]
        rows += campaign.schedule.phases.map { phase in
            let name = phase.title?.text(language) ?? phase.id
            return (name, "\(time(phase.opens)) – \(time(phase.closes))  \(phase.does.title.text(language))")
        }
        if !campaign.schedule.quiet.isEmpty {
            rows.append((say("安静时段", "quiet"), campaign.schedule.quiet.map(\.text).joined(separator: "  ")))
        }
        rows.append((say("截止", "closes"), time(campaign.closes)))
        rows.append((say("封存", "closing"), time(closing)))
        rows += campaign.days.map { day in
            let times = day.randomness.compactMap(\.availableAt)
            let closing = day.takes.upperBound + campaign.review
            let draw = max(times.min() ?? closing, closing)
            return (day.name, say("封存 ", "closing ") + time(closing) + say("  最早开奖 ", "  draw from ") + time(draw))
        }
        guard !campaign.randomness.isEmpty else { return rows }
        let times = zip(campaign.randomness, campaign.randomnessTerms)
            .filter { $1.fallbackOf == nil }.compactMap { $0.0.availableAt }
        let draw = max(times.max() ?? closing, closing)
        rows.append((say("最早开奖", "draw from"), time(draw)))
        if let within = campaign.prizes.claimWithin {
            rows.append((say("领奖至", "claims to"), say("约 ", "about ") + time(draw + within)))
        }
        rows.append((say("异议至", "disputes to"), say("约 ", "about ") + time(draw + campaign.disputes)))
        return rows
    }

    private var rollJSON: JSON {
        guard let roll else { return .null }
        return [
            "count": .integer(Int64(roll.people.count)), "may_win": .integer(Int64(mayWin)),
            "listed": .integer(Int64(listedCount)),
        ]
    }

    var json: JSON {
        [
            "id": .string(campaign.id), "kind": .string(campaign.kind.rawValue), "title": JSON(campaign.title),
            "announces_ms": .integer(campaign.announces), "opens_ms": .integer(campaign.opens),
            "closes_ms": .integer(campaign.closes), "closing_ms": .integer(campaign.closes + campaign.review),
            "roll": rollJSON,
            "questions": .integer(Int64(campaign.paper.questions.count)),
            "works": .integer(Int64(campaign.works?.entries.count ?? 0)),
            "places": .integer(Int64(campaign.places?.slots.reduce(0) { $0 + $1.capacity } ?? 0)),
            "instant": campaign.prizes.isInstant ? instantJSON : .null,
            "prizes": .integer(Int64(campaign.prizes.tiers.reduce(0) { $0 + $1.count })),
            "value": .string(plain(cost.prizes)), "most_cost": cost.most.map { .string(plain($0)) } ?? .null,
            "grade": campaign.randomness.isEmpty ? .null : .string(grade.level),
        ]
    }

    private func plain(_ fen: Int64) -> String { yuan(fen).filter { $0 != "," } }

    private var cost: CampaignCost { CampaignCost(campaign, people: roll.map { _ in mayWin }) }

    var mayWin: Int { roll?.people.count { $0.mayWin } ?? 0 }

    private func costText(_ say: (String, String) -> String) -> String {
        guard let most = cost.most else { return say("文件没有限定", "the file sets no bound") }
        let parts = [
            (cost.prizes, say("奖品", "prizes")), (cost.fallback ?? 0, say("安慰奖", "fallback")),
            (cost.funds, say("补贴", "grants")), (cost.vouchers ?? 0, say("券", "vouchers")),
        ].filter { $0.0 > 0 }
        let sum = say("\(yuan(most)) 元", "\(yuan(most)) yuan")
        guard parts.count > 1 else { return sum }
        return sum + "  =  " + parts.map { "\($0.1) \(yuan($0.0))" }.joined(separator: " + ")
    }

    private func kind(_ language: Language) -> String {
        language == .zh ? campaign.kind.title.zh : campaign.kind.rawValue
    }

    private func gradeText(_ language: Language) -> String {
        let (pause, colon) = language == .zh ? ("；", "：") : ("; ", ": ")
        let condition = grade.condition.map { pause + $0.text(language) } ?? ""
        guard !grade.isChanceless else { return grade.line(language) }
        return grade.level + condition + colon + grade.meaning.text(language)
    }

    /// The best that a verifier can say when everything goes as the file has it.
    private var grade: Grade {
        guard campaign.leavesToChance else { return .chanceless }
        guard let activation = campaign.activation else { return drawGrade }
        guard drawGrade.grade > .g0 else { return Grade(.g0) }
        switch activation {
        case .commit: return Grade(.g0)
        case .reveal(let reveal):
            return Grade(.g0, condition: Grade.condition(.g1, published: [], parties: [reveal.party]))
        case .drand(let round): return Grade(.g0, condition: Grade.condition(.g1, rounds: [round]))
        case .public(let name, let form, _):
            guard OutcomeCount.product(of: [form]).reaches64Bits else { return Grade(.g0) }
            return Grade(
                .g0,
                condition: BilingualText(
                    zh: "若 \(name) 确实公布了所录的号码，则为 G1", en: "G1 if \(name) really published the number"))
        }
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

    func sourceText(
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
