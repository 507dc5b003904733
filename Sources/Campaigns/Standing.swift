/// What several attempts come to together: exact, as points of so many attempts.
package struct Standing: Sendable, Hashable {
    /// The sum of the attempts that count, and how many they are.
    package var points: Int
    package var attempts: Int
    /// The place of the attempt, among those given, that it rests on: where a chance stands that it earns.
    package var holder: Int

    /// - Parameter scores: Of the attempts that were handed in and are not void, in the order of their numbers.
    package init?(_ scores: [Int], by rule: Campaign.Attempts) {
        guard let last = scores.last else { return nil }
        switch rule {
        case .first: (points, attempts, holder) = (scores[0], 1, 0)
        case .last: (points, attempts, holder) = (last, 1, scores.count - 1)
        case .average: (points, attempts, holder) = (scores.reduce(0, +), scores.count, scores.count - 1)
        case .highest:
            let best = scores.indices.reduce(0) { scores[$1] > scores[$0] ? $1 : $0 }
            (points, attempts, holder) = (scores[best], 1, best)
        }
    }

    /// Whether it reaches a pass mark.
    package func reaches(_ pass: Int) -> Bool { points >= pass * attempts }
}
