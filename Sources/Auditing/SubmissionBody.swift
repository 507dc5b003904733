import Campaigns
import JSON
import Proofs

/// The body of an entry's opening: exactly what the person sent, and when.
struct SubmissionBody {
    /// What was done.
    enum Kind: String, CaseIterable {
        case submit, register, start, save, hint, signin, vote, enrol, work

        var hasAnswers: Bool { self == .submit || self == .save }
        /// Whether it is of an attempt; each but `save` is one of its own, unless papers are started.
        var hasAttempt: Bool { self != .hint && self != .signin }
        /// Whether it may carry the number of an instant win.
        var mayHaveProof: Bool { self == .submit || self == .register }
        /// Whether it may carry a form.
        var mayHaveFields: Bool { self == .register || self == .vote || self == .enrol || self == .work }
        var mayHavePaper: Bool { hasAnswers || self == .start }
    }

    enum Answer: Equatable {
        /// An option id, a word or number, or a text as typed.
        case text(String)
        /// Ids or texts as sent.
        case options([String])

        /// Bytes, not Swift's canonical equivalence.
        static func == (left: Answer, right: Answer) -> Bool {
            switch (left, right) {
            case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
            case (.options(let left), .options(let right)):
                left.elementsEqual(right) { $0.utf8.elementsEqual($1.utf8) }
            default: false
            }
        }
    }

    var kind: Kind
    /// Of a kind that has answers; else empty.
    var answers: [(question: String, answer: Answer)] = []
    var at: Int64
    /// Of a kind that has an attempt.
    var attempt: Int?
    /// Of a ballot: points by work, in the order of their ids' bytes.
    var choice: [(work: String, points: Int)] = []
    /// Of an enrolment: ids of slots, the best liked first, and what is said of each dependant; nil where none came.
    var choices: [String] = []
    var dependants: [[FilledField]]?
    /// The date of a day that is made up for, of a `signin`.
    var day: String?
    /// What a form asks for, by their ids' bytes.
    var fields: [FilledField]?
    /// Of a `hint`: its question's id, and its number from 1.
    var question: String?
    var hint: Int?
    var paper: String?
    /// Of a registration for money or a voucher: the item's id, an amount in fen, the merchant's id.
    var item: String?
    var amount: Int64?
    var merchant: String?
    /// Of a `work` that is handed in: the SHA-256 of its file; of one that is taken back: the leaf that handed it in.
    var file: String?
    var takesBack: Int?
    /// The proof of its number, where something is won at once.
    var pi: String?
    var pseudonym: Pseudonym
    /// By its name.
    var phase = DrawPhase.wholeName
    /// What it says of its person where no roll does.
    var commitments: Commitments?

    /// To the id and to the masked name.
    struct Commitments: Equatable {
        var identity: Digest
        var display: Digest
    }

    static let mostBytes = 32 * 1024

    /// What is wrong with the bytes of a body; the caller adds the file and the index.
    struct Malformed: Error {
        let text: BilingualText

        init(zh: String, en: String) {
            text = BilingualText(zh: zh, en: en)
        }
    }

    /// Reads a canonical object with exactly the members of its `kind`: of a submission
    /// `{"answers":{…},"at":…,"attempt":n,"kind":"submit",["paper":"p-…",]"phase":"…",["pi":"…",]"pseudonym":"…"}`.
    init(_ body: UnsafeBufferPointer<UInt8>, tape: inout JSONTape) throws(Malformed) {
        guard body.count <= SubmissionBody.mostBytes else {
            throw Malformed(zh: "内容超过 32 KiB", en: "the body is over 32 KiB")
        }
        do throws(JSONError) {
            try tape.read(body)
        } catch {
            throw Malformed(zh: "内容不是 JSON：\(error.message(.zh))", en: "the body is not JSON: \(error.message(.en))")
        }
        guard tape.isCanonical(in: body) else {
            throw Malformed(zh: "内容不是规范 JSON（RFC 8785）", en: "the body is not canonical JSON (RFC 8785)")
        }
        let members = tape.nodes.first.map { $0.kind == .object ? Int($0.count) : 0 } ?? 0
        guard members > 0, let phase = tape.string("phase", in: body), Names.isLabel(phase),
            let kind = tape.string("kind", in: body).flatMap(Kind.init(rawValue:)),
            let at = tape.integer("at", in: body), at >= 0,
            let pseudonym = tape.string("pseudonym", in: body).flatMap({ Pseudonym(hex: $0) })
        else { throw Malformed.members }
        self.kind = kind
        self.at = at
        self.phase = phase
        self.pseudonym = pseudonym
        commitments = try SubmissionBody.commitments(in: body, tape)
        let own = try readMembers(of: kind, in: body, tape)
        guard members == 4 + own + (commitments == nil ? 0 : 2) else { throw Malformed.members }
    }

    /// `ic` and `dc`: both or neither.
    private static func commitments(
        in body: UnsafeBufferPointer<UInt8>, _ tape: JSONTape
    ) throws(Malformed) -> Commitments? {
        let identity = tape.string("ic", in: body)
        let display = tape.string("dc", in: body)
        guard identity != nil || display != nil else { return nil }
        guard let identity = identity.flatMap({ Digest(hex: $0) }), let display = display.flatMap({ Digest(hex: $0) })
        else { throw Malformed.members }
        return Commitments(identity: identity, display: display)
    }

    /// Reads what the kind has besides `at`, `kind`, `phase` and `pseudonym`, and counts it.
    private mutating func readMembers(
        of kind: Kind, in body: UnsafeBufferPointer<UInt8>, _ tape: JSONTape
    ) throws(Malformed) -> Int {
        if kind.hasAnswers { try readAnswers(in: body, tape) }
        if kind.hasAttempt {
            guard let attempt = tape.integer("attempt", in: body), attempt >= 1 else { throw Malformed.members }
            self.attempt = Int(attempt)
        }
        if kind.mayHavePaper { paper = tape.string("paper", in: body) }
        if kind.mayHaveProof { pi = tape.string("pi", in: body) }
        if kind.mayHaveFields { try readFields(in: body, tape) }
        switch kind {
        case .hint:
            guard let hint = tape.integer("hint", in: body), hint >= 1,
                let question = tape.string("question", in: body)
            else { throw Malformed.members }
            (self.hint, self.question) = (Int(hint), question)
        case .signin:
            day = tape.string("day", in: body)
            guard day.map(Campaign.isDate) ?? true else { throw Malformed.members }
        case .vote: try readChoice(in: body, tape)
        case .enrol: try readEnrolment(in: body, tape)
        case .register: try readClaim(in: body, tape)
        case .work: try readWork(in: body, tape)
        case .submit, .start, .save: break
        }
        let isThere = [
            kind.hasAnswers, attempt != nil, fields != nil, paper != nil, pi != nil, hint != nil, question != nil,
            day != nil, dependants != nil, item != nil, amount != nil, merchant != nil, file != nil, takesBack != nil,
        ]
        return isThere.count { $0 } + (kind == .vote || kind == .enrol ? 1 : 0)
    }

    private mutating func readAnswers(
        in body: UnsafeBufferPointer<UInt8>, _ tape: JSONTape
    ) throws(Malformed) {
        guard let answers = tape.member("answers", of: 0, in: body), tape.nodes[answers].kind == .object,
            tape.nodes[answers].count > 0
        else { throw Malformed.members }
        self.answers.reserveCapacity(Int(tape.nodes[answers].count))
        var key = answers + 1
        for _ in 0..<tape.nodes[answers].count {
            let question = tape.nodes[key].text(of: body)
            self.answers.append((question, try tape.answer(at: key + 1, in: body)))
            key = Int(tape.nodes[key + 1].next)
        }
    }

    private mutating func readFields(
        in body: UnsafeBufferPointer<UInt8>, _ tape: JSONTape
    ) throws(Malformed) {
        guard let node = tape.member("fields", of: 0, in: body) else { return }
        fields = try tape.filledFields(at: node, in: body)
    }

    private mutating func readEnrolment(
        in body: UnsafeBufferPointer<UInt8>, _ tape: JSONTape
    ) throws(Malformed) {
        guard let node = tape.member("choices", of: 0, in: body), tape.nodes[node].kind == .array,
            tape.nodes[node].count > 0
        else { throw Malformed.members }
        var element = node + 1
        for _ in 0..<tape.nodes[node].count {
            guard tape.nodes[element].kind == .string else { throw Malformed.members }
            choices.append(tape.nodes[element].text(of: body))
            element = Int(tape.nodes[element].next)
        }
        guard let node = tape.member("dependants", of: 0, in: body) else { return }
        guard tape.nodes[node].kind == .array, tape.nodes[node].count > 0 else { throw Malformed.members }
        var dependants: [[FilledField]] = []
        element = node + 1
        for _ in 0..<tape.nodes[node].count {
            dependants.append(try tape.filledFields(at: element, in: body))
            element = Int(tape.nodes[element].next)
        }
        self.dependants = dependants
    }

    private mutating func readClaim(
        in body: UnsafeBufferPointer<UInt8>, _ tape: JSONTape
    ) throws(Malformed) {
        item = tape.string("item", in: body)
        merchant = tape.string("merchant", in: body)
        guard let text = tape.string("amount", in: body) else { return }
        guard let amount = FundEventBody.fen(text) else { throw Malformed.members }
        self.amount = amount
    }

    /// A digest that is handed in, or a work that is taken back without a form.
    private mutating func readWork(in body: UnsafeBufferPointer<UInt8>, _ tape: JSONTape) throws(Malformed) {
        file = tape.string("file", in: body)
        if let file {
            guard Digest(hex: file) != nil else { throw Malformed.members }
            return
        }
        takesBack = tape.string("work", in: body).flatMap(Campaign.leaf(ofCollected:))
        guard takesBack != nil, fields == nil else { throw Malformed.members }
    }

    private mutating func readChoice(
        in body: UnsafeBufferPointer<UInt8>, _ tape: JSONTape
    ) throws(Malformed) {
        guard let choice = tape.member("choice", of: 0, in: body), tape.nodes[choice].kind == .object else {
            throw Malformed.members
        }
        var key = choice + 1
        for _ in 0..<tape.nodes[choice].count {
            guard let points = tape.nodes[key + 1].integer(of: body), points >= 1 else { throw Malformed.members }
            self.choice.append((tape.nodes[key].text(of: body), Int(points)))
            key = Int(tape.nodes[key + 1].next)
        }
    }
}

extension SubmissionBody.Malformed {
    fileprivate static var members: Self {
        Self(zh: "内容的成员不是一次提交应有的那些", en: "the members of the body are not those of a submission")
    }
}

extension JSONTape {
    fileprivate func integer(_ key: StaticString, in bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
        member(key, of: 0, in: bytes).flatMap { nodes[$0].integer(of: bytes) }
    }

    fileprivate func string(_ key: StaticString, in bytes: UnsafeBufferPointer<UInt8>) -> String? {
        member(key, of: 0, in: bytes).flatMap { nodes[$0].kind == .string ? nodes[$0].text(of: bytes) : nil }
    }

    /// An object of fields that somebody filled in.
    fileprivate func filledFields(
        at node: Int, in bytes: UnsafeBufferPointer<UInt8>
    ) throws(SubmissionBody.Malformed) -> [FilledField] {
        guard nodes[node].kind == .object else { throw .members }
        var fields: [FilledField] = []
        var key = node + 1
        for _ in 0..<nodes[node].count {
            let value = nodes[key + 1]
            let id = nodes[key].text(of: bytes)
            if value.kind == .string {
                fields.append(FilledField(id, .text(value.text(of: bytes))))
            } else if let number = value.integer(of: bytes) {
                fields.append(FilledField(id, .integer(number)))
            } else {
                throw .members
            }
            key = Int(value.next)
        }
        return fields
    }

    /// A string, or an array of strings.
    fileprivate func answer(
        at node: Int, in bytes: UnsafeBufferPointer<UInt8>
    ) throws(SubmissionBody.Malformed) -> SubmissionBody.Answer {
        switch nodes[node].kind {
        case .string:
            return .text(nodes[node].text(of: bytes))
        case .array:
            var options: [String] = []
            var element = node + 1
            for _ in 0..<nodes[node].count {
                guard nodes[element].kind == .string else { throw .members }
                options.append(nodes[element].text(of: bytes))
                element = Int(nodes[element].next)
            }
            return .options(options)
        default:
            throw .members
        }
    }
}
