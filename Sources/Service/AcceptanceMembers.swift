import Engine
import JSON

extension Acceptance {
    /// Appends the members of a submission's result, without the braces.
    ///
    /// - Parameter tiers: What is told of each tier that can be won at once; nil where none can.
    func appendMembers(to out: ByteSink, isReplay: Bool, tiers: [JSON]?) {
        out.append("\"index\":")
        out.append(decimal: Int64(index))
        if let attempt {
            out.append(",\"attempt\":")
            out.append(decimal: Int64(attempt))
        }
        if let deadline {
            out.append(",\"deadline_ms\":")
            out.append(decimal: deadline)
        }
        if let score {
            out.append(",\"score\":")
            out.append(decimal: Int64(score))
        }
        if let passed { out.append(passed ? ",\"passed\":true" : ",\"passed\":false") }
        if let chances {
            out.append(",\"chances\":")
            out.append(decimal: Int64(chances))
        }
        if let tiers {
            out.append(",\"prize\":")
            for byte in (prize.map { tiers[$0] } ?? .null).bytes() { out.append(byte) }
        }
        appendRemaining(to: out)
        if isVoid { out.append(",\"void\":true") }
        if isReplay { out.append(",\"replayed\":true") }
    }

    private func appendRemaining(to out: ByteSink) {
        out.append(",\"remaining\":{")
        if let remainingDay {
            out.append("\"day\":")
            out.append(decimal: Int64(remainingDay))
        }
        if let remainingTotal {
            out.append(remainingDay == nil ? "\"total\":" : ",\"total\":")
            out.append(decimal: Int64(remainingTotal))
        }
        out.append(UInt8(ascii: "}"))
    }
}
