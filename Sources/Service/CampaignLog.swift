import Durability
import Proofs

/// One campaign's log in memory: the tree, where each opening lies in the journal, and leaves not hashed yet.
///
/// Leaves are taken as they are decided and hashed in bulk, many lanes at a time, off the path of the answer: by
/// default on a thread of their own. Owned by the daemon's thread.
final class CampaignLog {
    /// Where each leaf's frame lies; an entry's frame ends with its opening.
    private(set) var locations: [FrameLocation] = []
    /// The texts of leaves that are records or events, by index, ascending.
    private(set) var records: [(index: Int, text: [UInt8])] = []

    private let hasher = LeafHasher()
    /// Leaves that the hasher was given.
    private var handedCount = 0
    private var waiting = WaitingLeaves()

    /// All leaves, hashed or not.
    var count: Int { handedCount + waiting.count }

    /// The tree over the leaves that were handed to the hasher; waits for it.
    var tree: MerkleTree { hasher.tree }

    func append(record text: [UInt8], at location: FrameLocation) {
        records.append((count, text))
        locations.append(location)
        waiting.append(record: text)
    }

    /// Takes an event by what it commits to: nonce and body. There are few, so they stand among the records.
    func append(event opening: Opening, at location: FrameLocation) {
        append(record: EventLeaf(commitment: opening.commitment).bytes, at: location)
    }

    /// Takes an entry by what it commits to: nonce and body.
    @inline(__always)
    func append(opening: UnsafeBufferPointer<UInt8>, at location: FrameLocation) {
        locations.append(location)
        waiting.append(opening: opening)
    }

    /// Has what waits hashed, so that the tree covers every leaf.
    func advance() {
        guard waiting.count > 0 else { return }
        handedCount += waiting.count
        waiting = hasher.append(waiting)
    }

    /// Has what waits hashed once it is worth it.
    func advanceIfFull() {
        if waiting.count >= Self.leavesAtOnce { advance() }
    }

    private static let leavesAtOnce = 512
}

/// Leaves as they came: what the commitments of entries hash, one behind the other, and the records between them.
final class WaitingLeaves {
    private(set) var count = 0
    private let openings = ByteSink(capacity: 1 << 16)
    private var offsets: [Int64] = [0]
    /// By their place among the waiting leaves, ascending.
    private var records: [(place: Int, text: [UInt8])] = []

    func append(record text: [UInt8]) {
        records.append((count, text))
        count += 1
    }

    @inline(__always)
    func append(opening: UnsafeBufferPointer<UInt8>) {
        openings.append(Opening.commitmentLabel)
        openings.append(opening)
        offsets.append(Int64(openings.count))
        count += 1
    }

    func removeAll() {
        count = 0
        openings.removeAll()
        offsets.removeAll(keepingCapacity: true)
        offsets.append(0)
        records.removeAll(keepingCapacity: true)
    }

    /// The leaf hashes, in order.
    func hashes() -> [Digest] {
        let commitments = commitments()
        let leaves = ByteSink(capacity: count * EntryLeaf.byteCount + records.reduce(0) { $0 + $1.text.count })
        var ends: [Int64] = [0]
        ends.reserveCapacity(count + 1)
        var (entry, record) = (0, 0)
        for place in 0..<count {
            if record < records.count, records[record].place == place {
                leaves.append(records[record].text)
                record += 1
            } else {
                leaves.append("huigong/entry/v1 ")
                commitments[entry].withUnsafeBytes { leaves.append(hex: $0) }
                leaves.append(0x0A)
                entry += 1
            }
            ends.append(Int64(leaves.count))
        }
        return ends.withUnsafeBufferPointer {
            MerkleTree.leafHashes(arena: leaves.bytes.baseAddress, offsets: $0)
        }
    }

    private func commitments() -> [Digest] {
        let entries = offsets.count - 1
        return [Digest](unsafeUninitializedCapacity: entries) { digests, count in
            count = entries
            guard let first = digests.baseAddress else { return }
            offsets.withUnsafeBufferPointer {
                SHA256.hashMany(arena: openings.bytes.baseAddress, offsets: $0, into: first)
            }
        }
    }
}
