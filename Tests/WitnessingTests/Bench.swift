import Platform
import Proofs
import Simulation

@testable import Witnessing

/// Logs to be witnessed: one that only grows, and a fork of it from leaf 20 on.
enum Trunk {
    static let origin = "jimo-union.example/yuanxiao"
    static let signer = NoteSigner(name: origin, seed: SHA256.hash("log"))!
    static let tree = MerkleTree((0..<60).map { MerkleTree.leafHash([$0]) })
    static let fork = MerkleTree((0..<60).map { MerkleTree.leafHash($0 < 20 ? [$0] : [$0, 1]) })

    static func note(_ size: Int, of tree: MerkleTree = tree, origin: String = origin, by signer: NoteSigner = signer)
        -> SignedNote
    {
        Checkpoint(origin: origin, size: size, root: tree.root(size: size)).signed(by: signer)
    }

    static func body(_ old: Int, _ new: Int, of tree: MerkleTree = tree) -> [UInt8] {
        AddCheckpoint(
            oldSize: old, proof: tree.consistencyProof(old: old, new: new), note: note(new, of: tree)
        ).bytes
    }
}

/// An organiser's registry as it is published.
struct PublishedRegistry {
    static let origin = "jimo-union.example/registry"
    static let signer = NoteSigner(name: origin, seed: SHA256.hash("registry"))!
    var leaves: [[UInt8]] = []

    static func record(
        _ campaign: String, key: VerificationKey? = nil, event: Registered.Event = .announced,
        organiser: String = "jimo-union.example"
    ) -> [UInt8] {
        let origin = Origin(organiser: organiser, campaign: campaign)!
        let signer = NoteSigner(name: origin.text, seed: SHA256.hash(campaign))!
        return Registered(
            event: event, origin: origin, key: key ?? signer.verificationKey, leaf: .zero, size: 1, root: .zero,
            roll: nil, prizes: nil, opens: 2, closes: 3, at: 1
        ).bytes
    }

    var tree: MerkleTree { MerkleTree(MerkleTree.leafHashes(leaves)) }

    func checkpoint(by signer: NoteSigner = PublishedRegistry.signer) -> [UInt8] {
        Checkpoint(origin: Self.origin, size: leaves.count, root: tree.root).signed(by: signer).bytes
    }

    func entries(_ tile: Tile) -> [UInt8] { EntryBundle.encode(Array(leaves[tile.range])) }
}

extension Witness {
    static let seed = SHA256.hash("witness")
    static let name = "notary.example/w1"

    /// A new witness that knows the log and the registry.
    static func begun(on disk: SimulatedDisk) throws -> Witness {
        let witness = try Witness(disk: disk, name: name, seed: seed)
        _ = try witness.trust(Trunk.signer.verificationKey)
        _ = try witness.trust(PublishedRegistry.signer.verificationKey)
        return witness
    }

    func follow(_ registry: PublishedRegistry, at seconds: UInt64 = 100) throws -> Followed {
        try follow(checkpoint: registry.checkpoint(), at: seconds) { registry.entries($0) }
    }
}
