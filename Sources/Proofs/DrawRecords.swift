/// Ends a phase: freezes the prefix of the log up to and with this leaf.
package struct Closing: Record {
    package static let type = "huigong/closing/v1"
    package var phase: String
    package var intakeEnded: Int64
    package var entries: Int
    /// Distinct pseudonyms.
    package var people: Int
    /// Rows and SHA-256 of eligible.csv.
    package var eligible: CountedDigest?
    package var tally: Digest?
    package var stock: Digest?
    package var ledger: Digest?
    /// SHA-256 of refusals.csv, which is the operator's word.
    package var refusals: Digest?
    package var at: Int64

    package init(
        phase: String, intakeEnded: Int64, entries: Int, people: Int, eligible: CountedDigest?, tally: Digest?,
        stock: Digest?, ledger: Digest?, refusals: Digest?, at: Int64
    ) {
        self.phase = phase
        self.intakeEnded = intakeEnded
        self.entries = entries
        self.people = people
        self.eligible = eligible
        self.tally = tally
        self.stock = stock
        self.ledger = ledger
        self.refusals = refusals
        self.at = at
    }

    package var lines: [(key: String, value: String)] {
        [
            ("phase", phase), ("intake-ended", String(intakeEnded)), ("entries", String(entries)),
            ("people", String(people)), ("eligible", eligible.orDash(\.description)), ("tally", tally.orDash(\.hex)),
            ("stock", stock.orDash(\.hex)), ("ledger", ledger.orDash(\.hex)), ("refusals", refusals.orDash(\.hex)),
            ("at", String(at)),
        ]
    }

    package init(reading reader: inout RecordReader) throws(FormatError) {
        phase = try reader.label("phase")
        intakeEnded = try reader.time("intake-ended")
        entries = try reader.count("entries")
        people = try reader.count("people")
        eligible = try reader.optionalCounted("eligible")
        tally = try reader.optionalDigest("tally")
        stock = try reader.optionalDigest("stock")
        ledger = try reader.optionalDigest("ledger")
        refusals = try reader.optionalDigest("refusals")
        at = try reader.time("at")
    }
}

/// The value of one source of a phase, after its closing.
package struct Value: Record {
    package static let type = "huigong/value/v1"
    package var phase: String
    /// The source's number from 1 in the charter's order.
    package var source: Int
    package var value: String
    package var at: Int64

    package init(phase: String, source: Int, value: String, at: Int64) {
        self.phase = phase
        self.source = source
        self.value = value
        self.at = at
    }

    package var lines: [(key: String, value: String)] {
        [("phase", phase), ("source", String(source)), ("value", value), ("at", String(at))]
    }

    package init(reading reader: inout RecordReader) throws(FormatError) {
        phase = try reader.label("phase")
        source = try reader.positive("source")
        value = try reader.randomness("value")
        at = try reader.time("at")
    }
}

/// The outcome of a phase.
package struct Draw: Record {
    package static let type = "huigong/draw/v1"
    package var phase: String
    package var seed: Digest
    /// Rows and SHA-256 of winners.csv.
    package var winners: CountedDigest
    package var at: Int64

    package init(phase: String, seed: Digest, winners: CountedDigest, at: Int64) {
        self.phase = phase
        self.seed = seed
        self.winners = winners
        self.at = at
    }

    package var lines: [(key: String, value: String)] {
        [("phase", phase), ("seed", seed.hex), ("winners", winners.description), ("at", String(at))]
    }

    package init(reading reader: inout RecordReader) throws(FormatError) {
        phase = try reader.label("phase")
        seed = try reader.digest("seed")
        winners = try reader.counted("winners")
        at = try reader.time("at")
    }
}

/// A phase without a draw, because randomness never came.
package struct VoidRecord: Record {
    package static let type = "huigong/void/v1"
    package static let missingRandomness = "missing-randomness"
    package var phase: String
    package var reason: String
    package var at: Int64

    package init(phase: String, reason: String = VoidRecord.missingRandomness, at: Int64) {
        self.phase = phase
        self.reason = reason
        self.at = at
    }

    package var lines: [(key: String, value: String)] {
        [("phase", phase), ("reason", reason), ("at", String(at))]
    }

    package init(reading reader: inout RecordReader) throws(FormatError) {
        phase = try reader.label("phase")
        reason = try reader.text.value("reason", VoidRecord.missingRandomness) { text in
            text == VoidRecord.missingRandomness ? String(text) : nil
        }
        at = try reader.time("at")
    }
}

/// An opening erased after the dispute window.
package struct Withheld: Record {
    package static let type = "huigong/withheld/v1"
    package var index: Int
    package var reason: String
    package var at: Int64

    package init(index: Int, reason: String, at: Int64) {
        self.index = index
        self.reason = reason
        self.at = at
    }

    package var lines: [(key: String, value: String)] {
        [("index", String(index)), ("reason", reason), ("at", String(at))]
    }

    package init(reading reader: inout RecordReader) throws(FormatError) {
        index = try reader.count("index")
        reason = try reader.reason("reason")
        at = try reader.time("at")
    }
}

/// The last leaf of a log.
package struct Final: Record {
    package static let type = "huigong/final/v1"
    package var events: Int
    package var ledger: Digest?
    package var at: Int64

    package init(events: Int, ledger: Digest?, at: Int64) {
        self.events = events
        self.ledger = ledger
        self.at = at
    }

    package var lines: [(key: String, value: String)] {
        [("events", String(events)), ("ledger", ledger.orDash(\.hex)), ("at", String(at))]
    }

    package init(reading reader: inout RecordReader) throws(FormatError) {
        events = try reader.count("events")
        ledger = try reader.optionalDigest("ledger")
        at = try reader.time("at")
    }
}
