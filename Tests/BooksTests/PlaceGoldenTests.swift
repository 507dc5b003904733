import Foundation
import Testing

@testable import Books
@testable import Campaigns

/// The file that the Python verifier's tests hold to as well.
///
/// Where the rules of places change, `PLACES_WRITE=1 swift test --filter PlaceGoldenTests` writes it again.
@Suite struct PlaceGoldenTests {
    private static let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../tools/tests/places.json").standardized

    @Test func theFileOfBothImplementationsIsWhatTheBookDoes() throws {
        let scripts = Self.scripts()
        let text = "[\n" + scripts.map(Self.json).joined(separator: ",\n") + "\n]\n"
        if ProcessInfo.processInfo.environment["PLACES_WRITE"] != nil {
            try Data(text.utf8).write(to: Self.file)
        }
        let written = try String(contentsOf: Self.file, encoding: .utf8)
        #expect(written == text, "tools/tests/places.json is of another book")
    }

    private static func scripts() -> [PlaceScript] {
        let ways: [Campaign.Places.By] = [.firstCome, .lottery, .review, .firstCome, .lottery]
        return (0..<30 as Range<UInt64>).map { seed in
            var script = PlaceScript(seed: 9_000 + seed, by: ways[Int(seed) % 5], people: 16)
            if script.rules.places.by == .lottery {
                for _ in 0..<30 { _ = script.run(script.enrolment()) }
                _ = script.run(.allot(script.tickets()))
            }
            for _ in 0..<60 { _ = script.step() }
            return script
        }
    }

    // MARK: - Writing

    private static func json(_ script: PlaceScript) -> String {
        let files = PlaceFiles(script.book) { "p\($0)" }
        let steps = script.steps.map { "  " + json($0, script.rules) }.joined(separator: ",\n")
        return """
            {"rules": \(json(script.rules)),
             "steps": [
            \(steps)
             ],
             "places": \(quoted(files.places)),
             "waiting": \(quoted(files.waiting))}
            """
    }

    private static func quoted(_ bytes: [UInt8]) -> String {
        "\"" + String(decoding: bytes, as: UTF8.self).replacing("\n", with: "\\n") + "\""
    }

    private static func json(_ rules: PlaceRules) -> String {
        let places = rules.places
        let slots = places.slots.map { slot in
            object([
                ("id", "\"\(slot.id)\""), ("capacity", "\(slot.capacity)"), ("starts", slot.starts.map { "\($0)" }),
            ])
        }
        let shares = places.shares.map { share in
            object([
                ("group", "\"\(share.group)\""), ("slot", share.slot.map { "\"\($0)\"" }), ("count", "\(share.count)"),
            ])
        }
        return object([
            ("by", "\"\(places.by.rawValue)\""), ("slots", list(slots)), ("choices", "\(places.choices)"),
            ("person", "\(places.person)"), ("shares", list(shares)),
            (
                "balance",
                places.balance.map { object([("groups", "\($0.groups)"), ("difference", "\($0.difference)")]) }
            ),
            (
                "waiting",
                places.waiting.map { object([("most", $0.most.map { "\($0)" }), ("offer", "\($0.offer)")]) }
            ),
            (
                "dependants",
                places.dependants.map { object([("most", "\($0.most)"), ("beside", "\($0.areBeside)")]) }
            ),
            ("cancels", places.cancels.map { "\($0)" }),
        ])
    }

    private static func json(_ step: PlaceScript.Step, _ rules: PlaceRules) -> String {
        object(
            [("at", "\(step.at)")] + json(step.call, rules) + [
                ("refused", step.refusal.map { "\"\($0.rawValue)\"" }), ("events", list(step.events.map(json))),
            ])
    }

    private static func json(_ call: PlaceScript.Call, _ rules: PlaceRules) -> [(String, String?)] {
        switch call {
        case .enrol(let enrolment):
            [
                ("do", "\"enrol\""), ("leaf", "\(enrolment.leaf)"), ("person", "\(enrolment.person)"),
                ("groups", "\(enrolment.groups.map { rules.groups[$0] })"), ("choices", "\(enrolment.choices)"),
                ("dependants", "\(enrolment.dependants)"),
            ]
        case .cancel(let leaf): [("do", "\"cancel\""), ("enrolment", "\(leaf)")]
        case .void(let leaf): [("do", "\"void\""), ("enrolment", "\(leaf)")]
        case .accept(let offer): [("do", "\"accept\""), ("offer", "\(offer)")]
        case .decline(let offer): [("do", "\"decline\""), ("offer", "\(offer)")]
        case .decide(let leaf, let isApproved):
            [("do", "\"decide\""), ("enrolment", "\(leaf)"), ("approve", "\(isApproved)")]
        case .allot(let order): [("do", "\"allot\""), ("order", "\(order)")]
        case .wait: [("do", "\"wait\"")]
        }
    }

    /// An event as the leaf, then what Python's `take_due` gives.
    private static func json(_ event: PlaceEvent) -> String {
        switch event.kind {
        case .offer(let until): "[\(event.leaf), \"offer\", \(event.enrolment), \(event.slot), \(until)]"
        case .expire(let offer): "[\(event.leaf), \"expire\", \(offer)]"
        }
    }

    private static func list(_ items: [String]) -> String { "[" + items.joined(separator: ", ") + "]" }

    /// Without what is nil.
    private static func object(_ members: [(String, String?)]) -> String {
        "{" + members.compactMap { key, value in value.map { "\"\(key)\": \($0)" } }.joined(separator: ", ") + "}"
    }
}
