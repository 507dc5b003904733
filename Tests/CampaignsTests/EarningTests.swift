import Testing

@testable import Campaigns

struct EarningTests {
    private func rules(
        _ chancesFor: Campaign.Prizes.ChancesFor, most: Int = 100, days: Int? = nil, points: Campaign.Points? = nil
    ) -> Earning.Rules {
        Earning.Rules(chancesFor: chancesFor, most: most, days: days, points: points, ballotsAreDaily: true)
    }

    private func chances(_ deeds: [(Int, Earning.Deed)], _ rules: Earning.Rules) -> [Int] {
        var earning = Earning()
        return deeds.map { earning.take($1, on: $0, rules) }
    }

    @Test func `counts submissions, passes and right answers up to the most of a person`() {
        let deeds: [(Int, Earning.Deed)] = [
            (0, .entry(solved: 2, passes: false)), (0, .entry(solved: 0, passes: true)),
            (1, .entry(solved: 3, passes: true)), (1, .signin(day: 1)), (1, .ballot), (1, .ballot), (2, .ballot),
        ]
        #expect(chances(deeds, rules(.entry)) == [1, 1, 1, 0, 1, 0, 1])
        #expect(chances(deeds, rules(.entry, most: 2)) == [1, 1, 0, 0, 0, 0, 0])
        #expect(chances(deeds, rules(.passing)) == [0, 1, 1, 0, 0, 0, 0])
        #expect(chances(deeds, rules(.correct, most: 4)) == [2, 0, 2, 0, 0, 0, 0])
    }

    @Test func `earns a chance for every so many days in a row`() {
        let days = (0..<7).map { ($0, Earning.Deed.signin(day: $0)) }
        #expect(chances(days, rules(.signin, days: 3)) == [0, 0, 1, 0, 0, 1, 0])
        #expect(chances(days, rules(.signin, most: 1, days: 3)) == [0, 0, 1, 0, 0, 0, 0])
        #expect(chances(days + days, rules(.signin, days: 1)).reduce(0, +) == 7)
    }

    @Test func `joins two runs by the day that was missing`() {
        let missed: [(Int, Earning.Deed)] = [0, 1, 3, 4].map { ($0, .signin(day: $0)) }
        let madeUp = missed + [(5, .signin(day: 2))]
        #expect(chances(madeUp, rules(.signin, days: 5)) == [0, 0, 0, 0, 1])
        #expect(chances(madeUp, rules(.signin, days: 2)) == [0, 1, 0, 1, 0])
        #expect(chances(missed + [(5, .signin(day: 6))], rules(.signin, days: 5)).reduce(0, +) == 0)
    }

    /// What the runs of all days are worth, once more and at once.
    @Test func `earns what all runs together are worth, in whatever order days come`() {
        for order in [[9, 1, 2, 0, 5, 4, 3, 8, 7], [0, 2, 4, 6, 8, 1, 3, 5, 7], [130, 129, 0, 127, 128, 64, 63, 65]] {
            for length in 1...4 {
                var runs = 0
                var last = -2
                var run = 0
                for day in order.sorted() {
                    run = day == last + 1 ? run + 1 : 1
                    runs += run.isMultiple(of: length) ? 1 : 0
                    last = day
                }
                let earned = chances(order.map { (200, .signin(day: $0)) }, rules(.signin, days: length))
                #expect(earned.reduce(0, +) == runs, "\(order) by \(length)")
            }
        }
    }

    @Test func `makes chances of points, a day's points up to their most`() {
        let points = Campaign.Points(entry: 2, correct: 3, signin: 1, vote: 4, day: 6, chance: 5)
        let deeds: [(Int, Earning.Deed)] = [
            (0, .entry(solved: 1, passes: false)), (0, .signin(day: 0)), (0, .signin(day: 0)),
            (1, .ballot), (1, .ballot), (1, .entry(solved: 0, passes: true)), (2, .entry(solved: 9, passes: true)),
        ]
        // 5, 6, 6, 10, 10, 12, 18 points.
        #expect(chances(deeds, rules(.points, points: points)) == [1, 0, 0, 1, 0, 0, 1])
        #expect(chances(deeds, rules(.points, most: 2, points: points)) == [1, 0, 0, 1, 0, 0, 0])
    }
}
