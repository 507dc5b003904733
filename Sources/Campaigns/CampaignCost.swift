/// The most money that a campaign can cost, in fen: what its file promises, not what it will be.
package struct CampaignCost: Sendable, Hashable {
    /// All pieces of all tiers, of a daily campaign on all days.
    package let prizes: Int64
    /// Of who wins nothing at once; nil where so many can come that the file sets no bound.
    package let fallback: Int64?
    package let funds: Int64
    /// Faces of vouchers that funds don't pay; nil where their number has no bound.
    package let vouchers: Int64?

    /// - Parameter people: how many may win; nil where anybody may take part.
    package init(_ campaign: Campaign, people: Int?) {
        prizes =
            campaign.prizes.tiers.reduce(0) { $0 + $1.value * Int64($1.count) } * Int64(max(1, campaign.days.count))
        funds = campaign.funds?.budget ?? 0
        let attempts = campaign.limits.person.total ?? campaign.prizes.mostChances
        fallback =
            campaign.prizes.fallback.map { fallback in
                let count = fallback.count ?? people.map { $0 * attempts }
                return CampaignCost.worth(fallback.value, count)
            } ?? 0
        vouchers =
            campaign.vouchers.map { vouchers in
                guard campaign.funds == nil, let face = vouchers.face else { return 0 }
                return CampaignCost.worth(face, vouchers.count)
            } ?? 0
    }

    /// Nil where there is no bound, or none that fits an amount.
    package var most: Int64? {
        guard let fallback, let vouchers else { return nil }
        let parts = [prizes, fallback, funds, vouchers]
        return parts.reduce(Int64?(0)) { sum, part in
            guard let (total, overflows) = sum.map({ $0.addingReportingOverflow(part) }), !overflows else { return nil }
            return total
        }
    }

    private static func worth(_ value: Int64, _ count: Int?) -> Int64? {
        guard let count else { return nil }
        let (worth, overflows) = value.multipliedReportingOverflow(by: Int64(count))
        return overflows ? nil : worth
    }
}
