import Durability
import Proofs

/// One campaign's log in memory: the tree, where each opening lies in the journal, and leaves not hashed yet.
///
/// Leaves are taken as they are decided and hashed in bulk, many lanes at a time, off the path of the answer.
final class CampaignLog {
    private(set) var tree = MerkleTree()
    /// Where each leaf's frame lies; an entry's frame ends with its opening.
    private(set) var locations: [FrameLocation] = []
    /// The texts of leaves that are records, by index, ascending.
    private(set) var records: [(index: Int, text: [UInt8])] = []
    /// Leaves not in the tree yet.
    private(set) var waitingCount = 0

    /// What the commitments of waiting entries hash, one behind the other.
    private let arena = ByteSink(capacity: 1 << 16)
    private var offsets: [Int64] = [0]
    /// How many of `records` are in the tree.
    private var hashedRecords = 0

    /// All leaves, hashed or not.
    var count: Int { tree.count + waitingCount }

    func append(record text: [UInt8], at location: FrameLocation) {
        records.append((count, text))
        locations.append(location)
        waitingCount += 1
    }

    /// Takes an entry by what it commits to: nonce and body.
    func append(opening: UnsafeBufferPointer<UInt8>, at location: FrameLocation) {
        arena.append(Opening.commitmentLabel)
        arena.append(opening)
        offsets.append(Int64(arena.count))
        locations.append(location)
        waitingCount += 1
    }

    /// Hashes what waits, so that the tree covers every leaf.
    func advance() {
        guard waitingCount > 0 else { return }
        let commitments = commitments()
        let leaves = ByteSink(capacity: waitingCount * EntryLeaf.byteCount + 1024)
        var ends: [Int64] = [0]
        ends.reserveCapacity(waitingCount + 1)
        var entry = 0
        for index in tree.count..<count {
            if hashedRecords < records.count, records[hashedRecords].index == index {
                leaves.append(records[hashedRecords].text)
                hashedRecords += 1
            } else {
                leaves.append("huigong/entry/v1 ")
                commitments[entry].withUnsafeBytes { leaves.append(hex: $0) }
                leaves.append(0x0A)
                entry += 1
            }
            ends.append(Int64(leaves.count))
        }
        tree.append(
            ends.withUnsafeBufferPointer { MerkleTree.leafHashes(arena: leaves.bytes.baseAddress, offsets: $0) })
        arena.removeAll()
        offsets.removeAll(keepingCapacity: true)
        offsets.append(0)
        waitingCount = 0
    }

    private func commitments() -> [Digest] {
        let entries = offsets.count - 1
        return [Digest](unsafeUninitializedCapacity: entries) { digests, count in
            count = entries
            guard let first = digests.baseAddress else { return }
            offsets.withUnsafeBufferPointer {
                SHA256.hashMany(arena: arena.bytes.baseAddress, offsets: $0, into: first)
            }
        }
    }
}
