import Durability
import Proofs

/// One campaign's log in memory: the tree, where each opening lies in the journal, and leaves not hashed yet.
///
/// Leaves are taken as they are decided and hashed in bulk, many lanes at a time, off the path of the answer.
struct CampaignLog: Sendable {
    private(set) var tree = MerkleTree()
    /// Where each leaf's frame lies; an entry's frame ends with its opening.
    private(set) var locations: [FrameLocation] = []
    /// The texts of leaves that are records, by index, ascending.
    private(set) var records: [(index: Int, text: [UInt8])] = []

    /// What the commitments of waiting entries hash, one behind the other.
    private var arena: [UInt8] = []
    private var offsets: [Int64] = [0]
    /// The leaves in waiting: an entry is nil and takes the next commitment, a record is its text.
    private var waiting: [[UInt8]?] = []

    /// All leaves, hashed or not.
    var count: Int { tree.count + waiting.count }

    var waitingCount: Int { waiting.count }

    mutating func append(record text: [UInt8], at location: FrameLocation) {
        records.append((count, text))
        waiting.append(text)
        locations.append(location)
    }

    /// Takes an entry by what it commits to: nonce and body.
    mutating func append(opening: UnsafeRawBufferPointer, at location: FrameLocation) {
        Opening.appendCommitted(opening, to: &arena)
        offsets.append(Int64(arena.count))
        waiting.append(nil)
        locations.append(location)
    }

    /// Hashes what waits, so that the tree covers every leaf.
    mutating func advance() {
        guard !waiting.isEmpty else { return }
        var commitments = commitments()[...]
        var leaves: [UInt8] = []
        leaves.reserveCapacity(waiting.count * 96)
        var ends: [Int64] = [0]
        ends.reserveCapacity(waiting.count + 1)
        for record in waiting {
            if let record {
                leaves.append(contentsOf: record)
            } else {
                EntryLeaf.append(commitments.removeFirst(), to: &leaves)
            }
            ends.append(Int64(leaves.count))
        }
        let hashes = leaves.withUnsafeBufferPointer { leaves in
            ends.withUnsafeBufferPointer { MerkleTree.leafHashes(arena: leaves.baseAddress, offsets: $0) }
        }
        tree.append(hashes)
        arena.removeAll(keepingCapacity: true)
        offsets.removeAll(keepingCapacity: true)
        offsets.append(0)
        waiting.removeAll(keepingCapacity: true)
    }

    /// Siblings of a leaf under the first `size` leaves, which must be hashed.
    func inclusionProof(index: Int, size: Int) -> [Digest] {
        tree.inclusionProof(index: index, size: size)
    }

    private func commitments() -> [Digest] {
        let entries = offsets.count - 1
        return [Digest](unsafeUninitializedCapacity: entries) { digests, count in
            count = entries
            guard let first = digests.baseAddress else { return }
            arena.withUnsafeBufferPointer { arena in
                offsets.withUnsafeBufferPointer {
                    SHA256.hashMany(arena: arena.baseAddress, offsets: $0, into: first)
                }
            }
        }
    }
}
