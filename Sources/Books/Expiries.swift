/// What ends by the clock, the earliest first, and of one instant the one whose leaf is first: a binary heap.
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

    private var heap: [Item] = []

    var first: Item? { heap.first }

    mutating func insert(_ item: Item) {
        heap.append(item)
        var place = heap.count - 1
        while place > 0, heap[place] < heap[(place - 1) / 2] {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    mutating func removeFirst() {
        let last = heap.removeLast()
        guard !heap.isEmpty else { return }
        heap[0] = last
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2] where child < heap.count && heap[child] < heap[least] {
                least = child
            }
            guard least != place else { return }
            heap.swapAt(place, least)
            place = least
        }
    }
}
