import Dispatch
import Proofs
import Synchronization

/// Hashes leaves into a Merkle tree on a thread that all campaigns share.
///
/// Unchecked: the tree is touched only on the queue; whoever wants it waits their turn there.
final class LeafHasher: @unchecked Sendable {
    private var grown = MerkleTree()
    /// Emptied leaves, to be filled again.
    private let spare = Mutex<Handed?>(nil)

    private static let queue = DispatchQueue(label: "huigong.hashing", qos: .userInitiated)
    /// How many batches may wait: who reads a journal back faster than it is hashed waits too.
    private static let room = DispatchSemaphore(value: 16)

    /// The tree over everything that was appended.
    var tree: MerkleTree { Self.queue.sync { grown } }

    /// Takes leaves, which nobody else may touch from now on, and gives empty ones for those that come next.
    func append(_ leaves: WaitingLeaves) -> WaitingLeaves {
        let handed = Handed(leaves: leaves)
        Self.room.wait()
        Self.queue.async { [self] in
            defer { Self.room.signal() }
            grown.append(handed.leaves.hashes())
            handed.leaves.removeAll()
            spare.withLock { $0 = handed }
        }
        let empty = spare.withLock { spare in
            defer { spare = nil }
            return spare
        }
        return empty?.leaves ?? WaitingLeaves()
    }

    /// Unchecked: it goes from one thread to the other and is never used by both.
    private struct Handed: @unchecked Sendable {
        let leaves: WaitingLeaves
    }
}
