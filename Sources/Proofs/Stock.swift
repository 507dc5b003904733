/// What can be won before the draw, and by whom.
package struct StockRules: Hashable, Sendable {
    package struct Release: Hashable, Sendable {
        package var at: Int64
        package var count: Int

        package init(at: Int64, count: Int) {
            self.at = at
            self.count = count
        }
    }

    package struct Tier: Hashable, Sendable {
        package var count: Int
        /// When pieces become available; empty: all from the start.
        package var releases: [Release]

        package init(count: Int, releases: [Release] = []) {
            self.count = count
            self.releases = releases
        }

        /// Pieces that are available at an instant, those that are gone counted in.
        func released(at: Int64) -> Int {
            releases.isEmpty ? count : releases.reduce(0) { $1.at <= at ? $0 + $1.count : $0 }
        }
    }

    /// The attempt of a person that wins a tier for certain.
    package struct Guarantee: Hashable, Sendable {
        package var attempt: Int
        package var tier: Int

        package init(attempt: Int, tier: Int) {
            self.attempt = attempt
            self.tier = tier
        }
    }

    /// A tier that the first people to solve a question win.
    package struct First: Hashable, Sendable {
        package var tier: Int
        /// Places in the bank.
        package var questions: [Int]
        /// So many of each question.
        package var people: Int

        package init(tier: Int, questions: [Int], people: Int) {
            self.tier = tier
            self.questions = questions
            self.people = people
        }
    }

    /// In the order of the rules.
    package var tiers: [Tier]
    /// Nil where nothing is won by odds.
    package var odds: InstantOdds?
    /// The most pieces of one person; nil: as many as they hit.
    package var personCap: Int?
    package var guarantee: Guarantee?
    package var hasFallback = false
    /// Of the fallback prize; nil: as many as are needed.
    package var fallbackCount: Int?
    package var firsts: [First] = []

    package init(tiers: [Tier], odds: InstantOdds? = nil) {
        self.tiers = tiers
        self.odds = odds
    }
}

/// The pieces of all tiers while they are won at once; a pure function of the rules and the entries in leaf order.
package struct Stock: Sendable {
    /// An entry as far as something can be won by it.
    package struct Entry: Sendable {
        package var index: Int
        package var pseudonym: Pseudonym
        package var attempt: Int
        package var at: Int64
        /// Of an attempt at an instant win.
        package var number: UInt128?
        /// Whether it earned a chance that counts; without one no odds win.
        package var hasChance: Bool
        /// Whether the roll lets the person win.
        package var mayWin: Bool
        /// Questions that the person has right for the first time, as places in the bank, ascending.
        package var solved: [Int]

        package init(
            index: Int, pseudonym: Pseudonym, attempt: Int, at: Int64, number: UInt128?, hasChance: Bool, mayWin: Bool,
            solved: [Int] = []
        ) {
            self.index = index
            self.pseudonym = pseudonym
            self.attempt = attempt
            self.at = at
            self.number = number
            self.hasChance = hasChance
            self.mayWin = mayWin
            self.solved = solved
        }
    }

    package let rules: StockRules
    /// Ascending by index.
    package private(set) var rows: [StockRow] = []
    /// Pieces left by tier, released or not.
    package private(set) var left: [Int]
    /// Fallback prizes that were given.
    package private(set) var fallbacks = 0

    // Looked up by key only, never iterated.
    private var wins: [Pseudonym: Int] = [:]
    private var consoled: Set<Pseudonym> = []
    /// For each of the rules' firsts, how many have solved a question.
    private var solvers: [[Int: Int]]

    package init(_ rules: StockRules) {
        self.rules = rules
        left = rules.tiers.map(\.count)
        solvers = rules.firsts.map { first in
            Dictionary(first.questions.map { ($0, 0) }, uniquingKeysWith: { first, _ in first })
        }
    }

    /// Gives what an entry wins: by its number, else as the guaranteed attempt; then for each question that it is among the
    /// first to solve; then, where a number won nothing, the fallback prize.
    package mutating func take(_ entry: Entry) {
        let before = rows.count
        if let number = entry.number, entry.hasChance {
            if let tier = rules.odds?.tier(of: number) { add(entry, tier, .win) }
            if let guarantee = rules.guarantee, guarantee.attempt == entry.attempt, rows.last(from: before) != .win {
                add(entry, guarantee.tier, .guarantee)
            }
        }
        for question in entry.solved { takeFirst(entry, question) }
        if entry.number != nil, entry.hasChance { console(entry) }
    }

    /// Rows of one entry; none where it won nothing and was refused nothing.
    package func rows(of index: Int) -> ArraySlice<StockRow> {
        var (low, high) = (0, rows.count)
        while low < high {
            let middle = (low + high) / 2
            if rows[middle].index < index { low = middle + 1 } else { high = middle }
        }
        return rows[low...].prefix { $0.index == index }
    }

    private mutating func takeFirst(_ entry: Entry, _ question: Int) {
        for (place, first) in rules.firsts.enumerated() {
            guard let others = solvers[place][question], others < first.people else { continue }
            // Who can't win takes nobody's place.
            if [.first, .gone].contains(add(entry, first.tier, .first)) { solvers[place][question] = others + 1 }
            return
        }
    }

    private mutating func console(_ entry: Entry) {
        guard rules.hasFallback, entry.mayWin, wins[entry.pseudonym] == nil,
            rules.fallbackCount.map({ fallbacks < $0 }) ?? true, consoled.insert(entry.pseudonym).inserted
        else { return }
        fallbacks += 1
        rows.append(row(entry, nil, .fallback))
    }

    /// - Parameter won: What it is where there is a piece for it.
    @discardableResult
    private mutating func add(_ entry: Entry, _ tier: Int, _ won: StockRow.Outcome) -> StockRow.Outcome {
        let outcome = outcome(entry, tier, won)
        if outcome == won {
            precondition(left[tier] > 0, "never one prize too many")
            left[tier] -= 1
            wins[entry.pseudonym, default: 0] += 1
        }
        rows.append(row(entry, tier, outcome))
        return outcome
    }

    private func outcome(_ entry: Entry, _ tier: Int, _ won: StockRow.Outcome) -> StockRow.Outcome {
        guard entry.mayWin else { return .barred }
        if let cap = rules.personCap, wins[entry.pseudonym, default: 0] >= cap { return .capped }
        let given = rules.tiers[tier].count - left[tier]
        return given < rules.tiers[tier].released(at: entry.at) ? won : .gone
    }

    private func row(_ entry: Entry, _ tier: Int?, _ outcome: StockRow.Outcome) -> StockRow {
        StockRow(
            index: entry.index, pseudonym: entry.pseudonym, attempt: entry.attempt, tier: tier, outcome: outcome)
    }
}

extension [StockRow] {
    /// The outcome of the last of the rows behind the first `count`, if there is one.
    fileprivate func last(from count: Int) -> StockRow.Outcome? {
        self.count > count ? self[self.count - 1].outcome : nil
    }
}
