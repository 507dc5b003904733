/// A person in the lottery of places: the ticket, and what it came to in the draw.
package struct PlaceTicket: Sendable, Hashable {
    /// In hex.
    package var ticket: String
    /// The leaf of the enrolment.
    package var index: Int
    /// In hex.
    package var pseudonym: String
    /// Slots in which places were drawn, as places in the rules, the best liked first.
    package var slots: [Int]

    package init(ticket: String, index: Int, pseudonym: String, slots: [Int]) {
        self.ticket = ticket
        self.index = index
        self.pseudonym = pseudonym
        self.slots = slots
    }

    /// tickets.csv of a lottery of places: `rank,ticket,index,pseudonym,slots`, the slots' ids joined by spaces, `-` for
    /// none.
    package static func file(_ tickets: [PlaceTicket], _ rules: PlaceRules) -> [UInt8] {
        var file = Array("rank,ticket,index,pseudonym,slots\n".utf8)
        for (place, row) in tickets.enumerated() {
            let slots = row.slots.map { rules.places.slots[$0].id }.joined(separator: " ")
            file += "\(place + 1),\(row.ticket),\(row.index),\(row.pseudonym),\(slots.isEmpty ? "-" : slots)\n".utf8
        }
        return file
    }
}
