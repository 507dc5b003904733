import Campaigns
import Engine
import JSON
import Proofs

/// An amendment as the journal keeps it: what its record follows from, with what was random.
enum AmendmentStep: Equatable {
    case pause(reason: String)
    case resume(reason: String)
    case voidEntry(index: Int, reason: String)
    /// The end of intake, and the charter's source lines with their new times.
    case extend(closes: Int64, sources: [String], edit: [RulesChange])
    case change(ChangeStep)
    case roll(RollStep)
    case score(ScoreStep)
    /// Staff accept a work that was handed in as the entry at a leaf, or turn it down.
    case review(work: Int, isAccepted: Bool, reason: String)

    /// `u8 case`, then its members in their order
    func write(to payload: inout PayloadWriter) {
        switch self {
        case .pause(let reason):
            payload.integer(UInt8(1))
            payload.string(reason)
        case .resume(let reason):
            payload.integer(UInt8(2))
            payload.string(reason)
        case .voidEntry(let index, let reason):
            payload.integer(UInt8(3))
            payload.integer(UInt64(index))
            payload.string(reason)
        case .extend(let closes, let sources, let edit):
            payload.integer(UInt8(4))
            payload.integer(closes)
            payload.integer(UInt32(sources.count))
            for source in sources { payload.string(source) }
            payload.changes(edit)
        case .change(let step):
            payload.integer(UInt8(5))
            step.write(to: &payload)
        case .roll(let step):
            payload.integer(UInt8(6))
            step.write(to: &payload)
        case .score(let step):
            payload.integer(UInt8(7))
            step.write(to: &payload)
        case .review(let work, let isAccepted, let reason):
            payload.integer(UInt8(8))
            payload.integer(UInt64(work))
            payload.integer(UInt8(isAccepted ? 1 : 0))
            payload.string(reason)
        }
    }

    init(reading payload: inout PayloadReader) throws(PayloadError) {
        let number: UInt8 = try payload.integer()
        switch number {
        case 1: self = .pause(reason: try payload.text())
        case 2: self = .resume(reason: try payload.text())
        case 3: self = .voidEntry(index: Int(try payload.integer(UInt64.self)), reason: try payload.text())
        case 4:
            let closes: Int64 = try payload.integer()
            var sources: [String] = []
            for _ in 0..<(try payload.integer(UInt32.self)) { sources.append(try payload.text()) }
            self = .extend(closes: closes, sources: sources, edit: try payload.changes())
        case 5: self = .change(try ChangeStep(reading: &payload))
        case 7: self = .score(try ScoreStep(reading: &payload))
        case 6: self = .roll(try RollStep(reading: &payload))
        case 8:
            let work = Int(try payload.integer(UInt64.self))
            let isAccepted = try payload.integer(UInt8.self) != 0
            self = .review(work: work, isAccepted: isAccepted, reason: try payload.text())
        default: throw PayloadError(what: "is an amendment of unknown number \(number)")
        }
    }
}

/// Other values in the rules.
struct ChangeStep: Equatable {
    var sort: RulesAmendment.Sort
    var changes: [RulesChange]
    /// Whether nobody may read any of them before the bundle; an answer key never.
    var isSecret = false
    /// Of a re-grade.
    var reason: String?
    /// Whether the campaign file was edited; then it has these values, too.
    var isFromFile = false
    /// For the commitment to what is secret.
    var nonce: Digest

    func write(to payload: inout PayloadWriter) {
        payload.string(sort.rawValue)
        payload.changes(changes)
        payload.integer(UInt8((isSecret ? 1 : 0) | (isFromFile ? 2 : 0)))
        payload.string(reason ?? "")
        payload.bytes.append(contentsOf: nonce.bytes)
    }

    init(
        sort: RulesAmendment.Sort, changes: [RulesChange], isSecret: Bool = false, reason: String? = nil,
        isFromFile: Bool = false, nonce: Digest
    ) {
        self.sort = sort
        self.changes = changes
        self.isSecret = isSecret
        self.reason = reason
        self.isFromFile = isFromFile
        self.nonce = nonce
    }

    init(reading payload: inout PayloadReader) throws(PayloadError) {
        let name = try payload.text()
        guard let sort = RulesAmendment.Sort(rawValue: name) else {
            throw PayloadError(what: "changes rules in an unknown way, \(name)")
        }
        self.sort = sort
        changes = try payload.changes()
        let flags: UInt8 = try payload.integer()
        isSecret = flags & 1 != 0
        isFromFile = flags & 2 != 0
        let reason = try payload.text()
        self.reason = reason.isEmpty ? nil : reason
        guard let nonce = Digest(try payload.take(32)) else {
            throw PayloadError(what: "has a nonce of the wrong size")
        }
        self.nonce = nonce
    }

    /// What everybody may read at once.
    var open: [RulesChange] { changes.filter { !isHidden($0) } }

    /// What the amendment commits to; nil where nothing is secret.
    var secretOpening: Opening? {
        let hidden = changes.filter(isHidden)
        guard !hidden.isEmpty else { return nil }
        let body: JSON = ["changes": .array(hidden.map(\.json))]
        return Opening(nonce: nonce, body: body.canonicalBytes())
    }

    private func isHidden(_ change: RulesChange) -> Bool {
        isSecret || AmendableRules.isSecret(change.pointer)
    }
}

extension PayloadWriter {
    /// As canonical JSON.
    mutating func changes(_ changes: [RulesChange]) {
        string(JSON.array(changes.map(\.json)).canonicalBytes())
    }
}

extension PayloadReader {
    mutating func changes() throws(PayloadError) -> [RulesChange] {
        let bytes = try string()
        guard let document = try? JSONDocument(bytes: bytes) else {
            throw PayloadError(what: "has changes that are no JSON")
        }
        if document.root.kind == .array, document.root.elements.isEmpty { return [] }
        guard let changes = RulesChange.list(document.root) else {
            throw PayloadError(what: "has changes of another form")
        }
        return changes
    }
}
