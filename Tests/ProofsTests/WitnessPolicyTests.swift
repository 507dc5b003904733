import Foundation
import Testing

@testable import Proofs

struct WitnessPolicyTests {
    static let signers = (1...6).compactMap {
        NoteSigner(name: "witness.example/w\($0)", algorithm: .cosignature, seed: SHA256.hash([$0]))
    }
    private static let log = NoteSigner(name: "log.example/a", seed: SHA256.hash("log"))?.verificationKey.text ?? ""

    private static func witnesses(_ count: Int) -> String {
        signers.prefix(count).enumerated().map { "witness w\($0 + 1) \($1.verificationKey.text)\n" }.joined()
    }

    private func policy(_ text: String) throws -> WitnessPolicy { try WitnessPolicy(parsing: Array(text.utf8)) }

    @Test func `reads the example's policy`() throws {
        let policy = try WitnessPolicy(parsing: Example.file("policy.txt"))
        #expect(policy.logs.map(\.name) == ["jimo-union.example/yuanxiao-mini"])
        #expect(policy.witnesses.map(\.key.name) == ["notary.example/w1"])
        #expect(policy.quorum == .group(0))
        #expect(policy.holds([0]) && !policy.holds([]))
    }

    @Test func `counts groups of groups, whose time is that of the last one needed`() throws {
        let policy = try policy(
            """
            # two organisations
            log \(Self.log) https://log.example/
            \(Self.witnesses(6))
            group X 2 w1 w2 w3
              group\tY any w4 w5 w6\t
            group both all X Y
            quorum both

            """)
        for cosigners in 0..<64 {
            let places = (0..<6).filter { cosigners >> $0 & 1 == 1 }
            let expected = places.count { $0 < 3 } >= 2 && places.contains { $0 >= 3 }
            #expect(policy.holds(places) == expected, "\(places)")
        }
        #expect(policy.quorumReached([5, nil, 9, 30, 7, nil]) == 9)
        #expect(policy.quorumReached([5, 6, 9, 30, nil, nil]) == 30)
        #expect(policy.quorumReached([5, nil, nil, 1, 1, 1]) == nil)
    }

    @Test func `a quorum of none always holds and is reached at no time`() throws {
        let policy = try policy("\(Self.witnesses(1))quorum none\n")
        #expect(policy.holds([]) && policy.quorumReached([1]) == nil)
        #expect(try self.policy("quorum none\n").witnesses.isEmpty)
    }

    private static let w = signers[0].verificationKey.text

    @Test(arguments: [
        (1, "LF", "quorum none"), (1, "LF", ""), (2, "quorum line", "# nothing\n"),
        (1, "a witness or group of a line above", "quorum w1\nwitness w1 \(w)\n"),
        (2, "one quorum line", "quorum none\nquorum none\n"), (1, "quorum", "quorum\n"),
        (1, "log, witness, group or quorum", "logs x\n"), (1, "vkey of type 04", "witness w1 \(log)\n"),
        (1, "vkey of type 01", "log \(w)\n"), (1, "vkey", "log log.example/a+00000000+AAAA\n"),
        (2, "not taken", "witness w1 \(w)\nwitness w1 \(signers[1].verificationKey.text)\nquorum none\n"),
        (2, "not listed", "witness w1 \(w)\nwitness w2 \(w)\nquorum none\n"),
        (2, "not listed", "log \(log)\nlog \(log)\nquorum none\n"),
        (1, "not taken", "witness none \(w)\n"), (2, "1 to 1", "witness w1 \(w)\ngroup g 0 w1\n"),
        (2, "1 to 1", "witness w1 \(w)\ngroup g 2 w1\n"), (2, "1 to 1", "witness w1 \(w)\ngroup g 01 w1\n"),
        (2, "group <name>", "witness w1 \(w)\ngroup g 1\n"),
        (2, "one group only", "witness w1 \(w)\ngroup g 1 w1 w1\n"),
        (3, "one group only", "witness w1 \(w)\ngroup g 1 w1\ngroup h 1 w1\n"),
        (1, "line above", "group g 1 g\n"), (1, "no control", "quorum none\r\n"), (1, "witness <name>", "witness w1\n"),
        (1, "log <vkey>", "log \(log) url more\n"),
    ])
    func `names the line that is wrong`(_ line: Int, _ expected: String, _ text: String) {
        let error = #expect(throws: FormatError.self) { try policy(text) }
        #expect(error?.place == .line(line), "\(text)")
        #expect(error?.expected.contains(expected) == true, "\(String(describing: error))")
    }

    @Test func `octets that are not UTF-8 stand in comments only`() {
        #expect(throws: Never.self) { try WitnessPolicy(parsing: [0x23, 0xFF, 0x0A] + Array("quorum none\n".utf8)) }
        #expect(throws: FormatError.self) { try WitnessPolicy(parsing: Array("quorum ".utf8) + [0xFF, 0x0A]) }
    }
}

struct CosignaturesTests {
    private let signers = WitnessPolicyTests.signers
    private let tree = MerkleTree((0..<40).map { MerkleTree.leafHash([$0]) })

    private func record(quorum: String) throws -> Cosignatures {
        let lines = signers.prefix(3).enumerated().map { "witness w\($0 + 1) \($1.verificationKey.text)\n" }
        return Cosignatures(
            policy: try WitnessPolicy(
                parsing: Array((lines.joined() + "group two 2 w1 w2 w3\nquorum \(quorum)\n").utf8)))
    }

    private func text(_ size: Int) -> String {
        Checkpoint(origin: "log.example/a", size: size, root: tree.root(size: size)).text
    }

    private func note(_ size: Int, _ words: [(witness: Int, seconds: UInt64)]) -> SignedNote {
        SignedNote(text: text(size), signatures: words.map { signers[$0.witness].cosign(text(size), at: $0.seconds) })
    }

    @Test func `tells when the quorum had first seen a prefix`() throws {
        var record = try record(quorum: "two")
        try record.take(note(10, [(0, 100), (5, 1)]), size: 10)
        #expect(record.firstSeen(covering: 10) == nil)
        try record.take(note(12, [(1, 150)]), size: 12)
        #expect(record.firstSeen(covering: 10) == 150_000)
        #expect(record.firstSeen(covering: 11) == nil)
        #expect(record.witnessedSize == 0)
        try record.take(note(20, [(0, 200), (2, 130)]), size: 20)
        #expect(record.firstSeen(covering: 10) == 130_000)
        #expect(record.firstSeen(covering: 11) == 150_000)
        #expect(record.firstSeen(covering: 13) == 200_000)
        #expect(record.firstSeen(covering: 21) == nil)
        #expect(record.witnessedSize == 20 && record.isWitnessed(size: 20) && !record.isWitnessed(size: 12))
        #expect(record.heads(covering: 10) == [10, 12, 20] && record.heads(covering: 13) == [20])
        #expect(record.lastSize(of: 1) == 12)
        #expect(record.signatures(size: 20).count == 2)
    }

    @Test func `of a witness and a head the earliest word is kept`() throws {
        var record = try record(quorum: "w1")
        #expect(record.take(try record.check(signers[0].cosign(text(5), at: 9), of: text(5), size: 5)))
        #expect(!record.take(try record.check(signers[0].cosign(text(5), at: 10), of: text(5), size: 5)))
        #expect(record.firstSeen(covering: 5) == 9000)
        #expect(record.take(try record.check(signers[0].cosign(text(5), at: 8), of: text(5), size: 5)))
        #expect(record.firstSeen(covering: 1) == 8000 && record.all.count == 1)
    }

    @Test func `a quorum of none is never seen`() throws {
        var record = try record(quorum: "none")
        try record.take(note(10, [(0, 100), (1, 100), (2, 100)]), size: 10)
        #expect(record.firstSeen(covering: 1) == nil && record.witnessedSize == 0)
    }

    @Test func `a time beyond all reckoning counts for nothing`() throws {
        var record = try record(quorum: "w1")
        try record.take(note(10, [(0, .max)]), size: 10)
        #expect(record.firstSeen(covering: 10) == nil)
    }

    @Test func `strangers and forged lines are told apart`() throws {
        let record = try record(quorum: "two")
        #expect(throws: Cosignatures.Rejection.unknownWitness(name: "witness.example/w5")) {
            try record.check(signers[4].cosign(text(5), at: 1), of: text(5), size: 5)
        }
        #expect(throws: Cosignatures.Rejection.badSignature(name: "witness.example/w1")) {
            try record.check(signers[0].cosign(text(5), at: 1), of: text(6), size: 6)
        }
    }
}

struct AddCheckpointTests {
    private let tree = MerkleTree((0..<40).map { MerkleTree.leafHash([$0]) })
    private let signer = NoteSigner(name: "log.example/a", seed: SHA256.hash("log"))!

    private func body(_ old: Int, _ new: Int) -> AddCheckpoint {
        AddCheckpoint(
            oldSize: old, proof: tree.consistencyProof(old: old, new: new),
            note: Checkpoint(origin: "log.example/a", size: new, root: tree.root(size: new)).signed(by: signer))
    }

    @Test(arguments: [(0, 1), (0, 40), (7, 7), (7, 40), (32, 33), (39, 40)])
    func `writes and reads`(_ old: Int, _ new: Int) throws {
        let body = body(old, new)
        let read = try AddCheckpoint(parsing: body.bytes)
        #expect(read == body && read.bytes == body.bytes)
        #expect(try read.head().size == new)
    }

    @Test func `reads the example of the standard`() throws {
        let text = """
            old 20852014
            PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
            5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=

            example.com/behind-the-sofa
            20852163
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

            — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=

            """
        let body = try AddCheckpoint(parsing: Array(text.utf8))
        #expect(body.oldSize == 20_852_014 && body.proof.count == 2)
        #expect(try body.head().origin == "example.com/behind-the-sofa")
        #expect(body.bytes == Array(text.utf8))
    }

    @Test func `takes 63 hashes and no more`() throws {
        var body = body(7, 40)
        body.proof = (0..<63).map { MerkleTree.leafHash([$0]) }
        #expect(try AddCheckpoint(parsing: body.bytes).proof.count == 63)
        body.proof.append(.zero)
        let error = #expect(throws: FormatError.self) { try AddCheckpoint(parsing: body.bytes) }
        #expect(error?.place == .line(65))
    }

    @Test(arguments: [
        "", "\n", "old 1", "old 1\n", "old 01\n\n", "old -1\n\n", "new 1\n\n", "old 1\n\n", "old 1\nAAAA\n\n",
        "old 1\n\nlog.example/a\n1\n",
    ])
    func `refuses what is no body`(_ text: String) {
        #expect(throws: FormatError.self) { try AddCheckpoint(parsing: Array(text.utf8)) }
    }
}
