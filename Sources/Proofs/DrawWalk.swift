/// A row of eligible.csv: an entry that counts, with its chances.
package struct EligibleRow: Hashable, Sendable {
    /// The leaf index of the entry.
    package var index: Int
    package var pseudonym: Pseudonym
    package var chances: Int

    package init(index: Int, pseudonym: Pseudonym, chances: Int) {
        self.index = index
        self.pseudonym = pseudonym
        self.chances = chances
    }
}

/// What is drawn, and who is passed over.
package struct DrawRules: Hashable, Sendable {
    package struct Tier: Hashable, Sendable {
        package var id: String
        package var count: Int

        package init(id: String, count: Int) {
            self.id = id
            self.count = count
        }
    }

    /// In the order in which they are filled.
    package var tiers: [Tier]
    package var alternates: Int
    /// The most prizes and alternates of one household or unit.
    package var householdCap: Int?
    package var unitCap: Int?
    /// The most prizes and alternates of one person, what they have won before the draw counted in.
    package var personCap: Int
    /// The most chances of a person; later ones don't count, in leaf order.
    package var mostChances: Int

    package init(
        tiers: [Tier], alternates: Int = 0, householdCap: Int? = nil, unitCap: Int? = nil, personCap: Int = 1,
        mostChances: Int
    ) {
        self.tiers = tiers
        self.alternates = alternates
        self.householdCap = householdCap
        self.unitCap = unitCap
        self.personCap = personCap
        self.mostChances = mostChances
    }
}

/// One walk through the tickets of a phase, or through a ranking of people or works; a pure function of seed, rows, rules
/// and roll.
package struct DrawWalk: Hashable, Sendable {
    package enum Skip: String, Sendable, CaseIterable {
        case oneWin = "one-win"
        case household, unit
    }

    package enum Outcome: Hashable, Sendable {
        /// The position of the tier in the rules.
        case win(tier: Int)
        /// Barred by a cap while there was still something to give.
        case skip(Skip)
        /// Counted from 1.
        case alternate(Int)
        case none
    }

    /// What the rows are in the order of.
    package enum Order: Sendable {
        case tickets
        /// A ranking of people, each there once.
        case people
        /// A ranking of works, whose prizes go to whoever made them.
        case works
    }

    /// A row of tickets.csv: a person under one of the least of their tickets, of which they have as many as they can win
    /// prizes. The rank is the position from 1. Of a work, `index` is its place in the rules, and the pseudonym says
    /// nothing: ``DrawWalk/people(of:)`` does.
    package struct Row: Hashable, Sendable {
        package var ticket: Digest
        package var index: Int
        package var chance: Int
        package var pseudonym: Pseudonym
        package var outcome: Outcome
    }

    package let seed: Digest
    package let rules: DrawRules
    package let order: Order
    /// Ascending by ticket, then index; or by rank.
    package let rows: [Row]
    /// Who made the work of each row, ascending; empty where no works are ranked.
    private let authors: [[Pseudonym]]

    /// Walks once. `ties` tells a person's household and unit; it is asked only where the rules have a cap.
    ///
    /// `eligible` must be ascending by index, which is leaf order. `alreadyWon` has how often people have won before the
    /// draw, which counts for their cap. `passedOver` are those whose household and unit are not known any more, with the cap that
    /// is said to have barred them.
    package init(
        seed: Digest, eligible: [EligibleRow], rules: DrawRules, alreadyWon: [Pseudonym: Int] = [:],
        passedOver: [Pseudonym: Skip] = [:],
        ties: (Pseudonym) -> (household: Pseudonym?, unit: Pseudonym?)
    ) {
        precondition(zip(eligible, eligible.dropFirst()).allSatisfy { $0.index < $1.index }, "rows in leaf order")
        self.seed = seed
        self.rules = rules
        order = .tickets
        authors = []
        let people = DrawWalk.leastTickets(seed: seed, eligible: eligible, rules)
        let order = AscendingOrder.positions(count: people.count) {
            people[$0].ticket.leadingWord
        } precedes: { left, right in
            (people[left].ticket, people[left].index) < (people[right].ticket, people[right].index)
        }
        var walker = Walker(rules: rules, alreadyWon: alreadyWon, passedOver: passedOver)
        rows = order.map { position in
            var row = people[Int(position)]
            row.outcome = walker.outcome(of: row.pseudonym, ties: ties)
            return row
        }
    }

    /// A person of a ranking: the ticket that broke the last tie, and the leaf that the rank rests on.
    package struct Ranked: Hashable, Sendable {
        package var ticket: Digest
        package var index: Int
        package var pseudonym: Pseudonym

        package init(ticket: Digest, index: Int, pseudonym: Pseudonym) {
            self.ticket = ticket
            self.index = index
            self.pseudonym = pseudonym
        }
    }

    /// Walks once through people in the order of their ranking, the best first, each there once.
    package init(
        seed: Digest, ranked: [Ranked], rules: DrawRules, passedOver: [Pseudonym: Skip] = [:],
        ties: (Pseudonym) -> (household: Pseudonym?, unit: Pseudonym?)
    ) {
        self.seed = seed
        self.rules = rules
        order = .people
        authors = []
        var walker = Walker(rules: rules, alreadyWon: [:], passedOver: passedOver)
        rows = ranked.map { person in
            Row(
                ticket: person.ticket, index: person.index, chance: 1, pseudonym: person.pseudonym,
                outcome: walker.outcome(of: person.pseudonym, ties: ties))
        }
    }

    /// A work of a ranking: the ticket that broke the last tie, and who made it.
    package struct RankedWork: Hashable, Sendable {
        package var ticket: Digest
        /// The work's place in the rules.
        package var work: Int
        /// Ascending, each once; empty where nobody is known.
        package var authors: [Pseudonym]
        /// Whether all of them may win.
        package var mayWin: Bool

        package init(ticket: Digest, work: Int, authors: [Pseudonym], mayWin: Bool) {
            self.ticket = ticket
            self.work = work
            self.authors = authors
            self.mayWin = mayWin
        }
    }

    /// Walks once through works in the order of their ranking, the best first. A prize is one prize to each cap, of however
    /// many authors; a work that may not win is left out, and has a row.
    package init(
        seed: Digest, works: [RankedWork], rules: DrawRules,
        ties: (Pseudonym) -> (household: Pseudonym?, unit: Pseudonym?)
    ) {
        self.seed = seed
        self.rules = rules
        order = .works
        authors = works.map(\.authors)
        var walker = Walker(rules: rules, alreadyWon: [:], passedOver: [:])
        rows = works.map { work in
            Row(
                ticket: work.ticket, index: work.work, chance: 1,
                pseudonym: work.authors.first ?? Pseudonym(high: 0, low: 0),
                outcome: work.mayWin ? walker.outcome(ofWorkBy: work.authors, ties: ties) : .none)
        }
    }

    /// Whether the order is that of a ranking, and not that of the tickets.
    package var isRanked: Bool { order != .tickets }

    /// Whose the row at a place is: one person, or everybody who made the work.
    package func people(of place: Int) -> [Pseudonym] {
        order == .works ? authors[place] : [rows[place].pseudonym]
    }

    /// The least tickets of each person, as many as they can win prizes, by pseudonym.
    private static func leastTickets(seed: Digest, eligible: [EligibleRow], _ rules: DrawRules) -> [Row] {
        let order = AscendingOrder.positions(count: eligible.count) {
            eligible[$0].pseudonym.leadingWord
        } precedes: { left, right in
            eligible[left].pseudonym < eligible[right].pseudonym
        }
        var indices: [Int64] = []
        var chances: [Int32] = []
        var owners: [Int32] = []
        indices.reserveCapacity(eligible.count)
        chances.reserveCapacity(eligible.count)
        owners.reserveCapacity(eligible.count)
        var last: Pseudonym?
        var left = 0
        for position in order {
            let row = eligible[Int(position)]
            if row.pseudonym != last { left = rules.mostChances }
            last = row.pseudonym
            for chance in 0..<min(row.chances, left) {
                indices.append(Int64(row.index))
                chances.append(Int32(chance + 1))
                owners.append(position)
            }
            left -= min(row.chances, left)
        }
        let tickets = Tickets(seed: seed).tickets(indices: indices, chances: chances)
        var people: [Row] = []
        var first = 0
        for (number, ticket) in tickets.enumerated() {
            let row = Row(
                ticket: ticket, index: Int(indices[number]), chance: Int(chances[number]),
                pseudonym: eligible[Int(owners[number])].pseudonym, outcome: .none)
            if people.last?.pseudonym != row.pseudonym { first = people.count }
            keep(row, among: &people, from: first, most: rules.personCap)
        }
        return people
    }

    /// Puts a row among the least ones of its person, which are `people[first...]`, ascending.
    private static func keep(_ row: Row, among people: inout [Row], from first: Int, most: Int) {
        var place = people.count
        while place > first, (row.ticket, row.index) < (people[place - 1].ticket, people[place - 1].index) {
            place -= 1
        }
        guard place - first < most else { return }
        people.insert(row, at: place)
        if people.count - first > most { people.removeLast() }
    }
}

/// Gives out the tiers in order, then the alternates; a person barred by a cap is passed over for good.
private struct Walker {
    private let rules: DrawRules
    private var tier = 0
    private var given = 0
    private var alternates = 0
    // Looked up by key only, never iterated.
    private var won: [Pseudonym: Int]
    private let passedOver: [Pseudonym: DrawWalk.Skip]
    private var households: [Pseudonym: Int] = [:]
    private var units: [Pseudonym: Int] = [:]

    init(rules: DrawRules, alreadyWon: [Pseudonym: Int], passedOver: [Pseudonym: DrawWalk.Skip]) {
        self.rules = rules
        won = alreadyWon
        self.passedOver = passedOver
        passFullTiers()
    }

    private var isDone: Bool { tier == rules.tiers.count && alternates == rules.alternates }

    private mutating func passFullTiers() {
        while tier < rules.tiers.count && given == rules.tiers[tier].count {
            tier += 1
            given = 0
        }
    }

    mutating func outcome(
        of pseudonym: Pseudonym, ties: (Pseudonym) -> (household: Pseudonym?, unit: Pseudonym?)
    ) -> DrawWalk.Outcome {
        if isDone { return .none }
        if won[pseudonym, default: 0] >= rules.personCap { return .skip(.oneWin) }
        if let rule = passedOver[pseudonym] { return .skip(rule) }
        if rules.householdCap != nil || rules.unitCap != nil {
            let (household, unit) = ties(pseudonym)
            if let cap = rules.householdCap, let household, households[household, default: 0] >= cap {
                return .skip(.household)
            }
            if let cap = rules.unitCap, let unit, units[unit, default: 0] >= cap { return .skip(.unit) }
            if let household { households[household, default: 0] += 1 }
            if let unit { units[unit, default: 0] += 1 }
        }
        // With a cap of one a person has one row, and nobody asks again.
        if rules.personCap > 1 { won[pseudonym, default: 0] += 1 }
        return give()
    }

    /// A work counts once for each of its authors, and once for each household and unit that one of them is of.
    mutating func outcome(
        ofWorkBy authors: [Pseudonym], ties: (Pseudonym) -> (household: Pseudonym?, unit: Pseudonym?)
    ) -> DrawWalk.Outcome {
        if isDone { return .none }
        if authors.contains(where: { won[$0, default: 0] >= rules.personCap }) { return .skip(.oneWin) }
        let tied = authors.map(ties)
        let own = (households: distinct(tied.map(\.household)), units: distinct(tied.map(\.unit)))
        if let cap = rules.householdCap, own.households.contains(where: { households[$0, default: 0] >= cap }) {
            return .skip(.household)
        }
        if let cap = rules.unitCap, own.units.contains(where: { units[$0, default: 0] >= cap }) { return .skip(.unit) }
        for author in authors { won[author, default: 0] += 1 }
        for household in own.households { households[household, default: 0] += 1 }
        for unit in own.units { units[unit, default: 0] += 1 }
        return give()
    }

    private func distinct(_ names: [Pseudonym?]) -> [Pseudonym] {
        var found: [Pseudonym] = []
        for name in names { if let name, !found.contains(name) { found.append(name) } }
        return found
    }

    private mutating func give() -> DrawWalk.Outcome {
        if tier == rules.tiers.count {
            alternates += 1
            return .alternate(alternates)
        }
        defer {
            given += 1
            passFullTiers()
        }
        return .win(tier: tier)
    }
}

extension DrawWalk {
    /// A winner with the rank from 1.
    package struct Winner: Hashable, Sendable {
        package var tier: Int
        package var rank: Int
        package var row: Row
    }

    /// In ticket order, which is tier by tier.
    package var winners: [Winner] {
        rows.enumerated().compactMap { position, row in
            guard case .win(let tier) = row.outcome else { return nil }
            return Winner(tier: tier, rank: position + 1, row: row)
        }
    }

    /// Whose each row of winners.csv is, in its order: one a winner, of a work one for everybody who made it, or one of
    /// nobody where nobody is known.
    package var listed: [Pseudonym?] {
        winners.flatMap { winner -> [Pseudonym?] in
            let people = people(of: winner.rank - 1)
            return people.isEmpty ? [nil] : people
        }
    }

    /// In their order.
    package var alternates: [Row] {
        rows.filter { row in
            guard case .alternate = row.outcome else { return false }
            return true
        }
    }

    /// How many people have a ticket.
    package var people: Int { rules.personCap == 1 ? rows.count : Set(rows.map(\.pseudonym)).count }

    package func skips(_ rule: Skip) -> Int {
        rows.count { $0.outcome == .skip(rule) }
    }

    /// The ticket of the last winner of each tier, nil where it has none, and by rank: there no ticket decides.
    package var cuts: [Digest?] {
        var cuts = [Digest?](repeating: nil, count: rules.tiers.count)
        guard !isRanked else { return cuts }
        for winner in winners { cuts[winner.tier] = winner.row.ticket }
        return cuts
    }
}
