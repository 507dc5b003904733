/// How much an outsider can rule out about a draw; the first line of every report.
package enum EvidenceGrade: Int, Hashable, Sendable, CaseIterable, Comparable {
    /// Only the operator's own number.
    case g0
    /// Another party's number, given after the closing.
    case g1
    /// Public randomness of at least 64 bits, later than the closing.
    case g2
    /// As G2, and witnesses saw the closing and the values before the randomness existed.
    case g3

    /// `G0` … `G3`.
    package var name: String { "G\(rawValue)" }

    package static func < (left: EvidenceGrade, right: EvidenceGrade) -> Bool { left.rawValue < right.rawValue }
}
