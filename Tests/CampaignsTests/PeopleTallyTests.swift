import Testing

@testable import Campaigns

/// What people's attempts come to, and in which order that puts them.
@Suite struct PeopleTallyTests {
    private static let attempts = [
        PeopleTally.Attempt(index: 3, points: 20, time: 90_000),
        PeopleTally.Attempt(index: 5, points: 30, time: 50_001),
        PeopleTally.Attempt(index: 8, points: 30, time: 40_000),
        PeopleTally.Attempt(index: 9, points: 10, time: 10_000),
    ]

    private static func name(_ number: Int) -> String { String(repeating: "0", count: 31) + String(number) }

    @Test(
        arguments: [
            (Campaign.Attempts.first, 3, "20", 90_000), (.last, 9, "10", 10_000), (.highest, 5, "30", 50_001),
            (.average, 9, "45/2", 47_500),
        ] as [(Campaign.Attempts, Int, String, Int64)])
    func `attempts come to one score, and to the time of what it rests on`(
        rule: Campaign.Attempts, index: Int, score: String, time: Int64
    ) {
        let row = PeopleTally.Row(Self.attempts, by: rule, pseudonym: Self.name(1))
        #expect(row?.index == index && row?.score.text == score && row?.time == time)
        #expect(PeopleTally.Row([], by: rule, pseudonym: Self.name(1)) == nil)
    }

    private func ranking(
        _ ties: [Campaign.Ranking.Measure], by: [Campaign.Ranking.Measure] = [.score],
        funnel: Campaign.Ranking.Funnel? = nil
    ) -> Campaign.Ranking {
        Campaign.Ranking(
            shares: by.map { Campaign.Ranking.Share(measure: $0, weight: Campaign.Fraction(1, by.count)) },
            funnel: funnel, ties: ties, shown: 2)
    }

    private func ranked(_ ranking: Campaign.Ranking, _ people: [(points: Int, time: Int64)]) -> RankedPeople {
        let rows = people.enumerated().compactMap { place, person in
            PeopleTally.Row(
                [PeopleTally.Attempt(index: 10 + place, points: person.points, time: person.time)], by: .highest,
                pseudonym: Self.name(place))
        }
        return RankedPeople(PeopleTally(ranking, rows: rows)) { ["c", "a", "b", "d", "e"][$0] }
    }

    private func order(_ ranked: RankedPeople) -> [[Int]] { ranked.rows.map { [$0.candidate, $0.rank] } }

    @Test func `less time and who was earlier break ties as declared, and a ticket the last`() {
        let people: [(Int, Int64)] = [(10, 5), (10, 4), (20, 9), (10, 4), (0, 1)]
        #expect(
            order(ranked(ranking([.time]), people))
                == [[2, 1], [1, 2], [3, 2], [0, 4], [4, 5]])
        #expect(order(ranked(ranking([]), people)) == [[2, 1], [1, 2], [0, 2], [3, 2], [4, 5]])
        #expect(order(ranked(ranking([.early]), people)) == [[2, 1], [0, 2], [1, 3], [3, 4], [4, 5]])
        #expect(order(ranked(ranking([.time, .early]), people)) == [[2, 1], [1, 2], [3, 3], [0, 4], [4, 5]])
    }

    @Test func `score and time are weighed on one scale`() {
        let both = ranked(ranking([], by: [.score, .time]), [(10, 100), (20, 300), (15, 100)])
        // 1/2 · 15/20 + 1/2 · 200/200
        #expect(both.rows[0].total.text == "7/8")
        #expect(order(both) == [[2, 1], [0, 2], [1, 3]])
        #expect(both.shown == 2)
    }

    @Test func `whom the funnel keeps out has no rank`() {
        let funnel = Campaign.Ranking.Funnel(measure: .score, top: 2)
        #expect(
            order(ranked(ranking([.time], funnel: funnel), [(10, 5), (30, 9), (10, 4), (9, 1)])) == [
                [1, 1], [2, 2], [0, 3],
            ])
    }

    @Test func `the file reads back as it was written, and nothing else does`() throws {
        let rows = [Self.attempts[0...1], Self.attempts[2...3]].enumerated().compactMap { place, attempts in
            PeopleTally.Row(Array(attempts), by: .average, pseudonym: Self.name(place))
        }
        let tally = PeopleTally(ranking([]), rows: rows)
        let text = String(decoding: tally.file, as: UTF8.self)
        #expect(text == "index,pseudonym,score,time\n5,\(Self.name(0)),25,70000\n9,\(Self.name(1)),20,25000\n")
        #expect(PeopleTally.rows(tally.file, isTimed: true) == rows)
        #expect(PeopleTally.rows(tally.file, isTimed: false) == nil)
        for (old, new) in [
            (",25,", ",50/2,"), (",25,", ",-1,"), ("9,", "4,"), (",25000\n", ",25000"), (",25000", ",25000,1"),
            ("5,", "05,"), ("score", "points"), (",70000", ",-"), (",20,", ",20/0,"),
        ] {
            let other = text.replacing(old, with: new, maxReplacements: 1)
            #expect(PeopleTally.rows(Array(other.utf8), isTimed: true) == nil, "\(new)")
        }
    }
}
