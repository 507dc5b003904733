import Campaigns
import JSON
import Proofs

/// The public part of an amendment: canonical JSON with the members of its class, and no other.
enum AmendmentContent: Hashable, Sendable {
    /// `{"reason"}` of `close`, `pause` and `resume`.
    case reason(String)
    /// `{"closes","sources"}` of `extend`: when intake ends, and the charter's source lines with their new times.
    case extend(closes: Int64, sources: [RandomnessSource])
    /// `{"index","reason"}` of `void-entry`.
    case voidEntry(index: Int, reason: String)
    /// `{"changes"}` of `favourable` and `neutral`, `{"changes","reason"}` of `regrade`.
    case changes([RulesChange], reason: String?)
    /// `{"count","root"}` of `roll`: of the whole roll with the people it adds.
    case roll(CountedDigest)
    /// `{"juror","work"}` of `score`; the scores are its secret.
    case score(juror: String, work: String)
    /// `{"accepted","reason","work"}` of `work`: what staff made of one that was handed in, by its leaf.
    case review(work: Int, isAccepted: Bool, reason: String)

    /// Nil where it is not what its class has.
    init?(_ record: Amendment) {
        let bytes = Array(record.public.utf8)
        guard isCanonical(bytes), let root = try? JSONDocument(bytes: bytes).root else { return nil }
        let keys = root.members.map(\.key)
        switch (record.class, keys) {
        case ("close", ["reason"]), ("pause", ["reason"]), ("resume", ["reason"]):
            guard let reason = root["reason"]?.string else { return nil }
            self = .reason(reason)
        case ("extend", ["closes", "sources"]):
            guard let closes = root["closes"]?.integer, closes >= 0, root["sources"]?.kind == .array else { return nil }
            let elements = root["sources"]?.elements ?? []
            let sources = elements.compactMap { $0.string.flatMap { RandomnessSource($0) } }
            guard sources.count == elements.count else { return nil }
            self = .extend(closes: closes, sources: sources)
        case ("void-entry", ["index", "reason"]):
            guard let index = root["index"]?.integer, index >= 0, let reason = root["reason"]?.string else {
                return nil
            }
            self = .voidEntry(index: Int(index), reason: reason)
        case ("favourable", ["changes"]), ("neutral", ["changes"]):
            guard let changes = AmendmentContent.changes(root, record) else { return nil }
            self = .changes(changes, reason: nil)
        case ("regrade", ["changes", "reason"]):
            guard let changes = AmendmentContent.changes(root, record), let reason = root["reason"]?.string else {
                return nil
            }
            self = .changes(changes, reason: reason)
        case ("roll", ["count", "root"]):
            guard let count = root["count"]?.integer, count >= 0,
                let digest = root["root"]?.string.flatMap({ Digest(hex: $0) })
            else { return nil }
            self = .roll(CountedDigest(count: Int(count), digest: digest))
        case ("score", ["juror", "work"]):
            guard let juror = root["juror"]?.string, let work = root["work"]?.string else { return nil }
            self = .score(juror: juror, work: work)
        case ("work", ["accepted", "reason", "work"]):
            guard let isAccepted = root["accepted"]?.bool, let reason = root["reason"]?.string,
                let work = root["work"]?.string.flatMap(Campaign.leaf(ofCollected:))
            else { return nil }
            self = .review(work: work, isAccepted: isAccepted, reason: reason)
        default: return nil
        }
    }

    /// There may be none in public where there are some in secret.
    private static func changes(_ root: JSONValue, _ record: Amendment) -> [RulesChange]? {
        if let place = root["changes"], place.kind == .array, place.elements.isEmpty, record.secret != nil { return [] }
        return RulesChange.list(root["changes"])
    }

    /// The public part again, for the report.
    var json: JSON {
        switch self {
        case .reason(let reason): ["reason": .string(reason)]
        case .extend(let closes, let sources):
            ["closes": .integer(closes), "sources": .array(sources.map { .string($0.text) })]
        case .voidEntry(let index, let reason): ["index": .integer(Int64(index)), "reason": .string(reason)]
        case .changes(let changes, let reason?): ["changes": .array(changes.map(\.json)), "reason": .string(reason)]
        case .changes(let changes, nil): ["changes": .array(changes.map(\.json))]
        case .score(let juror, let work): ["juror": .string(juror), "work": .string(work)]
        case .review(let work, let isAccepted, let reason):
            [
                "accepted": .bool(isAccepted), "reason": .string(reason),
                "work": .string(Campaign.collectedID(leaf: work)),
            ]
        case .roll(let roll): ["count": .integer(Int64(roll.count)), "root": .string(roll.digest.hex)]
        }
    }

    var reason: String? {
        switch self {
        case .reason(let reason), .voidEntry(_, let reason), .review(_, _, let reason): reason
        case .changes(_, let reason): reason
        case .extend, .roll, .score: nil
        }
    }
}

extension Charter {
    /// The charter with the end of intake, the randomness and the roll that are in force after these amendments. Sources of
    /// an activation stay.
    func amended(by amendments: [Amendment]) -> Charter {
        var charter = self
        // There may be thousands of others, of which nothing is to be read here.
        for record in amendments where record.class == "extend" || record.class == "roll" {
            switch AmendmentContent(record) {
            case .extend(let closes, let sources): charter.extend(to: closes, sources)
            case .roll(let roll): charter.roll = roll
            default: break
            }
        }
        return charter
    }

    private mutating func extend(to closes: Int64, _ sources: [RandomnessSource]) {
        self.closes = closes
        var rest = sources[...]
        for place in self.sources.indices where self.sources[place].phase == nil {
            if let source = rest.popFirst() { self.sources[place].source = source }
        }
    }
}

/// rules/amendment-<leaf>.json: what an amendment committed to, canonical `{"changes":[…],"nonce":"<64 hex>"}`.
enum AmendmentFile {
    static func bytes(_ opening: Opening) -> [UInt8] {
        guard let body = try? JSONDocument(bytes: opening.body),
            let changes = body.root["changes"].flatMap({ JSON($0) })
        else { preconditionFailure("the body of a secret amendment has changes") }
        let file: JSON = ["changes": changes, "nonce": .string(opening.nonce.hex)]
        return file.canonicalBytes()
    }

    /// The opening and its changes; nil where the file is malformed.
    static func parse(_ bytes: [UInt8]) -> (opening: Opening, changes: [RulesChange])? {
        guard isCanonical(bytes), let root = try? JSONDocument(bytes: bytes).root,
            root.members.map(\.key) == ["changes", "nonce"], let changes = RulesChange.list(root["changes"]),
            let nonce = root["nonce"]?.string.flatMap({ Digest(hex: $0) })
        else { return nil }
        let body: JSON = ["changes": .array(changes.map(\.json))]
        return (Opening(nonce: nonce, body: body.canonicalBytes()), changes)
    }
}
