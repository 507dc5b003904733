/// A parsed text that owns its bytes, to be walked as a tree; for files, not for the path of an answer.
package final class JSONDocument: Sendable {
    package let bytes: [UInt8]
    let nodes: [JSONNode]
    /// Where keys stand that repeat an earlier key of their object, ascending; only with
    /// ``JSONLimits/refusesDuplicateKeys`` off. The quote is included.
    package let duplicateKeyRanges: [Range<Int>]

    package init(bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
        var tape = JSONTape(limits: limits)
        let failure: JSONError? = bytes.withUnsafeBufferPointer { bytes in
            do throws(JSONError) {
                try tape.read(bytes)
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
        self.bytes = bytes
        let nodes = Array(tape.nodes)
        self.nodes = nodes
        duplicateKeyRanges = tape.duplicateKeys.sorted().map { nodes[$0].sourceRange }
    }

    package var root: JSONValue {
        JSONValue(document: self, index: 0)
    }
}

/// One value of a ``JSONDocument``.
package struct JSONValue: Sendable {
    package let document: JSONDocument
    let index: Int

    package struct Member: Sendable {
        package let key: String
        package let keyRange: Range<Int>
        package let value: JSONValue
    }

    private var node: JSONNode { document.nodes[index] }

    package var kind: JSONKind { node.kind }

    /// The bytes of the value in the document; of a string with its quotes.
    package var range: Range<Int> { node.sourceRange }

    /// The text of a string.
    package var string: String? {
        guard kind == .string else { return nil }
        return document.bytes.withUnsafeBufferPointer { node.text(of: $0) }
    }

    /// A number without fraction and exponent, below 2^53 in magnitude.
    package var integer: Int64? {
        document.bytes.withUnsafeBufferPointer { node.integer(of: $0) }
    }

    package var bool: Bool? {
        switch kind {
        case .true: true
        case .false: false
        default: nil
        }
    }

    package var isNull: Bool { kind == .null }

    /// The elements of an array; of anything else none.
    package var elements: [JSONValue] {
        guard kind == .array else { return [] }
        var elements: [JSONValue] = []
        elements.reserveCapacity(Int(node.count))
        var next = index + 1
        for _ in 0..<node.count {
            elements.append(JSONValue(document: document, index: next))
            next = Int(document.nodes[next].next)
        }
        return elements
    }

    /// The members of an object in the order they are written in; of anything else none.
    package var members: [Member] {
        guard kind == .object else { return [] }
        var members: [Member] = []
        members.reserveCapacity(Int(node.count))
        var next = index + 1
        for _ in 0..<node.count {
            let key = JSONValue(document: document, index: next)
            members.append(
                Member(
                    key: key.string ?? "", keyRange: key.range, value: JSONValue(document: document, index: next + 1)))
            next = Int(document.nodes[next + 1].next)
        }
        return members
    }

    /// The value of the member with this key, compared byte for byte.
    package subscript(key: String) -> JSONValue? {
        guard kind == .object else { return nil }
        let utf8 = Array(key.utf8)
        var name = index + 1
        for _ in 0..<node.count {
            if document.nodes[name].isText(utf8, of: document.bytes) {
                return JSONValue(document: document, index: name + 1)
            }
            name = Int(document.nodes[name + 1].next)
        }
        return nil
    }
}

extension JSONNode {
    /// The bytes of the value, of a string with its quotes.
    fileprivate var sourceRange: Range<Int> {
        kind == .string ? Int(start) - 1..<Int(end) + 1 : Int(start)..<Int(end)
    }

    /// Whether the text of a string node is these UTF-8 bytes.
    fileprivate func isText(_ utf8: [UInt8], of bytes: [UInt8]) -> Bool {
        guard isEscaped else {
            return utf8.count == Int(end - start) && utf8[...] == bytes[Int(start)..<Int(end)]
        }
        var text: [UInt8] = []
        bytes.withUnsafeBufferPointer { appendText(of: $0, to: &text) }
        return text == utf8
    }
}
