/// An amount that moves from one account of a ``Ledger`` to another.
package struct Posting: Hashable, Sendable {
    /// Why money moves, and thereby between which accounts.
    package enum Kind: Hashable, Sendable {
        /// Money is there that was not: the budget, or more of it.
        case fund
        /// Somebody asks for it, and staff will look.
        case claim
        /// A voucher is issued without review.
        case grant
        /// A voucher is issued after review.
        case approve
        /// A review ended without a voucher.
        case refuse
        /// Another merchant has the voucher in hand, or none any more.
        case bind
        case redeem
        /// A voucher has had its last use, and this was not needed.
        case unspent
        case expire
        case void
        /// What was redeemed goes back to the budget.
        case refund(wasSettled: Bool)
        /// What was redeemed goes back to its voucher.
        case restore(wasSettled: Bool)
        case settle
    }

    package var kind: Kind
    /// In fen, not negative.
    package var amount: Int64
    /// The places of what the money is counted under; nil where there is nothing of the kind.
    package var category: Int?
    package var unit: Int?
    /// The merchant who has it before, and after.
    package var from: Int?
    package var to: Int?

    /// Which account it leaves (nil: it comes from outside), which it enters, and which counter it adds to.
    var legs: (from: Ledger.Account?, to: Ledger.Account, counter: Ledger.Account?) {
        switch kind {
        case .fund: (nil, .free, nil)
        case .claim: (.free, .pending, nil)
        case .grant: (.free, .reserved, .issued)
        case .approve: (.pending, .reserved, .issued)
        case .refuse: (.pending, .free, nil)
        case .bind: (.reserved, .reserved, nil)
        case .redeem: (.reserved, .owed, nil)
        case .unspent: (.reserved, .free, .unspent)
        case .expire: (.reserved, .free, .expired)
        case .void: (.reserved, .free, .voided)
        case .refund(let wasSettled): (wasSettled ? .settled : .owed, .free, .refunded)
        case .restore(let wasSettled): (wasSettled ? .settled : .owed, .reserved, nil)
        case .settle: (.owed, .settled, nil)
        }
    }

    /// Whether what a voucher was issued for is now another merchant's.
    var movesIssued: Bool {
        switch kind {
        case .bind, .redeem, .restore: from != to
        case .fund, .claim, .grant, .approve, .refuse, .unspent, .expire, .void, .refund, .settle: false
        }
    }
}
