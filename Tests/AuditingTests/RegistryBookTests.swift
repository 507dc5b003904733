import Proofs
import Testing

@testable import Auditing

/// What a registry says of campaigns that share a time, and of one that was left lying.
@Suite struct RegistryBookTests {
    private static let day: Int64 = 86_400_000
    private static let key = CampaignKeys.registrySigner(
        named: Origin.registry(of: "jimo-union.example", isRehearsal: false), secret: SHA256.hash("registry")
    ).verificationKey

    private func origin(_ campaign: String) -> Origin { Origin(organiser: "jimo-union.example", campaign: campaign)! }

    /// An event at a day; intake of every campaign ends on day 2.
    private func record(_ event: Registered.Event, _ campaign: String, size: Int, day: Int64) -> Registered {
        Registered(
            event: event, origin: origin(campaign), key: Self.key, leaf: .zero, size: size, root: .zero, roll: nil,
            prizes: nil, opens: Self.day, closes: 2 * Self.day, at: day * Self.day)
    }

    @Test func `a campaign's time runs from its announcement to its draw`() throws {
        let book = try RegistryBook([
            record(.announced, "drawn-before", size: 1, day: 1), record(.closed, "drawn-before", size: 2, day: 2),
            record(.drawn, "drawn-before", size: 3, day: 3), record(.announced, "open", size: 1, day: 3),
            record(.announced, "own", size: 1, day: 4), record(.amended, "open", size: 2, day: 5),
            record(.closed, "own", size: 2, day: 5), record(.drawn, "own", size: 3, day: 6),
            record(.announced, "later", size: 1, day: 7),
        ])
        let siblings = book.siblings(of: origin("own"))
        #expect(siblings.map(\.origin.campaign) == ["open"])
        #expect(siblings.first?.state == .announced)
    }

    @Test(arguments: [(Int64(32), false), (33, true)])
    func `neither drawn nor void a month after its end is past its date`(day: Int64, isOverdue: Bool) throws {
        var records = [record(.announced, "left", size: 1, day: 1), record(.closed, "left", size: 2, day: 3)]
        records.append(record(.announced, "own", size: 1, day: day))
        let book = try RegistryBook(records)
        #expect(book.siblings(of: origin("own")).map(book.isOverdue) == [isOverdue])
        let void = try RegistryBook(
            records.prefix(2) + [record(.void, "left", size: 3, day: 4)] + records.suffix(1))
        #expect(void.entries.filter(void.isOverdue).map(\.origin.campaign) == (isOverdue ? ["own"] : []))
    }

    @Test(arguments: [Registered.Event.announced, .drawn, .final, .void])
    func `events that can't follow are refused`(event: Registered.Event) {
        let records = [record(.announced, "own", size: 1, day: 1), record(event, "own", size: 2, day: 2)]
        #expect(throws: RegistryBook.Misplaced.self) { try RegistryBook(records) }
    }

    /// Two days are closed before one is drawn; nothing ends while one is left.
    @Test func `a campaign of several days ends with its last draw or void`() throws {
        let events: [Registered.Event] = [.announced, .closed, .amended, .closed, .drawn, .void, .final]
        let records = events.enumerated().map { record($1, "own", size: $0 + 1, day: 3 + Int64($0)) }
        let ends = try events.indices.map { try RegistryBook(Array(records[...$0])).entries[0].ended }
        #expect(ends == [nil, nil, nil, nil, nil, 8 * Self.day, 8 * Self.day])
        #expect(throws: RegistryBook.Misplaced.self) {
            try RegistryBook(records[..<5] + [record(.final, "own", size: 6, day: 9)])
        }
        #expect(throws: RegistryBook.Misplaced.self) {
            try RegistryBook(records[..<6] + [record(.drawn, "own", size: 7, day: 9)])
        }
    }

    @Test func `times, sizes and a first announcement go in order`() {
        let announced = record(.announced, "own", size: 1, day: 2)
        for wrong in [
            [record(.closed, "own", size: 2, day: 2)],
            [announced, record(.closed, "own", size: 1, day: 3)],
            [announced, record(.closed, "own", size: 2, day: 1)],
        ] {
            #expect(throws: RegistryBook.Misplaced.self) { try RegistryBook(wrong) }
        }
    }
}
