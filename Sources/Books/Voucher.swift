/// Names a voucher: the leaf that issued it (an entry, a draw), and which of that leaf's it is, from 0.
package struct VoucherName: Hashable, Sendable, Comparable {
    package var leaf: Int
    package var rank: Int

    package init(leaf: Int, rank: Int = 0) {
        self.leaf = leaf
        self.rank = rank
    }

    package static func < (left: VoucherName, right: VoucherName) -> Bool {
        (left.leaf, left.rank) < (right.leaf, right.rank)
    }
}

/// Something granted, from the claim on; where the rules have no vouchers, a grant that waits to be paid out.
package struct Voucher: Hashable, Sendable {
    package enum State: String, Sendable, CaseIterable {
        /// Under review.
        case pending
        /// Refused, and the refusal can still be appealed.
        case refused
        /// Refused for good.
        case rejected
        /// Good to be used, or held by a shop.
        case active
        /// All its uses are used, or all its worth.
        case used
        case expired, voided
        /// All that was redeemed was given back, and it is good no more.
        case refunded
    }

    /// A shop's reservation of all that is left.
    package struct Hold: Hashable, Sendable {
        /// The reserve's leaf.
        package let leaf: Int
        package let merchant: Int?
        package let shop: Int?
        package let until: Int64
    }

    package let name: VoucherName
    /// Who claimed it; limits count it for them even when somebody else has it.
    package let person: Int
    package let household: Int?
    package let unit: Int?
    package let item: Int?
    /// The only merchant that may take it; nil: any.
    package let merchant: Int?
    /// In fen; 0 where vouchers have no worth in money.
    package let granted: Int64
    package internal(set) var holder: Int
    /// How often it was handed on.
    package internal(set) var transfers = 0
    package internal(set) var state: State
    /// What is not redeemed yet, in fen: pending or reserved; 0 in the end.
    package internal(set) var left: Int64
    /// What is redeemed and not given back, in fen.
    package internal(set) var redeemed: Int64 = 0
    /// Uses that are used and not given back.
    package internal(set) var usesDone = 0
    /// Its redemptions, as places in the book.
    package internal(set) var redemptions: [Int] = []
    /// From this instant on it is good no more; nil: always good, or not issued.
    package internal(set) var goodUntil: Int64?
    package internal(set) var hold: Hold?
    package internal(set) var isAppealed = false
    /// Until when a refusal can be appealed, and the refusal's leaf.
    package internal(set) var appealUntil: Int64?
    var appealLeaf = 0

    /// Whether money waits for it, or a use.
    package var isOpen: Bool { [.pending, .refused, .active].contains(state) }

    /// Who has its money in hand, as far as that is known.
    var reservedAt: Int? { hold == nil ? merchant : hold!.merchant }
}

/// One use of a voucher.
package struct Redemption: Hashable, Sendable {
    package let leaf: Int
    /// The voucher's place.
    package let voucher: Int
    package let merchant: Int?
    package let shop: Int?
    /// In fen.
    package let amount: Int64
    package let at: Int64
    package internal(set) var refunded: Int64 = 0
    /// Whether all of it was given back.
    package internal(set) var isReturned = false
    package internal(set) var isSettled = false

    /// What the merchant keeps, in fen.
    package var kept: Int64 { amount - refunded }
}
