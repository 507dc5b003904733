import Engine
import JSON

// What remains, as every reply tells it: `{"day":2,"total":8,"household":{"day":1}}`, and `resets_ms` beside it.
extension Remaining {
    /// Appends the members of a result.
    ///
    /// - Parameters:
    ///   - counts: The comma, the quoted name of the counts and the colon.
    ///   - makeups: Days that can still be made up for, of a sign-in.
    func appendMembers(counts: StaticString, makeups: Int? = nil, to out: ByteSink) {
        out.append(counts)
        out.append(UInt8(ascii: "{"))
        var isFirst = true
        person.append(&isFirst, to: out)
        for other in others {
            out.append(isFirst ? "\"" : ",\"")
            out.append(text: other.scope.rawValue)
            out.append("\":{")
            var isFirstOfScope = true
            other.counts.append(&isFirstOfScope, to: out)
            out.append(UInt8(ascii: "}"))
            isFirst = false
        }
        if let makeups {
            out.append(isFirst ? "\"makeup\":" : ",\"makeup\":")
            out.append(decimal: Int64(makeups))
        }
        out.append(UInt8(ascii: "}"))
        guard let resets else { return }
        out.append(",\"resets_ms\":")
        out.append(decimal: resets)
    }

    /// The same members as values.
    func members(_ name: String) -> [JSON.Member] {
        let counts = person.members + others.map { JSON.Member($0.scope.rawValue, .object($0.counts.members)) }
        return [JSON.Member(name, .object(counts))] + (resets.map { [JSON.Member("resets_ms", .integer($0))] } ?? [])
    }
}

extension Remaining.Counts {
    fileprivate func append(_ isFirst: inout Bool, to out: ByteSink) {
        if let day {
            out.append(isFirst ? "\"day\":" : ",\"day\":")
            out.append(decimal: Int64(day))
            isFirst = false
        }
        if let total {
            out.append(isFirst ? "\"total\":" : ",\"total\":")
            out.append(decimal: Int64(total))
            isFirst = false
        }
    }

    fileprivate var members: [JSON.Member] {
        (day.map { [JSON.Member("day", .integer(Int64($0)))] } ?? [])
            + (total.map { [JSON.Member("total", .integer(Int64($0)))] } ?? [])
    }
}
