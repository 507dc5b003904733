/// What ends by the clock, the earliest first, and of one instant the one whose leaf is first.
///
/// Something that has ended otherwise stays in here until it is due; who takes it sees that it is stale.
struct Expiries: Hashable, Sendable {
    enum Kind: Int, Sendable {
        case voucher, hold, appeal
    }

    struct Item: Hashable, Sendable, Comparable {
        var at: Int64
        /// What ends: the leaf of the voucher, the reserve, or the refusal, and of several vouchers of one leaf which.
        var leaf: Int
        var rank: Int
        var kind: Kind
        /// The voucher's place.
        var voucher: Int

        static func < (left: Item, right: Item) -> Bool {
            (left.at, left.leaf, left.rank, left.kind.rawValue)
                < (right.at, right.leaf, right.rank, right.kind.rawValue)
        }
    }

    private var items = LeastFirst<Item>()

    var first: Item? { items.first }

    mutating func insert(_ item: Item) { items.insert(item) }

    mutating func removeFirst() { items.removeFirst() }
}
