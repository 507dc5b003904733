/// A leaf or another text in the form of a record: its type line, then `key SP value LF` in one order, every key
/// present, `-` when not used.
package protocol Record: Hashable, Sendable {
    /// The type line, such as `huigong/closing/v1`.
    static var type: String { get }
    /// Key and value of each line, in order.
    var lines: [(key: String, value: String)] { get }
    /// Reads the lines after the type line.
    init(reading reader: inout RecordReader) throws(FormatError)
}

extension Record {
    /// The whole record, ending in LF; these bytes are hashed.
    package var text: String {
        lines.reduce(into: Self.type + "\n") { text, line in text += "\(line.key) \(line.value)\n" }
    }

    package var bytes: [UInt8] { Array(text.utf8) }

    package init(parsing bytes: some Collection<UInt8>) throws(FormatError) {
        var reader = RecordReader(try TextReader(bytes, format: Self.type))
        try reader.text.take(exactly: Self.type)
        try self.init(reading: &reader)
        try reader.text.end()
    }
}

/// Reads the values that records are made of.
package struct RecordReader {
    var text: TextReader

    init(_ text: TextReader) {
        self.text = text
    }

    mutating func origin() throws(FormatError) -> Origin {
        try text.value("origin", "<organiser>/<campaign>") { Origin($0) }
    }

    mutating func key(_ key: String) throws(FormatError) -> VerificationKey {
        try text.value(key, "a vkey") { try? VerificationKey(parsing: $0) }
    }

    mutating func digest(_ key: String) throws(FormatError) -> Digest {
        try text.value(key, "64 hex digits") { Digest(hex: $0) }
    }

    mutating func optionalDigest(_ key: String) throws(FormatError) -> Digest? {
        try text.optional(key, "64 hex digits") { Digest(hex: $0) }
    }

    /// Unix milliseconds.
    mutating func time(_ key: String) throws(FormatError) -> Int64 {
        try text.value(key, "Unix milliseconds", Decimal.read)
    }

    mutating func count(_ key: String) throws(FormatError) -> Int {
        try text.value(key, "a number without leading zeros", Decimal.readInt)
    }

    mutating func positive(_ key: String) throws(FormatError) -> Int {
        try text.value(key, "a number from 1", Decimal.readPositive)
    }

    mutating func label(_ key: String) throws(FormatError) -> String {
        try text.value(key, "1–32 of a–z 0–9 -") { Names.isLabel($0) ? String($0) : nil }
    }

    mutating func reason(_ key: String) throws(FormatError) -> String {
        try text.value(key, "a reason") { Names.isReason($0) ? String($0) : nil }
    }

    /// A value of randomness: hex digits, or numbers joined by dots.
    mutating func randomness(_ key: String) throws(FormatError) -> String {
        try text.value(key, "64 hex digits, or numbers joined by dots") {
            RandomnessSource.isValue($0) ? String($0) : nil
        }
    }

    mutating func counted(_ key: String) throws(FormatError) -> CountedDigest {
        try text.value(key, "<count> <64 hex digits>") { CountedDigest($0) }
    }

    mutating func optionalCounted(_ key: String) throws(FormatError) -> CountedDigest? {
        try text.optional(key, "<count> <64 hex digits>") { CountedDigest($0) }
    }
}

/// A number of rows, lines or people, and the digest that fixes them: `<count> <hex>`.
package struct CountedDigest: Hashable, Sendable, CustomStringConvertible {
    package var count: Int
    package var digest: Digest

    package init(count: Int, digest: Digest) {
        self.count = count
        self.digest = digest
    }

    package init?(_ text: some StringProtocol) {
        let parts = text.parts(at: " ")
        guard parts.count == 2, let count = Decimal.readInt(parts[0]), let digest = Digest(hex: parts[1]) else {
            return nil
        }
        self.init(count: count, digest: digest)
    }

    package var description: String { "\(count) \(digest.hex)" }
}

extension Optional {
    /// The value as records write it: `-` for nothing.
    func orDash(_ text: (Wrapped) -> String) -> String {
        map(text) ?? "-"
    }
}
