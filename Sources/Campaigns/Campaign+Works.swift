import JSON

extension Campaign {
    /// What people vote for and a jury scores.
    package struct Works: Sendable, Hashable {
        package var entries: [Work]
        package var areCollected: Bool
        /// The most works that one person hands in, those not counted that were turned down or taken back.
        package var mostOfPerson = 1
        /// A file of works and their authors' ids, relative to the campaigns folder and inside it.
        package var authorsPath: String?
        package var isShuffled: Bool
        package var countsViews: Bool
    }

    package struct Work: Sendable, Hashable {
        package var id: String
        package var title: BilingualText
        package var author: BilingualText?
        package var unit: BilingualText?
        package var link: String?
        package var about: BilingualText?
    }

    /// A ballot holds a person's whole choice of its time: a later one replaces it.
    package struct Votes: Sendable, Hashable {
        package enum Per: String, Sendable, CaseIterable {
            case day, campaign
        }

        package var per: Per
        package var least: Int
        package var most: Int
        /// The most points for one work.
        package var points: Int
        /// The most votes of one person for one work in all.
        package var work: Int?
        package var allowsOwn: Bool
    }

    package struct Jury: Sendable, Hashable {
        package struct Member: Sendable, Hashable {
            package var id: String
            package var name: BilingualText
        }

        package struct Criterion: Sendable, Hashable {
            package var id: String
            package var title: BilingualText
            package var weight: Fraction
        }

        package var members: [Member]
        package var scores: ClosedRange<Int>
        /// How many of the highest and the lowest scores of a work are left out.
        package var trimHighest: Int
        package var trimLowest: Int
        /// Empty: one score a work. The weights add up to one.
        package var criteria: [Criterion]
    }

    package struct Ranking: Sendable, Hashable {
        package enum Measure: String, Sendable, CaseIterable {
            case votes, jury, score, time, early
        }

        package struct Share: Sendable, Hashable {
            package var measure: Measure
            package var weight: Fraction
        }

        package struct Funnel: Sendable, Hashable {
            package var measure: Measure
            package var top: Int
        }

        /// The weights add up to one.
        package var shares: [Share]
        package var funnel: Funnel?
        /// What breaks ties; a ticket breaks the last.
        package var ties: [Measure]
        package var shown: Int?
    }
}
