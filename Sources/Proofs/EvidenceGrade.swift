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

    /// What the grade says, in plain words.
    package var meaning: (zh: String, en: String) {
        switch self {
        case .g0: ("种子只来自运营方自己的数：运营方有可能挑选了中奖者", "the operator could have chosen the winners")
        case .g1:
            (
                "种子含有另一方在截止后公布的数：运营方须与该方串通才能挑选中奖者",
                "choosing the winners would have taken the operator and another party together"
            )
        case .g2:
            (
                "种子含有截止后公开产生的随机数，但没有见证方：主办方有可能在几份名单之间挑选",
                "the randomness was public and later than the closing; without a witness the organiser could have "
                    + "chosen among several lists"
            )
        case .g3:
            (
                "见证方在随机数产生之前已为名单作证：无人能够挑选中奖者",
                "witnesses saw the list before the randomness existed; nobody could have chosen the winners"
            )
        }
    }
}

/// What a verifier found out for itself about the randomness of a phase, and the grade that follows.
package struct Evidence: Hashable, Sendable {
    /// A source whose value counted; sources that are missing in the seed are left out.
    package enum Source: Hashable, Sendable {
        case commit
        /// `isKeyConfirmed`: the caller named this very key as the party's.
        case reveal(party: String, isKeyConfirmed: Bool)
        /// `isChecked`: this tool checked the beacon's signature.
        case drand(isChecked: Bool)
        /// `isConfirmed`: the caller named this very value as the published one.
        case publicNumber(name: String, value: String, isConfirmed: Bool)
    }

    package var sources: [Source]
    /// The possible outcomes of all public numbers together are 2^64 at least.
    package var publicOutcomesSuffice: Bool
    /// The closing came before every drand and public time in force.
    package var closedInTime: Bool
    /// Announced late, on a later fallback source, or extended without witnesses: G1 at most.
    package var isCapped: Bool
    /// A witness and the quorum cosigned closing prefix and values at least 60 s before the randomness, and the
    /// registry is witnessed.
    package var isWitnessed: Bool

    package init(
        sources: [Source], publicOutcomesSuffice: Bool, closedInTime: Bool = true, isCapped: Bool = false,
        isWitnessed: Bool = false
    ) {
        self.sources = sources
        self.publicOutcomesSuffice = publicOutcomesSuffice
        self.closedInTime = closedInTime
        self.isCapped = isCapped
        self.isWitnessed = isWitnessed
    }

    /// A grade, and under which condition it would be a better one.
    package struct Finding: Hashable, Sendable {
        package struct Condition: Hashable, Sendable {
            package let zh: String
            package let en: String
            /// The grade is less here than it may be for another tool, which checks what this one can't.
            package let isOfThisTool: Bool

            init(zh: String, en: String, isOfThisTool: Bool = false) {
                self.zh = zh
                self.en = en
                self.isOfThisTool = isOfThisTool
            }
        }

        package let grade: EvidenceGrade
        package let condition: Condition?

        /// `G1; G2 if <name> really published <value>`, `G1 here; beacon signature not checked by this tool`.
        package var sentence: (zh: String, en: String) {
            guard let condition else { return (grade.name, grade.name) }
            if condition.isOfThisTool {
                return ("此处 \(grade.name)；\(condition.zh)", "\(grade.name) here; \(condition.en)")
            }
            return (grade.name + "；" + condition.zh, grade.name + "; " + condition.en)
        }
    }

    /// The best grade that rests on nothing unchecked, with what would raise it.
    package var finding: Finding {
        let base = min(ceiling, unconditional)
        let best = min(ceiling, ifAllHolds)
        return Finding(grade: base, condition: best > base ? condition(from: base, to: best) : nil)
    }

    private var ceiling: EvidenceGrade {
        if !closedInTime { return .g0 }
        if isCapped { return .g1 }
        return isWitnessed ? .g3 : .g2
    }

    /// Public randomness that nobody confirmed still isn't the operator's own number: a false one would stand
    /// beside the published one, hence G1.
    private var unconditional: EvidenceGrade {
        if hasCheckedBeacon || (publicOutcomesSuffice && hasPublic && unconfirmed.isEmpty) { return .g3 }
        let hasReveal = sources.contains { source in
            guard case .reveal(_, let isKeyConfirmed) = source else { return false }
            return isKeyConfirmed
        }
        return hasReveal || hasPublic || hasBeacon ? .g1 : .g0
    }

    private var ifAllHolds: EvidenceGrade {
        if hasBeacon || (publicOutcomesSuffice && hasPublic) { return .g3 }
        return hasPublic || !parties.isEmpty ? .g1 : .g0
    }

    private var hasBeacon: Bool { hasCheckedBeacon || sources.contains(.drand(isChecked: false)) }

    private var hasCheckedBeacon: Bool { sources.contains(.drand(isChecked: true)) }

    private var hasPublic: Bool {
        sources.contains { source in
            guard case .publicNumber = source else { return false }
            return true
        }
    }

    /// Public numbers that the caller did not confirm.
    private var unconfirmed: [(name: String, value: String)] {
        sources.compactMap { source in
            guard case .publicNumber(let name, let value, false) = source else { return nil }
            return (name, value)
        }
    }

    private var parties: [String] {
        sources.compactMap { source in
            guard case .reveal(let party, _) = source else { return nil }
            return party
        }
    }

    private func condition(from base: EvidenceGrade, to best: EvidenceGrade) -> Finding.Condition {
        if best == .g1 {
            let party = parties.first ?? ""
            return Finding.Condition(
                zh: "若 \(party) 确认其公钥，则为 \(best.name)", en: "\(best.name) if \(party) confirms its key")
        }
        if publicOutcomesSuffice && hasPublic {
            let zh = unconfirmed.map { "\($0.name) 确实公布了 \($0.value)" }.joined(separator: "，且 ")
            let en = unconfirmed.map { "\($0.name) really published \($0.value)" }.joined(separator: " and ")
            return Finding.Condition(zh: "若 \(zh)，则为 \(best.name)", en: "\(best.name) if \(en)")
        }
        return Finding.Condition(
            zh: "本工具未检验信标签名", en: "beacon signature not checked by this tool", isOfThisTool: true)
    }
}
