/// Puts many values in order by a leading number, and only where that is equal by the values themselves.
///
/// Tickets and pseudonyms are hashes, so the leading number nearly always decides, and counting sort on it takes a
/// few passes; input made to collide costs comparisons, never a wrong order.
enum AscendingOrder {
    /// The positions of the values, ascending; equal values keep their order.
    static func positions(
        count: Int, leading: (Int) -> UInt64, precedes: (Int, Int) -> Bool
    ) -> [Int32] {
        precondition(count <= Int(Int32.max), "more values than positions")
        var items = [Item](unsafeUninitializedCapacity: count) { items, initialized in
            for position in 0..<count {
                let key = UInt32(truncatingIfNeeded: leading(position) &>> 32)
                items.initializeElement(at: position, to: Item(key: key, position: Int32(position)))
            }
            initialized = count
        }
        if count < 4096 {
            items.sort { $0.key != $1.key ? $0.key < $1.key : $0.position < $1.position }
        } else {
            countingSort(&items)
        }
        orderEqualKeys(&items, precedes)
        return items.map(\.position)
    }

    /// Half of the leading number decides nearly as often, in half the passes.
    private struct Item {
        var key: UInt32
        var position: Int32
    }

    /// Two stable passes of 16 bits, the lower first.
    private static func countingSort(_ items: inout [Item]) {
        var other = items
        for shift in [UInt32(0), 16] {
            var starts = [Int](repeating: 0, count: 1 << 16)
            for item in items { starts[Int(item.key &>> shift & 0xFFFF)] += 1 }
            var sum = 0
            for digit in starts.indices { (starts[digit], sum) = (sum, sum + starts[digit]) }
            for item in items {
                let digit = Int(item.key &>> shift & 0xFFFF)
                other[starts[digit]] = item
                starts[digit] += 1
            }
            swap(&items, &other)
        }
    }

    private static func orderEqualKeys(_ items: inout [Item], _ precedes: (Int, Int) -> Bool) {
        var first = 0
        while first < items.count {
            var end = first + 1
            while end < items.count && items[end].key == items[first].key { end += 1 }
            // Rows of one person have equal keys and mostly stand in order already.
            let isAscending = (first + 1..<end).allSatisfy { position in
                !precedes(Int(items[position].position), Int(items[position - 1].position))
            }
            if !isAscending {
                items[first..<end].sort { left, right in
                    if precedes(Int(left.position), Int(right.position)) { return true }
                    if precedes(Int(right.position), Int(left.position)) { return false }
                    return left.position < right.position
                }
            }
            first = end
        }
    }
}
