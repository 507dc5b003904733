import Campaigns
import Proofs
import Testing

@testable import Engine

/// Time limits, what is handed in when time is up, attempts that are scored together, hints.
@Suite struct TimedPaperTests {
    static let minute: Int64 = 60_000
    static let start = Trial.opens

    static func timed(
        late: String = "submit", attempts: String? = nil, limits: String = #"{"person": {"total": 3}}"#,
        more: String = ""
    ) -> String {
        let attempts = attempts.map { #""attempts": "\#($0)", "# } ?? ""
        return Trial.quiz(limits: limits).replacing(
            #""shuffle": true,"#,
            with: #""shuffle": true, "time": "10m", "grace": "30s", "late": "\#(late)", \#(attempts)\#(more)"#)
    }

    private var keys: UInt64 = 0

    private func act(
        _ trial: Trial, _ act: Act, key: UInt64, by person: Int = 0, at tick: Int64
    ) -> Decision {
        trial.state.decide(Submission(person: person, key: key, content: key, act: act), at: tick)
    }

    private func begin(_ trial: Trial, key: UInt64, by person: Int = 0, at tick: Int64 = start) -> Decision {
        act(trial, .start(paper: trial.state.paperToStart(by: person)), key: key, by: person, at: tick)
    }

    @Test func `nobody sees a paper before it is started`() {
        let trial = Trial(Self.timed())
        let before = trial.state.nextPaper(of: 0, at: Self.start)
        #expect(before.questions.isEmpty && before.id == nil && before.limit == 10 * Self.minute)
        let started = begin(trial, key: 1).acceptance
        #expect(started?.attempt == 1 && started?.deadline == Self.start + 10 * Self.minute + 30_000)
        let paper = trial.state.nextPaper(of: 0, at: Self.start + 1)
        #expect(paper.attempt == 1 && paper.questions.count == 2 && paper.deadline == started?.deadline)
        #expect(trial.state.nextPaper(of: 1, at: Self.start + 1).questions.isEmpty)
        #expect(begin(trial, key: 1, at: Self.start + 5).replay == started)
    }

    @Test func `an answer counts until limit and grace are over, and the start has used the attempt`() {
        let trial = Trial(Self.timed())
        let end = Self.start + 10 * Self.minute + 30_000
        for (key, tick, expected) in [(1, end - 1, nil), (2, end, Reason.timeOver)] as [(UInt64, Int64, Reason?)] {
            let person = Int(key)
            _ = begin(trial, key: key, by: person)
            let paper = trial.paper(of: person, at: Self.start)
            let decision = act(trial, .submit(paper.answers, paper: paper.id), key: 9, by: person, at: tick)
            #expect(decision.reason == expected)
            if expected == nil { #expect(decision.acceptance?.passed == true && decision.acceptance?.attempt == 1) }
        }
        #expect(trial.state.nextPaper(of: 1, at: end).remaining.person.total == 2)
        #expect(trial.state.nextPaper(of: 2, at: end).remaining.person.total == 2)
    }

    @Test func `what was saved last is handed in once, when time is up`() {
        let trial = Trial(Self.timed())
        _ = begin(trial, key: 1)
        let paper = trial.paper(of: 0, at: Self.start)
        let end = Self.start + 10 * Self.minute + 30_000
        #expect(
            act(trial, .save([paper.answers[0]], paper: paper.id), key: 2, at: Self.start + 1).acceptance?.attempt == 1)
        #expect(act(trial, .save(paper.answers, paper: paper.id), key: 3, at: Self.start + 2).acceptance != nil)
        #expect(trial.state.paperDueAt == end)
        #expect(trial.state.takeDuePaper(at: end - 1) == nil)
        #expect(begin(trial, key: 5, at: end).refusal == Refusal(.paperOpen, retryAfterMilliseconds: 100))
        let due = trial.state.takeDuePaper(at: end)
        #expect(due?.acceptance.index == 4 && due?.acceptance.passed == true && due?.acceptance.chances == 1)
        #expect(trial.state.takeDuePaper(at: end) == nil && trial.state.paperDueAt == nil)
        #expect(act(trial, .submit(paper.answers, paper: paper.id), key: 4, at: end).reason == .timeOver)
        #expect(begin(trial, key: 5, at: end).acceptance?.attempt == 2)
    }

    @Test func `an abandoned paper is worth nothing, and the next one can be started`() {
        let trial = Trial(Self.timed(late: "abandon"))
        _ = begin(trial, key: 1)
        let paper = trial.paper(of: 0, at: Self.start)
        #expect(act(trial, .save(paper.answers, paper: paper.id), key: 2, at: Self.start).reason == .actAbsent)
        let end = Self.start + 10 * Self.minute + 30_000
        #expect(begin(trial, key: 3, at: end - 1).refusal == Refusal(.paperOpen, retryAfterMilliseconds: 1))
        #expect(trial.state.takeDuePaper(at: end) == nil)
        #expect(begin(trial, key: 3, at: end).acceptance?.attempt == 2)
        #expect(trial.state.tally.passed == 0 && trial.state.tally.entries == 2)
    }

    @Test func `intake ends for open papers too, and what was saved is handed in before the closing`() throws {
        let trial = Trial(Self.timed())
        let late = Trial.closes - Self.minute
        _ = begin(trial, key: 1, at: late)
        let paper = trial.paper(of: 0, at: late)
        _ = act(trial, .save(paper.answers, paper: paper.id), key: 2, at: late)
        #expect(trial.state.paperDueAt == Trial.closes)
        #expect(trial.state.takeDuePaper(at: Trial.closes)?.acceptance.index == 3)
        _ = try trial.state.close(at: Trial.closes)
        guard case .closed(let closed) = trial.state.stage else { return }
        #expect(closed.eligible.map(\.index) == [3])
    }

    @Test func `people of a group have another limit, pass mark and number of attempts`() {
        let override = #""overrides": [{"groups": ["senior"], "time": "20m", "pass": 50, "total": 1}], "#
        let trial = Trial(Self.timed(more: override), variants: [1, 0])
        #expect(begin(trial, key: 1, by: 0).acceptance?.deadline == Self.start + 20 * Self.minute + 30_000)
        #expect(begin(trial, key: 1, by: 1).acceptance?.deadline == Self.start + 10 * Self.minute + 30_000)
        let paper = trial.paper(of: 0, at: Self.start)
        let full = act(trial, .submit(paper.answers, paper: paper.id), key: 2, by: 0, at: Self.start + 15 * Self.minute)
        #expect(full.acceptance?.passed == false && full.acceptance?.score == 30)
        #expect(begin(trial, key: 3, by: 0).reason == .limitTotal)
    }

    @Test(
        arguments: [
            ("highest", [10, 30, 30], 2), ("first", [10, 30, 30], nil), ("last", [30, 30, 0], nil),
            ("last", [0, 30, 30], 3),
            ("average", [30, 30, 30], 3), ("average", [30, 30, 20], nil),
        ] as [(String, [Int], Int?)])
    func `attempts come to one score and one chance`(rule: String, scores: [Int], holder: Int?) {
        let text = Trial.quiz(limits: #"{"person": {"total": 3}}"#).replacing(
            #""shuffle": true,"#, with: #""shuffle": true, "attempts": "\#(rule)", "#)
        var trial = Trial(text)
        for score in scores {
            let paper = trial.paper(of: 0)
            // The first stratum is worth 20 and the second 10.
            let answers = zip(paper.answers, [20, 10]).map { answer, points in
                score >= (points == 20 ? 20 : 30) || score == points ? answer : Self.wrong(answer)
            }
            #expect(trial.send(0, answers, paper: paper.id).acceptance?.score == score)
        }
        let entries = trial.state.entries.filter { $0.chances > 0 }.map { Int($0.leaf) }
        #expect(entries == (holder.map { [$0] } ?? []))
        #expect(trial.state.tally.chances == entries.count)
    }

    private static func wrong(_ answer: Answer) -> Answer {
        switch answer.choice {
        case .single(let place): Answer(question: answer.question, choice: .single(1 - place))
        default: Answer(question: answer.question, choice: .multi(2))
        }
    }

    @Test func `hints come in order, cost points of their question, and stay taken`() throws {
        let hints = #""points": 2, "hints": [{"text": "身体", "cost": 1}, {"text": "月字旁", "cost": 1}]"#
        let text = Trial.riddles().replacing(#""points": 2"#, with: hints)
        let trial = Trial(text)
        #expect(act(trial, .hint(question: 0, number: 0), key: 1, at: Self.start).reason == .hintNone)
        #expect(act(trial, .hint(question: 1, number: 1), key: 1, at: Self.start).reason == .hintNone)
        let first = act(trial, .hint(question: 1, number: 0), key: 1, at: Self.start).acceptance
        #expect(first?.hint == TakenHint(question: 1, number: 0) && first?.attempt == nil && first?.score == nil)
        #expect(act(trial, .hint(question: 1, number: 0), key: 1, at: Self.start).replay == first)
        let guess = act(trial, .submit(Trial.right(1), paper: ""), key: 2, at: Self.start).acceptance
        #expect(guess?.score == 1 && guess?.chances == 1 && guess?.attempt == 1)
        let other = act(trial, .submit(Trial.right(1), paper: ""), key: 2, by: 1, at: Self.start).acceptance
        #expect(other?.score == 2)
        let entries: [Int: Act] = [
            1: .hint(question: 1, number: 0), 2: .submit(Trial.right(1), paper: ""),
            3: .submit(Trial.right(1), paper: ""),
        ]
        _ = try trial.state.voidEntry(index: 1, reason: "x", at: Self.start) { entries[$0]! }
        #expect(trial.state.acceptances(of: 0).map(\.score) == [nil, 1])
        #expect(act(trial, .hint(question: 1, number: 1), key: 3, at: Self.start).acceptance?.hint?.number == 1)
    }
}
