import Campaigns
import Proofs
import Testing

@testable import Engine

extension Trial {
    /// Works `w0`… that people vote for.
    static func contest(
        works: Int = 4, votes: String = #"{"per": "day", "least": 2, "most": 3, "points": 2, "work": 1}"#,
        more: String = "", closes: String = "2027-02-22T21:00:00+08:00"
    ) -> String {
        let entries = (0..<works).map { #"{"id": "w\#($0)", "title": "作品"}"# }.joined(separator: ",")
        return """
            {
              "id": "trial", "kind": "contest", "title": "征文", "organiser": "jimo-union.example", "contact": "工会",
              "opens": "2027-02-20T09:00:00+08:00", "closes": "\(closes)",
              "audience": {"roll": "rolls/sample.csv"},
              "works": {"views": true, "entries": [\(entries)]}, "votes": \(votes),
              "ranking": {"by": [{"measure": "votes", "weight": {"num": 1, "den": 1}}]}\(more)
            }
            """
    }

    @discardableResult
    func vote(_ person: Int, _ works: [Int], points: Int = 1, key: UInt64, at tick: Int64 = Trial.opens) -> Decision {
        let ballot = works.map { Vote(work: $0, points: points) }
        return state.decide(
            Submission(person: person, key: key, content: key, act: .vote(ballot)), at: tick)
    }
}

extension RefusalTableTests {
    static func vote(
        _ reason: Reason, _ works: [Int], points: Int = 1, expected: Refusal? = nil,
        before: @escaping @Sendable (inout Trial) -> Void = { _ in }
    ) -> RefusalRow {
        RefusalRow(
            reason: reason, campaign: Trial.contest(), before: before,
            refused: { $0.vote(0, works, points: points, key: 50, at: nextDay) }, expected: expected)
    }

    static let voteRows = [
        vote(.voteUnknown, [1, 4]), vote(.voteTwice, [1, 1]),
        vote(.voteMost, [0, 1, 2, 3], expected: Refusal(.voteMost, limit: 3)),
        vote(.voteLeast, [1], expected: Refusal(.voteLeast, limit: 2)),
        vote(.votePoints, [0, 1], points: 3, expected: Refusal(.votePoints, limit: 2)),
        vote(.voteWork, [1, 2], expected: Refusal(.voteWork, limit: 1, remaining: 0)) { $0.vote(0, [0, 1], key: 1) },
        RefusalRow(
            reason: .voteOwn,
            campaign: Trial.contest().replacing("\"least\": 2", with: "\"self\": false, \"least\": 2")
                .replacing("\"views\"", with: "\"authors\": \"rolls/a.csv\", \"views\""),
            before: { $0.state.cast.declare(author: 0, of: 2) }, refused: { $0.vote(0, [1, 2], key: 50) }),
        vote(.voteNothing, []),
    ]
}

/// A generator whose numbers are the same everywhere.
private struct ContestNumbers {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }
}

@Suite struct ContestTests {
    private static let day: Int64 = 86_400_000

    /// The essay contest: 286 works, ten days of voting.
    @Test func `ten days of voting on 286 works come to what counting the ballots again gives`() throws {
        let people = 4000
        let text = Trial.contest(
            works: 286, votes: #"{"per": "day", "least": 1, "most": 3, "work": 5}"#,
            closes: "2027-03-01T21:00:00+08:00")
        let trial = Trial(text, people: people)
        var numbers = ContestNumbers(state: 286)
        // Who, on what day, said what last: counted by hand, and by nothing of the code under test.
        var said: [Int: [Int: [Int]]] = [:]
        var leaves: [(leaf: Int, person: Int)] = []
        var key: UInt64 = 0
        for day in 0..<10 {
            for ballot in 0..<people {
                let person = numbers.below(people)
                let works = Array(Set((0..<numbers.below(4)).map { _ in numbers.below(286) })).sorted()
                key += 1
                let tick = Trial.opens + Int64(day) * Self.day + Int64(ballot) * 1000
                let decision = trial.vote(person, works, key: key, at: tick)
                let others = said[person, default: [:]].filter { $0.key != day }.values
                let isTooOften = works.contains { work in others.count { $0.contains(work) } >= 5 }
                let isNothing = works.isEmpty && said[person]?[day, default: []].isEmpty != false
                #expect((decision.acceptance == nil) == (isTooOften || isNothing))
                guard let acceptance = decision.acceptance else { continue }
                said[person, default: [:]][day] = works
                leaves.append((acceptance.index, person))
            }
        }
        var expected = [Int](repeating: 0, count: 286)
        for days in said.values { for works in days.values { for work in works { expected[work] += 1 } } }
        #expect(trial.state.contest?.ballots?.votes == expected)
        #expect(leaves.count > 20_000)
        #expect(trial.state.contestTally?.rows.map(\.votes) == expected)
        _ = try trial.state.close(at: trial.state.closingDue)
    }

    /// The photo contest: 864 works, 113,300 views.
    @Test func `113,300 views of 864 works are counted, and stand in the tally`() throws {
        let trial = Trial(Trial.contest(works: 864))
        var numbers = ContestNumbers(state: 864)
        var expected = [Int](repeating: 0, count: 864)
        for second in 0..<1133 {
            var counts = [Int](repeating: 0, count: 864)
            for _ in 0..<100 { counts[numbers.below(864)] += 1 }
            trial.state.countViews(counts, at: Trial.opens + Int64(second) * 1000)
            for work in counts.indices { expected[work] += counts[work] }
        }
        #expect(expected.reduce(0, +) == 113_300)
        let closing = try trial.state.close(at: trial.state.closingDue)
        let tally = try #require(trial.state.contestTally)
        #expect(tally.rows.compactMap(\.views) == expected)
        #expect(closing.tally == SHA256.hash(tally.file))
        #expect(closing.eligible == nil)
        trial.state.countViews(expected, at: trial.state.closingDue + 1)
        #expect(trial.state.contestTally?.rows.compactMap(\.views) == expected)
    }

    @Test func `a void ballot lets the one before it count`() throws {
        let trial = Trial(Trial.contest())
        trial.vote(0, [0, 1], key: 1)
        let second = try #require(trial.vote(0, [2, 3], points: 2, key: 2).acceptance)
        #expect(trial.state.contest?.ballots?.votes == [0, 0, 2, 2])
        _ = try trial.state.voidEntry(index: second.index, reason: "刷票", at: Trial.opens + 1) { leaf in
            .vote(leaf == 1 ? [Vote(work: 0), Vote(work: 1)] : [Vote(work: 2, points: 2), Vote(work: 3, points: 2)])
        }
        #expect(trial.state.contest?.ballots?.votes == [1, 1, 0, 0])
    }

    @Test func `the order of works is each viewer's own, and the file's where that is declared`() {
        let trial = Trial(Trial.contest(works: 40))
        #expect(trial.state.worksShown(to: 1) == trial.state.worksShown(to: 1))
        #expect(trial.state.worksShown(to: 1) != trial.state.worksShown(to: 2))
        #expect(trial.state.worksShown(to: 1).sorted() == Array(0..<40))
        let inOrder = Trial(Trial.contest(works: 40).replacing("\"views\"", with: "\"order\": \"file\", \"views\""))
        #expect(inOrder.state.worksShown(to: 1) == Array(0..<40))
    }

    @Test func `a tally told late is that of a step at least so old`() throws {
        let trial = Trial(
            Trial.contest(more: #", "disclosure": {"tallies": "delayed", "delay": "8h"}"#))
        let hour: Int64 = 3_600_000
        trial.vote(0, [0, 1], key: 1, at: Trial.opens + hour / 2)
        trial.vote(1, [0, 1], key: 2, at: Trial.opens + 3 * hour / 2)
        func votes(_ hours: Int64) -> [Int]? { trial.state.toldTally(at: Trial.opens + hours * hour)?.votes }
        #expect(votes(7) == nil)
        #expect(votes(8) == [0, 0, 0, 0])
        #expect(votes(9) == [1, 1, 0, 0])
        #expect(votes(10) == [2, 2, 0, 0])
        _ = try trial.state.close(at: trial.state.closingDue)
        #expect(votes(0) == [2, 2, 0, 0])
    }
}
