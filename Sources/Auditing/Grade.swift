import Campaigns
import JSON
import Proofs

/// The evidence grade as reports show it: the first line of every report.
///
/// The texts are those of `tools/verify.py`, letter for letter: they stand in report.json, which both compare.
package struct Grade: Sendable, Hashable {
    package var grade: EvidenceGrade
    /// What the grade would be, and upon what that a verifier can't know.
    package var condition: BilingualText?

    /// Whether the rules leave nothing to a draw, so that nobody could have chosen anything by one: this stands in the
    /// place of a grade, and `grade` is the best.
    package private(set) var isChanceless = false

    package init(_ grade: EvidenceGrade, condition: BilingualText? = nil) {
        self.grade = grade
        self.condition = condition
    }

    /// In the place of a grade, where the rules leave nothing to chance.
    package static let chanceless = {
        var grade = Grade(.g3)
        grade.isChanceless = true
        return grade
    }()

    /// The first of the least; nil of none.
    static func least(of grades: [Grade]) -> Grade? { grades.min { $0.grade < $1.grade } }

    /// `G0` … `G3`, or `none` where nothing is left to chance.
    package var level: String { isChanceless ? "none" : grade.name }

    package var meaning: BilingualText {
        guard !isChanceless else {
            return BilingualText(zh: "结果只由规则和记录得出", en: "the result follows from the rules and the log alone")
        }
        return switch grade {
        case .g0: BilingualText(zh: "运营方可能选定了中奖者", en: "the operator could have chosen the winners")
        case .g1:
            BilingualText(
                zh: "主办方须有另一方配合，或因号码太短而逐一试算，才可能选定中奖者",
                en: "the organiser could have chosen the winners only with another party's help, "
                    + "or by trying out numbers that are too short")
        case .g2:
            BilingualText(zh: "主办方可能在几份名单中挑选了一份", en: "the organiser could have chosen among several lists")
        case .g3:
            BilingualText(
                zh: "除非见证方一同串通，主办方无法选定中奖者",
                en: "the organiser could not have chosen the winners unless the witnesses colluded")
        }
    }

    /// `Evidence grade G1; G2 if notary.example really published 7.3.5: the organiser could …`.
    package func line(_ language: Language) -> String {
        let meaning = meaning.text(language)
        guard !isChanceless else {
            return language == .zh ? "没有什么由抽签决定：\(meaning)" : "Nothing was left to chance: \(meaning)"
        }
        switch (language, condition) {
        case (.zh, nil): return "证据等级 \(level)：\(meaning)"
        case (.en, nil): return "Evidence grade \(level): \(meaning)"
        case (.zh, let condition?): return "证据等级 \(level)；\(condition.zh)：\(meaning)"
        case (.en, let condition?): return "Evidence grade \(level); \(condition.text(.en)): \(meaning)"
        }
    }

    /// The line where a check failed, so that no grade can be given.
    static func noneLine(_ language: Language) -> String {
        language == .zh ? "证据等级：无（有检查未通过）" : "Evidence grade: none (a check failed)"
    }

    /// That a better grade holds if all sources really published their values, or else if a party confirms its key.
    ///
    /// - Parameter andWitnesses: Whether besides it rests on witnesses whom nobody but the organiser chose.
    package static func condition(
        _ grade: EvidenceGrade, published: [(name: String, value: String)], parties: [String] = [],
        andWitnesses: Bool = false
    ) -> BilingualText {
        let values = BilingualText(
            zh: published.map { "\($0.name) 确实公布了 \($0.value)" }.joined(separator: "，且 "),
            en: published.map { "\($0.name) really published \($0.value)" }.joined(separator: " and "))
        let keys = parties.map { BilingualText(zh: "\($0) 确认其公钥", en: "\($0) confirms its key") }
        let items = (published.isEmpty ? [] : [values]) + keys
        let either = BilingualText(
            zh: items.map(\.zh).joined(separator: "，或 "), en: items.map { $0.text(.en) }.joined(separator: " or "))
        let all = (items.isEmpty ? [] : [either]) + (andWitnesses ? [witnesses] : [])
        let zh = all.map(\.zh).joined(separator: "，且 ")
        let en = all.map { $0.text(.en) }.joined(separator: " and ")
        return BilingualText(zh: "若\(zh)，则为 \(grade.name)", en: "\(grade.name) if \(en)")
    }

    /// That a better grade holds if the beacon signed; in a report, which is no verifier's word.
    package static func condition(
        _ grade: EvidenceGrade, rounds: [Int64], andWitnesses: Bool = false
    ) -> BilingualText {
        let zh = rounds.map(String.init).joined(separator: "、")
        let en = rounds.map(String.init).joined(separator: " and ")
        return BilingualText(
            zh: "若信标 drand 第 \(zh) 轮的签名属实\(andWitnesses ? "，且 \(witnesses.zh)" : "")，则为 \(grade.name)",
            en: "\(grade.name) if the beacon's signature of drand round \(en) is genuine"
                + (andWitnesses ? " and \(witnesses.text(.en))" : ""))
    }

    /// Upon what G3 rests for whoever brings no policy.
    private static let witnesses = BilingualText(
        zh: "见证方独立于主办方", en: "the witnesses are independent of the organiser")
}
