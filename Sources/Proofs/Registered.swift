/// A leaf of the organiser's registry: what became of one of its campaigns.
package struct Registered: Record {
    package static let type = "huigong/registered/v1"

    package enum Event: String, Sendable, CaseIterable {
        case announced, amended, closed, drawn, final, void
    }

    package var event: Event
    package var origin: Origin
    package var key: VerificationKey
    /// The hash of the campaign's leaf that the event rests on.
    package var leaf: Digest
    /// Size and root of the campaign's log at the event.
    package var size: Int
    package var root: Digest
    package var roll: CountedDigest?
    /// SHA-256 of the canonical `/prizes` of the public rules.
    package var prizes: Digest?
    package var opens: Int64
    package var closes: Int64
    package var at: Int64

    package init(
        event: Event, origin: Origin, key: VerificationKey, leaf: Digest, size: Int, root: Digest,
        roll: CountedDigest?, prizes: Digest?, opens: Int64, closes: Int64, at: Int64
    ) {
        self.event = event
        self.origin = origin
        self.key = key
        self.leaf = leaf
        self.size = size
        self.root = root
        self.roll = roll
        self.prizes = prizes
        self.opens = opens
        self.closes = closes
        self.at = at
    }

    package var lines: [(key: String, value: String)] {
        [
            ("event", event.rawValue), ("origin", origin.text), ("vkey", key.text), ("leaf", leaf.hex),
            ("size", String(size)), ("root", root.hex), ("roll", roll.orDash(\.description)),
            ("prizes", prizes.orDash(\.hex)), ("opens", String(opens)), ("closes", String(closes)), ("at", String(at)),
        ]
    }

    package init(reading reader: inout RecordReader) throws(FormatError) {
        event = try reader.text.value("event", "announced, amended, closed, drawn, final or void") { text in
            Event(rawValue: String(text))
        }
        origin = try reader.origin()
        key = try reader.key("vkey")
        leaf = try reader.digest("leaf")
        size = try reader.positive("size")
        root = try reader.digest("root")
        roll = try reader.optionalCounted("roll")
        prizes = try reader.optionalDigest("prizes")
        opens = try reader.time("opens")
        closes = try reader.time("closes")
        at = try reader.time("at")
    }
}
