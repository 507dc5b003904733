import Proofs
import Simulation
import Testing

@testable import Witnessing

struct FollowTests {
    private let disk = SimulatedDisk()
    private let witness: Witness

    init() throws { witness = try Witness.begun(on: disk) }

    private func failure(_ registry: PublishedRegistry) throws -> FollowFailure? {
        let before = disk.image
        defer { #expect(disk.image == before) }
        return #expect(throws: FollowFailure.self) { try witness.follow(registry) }
    }

    @Test func `learns the keys of campaigns as the registry grows`() throws {
        var registry = PublishedRegistry(leaves: (0..<300).map { PublishedRegistry.record("c\($0)") })
        #expect(try witness.follow(registry).learned.count == 300)
        registry.leaves += [PublishedRegistry.record("c7", event: .closed), PublishedRegistry.record("new")]
        let followed = try witness.follow(registry)
        #expect(followed.learned == ["jimo-union.example/new"] && followed.size == 302)
        #expect(try witness.follow(registry).learned == [])
        let note = Checkpoint(origin: "jimo-union.example/new", size: 1, root: .zero)
            .signed(by: NoteSigner(name: "jimo-union.example/new", seed: SHA256.hash("new"))!)
        #expect(try witness.cosign(AddCheckpoint(oldSize: 0, proof: [], note: note).bytes, at: 100).size == 1)
    }

    @Test func `what was followed binds what is cosigned`() throws {
        let registry = PublishedRegistry(leaves: (0..<5).map { PublishedRegistry.record("c\($0)") })
        _ = try witness.follow(registry)
        let note = try SignedNote(parsing: registry.checkpoint())
        #expect(throws: WitnessRefusal.conflict(origin: PublishedRegistry.origin, cosigned: 5, old: 0)) {
            try witness.cosign(AddCheckpoint(oldSize: 0, proof: [], note: note).bytes, at: 100)
        }
        #expect(try witness.cosign(AddCheckpoint(oldSize: 5, proof: [], note: note).bytes, at: 100).size == 5)
    }

    @Test func `refuses a registry that lost or changed leaves`() throws {
        let registry = PublishedRegistry(leaves: (0..<5).map { PublishedRegistry.record("c\($0)") })
        _ = try witness.follow(registry)
        var shorter = registry
        shorter.leaves.removeLast()
        #expect(
            try failure(shorter)
                == .refused(.conflict(origin: PublishedRegistry.origin, cosigned: 5, old: 4)))
        var changed = registry
        changed.leaves[2] = PublishedRegistry.record("hidden")
        #expect(try failure(changed) == .refused(.fork(origin: PublishedRegistry.origin, size: 5)))
        changed.leaves.append(PublishedRegistry.record("more"))
        #expect(try failure(changed) == .refused(.fork(origin: PublishedRegistry.origin, size: 5)))
    }

    @Test func `refuses keys that are not the registry's, and entries that are not the checkpoint's`() throws {
        let registry = PublishedRegistry(leaves: [PublishedRegistry.record("a")])
        let stranger = NoteSigner(name: PublishedRegistry.origin, seed: SHA256.hash("stranger"))!
        #expect(throws: FollowFailure.refused(.notSigned(origin: PublishedRegistry.origin))) {
            try witness.follow(checkpoint: registry.checkpoint(by: stranger), at: 1) { registry.entries($0) }
        }
        let other = PublishedRegistry(leaves: [PublishedRegistry.record("b")])
        #expect(throws: FollowFailure.entries(origin: PublishedRegistry.origin, size: 1)) {
            try witness.follow(checkpoint: registry.checkpoint(), at: 1) { other.entries($0) }
        }
        let trunk = Trunk.note(3).bytes
        #expect(throws: FollowFailure.notARegistry(origin: Trunk.origin)) {
            try witness.follow(checkpoint: trunk, at: 1) { _ in [] }
        }
        #expect(throws: FollowFailure.self) { try witness.follow(checkpoint: [], at: 1) { _ in [] } }
    }

    @Test func `refuses leaves that no registry has`() throws {
        let first = PublishedRegistry.record("a")
        let stolen = NoteSigner(name: "jimo-union.example/a", seed: SHA256.hash("thief"))!.verificationKey
        let misnamed = NoteSigner(name: "jimo-union.example/b", seed: SHA256.hash("b"))!.verificationKey
        #expect(
            try failure(PublishedRegistry(leaves: [first, PublishedRegistry.record("a", key: stolen)]))
                == .otherKey(index: 1, origin: "jimo-union.example/a"))
        let wrong: [[UInt8]] = [
            PublishedRegistry.record("a", key: misnamed), PublishedRegistry.record("a", organiser: "other.example"),
            Array("huigong/entry/v1\n".utf8), [],
        ]
        for leaf in wrong {
            guard case .leaf(let index, _) = try failure(PublishedRegistry(leaves: [first, leaf])) else {
                Issue.record("\(String(decoding: leaf, as: UTF8.self))")
                continue
            }
            #expect(index == 1)
        }
        _ = try witness.follow(PublishedRegistry(leaves: [first]))
        let later = PublishedRegistry.record("a", key: stolen, event: .closed)
        #expect(
            try failure(PublishedRegistry(leaves: [first, later]))
                == .otherKey(index: 1, origin: "jimo-union.example/a"))
    }

    @Test func `a crash at any step of following is made good by following again`() throws {
        let registry = PublishedRegistry(leaves: (0..<3).map { PublishedRegistry.record("c\($0)") })
        let probe = disk.survivor()
        let count = probe.operations.count
        _ = try Witness(disk: probe).follow(registry)
        for step in count..<probe.operations.count {
            let faulty = disk.survivor(faults: [step: .dies])
            _ = try? Witness(disk: faulty).follow(registry)
            let next = try Witness(disk: faulty.survivorOfPowerCut())
            _ = try next.follow(registry)
            #expect(try next.logs().map(\.size).reduce(0, +) == 3)
            #expect(try next.logs().count == 5)
        }
    }
}
