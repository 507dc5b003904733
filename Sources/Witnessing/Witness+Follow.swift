import Platform
import Proofs

extension Witness {
    /// What following a registry came to.
    package struct Followed: Hashable, Sendable {
        package let origin: String
        package let size: Int
        /// Origins learned now, in the registry's order.
        package let learned: [String]
    }

    /// More than any organiser announces; a hostile checkpoint makes nobody read for ever.
    private static let mostLeaves = 1 << 20

    /// Reads a registry that was published as tiles (C2SP tlog-tiles), and learns the keys of its campaigns.
    ///
    /// Its head must extend the last one known, cosigned or followed. Keys are stored before the registry's new size is,
    /// so that a crash in between learns them again.
    ///
    /// - Parameters:
    ///   - checkpoint: the file `checkpoint`.
    ///   - entries: gives the bytes of an entry tile.
    package func follow(
        checkpoint: [UInt8], at seconds: UInt64, entries: (Tile) throws -> [UInt8]
    ) throws -> Followed {
        let (head, known) = try readRegistry(checkpoint)
        guard head.size <= Self.mostLeaves else { throw FollowFailure.tooLarge(size: head.size) }
        let leaves = try readLeaves(head, entries)
        let tree = MerkleTree(MerkleTree.leafHashes(leaves))
        guard tree.root == head.root else { throw FollowFailure.entries(origin: head.origin, size: head.size) }
        guard tree.root(size: known.size) == known.root else {
            throw FollowFailure.refused(.fork(origin: known.origin, size: known.size))
        }
        let announced = try announcements(in: leaves, of: known)
        var learned: [String] = []
        for log in announced {
            try store.put(log)
            learned.append(log.origin)
        }
        if head.size > known.size {
            var log = known
            (log.size, log.root, log.at) = (head.size, head.root, max(seconds, known.at))
            try store.put(log)
        }
        return Followed(origin: head.origin, size: head.size, learned: learned)
    }

    /// The head that a registry publishes, by the key that is known for it, and what is known of it.
    private func readRegistry(_ bytes: [UInt8]) throws -> (Checkpoint, WitnessedLog) {
        let note: SignedNote
        let head: Checkpoint
        do throws(FormatError) {
            note = try SignedNote(parsing: bytes)
            head = try Checkpoint(parsing: note.text)
        } catch {
            throw FollowFailure.refused(.malformed(error))
        }
        guard let known = try store.log(head.origin) else {
            throw FollowFailure.refused(.unknownOrigin(head.origin))
        }
        guard known.isRegistry else { throw FollowFailure.notARegistry(origin: known.origin) }
        guard let signers = try? note.verify([known.key]), !signers.isEmpty else {
            throw FollowFailure.refused(.notSigned(origin: known.origin))
        }
        guard head.size >= known.size else {
            throw FollowFailure.refused(.conflict(origin: known.origin, cosigned: known.size, old: head.size))
        }
        return (head, known)
    }

    private func readLeaves(_ head: Checkpoint, _ entries: (Tile) throws -> [UInt8]) throws -> [[UInt8]] {
        var leaves: [[UInt8]] = []
        for tile in Tile.tiles(size: head.size) where tile.kind == .entries {
            do {
                leaves += try EntryBundle.decode(try entries(tile), width: tile.width)
            } catch let error as FormatError {
                throw FollowFailure.leaf(index: tile.range.lowerBound, what: "\(error)")
            }
        }
        return leaves
    }

    /// The logs that leaves name and that are not known yet; every leaf must agree with what is known.
    private func announcements(in leaves: [[UInt8]], of registry: WitnessedLog) throws -> [WitnessedLog] {
        var found: [String: VerificationKey] = [:]
        var new: [WitnessedLog] = []
        for (index, bytes) in leaves.enumerated() {
            let record: Registered
            do throws(FormatError) {
                record = try Registered(parsing: bytes)
            } catch {
                throw FollowFailure.leaf(index: index, what: "\(error)")
            }
            let origin = record.origin.text
            guard record.origin.registry.utf8.elementsEqual(registry.origin.utf8) else {
                throw FollowFailure.leaf(index: index, what: "\(origin) is not of this registry")
            }
            guard record.key.algorithm == .ed25519, record.key.name.utf8.elementsEqual(origin.utf8) else {
                throw FollowFailure.leaf(index: index, what: "the vkey is not one of \(origin)")
            }
            if found[origin] == nil {
                let stored = try store.log(origin)
                if stored == nil { new.append(WitnessedLog(key: record.key)) }
                found[origin] = stored?.key ?? record.key
            }
            guard found[origin] == record.key else { throw FollowFailure.otherKey(index: index, origin: origin) }
        }
        return new
    }
}
