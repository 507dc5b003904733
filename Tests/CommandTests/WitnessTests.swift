import Foundation
import Proofs
import Testing

/// The walk-through of a witness, on the command line: init, follow, cosign, refusals, show.
struct WitnessTests {
    private let scratch: ScratchDirectory
    private static let organiser = "jimo-union.example"
    private static let registry = NoteSigner(name: "\(organiser)/registry", seed: SHA256.hash("registry"))!
    private static let log = NoteSigner(name: "\(organiser)/duanwu", seed: SHA256.hash("log"))!
    private static let tree = MerkleTree((0..<20).map { MerkleTree.leafHash([$0]) })
    private static let fork = MerkleTree((0..<20).map { MerkleTree.leafHash([$0, 1]) })

    init() throws {
        scratch = try ScratchDirectory()
        let leaf = Registered(
            event: .announced, origin: Origin(organiser: Self.organiser, campaign: "duanwu")!,
            key: Self.log.verificationKey, leaf: .zero, size: 1, root: .zero, roll: nil, prizes: nil, opens: 2,
            closes: 3, at: 1
        ).bytes
        let folder = scratch.path + "/registry/tile/entries"
        try FileManager.default.createDirectory(atPath: folder + "/000.p", withIntermediateDirectories: true)
        try Data(EntryBundle.encode([leaf])).write(to: URL(fileURLWithPath: folder + "/000.p/1"))
        let head = Checkpoint(origin: "\(Self.organiser)/registry", size: 1, root: MerkleTree.leafHash(leaf))
        try Data(head.signed(by: Self.registry).bytes).write(
            to: URL(fileURLWithPath: scratch.path + "/registry/checkpoint"))
        try body("first", 0, 7)
    }

    private func body(_ name: String, _ old: Int, _ new: Int, of tree: MerkleTree = tree) throws {
        let note = Checkpoint(origin: "\(Self.organiser)/duanwu", size: new, root: tree.root(size: new))
            .signed(by: Self.log)
        let body = AddCheckpoint(oldSize: old, proof: tree.consistencyProof(old: old, new: new), note: note)
        try scratch.write(name, String(decoding: body.bytes, as: UTF8.self))
    }

    private func witness(_ words: String...) throws -> CommandRun {
        try CommandRun(words: ["witness"] + words, in: scratch.path)
    }

    private func begin() throws {
        let run = try witness(
            "init", "--key-name", "notary.example/w1", "--registry", Self.registry.verificationKey.text)
        #expect(run.exitCode == 0, "\(run.messages)")
        #expect(run.output.hasPrefix("# notary.example/w1+") && run.output.contains("\(Self.organiser)/registry 0 "))
    }

    @Test func `a witness follows a registry and cosigns what it learned`() throws {
        try begin()
        #expect(try witness("cosign", "first").exitCode == 44)
        let followed = try witness("follow", "registry")
        #expect(followed.output == "jimo-union.example/registry 1\nlearned jimo-union.example/duanwu\n")
        let bytes = try String(contentsOfFile: scratch.path + "/first", encoding: .utf8)
        let answer = try JSONSerialization.data(withJSONObject: ["body": bytes, "size": 7])
        try scratch.write("answer.json", String(decoding: answer, as: UTF8.self))
        let run = try witness("cosign", "answer.json")
        #expect(run.exitCode == 0 && run.output.hasPrefix("— notary.example/w1 "), "\(run.messages)")
        let line = try SignedNote.Signature(parsing: run.output.dropLast())
        let shown = try witness("show").output.split(separator: "\n")
        let key = try VerificationKey(parsing: shown[0].dropFirst(2))
        let text = Checkpoint(origin: "jimo-union.example/duanwu", size: 7, root: Self.tree.root(size: 7)).text
        #expect(try SignedNote(text: text, signatures: [line]).verify([key]).count == 1)
        #expect(shown.contains("jimo-union.example/duanwu 7 \(Self.tree.root(size: 7).base64)"))
    }

    @Test func `each refusal has its exit code and its words`() throws {
        try begin()
        _ = try witness("follow", "registry")
        _ = try witness("cosign", "first")
        try body("rollback", 0, 5)
        try body("fork", 7, 7, of: Self.fork)
        try body("beyond", 7, 9, of: Self.fork)
        try scratch.write("nothing", "old x\n")
        for (name, code, words) in [
            ("first", 49, "409 the last size known of jimo-union.example/duanwu is 7"), ("rollback", 49, "409"),
            ("fork", 49, "another root at size 7"), ("beyond", 42, "422"), ("nothing", 40, "400"),
        ] {
            let run = try witness("cosign", name)
            #expect(run.exitCode == code && run.output.isEmpty, "\(name): \(run.exitCode) \(run.messages)")
            #expect(run.messages.contains(words), "\(run.messages)")
        }
        let json = try witness("cosign", "rollback", "--json")
        #expect(json.output.contains("\"reason\": \"conflict\"") && json.output.contains("\"size\": 7"))
    }

    @Test func `usage is told`() throws {
        #expect(try witness("show").exitCode == 2)
        #expect(try witness("init").exitCode == 2)
        #expect(try witness("sign").messages.contains("witness takes init, follow, cosign or show"))
        try begin()
        #expect(try witness("init", "--key-name", "other.example/w").exitCode == 1)
        #expect(try witness("init", "--registry", Self.log.verificationKey.text).exitCode == 2)
        _ = try witness("follow", "registry")
        let dated = try witness("cosign", "first", "--at", "2027-02-20T09:00:00+08:00")
        #expect(dated.exitCode == 2 && dated.messages.contains("--at goes with the log of a rehearsal"))
    }
}
