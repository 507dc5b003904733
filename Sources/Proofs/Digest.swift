/// A SHA-256 digest, or another 32 bytes of that kind (a salt, a nonce, a key); ordered as its bytes are.
@frozen
package struct Digest: Hashable, Sendable {
    // The bytes in memory order, so that an array of digests is the concatenation of their bytes.
    @usableFromInline var words: (UInt64, UInt64, UInt64, UInt64)

    @inlinable
    package init(words: (UInt64, UInt64, UInt64, UInt64)) {
        self.words = words
    }

    /// Takes exactly 32 bytes; nil for any other count.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        self = .zero
        Swift.withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
    }

    /// Reads 64 lower-case hex digits; nil for anything else.
    package init?(hex: some StringProtocol) {
        guard let bytes = Hex.decode(hex), let digest = Digest(bytes) else { return nil }
        self = digest
    }

    package static let zero = Digest(words: (0, 0, 0, 0))

    package var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// 64 lower-case hex digits.
    package var hex: String { withUnsafeBytes { Hex.encode($0) } }

    package var base64: String { withUnsafeBytes { Base64.encode($0) } }

    /// The first eight bytes as a big-endian number: digests sort by it first.
    @inlinable
    package var leadingWord: UInt64 { UInt64(bigEndian: words.0) }

    @inlinable
    package func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try Swift.withUnsafeBytes(of: words, body)
    }

    @inlinable
    package static func == (left: Digest, right: Digest) -> Bool {
        left.words.0 == right.words.0 && left.words.1 == right.words.1
            && left.words.2 == right.words.2 && left.words.3 == right.words.3
    }

    @inlinable
    package func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}

extension Digest: Comparable {
    @inlinable
    package static func < (left: Digest, right: Digest) -> Bool {
        if left.words.0 != right.words.0 { return left.words.0.bigEndian < right.words.0.bigEndian }
        if left.words.1 != right.words.1 { return left.words.1.bigEndian < right.words.1.bigEndian }
        if left.words.2 != right.words.2 { return left.words.2.bigEndian < right.words.2.bigEndian }
        return left.words.3.bigEndian < right.words.3.bigEndian
    }
}

extension Digest: CustomStringConvertible {
    package var description: String { hex }
}
