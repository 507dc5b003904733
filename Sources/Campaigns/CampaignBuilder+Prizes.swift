import JSON

extension CampaignBuilder {
    /// Amounts stay below this many fen, so that every JSON reader has them exactly.
    private static let amountBound: Int64 = 1 << 53

    mutating func prizes() -> Campaign.Prizes? {
        guard let place = root["prizes"], place.value.kind == .object else { return nil }
        let tierPlaces = place["tiers"]?.elements ?? []
        let tiers = tierPlaces.compactMap { tier($0) }
        checkUnique(tierPlaces.map { $0["id"] }, .tierID)
        checkTotal(of: tiers, place["tiers"])
        let isInstant = place["draw"]?.value.string == "instant"
        checkOdds(tierPlaces, isInstant: isInstant)
        guard let chancesFor = place["chances"]?["for"]?.choice(Campaign.Prizes.ChancesFor.self) else { return nil }
        return Campaign.Prizes(
            chancesFor: chancesFor, mostChances: place["chances"]?["most"]?.integer ?? 1, tiers: tiers,
            alternates: place["alternates"]?.integer ?? 0, householdCap: place["caps"]?["household"]?.integer,
            unitCap: place["caps"]?["unit"]?.integer, claimWithin: claimWithin(place["claims"]?["within"]),
            isInstant: isInstant)
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

    private func tier(_ place: CampaignPlace) -> Campaign.Tier? {
        guard let id = place["id"]?.string(.tierID), let title = place["title"]?.text,
            let prize = place["prize"]?.text, let value = place["value"]?.money, let count = place["count"]?.integer
        else { return nil }
        return Campaign.Tier(id: id, title: title, prize: prize, value: value, count: count, odds: odds(place))
    }

    private mutating func checkTotal(of tiers: [Campaign.Tier], _ place: CampaignPlace?) {
        var total: Int64 = 0
        for tier in tiers {
            let (worth, overflows) = tier.value.multipliedReportingOverflow(by: Int64(tier.count))
            total = overflows || worth >= CampaignBuilder.amountBound ? CampaignBuilder.amountBound : total + worth
        }
        guard let place, total >= CampaignBuilder.amountBound else { return }
        problems.error(
            place, zh: "奖品总值须低于 2^53 分", en: "all prizes together must be worth less than 2^53 fen")
    }
}
