/// Reads a JSON text (RFC 8259, strictly) into a flat list of nodes.
///
/// The tape holds places, never text, so whoever asks it for something hands in the bytes that were read. Reading again
/// reuses the storage: once it has grown to the largest text, a read allocates nothing. (An object of more than 24
/// members, or with an escaped key, sorts its keys, which may.)
///
/// Refused besides what the grammar refuses: the same key twice, half surrogate pairs, bytes that are not UTF-8, a byte
/// order mark, more depth or values than ``limits`` allow.
package struct JSONTape: Sendable {
    package let limits: JSONLimits
    /// Values in the text, keys included; 0 after a read that threw.
    package private(set) var count = 0
    /// Key nodes that repeat an earlier key of their object, in no particular order; always empty where
    /// ``JSONLimits/refusesDuplicateKeys`` is on.
    package private(set) var duplicateKeys: [Int] = []

    /// The first ``count`` are of the text, the others left over from longer ones.
    private var storage: [JSONNode] = []
    private var keys = JSONKeyScratch()

    package init(limits: JSONLimits = JSONLimits()) {
        self.limits = limits
    }

    /// The value at an index in document order; the root is at 0.
    package subscript(index: Int) -> JSONNode {
        precondition(index < count, "no such value")
        return storage[index]
    }

    /// All values in document order; ``subscript(_:)`` is cheaper for one.
    package var nodes: ArraySlice<JSONNode> { storage[..<count] }

    /// Lends all values without owning anything, for the path of an answer; valid during the call. Mutating, so that a
    /// tape that is somebody's property is lent in place: a copy would hold its arrays.
    package mutating func withUnsafeNodes<Result>(_ body: (UnsafeBufferPointer<JSONNode>) -> Result) -> Result {
        storage.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[..<count])) }
    }

    package mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONError) {
        count = 0
        duplicateKeys.removeAll(keepingCapacity: true)
        guard let base = bytes.baseAddress, !bytes.isEmpty else { throw JSONError(.unexpectedEnd, at: 0) }
        guard bytes.count < Int(Int32.max) else { throw JSONError(.tooLong, at: Int(Int32.max)) }
        if base[0] == 0xEF, bytes.count > 2, base[1] == 0xBB, base[2] == 0xBF { throw JSONError(.byteOrderMark, at: 0) }
        makeRoom(for: bytes.count)

        var failure: JSONError?
        count = storage.withUnsafeMutableBufferPointer { nodes in
            var parser = JSONParser(
                scanner: JSONScanner(base: base, count: bytes.count), nodes: nodes, limits: limits)
            do throws(JSONError) {
                try parser.parse(&keys, duplicates: &duplicateKeys)
                return parser.count
            } catch {
                failure = error
                return 0
            }
        }
        if let failure { throw failure }
    }

    /// A text of n bytes has at most n / 2 values besides what is open: each but the first of an array or object has a
    /// comma or colon before it.
    private mutating func makeRoom(for byteCount: Int) {
        let most = min(byteCount / 2 + limits.maxDepth + 2, limits.maxNodes)
        guard storage.count < most else { return }
        let empty = JSONNode(start: 0, end: 0, next: 0, count: 0, kind: .null, isEscaped: false, isInteger: false)
        storage.append(contentsOf: repeatElement(empty, count: most - storage.count))
    }
}
