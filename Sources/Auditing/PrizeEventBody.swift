import Campaigns
import JSON
import Proofs

/// The body of an event about a prize: what happened to it after the draw.
///
/// `{"at":…,["authors":{…},]["display":"…",]["fields":{…},]"index":…,"kind":"…","phase":"…","pseudonym":"…"[,"rank":…]
/// [,"reason":"…"]}`
package struct PrizeEventBody: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case claim, decline
        case forfeit(Reason)
        /// An alternate who gets a forfeited prize, under the masked name of the roll.
        case alternate(display: String)
        /// A work that gets a forfeited prize: who made it, ascending by pseudonym; the first of them is the body's.
        case work(authors: [Author])
    }

    /// Somebody who made a work, under the masked name of the roll.
    package struct Author: Hashable, Sendable {
        package var pseudonym: Pseudonym
        package var display: String

        package init(pseudonym: Pseudonym, display: String) {
            self.pseudonym = pseudonym
            self.display = display
        }
    }

    package enum Reason: String, Sendable {
        case unclaimed, declined
    }

    package var kind: Kind
    package var pseudonym: Pseudonym
    /// The leaf that gave the prize, or for an alternate that of the forfeit.
    package var index: Int
    package var at: Int64
    /// In whose draw the prize was won.
    package var phase: String
    /// Under which ticket the prize was given, by its rank; only where a person can win several. Of a work its place.
    package var rank: Int?
    /// Of a claim, what the form asks for, by their ids' bytes; nil where it asks for nothing.
    package var fields: [FilledField]?

    package init(
        _ kind: Kind, _ pseudonym: Pseudonym, index: Int, at: Int64, rank: Int? = nil,
        phase: String = DrawPhase.wholeName
    ) {
        self.phase = phase
        self.rank = rank
        self.kind = kind
        self.pseudonym = pseudonym
        self.index = index
        self.at = at
    }

    package var bytes: [UInt8] {
        var members = [JSON.Member("at", .integer(at))]
        if case .work(let authors) = kind {
            let names = authors.map { JSON.Member($0.pseudonym.hex, .string($0.display)) }
            members.append(JSON.Member("authors", .object(names)))
        }
        if case .alternate(let display) = kind { members.append(JSON.Member("display", .string(display))) }
        if let fields {
            members.append(JSON.Member("fields", .object(fields.map { JSON.Member($0.id, $0.value.json) })))
        }
        members += [
            JSON.Member("index", .integer(Int64(index))), JSON.Member("kind", .string(name)),
            JSON.Member("phase", .string(phase)), JSON.Member("pseudonym", .string(pseudonym.hex)),
        ]
        if let rank { members.append(JSON.Member("rank", .integer(Int64(rank)))) }
        if case .forfeit(let reason) = kind { members.append(JSON.Member("reason", .string(reason.rawValue))) }
        return JSON.object(members).canonicalBytes()
    }

    /// Whether it says that a work follows.
    var isOfWork: Bool { if case .work = kind { true } else { false } }

    private var name: String {
        switch kind {
        case .claim: "claim"
        case .decline: "decline"
        case .forfeit: "forfeit"
        case .alternate, .work: "alternate"
        }
    }

    /// Nil where the object is no such body; whoever calls holds the bytes against what is written again.
    init?(_ root: JSONValue) {
        guard let at = root["at"]?.integer, at >= 0, let index = root["index"]?.integer, index >= 0,
            let pseudonym = root["pseudonym"]?.string.flatMap({ Pseudonym(hex: $0) }),
            let kind = PrizeEventBody.kind(root), let phase = root["phase"]?.string, Names.isLabel(phase)
        else { return nil }
        self.init(kind, pseudonym, index: Int(index), at: at, rank: root["rank"]?.integer.map { Int($0) }, phase: phase)
        if let written = root["fields"] {
            guard kind == .claim, let fields = [FilledField](written) else { return nil }
            self.fields = fields
        }
    }

    /// Nil unless there is somebody, each with a name that fits a list.
    private static func authors(_ object: JSONValue) -> [Author]? {
        guard object.kind == .object, !object.members.isEmpty else { return nil }
        let authors = object.members.compactMap { member -> Author? in
            guard let pseudonym = Pseudonym(hex: member.key), let name = member.value.string, DrawFiles.isField(name)
            else { return nil }
            return Author(pseudonym: pseudonym, display: name)
        }
        return authors.count == object.members.count ? authors : nil
    }

    private static func kind(_ root: JSONValue) -> Kind? {
        switch root["kind"]?.string {
        case "claim": .claim
        case "decline": .decline
        case "forfeit": root["reason"]?.string.flatMap { Reason(rawValue: $0) }.map { .forfeit($0) }
        case "alternate" where root["authors"] != nil: root["authors"].flatMap(authors).map { .work(authors: $0) }
        case "alternate":
            root["display"]?.string.flatMap { DrawFiles.isField($0) ? .alternate(display: $0) : nil }
        default: nil
        }
    }
}
