/// The files of an enrolment, made from the book alone, so that whoever has the same log has the same bytes.
package struct PlaceFiles: Sendable, Hashable {
    /// places.csv: `index,pseudonym,slot,places,status`, ascending by the enrolment's leaf, its slots as it ranks them.
    ///
    /// `places` is how many it has there, `status` is `taken` or `offered`.
    package let places: [UInt8]
    /// waiting.csv: `slot,position,index,pseudonym,places`, the slots in the order of the rules, each with its line from
    /// position 1.
    package let waiting: [UInt8]
    /// The rows of places.csv.
    package let placed: Int

    /// - Parameter pseudonym: Of a person of the book.
    package init(_ book: PlaceBook, pseudonym: (Int) -> String) {
        places = Self.places(book, pseudonym)
        waiting = Self.waiting(book, pseudonym)
        placed = places.count { $0 == UInt8(ascii: "\n") } - 1
    }

    /// Files that somebody else made.
    package init(places: [UInt8], waiting: [UInt8]) {
        self.places = places
        self.waiting = waiting
        placed = places.count { $0 == UInt8(ascii: "\n") } - 1
    }

    private static func places(_ book: PlaceBook, _ pseudonym: (Int) -> String) -> [UInt8] {
        var file = Array("index,pseudonym,slot,places,status\n".utf8)
        for row in book.rows where row.taken + row.offered > 0 {
            let name = pseudonym(row.person)
            for choice in book.choices[row.choices] {
                guard let hold = choice.hold else { continue }
                let slot = book.rules.places.slots[choice.slot].id
                file += "\(row.leaf),\(name),\(slot),\(row.size),\(hold)\n".utf8
            }
        }
        return file
    }

    private static func waiting(_ book: PlaceBook, _ pseudonym: (Int) -> String) -> [UInt8] {
        var lines = book.rules.places.slots.map { _ in [(place: Int, row: Int)]() }
        for (place, row) in book.rows.enumerated() where row.number != nil {
            for choice in book.choices[row.choices] where choice.standing == .waiting {
                lines[choice.slot].append((choice.place, place))
            }
        }
        var file = Array("slot,position,index,pseudonym,places\n".utf8)
        for (slot, line) in lines.enumerated() {
            let id = book.rules.places.slots[slot].id
            for (position, member) in line.sorted(by: { $0.place < $1.place }).enumerated() {
                let row = book.rows[member.row]
                file += "\(id),\(position + 1),\(row.leaf),\(pseudonym(row.person)),\(row.size)\n".utf8
            }
        }
        return file
    }
}
