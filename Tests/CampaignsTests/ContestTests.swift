import JSON
import Testing

@testable import Campaigns

@Suite struct BallotTests {
    private func rules(
        per: Campaign.Votes.Per = .day, least: Int = 0, most: Int = 3, points: Int = 1, work: Int? = nil,
        own: Bool = true
    ) -> Campaign.Votes {
        Campaign.Votes(per: per, least: least, most: most, points: points, work: work, allowsOwn: own)
    }

    private func ballot(_ works: Int...) -> [Ballot.Vote] { works.map { Ballot.Vote(work: $0) } }

    @Test func `a later ballot of the day replaces an earlier one, and an empty one withdraws it`() {
        var book = BallotBook(rules(), works: 4)
        book.take(ballot(0, 1), of: 7, day: 0, leaf: 1)
        #expect(book.votes == [1, 1, 0, 0])
        book.take(ballot(2), of: 7, day: 0, leaf: 2)
        #expect(book.votes == [0, 0, 1, 0])
        book.take(ballot(2, 3), of: 7, day: 1, leaf: 3)
        #expect(book.votes == [0, 0, 2, 1])
        book.take([], of: 7, day: 0, leaf: 4)
        #expect(book.votes == [0, 0, 1, 1])
        #expect(book.counted == 1)
        #expect(book.choice(of: 7, day: 0) == [])
        #expect(book.choice(of: 7, day: 1) == ballot(2, 3))
    }

    @Test func `one ballot for the campaign is replaced on any day`() {
        var book = BallotBook(rules(per: .campaign), works: 2)
        book.take(ballot(0), of: 1, day: 0, leaf: 1)
        book.take(ballot(1), of: 1, day: 5, leaf: 2)
        #expect(book.votes == [0, 1])
    }

    @Test func `a void ballot counts for nothing, and what it replaced counts again`() {
        var book = BallotBook(rules(work: 1), works: 2)
        book.take(ballot(0), of: 1, day: 0, leaf: 1)
        book.take(ballot(1), of: 1, day: 0, leaf: 2)
        book.take(ballot(0), of: 1, day: 1, leaf: 3)
        #expect(book.votes == [1, 1])
        book.void(leaf: 2)
        // The first day has the work again, and one vote a person is all that it may get.
        #expect(book.votes == [1, 0])
        #expect(book.worth(leaf: 1) == ballot(0))
        #expect(book.worth(leaf: 3) == [])
        book.void(leaf: 1)
        #expect(book.votes == [1, 0])
        #expect(book.worth(leaf: 3) == ballot(0))
    }

    @Test func `every limit of a ballot has its refusal`() {
        var book = BallotBook(rules(least: 2, most: 3, points: 5, work: 1, own: false), works: 5)
        func fault(_ ballot: [Ballot.Vote], day: Int = 1) -> Ballot.Fault? {
            book.fault(ballot, of: 1, day: day) { $0 == 4 }
        }
        book.take(ballot(0, 1), of: 1, day: 0, leaf: 1)
        #expect(fault(ballot(2, 5)) == .unknown)
        #expect(fault(ballot(2, 2)) == .twice)
        #expect(fault([Ballot.Vote(work: 2, points: 6), Ballot.Vote(work: 3)]) == .points(5))
        #expect(fault([Ballot.Vote(work: 2, points: 0), Ballot.Vote(work: 3)]) == .points(5))
        #expect(fault([]) == .nothing)
        #expect(fault([], day: 0) == nil)
        #expect(fault(ballot(0, 1, 2, 3)) == .most(3))
        #expect(fault(ballot(2)) == .least(2))
        #expect(fault(ballot(3, 4)) == .own)
        #expect(fault(ballot(1, 2)) == .work(1))
        #expect(fault(ballot(1, 2), day: 0) == nil)
        #expect(fault([Ballot.Vote(work: 2, points: 5), Ballot.Vote(work: 3)]) == nil)
    }
}

@Suite struct JuryTests {
    private func jury(_ members: Int, highest: Int = 0, lowest: Int = 0, weights: [(Int, Int)] = []) -> JuryBook {
        let rules = Campaign.Jury(
            members: (0..<members).map { Campaign.Jury.Member(id: "j\($0)", name: BilingualText(zh: "评委", en: nil)) },
            scores: 0...100,
            trimHighest: highest, trimLowest: lowest,
            criteria: weights.map {
                Campaign.Jury.Criterion(
                    id: "c", title: BilingualText(zh: "标准", en: nil), weight: Campaign.Fraction($0.0, $0.1))
            })
        return JuryBook(rules, works: 2)
    }

    @Test func `the mean is exact, without the scores that are left out`() {
        var book = jury(5, highest: 1, lowest: 1)
        for (juror, score) in [90, 70, 100, 81, 75].enumerated() { book.put([score], juror: juror, work: 0) }
        #expect(book.score(of: 0) == Ratio(90 + 81 + 75, 3))
        book.put([91], juror: 0, work: 0)
        #expect(book.score(of: 0).text == "247/3")
        #expect(book.score(of: 1) == .zero)
        book.put([50], juror: 0, work: 1)
        book.put([60], juror: 1, work: 1)
        // Both are left out.
        #expect(book.score(of: 1) == .zero)
    }

    @Test func `criteria count by their weights`() {
        var book = jury(2, weights: [(2, 5), (2, 5), (1, 5)])
        book.put([90, 80, 70], juror: 0, work: 0)
        #expect(book.score(of: 0) == Ratio(82))
        book.put([91, 80, 70], juror: 1, work: 0)
        #expect(book.score(of: 0) == Ratio(411, 5))
    }
}

@Suite struct StandingsTests {
    private func ranking(
        _ shares: [(Campaign.Ranking.Measure, Int, Int)], funnel: Campaign.Ranking.Funnel? = nil,
        ties: [Campaign.Ranking.Measure] = []
    ) -> Campaign.Ranking {
        Campaign.Ranking(
            shares: shares.map { Campaign.Ranking.Share(measure: $0.0, weight: Campaign.Fraction($0.1, $0.2)) },
            funnel: funnel, ties: ties, shown: nil)
    }

    private func order(_ standings: Standings) -> [[Int]] { standings.rows.map { [$0.candidate, $0.rank] } }

    @Test func `measures are brought to one scale by their largest, and weighed exactly`() {
        let measures: Standings.Measures = [
            .votes: [Ratio(100), Ratio(50), Ratio(25)], .jury: [Ratio(60), Ratio(80), Ratio(247, 3)],
        ]
        let standings = Standings(
            ranking([(.votes, 3, 10), (.jury, 7, 10)]), of: measures, count: 3, ticket: { $0 })
        #expect(order(standings) == [[1, 1], [0, 2], [2, 3]])
        // 3/10 · 50/100 + 7/10 · 80/(247/3)
        #expect(standings.rows[0].total.text == "4101/4940")
    }

    @Test func `ties go by the declared measures, then by the ticket, and share their rank`() {
        let measures: Standings.Measures = [
            .votes: [Ratio(5), Ratio(5), Ratio(5), Ratio(9), Ratio(1)],
            .jury: [Ratio(1), Ratio(2), Ratio(1), Ratio(0), Ratio(9)],
        ]
        let tickets = [2, 9, 1, 3, 0]
        let standings = Standings(
            ranking([(.votes, 1, 1)], ties: [.jury]), of: measures, count: 5, ticket: { tickets[$0] })
        #expect(order(standings) == [[3, 1], [1, 2], [2, 3], [0, 3], [4, 5]])
    }

    @Test func `all who are equal to the last of a funnel go on, and only they are ranked`() {
        let measures: Standings.Measures = [
            .votes: [Ratio(7), Ratio(9), Ratio(7), Ratio(1)], .jury: [Ratio(1), Ratio(2), Ratio(3), Ratio(100)],
        ]
        let rules = ranking([(.jury, 1, 1)], funnel: Campaign.Ranking.Funnel(measure: .votes, top: 2))
        let standings = Standings(rules, of: measures, count: 4, ticket: { $0 })
        #expect(order(standings) == [[2, 1], [1, 2], [0, 3]])
        #expect(standings.rows[0].total.text == "1")
        #expect(Standings.totals(rules, of: measures, count: 4).map { $0?.text } == ["1/3", "2/3", "1", nil])
    }

    @Test func `where nobody has anything, all have nothing`() {
        let standings = Standings(
            ranking([(.votes, 1, 1)]), of: [.votes: [.zero, .zero]], count: 2, ticket: { -$0 })
        #expect(order(standings) == [[1, 1], [0, 1]])
        #expect(standings.rows[0].total.text == "0")
    }

    @Test func `less is more than the most`() {
        #expect(Standings.less([30, 10, 25]) == [Ratio(0), Ratio(20), Ratio(5)])
    }
}

@Suite struct NaturalTests {
    private static let large = (0..<5).reduce(Natural.one) { number, _ in number * Natural(1_000_000_007) }

    @Test func `numbers beyond two words are multiplied, compared and written exactly`() {
        #expect(Self.large.description == "1000000035000000490000003430000012005000016807")
        #expect(Self.large < Self.large + .one)
        #expect(!(Self.large + .one < Self.large))
        #expect((Self.large * Natural(3)).divided(by: Natural(3)) == Self.large)
        #expect((Self.large + Natural(6)).divided(by: Self.large) == .one)
    }

    @Test func `divisors of large numbers are found`() {
        let other = Self.large * Natural(12)
        #expect(other.greatestDivisor(with: Self.large * Natural(18)) == Self.large * Natural(6))
        #expect(Self.large.greatestDivisor(with: Natural(1_000_000_007)) == Natural(1_000_000_007))
        #expect(Natural.zero.greatestDivisor(with: Self.large) == Self.large)
        #expect(Natural(12).greatestDivisor(with: Natural(18)) == Natural(6))
    }
}
