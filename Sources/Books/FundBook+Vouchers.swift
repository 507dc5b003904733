/// What a shop, its holder or staff do with a voucher.
extension FundBook {
    /// Why a voucher that is not good can't be used.
    private func checkIsActive(_ place: Int) throws(FundRefusal) {
        switch vouchers[place].state {
        case .active: return
        case .pending: throw .voucherPending
        case .refused, .rejected: throw .voucherRefused
        case .used: throw .voucherRedeemed
        case .expired: throw .voucherExpired
        case .voided: throw .voucherVoided
        case .refunded: throw .voucherRefunded
        }
    }

    /// Whether a shop is one of the campaign's, and may take the voucher.
    private func checkShop(_ place: Int, _ merchant: Int?, _ shop: Int?) throws(FundRefusal) {
        let (voucher, merchants) = (vouchers[place], rules.merchants)
        guard let merchant else {
            guard merchants.isEmpty, shop == nil else { throw .merchantUnknown }
            return
        }
        guard merchants.indices.contains(merchant) else { throw .merchantUnknown }
        let shops = merchants[merchant].shops
        guard shops.isEmpty ? shop == nil : shop.map(shops.indices.contains) ?? false else { throw .voucherShop }
        guard voucher.merchant == nil || voucher.merchant == merchant else { throw .voucherMerchant }
    }

    /// Keeps a voucher for one shop, until it is redeemed there or the time for that is over.
    ///
    /// - Returns: Until when.
    package mutating func reserve(
        _ name: VoucherName, merchant: Int?, shop: Int?, leaf: Int, at tick: Int64
    ) throws(FundRefusal) -> Int64 {
        guard let time = rules.vouchers?.hold else { throw .holdUndeclared }
        let place = try found(name)
        try checkIsActive(place)
        try checkShop(place, merchant, shop)
        guard vouchers[place].hold == nil else { throw .voucherHeld }
        let before = standing(place, at: merchant)
        if let merchant, vouchers[place].merchant == nil {
            try checkCaps(of: merchant, count: before.isMerchants ? 0 : 1, amount: vouchers[place].left)
        }
        begin(leaf, at: tick)
        // A reservation makes no voucher good for longer.
        let until = min(tick + time, vouchers[place].goodUntil ?? .max)
        post(.bind, vouchers[place].left, of: place, from: vouchers[place].merchant, to: merchant)
        vouchers[place].hold = Voucher.Hold(leaf: leaf, merchant: merchant, shop: shop, until: until)
        holds[leaf] = place
        expiries.insert(Expiries.Item(at: until, leaf: leaf, rank: 0, kind: .hold, voucher: place))
        recount(place, at: merchant, since: before)
        return until
    }

    /// Gives a reservation up.
    ///
    /// - Parameter reserve: Its leaf.
    package mutating func release(reserve: Int, leaf: Int, at tick: Int64) throws(FundRefusal) {
        guard let place = holds[reserve] else { throw .holdNone }
        begin(leaf, at: tick)
        let merchant = vouchers[place].reservedAt
        let before = standing(place, at: merchant)
        release(place)
        recount(place, at: merchant, since: before)
        dropStale()
    }

    /// Ends a voucher; what is left is free again.
    package mutating func void(_ name: VoucherName, leaf: Int, at tick: Int64) throws(FundRefusal) {
        let place = try found(name)
        try checkIsActive(place)
        begin(leaf, at: tick)
        let merchant = vouchers[place].reservedAt
        let before = standing(place, at: merchant)
        end(place, .void, .voided)
        recount(place, at: merchant, since: before)
        dropStale()
    }

    /// Hands a voucher on; limits go on counting it for who claimed it.
    package mutating func transfer(
        _ name: VoucherName, from holder: Int, to other: Int, leaf: Int, at tick: Int64
    ) throws(FundRefusal) {
        guard rules.vouchers?.isTransferable ?? false else { throw .transferUndeclared }
        let place = try found(name)
        guard vouchers[place].holder == holder else { throw .personWrong }
        try checkIsActive(place)
        guard vouchers[place].hold == nil else { throw .voucherHeld }
        guard holder != other else { throw .transferSelf }
        begin(leaf, at: tick)
        vouchers[place].holder = other
        vouchers[place].transfers += 1
        if owned[other]?.contains(place) != true { owned[other, default: []].append(place) }
    }

    /// The vouchers that a person has in hand or claimed, as places, ascending.
    package func vouchers(of person: Int) -> [Int] {
        (owned[person] ?? []).filter { vouchers[$0].holder == person || vouchers[$0].person == person }.sorted()
    }
}

// MARK: - Redeeming

/// What a shop says when it takes a voucher.
package struct Redeeming: Hashable, Sendable {
    package enum Invoice: Hashable, Sendable {
        case none
        /// There is one, and who goes through the book again is not told which.
        case hidden
        /// A digest of its number under a key.
        case known(UInt128)
    }

    package var voucher: VoucherName
    /// Nil exactly where the rules have no merchants.
    package var merchant: Int?
    /// Nil exactly where the merchant has no shops.
    package var shop: Int?
    /// What was paid, in fen; nil where it does not matter.
    package var price: Int64?
    /// Whether there is a price that who goes through the book again is not told: then the amount is taken as it is.
    package var isPriceHidden: Bool
    /// What the voucher pays of it, in fen; nil: as much as it can.
    package var amount: Int64?
    package var invoice: Invoice

    package init(
        _ voucher: VoucherName, merchant: Int? = nil, shop: Int? = nil, price: Int64? = nil,
        isPriceHidden: Bool = false, amount: Int64? = nil, invoice: Invoice = .none
    ) {
        self.voucher = voucher
        self.merchant = merchant
        self.shop = shop
        self.price = price
        self.isPriceHidden = isPriceHidden
        self.amount = amount
        self.invoice = invoice
    }
}

extension FundBook {
    /// What a redemption came to, in fen.
    package struct Redeemed: Hashable, Sendable {
        /// What the merchant gets.
        package let amount: Int64
        /// What was reserved and not needed, and is free again.
        package let unspent: Int64
        /// What is left of the voucher.
        package let left: Int64
    }

    /// Uses a voucher once, wholly or in part.
    ///
    /// The price paid decides the band, and never gives more than was reserved. With the last use what is left is free
    /// again.
    package mutating func redeem(
        _ redeeming: Redeeming, leaf: Int, at tick: Int64
    ) throws(FundRefusal) -> Redeemed {
        let place = try found(redeeming.voucher)
        let merchant = redeeming.merchant
        try checkIsActive(place)
        try checkShop(place, merchant, redeeming.shop)
        if let hold = vouchers[place].hold, (hold.merchant, hold.shop) != (merchant, redeeming.shop) {
            throw .voucherHeld
        }
        if rules.vouchers != nil { try checkPurchaseWindow(at: tick) }
        let amount = try amount(of: redeeming, place)
        try checkInvoice(redeeming.invoice)
        let before = standing(place, at: merchant)
        if let merchant, vouchers[place].reservedAt == nil {
            try checkCaps(of: merchant, count: before.isMerchants ? 0 : 1, amount: amount)
        }
        begin(leaf, at: tick)
        if case .known(let digest) = redeeming.invoice { invoices.insert(digest) }
        post(.redeem, amount, of: place, from: vouchers[place].reservedAt, to: merchant)
        owe(merchant, SettlementLine(leaf: leaf, redemption: redemptions.count, amount: amount, at: tick))
        returnsEnd = max(returnsEnd, rules.returnsEnd(redeemedAt: tick, goodUntil: vouchers[place].goodUntil))
        accounts[merchant ?? rules.merchants.count].uses += 1
        vouchers[place].redemptions.append(redemptions.count)
        redemptions.append(
            Redemption(
                leaf: leaf, voucher: place, merchant: merchant, shop: redeeming.shop, amount: amount, at: tick))
        let unspent = takeUse(place, amount)
        recount(place, at: merchant, since: before)
        dropStale()
        return Redeemed(amount: amount, unspent: unspent, left: vouchers[place].left)
    }

    /// - Returns: What was left over by the last use.
    private mutating func takeUse(_ place: Int, _ amount: Int64) -> Int64 {
        vouchers[place].left -= amount
        vouchers[place].redeemed += amount
        vouchers[place].usesDone += 1
        let left = vouchers[place].left
        if vouchers[place].usesDone == rules.uses || rules.isUsedInPart && left == 0 {
            end(place, .unspent, .used)
            return left
        }
        if vouchers[place].hold != nil { release(place) }
        return 0
    }

    private func checkInvoice(_ invoice: Redeeming.Invoice) throws(FundRefusal) {
        switch invoice {
        case .none: if rules.funds?.purchase?.needsInvoice ?? false { throw .invoiceRequired }
        case .hidden: break
        case .known(let digest): if invoices.contains(digest) { throw .invoiceUsed }
        }
    }

    private func amount(of redeeming: Redeeming, _ place: Int) throws(FundRefusal) -> Int64 {
        let voucher = vouchers[place]
        if let price = redeeming.price, price <= 0 || price >= FundRules.priceEnd { throw .priceRange }
        guard rules.hasMoney else {
            guard redeeming.amount ?? 0 == 0 else { throw .redeemAmount }
            return 0
        }
        let most = min(useWorth(voucher), try worth(of: redeeming, voucher))
        guard let amount = redeeming.amount else { return most }
        let isPart = rules.isUsedInPart || redeeming.isPriceHidden
        // A use may be worth nothing only where a small worth is shared among many.
        guard isPart ? (min(1, most)...most).contains(amount) : amount == most else { throw .redeemAmount }
        return amount
    }

    /// What the price lets a voucher pay.
    private func worth(of redeeming: Redeeming, _ voucher: Voucher) throws(FundRefusal) -> Int64 {
        guard let item = voucher.item else { return redeeming.price ?? .max }
        if let price = redeeming.price { return try rules.grant(item: item, price: price) }
        if redeeming.isPriceHidden { return .max }
        guard case .fixed(let amount) = rules.funds!.items[item].gives else { throw .priceRequired }
        return amount
    }

    /// What one use of a voucher is worth: what is left, or where it can't be divided freely, an equal share.
    private func useWorth(_ voucher: Voucher) -> Int64 {
        if rules.isUsedInPart { return voucher.left }
        let (uses, done) = (Int64(rules.uses), Int64(voucher.usesDone))
        let share = voucher.granted * (done + 1) / uses - voucher.granted * done / uses
        return min(share, voucher.left)
    }
}
