/// What is right on one question, and what an answer to it is worth: the one piece of code that scores, for whoever
/// decides and for whoever decides again.
///
/// An answer of several parts is worth, by the question's `scoring`:
///
/// | scoring | points |
/// |---|---|
/// | `all` | all or none |
/// | `proportional` | ⌊points × right parts ÷ parts⌋; none where a wrong option was chosen, too |
/// | `penalty` | ⌊points × (right − wrong) ÷ parts⌋, never below 0 |
package final class QuestionKey: Sendable {
    package enum Right: Sendable {
        case single(Int)
        case multi(UInt64)
        /// The accepted texts, folded.
        case text([String])
        case trueFalse(Bool)
        /// In millionths.
        case number(Int64, tolerance: Int64)
        case order([UInt8])
        case match([UInt8])
        case blanks([[String]])
        case survey
    }

    package let right: Right
    let scoring: Campaign.Question.Scoring
    /// For an answer that is right; a survey has none.
    package let points: Int

    package init(_ question: Campaign.Question) {
        points = question.points
        scoring = question.scoring
        let place = { (id: String) in question.options.firstIndex { $0.id == id }! }
        switch question.answer {
        case .single(let id): right = .single(place(id))
        case .multi(let ids): right = .multi(ids.reduce(into: 0) { bits, id in bits |= 1 << UInt64(place(id)) })
        case .text(let accepted, _): right = .text(accepted)
        case .trueFalse(let truth): right = .trueFalse(truth)
        case .number(let value, let tolerance): right = .number(value, tolerance: tolerance)
        case .order(let ids): right = .order(ids.map { UInt8(place($0)) })
        case .match(let pairs):
            right = .match(
                question.options.map { option in
                    let partner = pairs.first { $0.left == option.id }!.right
                    return UInt8(question.partners.firstIndex { $0.id == partner }!)
                })
        case .blanks(let accepted, _): right = .blanks(accepted)
        case .survey: right = .survey
        }
    }
}

// MARK: - Scoring

extension QuestionKey {
    /// Whole points, from 0 to ``points``.
    package func points(for choice: AnswerChoice) -> Int {
        switch (right, choice) {
        case (.single(let right), .single(let given)): whole(right == given)
        case (.multi(let right), .multi(let given)):
            shares(
                (right & given).nonzeroBitCount, wrong: (given & ~right).nonzeroBitCount, of: right.nonzeroBitCount)
        case (.text(let accepted), .text(let given)): whole(QuestionKey.holds(accepted, given))
        case (.trueFalse(let right), .trueFalse(let given)): whole(right == given)
        case (.number(let right, let tolerance), .number(let given)): whole(abs(right - given) <= tolerance)
        case (.order(let right), .order(let given)): shares(zip(right, given).count { $0 == $1 }, of: right.count)
        case (.match(let right), .match(let given)): shares(zip(right, given).count { $0 == $1 }, of: right.count)
        case (.blanks(let accepted), .blanks(let given)):
            shares(zip(accepted, given).count { QuestionKey.holds($0, $1) }, of: accepted.count)
        default: 0
        }
    }

    /// Whether the answer is right in all its parts; nothing that is worth less counts as right.
    package func isRight(_ choice: AnswerChoice) -> Bool { isFull(points(for: choice)) }

    /// Whether so many points are those of a right answer.
    package func isFull(_ points: Int) -> Bool { points == self.points && points > 0 }

    /// Whether an answer has the form that the question asks for.
    package func fits(_ choice: AnswerChoice) -> Bool {
        switch (right, choice) {
        case (.single, .single), (.multi, .multi), (.text, .text), (.trueFalse, .trueFalse), (.number, .number),
            (.order, .order), (.match, .match), (.blanks, .blanks), (.survey, .survey):
            true
        default: false
        }
    }

    private func whole(_ isRight: Bool) -> Int { isRight ? points : 0 }

    private func shares(_ right: Int, wrong: Int = 0, of parts: Int) -> Int {
        if right == parts, wrong == 0 { return points }
        return switch scoring {
        case .all: 0
        case .proportional: wrong == 0 ? points * right / parts : 0
        case .penalty: points * max(0, right - wrong) / parts
        }
    }

    /// Bytes, not Swift's canonical equivalence, which other verifiers don't have.
    private static func holds(_ accepted: [String], _ given: String) -> Bool {
        accepted.contains { $0.utf8.elementsEqual(given.utf8) }
    }
}

// MARK: - Comparing

extension QuestionKey: Equatable {
    /// Whether every answer is worth the same under both.
    package static func == (left: QuestionKey, right: QuestionKey) -> Bool {
        left.points == right.points && left.scoring == right.scoring && isSame(left.right, right.right)
    }

    private static func isSame(_ left: Right, _ right: Right) -> Bool {
        switch (left, right) {
        case (.single(let left), .single(let right)): left == right
        case (.multi(let left), .multi(let right)): left == right
        case (.text(let left), .text(let right)): isSame(left, right)
        case (.trueFalse(let left), .trueFalse(let right)): left == right
        case (.number(let left, let within), .number(let right, let other)): left == right && within == other
        case (.order(let left), .order(let right)): left == right
        case (.match(let left), .match(let right)): left == right
        case (.blanks(let left), .blanks(let right)):
            left.count == right.count && zip(left, right).allSatisfy { isSame($0, $1) }
        case (.survey, .survey): true
        default: false
        }
    }

    private static func isSame(_ left: [String], _ right: [String]) -> Bool {
        left.count == right.count && zip(left, right).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
    }
}
