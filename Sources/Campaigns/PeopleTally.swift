/// What the people of a quiz came to at the closing, before any ticket: all that their ranking is made of.
///
/// Those have a row who may win and handed something in that is not void.
package struct PeopleTally: Sendable, Hashable {
    /// A paper that was handed in.
    package struct Attempt: Sendable, Hashable {
        /// Its leaf.
        package var index: Int
        package var points: Int
        /// From its start to its answers, in milliseconds, time limit and grace at most; nil without a time limit.
        package var time: Int64?

        package init(index: Int, points: Int, time: Int64?) {
            self.index = index
            self.points = points
            self.time = time
        }
    }

    package struct Row: Sendable, Hashable {
        /// The leaf of the attempt that the score rests on.
        package let index: Int
        /// 32 hex digits.
        package let pseudonym: String
        package let score: Ratio
        /// Milliseconds; nil without a time limit.
        package let time: Int64?

        /// - Parameter attempts: In the order of their leaves.
        /// - Returns: Nil without an attempt.
        package init?(_ attempts: [Attempt], by rule: Campaign.Attempts, pseudonym: String) {
            guard let standing = Standing(attempts.map(\.points), by: rule) else { return nil }
            index = attempts[standing.holder].index
            score = Ratio(standing.points, standing.attempts)
            let times = (rule == .average ? attempts : [attempts[standing.holder]]).compactMap(\.time)
            time = times.isEmpty ? nil : times.reduce(0, +) / Int64(times.count)
            self.pseudonym = pseudonym
        }

        fileprivate init(index: Int, pseudonym: String, score: Ratio, time: Int64?) {
            self.index = index
            self.pseudonym = pseudonym
            self.score = score
            self.time = time
        }
    }

    /// Ascending by index.
    package let rows: [Row]
    let ranking: Campaign.Ranking

    /// - Parameter rows: Of one person each, ascending by index.
    package init(_ ranking: Campaign.Ranking, rows: [Row]) {
        precondition(zip(rows, rows.dropFirst()).allSatisfy { $0.index < $1.index }, "rows in leaf order")
        self.ranking = ranking
        self.rows = rows
    }

    /// The people in the order of the ranking.
    ///
    /// - Parameter ticket: Of the person of a row.
    func standings<Ticket: Comparable>(ticket: (Int) -> Ticket) -> Standings {
        var measures: Standings.Measures = [:]
        for measure in Set(ranking.measures) {
            measures[measure] =
                switch measure {
                case .score: rows.map(\.score)
                case .time: Standings.less(rows.map { $0.time ?? 0 })
                case .early: Standings.less(rows.map { Int64($0.index) })
                case .votes, .jury: preconditionFailure("the loader knows what people are ranked by")
                }
        }
        return Standings(ranking, of: measures, count: rows.count, ticket: ticket)
    }
}

// MARK: - tally.csv

extension PeopleTally {
    private static let header = "index,pseudonym,score,time"

    /// tally.csv: `index,pseudonym,score,time`, ascending by index; `-` where there is no time.
    package var file: [UInt8] {
        var file = Self.header + "\n"
        for row in rows { file += "\(row.index),\(row.pseudonym),\(row.score.text),\(row.timeText)\n" }
        return Array(file.utf8)
    }

    /// The rows that tally.csv says, for when what people sent was erased; nil where it is malformed.
    package static func rows(_ file: [UInt8], isTimed: Bool) -> [Row]? {
        var lines = String(decoding: file, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.first.map(String.init) == header, lines.popLast() == "" else { return nil }
        var rows: [Row] = []
        for line in lines.dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            guard fields.count == 4, let index = number(fields[0]), let score = score(fields[2]),
                isTimed || fields[3] == "-", fields[1].utf8.count == 32,
                index > rows.last?.index ?? -1
            else { return nil }
            var time: Int64?
            if isTimed {
                guard let read = number(fields[3]) else { return nil }
                time = Int64(read)
            }
            rows.append(Row(index: index, pseudonym: String(fields[1]), score: score, time: time))
        }
        return rows
    }

    private static func score(_ field: Substring) -> Ratio? {
        let parts = field.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let top = number(parts[0]),
            let bottom = parts.count == 1 ? 1 : number(parts[1]), bottom > 0
        else { return nil }
        let score = Ratio(top, bottom)
        return score.text == field ? score : nil
    }

    private static func number(_ field: Substring) -> Int? {
        Int(field).flatMap { (0..<1 << 53).contains($0) && String($0) == field ? $0 : nil }
    }
}

extension PeopleTally.Row {
    /// `183250`, or `-` without a time limit.
    var timeText: String { time.map(String.init) ?? "-" }
}

extension Campaign {
    /// Whether people are ranked, by what they answered.
    package var ranksPeople: Bool { ranking != nil && works == nil }

    /// Whether prizes go to works, whoever made them.
    package var prizesGoToWorks: Bool { prizes.drawing == .ranking && works != nil }

    /// How a person's attempts come to the one score that they are ranked by.
    package var rankedAttempts: Attempts { paper.attempts ?? .highest }
}

extension Campaign.Ranking {
    /// Everything that it goes by; some may stand here twice.
    var measures: [Measure] { shares.map(\.measure) + ties + (funnel.map { [$0.measure] } ?? []) }

    /// How many people are shown where the file says nothing.
    package static let usuallyShown = 100
}
