/// Everything that somebody does with vouchers and money, as a value: so that a log's leaves are gone through again by the
/// same calls.
package enum FundAct: Hashable, Sendable {
    case claim(FundClaim)
    case decide(VoucherName, FundBook.Verdict)
    case appeal(VoucherName, person: Int)
    case reserve(VoucherName, merchant: Int?, shop: Int?)
    /// Gives up the reservation that a leaf is.
    case release(reserve: Int)
    case redeem(Redeeming)
    /// Takes back what the redemption that a leaf is paid, or a part.
    case refund(redeem: Int, amount: Int64?)
    case transfer(VoucherName, from: Int, to: Int)
    case void(VoucherName)
    case settle(merchant: Int?, through: Int, period: Range<Int64>, amount: Int64)
}

/// What an act came to.
package enum FundOutcome: Hashable, Sendable {
    /// So much was granted, in fen.
    case claimed(Int64)
    /// Reserved until an instant.
    case held(until: Int64)
    case redeemed(FundBook.Redeemed)
    case refunded(FundBook.Refunded)
    case done
}

extension FundBook {
    /// Takes an act as the leaf `leaf`, or says why not and changes nothing.
    package mutating func take(_ act: FundAct, leaf: Int, at tick: Int64) throws(FundRefusal) -> FundOutcome {
        switch act {
        case .claim(let claim): return .claimed(try self.claim(claim, leaf: leaf, at: tick))
        case .decide(let name, let verdict): try decide(name, verdict, leaf: leaf, at: tick)
        case .appeal(let name, let person): try appeal(name, by: person, leaf: leaf, at: tick)
        case .reserve(let name, let merchant, let shop):
            return .held(until: try reserve(name, merchant: merchant, shop: shop, leaf: leaf, at: tick))
        case .release(let reserve): try release(reserve: reserve, leaf: leaf, at: tick)
        case .redeem(let redeeming): return .redeemed(try redeem(redeeming, leaf: leaf, at: tick))
        case .refund(let redeem, let amount):
            return .refunded(try refund(redeem: redeem, amount: amount, leaf: leaf, at: tick))
        case .transfer(let name, let holder, let other):
            try transfer(name, from: holder, to: other, leaf: leaf, at: tick)
        case .void(let name): try void(name, leaf: leaf, at: tick)
        case .settle(let merchant, let through, let period, let amount):
            try settle(merchant, through: through, period: period, amount: amount, leaf: leaf, at: tick)
        }
        return .done
    }
}
