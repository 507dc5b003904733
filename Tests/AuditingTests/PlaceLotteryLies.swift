import Books
import JSON
import Proofs
import Testing

@testable import Auditing

/// Three people who want the one place of a lottery; who gets it is worked out here from the seed alone.
struct SampleLottery {
    var editRows: @Sendable (inout [EligibleRow]) -> Swift.Void = { _ in }
    /// The leaves in the order of their tickets, as the organiser says.
    var editOrder: @Sendable (inout [Int]) -> Swift.Void = { _ in }
    var editDraw: @Sendable (inout Draw) -> Swift.Void = { _ in }
    var editTickets: @Sendable (inout [PlaceTicket]) -> Swift.Void = { _ in }

    private static let file = """
        {"id":"riddles","kind":"enrolment","title":"疗休养","organiser":"jimo-union.example","contact":"工会",
        "opens":"2027-06-07T09:00:00+08:00","closes":"2027-06-08T09:00:00+08:00",
        "audience":{"roll":"rolls/sample.csv"},
        "places":{"by":"lottery","slots":[{"id":"a","title":"甲","capacity":1}],"waiting":{"offer":"1h"}}}
        """

    private static let keys = SampleBundle(.riddle).keys
    private static func name(_ leaf: Int) -> Pseudonym { keys.pseudonym(of: "m00\(leaf)") }
    private static func ticket(_ leaf: Int, _ seed: Digest) -> String {
        SHA256.hash("\(seed.hex),slot,\(name(leaf).hex)").hex
    }

    private static func files(_ order: [Int]) -> (places: String, waiting: String) {
        var waiting = "slot,position,index,pseudonym,places\n"
        for (place, leaf) in order.dropFirst().enumerated() {
            waiting += "a,\(place + 1),\(leaf),\(name(leaf).hex),1\n"
        }
        let taken = order.first.map { "\($0),\(name($0).hex),a,1,taken\n" } ?? ""
        return ("index,pseudonym,slot,places,status\n" + taken, waiting)
    }

    private func order(_ seed: Digest) -> [Int] {
        var order = [1, 2, 3].sorted { Self.ticket($0, seed) < Self.ticket($1, seed) }
        editOrder(&order)
        return order
    }

    var bundle: SampleBundle {
        var sample = SampleCampaign.riddle
        sample.file = Self.file
        sample.entries = []
        var bundle = SampleBundle(sample)
        let lottery = self
        bundle.editBodies = { $0 = (1...3).map { SampleEnrolment.enrol($0, "a", at: Int64($0)) } }
        bundle.editRows = { rows in
            rows = (1...3).map { EligibleRow(index: $0, pseudonym: Self.name($0), chances: 1) }
            lottery.editRows(&rows)
        }
        let none = Self.files([])
        bundle.editClosing = { closing in
            closing.people = 3
            closing.ledger = SHA256.hash(none.places + none.waiting)
        }
        bundle.editDraw = { draw in
            let files = Self.files(lottery.order(draw.seed))
            draw.winners = CountedDigest(count: 1, digest: SHA256.hash(files.places + files.waiting))
            lottery.editDraw(&draw)
        }
        bundle.editContents = { contents in
            let seed = contents.seedInput!.seed
            let order = lottery.order(seed)
            let files = Self.files(order)
            var tickets = order.enumerated().map { place, leaf in
                PlaceTicket(
                    ticket: Self.ticket(leaf, seed), index: leaf, pseudonym: Self.name(leaf).hex,
                    slots: place == 0 ? [0] : [])
            }
            lottery.editTickets(&tickets)
            contents.places = PlacePublication(
                files: PlaceFiles(places: Array(files.places.utf8), waiting: Array(files.waiting.utf8)),
                tickets: tickets)
        }
        return bundle
    }
}

@Suite struct PlaceLotteryLieTests {
    private func statuses(_ sample: SampleLottery) throws -> (
        swift: [String: String], python: [String: String], text: String
    ) {
        let bundle = sample.bundle
        let disk = try bundle.written()
        let report = Verifier(bundle: disk.path, vkey: bundle.vkey).run()
        let swift = Dictionary(uniqueKeysWithValues: report.checks.map { ($0.id.rawValue, $0.status.rawValue) })
        guard PythonVerifier.isThere else { return (swift, swift, report.text(.en)) }
        let (_, output) = try PythonVerifier.run([disk.path, "--vkey", bundle.vkey, "--json"])
        let checks = try JSONDocument(bytes: Array(output.utf8)).root["checks"]?.elements ?? []
        let python = Dictionary(
            uniqueKeysWithValues: checks.map { ($0["check"]?.string ?? "", $0["status"]?.string ?? "") })
        return (swift, python, report.text(.en) + output)
    }

    @Test func `an honest lottery verifies`() throws {
        let (swift, python, text) = try statuses(SampleLottery())
        #expect(!swift.values.contains("fail"), "\(text)")
        for check in ["eligibility", "tickets", "winners", "ledger"] { #expect(swift[check] == "pass", "\(text)") }
        #expect(swift == python, "\(text)")
    }

    @Test func `both verifiers find lies about a lottery`() throws {
        let lies: [(String, SampleLottery)] = [
            ("eligibility", SampleLottery(editRows: { $0.removeLast() })),
            ("ledger", SampleLottery(editOrder: { $0.swapAt(0, 2) })),
            ("winners", SampleLottery(editOrder: { $0.swapAt(0, 1) })),
            ("winners", SampleLottery(editDraw: { $0.winners.count = 2 })),
            ("tickets", SampleLottery(editTickets: { $0.swapAt(1, 2) })),
            ("tickets", SampleLottery(editTickets: { $0[1].slots = [0] })),
        ]
        for (check, lie) in lies {
            let (swift, python, text) = try statuses(lie)
            #expect(swift[check] == "fail", "\(check): \(text)")
            #expect(python[check] == "fail", "\(check): \(text)")
        }
    }
}
