extension FundBook {
    /// What a refund came to.
    package struct Refunded: Hashable, Sendable {
        /// In fen.
        package let amount: Int64
        /// Whether it went back to the voucher; else to the budget.
        package let isRestored: Bool
    }

    /// Takes back what a redemption paid, or a part of it.
    ///
    /// As the rules declare, the money is free again or the voucher good again; one that is no longer good, or has no use
    /// left, gives it back to the budget in any case. Given back in full, a redemption gives its use back with it where
    /// the voucher is good again.
    ///
    /// - Parameters:
    ///   - redeem: The redemption's leaf.
    ///   - amount: In fen; nil: all that is left of it.
    package mutating func refund(
        redeem: Int, amount: Int64? = nil, leaf: Int, at tick: Int64
    ) throws(FundRefusal) -> Refunded {
        guard let number = redemption(leaf: redeem) else { throw .refundUnknown }
        let redemption = redemptions[number]
        guard !redemption.isReturned else { throw .refundDone }
        let amount = amount ?? redemption.kept
        guard (min(1, redemption.kept)...redemption.kept).contains(amount) else { throw .refundAmount }
        let (place, isWhole) = (redemption.voucher, amount == redemption.kept)
        let isGood = canBeGood(place, at: tick)
        // What is used only whole is given back only whole, as long as it can be used again.
        if isGood, !isWhole, !rules.isUsedInPart { throw .refundAmount }
        let isRestored = isGood && vouchers[place].usesDone - (isWhole ? 1 : 0) < rules.uses
        if isRestored, vouchers[place].hold != nil { throw .voucherHeld }
        begin(leaf, at: tick)
        let before = standing(place, at: redemption.merchant)
        let kind: Posting.Kind =
            isRestored ? .restore(wasSettled: redemption.isSettled) : .refund(wasSettled: redemption.isSettled)
        post(kind, amount, of: place, from: redemption.merchant, to: isRestored ? vouchers[place].merchant : nil)
        owe(redemption.merchant, SettlementLine(leaf: leaf, redemption: number, amount: -amount, at: tick))
        redemptions[number].refunded += amount
        redemptions[number].isReturned = isWhole
        if isWhole { accounts[redemption.merchant ?? rules.merchants.count].uses -= 1 }
        vouchers[place].redeemed -= amount
        if isRestored { restore(place, amount, isWhole: isWhole) } else { closeWhenReturned(place) }
        recount(place, at: redemption.merchant, since: before)
        dropStale()
        return Refunded(amount: amount, isRestored: isRestored)
    }

    /// Whether what is given back may make the voucher good again.
    private func canBeGood(_ place: Int, at tick: Int64) -> Bool {
        let voucher = vouchers[place]
        return rules.vouchers?.refund == .reserved && (voucher.state == .active || voucher.state == .used)
            && tick < voucher.goodUntil ?? .max
    }

    private mutating func restore(_ place: Int, _ amount: Int64, isWhole: Bool) {
        vouchers[place].left += amount
        vouchers[place].usesDone -= isWhole ? 1 : 0
        guard vouchers[place].state == .used else { return }
        put(place, in: .active)
        expire(place)
    }

    /// A voucher of which nothing was paid in the end was no use.
    private mutating func closeWhenReturned(_ place: Int) {
        guard vouchers[place].state == .used,
            vouchers[place].redemptions.allSatisfy({ redemptions[$0].isReturned })
        else { return }
        put(place, in: .refunded)
    }
}
