/// A person, household, unit or device under the name that it has in one campaign: 16 bytes, ordered as bytes.
@frozen
package struct Pseudonym: Hashable, Sendable {
    /// What a pseudonym stands for; part of what is hashed, so that equal ids of two kinds stay unrelated.
    package enum Kind: String, Sendable, CaseIterable {
        case person, household, unit, device
    }

    @usableFromInline var high: UInt64
    @usableFromInline var low: UInt64

    // Both numbers are the bytes read big-endian.
    @inlinable
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The first 16 bytes of a digest.
    package init(_ digest: Digest) {
        high = UInt64(bigEndian: digest.words.0)
        low = UInt64(bigEndian: digest.words.1)
    }

    /// Takes exactly 16 bytes; nil for any other count.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Reads 32 lower-case hex digits; nil for anything else.
    package init?(hex: some StringProtocol) {
        guard let bytes = Hex.decode(hex), let pseudonym = Pseudonym(bytes) else { return nil }
        self = pseudonym
    }

    /// The first eight bytes as a big-endian number: pseudonyms sort by it first.
    @inlinable
    package var leadingWord: UInt64 { high }

    /// Lends the 16 bytes.
    package func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        Swift.withUnsafeBytes(of: (high.bigEndian, low.bigEndian), body)
    }

    package var bytes: [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: high >> (56 - 8 * $0)) }
            + (0..<8).map { UInt8(truncatingIfNeeded: low >> (56 - 8 * $0)) }
    }

    /// 32 lower-case hex digits.
    package var hex: String { Hex.encode(bytes) }

    /// Appends the 32 hex digits without making a string.
    package func appendHex(to text: inout [UInt8]) {
        withUnsafeBytes { Hex.append($0, to: &text) }
    }
}

extension Pseudonym: Comparable {
    @inlinable
    package static func < (left: Pseudonym, right: Pseudonym) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }
}

extension Pseudonym: CustomStringConvertible {
    package var description: String { hex }
}
