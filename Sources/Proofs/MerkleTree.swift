/// A Merkle tree over leaf hashes (RFC 6962, RFC 9162) that proves any of its past sizes.
///
/// All complete nodes are kept, a level an array: node `i` of level `k` covers the leaves `i << k ..< (i + 1) << k`.
package struct MerkleTree: Sendable {
    private var levels: [[Digest]] = [[]]

    package init() {}

    /// Takes leaf hashes, not leaves.
    package init(_ leafHashes: [Digest]) {
        append(leafHashes)
    }

    /// The number of leaves.
    package var count: Int { levels[0].count }

    package var root: Digest { root(size: count) }

    package mutating func reserveCapacity(_ leaves: Int) {
        levels[0].reserveCapacity(leaves)
    }

    package mutating func append(_ leafHash: Digest) {
        append(CollectionOfOne(leafHash))
    }

    /// Appends leaf hashes and then hashes the nodes that became complete, level by level, many lanes at a time.
    package mutating func append(_ leafHashes: some Collection<Digest>) {
        guard !leafHashes.isEmpty else { return }
        levels[0].append(contentsOf: leafHashes)
        var level = 0
        while levels[level].count > 1 {
            if levels.count == level + 1 { levels.append([]) }
            let first = levels[level + 1].count
            let added = levels[level].count / 2 - first
            if added == 0 { return }
            let nodes = MerkleTree.nodeHashes(levels[level][(2 * first)..<(2 * (first + added))])
            levels[level + 1].append(contentsOf: nodes)
            level += 1
        }
    }

    /// The complete node `index` of a level, counted from the leaves.
    package func hash(level: Int, index: Int) -> Digest {
        levels[level][index]
    }

    /// The complete nodes of a level, as they lie in its tiles.
    package func hashes(level: Int, _ range: Range<Int>) -> ArraySlice<Digest> {
        levels[level][range]
    }

    /// The root over the first `size` leaves.
    package func root(size: Int) -> Digest {
        precondition((0...count).contains(size), "a tree of \(count) leaves has no root of size \(size)")
        return size == 0 ? MerkleTree.emptyRoot : hash(over: 0..<size)
    }

    /// The root over leaves whose lower bound is a multiple of the power of two that covers their count.
    private func hash(over leaves: Range<Int>) -> Digest {
        var root: Digest?
        for level in 0..<levels.count where leaves.count >> level & 1 == 1 {
            let left = levels[level][(leaves.upperBound >> level) - 1]
            root = root.map { MerkleTree.nodeHash(left, $0) } ?? left
        }
        guard let root else { preconditionFailure("no leaves") }
        return root
    }
}

extension MerkleTree {
    /// The siblings from leaf `index` to the root over `size` leaves, lowest first.
    package func inclusionProof(index: Int, size: Int) -> [Digest] {
        precondition((0...count).contains(size) && (0..<size).contains(index), "no leaf \(index) in size \(size)")
        var siblings: [Digest] = []
        var leaves = 0..<size
        while leaves.count > 1 {
            let middle = leaves.lowerBound + MerkleTree.split(leaves.count)
            if index < middle {
                siblings.append(hash(over: middle..<leaves.upperBound))
                leaves = leaves.lowerBound..<middle
            } else {
                siblings.append(hash(over: leaves.lowerBound..<middle))
                leaves = middle..<leaves.upperBound
            }
        }
        return siblings.reversed()
    }

    /// The hashes that show that the tree over `new` leaves begins with the one over `old`; empty where that is
    /// clear without (`old` is 0 or `new`).
    package func consistencyProof(old: Int, new: Int) -> [Digest] {
        precondition((0...count).contains(new) && (0...new).contains(old), "no sizes \(old) and \(new)")
        if old == 0 || old == new { return [] }
        var proof: [Digest] = []
        var leaves = 0..<new
        var isWhole = true
        while leaves.upperBound != old {
            let middle = leaves.lowerBound + MerkleTree.split(leaves.count)
            if old <= middle {
                proof.append(hash(over: middle..<leaves.upperBound))
                leaves = leaves.lowerBound..<middle
            } else {
                proof.append(hash(over: leaves.lowerBound..<middle))
                leaves = middle..<leaves.upperBound
                isWhole = false
            }
        }
        if !isWhole { proof.append(hash(over: leaves)) }
        return proof.reversed()
    }

    /// The largest power of two below `count`.
    private static func split(_ count: Int) -> Int {
        1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
    }
}

extension MerkleTree {
    /// The root over no leaves: SHA-256 of nothing.
    package static let emptyRoot = SHA256.hash([] as [UInt8])

    /// SHA-256(00 ‖ leaf).
    package static func leafHash(_ leaf: [UInt8]) -> Digest {
        leaf.withUnsafeBytes { leafHash($0) }
    }

    package static func leafHash(_ leaf: UnsafeRawBufferPointer) -> Digest {
        var hash = SHA256()
        hash.update([0])
        hash.update(leaf)
        return hash.finalize()
    }

    /// SHA-256(01 ‖ left ‖ right).
    package static func nodeHash(_ left: Digest, _ right: Digest) -> Digest {
        var hash = SHA256()
        hash.update([1])
        hash.update(left)
        hash.update(right)
        return hash.finalize()
    }

    /// Leaf hashes of many leaves in one arena, many lanes at a time; see ``SHA256/hashMany(arena:offsets:prefix:into:lanes:)``.
    package static func leafHashes(
        arena: UnsafePointer<UInt8>?, offsets: UnsafeBufferPointer<Int64>
    ) -> [Digest] {
        let leaves = max(0, offsets.count - 1)
        return [Digest](unsafeUninitializedCapacity: leaves) { hashes, count in
            count = leaves
            guard let first = hashes.baseAddress else { return }
            SHA256.hashMany(arena: arena, offsets: offsets, prefix: 0, into: first)
        }
    }

    /// Leaf hashes of many leaves, many lanes at a time.
    package static func leafHashes(_ leaves: [[UInt8]]) -> [Digest] {
        SHA256.hashMany(leaves, prefix: 0)
    }

    /// The node hashes of neighbouring pairs.
    private static func nodeHashes(_ children: ArraySlice<Digest>) -> [Digest] {
        let nodes = children.count / 2
        if nodes == 1 { return [nodeHash(children[children.startIndex], children[children.startIndex + 1])] }
        return [Digest](unsafeUninitializedCapacity: nodes) { hashes, count in
            count = nodes
            guard let first = hashes.baseAddress else { return }
            children.withUnsafeBytes { bytes in
                let arena = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
                SHA256.hashMany(arena: arena, length: 64, count: nodes, prefix: 1, into: first)
            }
        }
    }
}
