/// The leaves of an entry tile: (u16-BE length ‖ leaf)*.
package enum EntryBundle {
    /// A leaf is 65,535 bytes at most.
    package static func append(_ leaf: [UInt8], to bundle: inout [UInt8]) {
        precondition(leaf.count <= UInt16.max, "a leaf of \(leaf.count) bytes is too long for an entry bundle")
        bundle.append(UInt8(leaf.count >> 8))
        bundle.append(UInt8(leaf.count & 0xFF))
        bundle.append(contentsOf: leaf)
    }

    package static func encode(_ leaves: [[UInt8]]) -> [UInt8] {
        var bundle: [UInt8] = []
        for leaf in leaves { append(leaf, to: &bundle) }
        return bundle
    }

    /// Reads exactly `width` leaves.
    package static func decode(_ bundle: [UInt8], width: Int) throws(FormatError) -> [[UInt8]] {
        var leaves: [[UInt8]] = []
        var offset = 0
        while offset < bundle.count {
            let rest = bundle.count - offset
            guard rest >= 2 else { throw error(at: offset, "2 bytes of length", "\(rest)") }
            let length = Int(bundle[offset]) << 8 | Int(bundle[offset + 1])
            guard rest - 2 >= length else { throw error(at: offset, "a leaf of \(length) bytes", "\(rest - 2)") }
            leaves.append(Array(bundle[(offset + 2)..<(offset + 2 + length)]))
            offset += 2 + length
        }
        guard leaves.count == width else { throw error(at: offset, "\(width) leaves", "\(leaves.count)") }
        return leaves
    }

    private static func error(at offset: Int, _ expected: String, _ found: String) -> FormatError {
        FormatError("entry bundle", at: .byte(offset), expected: expected, found: found)
    }
}
