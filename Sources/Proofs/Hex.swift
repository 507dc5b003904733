/// Lower-case hexadecimal, the only spelling that is read or written.
package enum Hex {
    private static func digit(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? 0x30 + nibble : 0x61 + nibble - 10
    }

    package static func encode(_ bytes: some Collection<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        append(bytes, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends two digits a byte.
    package static func append(_ bytes: some Sequence<UInt8>, to text: inout [UInt8]) {
        for byte in bytes {
            text.append(digit(byte >> 4))
            text.append(digit(byte & 15))
        }
    }

    /// The same for bytes in memory, as a roll has millions of them: the digits are appended all at once.
    package static func append(_ bytes: UnsafeRawBufferPointer, to text: inout [UInt8]) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * bytes.count) { digits in
            for (position, byte) in bytes.enumerated() {
                digits.initializeElement(at: 2 * position, to: digit(byte >> 4))
                digits.initializeElement(at: 2 * position + 1, to: digit(byte & 15))
            }
            text.append(contentsOf: digits)
        }
    }

    /// The bytes that the digits stand for; nil for an odd count, an upper-case digit or any other character.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        var high: UInt8?
        for character in text.utf8 {
            let nibble: UInt8
            switch character {
            case 0x30...0x39: nibble = character - 0x30
            case 0x61...0x66: nibble = character - 0x61 + 10
            default: return nil
            }
            if let first = high {
                bytes.append(first << 4 | nibble)
                high = nil
            } else {
                high = nibble
            }
        }
        return high == nil ? bytes : nil
    }

    /// Reads 64 lower-case digits as they stand in a file; nil for anything else.
    package static func digest(_ digits: some Collection<UInt8>) -> Digest? {
        guard digits.count == 64 else { return nil }
        var digest = Digest.zero
        var isValid = true
        withUnsafeMutableBytes(of: &digest) { bytes in
            for (position, digit) in digits.enumerated() {
                let nibble: UInt8
                switch digit {
                case 0x30...0x39: nibble = digit - 0x30
                case 0x61...0x66: nibble = digit - 0x61 + 10
                default:
                    isValid = false
                    return
                }
                bytes[position / 2] = bytes[position / 2] << 4 | nibble
            }
        }
        return isValid ? digest : nil
    }
}
