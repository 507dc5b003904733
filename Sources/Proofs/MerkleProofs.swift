extension MerkleTree {
    /// Whether a proof leads from a leaf hash at `index` to the root over `size` leaves (RFC 9162 section 2.1.3.2).
    package static func verifyInclusion(
        of leafHash: Digest, index: Int, size: Int, proof: [Digest], root: Digest
    ) -> Bool {
        guard index >= 0, index < size else { return false }
        var (node, last) = (index, size - 1)
        var hash = leafHash
        for sibling in proof {
            if last == 0 { return false }
            if node & 1 == 1 || node == last {
                hash = nodeHash(sibling, hash)
                while node & 1 == 0 && node != 0 {
                    node >>= 1
                    last >>= 1
                }
            } else {
                hash = nodeHash(hash, sibling)
            }
            node >>= 1
            last >>= 1
        }
        return last == 0 && hash == root
    }

    /// Whether a proof shows that the tree over `new` leaves begins with the one over `old`
    /// (RFC 9162 section 2.1.4.2).
    package static func verifyConsistency(
        old: Int, oldRoot: Digest, new: Int, newRoot: Digest, proof: [Digest]
    ) -> Bool {
        guard old >= 0, old <= new else { return false }
        if old == new { return proof.isEmpty && oldRoot == newRoot && (old > 0 || oldRoot == emptyRoot) }
        if old == 0 { return proof.isEmpty && oldRoot == emptyRoot }
        // Where the old tree is a complete node of the new one, its root is left out of the proof.
        let path = old & (old - 1) == 0 ? [oldRoot] + proof : proof
        guard let start = path.first else { return false }
        var (node, last) = (old - 1, new - 1)
        while node & 1 == 1 {
            node >>= 1
            last >>= 1
        }
        var (oldHash, newHash) = (start, start)
        for hash in path.dropFirst() {
            if last == 0 { return false }
            if node & 1 == 1 || node == last {
                oldHash = nodeHash(hash, oldHash)
                newHash = nodeHash(hash, newHash)
                while node & 1 == 0 && node != 0 {
                    node >>= 1
                    last >>= 1
                }
            } else {
                newHash = nodeHash(newHash, hash)
            }
            node >>= 1
            last >>= 1
        }
        return last == 0 && oldHash == oldRoot && newHash == newRoot
    }
}
