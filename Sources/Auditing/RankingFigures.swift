import Campaigns
import JSON
import Proofs

/// What report.json and the page say of a ranking of people.
extension Report {
    package struct Ranking: Sendable, Hashable {
        package struct Place: Sendable, Hashable {
            package var rank: Int
            /// The leaf that it rests on.
            package var index: Int
            package var score: String
            /// Milliseconds; nil without a time limit.
            package var time: Int64?
            package var total: String
            package var ticket: String
            /// The masked name of who got a prize by it; nobody else has a name here.
            package var display: String?
        }

        /// How many people have a rank.
        package var people: Int
        /// The first of them, by place.
        package var shown: [Place]
        /// Whether prizes go by it; else they are drawn. Not in report.json.
        package var givesPrizes: Bool
    }
}

extension Report.Ranking {
    /// - Parameter walk: Of prizes by rank; else nobody has a name here.
    init(_ ranked: RankedPeople, _ walk: DrawWalk?, displays: [Pseudonym: String]) {
        people = ranked.rows.count
        givesPrizes = walk != nil
        shown = (0..<ranked.shown).map { place in
            let (row, scored) = (ranked.rows[place], ranked.score(at: place))
            var display: String?
            if let won = walk?.rows[place], case .win = won.outcome { display = displays[won.pseudonym] }
            return Place(
                rank: row.rank, index: scored.index, score: scored.score.text, time: scored.time, total: row.total.text,
                ticket: row.ticket, display: display)
        }
    }

    var json: JSON {
        [
            "people": .integer(Int64(people)),
            "shown": .array(shown.enumerated().map { $1.json(place: $0 + 1) }),
        ]
    }
}

extension Report.Ranking.Place {
    fileprivate func json(place: Int) -> JSON {
        [
            "display": display.map { .string($0) } ?? .null, "index": .integer(Int64(index)),
            "place": .integer(Int64(place)), "rank": .integer(Int64(rank)), "score": .string(score),
            "ticket": .string(ticket), "time": time.map { .integer($0) } ?? .null, "total": .string(total),
        ]
    }
}
