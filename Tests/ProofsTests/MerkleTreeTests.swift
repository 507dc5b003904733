import Testing

@testable import Proofs

/// The recursive definitions of RFC 6962 section 2.1, word for word, over ranges of the leaves; a root that was worked
/// out is kept, so that trees of all sizes share what they have in common.
private final class RecursiveTree {
    let leaves: [[UInt8]]
    private var roots: [Range<Int>: Digest] = [:]

    init(_ leaves: [[UInt8]]) {
        self.leaves = leaves
    }

    private func split(_ range: Range<Int>) -> Int {
        var power = 1
        while power * 2 < range.count { power *= 2 }
        return range.lowerBound + power
    }

    func root(_ range: Range<Int>) -> Digest {
        if range.isEmpty { return SHA256.hash([] as [UInt8]) }
        if range.count == 1 { return SHA256.hash([0] + leaves[range.lowerBound]) }
        if let known = roots[range] { return known }
        let middle = split(range)
        let root = SHA256.hash(
            [1] + root(range.lowerBound..<middle).bytes + root(middle..<range.upperBound).bytes)
        roots[range] = root
        return root
    }

    func path(_ index: Int, _ range: Range<Int>) -> [Digest] {
        if range.count <= 1 { return [] }
        let middle = split(range)
        return index < middle
            ? path(index, range.lowerBound..<middle) + [root(middle..<range.upperBound)]
            : path(index, middle..<range.upperBound) + [root(range.lowerBound..<middle)]
    }

    /// That the first leaves of the range, up to `old`, are a prefix of it.
    func proof(_ old: Int, _ range: Range<Int>, isWhole: Bool = true) -> [Digest] {
        if old == range.upperBound { return isWhole ? [] : [root(range)] }
        let middle = split(range)
        return old <= middle
            ? proof(old, range.lowerBound..<middle, isWhole: isWhole) + [root(middle..<range.upperBound)]
            : proof(old, middle..<range.upperBound, isWhole: false) + [root(range.lowerBound..<middle)]
    }
}

struct MerkleTreeTests {
    private static let most = 300
    private static let leaves = (0..<most).map { sampleBytes($0 % 70, seed: UInt64($0)) }
    private static let hashes = MerkleTree.leafHashes(leaves)
    private static let tree = MerkleTree(hashes)

    @Test func `has the root of every size to 300, however the leaves came`() {
        let naive = RecursiveTree(Self.leaves)
        let roots = (0...Self.most).map { naive.root(0..<$0) }
        var single = MerkleTree()
        #expect(single.root == MerkleTree.emptyRoot)
        for size in 0...Self.most {
            #expect(Self.tree.root(size: size) == roots[size])
            #expect(single.root == roots[size])
            if size < Self.most { single.append(MerkleTree.leafHash(Self.leaves[size])) }
        }
        for step in [2, 3, 7, 16, 33] {
            var tree = MerkleTree()
            for start in stride(from: 0, to: Self.most, by: step) {
                tree.append(Array(Self.hashes[start..<min(Self.most, start + step)]))
            }
            #expect((0...Self.most).allSatisfy { tree.root(size: $0) == roots[$0] })
        }
    }

    @Test func `proves every leaf in every size to 300`() {
        let naive = RecursiveTree(Self.leaves)
        for size in 1...Self.most {
            let root = naive.root(0..<size)
            let isRight = (0..<size).allSatisfy { index in
                let proof = Self.tree.inclusionProof(index: index, size: size)
                return proof == naive.path(index, 0..<size) && verify(Self.hashes[index], index, size, proof, root)
            }
            #expect(isRight, "size \(size)")
        }
    }

    @Test func `refuses proofs of leaves that are wrong in any part`() {
        for size in 1...100 {
            let root = Self.tree.root(size: size)
            for index in 0..<size {
                let (leaf, proof) = (Self.hashes[index], Self.tree.inclusionProof(index: index, size: size))
                #expect(!verify(leaf, index + 1, size, proof, root))
                #expect(!verify(leaf, index, size, proof + [leaf], root))
                #expect(!verify(leaf, index, size, proof, leaf) || size == 1)
                if !proof.isEmpty { #expect(!verify(leaf, index, size, Array(proof.dropLast()), root)) }
            }
        }
        let first = Self.tree.root(size: 1)
        #expect(!verify(first, -1, 1, [], first))
        #expect(!verify(first, 0, 0, [], first))
    }

    private func verify(_ leaf: Digest, _ index: Int, _ size: Int, _ proof: [Digest], _ root: Digest) -> Bool {
        MerkleTree.verifyInclusion(of: leaf, index: index, size: size, proof: proof, root: root)
    }

    @Test func `proves every older size in every size to 300`() {
        let naive = RecursiveTree(Self.leaves)
        for new in 0...Self.most {
            let isRight = (0...new).allSatisfy { old in
                let proof = Self.tree.consistencyProof(old: old, new: new)
                return (old == 0 || proof == naive.proof(old, 0..<new))
                    && consistent(old, naive.root(0..<old), new, naive.root(0..<new), proof)
            }
            #expect(isRight, "size \(new)")
        }
    }

    @Test func `refuses proofs of older sizes that are wrong in any part`() {
        let roots = (0...100).map { Self.tree.root(size: $0) }
        for new in 1...100 {
            for old in 0..<new {
                let proof = Self.tree.consistencyProof(old: old, new: new)
                #expect(!consistent(old, roots[new], new, roots[new], proof))
                #expect(!consistent(old, roots[old], new, roots[new], proof + [roots[new]]))
                if old == 0 { continue }
                #expect(!consistent(old, roots[old], new, roots[old], proof))
                #expect(!consistent(old, roots[old], new, roots[new], Array(proof.dropLast())))
            }
        }
        #expect(!consistent(2, roots[2], 1, roots[1], []))
    }

    private func consistent(_ old: Int, _ oldRoot: Digest, _ new: Int, _ newRoot: Digest, _ proof: [Digest]) -> Bool {
        MerkleTree.verifyConsistency(old: old, oldRoot: oldRoot, new: new, newRoot: newRoot, proof: proof)
    }
}

struct TileTests {
    @Test(arguments: [
        (Tile(.hashes(level: 0), index: 0), "tile/0/000"),
        (Tile(.hashes(level: 2), index: 1234), "tile/2/x001/234"),
        (Tile(.hashes(level: 0), index: 1_234_067, width: 9), "tile/0/x001/x234/067.p/9"),
        (Tile(.entries, index: 999, width: 255), "tile/entries/999.p/255"),
        (Tile(.openings, index: 1000), "openings/x001/000"),
    ])
    func `writes and reads paths`(_ tile: Tile, _ path: String) {
        #expect(tile.path == path)
        #expect(Tile(path: path) == tile)
    }

    @Test(arguments: [
        "", "tile", "tile/0", "tile/0/00", "tile/0/1234", "tile/00/000", "tile/0/000.p/0", "tile/0/000.p/256",
        "tile/0/000.p/01", "tile/0/000.p", "tile/0/x000/001", "tile/0/001/234", "tile/0/x001", "tile/x/000",
        "tile/-1/000", "openings", "tile/0/+01", "tile/0/000/", "tile/64/000", "tiles/0/000",
        "tile/0/x999/x999/x999/x999/x999/x999/999",
    ])
    func `refuses other paths`(_ path: String) {
        #expect(Tile(path: path) == nil)
    }

    /// Every partial width occurs among the sizes; each tile holds the hashes of the tree over just that size.
    @Test func `has the tiles of every size to 600`() throws {
        let leaves = (0..<600).map { SHA256.hash(sampleBytes(8, seed: UInt64($0))) }
        let tree = MerkleTree(leaves)
        let roots = [0, 256].map { MerkleTree(Array(leaves[$0..<($0 + 256)])).root }
        let (bytes, rootBytes) = (leaves.flatMap(\.bytes), roots.flatMap(\.bytes))
        for size in 0...600 {
            let tiles = Tile.tiles(size: size)
            let level0 = tiles.filter { $0.kind == .hashes(level: 0) }
            let level1 = tiles.filter { $0.kind == .hashes(level: 1) }
            let entries = tiles.filter { $0.kind == .entries }
            #expect(level0.reduce([]) { $0 + $1.bytes(of: tree) } == Array(bytes[..<(32 * size)]))
            #expect(level1.reduce([]) { $0 + $1.bytes(of: tree) } == Array(rootBytes[..<(32 * (size / 256))]))
            #expect(entries.map(\.range) == level0.map(\.range))
            #expect(Tile.openings(size: size).map(\.range) == level0.map(\.range))
            #expect(tiles.count == level0.count + level1.count + entries.count)
            #expect(tiles.allSatisfy { Tile(path: $0.path) == $0 })
        }
    }

    @Test func `names the tiles that growth changes`() {
        #expect(Tile.changed(from: 10, to: 10).isEmpty)
        #expect(Tile.changed(from: 10, to: 12).map(\.path) == ["tile/0/000.p/12", "tile/entries/000.p/12"])
        #expect(
            Tile.changed(from: 255, to: 257).map(\.path) == [
                "tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/1",
            ])
    }

    @Test func `reads back entry bundles and refuses torn ones`() throws {
        let leaves = [[], [1], sampleBytes(300)]
        let bundle = EntryBundle.encode(leaves)
        #expect(try EntryBundle.decode(bundle, width: 3) == leaves)
        #expect(throws: FormatError("entry bundle", at: .byte(5), expected: "a leaf of 300 bytes", found: "299")) {
            try EntryBundle.decode(Array(bundle.dropLast()), width: 3)
        }
        #expect(throws: FormatError("entry bundle", at: .byte(0), expected: "2 bytes of length", found: "1")) {
            try EntryBundle.decode([0], width: 1)
        }
        #expect(throws: FormatError("entry bundle", at: .byte(307), expected: "4 leaves", found: "3")) {
            try EntryBundle.decode(bundle, width: 4)
        }
    }
}
