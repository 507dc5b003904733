/// Leaf 0 of a campaign's log: what was fixed before intake.
package struct Charter: Record {
    package static let type = "huigong/charter/v1"

    package var origin: Origin
    package var key: VerificationKey
    /// The organiser's log of campaigns.
    package var registry: VerificationKey?
    package var rules: Digest
    package var publicRules: Digest
    /// How many people are on the roll, and its root.
    package var roll: CountedDigest?
    /// The public key of the VRF.
    package var vrf: Digest?
    package var paper: Digest?
    package var policy: Digest?
    /// Unix milliseconds, like the two after it.
    package var announces: Int64
    package var opens: Int64
    package var closes: Int64
    package var sources: [DeclaredSource]

    package init(
        origin: Origin, key: VerificationKey, registry: VerificationKey?, rules: Digest, publicRules: Digest,
        roll: CountedDigest?, vrf: Digest?, paper: Digest?, policy: Digest?, announces: Int64, opens: Int64,
        closes: Int64, sources: [DeclaredSource]
    ) {
        self.origin = origin
        self.key = key
        self.registry = registry
        self.rules = rules
        self.publicRules = publicRules
        self.roll = roll
        self.vrf = vrf
        self.paper = paper
        self.policy = policy
        self.announces = announces
        self.opens = opens
        self.closes = closes
        self.sources = sources
    }

    /// The sources of the seed, in order; values count from 1 among them.
    package var seedSources: [DeclaredSource] { sources.filter { $0.phase != Charter.activationPhase } }

    /// The source of the activation record, which feeds no seed.
    package var activationSource: RandomnessSource? {
        sources.first { $0.phase == Charter.activationPhase }?.source
    }

    package static let activationPhase = "activation"

    package var lines: [(key: String, value: String)] {
        [
            ("origin", origin.text), ("vkey", key.text), ("registry", registry.orDash(\.text)),
            ("rules", rules.hex), ("public-rules", publicRules.hex), ("roll", roll.orDash(\.description)),
            ("vrf", vrf.orDash(\.hex)), ("paper", paper.orDash(\.hex)), ("policy", policy.orDash(\.hex)),
            ("announces", String(announces)), ("opens", String(opens)), ("closes", String(closes)),
        ] + sources.map { ($0.key, $0.source.text) }
    }

    package init(reading reader: inout RecordReader) throws(FormatError) {
        origin = try reader.origin()
        key = try reader.key("vkey")
        guard key.algorithm == .ed25519, TextReader.isSame(key.name, origin.text) else {
            throw reader.text.error("the vkey of \(origin.text)", key.text)
        }
        // Whether it is the organiser's is for whoever looks into the registry.
        registry = try reader.text.optional("registry", "the vkey of a registry") { text in
            guard let key = try? VerificationKey(parsing: text), key.algorithm == .ed25519 else { return nil }
            return key
        }
        rules = try reader.digest("rules")
        publicRules = try reader.digest("public-rules")
        roll = try reader.optionalCounted("roll")
        vrf = try reader.optionalDigest("vrf")
        paper = try reader.optionalDigest("paper")
        policy = try reader.optionalDigest("policy")
        announces = try reader.time("announces")
        opens = try reader.time("opens")
        closes = try reader.time("closes")
        guard opens < closes else { throw reader.text.error("closes after opens", String(closes)) }
        sources = []
        repeat { sources.append(try Charter.source(&reader)) } while !reader.text.isAtEnd
    }

    private static func source(_ reader: inout RecordReader) throws(FormatError) -> DeclaredSource {
        let line = reader.text.next ?? ""
        var phase: String?
        if line.utf8.starts(with: "source.".utf8) {
            let name = line.utf8.dropFirst("source.".utf8.count).prefix { $0 != 0x20 }
            guard let text = String(name), Names.isLabel(text) else {
                _ = try reader.text.take("a source")
                throw reader.text.error("source.<phase>", line)
            }
            phase = text
        }
        let source = try reader.text.value(
            phase.map { "source." + $0 } ?? "source",
            "commit <hex>, reveal <party> <vkey> <hex>, drand <round> or public <name> <form> <milliseconds>"
        ) { RandomnessSource($0) }
        return DeclaredSource(phase: phase, source: source)
    }
}
