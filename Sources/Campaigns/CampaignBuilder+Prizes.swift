import JSON

extension CampaignBuilder {
    /// Amounts stay below this many fen, so that every JSON reader has them exactly.
    private static let amountBound: Int64 = 1 << 53

    /// The prizes; without tiers in a campaign that has none.
    mutating func prizes(_ schedule: Times?) -> Campaign.Prizes? {
        guard let place = part(.prizes) else {
            return Campaign.Prizes(
                chancesFor: .entry, mostChances: 1, tiers: [], alternates: 0, householdCap: nil, unitCap: nil)
        }
        guard place.value.kind == .object else { return nil }
        let tierPlaces = place["tiers"]?.elements ?? []
        let tiers = tierPlaces.compactMap { tier($0, schedule) }
        checkUnique(tierPlaces.map { $0["id"] }, .tierID)
        let drawing = place["draw"]?.choice(Campaign.Prizes.Drawing.self)
        checkOdds(tierPlaces, in: place, isInstant: drawing == .instant)
        for releases in tierPlaces.compactMap({ $0["releases"] }) { checkInstantOnly(releases, drawing) }
        let chancesFor = chancesFor(place, drawing)
        guard let chancesFor, let drawing else { return nil }
        var prizes = Campaign.Prizes(
            chancesFor: chancesFor, mostChances: place["chances"]?["most"]?.integer ?? 1, tiers: tiers,
            alternates: place["alternates"]?.integer ?? 0, householdCap: place["caps"]?["household"]?.integer,
            unitCap: place["caps"]?["unit"]?.integer, claimWithin: claimWithin(place["claims"]?["within"]),
            drawing: drawing)
        prizes.personCap = place["caps"]?["person"]?.integer
        prizes.none = place["none"]?.fraction
        prizes.fallback = fallbackPrize(place["fallback"], drawing)
        prizes.guarantee = guarantee(place["guarantee"], in: prizes)
        prizes.firsts = firsts(place["first"], of: tiers, drawing)
        prizes.budget = place["budget"]?.money
        if drawing == .ranking { checkRanked(place) }
        checkTotal(of: prizes, place)
        return prizes
    }

    /// A person has one place. A work has neither household nor deadline; its author may have.
    private mutating func checkRanked(_ place: CampaignPlace) {
        guard kind == .contest else {
            if let person = place["caps"]?["person"] {
                problems.error(
                    person, zh: "按名次发奖每人只有一个名次，没有每人上限",
                    en: "by rank a person has one place, and so one prize at most: there is no cap of a person")
            }
            return
        }
        guard !knowsAuthors else { return }
        for name in ["alternates", "caps", "claims"] {
            guard let written = place[name] else { continue }
            problems.error(
                written, zh: "奖归作品，作品没有已知的作者：须有 works.authors",
                en: "the prizes go to works, whose people are not known without \"works\".\"authors\"")
        }
    }

    /// What earns a chance: needed where something is drawn, and something that the campaign has.
    private mutating func chancesFor(
        _ prizes: CampaignPlace, _ drawing: Campaign.Prizes.Drawing?
    ) -> Campaign.Prizes.ChancesFor? {
        guard let place = prizes["chances"] else {
            if let drawing, drawing != .ranking {
                problems.error(
                    prizes, zh: "缺少 \"chances\"（抽奖机会）", en: "\"chances\" (what earns a chance) is missing")
            }
            if drawing == .ranking, lacks(.ranking), let written = prizes["draw"] {
                problems.error(written, zh: "按名次发奖须有 \"ranking\" 部分", en: "prizes by rank need a part \"ranking\"")
            }
            return drawing == .ranking ? .entry : nil
        }
        guard drawing != .ranking else {
            problems.error(
                place, zh: "按名次发奖不抽签，没有 chances", en: "prizes by rank are not drawn: there are no \"chances\"")
            return .entry
        }
        guard let written = place["for"], let chancesFor = written.choice(Campaign.Prizes.ChancesFor.self) else {
            return nil
        }
        let needed: Part? =
            switch chancesFor {
            case .passing, .correct: .paper
            case .signin: .signin
            case .points: .points
            case .entry: nil
            }
        if let needed, lacks(needed) {
            problems.error(
                written, zh: "凭 \"\(chancesFor.rawValue)\" 得签须有 \"\(needed.rawValue)\" 部分",
                en: "chances for \"\(chancesFor.rawValue)\" need a part \"\(needed.rawValue)\"")
        }
        if drawing == .instant, chancesFor == .signin {
            problems.error(
                written, zh: "即开由每次参加决定，签到没有即开号码：不能凭 \"signin\" 得签",
                en: "instant wins are decided by submissions, and signing in is none: no chances for \"signin\"")
        }
        return chancesFor
    }

    private mutating func fallbackPrize(
        _ place: CampaignPlace?, _ drawing: Campaign.Prizes.Drawing
    ) -> Campaign.Fallback? {
        guard let place, let prize = place["prize"]?.text, let value = place["value"]?.money else { return nil }
        checkInstantOnly(place, drawing)
        return Campaign.Fallback(prize: prize, value: value, count: place["count"]?.integer)
    }

    private mutating func guarantee(
        _ place: CampaignPlace?, in prizes: Campaign.Prizes
    ) -> Campaign.Guarantee? {
        guard let place, let attemptPlace = place["attempt"], let attempt = attemptPlace.integer,
            let tierPlace = place["tier"], let tier = tierPlace.string(.tierID)
        else { return nil }
        checkInstantOnly(place, prizes.drawing)
        checkReference(tierPlace, tier, among: prizes.tiers.map(\.id), zh: "奖级", en: "tier")
        if prizes.mostChances < attempt, prizes.chancesFor == .entry {
            problems.error(
                attemptPlace, zh: "每人至多 \(prizes.mostChances) 签，第 \(attempt) 次没有签，不会中奖",
                en: "a person has \(prizes.mostChances) chances at most, and attempt \(attempt) none: it can't win")
        }
        if let total = root["limits"]?["person"]?["total"]?.integer, total < attempt {
            problems.error(
                attemptPlace, zh: "每人至多 \(total) 次，到不了第 \(attempt) 次",
                en: "a person submits at most \(total) times, so there is no attempt \(attempt)")
        }
        return Campaign.Guarantee(attempt: attempt, tier: tier)
    }

    private mutating func checkInstantOnly(_ place: CampaignPlace, _ drawing: Campaign.Prizes.Drawing?) {
        guard let drawing, drawing != .instant else { return }
        problems.error(
            place, zh: "只有即开（draw 为 \"instant\"）才有这一项", en: "only prizes with \"draw\": \"instant\" have this")
    }

    /// Nobody claims a prize within minutes.
    private static let shortestClaim: Int64 = 3_600_000

    private mutating func claimWithin(_ place: CampaignPlace?) -> Int64? {
        guard let place, let within = place.duration else { return nil }
        guard within >= CampaignBuilder.shortestClaim else {
            problems.error(place, zh: "领奖期限至少一小时（\"1h\"）", en: "prizes can be claimed for at least an hour (\"1h\")")
            return nil
        }
        return within
    }

    private mutating func tier(_ place: CampaignPlace, _ schedule: Times?) -> Campaign.Tier? {
        guard let id = place["id"]?.string(.tierID), let title = place["title"]?.text,
            let prize = place["prize"]?.text, let value = place["value"]?.money, let count = place["count"]?.integer
        else { return nil }
        var tier = Campaign.Tier(id: id, title: title, prize: prize, value: value, count: count)
        tier.odds = place["odds"]?.fraction
        tier.releases = releases(place["releases"], of: count, schedule)
        return tier
    }

    /// Pieces come while the campaign is open, in order, and all of them come.
    private mutating func releases(
        _ place: CampaignPlace?, of count: Int, _ schedule: Times?
    ) -> [Campaign.Tier.Release] {
        guard let place else { return [] }
        var releases: [Campaign.Tier.Release] = []
        for element in place.elements {
            guard let at = element["at"], let time = at.time, let pieces = element["count"]?.integer else { return [] }
            if let schedule, time < schedule.announces || time >= schedule.closes {
                problems.error(
                    at, zh: "投放须在公布之后、截止之前", en: "pieces are released after announcing and before \"closes\"")
            }
            if let last = releases.last, last.at >= time {
                problems.error(at, zh: "投放时间须依次递增", en: "releases stand in order of time")
            }
            releases.append(Campaign.Tier.Release(at: time, count: pieces))
        }
        let released = releases.reduce(0) { $0 + $1.count }
        if released != count, place.value.kind == .array {
            problems.error(
                place, zh: "共投放 \(released) 份，而份数为 \(count)",
                en: "\(released) pieces are released, but there are \(count)")
        }
        return releases
    }

    private mutating func checkTotal(of prizes: Campaign.Prizes, _ place: CampaignPlace) {
        var total: Int64 = 0
        let fallback = prizes.fallback.map { [($0.value, $0.count ?? 0)] } ?? []
        for (value, count) in prizes.tiers.map({ ($0.value, $0.count) }) + fallback {
            let (worth, overflows) = value.multipliedReportingOverflow(by: Int64(count))
            total = overflows || worth >= CampaignBuilder.amountBound ? CampaignBuilder.amountBound : total + worth
        }
        guard total < CampaignBuilder.amountBound else {
            return problems.error(
                place["tiers"] ?? place, zh: "奖品总值须低于 2^53 分",
                en: "all prizes together must be worth less than 2^53 fen")
        }
        guard let budget = prizes.budget, let written = place["budget"] else { return }
        if let fallback = prizes.fallback, fallback.count == nil, fallback.value > 0 {
            problems.error(
                written, zh: "安慰奖没有份数，预算管不住", en: "the fallback prize has no \"count\", so no budget bounds it")
        }
        guard total > budget else { return }
        problems.error(
            written, zh: "奖品总值 \(MoneyText.text(total)) 元，超过预算 \(MoneyText.text(budget)) 元",
            en: "all prizes are worth \(MoneyText.text(total)) yuan, more than the budget of \(MoneyText.text(budget))")
    }
}
