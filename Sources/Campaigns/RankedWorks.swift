/// The works of a contest in the order of the ranking, once the seed is known.
package struct RankedWorks: Sendable, Hashable {
    package struct Row: Sendable, Hashable {
        /// The work's place in the file.
        package let work: Int
        package let id: String
        /// From 1; works that only the ticket tells apart share it. The row's position is the place.
        package let rank: Int
        package let total: ExactTotal
        /// 64 hex digits.
        package let ticket: String
    }

    /// The best first; without the works that the funnel did not let through.
    package let rows: [Row]

    /// - Parameter ticket: Of a work's id, in hex.
    package init(_ tally: ContestTally, ticket: (String) -> String) {
        rows = tally.standings(ticket: ticket).rows.map { row in
            let id = tally.rows[row.candidate].work
            return Row(work: row.candidate, id: id, rank: row.rank, total: row.total, ticket: ticket(id))
        }
    }

    /// ranking.csv: `place,rank,work,total,ticket,outcome`.
    ///
    /// - Parameter outcome: What became of the work at a place (from 0) in prizes by rank, else `-`.
    package func file(outcome: (Int) -> String) -> [UInt8] {
        var file = "place,rank,work,total,ticket,outcome\n"
        for (place, row) in rows.enumerated() {
            file += "\(place + 1),\(row.rank),\(row.id),\(row.total.text),\(row.ticket),\(outcome(place))\n"
        }
        return Array(file.utf8)
    }

    /// Who made a work that won, as the lists of winners show them.
    package typealias Author = (pseudonym: String, display: String)

    /// winners.csv of prizes that go to works: `tier,place,ticket,work,pseudonym,display`, a row an author, in their order;
    /// one row with `-` for both where no author is known.
    ///
    /// - Parameters:
    ///   - tier: The tier that the work at a place (from 0) wins; nil where it wins none.
    ///   - authors: Of the work at a place.
    package func winners(tier: (Int) -> String?, authors: (Int) -> [Author]) -> (count: Int, file: [UInt8]) {
        var file = "tier,place,ticket,work,pseudonym,display\n"
        var count = 0
        for (place, row) in rows.enumerated() {
            guard let tier = tier(place) else { continue }
            let known = authors(place)
            for author in known.isEmpty ? [("-", "-")] : known {
                file += "\(tier),\(place + 1),\(row.ticket),\(row.id),\(author.0),\(author.1)\n"
                count += 1
            }
        }
        return (count, Array(file.utf8))
    }
}
