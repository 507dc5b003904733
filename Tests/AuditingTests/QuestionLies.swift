import JSON

@testable import Auditing

/// Answers that no daemon accepts, and shares of points that were not earned.
extension Lie {
    static let aboutQuestions: [Lie] = [
        answer("a partner twice", [("x", ["z", "z"])]), answer("a number that is no decimal", [("n", "1e2")]),
        answer("an order without all options", [("o", ["C", "A", "D"])]),
        answer("a gap too many", [("b", ["", "", "", ""])]),
        answer("a truth that is no word of it", [("f", "yes")]),
        answer("an option of a survey twice", [("s", ["A", "A"])]),
        worth("a share of a point rounded up", entry: 1, 1),
        worth("shares that reach the pass mark, not counted", entry: 0, 0),
        worth("an answer with a wrong option too much counted", entry: 2, 1),
    ]

    private static func answer(_ name: String, _ answers: [(String, JSON)]) -> Lie {
        Lie(name: name, check: .eligibility, sample: .everyType) { bundle in
            bundle.sample.entries[0].answers = { _ in answers }
            bundle.sample.entries[0].chances = 0
        }
    }

    private static func worth(_ name: String, entry: Int, _ chances: Int) -> Lie {
        Lie(name: name, check: .eligibility, sample: .everyType) { $0.sample.entries[entry].chances = chances }
    }
}
