/// The works of a contest in the order of the ranking, once the seed is known, with the prizes that go by rank.
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
        /// The tier that it wins; nil where it wins none.
        package let tier: Int?
    }

    /// The best first; without the works that the funnel did not let through.
    package let rows: [Row]
    package let tiers: [Campaign.Tier]

    /// - Parameter ticket: Of a work's id, in hex.
    package init(_ tally: ContestTally, _ campaign: Campaign, ticket: (String) -> String) {
        let tiers = campaign.prizes.drawing == .ranking ? campaign.prizes.tiers : []
        let pieces = tiers.indices.flatMap { Array(repeating: $0, count: min(tiers[$0].count, tally.rows.count)) }
        rows = tally.standings(ticket: ticket).rows.enumerated().map { place, row in
            let id = tally.rows[row.candidate].work
            return Row(
                work: row.candidate, id: id, rank: row.rank, total: row.total, ticket: ticket(id),
                tier: place < pieces.count ? pieces[place] : nil)
        }
        self.tiers = tiers
    }

    /// ranking.csv: `place,rank,work,total,ticket,prize`; the prize is a tier's id or `-`.
    package var file: [UInt8] {
        var file = "place,rank,work,total,ticket,prize\n"
        for (place, row) in rows.enumerated() {
            let prize = row.tier.map { tiers[$0].id } ?? "-"
            file += "\(place + 1),\(row.rank),\(row.id),\(row.total.text),\(row.ticket),\(prize)\n"
        }
        return Array(file.utf8)
    }

    /// Who made a work that won, as the lists of winners show them.
    package typealias Author = (pseudonym: String, display: String)

    /// winners.csv of prizes that go to works: `tier,place,ticket,work,pseudonym,display`, a row an author, in the order of
    /// pseudonyms; one row with `-` for both where no author is known.
    package func winners(authors: (Int) -> [Author]) -> (count: Int, file: [UInt8]) {
        var file = "tier,place,ticket,work,pseudonym,display\n"
        var count = 0
        for (place, row) in rows.enumerated() {
            guard let tier = row.tier else { continue }
            let known = authors(row.work).sorted { $0.pseudonym < $1.pseudonym }
            for author in known.isEmpty ? [("-", "-")] : known {
                file += "\(tiers[tier].id),\(place + 1),\(row.ticket),\(row.id),\(author.0),\(author.1)\n"
                count += 1
            }
        }
        return (count, Array(file.utf8))
    }
}
