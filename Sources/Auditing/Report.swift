import Campaigns
import JSON

/// The figures of report.json: what a campaign's bundle says about itself, each re-derived by a verifier.
///
/// Digests are texts as published: hex, roots of the log base64. Instants are Unix milliseconds.
package struct Report: Sendable, Hashable {
    /// Nil where there is no draw.
    package var grade: Grade?
    /// Nil where there is one.
    package var noDraw: NoDraw?
    /// Which phase the closing, the list and the draw are of.
    package var phase = DrawPhase.wholeName
    /// Of a daily campaign the days, in their order; what is of one phase stands there, and here of the last one.
    package var days: [Report] = []
    package var isRehearsal: Bool
    package var campaign: String
    package var organiser: String
    package var origin: String
    package var verificationKey: String
    package var zone: String
    package var title: BilingualText
    package var opens: Int64
    package var closes: Int64
    package var intakeEnded: Int64
    /// The hash of leaf 0, in hex.
    package var charter: String
    package var checkpoint: Head
    package var closing: Closing
    package var entries: Int
    /// Distinct people among the entries.
    package var people: Int
    /// Nil where anybody could take part.
    package var roll: Roll?
    package var eligible: Eligible
    /// Ascending by reason; the operator's word.
    package var refusals: [Refusal]
    package var amendments: [Amendment]
    package var randomness: [Randomness]
    /// Nil where nothing is won at once.
    package var instant: Instant?
    /// In hex; nil without a draw.
    package var seed: String?
    package var tiers: [Tier]
    package var alternates: Int
    package var skips: Skips
    /// Nil where prizes are not claimed here.
    package var claims: Claims?
    /// Nil where the campaign has none.
    package var registry: Registry?
    package var withheld: Withheld
    /// Nil in campaigns without works.
    package var contest: Contest?
    package var flags = Flags()
    /// Nil where no entry was voided.
    package var voided: Voided?
    /// Nil where people are not ranked, and without a draw.
    package var ranking: Ranking?
    /// Nil in campaigns without vouchers and money.
    package var money: Money?
    /// Nil in campaigns without places.
    package var places: Places?

    package struct Head: Sendable, Hashable {
        package var root: String
        package var size: Int
    }

    package struct Closing: Sendable, Hashable {
        package var at: Int64
        package var index: Int
        /// Of the prefix that ends with the closing, in base64.
        package var root: String
    }

    package struct Roll: Sendable, Hashable {
        package var count: Int
        package var mayWin: Int
        package var root: String
        /// What amendments added, in order; they are counted in ``count``.
        package var added: [Added] = []
    }

    /// People who were added to the roll by one amendment.
    package struct Added: Sendable, Hashable {
        package var at: Int64
        package var count: Int
        package var index: Int
    }

    package struct Eligible: Sendable, Hashable {
        package var rows: Int
        package var people: Int
        package var chances: Int
    }

    package struct Refusal: Sendable, Hashable {
        package var reason: String
        package var count: Int

        package init(reason: String, count: Int) {
            self.reason = reason
            self.count = count
        }
    }

    package struct Amendment: Sendable, Hashable {
        package var at: Int64
        package var kind: String
        package var index: Int
        var content: AmendmentContent?
        /// The changes that it kept secret until now; nil where it has no secret.
        package var secret: [RulesChange]?
    }

    /// A value is nil where none counted in the seed.
    package enum Randomness: Sendable, Hashable {
        case commit(value: String?)
        case reveal(party: String, key: String, value: String?)
        case drand(round: Int64, availableAt: Int64, value: String?)
        /// `fallbackOf` is the number of the source that this one stands in for.
        case `public`(name: String, form: String, availableAt: Int64, fallbackOf: Int?, value: String?)
    }

    /// What was won at once. Who got the last piece of a tier rests on the order of arrival.
    package struct Instant: Sendable, Hashable {
        package struct Tier: Sendable, Hashable {
            package var id: String
            package var hits: Int
            package var awarded: Int
            /// Of these as a guaranteed attempt, and for being first to solve a question; nil where the tier has no such
            /// pieces.
            package var guaranteed: Int?
            package var first: Int?
            /// Pieces that went to the draw.
            package var left: Int
            package var winners: [Winner]
        }

        /// A piece that was given; a person may have several.
        package struct Winner: Sendable, Hashable {
            package var display: String
            package var index: Int
        }

        /// What the numbers depend on; nil where nothing is won by odds.
        package var activation: Randomness?
        package var hits: Int
        package var awarded: Int
        /// Fallback prizes; nil where there are none to get.
        package var fallbacks: Int?
        package var tiers: [Tier]
    }

    package struct Tier: Sendable, Hashable {
        package var id: String
        package var title: BilingualText
        package var count: Int
        /// The ticket of the tier's last winner; nil without one.
        package var cut: String?
        package var winners: [Winner]
    }

    package struct Winner: Sendable, Hashable {
        package var display: String
        package var index: Int
        package var rank: Int
        package var ticket: String
    }

    /// The registry up to the checkpoint in the bundle, and the other campaigns of the time.
    package struct Registry: Sendable, Hashable {
        package var verificationKey: String
        package var size: Int
        package var root: String
        package var siblings: [Sibling]
    }

    package struct Sibling: Sendable, Hashable {
        package var origin: String
        package var state: String
        package var opens: Int64
        package var closes: Int64
    }

    /// What was erased after the dispute window.
    package struct Withheld: Sendable, Hashable {
        /// Entries whose openings are gone.
        package var openings = 0
        /// Lines of the roll of which the hash is left.
        package var roll = 0
    }

    /// What became of the prizes since the draw.
    package struct Claims: Sendable, Hashable {
        /// How long a prize can be claimed, in milliseconds.
        package var within: Int64
        package var claimed: Int
        /// Prizes that can still be claimed.
        package var open: Int
        package var forfeits: [Forfeit]
        /// When the log ended; nil while it goes on.
        package var ended: Int64?
    }

    package struct Forfeit: Sendable, Hashable {
        package var at: Int64
        package var reason: String
        package var tier: String
        package var from: Holder
        /// Nil where no alternate was left.
        package var to: Holder?
    }

    /// Somebody with a ticket: masked name, entry and rank. Of a work who made it, and its id in the place of an entry.
    package struct Holder: Sendable, Hashable {
        package var display: String
        package var index: Int
        package var rank: Int
        package var work: String?
    }

    package struct Skips: Sendable, Hashable {
        package var household = 0
        package var oneWin = 0
        package var unit = 0
    }
}

extension Report {
    /// The checks that no bundle can settle by itself, on whatever machine: whose key it is, and who the people are.
    package static let notProven: [CheckID] = [.vkey, .identity]

    /// report.json: canonical JSON and a line feed.
    package func jsonBytes() -> [UInt8] {
        json.canonicalBytes() + [UInt8(ascii: "\n")]
    }

    private var json: JSON {
        guard case .object(var members) = plainJSON else { return plainJSON }
        if let instant { members.append(JSON.Member("instant", instant.json)) }
        if let contest { members.append(JSON.Member("contest", contest.json)) }
        if let noDraw { members.append(JSON.Member("no_draw", noDraw.json)) }
        if !flags.found.isEmpty { members.append(JSON.Member("flags", flags.json)) }
        if let voided { members.append(JSON.Member("voided", voided.json)) }
        if let ranking { members.append(JSON.Member("ranking", ranking.json)) }
        if let money { members.append(JSON.Member("funds", money.json)) }
        if let places { members.append(JSON.Member("places", places.json)) }
        guard !days.isEmpty else { return .object(members) }
        members.removeAll { Self.ofPhase.contains($0.key) }
        members += [
            JSON.Member("entries", number(days.reduce(0) { $0 + $1.entries })),
            JSON.Member("grade", grade?.json ?? .null),
            JSON.Member("phases", .array(days.map(\.dayJSON))),
        ]
        return .object(members)
    }

    /// The members that are of one phase.
    private static let ofPhase: Set<String> = [
        "alternates", "claims", "closing", "eligible", "entries", "grade", "people", "phase", "randomness", "refusals",
        "seed", "skips", "tiers",
    ]

    /// What a day has of its own.
    private var dayJSON: JSON {
        guard case .object(var members) = plainJSON else { return plainJSON }
        members.removeAll { !Self.ofPhase.contains($0.key) && $0.key != "intake_ended" }
        if let noDraw { members.append(JSON.Member("no_draw", noDraw.json)) }
        return .object(members)
    }

    /// Everything but what only some campaigns have.
    private var plainJSON: JSON {
        [
            "alternates": number(alternates), "amendments": .array(amendments.map(\.json)),
            "campaign": .string(campaign),
            "claims": claims?.json ?? .null,
            "checkpoint": ["root": .string(checkpoint.root), "size": number(checkpoint.size)],
            "closing": [
                "at": .integer(closing.at), "index": number(closing.index), "root": .string(closing.root),
                "size": number(closing.index + 1),
            ],
            "closes": .integer(closes), "commitments": ["charter": .string(charter)],
            "eligible": eligible.json,
            "entries": number(entries), "grade": grade?.json ?? .null, "intake_ended": .integer(intakeEnded),
            "not_proven": .array(Report.notProven.map { .string($0.rawValue) }), "opens": .integer(opens),
            "organiser": .string(organiser), "origin": .string(origin), "people": number(people),
            "phase": .string(phase),
            "randomness": .array(randomness.enumerated().map { $1.json(source: $0 + 1) }),
            "refusals": .object(refusals.map { JSON.Member($0.reason, number($0.count)) }),
            "registry": registry?.json ?? .null, "rehearsal": .bool(isRehearsal),
            "roll": roll?.json ?? .null,
            "seed": seed.map(JSON.string) ?? .null,
            "skips": [
                "household": number(skips.household), "one-win": number(skips.oneWin), "unit": number(skips.unit),
            ],
            "tiers": .array(tiers.map(\.json)), "title": JSON(title), "vkey": .string(verificationKey),
            "withheld": ["openings": number(withheld.openings), "roll": number(withheld.roll)],
            "zone": .string(zone),
        ]
    }
}

extension Report.Roll {
    /// With a member `added` only where somebody was.
    fileprivate var json: JSON {
        var members = [
            JSON.Member("count", number(count)), JSON.Member("may_win", number(mayWin)),
            JSON.Member("root", .string(root)),
        ]
        if !added.isEmpty {
            let list = added.map { added -> JSON in
                ["at": .integer(added.at), "count": number(added.count), "index": number(added.index)]
            }
            members.append(JSON.Member("added", .array(list)))
        }
        return .object(members)
    }
}

extension Report.Amendment {
    fileprivate var json: JSON {
        [
            "at": .integer(at), "class": .string(kind), "content": content?.json ?? .null, "index": number(index),
            "reason": content?.reason.map { .string($0) } ?? .null,
            "secret": secret.map { .array($0.map(\.json)) } ?? .null,
        ]
    }
}

extension Report.Randomness {
    fileprivate func json(source: Int) -> JSON {
        var members: [JSON.Member] = [
            .init("source", number(source)), .init("kind", .string(kind)),
            .init("value", value.map(JSON.string) ?? .null),
        ]
        switch self {
        case .commit: break
        case .reveal(let party, let key, _):
            members += [.init("party", .string(party)), .init("vkey", .string(key))]
        case .drand(let round, let availableAt, _):
            members += [.init("at", .integer(availableAt)), .init("round", .integer(round))]
        case .public(let name, let form, let availableAt, let fallbackOf, _):
            members += [
                .init("at", .integer(availableAt)), .init("form", .string(form)), .init("name", .string(name)),
            ]
            if let fallbackOf { members.append(.init("fallback_of", number(fallbackOf))) }
        }
        return .object(members)
    }

    var value: String? {
        switch self {
        case .commit(let value), .reveal(_, _, let value), .drand(_, _, let value), .public(_, _, _, _, let value):
            value
        }
    }

    private var kind: String {
        switch self {
        case .commit: "commit"
        case .reveal: "reveal"
        case .drand: "drand"
        case .public: "public"
        }
    }
}

extension Report.Registry {
    fileprivate var json: JSON {
        [
            "root": .string(root),
            "siblings": .array(
                siblings.map { sibling in
                    [
                        "closes": .integer(sibling.closes), "opens": .integer(sibling.opens),
                        "origin": .string(sibling.origin), "state": .string(sibling.state),
                    ]
                }), "size": number(size), "vkey": .string(verificationKey),
        ]
    }
}

extension Report.Claims {
    fileprivate var json: JSON {
        [
            "claimed": number(claimed), "ended": ended.map(JSON.integer) ?? .null,
            "forfeits": .array(forfeits.map(\.json)), "open": number(open), "within": .integer(within),
        ]
    }
}

extension Report.Instant {
    fileprivate var json: JSON {
        var members: [JSON.Member] = [
            JSON.Member("activation", activation?.json(source: 1) ?? .null),
            JSON.Member("awarded", number(awarded)), JSON.Member("hits", number(hits)),
            JSON.Member("tiers", .array(tiers.map(\.json))),
        ]
        if let fallbacks { members.append(JSON.Member("fallbacks", number(fallbacks))) }
        return .object(members)
    }
}

extension Report.Instant.Tier {
    fileprivate var json: JSON {
        var members: [JSON.Member] = [
            JSON.Member("awarded", number(awarded)), JSON.Member("hits", number(hits)), JSON.Member("id", .string(id)),
            JSON.Member("left", number(left)),
            JSON.Member(
                "winners", .array(winners.map { ["display": .string($0.display), "index": number($0.index)] })),
        ]
        if let guaranteed { members.append(JSON.Member("guaranteed", number(guaranteed))) }
        if let first { members.append(JSON.Member("first", number(first))) }
        return .object(members)
    }
}

extension Report.Forfeit {
    fileprivate var json: JSON {
        [
            "at": .integer(at), "from": from.json, "reason": .string(reason), "tier": .string(tier),
            "to": to?.json ?? .null,
        ]
    }
}

extension Report.Holder {
    fileprivate var json: JSON {
        guard let work else { return ["display": .string(display), "index": number(index), "rank": number(rank)] }
        return ["display": .string(display), "rank": number(rank), "work": .string(work)]
    }
}

extension Report.Tier {
    fileprivate var json: JSON {
        [
            "awarded": number(winners.count), "count": number(count), "cut": cut.map(JSON.string) ?? .null,
            "id": .string(id), "title": JSON(title), "winners": .array(winners.map(\.json)),
        ]
    }
}

extension Report.Winner {
    fileprivate var json: JSON {
        ["display": .string(display), "index": number(index), "rank": number(rank), "ticket": .string(ticket)]
    }
}

extension Grade {
    package var json: JSON {
        ["condition": condition.map { JSON($0) } ?? .null, "level": .string(level), "meaning": JSON(meaning)]
    }
}

private func number(_ value: Int) -> JSON {
    .integer(Int64(value))
}
