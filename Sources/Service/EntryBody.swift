import Proofs

/// The body of an accepted submission: what its opening publishes, canonical (RFC 8785), inputs only.
struct EntryBody {
    /// What a body can have at most besides its answers; all of it together is limited by `Opening.mostBodyBytes`.
    static let mostBytesBesideAnswers = 448

    var at: Int64
    var attempt: Int
    /// Empty where no papers are drawn.
    var paper: String
    /// The proof of its number, where something is won at once.
    var proof: String?
    var pseudonym: Pseudonym
    var isBallot = false

    /// Appends the body; members stand in the order that RFC 8785 asks for.
    func append(answers: ByteSink, to out: ByteSink) {
        out.append(isBallot ? "{\"at\":" : "{\"answers\":")
        if !isBallot {
            out.append(answers.bytes)
            out.append(",\"at\":")
        }
        out.append(decimal: at)
        out.append(",\"attempt\":")
        out.append(decimal: Int64(attempt))
        if isBallot {
            out.append(",\"choice\":")
            out.append(answers.bytes)
        }
        out.append(isBallot ? ",\"kind\":\"vote\"" : ",\"kind\":\"submit\"")
        if !paper.isEmpty {
            out.append(",\"paper\":\"")
            out.append(text: paper)
            out.append("\"")
        }
        out.append(",\"phase\":\"main\"")
        if let proof {
            out.append(",\"pi\":\"")
            out.append(text: proof)
            out.append("\"")
        }
        out.append(",\"pseudonym\":\"")
        pseudonym.withUnsafeBytes { out.append(hex: $0) }
        out.append("\"}")
    }
}
