import Campaigns

/// What somebody asks for.
package struct FundClaim: Hashable, Sendable {
    package enum Asked: Hashable, Sendable {
        /// What a price gives.
        case price(Int64)
        /// So much, where the price is told at the redemption only.
        case amount(Int64)
        /// All that the item can give.
        case most
    }

    package var person: Int
    package var household: Int?
    package var unit: Int?
    /// Nil exactly where the rules have no funds.
    package var item: Int?
    package var asked: Asked
    /// Where the person means to use it; it is good there only.
    package var merchant: Int?

    package init(
        person: Int, household: Int? = nil, unit: Int? = nil, item: Int? = nil, asked: Asked = .most,
        merchant: Int? = nil
    ) {
        self.person = person
        self.household = household
        self.unit = unit
        self.item = item
        self.asked = asked
        self.merchant = merchant
    }
}

extension FundBook {
    /// What a claim would be granted, in fen; changes nothing.
    package func grant(for claim: FundClaim, at tick: Int64) throws(FundRefusal) -> Int64 {
        let asked = try worth(of: claim)
        if let merchant = claim.merchant, !rules.merchants.indices.contains(merchant) { throw .merchantUnknown }
        // Without vouchers what was bought was bought before it was claimed.
        if rules.vouchers == nil { try checkPurchaseWindow(at: tick) }
        try checkIsGood(at: tick)
        if let count = rules.vouchers?.count, takenCount >= count { throw .voucherNone }
        let amount = try affordable(asked)
        try checkLimits(of: claim, amount)
        if let merchant = claim.merchant { try checkCaps(of: merchant, count: 1, amount: amount) }
        return amount
    }

    /// Takes a claim: a voucher, or where staff review them, money set aside until they have.
    ///
    /// - Parameters:
    ///   - leaf: The entry, or the draw that issues a voucher.
    ///   - rank: Of several that one leaf issues.
    /// - Returns: What was granted, in fen: less than asked where it is the last of the budget.
    package mutating func claim(
        _ claim: FundClaim, leaf: Int, rank: Int = 0, at tick: Int64
    ) throws(FundRefusal) -> Int64 {
        let amount = try grant(for: claim, at: tick)
        begin(leaf, rank: rank, at: tick)
        let isReviewed = rules.funds?.review != nil
        fundFace(amount)
        let place = vouchers.count
        owned[claim.person, default: []].append(place)
        vouchers.append(
            Voucher(
                name: VoucherName(leaf: leaf, rank: rank), person: claim.person, household: claim.household,
                unit: claim.unit, item: claim.item, merchant: claim.merchant, granted: amount, holder: claim.person,
                // Open only below, so that what it takes is counted as a change from nothing.
                state: .rejected, left: 0))
        stateCounts[.rejected, default: 0] += 1
        let before = standing(place, at: claim.merchant)
        vouchers[place].left = amount
        put(place, in: .pending)
        takenCount += 1
        post(isReviewed ? .claim : .grant, amount, of: place, from: claim.merchant, to: claim.merchant)
        if !isReviewed { issue(place, at: tick) }
        recount(place, at: claim.merchant, since: before)
        return amount
    }

    /// Makes a voucher good.
    private mutating func issue(_ place: Int, at tick: Int64) {
        put(place, in: .active)
        vouchers[place].goodUntil = rules.goodUntil(issuedAt: tick)
        expire(place)
    }

    /// Puts the end of a good voucher where it will be found.
    mutating func expire(_ place: Int) {
        guard let until = vouchers[place].goodUntil else { return }
        let name = vouchers[place].name
        expiries.insert(
            Expiries.Item(at: until, leaf: name.leaf, rank: name.rank, kind: .voucher, voucher: place))
    }

    /// Vouchers with a face and without funds bring their money along; what earlier ones gave back is used first.
    private mutating func fundFace(_ amount: Int64) {
        guard rules.funds == nil, amount > ledger[.free] else { return }
        ledger.post(Posting(kind: .fund, amount: amount - ledger[.free]))
    }

    private func worth(of claim: FundClaim) throws(FundRefusal) -> Int64 {
        guard let funds = rules.funds else {
            if claim.item != nil { throw .itemUnknown }
            return rules.vouchers?.face ?? 0
        }
        guard let item = claim.item, funds.items.indices.contains(item) else { throw .itemUnknown }
        let amount: Int64
        switch claim.asked {
        case .price(let price): amount = try rules.grant(item: item, price: price)
        case .amount(let asked):
            guard rules.canGive(asked, item: item) else { throw .fundAmount }
            amount = asked
        case .most:
            guard let most = funds.items[item].most else { throw .priceRequired }
            amount = most
        }
        return min(amount, rules.vouchers?.face ?? .max)
    }

    private func checkIsGood(at tick: Int64) throws(FundRefusal) {
        if let until = rules.vouchers?.until, until <= tick { throw .voucherExpired }
    }

    func checkPurchaseWindow(at tick: Int64) throws(FundRefusal) {
        guard let purchase = rules.funds?.purchase else { return }
        guard purchase.from <= tick, tick < purchase.to else { throw .purchaseWindow }
    }

    /// What there is money for of an amount.
    private func affordable(_ amount: Int64) throws(FundRefusal) -> Int64 {
        guard let funds = rules.funds else {
            // The books end far beyond any campaign's money, and not in a crash.
            guard amount <= Int64.max - ledger.budget else { throw .fundEmpty }
            return amount
        }
        let free = ledger[.free]
        guard funds.last == .partial ? free > 0 : amount <= free else { throw .fundEmpty }
        return min(amount, free)
    }

    private func checkLimits(of claim: FundClaim, _ amount: Int64) throws(FundRefusal) {
        guard let funds = rules.funds else { return }
        if !Self.isRoom(funds.person, people[claim.person], amount) { throw .fundPerson }
        if let household = claim.household, !Self.isRoom(funds.household, households[household], amount) {
            throw .fundHousehold
        }
        guard let category = claim.item.flatMap({ rules.categoryOfItem[$0] }) else { return }
        let key = PersonCategory(person: claim.person, category: category)
        if !Self.isRoom(funds.category, ofCategory[key], amount) { throw .fundCategory }
    }

    private static func isRoom(_ limit: Campaign.GrantLimit?, _ taken: Taken?, _ amount: Int64) -> Bool {
        guard let limit else { return true }
        let taken = taken ?? Taken()
        return taken.count < limit.count ?? .max && amount <= (limit.amount ?? .max) - taken.amount
    }

    /// Whether a merchant may take so many vouchers and so much money more.
    func checkCaps(of merchant: Int, count: Int, amount: Int64) throws(FundRefusal) {
        let caps = rules.merchants[merchant]
        if let most = caps.count, accounts[merchant].vouchers + count > most { throw .merchantCount }
        if let most = caps.amount, amount > most - ledger.committed(to: merchant) { throw .merchantAmount }
    }
}

// MARK: - Review

extension FundBook {
    package enum Verdict: Hashable, Sendable {
        case approve
        /// With the number of the declared reason, from 1.
        case refuse(reason: Int)
    }

    /// Takes what staff decided about a claim: its money becomes a voucher, or is free again once the refusal is final.
    package mutating func decide(
        _ name: VoucherName, _ verdict: Verdict, leaf: Int, at tick: Int64
    ) throws(FundRefusal) {
        guard let place = place(of: name) else { throw .claimUnknown }
        guard vouchers[place].state == .pending else { throw .claimDecided }
        switch verdict {
        case .approve: try checkIsGood(at: tick)
        case .refuse(let reason):
            guard (1...(rules.funds?.review?.reasons.count ?? 0)).contains(reason) else { throw .decideReason }
        }
        begin(leaf, at: tick)
        let (voucher, before) = (vouchers[place], standing(place, at: vouchers[place].merchant))
        if verdict == .approve {
            post(.approve, voucher.left, of: place, from: voucher.merchant, to: voucher.merchant)
            issue(place, at: tick)
        } else if let window = rules.funds?.review?.appeal, !voucher.isAppealed {
            put(place, in: .refused)
            vouchers[place].appealUntil = tick + window
            vouchers[place].appealLeaf = leaf
            expiries.insert(
                Expiries.Item(at: tick + window, leaf: leaf, rank: 0, kind: .appeal, voucher: place))
        } else {
            reject(place)
        }
        recount(place, at: voucher.merchant, since: before)
    }

    /// Takes a claimant's appeal: the claim is under review once more, for the last time.
    package mutating func appeal(
        _ name: VoucherName, by person: Int, leaf: Int, at tick: Int64
    ) throws(FundRefusal) {
        guard rules.funds?.review?.appeal != nil else { throw .appealUndeclared }
        guard let place = place(of: name) else { throw .claimUnknown }
        guard vouchers[place].person == person else { throw .personWrong }
        if vouchers[place].isAppealed { throw .appealDone }
        switch vouchers[place].state {
        case .refused: break
        case .rejected: throw .appealLate
        case .pending, .active, .used, .expired, .voided, .refunded: throw .appealNothing
        }
        begin(leaf, at: tick)
        put(place, in: .pending)
        vouchers[place].isAppealed = true
        dropStale()
    }

    /// A refusal is final: the money is free again.
    mutating func reject(_ place: Int) {
        let voucher = vouchers[place]
        post(.refuse, voucher.left, of: place, from: voucher.merchant, to: nil)
        vouchers[place].left = 0
        put(place, in: .rejected)
        takenCount -= 1
    }
}
