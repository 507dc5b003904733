import Campaigns

extension Campaign.Funds.Item {
    /// What a purchase at a price gives, in fen; nil where the price is in no band, or nothing comes of it after rounding.
    ///
    /// - Parameter price: In fen, not negative; what is fixed does not ask for it, but is never more than the price either.
    package func grant(for price: Int64, _ rounding: Campaign.Funds.Rounding) -> Int64? {
        let amount: Int64 =
            switch gives {
            case .fixed(let amount): min(amount, price)
            case .bands(let bands):
                bands.last { $0.from <= price && price < $0.below ?? .max }.map { min($0.amount, price) } ?? 0
            case .share(let share, let cap): min(rounding.round(price, times: share), cap ?? .max)
            }
        return amount > 0 ? amount : nil
    }

    /// The most that it can give, in fen; nil where nothing limits it.
    package var most: Int64? {
        switch gives {
        case .fixed(let amount): amount
        case .bands(let bands): bands.map(\.amount).max()
        case .share(_, let cap): cap
        }
    }
}

extension Campaign.Funds.Rounding {
    /// A share of an amount, both in fen; a share is at most 1, so nothing overflows.
    func round(_ amount: Int64, times share: Campaign.Fraction) -> Int64 {
        let (product, denominator) = (Int128(amount) * Int128(share.numerator), Int128(share.denominator))
        return switch self {
        case .down: Int64(product / denominator)
        case .halfUp: Int64((2 * product + denominator) / (2 * denominator))
        case .yuanDown: Int64(product / (denominator * 100)) * 100
        }
    }
}
