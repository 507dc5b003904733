import Campaigns
import Engine

/// Wrong typed answers of a campaign that came close to a right one, counted for whoever looks whether its key is
/// complete.
///
/// Fed with every accepted answer, when it comes and again at a restart. What came close is settled by the key of that
/// time; what a later key accepts is left out when it is told. Bounded: so many different wrong answers are looked at, and
/// what comes after them is only counted.
final class AnswerReview {
    /// Different wrong answers of a campaign that are looked at.
    static let mostTexts = 65_536
    /// Those of them that came close and are kept.
    static let mostNear = 4096

    /// A typed answer to a question, or to one of its gaps.
    struct Place: Hashable {
        var question: Int
        /// From 0; 0 where the question has no gaps.
        var gap: Int
    }

    private struct Text: Hashable {
        var place: Place
        /// Bytes, because Swift takes canonically equivalent texts for equal.
        var bytes: [UInt8]
    }

    /// The leaves that said each, so that whoever is erased leaves none.
    private var near: [Text: [UInt32]] = [:]
    /// Stable hashes of those that are not near.
    private var far: Set<UInt64> = []
    /// Wrong answers that came when there was no more room.
    private(set) var unread = 0

    /// Takes in an accepted act.
    ///
    /// - Parameter leaf: Where it stands in the log.
    func take(_ act: Act, leaf: Int, _ rules: Rules) {
        guard case .submit(let answers, _) = act else { return }
        for answer in answers {
            switch (rules.questions[answer.question].right, answer.choice) {
            case (.text(let accepted), .text(let given)):
                take(given, accepted, Place(question: answer.question, gap: 0), leaf, rules)
            case (.blanks(let accepted), .blanks(let given)):
                for gap in accepted.indices where !given[gap].isEmpty {
                    take(given[gap], accepted[gap], Place(question: answer.question, gap: gap), leaf, rules)
                }
            default: continue
            }
        }
    }

    /// Forgets what erased entries said.
    func forget(_ leaves: [Int]) {
        let erased = Set(leaves.map { UInt32($0) })
        for (text, said) in near where said.contains(where: erased.contains) {
            let left = said.filter { !erased.contains($0) }
            near[text] = left.isEmpty ? nil : left
        }
    }

    private func take(_ given: String, _ accepted: [String], _ place: Place, _ leaf: Int, _ rules: Rules) {
        guard !AnswerReview.holds(accepted, given) else { return }
        let hash = AnswerReview.hash(given, place)
        guard !far.contains(hash) else { return }
        let text = Text(place: place, bytes: Array(given.utf8))
        if near[text] != nil {
            near[text]?.append(UInt32(leaf))
        } else if near.count + far.count >= AnswerReview.mostTexts || near.count >= AnswerReview.mostNear {
            unread += 1
        } else if isNear(given, accepted, place, rules) {
            near[text] = [UInt32(leaf)]
        } else {
            far.insert(hash)
        }
    }

    /// Whoever declared an answer forbidden has looked at it.
    private func isNear(_ given: String, _ accepted: [String], _ place: Place, _ rules: Rules) -> Bool {
        let forbidden = rules.campaign.paper.questions[place.question].forbidden
        return !AnswerReview.holds(forbidden, given) && NearMiss.isNear(given, to: accepted)
    }

    /// What came close to a right answer of a question and is not right by the rules: the most frequent first, equal ones
    /// in the order of their bytes.
    func nearMisses(of question: Int, _ rules: Rules) -> [(text: String, gap: Int, count: Int)] {
        near.filter { $0.key.place.question == question && !AnswerReview.isRight($0.key, rules) }
            .sorted { left, right in
                if left.value.count != right.value.count { return left.value.count > right.value.count }
                if left.key.place.gap != right.key.place.gap { return left.key.place.gap < right.key.place.gap }
                return left.key.bytes.lexicographicallyPrecedes(right.key.bytes)
            }
            .map { (String(decoding: $0.key.bytes, as: UTF8.self), $0.key.place.gap, $0.value.count) }
    }

    private static func isRight(_ text: Text, _ rules: Rules) -> Bool {
        let given = String(decoding: text.bytes, as: UTF8.self)
        return switch rules.questions[text.place.question].right {
        case .text(let accepted): holds(accepted, given)
        case .blanks(let accepted): holds(accepted[text.place.gap], given)
        default: false
        }
    }

    private static func holds(_ accepted: [String], _ given: String) -> Bool {
        accepted.contains { $0.utf8.elementsEqual(given.utf8) }
    }

    private static func hash(_ text: String, _ place: Place) -> UInt64 {
        var hash = StableHash()
        hash.combine(UInt64(place.question))
        hash.combine(UInt64(place.gap))
        var text = text
        text.withUTF8 { hash.combine($0) }
        return hash.finalize()
    }
}

extension Campaign {
    /// Whether anything in it is typed that can be right or wrong.
    var isTyped: Bool {
        paper.questions.contains { question in
            switch question.answer {
            case .text, .blanks: true
            default: false
            }
        }
    }
}
