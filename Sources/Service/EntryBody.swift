import Engine
import Proofs

/// The body of an entry: what its opening publishes, canonical (RFC 8785), inputs only.
struct EntryBody {
    /// What a body can have at most besides its answers, choice or choices; all of it together is limited by
    /// `Opening.mostBodyBytes`.
    static let mostBytesBesideAnswers = 512

    var kind: ActKind
    var at: Int64
    /// Nil for an act that is of no attempt.
    var attempt: Int?
    var members: ActMembers
    /// The proof of its number, where something is won at once.
    var proof: String?
    var pseudonym: Pseudonym
    /// Nil with a roll, which has them.
    var commitments: PersonCommitments?
    /// Nil in a campaign of one phase.
    var phase: String?

    /// Appends the body; members stand in the order that RFC 8785 asks for.
    ///
    /// - Parameters:
    ///   - value: The canonical `answers`, `choice` or `choices`; not asked where the kind has none.
    ///   - fields: The canonical `fields`; nil where no form is filled in.
    ///   - dependants: The canonical `dependants`; nil where none come.
    func append(value: ByteSink, fields: [UInt8]? = nil, dependants: [UInt8]? = nil, to out: ByteSink) {
        out.append("{")
        if let amount = members.claim?.amount {
            out.append("\"amount\":\"")
            out.append(decimal: amount)
            out.append("\",")
        }
        if kind == .submit || kind == .save {
            out.append("\"answers\":")
            out.append(value.bytes)
            out.append(",")
        }
        out.append("\"at\":")
        out.append(decimal: at)
        if let attempt {
            out.append(",\"attempt\":")
            out.append(decimal: Int64(attempt))
        }
        if kind == .vote {
            out.append(",\"choice\":")
            out.append(value.bytes)
        }
        if kind == .enrol {
            out.append(",\"choices\":")
            out.append(value.bytes)
        }
        append("day", members.day, to: out)
        append("dc", commitments?.display.hex, to: out)
        if let dependants {
            out.append(",\"dependants\":")
            out.append(dependants)
        }
        if let fields {
            out.append(",\"fields\":")
            out.append(fields)
        }
        append("file", members.file, to: out)
        if let hint = members.hint {
            out.append(",\"hint\":")
            out.append(decimal: Int64(hint))
        }
        append("ic", commitments?.identity.hex, to: out)
        append("item", members.claim?.item, to: out)
        out.append(",\"kind\":\"")
        out.append(kind.name)
        out.append("\"")
        append("merchant", members.claim?.merchant, to: out)
        append("paper", members.paper.isEmpty ? nil : members.paper, to: out)
        if let phase { append("phase", phase, to: out) } else { out.append(",\"phase\":\"main\"") }
        append("pi", proof, to: out)
        out.append(",\"pseudonym\":\"")
        pseudonym.withUnsafeBytes { out.append(hex: $0) }
        out.append("\"")
        append("question", members.question, to: out)
        append("work", members.work, to: out)
        out.append("}")
    }

    /// A text without anything to escape.
    private func append(_ name: StaticString, _ text: String?, to out: ByteSink) {
        guard let text else { return }
        out.append(",\"")
        out.append(name)
        out.append("\":\"")
        out.append(text: text)
        out.append("\"")
    }
}

/// The commitments to a person's id and to how it is shown.
struct PersonCommitments {
    let identity: Digest
    let display: Digest
}

/// What an act says besides answers and choice, as its body has it.
struct ActMembers {
    /// The paper's id as sent; empty where none was named.
    var paper = ""
    /// The date of a day that is made up for, in the campaign's zone.
    var day: String?
    /// The form, where it is filled in.
    var filled: FilledForm?
    /// What a registration asks for.
    var claim: ClaimMembers?
    /// What is said of each dependant.
    var dependants: [FilledForm] = []
    /// The number of a hint, from 1, and the id of its question.
    var hint: Int?
    var question: String?
    /// The SHA-256 of a work's file, or the id of a work that is taken back.
    var file: String?
    var work: String?
}
