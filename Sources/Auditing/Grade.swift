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

    package init(_ grade: EvidenceGrade, condition: BilingualText? = nil) {
        self.grade = grade
        self.condition = condition
    }

    /// `G0` … `G3`.
    package var level: String { grade.name }

    package var meaning: BilingualText {
        switch grade {
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

    /// That a better grade holds if the sources really published these values.
    static func condition(_ grade: EvidenceGrade, published: [(name: String, value: String)]) -> BilingualText {
        let zh = published.map { "\($0.name) 确实公布了 \($0.value)" }.joined(separator: "，且 ")
        let en = published.map { "\($0.name) really published \($0.value)" }.joined(separator: " and ")
        return BilingualText(zh: "若\(zh)，则为 \(grade.name)", en: "\(grade.name) if \(en)")
    }
}

/// A source of the charter with its value as it counts in the seed.
struct CountedSource: Sendable, Hashable {
    var source: RandomnessSource
    /// Nil where no value counts: it is missing, or came too late.
    var value: String?
}

/// How the logged values of a phase make a seed and a grade.
struct RandomnessFacts {
    var sources: [CountedSource]
    /// Whether the closing came before every public time.
    var closedInTime: Bool
    /// Whether the campaign was announced after it had opened.
    var announcedLate: Bool
    /// What instant wins are decided by, with its value; nil where nothing is won at once.
    var activation: CountedSource?
    /// Whether the activation was public only after leaf 0 was announced.
    var activatedAfterAnnouncing = false
    /// Whether the randomness was moved to a later time by an extension that no witness shows to have come in time.
    var isExtended: Bool

    /// Of several values of one source the first counts; a commit counts only where it was logged before the
    /// earliest public time, because afterwards withholding it would have been a choice.
    init(
        _ charter: Charter, activation record: Activation?, closing: Closing, values: [Value], isExtended: Bool = false
    ) {
        let earliest = charter.seedSources.compactMap(\.source.available).min()
        activation = charter.activationSource.map { CountedSource(source: $0, value: record?.value) }
        activatedAfterAnnouncing = charter.activationSource?.available.map { charter.announces < $0 } ?? false
        sources = charter.seedSources.enumerated().map { position, declared in
            let value = values.first { $0.source == position + 1 }
            let isLate = declared.source.available == nil && value.map { $0.at >= earliest ?? Int64.max } ?? true
            return CountedSource(source: declared.source, value: isLate ? nil : value?.value)
        }
        closedInTime = earliest.map { closing.at < $0 } ?? true
        announcedLate = charter.announces > charter.opens
        self.isExtended = isExtended
    }

    /// The lines of seed-input.txt; nil where a value is not one of its source.
    var lines: [SeedInput.Line]? {
        var lines: [SeedInput.Line] = []
        for (position, counted) in sources.enumerated() {
            guard let value = counted.value else {
                lines.append(.missing(position + 1))
                continue
            }
            guard let line = SeedInput.Line(counted.source, value: value) else { return nil }
            lines.append(line)
        }
        return lines
    }

    /// The grade for a caller who saw these values of public sources drawn.
    ///
    /// | sources | unconfirmed | confirmed |
    /// |---|---|---|
    /// | commit only | G0 | |
    /// | public, 2^64 outcomes, announced in time, not extended | G1; G2 if published | G2 |
    /// | public otherwise | G0; G1 if published | G1 |
    /// | closed at or after a public time | G0 | G0 |
    ///
    /// An activation counts like one more public source, and must be wide enough by itself: it alone decides what is won
    /// at once.
    func grade(confirmed: [String: String] = [:]) -> Grade {
        if let activation {
            guard activation.source.available != nil, activation.value != nil, activatedAfterAnnouncing else {
                return Grade(.g0)
            }
        }
        var forms: [PublicForm] = []
        var published: [(name: String, value: String)] = []
        for counted in sources + (activation.map { [$0] } ?? []) {
            guard case .publicNumber(let name, let text, _) = counted.source, let value = counted.value else {
                continue
            }
            if case .success(let form) = PublicForm.parse(text) { forms.append(form) }
            published.append((name, value))
        }
        let needed = activation == nil ? 1 : 2
        guard closedInTime, published.count >= needed else { return Grade(.g0) }
        let seedForms = activation == nil ? forms : forms.dropLast()
        let isWide =
            forms.count == published.count && OutcomeCount.product(of: seedForms).reaches64Bits
            && (activation == nil || OutcomeCount.product(of: forms.suffix(1)).reaches64Bits)
        let (base, best): (EvidenceGrade, EvidenceGrade) =
            isWide && !announcedLate && !isExtended ? (.g1, .g2) : (.g0, .g1)
        let open = published.filter { confirmed[$0.name] != $0.value }
        return open.isEmpty ? Grade(best) : Grade(base, condition: Grade.condition(best, published: published))
    }

    /// The sources as report.json shows them.
    var reported: [Report.Randomness] {
        sources.compactMap { counted in
            switch counted.source {
            case .commit: .commit(value: counted.value)
            case .publicNumber(let name, let form, let available):
                .public(name: name, form: form, availableAt: available, value: counted.value)
            case .reveal, .drand: nil
            }
        }
    }
}
