import Auditing
import JSON
import Proofs
import Simulation
import Testing

@testable import Service

/// What happens to prizes after the draw, over the sockets, by the clock, and at a restart.
@Suite struct ClaimTests {
    private static let hour: Int64 = 3_600_000
    private static let riddles = Sample.riddles().replacing(
        "\"alternates\": 3}", with: "\"alternates\": 3, \"claims\": {\"within\": \"24h\"}}")

    /// Eleven people solved a riddle, one of whom may not win: 6 prizes, 3 alternates and one with nothing.
    private func drawn(_ text: String = riddles) throws -> House {
        let house = try House(Sample.folder(["yuanxiao.json": text]))
        house.go(to: instant(Sample.opens))
        for number in 1...11 {
            let person = number < 10 ? "m0\(number)" : "m\(number)"
            #expect(try house.call("submit", Sample.guess(person, "a", #"{"r1":"灯笼"}"#)).result != nil)
        }
        house.go(to: instant(Sample.closes))
        try house.pass([])
        _ = try house.control("draw", #"{"campaign":"yuanxiao"}"#)
        return house
    }

    private func outcome(_ house: House, _ person: String) throws -> JSONValue? {
        try house.call("result", #"{"campaign":"yuanxiao","participant":"\#(person)"}"#).result?["outcome"]
    }

    /// The people whose outcome is of a kind, by rank.
    private func people(_ house: House, _ kind: String) throws -> [String] {
        let everyone = (1...11).map { $0 < 10 ? "m0\($0)" : "m\($0)" }
        return try everyone.compactMap { person -> (Int64, String)? in
            let outcome = try outcome(house, person)
            return outcome?["kind"]?.string == kind ? (outcome?["rank"]?.integer ?? 0, person) : nil
        }.sorted { $0.0 < $1.0 }.map(\.1)
    }

    private func ask(_ house: House, _ method: String, _ person: String, _ key: String = "k") throws -> Reply {
        try house.call(method, #"{"campaign":"yuanxiao","participant":"\#(person)","key":"\#(key)"}"#)
    }

    private func verified(_ house: House) throws -> (VerificationReport, JSONValue?) {
        house.go(to: house.tick + 1000)
        try house.pass([])
        let place = TemporaryFolder()
        let path = place.path + "/bundle"
        _ = try house.control("export", #"{"campaign":"yuanxiao","into":"\#(path)"}"#)
        let key = try house.call("campaign", #"{"campaign":"yuanxiao"}"#).result?["vkey"]?.string
        let told = try house.bundle(of: "yuanxiao")["report.json"].map { try JSONDocument(bytes: $0).root["claims"] }
        return (Verifier(bundle: path, vkey: key).run(), told ?? nil)
    }

    @Test func `a claim is an event, and is taken once`() throws {
        let house = try drawn()
        let winner = try people(house, "win")[0]
        let first = try ask(house, "claim", winner)
        let index = try #require(first.result?["index"]?.integer)
        #expect(first.result?["tier"]?.string == "first")
        #expect(try ask(house, "claim", winner).result?["replayed"]?.bool == true)
        #expect(try ask(house, "claim", winner).result?["index"]?.integer == index)
        #expect(try ask(house, "claim", winner, "other").reason == "claim.claimed")
        #expect(try ask(house, "decline", winner).reason == "key.conflict")
        #expect(try ask(house, "decline", winner, "a").reason == "key.conflict")
        #expect(try ask(house, "claim", try people(house, "alternate")[0]).reason == "claim.nothing")
        #expect(try ask(house, "claim", "m99").reason == "person.unlisted")
        let outcome = try outcome(house, winner)
        #expect(outcome?["prize"]?.string == "claimed" && outcome?["claim_by_ms"]?.integer != nil)
        house.go(to: house.tick + 1000)
        try house.pass([])
        let receipt = try house.call(
            "receipt", #"{"campaign":"yuanxiao","participant":"\#(winner)","index":\#(index)}"#)
        let parsed = try Receipt(parsing: Array((receipt.result?["receipt"]?.string ?? "").utf8))
        #expect(try parsed.provesOpening())
    }

    @Test func `a declined prize goes to the next alternate at once`() throws {
        let house = try drawn()
        let (winner, alternate) = (try people(house, "win")[1], try people(house, "alternate")[0])
        let size = try house.call("tally", #"{"campaign":"yuanxiao"}"#).result?["size"]?.integer ?? 0
        #expect(try ask(house, "decline", winner).result?["index"]?.integer == size)
        #expect(try house.call("tally", #"{"campaign":"yuanxiao"}"#).result?["size"]?.integer == size + 3)
        #expect(try outcome(house, winner)?["prize"]?.string == "forfeited")
        let followed = try outcome(house, alternate)
        #expect(followed?["kind"]?.string == "win" && followed?["number"]?.integer == 1)
        #expect(followed?["tier"]?.string == "first")
        #expect(try ask(house, "claim", winner, "new").reason == "claim.declined")
        #expect(try ask(house, "claim", alternate).result?["tier"]?.string == "first")
    }

    @Test func `what is not claimed in time goes to alternates, and then the log ends`() throws {
        let house = try drawn()
        let winners = try people(house, "win")
        for winner in winners.dropFirst(2) { _ = try ask(house, "claim", winner) }
        house.go(to: house.tick + 24 * Self.hour - 1)
        _ = try ask(house, "claim", winners[1])
        house.go(to: house.tick + 1)
        #expect(try ask(house, "claim", winners[0]).reason == "claim.late")
        let alternate = try #require(try people(house, "win").first { !winners.contains($0) })
        house.go(to: house.tick + Self.hour)
        _ = try ask(house, "claim", alternate)
        house.go(to: house.tick + 200 * Self.hour)
        try house.pass([])
        let status = try house.control("status", "{}").result?["campaigns"]?[0]
        #expect(status?["phase"]?.string == "final")
        #expect(try ask(house, "claim", winners[0], "late").reason == "claim.late")
        let (report, told) = try verified(house)
        #expect(report.checks.filter { $0.status == .fail }.isEmpty, "\(report.text(.en))")
        #expect(told?["claimed"]?.integer == 6 && told?["open"]?.integer == 0)
        #expect(told?["forfeits"]?.elements.count == 1 && told?["ended"]?.integer != nil)
    }

    @Test func `somebody without a prize is erased before the log ends, somebody else afterwards`() throws {
        let house = try drawn()
        func erase(_ person: String) throws -> Reply {
            try house.control("erase", #"{"campaign":"yuanxiao","participant":"\#(person)","reason":"own-request"}"#)
        }
        let winners = try people(house, "win")
        for winner in winners { _ = try ask(house, "claim", winner) }
        house.go(to: house.tick + 168 * Self.hour)
        try house.pass([])
        #expect(try house.control("status", "{}").result?["campaigns"]?[0]?["phase"]?.string == "final")
        #expect(try erase(winners[0]).reason == "erase.holder")
        for person in ["m09", try #require(try people(house, "none").first { $0 != "m09" })] {
            #expect(try erase(person).result?["withheld"]?.elements.count == 1)
        }
        let disk = try #require(house.disk as? SimulatedDisk)
        let again = try House(on: disk.survivor(), house.folder, at: house.tick)
        let (report, told) = try verified(house)
        #expect(report.checks.filter { $0.status == .fail }.isEmpty, "\(report.text(.en))")
        #expect(told?["claimed"]?.integer == 6)
        again.go(to: house.tick)
        try again.pass([])
        #expect(try again.bundle(of: "yuanxiao") == house.bundle(of: "yuanxiao"))
        #expect(try ask(again, "claim", winners[0]).result?["replayed"]?.bool == true)
    }

    @Test func `when alternates run out the prizes stay where they are`() throws {
        let house = try drawn()
        for winner in try people(house, "win") { _ = try ask(house, "decline", winner) }
        let (report, told) = try verified(house)
        #expect(report.checks.filter { $0.status == .fail }.isEmpty, "\(report.text(.en))")
        #expect(told?["forfeits"]?.elements.count == 6 && told?["open"]?.integer == 3)
        #expect(told?["forfeits"]?.elements.filter { $0["to"]?.isNull == true }.count == 3)
    }

    @Test func `a restart comes to the same, also when time passed while nobody was there`() throws {
        let house = try drawn()
        let winners = try people(house, "win")
        _ = try ask(house, "claim", winners[0])
        _ = try ask(house, "decline", winners[1])
        let disk = try #require(house.disk as? SimulatedDisk)
        let again = try House(on: disk.survivor(), house.folder, at: house.tick)
        #expect(try again.bundle(of: "yuanxiao") == house.bundle(of: "yuanxiao"))
        let later = try House(on: disk.survivor(), house.folder, at: house.tick + 1000 * Self.hour)
        #expect(try outcome(later, winners[0])?["prize"]?.string == "claimed")
        #expect(try outcome(later, winners[2])?["prize"]?.string == "forfeited")
        let (report, _) = try verified(later)
        #expect(report.checks.filter { $0.status == .fail }.isEmpty, "\(report.text(.en))")
        #expect(try ask(again, "claim", winners[0]).result?["replayed"]?.bool == true)
    }

    @Test func `without claims in the rules there are none, and before the draw neither`() throws {
        let house = try drawn(Sample.riddles())
        #expect(try ask(house, "claim", try people(house, "win")[0]).reason == "claim.undeclared")
        let early = try House(Sample.folder(["yuanxiao.json": Self.riddles]))
        #expect(try ask(early, "claim", "m01").reason == "draw.missing")
    }
}
