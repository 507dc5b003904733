/// What one closing freezes and one draw is made from: the whole of a campaign, or one of its days.
package struct DrawPhase: Sendable, Hashable {
    /// `main`, or of a daily campaign `day-1`, `day-2`, …
    package var name: String
    /// The instants whose entries it has, in Unix milliseconds.
    package var takes: Range<Int64>
    /// What feeds its seed, in the order of ``Campaign/randomness``; only times differ from that.
    package var randomness: [Campaign.RandomnessSource]

    /// Of a campaign that is not daily.
    package static let wholeName = "main"
    /// Every day has a folder in the bundle and lines in leaf 0, which has a size.
    package static let mostDays = 100

    package init(name: String, takes: Range<Int64>, randomness: [Campaign.RandomnessSource]) {
        self.name = name
        self.takes = takes
        self.randomness = randomness
    }

    /// The name of a day's phase, counted from 0.
    package static func name(ofDay day: Int) -> String { "day-\(day + 1)" }
}

extension Campaign {
    /// The phases that are closed and drawn one by one: a single one, unless the campaign is daily.
    package var phases: [DrawPhase] {
        days.isEmpty ? [DrawPhase(name: DrawPhase.wholeName, takes: opens..<closes, randomness: randomness)] : days
    }

    /// The place among ``phases`` of the one that has what is done at an instant; what comes after the last one is of the
    /// last one.
    package func phase(of at: Int64) -> Int {
        days.isEmpty ? 0 : min(max(0, day(of: at)), days.count - 1)
    }
}
