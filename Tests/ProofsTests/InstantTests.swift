import Testing

@testable import Proofs

struct InstantTests {
    private let origin = Example.origin
    private let activation = SHA256.hash("huigong example activation")

    @Test func `asks and reads what the example has`() throws {
        let message = InstantWin.message(
            origin: origin, activation: InstantWin.activation(activation.hex), pseudonym: Example.pseudonym(1),
            attempt: 1)
        #expect(message == ECVRFVector.all[3].message)
        let output = try bytes(hex: ECVRFVector.all[3].output)
        #expect(InstantWin.number(output) == 48_701_718_613_904_197_434_093_285_252_706_211_026)
        #expect(InstantWin.activation("7.3.5") == SHA256.hash("7.3.5"))
    }

    @Test func `puts bounds exactly where the odds add up to`() throws {
        let top = UInt128.max
        #expect(try InstantOdds([.init(1, 2), .init(1, 2)]).bounds == [1 << 127, nil])
        #expect(try InstantOdds([.init(1, 3)]).bounds == [top / 3])
        #expect(try InstantOdds([.init(2, 3), .init(0, 5)]).bounds == [top / 3 * 2, top / 3 * 2])
        #expect(try InstantOdds([]).bounds.isEmpty)
        // Python: [2**128 * n // d for n, d in ((1, 1000), (51, 1000), (999999999, 10**9))].
        #expect(
            try InstantOdds([.init(1, 1000), .init(1, 20)]).bounds == [
                340_282_366_920_938_463_463_374_607_431_768_211, 17_354_400_712_967_861_636_632_104_979_020_178_784,
            ])
        #expect(
            try InstantOdds([.init(999_999_999, 1_000_000_000)]).bounds == [
                340_282_366_580_656_096_542_436_143_968_393_604_024
            ])
    }

    @Test func `hits a tier from its lower bound to just under its upper`() throws {
        let odds = try InstantOdds([.init(1, 4), .init(0, 1), .init(1, 2)])
        let quarter = UInt128(1) << 126
        #expect(
            [0, quarter - 1, quarter, 3 * quarter - 1, 3 * quarter, .max].map { odds.tier(of: $0) } == [
                0, 0, 2, 2, nil, nil,
            ])
        #expect(try InstantOdds([.init(1, 1)]).tier(of: .max) == 0)
        #expect(try InstantOdds([.init(0, 1)]).tier(of: 0) == nil)
    }

    @Test func `refuses what are no odds`() {
        #expect(throws: InstantOdds.Flaw.sum(tier: 1)) { try InstantOdds([.init(1, 2), .init(2, 3)]) }
        #expect(throws: InstantOdds.Flaw.fraction(tier: 0)) { try InstantOdds([.init(1, 0)]) }
        #expect(throws: InstantOdds.Flaw.fraction(tier: 0)) { try InstantOdds([.init(-1, 5)]) }
        #expect(throws: InstantOdds.Flaw.fraction(tier: 0)) { try InstantOdds([.init(6, 5)]) }
        #expect(throws: InstantOdds.Flaw.denominator(tier: 1)) {
            try InstantOdds([.init(1, (1 << 53) - 1), .init(1, 2)])
        }
    }

    /// Splitmix, whose numbers are as good as any here; a million proofs would take minutes.
    private struct Numbers {
        var state: UInt64

        mutating func word() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
            return word ^ word >> 31
        }
    }

    /// The sum of (found − expected)² / expected in thousandths, rounded down.
    private func chiSquare(_ found: [Int], _ expected: [Int]) -> Int {
        zip(found, expected).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) * 1000 / $1.1 }
    }

    @Test func `hits as often as the odds say in a million attempts`() throws {
        let odds = try InstantOdds([.init(1, 1000), .init(1, 100), .init(3, 25)])
        var numbers = Numbers(state: 20_270_608)
        var found = [0, 0, 0, 0]
        for _ in 0..<1_000_000 {
            found[odds.tier(of: UInt128(numbers.word()) << 64 | UInt128(numbers.word())) ?? 3] += 1
        }
        // Three degrees of freedom: 16.27 is passed once in a thousand.
        #expect(chiSquare(found, [1000, 10_000, 120_000, 869_000]) < 16_270)
    }

    @Test func `hits as often as the odds say with real proofs`() throws {
        let secret = ECVRF.SecretKey(SHA256.hash("a vrf key of this test"))
        let odds = try InstantOdds([.init(1, 10), .init(1, 5)])
        var found = [0, 0, 0]
        for attempt in 1...400 {
            let message = InstantWin.message(
                origin: origin, activation: activation, pseudonym: Example.pseudonym(1), attempt: attempt)
            found[odds.tier(of: InstantWin.number(try secret.prove(message).output)) ?? 2] += 1
        }
        // Two degrees of freedom: 13.82 is passed once in a thousand.
        #expect(chiSquare(found, [40, 80, 280]) < 13_820)
    }

    @Test func `writes stock rows and passes over who has won`() {
        let people = (1...3).map(Example.pseudonym)
        let rows = [
            StockRow(index: 4, pseudonym: people[0], attempt: 1, tier: 1, outcome: .win),
            StockRow(index: 9, pseudonym: people[1], attempt: 12, tier: 0, outcome: .gone),
        ]
        #expect(
            String(decoding: DrawFiles.stock(rows, tiers: ["first", "second"]) { _ in "王*" }, as: UTF8.self)
                == "index,pseudonym,attempt,tier,outcome,display\n4,\(people[0].hex),1,second,win,王*\n"
                + "9,\(people[1].hex),12,first,gone,-\n"
        )
        let eligible = zip(1..., people).map { EligibleRow(index: $0, pseudonym: $1, chances: 1) }
        let rules = DrawRules(tiers: [.init(id: "first", count: 2)], mostChances: 1)
        let seed = SHA256.hash("a seed")
        let plain = DrawWalk(seed: seed, eligible: eligible, rules: rules) { _ in (nil, nil) }
        let first = plain.rows[0].pseudonym
        let walk = DrawWalk(seed: seed, eligible: eligible, rules: rules, alreadyWon: [first: 1]) { _ in (nil, nil) }
        #expect(walk.rows.map(\.pseudonym) == plain.rows.map(\.pseudonym))
        #expect(walk.rows.map(\.outcome) == [.skip(.oneWin), .win(tier: 0), .win(tier: 0)])
    }
}
