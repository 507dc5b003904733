import Proofs
import Simulation
import Testing

@testable import Witnessing

struct WitnessTests {
    private let disk = SimulatedDisk()
    private let witness: Witness

    init() throws { witness = try Witness.begun(on: disk) }

    /// The status and reason of a refusal, which must leave the disk as it was.
    private func refusal(_ body: [UInt8], at seconds: UInt64 = 1000) throws -> WitnessRefusal? {
        let before = disk.image
        defer { #expect(disk.image == before) }
        return #expect(throws: WitnessRefusal.self) { try witness.cosign(body, at: seconds) }
    }

    @Test func `cosigns a growing log, so that its key accepts the lines`() throws {
        var old = 0
        for (new, seconds) in [(1, 10), (2, 10), (7, 20), (32, 30), (60, 40)] as [(Int, UInt64)] {
            let answer = try witness.cosign(Trunk.body(old, new), at: seconds)
            #expect(answer.size == new && answer.origin == Trunk.origin && !answer.isReplay)
            var note = Trunk.note(new)
            note.add(try SignedNote.Signature(parsing: answer.cosignature.line))
            let signers = try note.verify([witness.verificationKey])
            #expect(signers.map(\.cosignedAt) == [seconds])
            old = new
        }
        #expect(try witness.logs().first { $0.origin == Trunk.origin }?.size == 60)
    }

    @Test func `a replay of the size is cosigned again and changes nothing`() throws {
        _ = try witness.cosign(Trunk.body(0, 7), at: 10)
        let before = disk.image
        let again = try witness.cosign(Trunk.body(7, 7), at: 12)
        #expect(again.isReplay && again.size == 7 && disk.image == before)
        #expect(try refusal(Trunk.body(0, 7))?.reason == "conflict")
    }

    @Test func `refuses a rollback and tells its size`() throws {
        _ = try witness.cosign(Trunk.body(0, 30), at: 10)
        let refusal = try refusal(Trunk.body(0, 29))
        #expect(refusal == .conflict(origin: Trunk.origin, cosigned: 30, old: 0))
        #expect(refusal?.status == 409 && refusal?.cosignedSize == 30)
        #expect(try self.refusal(Trunk.body(29, 29))?.status == 409)
        let body = AddCheckpoint(oldSize: 30, proof: [], note: Trunk.note(29)).bytes
        #expect(try self.refusal(body) == .oldAboveSize(old: 30, size: 29))
    }

    @Test func `refuses a fork, at the size and beyond`() throws {
        _ = try witness.cosign(Trunk.body(0, 30), at: 10)
        #expect(try refusal(Trunk.body(30, 30, of: Trunk.fork)) == .fork(origin: Trunk.origin, size: 30))
        let beyond = try refusal(Trunk.body(30, 45, of: Trunk.fork))
        #expect(beyond == .badProof(origin: Trunk.origin, cosigned: 30, size: 45) && beyond?.status == 422)
        _ = try witness.cosign(Trunk.body(30, 45), at: 20)
    }

    @Test func `refuses proofs that are not exactly right`() throws {
        _ = try witness.cosign(Trunk.body(0, 7), at: 10)
        let right = try AddCheckpoint(parsing: Trunk.body(7, 30))
        for proof in [
            [], Array(right.proof.dropLast()), right.proof + [.zero], right.proof.reversed(),
            [.zero] + right.proof.dropFirst(),
        ] {
            let body = AddCheckpoint(oldSize: 7, proof: proof, note: right.note).bytes
            #expect(try refusal(body)?.status == 422)
        }
        let idle = AddCheckpoint(oldSize: 7, proof: [.zero], note: Trunk.note(7)).bytes
        #expect(try refusal(idle)?.status == 422)
    }

    @Test func `refuses origins that it does not know, before it looks at signatures`() throws {
        let note = Trunk.note(3, origin: "jimo-union.example/other")
        #expect(
            try refusal(AddCheckpoint(oldSize: 0, proof: [], note: note).bytes)
                == .unknownOrigin("jimo-union.example/other"))
    }

    @Test func `refuses what the known key did not sign`() throws {
        let stranger = NoteSigner(name: Trunk.origin, seed: SHA256.hash("stranger"))!
        for note in [
            Trunk.note(3, by: stranger),
            SignedNote(text: Trunk.note(4).text, signatures: Trunk.note(3).signatures),
        ] {
            let refusal = try refusal(AddCheckpoint(oldSize: 0, proof: [], note: note).bytes)
            #expect(refusal == .notSigned(origin: Trunk.origin) && refusal?.status == 403)
        }
        var both = Trunk.note(3, by: stranger)
        both.add(Trunk.signer.sign(both.text))
        _ = try witness.cosign(AddCheckpoint(oldSize: 0, proof: [], note: both).bytes, at: 1000)
    }

    @Test(arguments: ["", "old 0\n", "old 0\n\nx\n", "old 00\n\n"])
    func `refuses what is no body`(_ text: String) throws {
        #expect(try refusal(Array(text.utf8))?.status == 400)
    }

    @Test func `signs no time before its last one`() throws {
        _ = try witness.cosign(Trunk.body(0, 7), at: 100)
        #expect(try refusal(Trunk.body(7, 9), at: 99) == .clock(origin: Trunk.origin, now: 99, last: 100))
        #expect(try refusal(Trunk.body(7, 7), at: 99)?.reason == "clock")
        _ = try witness.cosign(Trunk.body(7, 9), at: 100)
    }

    @Test func `another process is kept out, and the next one knows what this one did`() throws {
        _ = try witness.cosign(Trunk.body(0, 7), at: 100)
        #expect(throws: WitnessStoreError.self) { try Witness(disk: disk) }
        let next = try Witness(disk: disk.survivorOfPowerCut())
        #expect(next.verificationKey == witness.verificationKey)
        #expect(throws: WitnessRefusal.conflict(origin: Trunk.origin, cosigned: 7, old: 0)) {
            try next.cosign(Trunk.body(0, 7, of: Trunk.fork), at: 100)
        }
    }

    @Test func `a damaged state is no state`() throws {
        _ = try witness.cosign(Trunk.body(0, 7), at: 100)
        let path = "logs/\(SHA256.hash(Trunk.origin).hex)"
        let next = disk.survivor()
        next.flip(path, at: 24, mask: 1)
        #expect(throws: WitnessStoreError.self) { try Witness(disk: next).cosign(Trunk.body(7, 8), at: 100) }
    }

    @Test func `a folder is begun once and for one name`() throws {
        let next = disk.survivor()
        #expect(throws: WitnessStoreError.self) { try Witness(disk: next, name: "other.example/w", seed: .zero) }
        let again = try Witness(disk: disk.survivor(), name: nil, seed: .zero)
        #expect(again.verificationKey == witness.verificationKey)
        #expect(try !again.trust(NoteSigner(name: Trunk.origin, seed: .zero)!.verificationKey))
        #expect(throws: WitnessStoreError.self) { try Witness(disk: SimulatedDisk()) }
        #expect(throws: WitnessStoreError.self) { try Witness(disk: SimulatedDisk(), name: nil, seed: .zero) }
    }
}
