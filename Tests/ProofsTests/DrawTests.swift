import Testing

@testable import Proofs

struct TicketTests {
    private let tickets = Tickets(seed: SHA256.hash("a seed"))

    @Test func `hashes the text that anyone can hash`() {
        let seed = tickets.seed.hex
        #expect(tickets.ticket(index: 7) == SHA256.hash("\(seed),7"))
        #expect(tickets.ticket(index: 7, chance: 1) == SHA256.hash("\(seed),7"))
        #expect(tickets.ticket(index: 7, chance: 2) == SHA256.hash("\(seed),7.2"))
        #expect(tickets.ticket(.sample, id: "ab") == SHA256.hash("\(seed),sample,ab"))
    }

    @Test(arguments: SHA256.Lanes.allCases)
    func `hashes many at once like one by one`(_ lanes: SHA256.Lanes) {
        var indices: [Int64] = [0, 9, 10, 99, 100, 1_000_000, 9_007_199_254_740_991, .max]
        indices += (0..<60).map { $0 * $0 * 7919 }
        let chances = indices.indices.map { [Int32(1), 2, 10, 1000, .max][$0 % 5] }
        let many = tickets.tickets(indices: indices, chances: chances, lanes: lanes)
        #expect(many == zip(indices, chances).map { tickets.ticket(index: Int($0), chance: Int($1)) })
        #expect(tickets.tickets(indices: [], chances: [], lanes: lanes).isEmpty)
    }
}

struct AscendingOrderTests {
    @Test(arguments: [0, 1, 2, 100, 5000])
    func `agrees with sorting, also where leading numbers are equal`(_ count: Int) {
        let data = sampleBytes(count * 2)
        for spread in [UInt64(1), 3, 1 << 20, .max] {
            let values = (0..<count).map { number in
                (UInt64(data[2 * number]) &* 0x0101_0101_0101_0101 % spread, data[2 * number + 1])
            }
            let order = AscendingOrder.positions(count: count) {
                values[$0].0
            } precedes: {
                values[$0] < values[$1]
            }
            let expected = (0..<count).sorted { (values[$0].0, values[$0].1, $0) < (values[$1].0, values[$1].1, $1) }
            #expect(order.map(Int.init) == expected)
        }
    }
}

/// The rules of the draw once more, as slowly and plainly as they read.
func plainDraw(
    seed: Digest, eligible: [EligibleRow], rules: DrawRules, won: [Pseudonym: Int] = [:],
    ties: (Pseudonym) -> (household: Pseudonym?, unit: Pseudonym?)
) -> [String] {
    var best: [(ticket: Digest, index: Int, chance: Int, pseudonym: Pseudonym)] = []
    var counted: [Pseudonym: Int] = [:]
    for row in eligible {
        for chance in 0..<row.chances where counted[row.pseudonym, default: 0] < rules.mostChances {
            counted[row.pseudonym, default: 0] += 1
            let text = seed.hex + ",\(row.index)" + (chance == 0 ? "" : ".\(chance + 1)")
            let own = (SHA256.hash(text), row.index, chance + 1, row.pseudonym)
            best.append(own)
        }
    }
    best.sort { ($0.ticket, $0.index) < ($1.ticket, $1.index) }
    var kept: [Pseudonym: Int] = [:]
    best = best.filter { own in
        kept[own.pseudonym, default: 0] += 1
        return kept[own.pseudonym]! <= rules.personCap
    }
    var won = won
    var free = rules.tiers.flatMap { tier in (0..<tier.count).map { _ in "win \(tier.id)" } }
    free += (0..<rules.alternates).map { "alternate \($0 + 1)" }
    var households: [Pseudonym] = []
    var units: [Pseudonym] = []
    return best.enumerated().map { rank, own in
        var outcome = "none"
        let (household, unit) = ties(own.pseudonym)
        if !free.isEmpty {
            if won[own.pseudonym, default: 0] >= rules.personCap {
                outcome = "skip one-win"
            } else if let cap = rules.householdCap, let household, households.count(where: { $0 == household }) >= cap {
                outcome = "skip household"
            } else if let cap = rules.unitCap, let unit, units.count(where: { $0 == unit }) >= cap {
                outcome = "skip unit"
            } else {
                outcome = free.removeFirst()
                won[own.pseudonym, default: 0] += 1
                if let household { households.append(household) }
                if let unit { units.append(unit) }
            }
        }
        return "\(rank + 1),\(own.ticket.hex),\(own.index),\(own.chance),\(own.pseudonym.hex),\(outcome)"
    }
}

struct DrawWalkTests {
    private static func person(_ number: Int) -> Pseudonym { Pseudonym(SHA256.hash("person \(number)")) }

    private static func ties(_ pseudonym: Pseudonym) -> (household: Pseudonym?, unit: Pseudonym?) {
        let household = Pseudonym(high: 0, low: pseudonym.low % 60)
        return (household.low == 0 ? nil : household, Pseudonym(high: 1, low: pseudonym.low % 7))
    }

    private static let eligible = (0..<400).map { number in
        EligibleRow(index: 3 * number + 1, pseudonym: person(number * number % 211), chances: 1 + number % 3)
    }

    private static func rules(
        alternates: Int = 5, household: Int? = nil, unit: Int? = nil, person: Int = 1, most: Int = 1000,
        tiers: [Int] = [1, 0, 3, 20]
    ) -> DrawRules {
        DrawRules(
            tiers: tiers.enumerated().map { DrawRules.Tier(id: "t\($0)", count: $1) }, alternates: alternates,
            householdCap: household, unitCap: unit, personCap: person, mostChances: most)
    }

    @Test(arguments: [
        rules(), rules(household: 1), rules(unit: 2), rules(household: 1, unit: 3), rules(most: 1), rules(most: 4),
        rules(alternates: 0), rules(alternates: 1000, household: 2, unit: 9), rules(tiers: []), rules(tiers: [0, 0]),
        rules(alternates: 0, tiers: []), rules(tiers: [1000]), rules(alternates: 3, household: 0),
        rules(person: 2), rules(household: 2, unit: 40, person: 3), rules(person: 1000, tiers: [1000]),
        rules(alternates: 200, person: 2, most: 3),
    ])
    func `agrees with the plain reading of the rules`(_ rules: DrawRules) throws {
        for number in UInt8(0)..<4 {
            let seed = SHA256.hash([number])
            let walk = DrawWalk(seed: seed, eligible: Self.eligible, rules: rules, ties: Self.ties)
            let plain = plainDraw(seed: seed, eligible: Self.eligible, rules: rules, ties: Self.ties)
            let file = String(decoding: DrawFiles.tickets(walk), as: UTF8.self)
            #expect(file == "rank,ticket,index,chance,pseudonym,outcome\n" + plain.map { $0 + "\n" }.joined())
            #expect(walk.skips(.household) == plain.count { $0.hasSuffix("skip household") })
            #expect(walk.skips(.unit) == plain.count { $0.hasSuffix("skip unit") })
            #expect(walk.skips(.oneWin) == 0)
            #expect(walk.people == Set(Self.eligible.map(\.pseudonym)).count)
            #expect(walk.winners.count == plain.count { $0.contains("win ") })
            #expect(walk.alternates.count == plain.count { $0.contains("alternate ") })
        }
    }

    @Test(arguments: [1, 2, 3])
    func `counts what was won before the draw for the cap of a person`(_ cap: Int) {
        let won = Dictionary(uniqueKeysWithValues: (0..<60).map { (Self.person($0), $0 % 3) })
        let rules = Self.rules(household: 9, person: cap, tiers: [30, 60])
        let seed = SHA256.hash("before")
        let walk = DrawWalk(seed: seed, eligible: Self.eligible, rules: rules, alreadyWon: won, ties: Self.ties)
        let plain = plainDraw(seed: seed, eligible: Self.eligible, rules: rules, won: won, ties: Self.ties)
        #expect(
            String(decoding: DrawFiles.tickets(walk), as: UTF8.self)
                == "rank,ticket,index,chance,pseudonym,outcome\n" + plain.map { $0 + "\n" }.joined())
        var prizes = won
        for winner in walk.winners { prizes[winner.row.pseudonym, default: 0] += 1 }
        #expect(walk.winners.allSatisfy { prizes[$0.row.pseudonym]! <= cap })
        #expect(walk.skips(.oneWin) > 0)
    }

    @Test func `never changes earlier alternates when more are asked for`() {
        let seed = SHA256.hash("more")
        let walks = [3, 30].map { alternates in
            DrawWalk(
                seed: seed, eligible: Self.eligible,
                rules: Self.rules(alternates: alternates, household: 1, unit: 5), ties: Self.ties)
        }
        #expect(walks[0].winners == walks[1].winners)
        #expect(walks[0].alternates == Array(walks[1].alternates.prefix(3)))
    }

    @Test func `publishes the ticket of each tier's last winner`() {
        let walk = DrawWalk(seed: SHA256.hash("cut"), eligible: Self.eligible, rules: Self.rules(), ties: Self.ties)
        #expect(walk.cuts.map { $0 == nil } == [false, true, false, false])
        #expect(walk.cuts[0] == walk.rows[0].ticket)
        #expect(walk.cuts[2] == walk.rows[3].ticket)
        #expect(walk.cuts[3] == walk.rows[23].ticket)
    }

    @Test func `draws nobody from nobody`() {
        let walk = DrawWalk(seed: .zero, eligible: [], rules: Self.rules(), ties: Self.ties)
        #expect(walk.rows.isEmpty)
        #expect(DrawFiles.winners(walk) { _ in "" } == Array("tier,rank,ticket,index,pseudonym,display\n".utf8))
    }

    @Test(arguments: [
        "", "index,pseudonym\n", "index,pseudonym,chances\n1,ab,1\n",
        "index,pseudonym,chances\n1,cd812d248b7dfc71bdd87e86b9422f9a,0\n",
        "index,pseudonym,chances\n1,cd812d248b7dfc71bdd87e86b9422f9a,1",
        "index,pseudonym,chances\n01,cd812d248b7dfc71bdd87e86b9422f9a,1\n",
        "index,pseudonym,chances\n2,cd812d248b7dfc71bdd87e86b9422f9a,1\n2,cd812d248b7dfc71bdd87e86b9422f9a,1\n",
        "index,pseudonym,chances\n2,cd812d248b7dfc71bdd87e86b9422f9a,1,\n",
    ])
    func `refuses eligible lists that are not written so`(_ text: String) {
        #expect(throws: FormatError.self) { try DrawFiles.parseEligible(Array(text.utf8)) }
    }

    @Test(arguments: [
        "reason\n", "reason,count\nb,1\na,1\n", "reason,count\na,0\n", "reason,count\nA,1\n", "reason,count\na.,1\n",
    ])
    func `refuses refusal counts that are not written so`(_ text: String) {
        #expect(throws: FormatError.self) { try DrawFiles.parseRefusals(Array(text.utf8)) }
    }
}

struct PaperStreamTests {
    private func stream(_ attempt: Int = 1, activation: Digest? = nil) -> PaperStream {
        PaperStream(
            key: HMACSHA256(key: SHA256.hash("paper")), pseudonym: Pseudonym(.zero), attempt: attempt,
            activation: activation)
    }

    @Test func `stays below and takes no word for one of one`() {
        var stream = stream()
        var other = stream
        for count in 1...200 { #expect((0..<count).contains(stream.below(count))) }
        #expect(other.below(1) == 0)
        let first = other.below(1000)
        var again = self.stream()
        #expect(again.below(1000) == first)
    }

    @Test func `takes all of a list as a permutation, and depends on attempt and activation`() {
        let list = Array(0..<40)
        var streams = [stream(), stream(2), stream(activation: .zero)]
        let taken = streams.indices.map { streams[$0].take(40, of: list) }
        #expect(taken.allSatisfy { $0.sorted() == list })
        #expect(Set(taken).count == 3)
    }

    /// With 2^63 + 1 outcomes nearly half of all words lie past the largest multiple.
    @Test func `passes over words past the largest multiple`() {
        let outcomes = Int.max
        var stream = stream()
        for _ in 0..<50 { #expect((0..<outcomes).contains(stream.below(outcomes))) }
    }
}
