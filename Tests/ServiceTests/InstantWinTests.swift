import Auditing
import Campaigns
import Foundation
import JSON
import Proofs
import Simulation
import Testing

@testable import Service

extension Sample {
    /// A draw of cinema tickets: right riddles may win at once, what is left is drawn.
    static func tickets(
        first: Int = 3, odds: Int = 3, activation: String = #"{"source": "commit"}"#
    ) -> String {
        riddles(id: "dianying", more: #", "activation": \#(activation)"#, most: 1)
            .replacing(#""draw": "final""#, with: #""draw": "instant""#)
            .replacing(
                #""value": "100.00", "count": 2}"#,
                with: #""value": "100.00", "count": \#(first), "odds": {"num": 1, "den": \#(odds)}}"#
            )
            .replacing(#""count": 4}"#, with: #""count": 4, "odds": {"num": 0, "den": 1}}"#)
            .replacing(#""tiers":"#, with: #""none": {"num": \#(odds - 1), "den": \#(odds)}, "tiers":"#)
    }

    /// A quiz whose papers depend on the activation too; half of the right ones hit.
    static func ticketsQuiz() -> String {
        quiz(id: "dianying")
            .replacing(#""draw": "final""#, with: #""draw": "instant""#)
            .replacing(#""count": 3}"#, with: #""count": 3, "odds": {"num": 1, "den": 2}}"#)
            .replacing(#""tiers":"#, with: #""none": {"num": 1, "den": 2}, "tiers":"#)
            .replacing(
                #""randomness": "#,
                with: """
                    "activation": {"source": "public", "name": "opening.example", "form": "digits 20",
                      "at": "2027-02-20T08:30:00+08:00"}, "randomness":
                    """ + " ")
    }
}

extension House {
    /// A round of the test's own beacon, half an hour before intake.
    static let beaconRound = Quicknet.firstRound(at: instant(Sample.opens) - 1_800_000)
    static let beaconValue = SHA256.hash(network.sign(beaconRound)).hex

    static func beacon(round: Int64) -> String {
        let signature = network.sign(round)
        return """
            {"campaign":"dianying","round":\(round),"value":"\(SHA256.hash(signature).hex)",\
            "signature":"\(Hex.encode(signature))"}
            """
    }
}

/// Instant wins from the campaign file to both verifiers.
@Suite struct InstantWinTests {
    private let place = TemporaryFolder()

    private func house(_ text: String = Sample.tickets(), roll: Int = 24) throws -> House {
        let house = try House(Sample.folder(["dianying.json": text], roll: Sample.roll(roll)))
        _ = try house.waitForHeads()
        house.go(to: instant(Sample.opens))
        try house.pass([])
        return house
    }

    private func status(_ house: House) throws -> JSONValue? { try house.control("status").result?["campaigns"]?[0] }

    private func name(_ person: Int) -> String { person < 10 ? "m0\(person)" : "m\(person)" }

    /// Guesses once for each person; gives the tier that each won.
    private func guess(_ house: House, _ people: [Int], answers: String = #"{"r1":"灯笼"}"#) throws -> [String?] {
        try people.map { person in
            let reply = try house.call(
                "submit", Sample.guess(name(person), "k1", answers, campaign: "dianying"))
            let prize = try #require(reply.result?["prize"], "\(reply)")
            return prize["tier"]?.string
        }
    }

    @Test func `pieces go in order of arrival, the rest is drawn, and both verifiers agree`() throws {
        let house = try house()
        let won = try guess(house, Array(1...24))
        #expect(won.count { $0 == "first" } == 3)
        #expect(won.allSatisfy { $0 == nil || $0 == "first" })
        let replayed = try house.call("submit", Sample.guess("m01", "k1", campaign: "dianying"))
        #expect(replayed.isReplay && replayed.result?["prize"]?["tier"]?.string == won[0])

        house.go(to: instant(Sample.closes))
        let draw = try house.control("draw", #"{"campaign":"dianying"}"#)
        #expect(draw.result?["winners"]?.elements.count == 4, "\(draw)")
        let vkey = try #require(try house.call("campaign", #"{"campaign":"dianying"}"#).result?["vkey"]?.string)
        _ = try house.waitForHeads()
        let path = try verified(house, vkey, winners: 7)
        let stock = try String(contentsOfFile: path + "/draw/stock.csv", encoding: .utf8)
        #expect(stock.split(separator: "\n").count { $0.contains(",win,") } == 3)
        let displays = try String(contentsOfFile: path + "/draw/displays.csv", encoding: .utf8)
        #expect(displays.split(separator: "\n").count == 1 + 4 + 3)
    }

    @Test func `without a draw those who won at once stay winners, and both verifiers agree`() throws {
        let round = Quicknet.firstRound(at: instant(Sample.drawnInPublic))
        let beacon = #""randomness": [{"source": "drand", "round": \#(round), "wait": 1}], "activation""#
        let house = try house(Sample.tickets().replacing(#""activation""#, with: beacon))
        let won = try guess(house, Array(1...24))
        house.go(to: Quicknet.time(of: round) + 86_400_000)
        try house.pass([])
        #expect(try house.control("void", #"{"campaign":"dianying"}"#).result != nil)
        let vkey = try #require(try house.call("campaign", #"{"campaign":"dianying"}"#).result?["vkey"]?.string)
        _ = try house.waitForHeads()
        let path = try verified(house, vkey, winners: 3)
        let displays = try String(contentsOfFile: path + "/draw/displays.csv", encoding: .utf8)
        #expect(displays.split(separator: "\n").count == 1 + 3)
        house.go(to: house.tick + 168 * 3_600_000)
        let winner = try #require(won.firstIndex { $0 != nil }) + 1
        let erase = #"{"campaign":"dianying","participant":"\#(name(winner))","reason":"r"}"#
        #expect(try house.control("erase", erase).reason == "erase.holder")
    }

    /// Exports the bundle and has both verifiers pass it; gives its path.
    ///
    /// - Parameter grade: How the first line begins, for one who knows `parties`.
    private func verified(
        _ house: House, _ vkey: String, winners: Int64, publicValues: [String: String] = [:],
        parties: [VerificationKey] = [], grade: String? = nil
    ) throws -> String {
        let path = "\(place.path)/dianying"
        #expect(try house.control("export", #"{"campaign":"dianying","into":"\#(path)"}"#).result != nil)
        let auditor = try house.control("auditor.file", #"{"campaign":"dianying","sample":5}"#)
        #expect(auditor.result?["winners"]?.integer == winners)
        let file = try #require(auditor.result?["file"]?.string)
        let report = Verifier(
            bundle: path, vkey: vkey, publicValues: publicValues, partyKeys: parties, auditorFile: Array(file.utf8),
            beaconKey: House.network.key
        ).run()
        #expect(report.exitCode == 0, "\(report.text(.en))")
        if let grade { #expect(report.grade?.line(.en).hasPrefix(grade) == true, "\(report.text(.en))") }
        let used = report.checks.filter { $0.status == .pass }.map(\.id.rawValue)
        #expect(used.contains("vrf") && used.contains("stock"))
        // To verify.py the beacon is quicknet alone.
        if try house.control("status").result?["campaigns"]?[0]?["activation"]?.string != House.beaconValue {
            try python(path, vkey, file)
        }
        return path
    }

    private func python(_ path: String, _ vkey: String, _ auditor: String) throws {
        try Data(auditor.utf8).write(to: URL(fileURLWithPath: path + "-auditor"))
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("tools/verify.py").path
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", script, path, "--vkey", vkey, "--auditor-file", path + "-auditor", "--lang", "en",
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(String(decoding: data, as: UTF8.self))")
    }

    @Test func `a hit hangs on person and attempt alone, not on time, order, index or nonce`() throws {
        let text = Sample.tickets(first: 1000)
        let people = Array(1...24)
        let inOrder = try guess(try house(text), people)
        let late = try house(text)
        late.go(to: instant(Sample.opens) + 86_400_000)
        // Two leaves before them: other indices, and so other nonces.
        for method in ["pause", "resume"] {
            #expect(try late.control(method, #"{"campaign":"dianying","reason":"x"}"#).result != nil)
        }
        let reversed = try guess(late, people.reversed())
        #expect(Array(reversed.reversed()) == inOrder)
        // Every ninth may not win, and hits without a chance win nothing.
        #expect(inOrder.contains("first") && inOrder[8] == nil && inOrder[17] == nil)
        #expect(try guess(try house(text), people, answers: #"{"r1":"月"}"#).allSatisfy { $0 == nil })
    }

    @Test func `recovery takes the proofs from the journal and gives the same prizes`() throws {
        let house = try house()
        let won = try guess(house, Array(1...12))
        let disk = try #require(house.disk as? SimulatedDisk)
        let again = try House(on: disk.survivorOfPowerCut(), house.folder, at: house.tick)
        #expect(try guess(again, Array(1...12)) == won)
    }

    @Test func `takes nothing before a public activation, and takes that once, in its time`() throws {
        let activation =
            #"{"source": "public", "name": "notary.example", "form": "digits 20", "at": "2027-02-20T08:30:00+08:00"}"#
        let house = try House(Sample.folder(["dianying.json": Sample.tickets(activation: activation)]))
        let value = #"{"campaign":"dianying","value":"0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9"}"#
        _ = try house.waitForHeads()
        #expect(try house.control("activate", value).reason == "value.early")
        house.go(to: instant(Sample.opens))
        let guess = Sample.guess("m01", "k1", campaign: "dianying")
        #expect(try house.call("submit", guess).reason == "phase.before")
        #expect(try status(house)?["activation"]?.kind == .null)
        #expect(try house.control("activate", value.replacing("0 1 2", with: "1 2")).reason == "value.form")
        #expect(try house.control("activate", value).index == 1)
        #expect(try house.control("activate", value).reason == "value.twice")
        #expect(try status(house)?["activation"]?.string?.hasPrefix("0.1.2") == true)
        #expect(try status(house)?["stock"]?["first"]?.integer == 3)
        #expect(try house.call("submit", guess).index == 2)
        #expect(
            try house.control("entry.void", #"{"campaign":"dianying","index":2,"reason":"x"}"#).reason
                == "instant.wins")
    }

    /// Everybody guesses, and after the end the bundle is exported from what a power cut leaves.
    private func played(
        _ house: House, _ activation: String, parties: [VerificationKey] = []
    ) throws {
        #expect(try house.control("activate", activation).index == 1)
        let won = try guess(house, Array(1...24)).count { $0 != nil }
        house.go(to: instant(Sample.closes))
        try house.pass([])
        house.go(to: instant(Sample.drawnInPublic))
        let drawn = #"{"campaign":"dianying","source":1,"value":"\#(String(repeating: "7", count: 20))"}"#
        #expect(try house.control("randomness", drawn).outcome == "ok")
        #expect(try house.control("draw", #"{"campaign":"dianying"}"#).outcome == "ok")
        let disk = try #require(house.disk as? SimulatedDisk)
        let again = try House(on: disk.survivorOfPowerCut(), house.folder, at: house.tick)
        let vkey = try #require(try again.call("campaign", #"{"campaign":"dianying"}"#).result?["vkey"]?.string)
        _ = try again.waitForHeads()
        #expect(won > 0)
        _ = try verified(again, vkey, winners: 7, parties: parties, grade: "Evidence grade G1:")
    }

    /// A draw that by itself is G1 at least, behind an activation.
    private func activated(by source: String) throws -> House {
        let drawn = #"{"source":"public","name":"notary.example","form":"digits 20","at":"\#(Sample.drawnInPublic)"}"#
        let text = Sample.tickets(activation: source).replacing(
            #""activation""#, with: #""randomness": [\#(drawn)], "activation""#)
        return try House(Sample.folder(["dianying.json": text], roll: Sample.roll(24)))
    }

    @Test func `a second party's number activates once it is the one it committed to`() throws {
        let number = SHA256.hash("a second party's number")
        let source = Sample.reveal(of: number, for: "rehearsal/jimo-union.example/dianying")
        let house = try activated(by: source)
        let other = #"{"campaign":"dianying","value":"\#(String(repeating: "0", count: 64))"}"#
        _ = try house.waitForHeads()
        #expect(try house.control("activate", other).reason == "value.preimage")
        house.go(to: instant(Sample.opens))
        try played(
            house, #"{"campaign":"dianying","value":"\#(number.hex)"}"#, parties: [Sample.party.verificationKey])
    }

    @Test func `a note signed for another campaign keeps a file out`() throws {
        let source = Sample.reveal(of: SHA256.hash("x"), for: "rehearsal/jimo-union.example/other")
        let house = try House(Sample.folder(["dianying.json": Sample.tickets(activation: source)]))
        #expect(house.daemon.campaign("dianying") == nil)
    }

    @Test func `a round of the beacon activates, in its time and with the beacon's own signature`() throws {
        let source = #"{"source": "drand", "round": \#(House.beaconRound)}"#
        let house = try activated(by: source)
        _ = try house.waitForHeads()
        let genuine = House.beacon(round: House.beaconRound)
        #expect(try house.control("activate", genuine).reason == "value.early")
        house.go(to: instant(Sample.opens))
        let guess = Sample.guess("m01", "k1", campaign: "dianying")
        #expect(try house.call("submit", guess).reason == "phase.before")
        let next = House.beacon(round: House.beaconRound + 1)
        #expect(try house.control("activate", next).reason == "value.round")
        let forged = next.replacing("\(House.beaconRound + 1)", with: "\(House.beaconRound)")
        #expect(try house.control("activate", forged).reason == "value.signature")
        try played(house, genuine)
    }

    @Test func `papers depend on the activation, and an extension leaves it alone`() throws {
        let house = try House(Sample.folder(["dianying.json": Sample.ticketsQuiz()]))
        _ = try house.waitForHeads()
        house.go(to: instant(Sample.opens))
        let (early, late) = ("1.2.3.4.5.6.7.8.9.0.1.2.3.4.5.6.7.8.9.0", "9.8.7.6.5.4.3.2.1.0.9.8.7.6.5.4.3.2.1.0")
        let ask = #"{"campaign":"dianying","participant":"m01"}"#
        #expect(try house.call("paper", ask).reason == "phase.before")
        #expect(
            try house.control("activate", #"{"campaign":"dianying","value":"\#(early)"}"#).result?["value"]?.string
                == early)
        for person in 1...8 { try answer(house, person) }
        let extended = try house.control(
            "extend",
            """
            {"campaign":"dianying","closes":"2027-02-22T22:00:00+08:00","sources":["2027-02-23T12:00:00+08:00"]}
            """)
        #expect(extended.result != nil, "\(extended)")
        house.go(to: instant("2027-02-22T22:10:00+08:00"))
        try house.pass([])
        house.go(to: instant("2027-02-23T12:00:00+08:00"))
        #expect(
            try house.control("randomness", #"{"campaign":"dianying","source":"notary.example","value":"\#(late)"}"#)
                .result != nil)
        let won = try #require(house.daemon.campaign("dianying")).state.hits.count { $0.outcome == .win }
        let draw = try house.control("draw", #"{"campaign":"dianying"}"#)
        #expect(won > 0 && draw.result?["winners"]?.elements.count == 3 - won, "\(draw)")
        let vkey = try #require(try house.call("campaign", #"{"campaign":"dianying"}"#).result?["vkey"]?.string)
        _ = try house.waitForHeads()
        _ = try verified(
            house, vkey, winners: 3, publicValues: ["opening.example": early, "notary.example": late])
    }

    /// Answers a person's paper, all right.
    private func answer(_ house: House, _ person: Int) throws {
        let paper = try house.call("paper", #"{"campaign":"dianying","participant":"\#(name(person))"}"#)
        let id = try #require(paper.result?["paper"]?.string, "\(paper)")
        let right = ["q1": #""A""#, "q2": #"["A","C"]"#, "q3": #""A""#]
        let asked = paper.result?["questions"]?.elements.compactMap { $0["id"]?.string } ?? []
        let answers = asked.map { #""\#($0)":\#(right[$0]!)"# }.joined(separator: ",")
        let reply = try house.call(
            "submit",
            Sample.guess(name(person), "k1", "{\(answers)}", campaign: "dianying", more: #","paper":"\#(id)""#))
        #expect(reply.result?["passed"]?.bool == true, "\(reply)")
    }

    @Test func `where there are witnesses, leaf 0 must be witnessed before the activation`() throws {
        let witness = try #require(
            NoteSigner(name: "w.example", algorithm: .cosignature, seed: SHA256.hash("a witness")))
        var settings = House.settings()
        settings.policy = try DeclaredPolicy(
            file: Array("witness w \(witness.verificationKey.text)\nquorum w\n".utf8))
        let house = try House(Sample.folder(["dianying.json": Sample.tickets()]), settings: settings)
        _ = try house.waitForHeads()
        house.go(to: instant(Sample.opens))
        let guess = Sample.guess("m01", "k1", campaign: "dianying")
        #expect(try house.call("submit", guess).reason == "phase.before")
        let body = try house.control("witness.body", #"{"campaign":"dianying"}"#).result?["body"]?.string
        let note = try AddCheckpoint(parsing: Array(try #require(body).utf8)).note
        let line = JSON.string(witness.cosign(note.text, at: UInt64(house.tick / 1000)).line)
        _ = try house.control(
            "cosign", #"{"campaign":"dianying","lines":\#(String(decoding: line.bytes(), as: UTF8.self))}"#)
        #expect(try house.call("submit", guess).index == 2)
    }
}
