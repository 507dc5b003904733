import JSON
import Proofs

/// The body of an entry's opening: exactly what the person sent, and when.
struct SubmissionBody {
    enum Answer {
        /// An option id, or a text as typed.
        case text(String)
        /// Option ids as sent.
        case options([String])
    }

    var answers: [(question: String, answer: Answer)]
    /// A ballot in the place of answers: work ids and points.
    var choice: [(work: String, points: Int)]?
    var at: Int64
    var attempt: Int
    var paper: String?
    /// The proof of its number, where something is won at once.
    var pi: String?
    var pseudonym: Pseudonym

    static let mostBytes = 32 * 1024

    /// What is wrong with the bytes of a body; the caller adds the file and the index.
    struct Malformed: Error {
        let text: BilingualText

        init(zh: String, en: String) {
            text = BilingualText(zh: zh, en: en)
        }
    }

    /// Reads `{"answers":{…},"at":…,"attempt":n,"kind":"submit",["paper":"p-…",]"phase":"main",["pi":"…",]"pseudonym":"…"}`.
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
        guard members > 0,
            tape.isString("phase", "main", in: body),
            let at = tape.integer("at", in: body), at >= 0,
            let attempt = tape.integer("attempt", in: body), attempt >= 1,
            let pseudonym = tape.string("pseudonym", in: body).flatMap({ Pseudonym(hex: $0) })
        else { throw Malformed.members }
        self.at = at
        self.attempt = Int(attempt)
        self.pseudonym = pseudonym
        if tape.isString("kind", "vote", in: body), members == 6 {
            answers = []
            choice = try tape.choice(in: body)
            return
        }
        guard tape.isString("kind", "submit", in: body), let answers = tape.member("answers", of: 0, in: body), tape.nodes[answers].kind == .object,
            tape.nodes[answers].count > 0
        else { throw Malformed.members }
        paper = tape.string("paper", in: body)
        pi = tape.string("pi", in: body)
        guard members == 6 + (paper == nil ? 0 : 1) + (pi == nil ? 0 : 1) else { throw Malformed.members }
        self.answers = []
        self.answers.reserveCapacity(Int(tape.nodes[answers].count))
        var key = answers + 1
        for _ in 0..<tape.nodes[answers].count {
            let question = tape.nodes[key].text(of: body)
            self.answers.append((question, try tape.answer(at: key + 1, in: body)))
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
    fileprivate func isString(_ key: StaticString, _ value: StaticString, in bytes: UnsafeBufferPointer<UInt8>) -> Bool
    {
        member(key, of: 0, in: bytes).map { nodes[$0].isText(value, of: bytes) } ?? false
    }

    fileprivate func integer(_ key: StaticString, in bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
        member(key, of: 0, in: bytes).flatMap { nodes[$0].integer(of: bytes) }
    }

    fileprivate func string(_ key: StaticString, in bytes: UnsafeBufferPointer<UInt8>) -> String? {
        member(key, of: 0, in: bytes).flatMap { nodes[$0].kind == .string ? nodes[$0].text(of: bytes) : nil }
    }

    /// A ballot: an object of whole numbers.
    fileprivate func choice(
        in bytes: UnsafeBufferPointer<UInt8>
    ) throws(SubmissionBody.Malformed) -> [(work: String, points: Int)] {
        guard let choice = member("choice", of: 0, in: bytes), nodes[choice].kind == .object else { throw .members }
        var votes: [(work: String, points: Int)] = []
        var key = choice + 1
        for _ in 0..<nodes[choice].count {
            guard let points = nodes[key + 1].integer(of: bytes).flatMap({ Int(exactly: $0) }) else { throw .members }
            votes.append((nodes[key].text(of: bytes), points))
            key = Int(nodes[key + 1].next)
        }
        return votes
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
