/// Whether the bytes are exactly the RFC 8785 form of the value they hold, with integers below 2^53 only.
///
/// Whoever checks many texts keeps a tape and asks it.
package func isCanonical(_ bytes: [UInt8]) -> Bool {
    var tape = JSONTape()
    return bytes.withUnsafeBufferPointer { bytes in
        do throws(JSONError) {
            try tape.read(bytes)
        } catch {
            return false
        }
        return tape.isCanonical(in: bytes)
    }
}

extension JSONTape {
    /// Whether the bytes that were read are the RFC 8785 form of their value.
    ///
    /// Every node is written in one way only, keys ascend, and nothing lies between the nodes: the lengths add up.
    package func isCanonical(in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var length = 0
        for (index, node) in nodes.enumerated() {
            switch node.kind {
            case .string:
                if node.isEscaped, !hasFewestEscapes(node.bytes(of: bytes)) { return false }
                length += Int(node.end - node.start) + 2
            case .number:
                guard let value = node.integer(of: bytes), value != 0 || node.end - node.start == 1 else {
                    return false
                }
                length += Int(node.end - node.start)
            case .null, .true, .false:
                length += Int(node.end - node.start)
            case .array:
                length += 2 + max(0, Int(node.count) - 1)
            case .object:
                guard hasAscendingKeys(index, bytes) else { return false }
                length += 2 + Int(node.count) + max(0, Int(node.count) - 1)
            }
        }
        return length == bytes.count
    }

    private func hasAscendingKeys(_ object: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var key = object + 1
        for _ in 1..<max(1, Int(nodes[object].count)) {
            let next = Int(nodes[key + 1].next)
            if nodes[key].isEscaped || nodes[next].isEscaped {
                let (a, b) = (nodes[key].text(of: bytes), nodes[next].text(of: bytes))
                guard precedesInUTF16(a.utf8, b.utf8) else { return false }
            } else {
                guard precedesInUTF16(nodes[key].bytes(of: bytes), nodes[next].bytes(of: bytes)) else { return false }
            }
            key = next
        }
        return true
    }
}

/// Whether the inside of a valid string escapes only what must be escaped, and in the one canonical way.
private func hasFewestEscapes(_ raw: UnsafeBufferPointer<UInt8>) -> Bool {
    var at = 0
    while at < raw.count {
        guard raw[at] == UInt8(ascii: "\\") else {
            at += 1
            continue
        }
        switch raw[at + 1] {
        case UInt8(ascii: "/"):
            return false
        case UInt8(ascii: "u"):
            guard raw[at + 2] == UInt8(ascii: "0"), raw[at + 3] == UInt8(ascii: "0") else { return false }
            let (high, low) = (raw[at + 4], raw[at + 5])
            guard high == UInt8(ascii: "0") || high == UInt8(ascii: "1") else { return false }
            if low >= UInt8(ascii: "A"), low <= UInt8(ascii: "F") { return false }
            // \b \t \n \f \r have letters of their own.
            if high == UInt8(ascii: "0"), "89acd".utf8.contains(low) { return false }
            at += 6
        default:
            at += 2
        }
    }
    return true
}

/// The order of RFC 8785 for keys: by UTF-16 code units.
///
/// It differs from the order of UTF-8 bytes only where a scalar beyond U+FFFF, whose first unit is a surrogate, meets
/// one of U+E000…U+FFFF; such lead bytes are at least 0xF0 and 0xEE.
@inline(__always)
func precedesInUTF16<A: Sequence, B: Sequence>(_ a: A, _ b: B) -> Bool where A.Element == UInt8, B.Element == UInt8 {
    var (a, b) = (a.makeIterator(), b.makeIterator())
    while true {
        switch (a.next(), b.next()) {
        case (nil, nil): return false
        case (nil, _): return true
        case (_, nil): return false
        case (let x?, let y?) where x != y:
            if x >= 0xEE, y >= 0xEE, (x >= 0xF0) != (y >= 0xF0) { return x >= 0xF0 }
            return x < y
        default: continue
        }
    }
}
