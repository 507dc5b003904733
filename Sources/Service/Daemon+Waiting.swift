import Books
import JSON

extension Daemon {
    /// The most people of a line that one answer has.
    private static let mostWaitingListed = 1000

    /// `waiting`: who waits for a slot, in the order that waiting.csv of the bundle publishes, under the same names; with the
    /// size of the log that it follows from.
    func waiting(_ parameters: Parameters) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        guard let book = campaign.state.places, let slots = campaign.rules.places?.slots else {
            throw CallError(PlaceRefusal.absent)
        }
        let id = try parameters.string("slot")
        guard let slot = slots.firstIndex(where: { $0.id.utf8.elementsEqual(id.utf8) }) else {
            throw CallError(.notFound, "slot.unknown", zh: "没有这个场次：\(id)", en: "there is no such slot: \(id)")
        }
        let from = try parameters.optionalInteger("from") ?? 1
        let most = try parameters.optionalInteger("most") ?? Int64(Self.mostWaitingListed)
        guard from >= 1, 1...Int64(Self.mostWaitingListed) ~= most else {
            throw .params(
                "from 从 1 起，most 为 1–\(Self.mostWaitingListed)",
                "from begins at 1, and most is 1–\(Self.mostWaitingListed)")
        }
        let line = book.line(of: slot, at: Int(from)..<Int(from + most))
        return [
            "slot": .string(id), "size": .integer(Int64(campaign.log.count)),
            "count": .integer(Int64(book.waiting(for: slot))),
            "rows": .array(
                line.map { row in
                    [
                        "position": .integer(Int64(row.position)), "index": .integer(Int64(row.leaf)),
                        "pseudonym": .string(campaign.state.pseudonym(of: row.person).hex),
                        "places": .integer(Int64(row.size)),
                    ]
                }),
        ]
    }
}
