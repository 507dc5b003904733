/// A source of randomness as the charter declares it.
package enum RandomnessSource: Hashable, Sendable {
    /// The daemon's own 32 bytes, fixed by their SHA-256.
    case commit(Digest)
    /// A second party's 32 bytes, fixed by their SHA-256 in a note that the party signed.
    case reveal(party: String, key: VerificationKey, digest: Digest)
    /// A round of the drand network quicknet.
    case drand(round: Int64)
    /// A number drawn in public, available from an instant in Unix milliseconds.
    case publicNumber(name: String, form: String, available: Int64)

    /// What follows `source ` in the charter.
    package var text: String {
        switch self {
        case .commit(let digest): "commit \(digest.hex)"
        case .reveal(let party, let key, let digest): "reveal \(party) \(key.text) \(digest.hex)"
        case .drand(let round): "drand \(round)"
        case .publicNumber(let name, let form, let available): "public \(name) \(form) \(available)"
        }
    }

    /// The word that reports use for the kind.
    package var kind: String {
        switch self {
        case .commit: "commit"
        case .reveal: "reveal"
        case .drand: "drand"
        case .publicNumber: "public"
        }
    }

    /// When the value can first be known to anyone, in Unix milliseconds; nil for values that someone keeps.
    package var available: Int64? {
        switch self {
        case .commit, .reveal: nil
        case .drand(let round): 1000 * (1_692_803_367 + 3 * (round - 1))
        case .publicNumber(_, _, let available): available
        }
    }

    package init?(_ text: some StringProtocol) {
        let words = text.parts(at: " ").map { String($0) }
        switch (words.first, words.count) {
        case ("commit", 2):
            guard let digest = Digest(hex: words[1]) else { return nil }
            self = .commit(digest)
        case ("reveal", 4):
            guard Names.isName(words[1]), let key = try? VerificationKey(parsing: words[2]),
                key.algorithm == .ed25519, let digest = Digest(hex: words[3])
            else { return nil }
            self = .reveal(party: words[1], key: key, digest: digest)
        case ("drand", 2):
            // Rounds up to here keep their time below 2^53 milliseconds.
            guard let round = Decimal.readPositive(words[1]), round < 1 << 40 else { return nil }
            self = .drand(round: Int64(round))
        case ("public", 5...):
            let form = words[2..<(words.count - 1)].joined(separator: " ")
            guard Names.isName(words[1]), RandomnessSource.isForm(form),
                let available = Decimal.read(words[words.count - 1])
            else { return nil }
            self = .publicNumber(name: words[1], form: form, available: available)
        default: return nil
        }
    }

    /// `dice <n> <faces>`, `balls <k> <n> sorted`, `balls <k> <n> ordered`, `digits <n>`, joined by `+`.
    package static func isForm(_ text: some StringProtocol) -> Bool {
        text.parts(at: "+").allSatisfy { part in
            let words = part.parts(at: " ")
            switch (words[0], words.count) {
            case ("dice", 3): return Decimal.readPositive(words[1]) != nil && Decimal.readPositive(words[2]) != nil
            case ("digits", 2): return Decimal.readPositive(words[1]) != nil
            case ("balls", 4):
                guard let taken = Decimal.readPositive(words[1]), let all = Decimal.readPositive(words[2]) else {
                    return false
                }
                return taken <= all && (words[3] == "sorted" || words[3] == "ordered")
            default: return false
            }
        }
    }

    /// Whether a text can be a value: 64 hex digits, or numbers without leading zeros joined by dots.
    package static func isValue(_ text: some StringProtocol) -> Bool {
        Digest(hex: text) != nil || isNumbers(text)
    }

    /// Whether a text is of numbers without leading zeros joined by dots, in no more bytes than a record may hold.
    package static func isNumbers(_ text: some StringProtocol) -> Bool {
        (1...4096).contains(text.utf8.count)
            && text.parts(at: ".").allSatisfy { Decimal.read($0) != nil }
    }

    /// The text of the note by which a second party fixes its number (with the SHA-256 of its 32 bytes).
    package static func revealNote(origin: Origin, digest: Digest) -> String {
        "huigong/reveal/v1\n\(origin.text)\n\(digest.hex)\n"
    }
}

/// A line `source <…>` or `source.<phase> <…>` of the charter.
package struct DeclaredSource: Hashable, Sendable {
    /// Nil where the campaign has one phase; `activation` feeds the activation record and no seed.
    package var phase: String?
    package var source: RandomnessSource

    package init(phase: String? = nil, source: RandomnessSource) {
        self.phase = phase
        self.source = source
    }

    var key: String { phase.map { "source." + $0 } ?? "source" }
}
