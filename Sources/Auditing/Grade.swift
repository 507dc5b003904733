import Campaigns
import JSON

/// How strong the evidence is that nobody chose the winners: the first line of every report.
package struct Grade: Sendable, Hashable {
    /// `G0` … `G3`.
    package var level: String
    package var meaning: BilingualText
    /// What the grade would be, and upon what that a verifier can't know.
    package var condition: BilingualText?

    package init(level: String, meaning: BilingualText, condition: BilingualText? = nil) {
        self.level = level
        self.meaning = meaning
        self.condition = condition
    }

    /// `G1: … — G2 if notary.example really published 7.3.5`.
    package func line(_ language: Language, withLevel: Bool = true) -> String {
        let meaning = meaning.text(language)
        let tail = condition.map { (language == .zh ? "；" : "; ") + $0.text(language) } ?? ""
        let between = language == .zh ? "：" : ": "
        return (withLevel ? level + between : "") + meaning + tail
    }
}

/// What a grade is worked out from.
struct GradeFacts {
    /// Sources of the charter in order with the values that count; nil is a value that is missing.
    var sources: [(source: Campaign.RandomnessSource, value: String?)]
    /// Values of public sources that the caller confirms, by name.
    var confirmed: [String: String]
    /// Whether the charter was logged before the campaign opened.
    var announcedInTime: Bool
    /// Whether every public value came later than the closing.
    var isLaterThanClosing: Bool
}

extension Grade {
    init(_ facts: GradeFacts) {
        var drawn: [(name: String, form: PublicForm, value: String)] = []
        for (source, value) in facts.sources {
            if case .public(let name, let form, _) = source, let value { drawn.append((name, form, value)) }
        }
        let isWide = OutcomeCount.product(of: drawn.map(\.form)).reaches64Bits
        guard !drawn.isEmpty, facts.isLaterThanClosing else {
            self.init(level: "G0", meaning: Grade.meanings[0])
            return
        }
        let best = isWide && facts.announcedInTime ? 2 : 1
        let open = drawn.filter { facts.confirmed[$0.name] != $0.value }
        guard !open.isEmpty else {
            self.init(level: "G\(best)", meaning: Grade.meanings[best])
            return
        }
        self.init(
            level: "G\(best - 1)", meaning: Grade.meanings[best - 1],
            condition: BilingualText(
                zh: "若 " + open.map { "\($0.name) 确实公布了 \($0.value)" }.joined(separator: "、") + "，则为 G\(best)",
                en: "G\(best) if " + open.map { "\($0.name) really published \($0.value)" }.joined(separator: " and ")))
    }

    /// By level, from G0.
    static let meanings: [BilingualText] = [
        BilingualText(
            zh: "只有主办方自己的随机数（主办方有可能挑选得奖者）",
            en: "only the operator's own number (the operator could have chosen the winners)"),
        BilingualText(
            zh: "另一方在截止后公开了事先承诺的随机数",
            en: "another party's number, committed beforehand, given after the closing"),
        BilingualText(
            zh: "截止之后才产生的公开随机数，没有见证方（主办方有可能在几份名单中挑选）",
            en: "public randomness later than the closing, no witness (the organiser could have chosen among several lists)"),
        BilingualText(
            zh: "截止之后才产生的公开随机数，截止时的记录有见证方签署",
            en: "public randomness later than the closing, which witnesses had signed"),
    ]
}
