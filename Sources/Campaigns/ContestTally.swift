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
    package static func views(_ file: [UInt8], works: Int) -> [Int?]? { column(4, file, works: works) }

    /// The votes that tally.csv says, for when ballots were erased; nil unless there are so many.
    package static func votes(_ file: [UInt8], works: Int) -> [Int]? {
        guard let votes = column(1, file, works: works), !votes.contains(nil) else { return nil }
        return votes.compactMap(\.self)
    }

    /// Numbers, or nil for `-`.
    private static func column(_ place: Int, _ file: [UInt8], works: Int) -> [Int?]? {
        let rows = file.split(separator: 0x0A)
        guard rows.count == works + 1 else { return nil }
        var numbers: [Int?] = []
        for row in rows.dropFirst() {
            let fields = row.split(separator: 0x2C, omittingEmptySubsequences: false)
            guard fields.count == 5 else { return nil }
            let field = String(decoding: fields[place], as: UTF8.self)
            let number = Int(field).flatMap { (0..<1 << 53).contains($0) && String($0) == field ? $0 : nil }
            guard number != nil || field == "-" else { return nil }
            numbers.append(number)
        }
        return numbers
    }
}

extension Optional where Wrapped: CustomStringConvertible {
    fileprivate var orDash: String { map(\.description) ?? "-" }
}
