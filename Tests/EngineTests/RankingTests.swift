import Campaigns
import Proofs
import Testing

@testable import Engine

extension Trial {
    /// A quiz of three questions of 10 points with a time limit, whose people are ranked by score and time.
    static func ranked(
        paper: String = #""time": "10m", "grace": "30s","#, ties: String = #", "ties": ["time"]"#,
        prizes: String = #", "alternates": 1, "caps": {"household": 1}"#, limits: String = #"{"person": {"total": 3}}"#
    ) -> String {
        let questions = (1...3).map {
            #"{"id": "q\#($0)", "type": "true-false", "text": "？", "answer": true, "points": 10}"#
        }
        return """
            {
              "id": "trial", "kind": "quiz", "title": "竞赛", "organiser": "jimo-union.example", "contact": "工会",
              "opens": "2027-02-20T09:00:00+08:00", "closes": "2027-02-22T21:00:00+08:00",
              "audience": {"roll": "rolls/sample.csv"}, "limits": \(limits),
              "paper": {\(paper) "questions": [\(questions.joined(separator: ","))]},
              "ranking": {"by": [{"measure": "score", "weight": {"num": 1, "den": 1}}]\(ties)},
              "prizes": {"draw": "ranking", "tiers": [
                {"id": "first", "title": "冠军", "prize": "杯", "value": "10.00", "count": 1},
                {"id": "second", "title": "亚军", "prize": "卡", "value": "5.00", "count": 2}]\(prizes)}
            }
            """
    }

    /// So many right answers, and the others wrong.
    static func right(of count: Int) -> [Answer] {
        (0..<3).map { Answer(question: $0, choice: .trueFalse($0 < count)) }
    }

    /// Closes and draws.
    func ranked() throws -> Drawing {
        try drawNow()
        return try #require(state.drawing)
    }
}

/// The ranking of people, and prizes by it.
@Suite struct RankingTests {
    private static let start = Trial.opens
    private static let second: Int64 = 1000

    /// Starts everybody's paper and hands in so many right answers after so many seconds.
    private func play(_ trial: inout Trial, _ papers: [(person: Int, right: Int, seconds: Int64)]) {
        for paper in papers { #expect(trial.start(paper.person).acceptance != nil) }
        for paper in papers.sorted(by: { $0.seconds < $1.seconds }) {
            let decision = trial.send(
                paper.person, Trial.right(of: paper.right), at: Self.start + paper.seconds * Self.second)
            #expect(decision.acceptance?.score == 10 * paper.right && decision.acceptance?.chances == nil)
        }
    }

    private func people(_ drawing: Drawing) -> [String] {
        (drawing.people?.rows ?? []).map { row in
            String(drawing.people?.tally.rows[row.candidate].pseudonym.last ?? "?")
        }
    }

    private func outcomes(_ drawing: Drawing) -> [String] {
        drawing.walk.rows.map { drawing.walk.text(of: $0.outcome) }
    }

    @Test func `people stand by score, then time, and prizes go to places, one a household`() throws {
        var trial = Trial(Trial.ranked(), mayNotWin: [5], households: [0, 1, 1, 2, 3, 4, 5, 6])
        play(&trial, [(0, 2, 50), (1, 3, 40), (2, 3, 60), (3, 1, 10), (4, 2, 49), (5, 3, 1), (6, 0, 5)])
        let drawing = try trial.ranked()
        #expect(people(drawing) == ["1", "2", "4", "0", "3", "6"])
        #expect(
            outcomes(drawing)
                == ["win first", "skip household", "win second", "win second", "alternate 1", "none"])
        #expect(drawing.people?.rows.map(\.rank) == [1, 2, 3, 4, 5, 6])
        #expect(drawing.walk.cuts == [nil, nil])
    }

    @Test func `whom nothing but the ticket tells apart share a rank`() throws {
        var trial = Trial(Trial.ranked(ties: ""))
        play(&trial, [(0, 2, 50), (1, 2, 40), (2, 3, 60)])
        let drawing = try trial.ranked()
        #expect(drawing.people?.rows.map(\.rank) == [1, 2, 2])
        let tickets = drawing.people?.rows.map(\.ticket) ?? []
        #expect(tickets.count == 3 && tickets[1] < tickets[2])
        let own = Tickets(seed: drawing.seedInput.seed).ticket(.rank, id: Pseudonym(high: 7, low: 2).hex)
        #expect(tickets.first == own.hex)
    }

    @Test func `the highest attempt has its own time, and a void one is none`() throws {
        var trial = Trial(Trial.ranked(paper: #""time": "10m", "attempts": "highest","#))
        for (number, right) in [(0, 1), (1, 3), (2, 2)] {
            let at = Self.start + Int64(number) * 60_000
            #expect(trial.start(0, at: at).acceptance != nil)
            #expect(trial.send(0, Trial.right(of: right), at: at + Int64(number + 1) * 7000).acceptance != nil)
        }
        #expect(trial.state.peopleTally?.rows.map(\.time) == [14_000])
        #expect(trial.state.peopleTally?.rows.map(\.index) == [4])
        _ = try trial.state.voidEntry(index: 4, reason: "测试", at: Self.start + 300_000) { leaf in
            leaf % 2 == 0 ? .submit(Trial.right(of: [2: 1, 4: 3, 6: 2][leaf] ?? 0), paper: "") : .start(paper: "")
        }
        #expect(trial.state.peopleTally?.rows.map(\.score.text) == ["20"])
        #expect(trial.state.peopleTally?.rows.map(\.time) == [21_000])
    }

    @Test func `what is handed in when time is up took all the time there was, however late the daemon came`() {
        var trial = Trial(Trial.ranked())
        #expect(trial.start(0).acceptance != nil)
        #expect(trial.act(0, .save(Trial.right(of: 2), paper: ""), at: Self.start + 5000).acceptance != nil)
        #expect(trial.state.takeDuePaper(at: Self.start + 3_600_000) != nil)
        #expect(trial.state.peopleTally?.rows.map(\.time) == [630_000])
    }

    @Test func `a decline goes to the next in rank, and an erased score stands`() throws {
        var trial = Trial(
            Trial.ranked(prizes: #", "alternates": 1, "claims": {"within": "24h"}"#))
        play(&trial, [(0, 3, 50), (1, 3, 40), (2, 2, 60), (3, 1, 10), (4, 0, 3)])
        let drawing = try trial.ranked()
        #expect(outcomes(drawing) == ["win first", "win second", "win second", "alternate 1", "none"])
        let tick = drawing.at + 1000
        _ = try trial.state.settle(.decline, person: 1, key: 1, at: tick)
        #expect(trial.state.takeDueEvent(at: tick)?.kind == .forfeit(.declined))
        let event = trial.state.takeDueEvent(at: tick)
        #expect(event?.kind == .alternate && event?.pseudonym == Pseudonym(high: 7, low: 3))
        let settled = trial.state.settled(4) { _ in Self.start }
        #expect(settled.map(\.entry.score) == [nil, SettledScore(points: 0, time: 3000)])
        #expect(settled.last?.entry.row?.pseudonym == Pseudonym(high: 7, low: 4))
    }
}
