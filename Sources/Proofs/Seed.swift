/// seed-input.txt: all that the seed of a phase depends on; the seed is SHA-256 of its bytes.
package struct SeedInput: Hashable, Sendable {
    /// The line of one source.
    package enum Line: Hashable, Sendable {
        case commit(Digest)
        case reveal(party: String, value: Digest)
        case drand(round: Int64, value: Digest)
        case publicNumber(name: String, value: String)
        /// A value that did not count, by the number of its source from 1.
        case missing(Int)

        package var text: String {
            switch self {
            case .commit(let value): "commit \(value.hex)"
            case .reveal(let party, let value): "reveal \(party) \(value.hex)"
            case .drand(let round, let value): "drand \(round) \(value.hex)"
            case .publicNumber(let name, let value): "public \(name) \(value)"
            case .missing(let source): "missing \(source)"
            }
        }

        /// The line of a declared source with its logged value; nil where the value is none of that source.
        /// A commit or reveal must be the number whose SHA-256 was declared.
        package init?(_ source: RandomnessSource, value: String) {
            switch source {
            case .commit(let declared):
                guard let number = Digest(hex: value), SHA256.hash(number.bytes) == declared else { return nil }
                self = .commit(number)
            case .reveal(let party, _, let declared):
                guard let number = Digest(hex: value), SHA256.hash(number.bytes) == declared else { return nil }
                self = .reveal(party: party, value: number)
            case .drand(let round):
                guard let number = Digest(hex: value) else { return nil }
                self = .drand(round: round, value: number)
            case .publicNumber(let name, _, _):
                guard RandomnessSource.isNumbers(value) else { return nil }
                self = .publicNumber(name: name, value: value)
            }
        }
    }

    package var origin: Origin
    package var phase: String
    /// Leaves of the closing prefix: the closing's index + 1.
    package var size: Int
    /// The root of the closing prefix.
    package var root: Digest
    /// In the charter's order.
    package var sources: [Line]

    package init(origin: Origin, phase: String, size: Int, root: Digest, sources: [Line]) {
        self.origin = origin
        self.phase = phase
        self.size = size
        self.root = root
        self.sources = sources
    }

    package var text: String {
        sources.reduce(into: "huigong/seed/v1\n\(origin.text)\n\(phase)\n\(size)\n\(root.base64)\n") { text, line in
            text += line.text + "\n"
        }
    }

    package var seed: Digest { SHA256.hash(text) }
}
