import JSON

/// The line being worked on: its bytes and the values in it. It owns nothing, so passing it on costs nothing; it is
/// valid while the daemon works on the line.
struct Line {
    let bytes: UnsafeBufferPointer<UInt8>
    let nodes: UnsafeBufferPointer<JSONNode>

    /// The place of a member's value in the object at a place, or nil; the key is ASCII.
    func member(_ key: StaticString, of object: Int) -> Int? {
        guard case .object = nodes[object].kind else { return nil }
        var node = object + 1
        for _ in 0..<nodes[object].count {
            if isText(node, key) { return node + 1 }
            node = Int(nodes[node + 1].next)
        }
        return nil
    }

    /// What a value's bytes are, of a string between the quotes.
    @inline(__always)
    func raw(_ node: Int) -> UnsafeBufferPointer<UInt8> {
        let value = nodes[node]
        return UnsafeBufferPointer(rebasing: bytes[Int(value.start)..<Int(value.end)])
    }

    func text(_ node: Int) -> String { nodes[node].text(of: bytes) }

    func integer(_ node: Int) -> Int64? { nodes[node].integer(of: bytes) }

    /// Whether a string has exactly this ASCII text.
    @inline(__always)
    func isText(_ node: Int, _ text: StaticString) -> Bool {
        let value = nodes[node]
        guard !value.isEscaped, case .string = value.kind else { return value.isText(text, of: bytes) }
        return areEqual(raw(node), UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Where a value begins in the line, in bytes from 1.
    func column(_ node: Int) -> Int { Int(nodes[node].start) + (nodes[node].kind == .string ? 0 : 1) }

    /// Appends a string as RFC 8785 writes it. What was written without a backslash is that already: the reader lets
    /// no quote and no control character pass.
    func appendCanonicalString(_ node: Int, to out: ByteSink) {
        let value = nodes[node]
        guard value.isEscaped else {
            out.append(UnsafeBufferPointer(rebasing: bytes[Int(value.start) - 1..<Int(value.end) + 1]))
            return
        }
        var text: [UInt8] = []
        value.appendText(of: bytes, to: &text)
        var written: [UInt8] = []
        JSONWriter.appendString(text, to: &written)
        out.append(written)
    }
}
