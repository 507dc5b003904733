import Proofs

/// The organiser's registry as a bundle holds it: every leaf up to a checkpoint that covers the draw.
package struct RegistryCopy: Sendable {
    package var leaves: [[UInt8]]
    package var checkpoint: SignedNote
    /// Smaller heads, with cosignatures.
    package var heads: [SignedNote]

    package init(leaves: [[UInt8]], checkpoint: SignedNote, heads: [SignedNote] = []) {
        self.leaves = leaves
        self.checkpoint = checkpoint
        self.heads = heads
    }

    var allHeads: [SignedNote] { heads + [checkpoint] }

    /// The files below `registry/`, laid out like the published log.
    func files() throws(BundleWriter.Failure) -> [(path: String, bytes: [UInt8])] {
        let tree = MerkleTree(MerkleTree.leafHashes(leaves))
        let tiles = Tile.tiles(size: leaves.count).map { tile in
            (
                BundlePaths.registryPath(of: tile),
                tile.kind == .entries ? EntryBundle.encode(Array(leaves[tile.range])) : tile.bytes(of: tree)
            )
        }
        var files = [(BundlePaths.registryCheckpoint, checkpoint.bytes)] + tiles
        for note in heads {
            guard let head = try? Checkpoint(parsing: note.text) else { throw .inconsistent("a head is no checkpoint") }
            files.append((BundlePaths.registryHead(head.size), note.bytes))
        }
        return files
    }

    /// What a report shows of it.
    func reported(of origin: Origin, key: VerificationKey) throws(BundleWriter.Failure) -> Report.Registry {
        guard let head = try? Checkpoint(parsing: checkpoint.text), head.size == leaves.count,
            let records = try? leaves.map({ try Registered(parsing: $0) }), let book = try? RegistryBook(records)
        else { throw .inconsistent("the registry and its checkpoint don't belong together") }
        return Report.Registry(head, key: key, siblings: book.siblings(of: origin))
    }
}

extension Report.Registry {
    init(_ head: Checkpoint, key: VerificationKey, siblings: [RegistryBook.Entry]) {
        self.init(
            verificationKey: key.text, size: head.size, root: head.root.base64,
            siblings: siblings.map {
                Report.Sibling(
                    origin: $0.origin.text, state: $0.state.rawValue, opens: $0.opens, closes: $0.closes)
            })
    }
}
