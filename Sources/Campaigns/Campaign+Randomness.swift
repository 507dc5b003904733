extension Campaign {
    package enum RandomnessSource: Sendable, Hashable {
        /// The daemon's own number, committed in the charter.
        case commit
        /// A second party's number, which it committed to in a note that it signed.
        case reveal(Reveal)
        /// A round of the public beacon quicknet.
        case drand(round: Int64)
        /// A number that `name` draws in public at `availableAt`.
        case `public`(name: String, form: PublicForm, availableAt: Int64)
    }

    /// What the file has of a second party's number. That the key signed the note is checked by whoever has the origin.
    package struct Reveal: Sendable, Hashable {
        package var party: String
        /// The party's key as C2SP signed-note writes it; its name is the party's.
        package var vkey: String
        /// SHA-256 of the party's 32 bytes, in hex.
        package var commitment: String
        /// The whole signed note.
        package var note: String

        package init(party: String, vkey: String, commitment: String, note: String) {
            self.party = party
            self.vkey = vkey
            self.commitment = commitment
            self.note = note
        }
    }

    /// What the rules say of a source beside what the charter's line has.
    package struct RandomnessTerms: Sendable, Hashable {
        /// After this time without its value, where it is needed, the draw is void.
        package var wait: Int64
        /// The place of the public source that this one stands in for.
        package var fallbackOf: Int?

        package static let defaultWaitDays = 7

        package init(waitDays: Int = RandomnessTerms.defaultWaitDays, fallbackOf: Int? = nil) {
            wait = Int64(waitDays) * 86_400_000
            self.fallbackOf = fallbackOf
        }
    }
}

extension Campaign {
    /// Where in the file a source stands; a fallback stands inside of what it stands in for.
    func randomnessPointer(_ place: Int) -> String {
        if let primary = randomnessTerms[place].fallbackOf { return randomnessPointer(primary) + "/fallback" }
        return "/randomness/\(randomnessTerms[..<place].count { $0.fallbackOf == nil })"
    }
}

extension Campaign.RandomnessSource {
    /// When the value can first be known to anyone, in Unix milliseconds; nil for values that someone keeps.
    package var availableAt: Int64? {
        switch self {
        case .commit, .reveal: nil
        case .drand(let round): Quicknet.time(of: round)
        case .public(_, _, let availableAt): availableAt
        }
    }

    package var isDrand: Bool {
        if case .drand = self { return true }
        return false
    }
}

/// The rounds of drand's network quicknet: one every three seconds.
package enum Quicknet {
    /// Of round 1, in Unix milliseconds.
    package static let genesis: Int64 = 1_692_803_367_000
    package static let period: Int64 = 3000
    /// Rounds up to here keep their time below 2^53 milliseconds.
    package static let rounds: ClosedRange<Int64> = 1...(1 << 40) - 1

    package static func time(of round: Int64) -> Int64 { genesis + period * (round - 1) }

    /// The first round at an instant or after it.
    package static func firstRound(at instant: Int64) -> Int64 {
        instant <= genesis ? 1 : (instant - genesis + period - 1) / period + 1
    }
}
