/// What an edited roll is beside the people in force.
package struct RollEdit: Hashable, Sendable {
    /// Places in the edited file of the people who are new, ascending.
    package private(set) var added: [Int] = []
    /// Places in the edited file of people who are not as they were; ascending. A name that is masked alike is the same.
    package private(set) var changed: [Int] = []
    /// Ids of the people who are in force and not in the edited file, in their order.
    package private(set) var removed: [String] = []

    package var isEmpty: Bool { added.isEmpty && changed.isEmpty && removed.isEmpty }

    /// - Parameter masking: How names are shown.
    package init(from inForce: [Roll.Person], to edited: Roll, masking: Campaign.Disclosure.Masking) {
        var left = Dictionary(inForce.map { ($0.id, $0) }) { first, _ in first }
        for (place, person) in edited.people.enumerated() {
            guard let before = left.removeValue(forKey: person.id) else {
                added.append(place)
                continue
            }
            if !before.isListed(as: person, masking) { changed.append(place) }
        }
        removed = inForce.map(\.id).filter { left[$0] != nil }
    }
}

extension Roll.Person {
    /// Whether two rows of one id give the same line of the published roll, which shows no more of a name than its mask.
    fileprivate func isListed(as other: Roll.Person, _ masking: Campaign.Disclosure.Masking) -> Bool {
        // Bytes, not Swift's canonical equivalence.
        household == other.household && unit == other.unit && groups == other.groups && mayWin == other.mayWin
            && masking.masked(name).utf8.elementsEqual(masking.masked(other.name).utf8)
    }
}

extension Roll {
    /// The header and the rows of some people, which are a roll of its own.
    ///
    /// - Parameter places: Of a file without problems; ascending.
    package static func excerpt(_ places: [Int], of file: [UInt8]) -> [UInt8] {
        file.withUnsafeBufferPointer { bytes in
            var rows = RollRows(bytes: bytes)
            var excerpt: [UInt8] = []
            var wanted = [-1] + places
            wanted.reverse()
            var place = -1
            while let next = wanted.last, rows.advance() {
                if place == next {
                    excerpt += bytes[rows.range]
                    excerpt.append(0x0A)
                    wanted.removeLast()
                }
                place += 1
            }
            precondition(wanted.isEmpty, "places of the roll")
            return excerpt
        }
    }

    /// The row of a person, as problems of a roll are numbered; nil past the last one.
    package static func row(of place: Int, in file: [UInt8]) -> Int? {
        file.withUnsafeBufferPointer { bytes in
            var rows = RollRows(bytes: bytes)
            // The header is the first.
            for _ in 0...place + 1 where !rows.advance() { return nil }
            return rows.place.row
        }
    }
}
