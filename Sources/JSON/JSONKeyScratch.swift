/// Finds keys that an object has twice, comparing them as text, after unescaping.
struct JSONKeyScratch: Sendable {
    /// Up to this many members, every pair of keys is compared where it lies; beyond, keys are sorted, so that an object
    /// of n members costs n log n whatever somebody made it of.
    static let directlyComparedKeys = 24

    private var text: [UInt8] = []
    private var sorted: [Key] = []

    private struct Key: Sendable {
        var node: Int
        var range: Range<Int>
    }

    /// The first key node, in document order, that repeats an earlier key.
    mutating func firstRepeated(of object: Int, nodes: UnsafeBufferPointer<JSONNode>, base: UnsafePointer<UInt8>)
        -> Int?
    {
        if nodes[object].count <= JSONKeyScratch.directlyComparedKeys {
            switch compareDirectly(object, nodes, base) {
            case .distinct: return nil
            case .repeated(let node): return node
            case .unknown: break
            }
        }
        var repeated: [Int] = []
        allRepeated(of: object, nodes: nodes, base: base, into: &repeated)
        return repeated.min()
    }

    mutating func allRepeated(
        of object: Int, nodes: UnsafeBufferPointer<JSONNode>, base: UnsafePointer<UInt8>, into repeated: inout [Int]
    ) {
        text.removeAll(keepingCapacity: true)
        sorted.removeAll(keepingCapacity: true)
        var node = object + 1
        for _ in 0..<nodes[object].count {
            let start = text.count
            nodes[node].appendText(of: base, to: &text)
            sorted.append(Key(node: node, range: start..<text.count))
            node = Int(nodes[node + 1].next)
        }
        let text = text
        sorted.sort { a, b in
            let order = order(text[a.range], text[b.range])
            return order != 0 ? order < 0 : a.node < b.node
        }
        for (a, b) in zip(sorted, sorted.dropFirst()) where order(text[a.range], text[b.range]) == 0 {
            repeated.append(b.node)
        }
    }

    private enum Comparison {
        case distinct
        case repeated(Int)
        case unknown
    }

    /// Compares raw bytes, which says nothing where a key is escaped.
    @inline(__always)
    private func compareDirectly(
        _ object: Int, _ nodes: UnsafeBufferPointer<JSONNode>, _ base: UnsafePointer<UInt8>
    ) -> Comparison {
        var key = object + 1
        for position in 0..<Int(nodes[object].count) {
            let node = nodes[key]
            if node.isEscaped { return .unknown }
            var earlier = object + 1
            for _ in 0..<position {
                if node.hasSameBytes(as: nodes[earlier], base) { return .repeated(key) }
                earlier = Int(nodes[earlier + 1].next)
            }
            key = Int(nodes[key + 1].next)
        }
        return .distinct
    }
}

extension JSONNode {
    @inline(__always)
    fileprivate func hasSameBytes(as other: JSONNode, _ base: UnsafePointer<UInt8>) -> Bool {
        let length = Int(end - start)
        guard length == Int(other.end - other.start) else { return false }
        let (a, b) = (base + Int(start), base + Int(other.start))
        for index in 0..<length where a[index] != b[index] { return false }
        return true
    }
}

/// Bytewise order: below 0, 0 or above 0.
private func order(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>) -> Int {
    for (x, y) in zip(a, b) where x != y { return Int(x) - Int(y) }
    return a.count - b.count
}
