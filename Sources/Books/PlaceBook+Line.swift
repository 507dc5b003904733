extension PlaceBook {
    /// Somebody who waits for a slot.
    package struct Waiting: Sendable, Hashable {
        /// In the slot's line, from 1.
        package var position: Int
        /// The leaf of the enrolment.
        package var leaf: Int
        package var person: Int
        /// How many places it wants.
        package var size: Int
    }

    /// Those who wait for a slot at some of the positions, in the order in which waiting.csv has them; fewer where the line
    /// ends before.
    package func line(of slot: Int, at positions: Range<Int>) -> [Waiting] {
        let queue = queues[slot]
        return positions.clamped(to: 1..<queue.line.count + 1).map { position in
            let row = rows[queue.row(at: position)]
            return Waiting(position: position, leaf: row.leaf, person: row.person, size: row.size)
        }
    }
}
