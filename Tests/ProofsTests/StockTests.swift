import Testing

@testable import Proofs

struct StockTests {
    private static func person(_ number: Int) -> Pseudonym { Pseudonym(SHA256.hash("person \(number)")) }

    private func entry(
        _ index: Int, by person: Int = 1, attempt: Int = 1, at: Int64 = 0, number: UInt128? = .max,
        hasChance: Bool = true, mayWin: Bool = true, solved: [Int] = []
    ) -> Stock.Entry {
        Stock.Entry(
            index: index, pseudonym: Self.person(person), attempt: attempt, at: at, number: number,
            hasChance: hasChance, mayWin: mayWin, solved: solved)
    }

    /// Two tiers: half of all numbers hit the first, a quarter the second.
    private func rules(_ counts: [Int] = [2, 1]) throws -> StockRules {
        StockRules(
            tiers: counts.map { StockRules.Tier(count: $0) }, odds: try InstantOdds([.init(1, 2), .init(1, 4)]))
    }

    private func outcomes(_ stock: Stock) -> [String] {
        stock.rows.map { "\($0.index) \($0.tier.map(String.init) ?? "-") \($0.outcome.rawValue)" }
    }

    @Test func `gives pieces in leaf order to who may win`() throws {
        var stock = Stock(try rules())
        stock.take(entry(1, number: 0, mayWin: false))
        stock.take(entry(2, number: 0, hasChance: false))
        for index in 3...5 { stock.take(entry(index, by: index, number: 0)) }
        #expect(outcomes(stock) == ["1 0 barred", "3 0 win", "4 0 win", "5 0 gone"])
        #expect(stock.left == [0, 1])
        #expect(stock.rows(of: 4).map(\.index) == [4])
        #expect(stock.rows(of: 2).isEmpty)
    }

    @Test func `gives no piece before it is released, and keeps it for later`() throws {
        var rules = try rules()
        rules.tiers[0].releases = [StockRules.Release(at: 100, count: 1), StockRules.Release(at: 200, count: 1)]
        var stock = Stock(rules)
        for (index, at) in [Int64(99), 100, 150, 200, 300].enumerated() {
            stock.take(entry(index, by: index, at: at, number: 0))
        }
        #expect(outcomes(stock) == ["0 0 gone", "1 0 win", "2 0 gone", "3 0 win", "4 0 gone"])
    }

    @Test func `wins for certain at the guaranteed attempt, unless its number wins`() throws {
        var rules = try rules([1, 2])
        rules.guarantee = StockRules.Guarantee(attempt: 3, tier: 1)
        var stock = Stock(rules)
        stock.take(entry(1, attempt: 3, number: 0))
        stock.take(entry(2, by: 2, attempt: 2))
        stock.take(entry(3, by: 2, attempt: 3))
        stock.take(entry(4, by: 3, attempt: 3, number: 0))
        stock.take(entry(5, by: 4, attempt: 3))
        stock.take(entry(6, by: 5, attempt: 3, hasChance: false))
        #expect(
            outcomes(stock) == ["1 0 win", "3 1 guarantee", "4 0 gone", "4 1 guarantee", "5 1 gone"])
    }

    @Test func `gives the fallback prize once to who has won nothing so far`() throws {
        var rules = try rules()
        rules.hasFallback = true
        rules.fallbackCount = 2
        var stock = Stock(rules)
        stock.take(entry(1))
        stock.take(entry(2, attempt: 2))
        stock.take(entry(3, by: 2, number: 0))
        stock.take(entry(4, by: 2, attempt: 2))
        stock.take(entry(5, by: 3, mayWin: false))
        stock.take(entry(6, by: 4, hasChance: false))
        stock.take(entry(7, by: 5))
        stock.take(entry(8, by: 6))
        #expect(outcomes(stock) == ["1 - fallback", "3 0 win", "7 - fallback"])
        #expect(stock.rows.winners == [Self.person(2)])
    }

    @Test func `passes over who has as many as one may have, and the next one is first`() throws {
        var rules = StockRules(tiers: [StockRules.Tier(count: 3), StockRules.Tier(count: 1)])
        rules.personCap = 1
        rules.firsts = [
            StockRules.First(tier: 1, questions: [0], people: 1),
            StockRules.First(tier: 0, questions: [0, 1, 2], people: 2),
        ]
        var stock = Stock(rules)
        stock.take(entry(1, number: nil, solved: [0, 1]))
        stock.take(entry(2, by: 2, number: nil, mayWin: false, solved: [1]))
        stock.take(entry(3, by: 3, number: nil, solved: [1]))
        stock.take(entry(4, by: 4, number: nil, solved: [0, 1]))
        stock.take(entry(5, by: 5, number: nil, solved: [1, 2]))
        #expect(
            outcomes(stock) == [
                "1 1 first", "1 0 capped", "2 0 barred", "3 0 first", "4 0 first", "4 0 capped", "5 0 first",
                "5 0 capped",
            ])
        #expect(stock.left == [0, 0])
    }

    /// Splitmix: numbers for random campaigns, the same at every run.
    private struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private func randomRules(_ numbers: inout Numbers) throws -> StockRules {
        let counts = (0..<Int.random(in: 1...4, using: &numbers)).map { _ in Int.random(in: 1...5, using: &numbers) }
        var rules = StockRules(
            tiers: counts.map { StockRules.Tier(count: $0) },
            odds: try InstantOdds(counts.map { _ in .init(Int.random(in: 0...3, using: &numbers), 13) }))
        for tier in counts.indices where Bool.random(using: &numbers) {
            rules.tiers[tier].releases = (1...counts[tier]).map { StockRules.Release(at: Int64($0 * 30), count: 1) }
        }
        rules.personCap = [nil, 1, 2].randomElement(using: &numbers)!
        rules.hasFallback = Bool.random(using: &numbers)
        rules.fallbackCount = Bool.random(using: &numbers) ? 3 : nil
        if Bool.random(using: &numbers) { rules.guarantee = StockRules.Guarantee(attempt: 3, tier: 0) }
        if Bool.random(using: &numbers) {
            rules.firsts = [StockRules.First(tier: counts.count - 1, questions: [0, 1, 2], people: 2)]
        }
        return rules
    }

    @Test func `never gives one prize too many`() throws {
        var numbers = Numbers(state: 20_270_214)
        for _ in 0..<400 {
            let rules = try randomRules(&numbers)
            var stock = Stock(rules)
            var attempts: [Int: Int] = [:]
            for index in 1...120 {
                let person = Int.random(in: 0..<25, using: &numbers)
                attempts[person, default: 0] += 1
                let number = UInt128(numbers.next()) << 64
                let solved = (0..<3).filter { _ in Int.random(in: 0..<8, using: &numbers) == 0 }
                stock.take(
                    entry(
                        index, by: person, attempt: attempts[person]!, at: Int64(index), number: number,
                        hasChance: person % 5 > 0, mayWin: person % 7 > 0, solved: solved))
                check(stock, at: Int64(index))
            }
        }
    }

    private func check(_ stock: Stock, at: Int64) {
        let rules = stock.rules
        for (place, tier) in rules.tiers.enumerated() {
            let given = stock.rows.count { $0.tier == place && $0.outcome.isWin }
            #expect(stock.left[place] >= 0 && given + stock.left[place] == tier.count)
            #expect(given <= tier.released(at: at))
        }
        #expect(stock.rows.wins.values.allSatisfy { $0 <= rules.personCap ?? .max })
        let fallbacks = stock.rows.filter { $0.outcome == .fallback }
        #expect(fallbacks.count <= rules.fallbackCount ?? .max)
        #expect(Set(fallbacks.map(\.pseudonym)).count == fallbacks.count)
        #expect(zip(stock.rows, stock.rows.dropFirst()).allSatisfy { $0.index <= $1.index })
    }
}
