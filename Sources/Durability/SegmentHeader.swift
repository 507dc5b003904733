import CKernel
import Platform

/// The first block of a segment, written together with the first batch in it:
///
///     huigong journal 1
///     segment 7
///     batch 123
///     index 456
///     previous 0a1b2c3d
///     check 89abcdef
///     ……                     (dots to the end of the block)
///
/// `previous` is the check of the last frame of the segment before, so no segment can go missing or change places.
enum SegmentHeader {
    static let byteCount = diskBlockBytes
    static let version = "1"
    private static let opening = "huigong journal "

    static func bytes(segment: UInt32, chain: ChainPosition) -> [UInt8] {
        var text = "\(opening)\(version)\nsegment \(segment)\nbatch \(chain.batch)\nindex \(chain.index)\n"
        text += "previous \(hex(chain.check))\n"
        text += "check \(hex(text.withUTF8 { crc32c(0, $0.baseAddress, $0.count) }))\n"
        var bytes = [UInt8](repeating: UInt8(ascii: "."), count: byteCount)
        for (position, byte) in text.utf8.enumerated() { bytes[position] = byte }
        return bytes
    }

    /// The version a header names, when it names one that isn't ours.
    static func otherVersion(_ bytes: UnsafeRawBufferPointer) -> String? {
        guard bytes.starts(with: Array(opening.utf8)) else { return nil }
        let digits = bytes[opening.utf8.count...].prefix(12).prefix { (0x30...0x39).contains($0) }
        let found = String(decoding: digits, as: UTF8.self)
        return digits.isEmpty || found == version ? nil : found
    }

    static func name(_ segment: UInt32) -> String {
        let digits = String(segment)
        return String(repeating: "0", count: max(0, 8 - digits.count)) + digits + ".segment"
    }

    /// The number in a segment's name; nil for any other file.
    static func number(_ name: String) -> UInt32? {
        guard name.hasSuffix(".segment"), let number = UInt32(name.dropLast(8)), self.name(number) == name else {
            return nil
        }
        return number
    }

    private static func hex(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
