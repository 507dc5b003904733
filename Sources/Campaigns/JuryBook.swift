/// The scores of a jury, and what a work's come to, exact.
package struct JuryBook: Sendable, Hashable {
    package let rules: Campaign.Jury
    /// By work, then juror: a number for each criterion, or one where there are none; nil before the juror has scored it.
    private var scores: [[[Int]?]]
    /// The common denominator of the criteria's weights.
    private let denominator: Int

    package init(_ rules: Campaign.Jury, works: Int) {
        self.rules = rules
        scores = Array(repeating: Array(repeating: nil, count: rules.members.count), count: works)
        denominator = JuryBook.denominator(rules.criteria)
    }

    /// How many numbers a juror gives a work.
    package static func width(_ rules: Campaign.Jury) -> Int { max(1, rules.criteria.count) }

    /// Puts a juror's scores of a work; earlier ones are replaced.
    package mutating func put(_ marks: [Int], juror: Int, work: Int) {
        precondition(marks.count == JuryBook.width(rules), "a number for each criterion")
        scores[work][juror] = marks
    }

    /// How many jurors have scored a work.
    package func count(of work: Int) -> Int { scores[work].count { $0 != nil } }

    /// The mean of the jurors who scored a work, without the highest and the lowest that are left out; 0 where none is left.
    package func score(of work: Int) -> Ratio {
        let sums = scores[work].compactMap { $0.map(sum) }.sorted()
        guard sums.count > rules.trimLowest + rules.trimHighest else { return .zero }
        let kept = sums.dropFirst(rules.trimLowest).dropLast(rules.trimHighest)
        return Ratio(kept.reduce(0, +), kept.count * denominator)
    }

    /// A juror's scores of a work by their weights, over ``denominator``.
    private func sum(_ marks: [Int]) -> Int {
        guard !rules.criteria.isEmpty else { return marks[0] }
        return zip(marks, rules.criteria).reduce(0) { sum, pair in
            sum + pair.0 * pair.1.weight.numerator * (denominator / pair.1.weight.denominator)
        }
    }

    /// Weights are at most one, so no sum is above `denominator` times the highest score; the loader refuses what would
    /// not fit (``isExact(_:)``).
    private static func denominator(_ criteria: [Campaign.Jury.Criterion]) -> Int {
        criteria.reduce(1) { common, criterion in
            var (left, right) = (common, criterion.weight.denominator)
            while right != 0 { (left, right) = (right, left % right) }
            return common / left * criterion.weight.denominator
        }
    }

    /// Whether the sum of all jurors' scores of a work stays below 2^62, whatever they give.
    package static func isExact(_ rules: Campaign.Jury) -> Bool {
        let (most, isOver) = denominator(rules.criteria).multipliedReportingOverflow(
            by: max(1, rules.scores.upperBound) * rules.members.count)
        return !isOver && most < 1 << 62
    }
}
