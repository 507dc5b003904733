/// The people of a quiz in the order of the ranking, once the seed is known.
package struct RankedPeople: Sendable, Hashable {
    package struct Row: Sendable, Hashable {
        /// The place among the rows of the tally.
        package let candidate: Int
        /// From 1; people whom only the ticket tells apart share it. The row's position is the place.
        package let rank: Int
        package let total: ExactTotal
        /// 64 hex digits.
        package let ticket: String
    }

    /// The best first; without the people whom the funnel did not let through.
    package let rows: [Row]
    package let tally: PeopleTally

    /// - Parameter ticket: Of the person of a row of the tally, in hex.
    package init(_ tally: PeopleTally, ticket: (Int) -> String) {
        let tickets = tally.rows.indices.map(ticket)
        self.tally = tally
        rows = tally.standings { tickets[$0] }.rows.map { row in
            Row(candidate: row.candidate, rank: row.rank, total: row.total, ticket: tickets[row.candidate])
        }
    }

    /// What the person at a place came to.
    package func score(at place: Int) -> PeopleTally.Row { tally.rows[rows[place].candidate] }

    /// How many places are shown.
    package var shown: Int { min(tally.ranking.shown ?? Campaign.Ranking.usuallyShown, rows.count) }

    /// ranking.csv: `place,rank,index,pseudonym,score,time,total,ticket,outcome`.
    ///
    /// - Parameter outcome: What became of the person at a place (from 0) in prizes by rank, else `-`.
    package func file(outcome: (Int) -> String) -> [UInt8] {
        var file = "place,rank,index,pseudonym,score,time,total,ticket,outcome\n"
        for (place, row) in rows.enumerated() {
            let scored = score(at: place)
            file += "\(place + 1),\(row.rank),\(scored.index),\(scored.pseudonym),\(scored.score.text),"
            file += "\(scored.timeText),\(row.total.text),\(row.ticket),\(outcome(place))\n"
        }
        return Array(file.utf8)
    }
}
