import JSON

/// The parts that kinds have beside a paper and prizes.
struct CampaignParts {
    var schedule: Campaign.Schedule
    var form: Campaign.Form?
    var works: Campaign.Works?
    var votes: Campaign.Votes?
    var jury: Campaign.Jury?
    var ranking: Campaign.Ranking?
    var places: Campaign.Places?
    var merchants: [Campaign.Merchant]
    var funds: Campaign.Funds?
    var vouchers: Campaign.Vouchers?
    var signin: Campaign.Signin?
    var points: Campaign.Points?
}

extension Campaign {
    mutating func put(_ parts: CampaignParts) {
        schedule = parts.schedule
        form = parts.form
        works = parts.works
        votes = parts.votes
        jury = parts.jury
        ranking = parts.ranking
        places = parts.places
        merchants = parts.merchants
        funds = parts.funds
        vouchers = parts.vouchers
        signin = parts.signin
        points = parts.points
    }
}

extension CampaignBuilder {
    mutating func parts(_ times: Times?) -> CampaignParts {
        let schedule = schedule(times)
        return CampaignParts(
            schedule: schedule, form: form(), works: works(), votes: votes(),
            jury: jury(), ranking: ranking(), places: places(times, quiet: schedule.quietSpans),
            merchants: merchants(), funds: funds(times), vouchers: vouchers(times), signin: signin(times),
            points: points())
    }

    private mutating func signin(_ times: Times?) -> Campaign.Signin? {
        guard let place = root["signin"], place.value.kind == .object else { return nil }
        guard let written = place["days"], let days = written.integer else {
            if place["days"] == nil, root["prizes"]?["chances"]?["for"]?.value.string == "signin" {
                problems.error(
                    place, zh: "缺少 \"days\"（连续签到几日得一签）", en: "\"days\" (days in a row that earn a chance) is missing")
            }
            return Campaign.Signin(days: nil, makeup: place["makeup"]?.integer ?? 0)
        }
        if let times {
            let open = DayStarts.between(times.opens, times.closes, zone: times.zone).count
            if days > open {
                problems.error(
                    written, zh: "活动只有 \(open) 天，签不满 \(days) 天",
                    en: "the campaign has \(open) days, not \(days) in a row")
            }
        }
        return Campaign.Signin(days: days, makeup: place["makeup"]?.integer ?? 0)
    }

    private mutating func points() -> Campaign.Points? {
        guard let place = root["points"], let chance = place["chance"]?.integer else { return nil }
        let earned = ["entry", "correct", "signin", "vote"].map { place[$0]?.integer ?? 0 }
        if earned.allSatisfy({ $0 == 0 }), !problems.hasErrors(under: place.pointer) {
            problems.error(place, zh: "没有任何得分的途径", en: "there is no way to earn a point")
        }
        let prizes = part(.prizes)
        let earns = prizes?["chances"]?["for"]?.value.string
        if prizes?["draw"]?.value.string == "ranking" || earns != nil && earns != "points" {
            problems.warning(
                place, zh: "积分没有用处：prizes.chances.for 不是 \"points\"",
                en: "points are of no use: prizes.chances.for is not \"points\"")
        }
        if let day = place["day"], let most = day.integer, let largest = earned.max(), most < largest {
            problems.error(
                day, zh: "每日上限 \(most) 少于一次所得 \(largest)", en: "\(most) a day is less than the \(largest) of one time")
        }
        if let written = place["signin"], earned[2] > 0, root["signin"] == nil {
            problems.error(written, zh: "签到得分须有 \"signin\" 部分", en: "points for signing in need a part \"signin\"")
        }
        return Campaign.Points(
            entry: earned[0], correct: earned[1], signin: earned[2], vote: earned[3], day: place["day"]?.integer,
            chance: chance)
    }

    mutating func disclosure() -> Campaign.Disclosure {
        let place = root["disclosure"]
        var disclosure = Campaign.Disclosure(
            result: place?["result"]?.choice(Campaign.Disclosure.Result.self) ?? .atOnce)
        disclosure.answers = place?["answers"]?.choice(Campaign.Disclosure.Answers.self) ?? .withBundle
        disclosure.masking = place?["masking"]?.choice(Campaign.Disclosure.Masking.self) ?? .ends
        disclosure.tallies = place?["tallies"]?.choice(Campaign.Disclosure.Tallies.self) ?? .live
        disclosure.delay = place?["delay"]?.duration
        return disclosure
    }

    /// What is told when must not tell more than the rest of it.
    mutating func checkDisclosure() {
        guard let place = root["disclosure"] else { return }
        if place["tallies"]?.value.string == "delayed", place["delay"] == nil {
            problems.error(place, zh: "缺少 \"delay\"（延迟多久）", en: "\"delay\" (how long tallies are delayed) is missing")
        }
        if let delay = place["delay"], place["tallies"]?.value.string != "delayed" {
            problems.error(
                delay, zh: "只有 tallies 为 \"delayed\" 才有 delay",
                en: "there is a \"delay\" only with \"tallies\": \"delayed\"")
        }
        if let answers = place["answers"], answers.value.string == "with-result",
            place["result"]?.value.string != "after-closing",
            root["limits"]?["person"]?["total"]?.integer != 1
        {
            problems.warning(
                answers, zh: "可多次提交的活动立即公布答案，后来的人可以照抄",
                en: "the key is told at once where people submit more than once: later ones can copy it")
        }
    }
}
