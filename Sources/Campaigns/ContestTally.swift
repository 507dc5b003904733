/// What the works of a contest came to at the closing, before any ticket.
package struct ContestTally: Sendable, Hashable {
    package struct Row: Sendable, Hashable {
        package let work: String
        /// Nil where people don't vote.
        package let votes: Int?
        /// Nil where there is no jury.
        package let jury: Ratio?
        /// Nil where the funnel did not let the work through.
        package let total: ExactTotal?
        /// Nil where views are not counted. The operator's word: no log has them.
        package let views: Int?
    }

    /// In file order.
    package let rows: [Row]
    private let ranking: Campaign.Ranking
    private let measures: Standings.Measures

    /// - Parameters:
    ///   - votes: By work.
    ///   - views: By work.
    package init(_ campaign: Campaign, votes: [Int]?, jury: JuryBook?, views: [Int]?) {
        guard let works = campaign.works?.entries, let ranking = campaign.ranking else {
            preconditionFailure("a contest has works and a ranking")
        }
        let scores = jury.map { jury in works.indices.map { jury.score(of: $0) } }
        var measures: Standings.Measures = [.early: works.indices.map { Ratio(works.count - 1 - $0) }]
        measures[.votes] = votes?.map { Ratio($0) }
        measures[.jury] = scores
        let totals = Standings.totals(ranking, of: measures, count: works.count)
        rows = works.indices.map { place in
            Row(
                work: works[place].id, votes: votes?[place], jury: scores?[place], total: totals[place],
                views: views?[place])
        }
        self.ranking = ranking
        self.measures = measures
    }

    /// The works in the order of the ranking.
    package func standings<Ticket: Comparable>(ticket: (String) -> Ticket) -> Standings {
        Standings(ranking, of: measures, count: rows.count) { ticket(rows[$0].work) }
    }

    /// tally.csv: `work,votes,jury,total,views`, in file order; `-` where there is none.
    package var file: [UInt8] {
        var file = "work,votes,jury,total,views\n"
        for row in rows {
            file += "\(row.work),\(row.votes.orDash),\(row.jury.map(\.text).orDash),"
            file += "\(row.total.map(\.text).orDash),\(row.views.orDash)\n"
        }
        return Array(file.utf8)
    }

    /// The last column of tally.csv, which nobody can work out again; nil unless it has so many rows.
    package static func views(_ file: [UInt8], works: Int) -> [Int?]? {
        let rows = String(decoding: file, as: UTF8.self).utf8.split(separator: 0x0A, omittingEmptySubsequences: true)
        guard rows.count == works + 1 else { return nil }
        var views: [Int?] = []
        for row in rows.dropFirst() {
            guard let field = row.split(separator: 0x2C).last.map({ String(Substring($0)) }) else { return nil }
            guard field == "-" || Int(field).map({ $0 >= 0 && String($0) == field }) == true else { return nil }
            views.append(Int(field))
        }
        return views
    }
}

extension Optional where Wrapped: CustomStringConvertible {
    fileprivate var orDash: String { map(\.description) ?? "-" }
}
