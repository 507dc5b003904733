import Campaigns
import JSON
import Terminal

/// Who takes part, and in what.
extension CampaignPreview {
    func audienceRows(_ language: Language) -> [(String, String)] {
        let say = { (zh: String, en: String) in language == .zh ? zh : en }
        var rows = [(say("名册", "roll"), rollText(say))]
        let audience = campaign.audience
        let only = audience.units + audience.groups
        if !only.isEmpty { rows.append((say("限于", "only"), only.joined(separator: " "))) }
        if let exclusion = audience.exclusion {
            let what = exclusion.from == .prizes ? say("不中奖：", "win nothing: ") : say("不可参加：", "don't take part: ")
            let whom = exclusion.units + exclusion.groups + [exclusion.listPath].compactMap(\.self)
            rows.append((say("排除", "excluded"), what + whom.joined(separator: " ")))
        }
        if !audience.earlierWinners.isEmpty {
            let names = audience.earlierWinners.map(\.campaign).joined(separator: " ")
            rows.append((say("不再中奖", "no second win"), say("这些活动的中奖者：", "winners of ") + names))
        }
        let limits = limitTexts(say)
        if !limits.isEmpty { rows.append((say("次数", "limits"), limits.joined(separator: say("；", "; ")))) }
        return rows
    }

    private func rollText(_ say: (String, String) -> String) -> String {
        guard let roll else { return say("人人可参加", "anybody may take part") }
        let left =
            roll.people.count == listedCount
            ? "" : say("（名册共 \(grouped(listedCount)) 人）", " of \(grouped(listedCount)) on the roll")
        let all = grouped(roll.people.count)
        guard !campaign.prizes.tiers.isEmpty || campaign.places?.by == .lottery else {
            return say("\(all) 人\(left)", "\(all) people\(left)")
        }
        return say(
            "\(all) 人\(left)，其中 \(grouped(mayWin)) 人可中奖", "\(all) people\(left), of whom \(grouped(mayWin)) may win")
    }

    private func limitTexts(_ say: (String, String) -> String) -> [String] {
        let limits = campaign.limits
        let scopes = [
            (limits.person, "每人", "a person"), (limits.household, "每户", "a household"),
            (limits.unit, "每单位", "a unit"), (limits.device, "每设备", "a device"), (limits.address, "每地址", "an address"),
            (limits.campaign, "全活动", "the campaign"),
        ]
        return scopes.compactMap { scope, zh, en in
            var parts: [String] = []
            if let day = scope.day { parts.append(say("每日 \(grouped(day)) 次", "\(grouped(day)) a day")) }
            if let total = scope.total { parts.append(say("共 \(grouped(total)) 次", "\(grouped(total)) in all")) }
            guard !parts.isEmpty else { return nil }
            let shadow = scope.isShadow ? say("（只计不拒）", " (counted only)") : ""
            return say(
                "\(zh)\(parts.joined(separator: "、"))\(shadow)", "\(en) \(parts.joined(separator: ", "))\(shadow)")
        }
    }

    // MARK: Parts

    func partRows(_ language: Language) -> [(String, String)] {
        let say = { (zh: String, en: String) in language == .zh ? zh : en }
        var rows: [(String, String)] = []
        if let form = campaign.form {
            rows.append((say("登记项", "form"), formText(form, say)))
        }
        if !campaign.paper.questions.isEmpty { rows.append((say("题目", "questions"), questionText(say))) }
        rows += contestRows(say)
        if let places = campaign.places { rows.append((say("名额", "places"), placesText(places, say))) }
        rows += moneyRows(say)
        if let days = campaign.signin?.days {
            rows.append((say("签到", "signing in"), say("连续 \(days) 日得一签", "\(days) days in a row make a chance")))
        }
        if let points = campaign.points {
            rows.append((say("积分", "points"), say("每 \(points.chance) 分换一签", "\(points.chance) make a chance")))
        }
        return rows
    }

    /// When it is filled in, and which of it nobody but the auditor sees.
    private func formText(_ form: Campaign.Form, _ say: (String, String) -> String) -> String {
        let asked =
            switch (form.asked, campaign.formBearer) {
            case (.claim, _): say("领奖时填写：", "with a claim: ")
            case (_, .work): say("每交一件作品时填写：", "with every work that is handed in: ")
            case (.each, .vote): say("每次投票时填写：", "with every ballot: ")
            case (.once, .vote): say("首次投票时填写：", "with the first ballot: ")
            case (.each, .enrol): say("每次报名时填写：", "with every enrolment: ")
            case (.once, .enrol): say("首次报名时填写：", "with the first enrolment: ")
            case (.each, _): say("每次参加时填写：", "with every entry: ")
            case (.once, _): say("首次参加时填写：", "with the first entry: ")
            }
        let fields = form.fields.map { field in
            let notes = [
                field.isOptional ? say("可不填", "optional") : nil, field.isPrivate ? say("不公开", "private") : nil,
            ].compactMap(\.self)
            return say(field.title.zh, field.title.text(.en))
                + (notes.isEmpty ? "" : say("（", " (") + notes.joined(separator: say("，", ", ")) + say("）", ")"))
        }
        return asked + fields.joined(separator: say("；", "; "))
    }

    private func questionText(_ say: (String, String) -> String) -> String {
        let bank = grouped(campaign.paper.questions.count)
        let drawn = campaign.paper.draw.reduce(0) { $0 + $1.take }
        var text =
            drawn == 0
            ? say("\(bank) 题", bank) : say("题库 \(bank) 题，每卷抽 \(drawn) 题", "\(drawn) drawn from \(bank) for each paper")
        if let pass = campaign.paper.pass { text += say("，\(grouped(pass)) 分及格", ", \(grouped(pass)) points to pass") }
        if let time = campaign.paper.time {
            text += say("，限时 ", ", within ") + Self.span(time.limit, say)
        }
        return text
    }

    /// The largest unit that says it in whole numbers.
    static func span(_ milliseconds: Int64, _ say: (String, String) -> String) -> String {
        let units: [(Int64, String, String)] = [
            (86_400_000, "天", "days"), (3_600_000, "小时", "hours"), (60_000, "分钟", "minutes"),
        ]
        for (length, zh, en) in units where milliseconds >= length && milliseconds % length == 0 {
            return say("\(milliseconds / length) \(zh)", "\(milliseconds / length) \(en)")
        }
        return say("\(milliseconds / 1000) 秒", "\(milliseconds / 1000) seconds")
    }

    private func contestRows(_ say: (String, String) -> String) -> [(String, String)] {
        var rows: [(String, String)] = []
        if let works = campaign.works {
            let more = works.areCollected ? say("，并征集", ", and more are handed in") : ""
            rows.append(
                (say("作品", "works"), say("\(grouped(works.entries.count)) 件", grouped(works.entries.count)) + more))
        }
        if let votes = campaign.votes {
            let per = votes.per == .day ? say("每日一票", "a ballot a day") : say("全程一票", "one ballot")
            rows.append((say("投票", "votes"), per + say("，至多 \(votes.most) 件", ", at most \(votes.most) works")))
        }
        if let jury = campaign.jury {
            let (low, high) = (jury.scores.lowerBound, jury.scores.upperBound)
            let trim = jury.trimHighest + jury.trimLowest
            let text = say("\(jury.members.count) 人，\(low)–\(high) 分", "\(jury.members.count), scores \(low)–\(high)")
            rows.append((say("评委", "jury"), trim == 0 ? text : text + say("，去掉 \(trim) 个", ", \(trim) left out")))
        }
        if let ranking = campaign.ranking {
            let shares = ranking.shares.map { "\($0.measure.rawValue) \($0.weight.numerator)/\($0.weight.denominator)" }
            let ties = (ranking.ties.map(\.rawValue) + [say("抽签", "ticket")]).joined(separator: say("、", ", "))
            rows.append((say("名次", "rank by"), shares.joined(separator: " + ") + say("；同分比 ", "; ties: ") + ties))
        }
        return rows
    }

    private func placesText(_ places: Campaign.Places, _ say: (String, String) -> String) -> String {
        let capacity = grouped(places.slots.reduce(0) { $0 + $1.capacity })
        let by: String =
            switch places.by {
            case .firstCome: say("先到先得", "first come")
            case .lottery: say("超额抽签", "by lottery")
            case .review: say("审核", "by review")
            }
        var text = say(
            "\(places.slots.count) 场共 \(capacity) 个，\(by)", "\(capacity) in \(places.slots.count) slots, \(by)")
        if places.choices > 1 { text += say("，\(places.choices) 个志愿", ", \(places.choices) ranked choices") }
        if places.waiting != nil { text += say("，有候补", ", with a waiting list") }
        return text
    }

    private func moneyRows(_ say: (String, String) -> String) -> [(String, String)] {
        var rows: [(String, String)] = []
        if let funds = campaign.funds {
            let items = say("\(funds.items.count) 项", "items: \(funds.items.count)")
            let last =
                funds.last == .refuse
                ? say("不足则不批", "refused when it runs out") : say("不足则批剩余", "what is left is given")
            rows.append(
                (
                    say("补贴", "grants"),
                    say("预算 \(yuan(funds.budget)) 元", "\(yuan(funds.budget)) yuan") + "  \(items)  \(last)"
                ))
        }
        if !campaign.merchants.isEmpty {
            let shops = campaign.merchants.reduce(0) { $0 + $1.shops.count }
            let count = campaign.merchants.count
            rows.append((say("商户", "merchants"), say("\(count) 家，门店 \(shops) 个", "\(count), shops: \(shops)")))
        }
        if let vouchers = campaign.vouchers {
            var words: [String] = []
            if let count = vouchers.count { words.append(say("\(grouped(count)) 张", grouped(count))) }
            if let face = vouchers.face { words.append(say("面值 \(yuan(face)) 元", "\(yuan(face)) yuan each")) }
            if let until = vouchers.until {
                words.append(say("有效至 ", "good until ") + ZonedTime.text(until, zone: campaign.zone))
            }
            if let valid = vouchers.valid {
                words.append(say("领取后 ", "good for ") + Self.span(valid, say) + say("内有效", ""))
            }
            rows.append((say("券", "vouchers"), words.joined(separator: say("，", ", "))))
        }
        return rows
    }
}

extension Campaign.QuietHours {
    var text: String { "\(QuietClock.text(from))–\(QuietClock.text(to))" }
}

private enum QuietClock {
    static func text(_ minutes: Int) -> String {
        let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
        return two(minutes / 60) + ":" + two(minutes % 60)
    }
}
