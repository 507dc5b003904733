/// A leaf that commits to an opening: of a submission, or of what is no submission.
package protocol CommittedLeaf: Hashable, Sendable {
    static var type: String { get }
    var commitment: Digest { get }
    init(commitment: Digest)
}

extension CommittedLeaf {
    /// `<type> <hex>` and LF.
    package var text: String { "\(Self.type) \(commitment.hex)\n" }

    package var bytes: [UInt8] { Array(text.utf8) }

    package init(parsing bytes: some Collection<UInt8>) throws(FormatError) {
        let start = Self.type.utf8.count + 1
        // The common case without a text in between: a campaign has a million of these.
        if bytes.count == start + 65, bytes.starts(with: Self.type.utf8), bytes.dropFirst(start + 64).first == 0x0A,
            bytes.dropFirst(start - 1).first == 0x20,
            let commitment = Hex.digest(bytes.dropFirst(start).prefix(64))
        {
            self.init(commitment: commitment)
            return
        }
        var reader = try TextReader(bytes, format: Self.type)
        let commitment = try reader.value(Self.type, "64 hex digits") { Digest(hex: $0) }
        try reader.end()
        self.init(commitment: commitment)
    }
}

/// One accepted submission; C commits to its opening.
package struct EntryLeaf: CommittedLeaf {
    package static let type = "huigong/entry/v1"
    package var commitment: Digest

    package init(commitment: Digest) {
        self.commitment = commitment
    }

    /// The bytes of an entry leaf: 82.
    package static let byteCount = 82

    /// Appends the leaf without making a string.
    package static func append(_ commitment: Digest, to leaves: inout [UInt8]) {
        leaves.append(contentsOf: "huigong/entry/v1 ".utf8)
        commitment.withUnsafeBytes { Hex.append($0, to: &leaves) }
        leaves.append(0x0A)
    }
}

/// What is no submission: redeem, refund, expire, claim, decline, forfeit, alternate, offer, settle.
package struct EventLeaf: CommittedLeaf {
    package static let type = "huigong/event/v1"
    package var commitment: Digest

    package init(commitment: Digest) {
        self.commitment = commitment
    }
}

/// A value known before intake, which papers or instant wins depend on.
package struct Activation: Record {
    package static let type = "huigong/activation/v1"
    /// The source's number from 1 among those of the phase `activation`.
    package var source: Int
    package var value: String
    package var at: Int64

    package init(source: Int, value: String, at: Int64) {
        self.source = source
        self.value = value
        self.at = at
    }

    package var lines: [(key: String, value: String)] {
        [("source", String(source)), ("value", value), ("at", String(at))]
    }

    package init(reading reader: inout RecordReader) throws(FormatError) {
        source = try reader.positive("source")
        value = try reader.randomness("value")
        at = try reader.time("at")
    }
}

/// A change after announcing and before the closing.
package struct Amendment: Record {
    package static let type = "huigong/amendment/v1"
    /// Such as `close`, `extend`, `void-entry`, `roll`.
    package var `class`: String
    /// Who made it, such as `organiser`.
    package var role: String
    /// Canonical JSON on one line; whether it is canonical is for readers of JSON to check.
    package var `public`: String
    /// Commits to a secret change, such as one of an answer key.
    package var secret: Digest?
    package var at: Int64

    package init(class: String, role: String, public: String, secret: Digest?, at: Int64) {
        self.class = `class`
        self.role = role
        self.public = `public`
        self.secret = secret
        self.at = at
    }

    package var lines: [(key: String, value: String)] {
        [
            ("class", self.class), ("role", role), ("public", self.public), ("secret", secret.orDash(\.hex)),
            ("at", String(at)),
        ]
    }

    package init(reading reader: inout RecordReader) throws(FormatError) {
        self.class = try reader.label("class")
        role = try reader.label("role")
        self.public = try reader.text.value("public", "a JSON object") { text in
            text.utf8.first == UInt8(ascii: "{") && text.utf8.last == UInt8(ascii: "}") ? String(text) : nil
        }
        secret = try reader.optionalDigest("secret")
        at = try reader.time("at")
    }
}
