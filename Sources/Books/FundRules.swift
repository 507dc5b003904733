import Campaigns

/// The rules of vouchers and money in the form in which a ``FundBook`` uses them: places instead of ids.
package struct FundRules: Hashable, Sendable {
    package let funds: Campaign.Funds?
    package let vouchers: Campaign.Vouchers?
    package let merchants: [Campaign.Merchant]
    /// In the order in which items name them first.
    package let categories: [String]
    /// Of each item the place of its category.
    let categoryOfItem: [Int?]

    /// Nil where a campaign has neither funds nor vouchers.
    package init?(_ campaign: Campaign) {
        guard campaign.funds != nil || campaign.vouchers != nil else { return nil }
        self.init(funds: campaign.funds, vouchers: campaign.vouchers, merchants: campaign.merchants)
    }

    package init(funds: Campaign.Funds?, vouchers: Campaign.Vouchers?, merchants: [Campaign.Merchant]) {
        self.funds = funds
        self.vouchers = vouchers
        self.merchants = merchants
        var categories: [String] = []
        for item in funds?.items ?? [] {
            if let category = item.category, !categories.contains(category) { categories.append(category) }
        }
        self.categories = categories
        categoryOfItem = (funds?.items ?? []).map { item in categories.firstIndex { $0 == item.category } }
    }

    /// Beyond every price; amounts in files end there, too.
    static let priceEnd: Int64 = 1_000_000_000_000_000

    var uses: Int { vouchers?.uses ?? 1 }

    var isUsedInPart: Bool { vouchers?.isUsedInPart ?? false }

    /// Whether vouchers have a worth in money.
    package var hasMoney: Bool { funds != nil || vouchers?.face != nil }

    /// Until when one is good that is issued at an instant; nil: for ever.
    func goodUntil(issuedAt tick: Int64) -> Int64? { vouchers.flatMap { $0.until ?? $0.valid.map { tick + $0 } } }

    /// Until when what is redeemed at an instant may have to be given back: as long as the rules say, and where the voucher
    /// would be good again, as long as it would be.
    func returnsEnd(redeemedAt tick: Int64, goodUntil: Int64?) -> Int64 {
        let declared = tick + max(funds?.returns ?? 0, vouchers?.returns ?? 0)
        return vouchers?.refund == .reserved ? max(declared, goodUntil ?? declared) : declared
    }

    /// What an item gives for a price, in fen.
    package func grant(item: Int, price: Int64) throws(FundRefusal) -> Int64 {
        guard price > 0, price < Self.priceEnd else { throw .priceRange }
        guard let amount = funds!.items[item].grant(for: price, funds!.rounding) else { throw .fundBand }
        return amount
    }

    /// Whether an item can give an amount, for some price.
    func canGive(_ amount: Int64, item: Int) -> Bool {
        switch funds!.items[item].gives {
        case .fixed(let most): (1...most).contains(amount)
        case .bands(let bands): amount > 0 && bands.contains { $0.amount == amount }
        case .share(_, let cap): amount > 0 && amount <= cap ?? Self.priceEnd
        }
    }

    /// What a claim asks for, from what it says.
    ///
    /// - Parameters:
    ///   - price: In fen, where it was told.
    ///   - isPriceHidden: Whether who goes through the book again is not told the price: then the amount stands for it.
    ///   - amount: In fen, where one was told: never more than the price gives.
    package func asked(
        item: Int?, price: Int64?, isPriceHidden: Bool, amount: Int64?
    ) throws(FundRefusal) -> FundClaim.Asked {
        guard let price, let item else { return amount.map { .amount($0) } ?? .most }
        guard funds?.items.indices.contains(item) == true else { throw .itemUnknown }
        let given = try grant(item: item, price: price)
        guard amount ?? given <= given else { throw .fundAmount }
        guard isPriceHidden || amount != nil && amount != given else { return .price(price) }
        return .amount(amount ?? given)
    }
}
