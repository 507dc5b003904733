/// Who waits for one slot.
///
/// People of the same groups who want equally many places have room at the same moments, so only the first of each such
/// class is ever looked at. What has become untrue of an element is noticed when it comes first.
struct SlotQueue: Sendable, Hashable {
    /// Somebody who waits: number on the list, then which choice of theirs.
    struct Turn: Sendable, Hashable, Comparable {
        var number: Int
        var choice: Int
        var row: Int

        static func < (left: Turn, right: Turn) -> Bool {
            (left.number, left.choice) < (right.number, right.choice)
        }
    }

    struct Key: Sendable, Hashable {
        var membership: Int
        var size: Int
    }

    struct Class: Sendable, Hashable {
        let key: Key
        var turns = LeastFirst<Turn>()
    }

    private(set) var classes: [Class] = []
    private var found: [Key: Int] = [:]
    /// Who stands on the list, in the order of joining it.
    private(set) var line = WaitingLine()
    /// Whose each place in the line is, or was.
    private var rows: [Int32] = []

    /// A row of the book joins the end of the line; returns the place in it, which stays the same.
    mutating func join(_ row: Int) -> Int {
        rows.append(Int32(row))
        return line.append()
    }

    /// Who stands at a position, from 1 to as many as there are.
    func row(at position: Int) -> Int { Int(rows[line.place(at: position) - 1]) }

    mutating func leave(_ place: Int) { line.remove(place) }

    mutating func insert(_ turn: Turn, of key: Key) {
        if found[key] == nil {
            found[key] = classes.count
            classes.append(Class(key: key))
        }
        classes[found[key]!].turns.insert(turn)
    }

    mutating func removeFirst(of place: Int) { classes[place].turns.removeFirst() }
}

/// A line that people leave from anywhere; says how many stand before a place in it.
struct WaitingLine: Sendable, Hashable {
    /// A Fenwick tree: element i counts those of the i & -i places that end there.
    private var sums: [Int32] = [0]
    private(set) var count = 0

    mutating func append() -> Int {
        let place = sums.count
        var sum: Int32 = 1
        var below = place - 1
        while below > place - place & -place {
            sum += sums[below]
            below -= below & -below
        }
        sums.append(sum)
        count += 1
        return place
    }

    mutating func remove(_ place: Int) {
        count -= 1
        var place = place
        while place < sums.count {
            sums[place] -= 1
            place += place & -place
        }
    }

    /// Of somebody at a place: from 1.
    func position(of place: Int) -> Int {
        var position: Int32 = 0
        var place = place
        while place > 0 {
            position += sums[place]
            place -= place & -place
        }
        return Int(position)
    }

    /// Where somebody stands of whom there is one: the place of a position, from 1 to ``count``.
    func place(at position: Int) -> Int {
        precondition(1...count ~= position, "nobody stands there")
        var left = Int32(position)
        var place = 0
        var step = 1 << (Int.bitWidth - 1 - sums.count.leadingZeroBitCount)
        while step > 0 {
            if place + step < sums.count, sums[place + step] < left {
                place += step
                left -= sums[place]
            }
            step /= 2
        }
        return place + 1
    }
}
