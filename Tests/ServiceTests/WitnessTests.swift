import Auditing
import JSON
import Proofs
import Simulation
import Testing

@testable import Service

/// Witnesses of a campaign: what they are asked, what is taken in from them, and what it changes.
@Suite struct WitnessTests {
    private static let origin = "rehearsal/jimo-union.example/yuanxiao"
    private static let witnesses = (1...3).compactMap {
        NoteSigner(name: "witness.example/w\($0)", algorithm: .cosignature, seed: SHA256.hash([$0]))
    }

    private static func policy(_ end: String = "group two 2 w1 w2\nquorum two\n") -> DeclaredPolicy? {
        let lines = witnesses.prefix(2).enumerated().map { "witness w\($0 + 1) \($1.verificationKey.text)\n" }
        return try? DeclaredPolicy(file: Array((lines.joined() + end).utf8))
    }

    private static func settings(_ policy: DeclaredPolicy? = policy()) -> Settings {
        var settings = House.settings()
        settings.policy = policy
        return settings
    }

    private static let named = #""campaign":"yuanxiao""#

    private func house(_ settings: Settings = settings()) throws -> House {
        let house = try House(
            Sample.folder(["yuanxiao.json": Sample.riddles()]), at: instant(Sample.opens), settings: settings)
        for number in 1...5 { _ = try house.call("submit", Sample.guess("m0\(number)", "k")) }
        _ = try house.waitForHeads()
        return house
    }

    private func body(_ house: House, _ more: String = "") throws -> AddCheckpoint {
        let reply = try house.control("witness.body", "{\(Self.named)\(more)}")
        guard let text = reply.result?["body"]?.string else { throw Unexpected("\(reply)") }
        return try AddCheckpoint(parsing: Array(text.utf8))
    }

    private func line(_ witness: Int, _ note: SignedNote, _ house: House) -> String {
        Self.witnesses[witness].cosign(note.text, at: UInt64(house.tick / 1000)).line
    }

    private func cosign(_ house: House, _ lines: String..., more: String = "") throws -> Reply {
        let joined = JSON.string(lines.joined(separator: "\n"))
        return try house.control(
            "cosign", "{\(Self.named),\"lines\":\(String(decoding: joined.bytes(), as: UTF8.self))\(more)}")
    }

    private func state(_ house: House, _ index: Int) throws -> String? {
        let params = #"{\#(Self.named),"participant":"m0\#(index)","index":\#(index)}"#
        let receipt = try house.call("receipt", params).result?["state"]?.string
        let result = try house.call("result", #"{\#(Self.named),"participant":"m0\#(index)"}"#)
        #expect(result.result?["entries"]?[0]?["state"]?.string == receipt)
        return receipt
    }

    @Test func `a receipt becomes witnessed when the quorum has signed`() throws {
        let house = try house()
        let body = try body(house)
        #expect(try body.oldSize == 0 && body.proof == [] && body.head().size == 6)
        #expect(try cosign(house, line(0, body.note, house)).result?["witnessed"]?.integer == 0)
        #expect(try state(house, 3) == "logged")
        #expect(try cosign(house, line(1, body.note, house)).result?["witnessed"]?.integer == 6)
        #expect(try state(house, 3) == "witnessed")
        _ = try house.call("submit", Sample.guess("m06", "k"))
        _ = try house.waitForHeads()
        let receipt = try house.provenReceipt("yuanxiao", "m03", 3)
        #expect(try receipt.checkpoint.verify(Self.witnesses.map(\.verificationKey)).count == 2)
        #expect(try state(house, 6) == "logged")
        let status = try house.control("status").result?["campaigns"]?[0]
        #expect(status?["witnessed"]?.integer == 6 && status?["head"]?.integer == 7)
    }

    @Test func `a body begins where the witness was, and its proof holds`() throws {
        let house = try house()
        let first = try body(house)
        _ = try cosign(house, line(0, first.note, house))
        _ = try house.call("submit", Sample.guess("m06", "k"))
        _ = try house.waitForHeads()
        for more in [#","witness":"w1""#, #","witness":"witness.example/w1""#, #","old_size":6"#] {
            let next = try body(house, more)
            let (old, new) = (try first.head(), try next.head())
            #expect(next.oldSize == 6 && new.size == 7)
            #expect(
                MerkleTree.verifyConsistency(
                    old: 6, oldRoot: old.root, new: 7, newRoot: new.root, proof: next.proof))
        }
        #expect(try body(house, #","witness":"w2""#).oldSize == 0)
        for (more, reason) in [
            (#","witness":"w9""#, "witness.unknown"), (#","old_size":8"#, "params"), (#","old_size":-1"#, "params"),
            (#","old_size":1,"witness":"w1""#, "params"),
        ] {
            #expect(try house.control("witness.body", "{\(Self.named)\(more)}").reason == reason, "\(more)")
        }
    }

    @Test func `refuses lines that are not a witness's word on a head of this log`() throws {
        let house = try house()
        let note = try body(house).note
        let good = line(0, note, house)
        let other = SignedNote(text: note.text.replacing("\n6\n", with: "\n7\n"))
        let late = Self.witnesses[0].cosign(note.text, at: UInt64(house.tick / 1000) + 70).line
        for (lines, reason) in [
            ([line(2, note, house)], "witness.unknown"), ([line(0, other, house)], "cosignature.bad"),
            (["good"], "cosignature.form"), ([late], "cosignature.future"), ([""], "params"),
            ([good, line(2, note, house)], "witness.unknown"),
        ] {
            let joined = JSON.string(lines.joined(separator: "\n"))
            let reply = try house.control(
                "cosign", "{\(Self.named),\"lines\":\(String(decoding: joined.bytes(), as: UTF8.self))}")
            #expect(reply.reason == reason, "\(lines): \(reply)")
        }
        #expect(try cosign(house, good, more: #","size":5"#).reason == "head.unknown")
        #expect(house.daemon.campaign("yuanxiao")?.witnessed.cosignatures?.all.isEmpty == true)
        #expect(try cosign(house, good, more: #","size":6"#).result != nil)
    }

    @Test func `without a policy nothing is taken in`() throws {
        let house = try house(Self.settings(nil))
        let note = try body(house).note
        #expect(try cosign(house, line(0, note, house)).reason == "policy.missing")
        #expect(try state(house, 1) == "logged")
    }

    @Test func `a quorum of none makes no receipt witnessed`() throws {
        let house = try house(Self.settings(Self.policy("quorum none\n")))
        let note = try body(house).note
        #expect(try cosign(house, line(0, note, house)).result?["witnessed"]?.integer == 0)
        #expect(try state(house, 1) == "logged")
    }

    @Test func `a campaign that the policy's logs leave out is rejected with its line`() throws {
        let other = NoteSigner(name: "other.example/log", seed: .zero)?.verificationKey.text ?? ""
        let house = try House(
            Sample.folder(["yuanxiao.json": Sample.riddles()]),
            settings: Self.settings(Self.policy("log \(other)\nquorum w1\n")))
        let file = try house.control("status").result?["files"]?[0]
        #expect(file?["state"]?.string == "rejected")
        #expect(file?["problems"]?[0]?.string?.contains("log \(Self.origin)+") == true)
    }

    @Test func `a restart keeps the policy and what witnesses said, without the file`() throws {
        let house = try house()
        let note = try body(house).note
        _ = try cosign(house, line(0, note, house), line(1, note, house))
        let disk = try #require(house.disk as? SimulatedDisk)
        let again = try House(
            on: disk.survivorOfPowerCut(), house.folder, at: house.tick, settings: Self.settings(nil))
        #expect(try state(again, 3) == "witnessed")
        #expect(again.daemon.campaign("yuanxiao")?.witnessed.cosignatures?.all.count == 2)
    }

    @Test func `data that are older than what a witness saw are not served`() throws {
        let house = try house()
        let disk = try #require(house.disk as? SimulatedDisk)
        let root = try body(house).head().root
        func start(_ last: LastWitnessed) throws {
            var settings = Self.settings()
            settings.lastWitnessed = [last]
            _ = try House(on: disk.survivor(), house.folder, at: house.tick, settings: settings)
        }
        try start(LastWitnessed(origin: Self.origin, size: 6, root: root))
        try start(LastWitnessed(origin: "other.example/x", size: 0))
        let backup = #expect(throws: RolledBack.self) { try start(LastWitnessed(origin: Self.origin, size: 7)) }
        #expect(backup?.size == 6 && backup?.witnessed == 7 && backup?.origin == Self.origin)
        #expect(throws: RolledBack.self) { try start(LastWitnessed(origin: Self.origin, size: 6, root: .zero)) }
        #expect(throws: RolledBack.self) { try start(LastWitnessed(origin: "other.example/x", size: 1)) }
    }

    @Test func `what a witness shows is read as last sizes`() {
        let root = MerkleTree.emptyRoot
        #expect(
            LastWitnessed.read("# vkey\na/b 7 \(root.base64)\n")
                == [LastWitnessed(origin: "a/b", size: 7, root: root)])
        #expect(LastWitnessed.read("a/b 7\n") == nil)
        #expect(LastWitnessed(pair: "a/b=7") == LastWitnessed(origin: "a/b", size: 7))
        #expect(LastWitnessed(pair: "a/b=-7") == nil && LastWitnessed(pair: "seen.txt") == nil)
    }

    @Test func `the bundle has the policy and the heads, and its witnesses verify`() throws {
        let house = try house()
        house.go(to: instant(Sample.closes))
        _ = try house.pass([])
        _ = try house.waitForHeads()
        let note = try body(house).note
        _ = try cosign(house, line(0, note, house), line(1, note, house))
        _ = try house.control("draw", "{\(Self.named)}")
        _ = try house.waitForHeads()
        let folder = TemporaryFolder()
        let path = folder.path + "/bundle"
        #expect(try house.control("export", #"{\#(Self.named),"into":"\#(path)"}"#).result != nil)
        let report = Verifier(bundle: path).run()
        #expect(report[.witnessQuorum]?.status == .pass, "\(report.text(.en))")
        #expect(report.exitCode == 3, "\(report.text(.en))")
        let strangers = try WitnessPolicy(
            parsing: Array("witness x \(Self.witnesses[2].verificationKey.text)\nquorum x\n".utf8))
        #expect(Verifier(bundle: path, policy: strangers).run()[.witnessQuorum]?.status == .fail)
    }
}
