import Engine
import JSON
import Proofs

/// The body of an accepted submission: what its opening publishes, canonical (RFC 8785), inputs only.
struct EntryBody {
    /// What a body can have at most besides its answers; all of it together is limited by `Opening.mostBodyBytes`.
    static let mostBytesBesideAnswers = 256

    var at: Int64
    var attempt: Int
    /// Empty where no papers are drawn.
    var paper: String
    var pseudonym: Pseudonym

    /// Appends the body; members stand in the order that RFC 8785 asks for.
    func append(answers: [UInt8], to out: inout [UInt8]) {
        JSONWriter.appendRaw("{\"answers\":", to: &out)
        out.append(contentsOf: answers)
        JSONWriter.appendRaw(",\"at\":", to: &out)
        JSONWriter.appendInteger(at, to: &out)
        JSONWriter.appendRaw(",\"attempt\":", to: &out)
        JSONWriter.appendInteger(Int64(attempt), to: &out)
        JSONWriter.appendRaw(",\"kind\":\"submit\"", to: &out)
        if !paper.isEmpty {
            JSONWriter.appendRaw(",\"paper\":\"", to: &out)
            out.append(contentsOf: paper.utf8)
            JSONWriter.appendRaw("\"", to: &out)
        }
        JSONWriter.appendRaw(",\"phase\":\"main\",\"pseudonym\":\"", to: &out)
        pseudonym.appendHex(to: &out)
        JSONWriter.appendRaw("\"}", to: &out)
    }
}
