/// What ended because its time was over.
package struct FundExpiry: Hashable, Sendable {
    package enum Kind: Sendable {
        /// A voucher; what was left of it is free again.
        case voucher
        /// A reservation; the voucher is good for any shop again.
        case hold
        /// The time to appeal a refusal, which is final now.
        case appeal
    }

    package var kind: Kind
    /// What the event refers to: the voucher's name, the reserve's leaf, the leaf of the refusal.
    package var refersTo: VoucherName
    /// The voucher's place.
    package var voucher: Int
    /// What became free, in fen.
    package var amount: Int64
}

extension FundBook {
    /// When something ends that nobody asks for; nil while nothing will.
    package var dueAt: Int64? { expiries.first?.at }

    /// What ends next by the clock; nil where nothing does.
    package var nextDue: (kind: FundExpiry.Kind, refersTo: VoucherName)? {
        expiries.first.map { ($0.kind.expiry, VoucherName(leaf: $0.leaf, rank: $0.rank)) }
    }

    /// The next thing that has ended by an instant, taken as the leaf `leaf`; nil when nothing is due.
    ///
    /// The earliest first, of one instant the one with the first leaf: asked late, it gives the same in the same order.
    package mutating func takeDue(leaf: Int, at tick: Int64) -> FundExpiry? {
        guard let item = expiries.first, item.at <= tick else { return nil }
        beginDue(leaf, at: tick)
        let place = item.voucher
        let voucher = vouchers[place]
        let before = standing(place, at: voucher.reservedAt)
        var amount: Int64 = 0
        switch item.kind {
        case .voucher:
            amount = voucher.left
            end(place, .expire, .expired)
        case .hold: release(place)
        case .appeal:
            amount = voucher.left
            reject(place)
        }
        recount(place, at: voucher.reservedAt, since: before)
        dropStale()
        return FundExpiry(
            kind: item.kind.expiry, refersTo: VoucherName(leaf: item.leaf, rank: item.rank), voucher: place,
            amount: amount)
    }

    /// Takes out of the way what has ended otherwise, so that ``dueAt`` is about what can end.
    mutating func dropStale() {
        while let item = expiries.first, isStale(item) { expiries.removeFirst() }
    }

    private func isStale(_ item: Expiries.Item) -> Bool {
        let voucher = vouchers[item.voucher]
        return switch item.kind {
        case .voucher: voucher.state != .active
        case .hold: voucher.hold?.leaf != item.leaf
        case .appeal: voucher.state != .refused || voucher.appealLeaf != item.leaf
        }
    }

    /// Ends a good voucher: what is left is free again, exactly once as nothing is left then.
    mutating func end(_ place: Int, _ kind: Posting.Kind, _ state: Voucher.State) {
        let voucher = vouchers[place]
        post(kind, voucher.left, of: place, from: voucher.reservedAt, to: nil)
        vouchers[place].left = 0
        put(place, in: state)
        if let hold = voucher.hold { holds[hold.leaf] = nil }
        vouchers[place].hold = nil
    }

    /// Ends a reservation: the voucher is good for any shop again.
    mutating func release(_ place: Int) {
        let voucher = vouchers[place]
        guard let hold = voucher.hold else { preconditionFailure("only what is held is released") }
        post(.bind, voucher.left, of: place, from: hold.merchant, to: voucher.merchant)
        holds[hold.leaf] = nil
        vouchers[place].hold = nil
    }
}

extension Expiries.Kind {
    fileprivate var expiry: FundExpiry.Kind {
        switch self {
        case .voucher: .voucher
        case .hold: .hold
        case .appeal: .appeal
        }
    }
}
