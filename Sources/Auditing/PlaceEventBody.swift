import JSON
import Proofs

/// The body of an event about places.
///
/// `{"at":…,"index":…,"kind":"…"[,"outcome":"…"],"phase":"main","pseudonym":"…"[,"reason":"…"][,"slot":"…"]}`
package struct PlaceEventBody: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Somebody gives back everything that an enrolment has; `index` is that of the enrolment.
        case cancel
        /// Places in a slot are offered to an enrolment that waits.
        case offer(slot: String)
        /// An offer is taken, or left to the next one; `index` is that of the offer.
        case accept, decline
        /// An offer ran out.
        case expire
        /// Staff decided of an enrolment under review.
        case decide(isApproved: Bool)
        /// Staff took out an enrolment.
        case void(reason: String)
    }

    package var kind: Kind
    /// Whose enrolment it is.
    package var pseudonym: Pseudonym
    package var index: Int
    package var at: Int64

    package init(_ kind: Kind, _ pseudonym: Pseudonym, index: Int, at: Int64) {
        self.kind = kind
        self.pseudonym = pseudonym
        self.index = index
        self.at = at
    }

    package var bytes: [UInt8] {
        var members = [
            JSON.Member("at", .integer(at)), JSON.Member("index", .integer(Int64(index))),
            JSON.Member("kind", .string(name)),
        ]
        if case .decide(let isApproved) = kind {
            members.append(JSON.Member("outcome", isApproved ? "approve" : "refuse"))
        }
        members += [JSON.Member("phase", "main"), JSON.Member("pseudonym", .string(pseudonym.hex))]
        if case .void(let reason) = kind { members.append(JSON.Member("reason", .string(reason))) }
        if case .offer(let slot) = kind { members.append(JSON.Member("slot", .string(slot))) }
        return JSON.object(members).canonicalBytes()
    }

    package var name: String {
        switch kind {
        case .cancel: "cancel"
        case .offer: "offer"
        case .accept: "accept"
        case .decline: "decline"
        case .expire: "expire"
        case .decide: "decide"
        case .void: "void"
        }
    }

    /// Nil where the object is no such body; whoever calls holds the bytes against what is written again.
    init?(_ root: JSONValue) {
        guard let at = root["at"]?.integer, at >= 0, let index = root["index"]?.integer, index >= 0,
            let pseudonym = root["pseudonym"]?.string.flatMap({ Pseudonym(hex: $0) }),
            let kind = PlaceEventBody.kind(root)
        else { return nil }
        self.init(kind, pseudonym, index: Int(index), at: at)
    }

    private static func kind(_ root: JSONValue) -> Kind? {
        switch root["kind"]?.string {
        case "cancel": .cancel
        case "offer": root["slot"]?.string.map { .offer(slot: $0) }
        case "accept": .accept
        case "decline": .decline
        case "expire": .expire
        case "decide": root["outcome"]?.string.map { .decide(isApproved: $0 == "approve") }
        case "void": root["reason"]?.string.flatMap { Names.isReason($0) ? .void(reason: $0) : nil }
        default: nil
        }
    }
}
