import Proofs

/// A signed head: the checkpoint's note and what it says.
package struct Head: Sendable {
    package let size: Int
    package let root: Digest
    package let note: SignedNote
}

/// The heads of one log, a campaign's or the registry's: they only grow, and none is shown before it is durable.
package struct LogHeads {
    /// The newest head that may be shown: signed, and durable before anybody saw it.
    package private(set) var shown: Head?
    /// Heads in batches that are not durable yet, oldest first, with the frames that say so.
    private var staged: [(head: Head, frame: UInt64)] = []
    private let origin: String
    private let signer: NoteSigner

    init(origin: String, signer: NoteSigner) {
        self.origin = origin
        self.signer = signer
    }

    /// The size of the newest head, shown or on its way.
    var size: Int { staged.last?.head.size ?? shown?.size ?? 0 }

    /// Signs a head over the whole tree. It may leave once the frame that says so is durable.
    mutating func stage(_ tree: MerkleTree, frame: UInt64) -> Head {
        precondition(tree.count >= size, "heads only grow")
        let head = signed(tree, size: tree.count)
        staged.append((head, frame))
        return head
    }

    /// Staged heads whose frames come before the durable count may be shown now. One that was staged while an earlier
    /// batch was on its way waits for its own.
    ///
    /// - Returns: The heads that may be shown from now on.
    @discardableResult
    mutating func publish(durable: UInt64) -> [Head] {
        let durable = staged.prefix { $0.frame < durable }.map(\.head)
        staged.removeFirst(durable.count)
        shown = durable.last ?? shown
        return durable
    }

    /// A head that an earlier process signed.
    mutating func restore(_ tree: MerkleTree, size: Int) {
        shown = signed(tree, size: size)
    }

    /// The signed checkpoint of the first `size` leaves; the same bytes whenever it is asked for.
    func signed(_ tree: MerkleTree, size: Int) -> Head {
        let checkpoint = checkpoint(tree, size: size)
        return Head(size: size, root: checkpoint.root, note: checkpoint.signed(by: signer))
    }

    /// What such a head says. Making it takes no signature, which costs as much as dozens of answers.
    func checkpoint(_ tree: MerkleTree, size: Int) -> Checkpoint {
        Checkpoint(origin: origin, size: size, root: tree.root(size: size))
    }
}
