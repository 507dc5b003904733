import Auditing
import JSON
import Proofs
import Simulation
import Testing

@testable import Service

/// A draw before witnesses, from announcing to the grade: what they saw in time counts, and nothing that comes after the
/// draw changes it.
@Suite struct WitnessedDrawTests {
    private static let witnesses = (1...2).compactMap {
        NoteSigner(name: "witness.example/w\($0)", algorithm: .cosignature, seed: SHA256.hash([$0]))
    }
    private static let party = NoteSigner(name: "party.example", seed: SHA256.hash("the party's key"))!
    private static let number = SHA256.hash("the party's number")
    private static let value = "38402918370192837465"
    private static let named = #""campaign":"duanwu""#
    private let place = TemporaryFolder()

    private static var policyFile: [UInt8] {
        let lines = witnesses.enumerated().map { "witness w\($0 + 1) \($1.verificationKey.text)\n" }
        return Array((lines.joined() + "group both all w1 w2\nquorum both\n").utf8)
    }

    private static var settings: Settings {
        var settings = House.settings()
        settings.policy = try? DeclaredPolicy(file: policyFile)
        return settings
    }

    /// A party's number and one drawn in public.
    private static var randomness: String {
        let digest = SHA256.hash(number.bytes)
        let text = RandomnessSource.revealNote(
            origin: Origin("rehearsal/jimo-union.example/duanwu")!, digest: digest)
        let note = SignedNote(text: text, signatures: [party.sign(text)])
        let reveal: JSON = [
            "source": "reveal", "party": "party.example", "vkey": .string(party.verificationKey.text),
            "commitment": .string(digest.hex), "note": .string(String(decoding: note.bytes, as: UTF8.self)),
        ]
        let number =
            #"{"source":"public","name":"notary.example","form":"digits 20","at":"\#(Sample.drawnInPublic)"}"#
        return "[\(String(decoding: reveal.canonicalBytes(), as: UTF8.self)),\(number)]"
    }

    private static let numberTime = instant(Sample.drawnInPublic)

    // MARK: The steps

    /// Announced, and cosigned before it opens, log and registry.
    private func announced() throws -> House {
        let house = try House(
            Sample.folder(["duanwu.json": Sample.quiz(randomness: Self.randomness)]), settings: Self.settings)
        _ = try house.waitForHeads()
        try cosign(house, "registry")
        try cosign(house, "duanwu")
        return house
    }

    private func submit(_ house: House) throws {
        for person in 1...6 {
            let id = "m0\(person)"
            let paper = try house.call("paper", #"{\#(Self.named),"participant":"\#(id)"}"#).result
            let right = ["q1": #""A""#, "q2": #"["A","C"]"#, "q3": #""A""#]
            let answers = (paper?["questions"]?.elements ?? []).compactMap { $0["id"]?.string }
                .map { "\"\($0)\":\(right[$0] ?? "")" }.joined(separator: ",")
            let params =
                #"{\#(Self.named),"participant":"\#(id)","key":"k","paper":"\#(paper?["paper"]?.string ?? "")","answers":{\#(answers)}}"#
            let reply = try house.call("submit", params)
            guard reply.result != nil else { throw Unexpected("\(reply)") }
        }
    }

    /// Open, closed, and the party's number logged; the closing and the number under one head.
    private func closed(_ house: House) throws {
        house.go(to: instant(Sample.opens))
        try submit(house)
        house.go(to: instant(Sample.closes) + 600_000)
        try house.pass([])
        let opening = #"{\#(Self.named),"party":"party.example","value":"\#(Self.number.hex)"}"#
        #expect(try house.control("randomness", opening).outcome == "ok")
        _ = try house.waitForHeads()
    }

    private func note(_ house: House, _ campaign: String) throws -> SignedNote {
        let reply = try house.control("witness.body", #"{"campaign":"\#(campaign)"}"#)
        guard let body = reply.result?["body"]?.string else { throw Unexpected("\(reply)") }
        return try AddCheckpoint(parsing: Array(body.utf8)).note
    }

    /// The lines of these witnesses under the newest head, as of now or of another time.
    private func lines(_ house: House, _ campaign: String, by witnesses: [Int] = [0, 1], at: Int64? = nil) throws
        -> String
    {
        let text = try note(house, campaign).text
        return witnesses.map { Self.witnesses[$0].cosign(text, at: UInt64((at ?? house.tick) / 1000)).line }
            .joined(separator: "\n")
    }

    private func give(_ house: House, _ campaign: String, _ lines: String, size: Int? = nil) throws {
        let more = size.map { ",\"size\":\($0)" } ?? ""
        let text = String(decoding: JSON.string(lines).bytes(), as: UTF8.self)
        let reply = try house.control("cosign", "{\"campaign\":\"\(campaign)\",\"lines\":\(text)\(more)}")
        guard reply.result != nil else { throw Unexpected("\(reply)") }
    }

    private func cosign(_ house: House, _ campaign: String, by witnesses: [Int] = [0, 1]) throws {
        try give(house, campaign, try lines(house, campaign, by: witnesses))
    }

    private func drawn(_ house: House) throws {
        house.go(to: Self.numberTime)
        let value = #"{\#(Self.named),"source":"notary.example","value":"\#(Self.value)"}"#
        #expect(try house.control("randomness", value).outcome == "ok")
        let draw = try house.control("draw", "{\(Self.named)}")
        guard draw.result != nil else { throw Unexpected("\(draw)") }
        _ = try house.waitForHeads()
    }

    private func restarted(_ house: House) throws -> House {
        let disk = try #require(house.disk as? SimulatedDisk)
        return try House(on: disk.survivorOfPowerCut(), house.folder, at: house.tick, settings: Self.settings)
    }

    private func report(_ house: House, _ name: String = "bundle") throws -> VerificationReport {
        let path = "\(place.path)/\(name)"
        let reply = try house.control("export", #"{\#(Self.named),"into":"\#(path)"}"#)
        guard reply.result != nil else { throw Unexpected("\(reply)") }
        let value = Self.value.map(String.init).joined(separator: ".")
        let registry = try house.call("registry").result?["vkey"]?.string
        let vkey = try house.call("campaign", "{\(Self.named)}").result?["vkey"]?.string
        return Verifier(
            bundle: path, vkey: vkey, publicValues: ["notary.example": value],
            policy: try WitnessPolicy(parsing: Self.policyFile), registryKey: registry
        ).run()
    }

    private func seedLines(_ house: House) -> String {
        guard case .drawn(_, let drawing) = house.daemon.campaign("duanwu")?.state.stage else { return "" }
        return drawing.seedInput.text
    }

    private func expect(
        _ level: String, _ house: House, _ name: String = "bundle", at location: SourceLocation = #_sourceLocation
    ) throws {
        let report = try report(house, name)
        let failed = report.checks.filter { $0.status == .fail }
        #expect(failed.isEmpty && report.grade?.level == level, "\(report.text(.en))", sourceLocation: location)
    }

    // MARK: What must hold

    @Test func `two witnesses who saw everything in time give G3, also after a restart`() throws {
        let house = try announced()
        try closed(house)
        house.go(to: Self.numberTime - 60_000)
        try cosign(house, "duanwu")
        let again = try restarted(house)
        try drawn(again)
        try cosign(again, "registry")
        #expect(seedLines(again).contains("reveal party.example"))
        try expect("G3", again)
        try expect("G3", try restarted(again), "again")
    }

    @Test func `a number that a witness saw too late is missing, and the grade G2`() throws {
        let house = try announced()
        try closed(house)
        try cosign(house, "duanwu", by: [0])
        house.go(to: Self.numberTime - 59_000)
        try cosign(house, "duanwu", by: [1])
        try drawn(house)
        try cosign(house, "registry")
        #expect(seedLines(house).contains("missing 1"))
        try expect("G2", house)
    }

    @Test func `a line that comes after the draw changes nothing, whatever its time`() throws {
        let house = try announced()
        try closed(house)
        house.go(to: Self.numberTime - 60_000)
        try cosign(house, "duanwu", by: [0])
        let late = try lines(house, "duanwu", by: [1])
        try drawn(house)
        #expect(seedLines(house).contains("missing 1"))
        try give(house, "duanwu", late)
        try cosign(house, "duanwu")
        try cosign(house, "registry")
        try expect("G2", house)
        try expect("G2", try restarted(house), "again")
    }

    @Test func `a line that comes late but before the draw counts by its time`() throws {
        let house = try announced()
        try closed(house)
        house.go(to: Self.numberTime - 60_000)
        let late = try lines(house, "duanwu")
        house.go(to: Self.numberTime + 60_000)
        try give(house, "duanwu", late)
        let again = try restarted(house)
        try drawn(again)
        try cosign(again, "registry")
        #expect(seedLines(again).contains("reveal party.example"))
        try expect("G3", again)
    }

    @Test func `a witness's clock that is behind can't bring a draw's head before it`() throws {
        let house = try announced()
        try closed(house)
        try drawn(house)
        try give(house, "duanwu", try lines(house, "duanwu", at: Self.numberTime - 600_000))
        try cosign(house, "registry")
        #expect(seedLines(house).contains("missing 1"))
        try expect("G2", house)
    }

    @Test func `a lost line is asked for again, and counts from then`() throws {
        let house = try announced()
        try closed(house)
        _ = try lines(house, "duanwu")
        let again = try restarted(house)
        #expect(again.daemon.campaign("duanwu")?.witnessed.witnessedSize == 1)
        again.go(to: Self.numberTime - 60_000)
        try cosign(again, "duanwu")
        try drawn(again)
        try cosign(again, "registry")
        try expect("G3", again)
    }

    @Test func `an announcement that witnesses saw only after opening is worth G2`() throws {
        let house = try House(
            Sample.folder(["duanwu.json": Sample.quiz(randomness: Self.randomness)]), settings: Self.settings)
        _ = try house.waitForHeads()
        house.go(to: instant(Sample.opens) + 1000)
        try house.pass([])
        try cosign(house, "registry")
        try closed(house)
        try cosign(house, "duanwu")
        try drawn(house)
        try cosign(house, "registry")
        try expect("G2", house)
    }

    // MARK: Extensions

    private func extend(_ house: House) throws {
        house.go(to: instant(Sample.opens))
        let params =
            #"{\#(Self.named),"closes":"2027-02-23T11:00:00+08:00","sources":["2027-02-23T12:00:00+08:00"]}"#
        let reply = try house.control("extend", params)
        guard reply.result != nil else { throw Unexpected("\(reply)") }
        _ = try house.waitForHeads()
    }

    /// Closed at its later end and drawn by its later number.
    private func finish(_ house: House) throws -> Reply {
        house.go(to: instant("2027-02-23T11:10:00+08:00"))
        try house.pass([])
        _ = try house.control(
            "randomness", #"{\#(Self.named),"party":"party.example","value":"\#(Self.number.hex)"}"#)
        _ = try house.waitForHeads()
        try cosign(house, "duanwu")
        house.go(to: instant("2027-02-23T12:00:00+08:00"))
        _ = try house.control("randomness", #"{\#(Self.named),"source":"notary.example","value":"\#(Self.value)"}"#)
        return try house.control("draw", "{\(Self.named)}")
    }

    @Test func `an extension that witnesses saw in time keeps G3`() throws {
        let house = try announced()
        try extend(house)
        try submit(house)
        house.go(to: Self.numberTime - 600_000)
        try cosign(house, "duanwu")
        #expect(try finish(house).result != nil)
        _ = try house.waitForHeads()
        try cosign(house, "registry")
        try expect("G3", house)
    }

    @Test func `an extension that they had not seen in time allows no draw, unless their line comes`() throws {
        let house = try announced()
        try extend(house)
        try submit(house)
        let inTime = try lines(house, "duanwu")
        let size = try Checkpoint(parsing: try note(house, "duanwu").text).size
        house.go(to: Self.numberTime - 599_000)
        try cosign(house, "duanwu")
        #expect(try finish(house).outcome == "extend.unwitnessed")
        let voided = try restarted(house)
        #expect(try voided.control("void", "{\(Self.named)}").result != nil)
        // What counted is settled by the void, too.
        _ = try voided.waitForHeads()
        try give(voided, "duanwu", inTime, size: size)
        for (name, house) in [("void", voided), ("again", try restarted(voided))] {
            let report = try report(house, name)
            #expect(report.checks.allSatisfy { $0.status != .fail }, "\(report.text(.en))")
            #expect(
                report.noDraw?.en?.hasPrefix("No draw: no witness's line shows that an extension was seen in time")
                    == true)
        }
        try give(house, "duanwu", inTime)
        #expect(try house.control("draw", "{\(Self.named)}").outcome == "ok")
    }

    // MARK: The registry

    @Test func `the registry is cosigned under the campaigns' policy, across a restart`() throws {
        let house = try announced()
        let again = try restarted(house)
        #expect(again.daemon.registry.witnessed.witnessedSize == 1)
        let body = try again.control("witness.body", #"{"campaign":"registry","witness":"w2"}"#).result
        #expect(body?["old_size"]?.integer == 1)
        #expect(body?["origin"]?.string == "rehearsal/jimo-union.example/registry")
    }

    @Test func `without a policy the registry takes no lines`() throws {
        let house = try House(Sample.folder(["yuanxiao.json": Sample.riddles()]))
        _ = try house.waitForHeads()
        let lines = try lines(house, "registry")
        let reply = try house.control(
            "cosign",
            "{\"campaign\":\"registry\",\"lines\":\(String(decoding: JSON.string(lines).bytes(), as: UTF8.self))}")
        #expect(reply.reason == "policy.missing")
    }

    @Test func `what a witness saw of the registry is held against the data`() throws {
        let house = try announced()
        let disk = try #require(house.disk as? SimulatedDisk)
        let root = house.daemon.registry.log.tree.root(size: 1)
        func start(_ size: Int, _ root: Digest?) throws {
            var settings = Self.settings
            settings.lastWitnessed = [
                LastWitnessed(origin: "rehearsal/jimo-union.example/registry", size: size, root: root)
            ]
            _ = try House(on: disk.survivor(), house.folder, at: house.tick, settings: settings)
        }
        try start(1, root)
        #expect(throws: RolledBack.self) { try start(2, nil) }
        #expect(throws: RolledBack.self) { try start(1, .zero) }
    }
}
