import Campaigns
import Proofs
import Testing

@testable import Engine

/// A row a reason: what must have happened, and what is refused then.
struct RefusalRow: Sendable, CustomTestStringConvertible {
    var reason: Reason
    var campaign: String = Trial.riddles()
    /// Brings the campaign to where the refusal comes.
    var before: @Sendable (inout Trial) -> Void = { _ in }
    var refused: @Sendable (inout Trial) -> Decision
    /// What the refusal says besides its reason.
    var expected: Refusal?

    /// Household and unit of each person, by a number.
    var homes: [Int?]?

    var testDescription: String { reason.rawValue }
}

@Suite struct RefusalTableTests {
    static let limited = #"{"person": {"day": 2, "total": 3}}"#
    static let personRate = #"{"person": {"rate": {"count": 6, "per": "1m", "burst": 2}}}"#
    static let campaignRate = #"{"campaign": {"rate": {"count": 3, "per": "10s", "burst": 2}}}"#
    static let phases = #"""
        {"phases": [{"id": "two", "does": "submit", "opens": "2027-02-21T00:00:00+08:00",
         "closes": "2027-02-21T12:00:00+08:00"}]}
        """#
    static let signing = Trial.riddles(randomness: #"[{"source": "commit"}], "signin": {"makeup": 1}"#)
    static let nextDay = instant("2027-02-21T00:00:00+08:00")

    // The last ones are found before the engine is asked; it counts them.
    static let rows =
        personRows + ScopeRows.rows + voteRows + FormTests.rows + PlaceTests.rows + CollectTests.rows + FundRows.rows
        + [Reason.personUnlisted, .audienceFull, .answersCharacters, .storage, .overloaded].map(counted)

    private static let personRows: [RefusalRow] = [
        RefusalRow(
            reason: .phaseBefore, refused: { $0.send(0, at: Trial.opens - 1) },
            expected: Refusal(.phaseBefore, retryAfterMilliseconds: 1)),
        RefusalRow(reason: .phaseClosed, refused: { $0.send(0, at: Trial.closes) }),
        RefusalRow(
            reason: .phasePaused, before: { _ = try? $0.state.pause(reason: "维护", at: Trial.opens) },
            refused: { $0.send(0, at: Trial.opens + 1) }),
        RefusalRow(
            reason: .phaseQuiet, campaign: Trial.riddles(schedule: #"{"quiet": [{"from": "22:00", "to": "07:00"}]}"#),
            refused: { $0.send(0, at: nextDay) },
            expected: Refusal(.phaseQuiet, retryAfterMilliseconds: 7 * 3_600_000)),
        RefusalRow(
            reason: .phaseAct, campaign: Trial.riddles(schedule: phases),
            refused: { $0.send(0, at: Trial.opens + 1) },
            expected: Refusal(
                .phaseAct, retryAfterMilliseconds: nextDay - Trial.opens - 1,
                window: nextDay..<nextDay + 12 * 3_600_000)),
        RefusalRow(
            reason: .keyConflict, before: { $0.decide(key: 9, Trial.right(0), content: 1) },
            refused: { $0.decide(key: 9, Trial.right(0), content: 2) }),
        RefusalRow(
            reason: .actAbsent,
            refused: { $0.state.decide(Submission(person: 0, key: 9, content: 1, act: .vote([])), at: Trial.opens) }),
        RefusalRow(
            reason: .paperUnstarted, campaign: TimedPaperTests.timed(),
            refused: { $0.send(0, [Answer(question: 0, choice: .single(0))]) }),
        RefusalRow(
            reason: .paperOpen, campaign: TimedPaperTests.timed(), before: { $0.start(0) },
            refused: { $0.start(0, at: Trial.opens + 1) },
            expected: Refusal(.paperOpen, retryAfterMilliseconds: 10 * 60_000 + 30_000 - 1)),
        RefusalRow(
            reason: .timeOver, campaign: TimedPaperTests.timed(), before: { $0.start(0) },
            refused: { $0.send(0, [Answer(question: 0, choice: .single(0))], at: Trial.opens + 10 * 60_000 + 30_000) }),
        RefusalRow(
            reason: .hintNone,
            campaign: Trial.riddles().replacing(
                "\"points\": 2", with: "\"points\": 2, \"hints\": [{\"text\": \"身体\", \"cost\": 1}]"),
            refused: {
                $0.state.decide(
                    Submission(person: 0, key: 9, content: 1, act: .hint(question: 0, number: 0)), at: Trial.opens)
            }),
        RefusalRow(reason: .paperRequired, campaign: Trial.quiz(), refused: { $0.send(0, $0.paper(of: 0).answers) }),
        RefusalRow(
            reason: .paperWrong, campaign: Trial.quiz(),
            refused: { $0.send(0, $0.paper(of: 0).answers, paper: "p-0000000000000000") }),
        RefusalRow(reason: .answersEmpty, refused: { $0.send(0, []) }),
        RefusalRow(
            reason: .answersUnknown, campaign: Trial.quiz(),
            refused: { trial in
                let paper = trial.paper(of: 0)
                let other =
                    paper.answers[0].question == 0
                    ? Answer(question: 1, choice: .multi(5))
                    : Answer(question: 0, choice: .single(0))
                return trial.send(0, [other, paper.answers[1]], paper: paper.id)
            }),
        RefusalRow(reason: .answersForm, refused: { $0.send(0, [Answer(question: 0, choice: .single(0))]) }),
        RefusalRow(
            reason: .answersSolved, before: { $0.send(0, Trial.right(0, 2)) },
            refused: { $0.send(0, Trial.right(2) + Trial.wrong(0)) }),
        RefusalRow(
            reason: .limitTotal, campaign: Trial.riddles(limits: #"{"person": {"total": 2}}"#),
            before: { for _ in 0..<2 { $0.send(0) } }, refused: { $0.send(0, at: Trial.closes - 1) },
            expected: Refusal(.limitTotal, limit: 2, remaining: 0)),
        RefusalRow(
            reason: .limitDay, campaign: Trial.riddles(limits: limited),
            before: { for _ in 0..<2 { $0.send(0) } }, refused: { $0.send(0, at: Trial.opens + 5) },
            expected: Refusal(
                .limitDay, limit: 2, remaining: 0, retryAfterMilliseconds: nextDay - Trial.opens - 5)),
        RefusalRow(
            reason: .ratePerson, campaign: Trial.riddles(limits: personRate),
            before: { for _ in 0..<2 { $0.send(0) } }, refused: { $0.send(0, at: Trial.opens + 1) },
            expected: Refusal(.ratePerson, limit: 2, remaining: 0, retryAfterMilliseconds: 9999)),
        RefusalRow(
            reason: .rateCampaign, campaign: Trial.riddles(limits: campaignRate),
            before: { for person in 0..<2 { $0.send(person) } }, refused: { $0.send(5) },
            expected: Refusal(.rateCampaign, limit: 2, remaining: 0, retryAfterMilliseconds: 3334)),
        RefusalRow(
            reason: .signinTwice, campaign: signing, before: { $0.sign(0) },
            refused: { $0.sign(0, at: Trial.opens + 9) },
            expected: Refusal(
                .signinTwice, limit: 1, remaining: 0, retryAfterMilliseconds: nextDay - Trial.opens - 9)),
        RefusalRow(reason: .signinDay, campaign: signing, refused: { $0.sign(0, madeUp: 0) }),
        RefusalRow(
            reason: .signinMakeup, campaign: signing, before: { $0.sign(0, madeUp: 0, at: nextDay) },
            refused: { $0.sign(0, madeUp: 1, at: Trial.closes - 1) },
            expected: Refusal(.signinMakeup, limit: 1, remaining: 0)),
    ]

    static func counted(_ reason: Reason) -> RefusalRow {
        RefusalRow(reason: reason, refused: { $0.state.refuse(Refusal(reason)) })
    }

    @Test func `every reason has a row`() {
        let missing = Set(Reason.allCases).subtracting(Self.rows.map(\.reason))
        #expect(missing.map(\.rawValue).sorted() == [])
        #expect(Self.rows.count == Reason.allCases.count)
    }

    @Test(arguments: rows) func `is refused for this reason and consumes nothing`(row: RefusalRow) {
        var trial = Trial(row.campaign, households: row.homes, units: row.homes)
        row.before(&trial)
        let before = trial.visible
        #expect(trial.state.refusalCounts().isEmpty)
        for times in 1...3 {
            let decision = row.refused(&trial)
            #expect(decision.reason == row.reason)
            if let expected = row.expected { #expect(decision.refusal == expected) }
            #expect(trial.visible == before)
            #expect(trial.state.refusalCounts().map(\.reason) == [row.reason.rawValue])
            #expect(trial.state.refusalCounts().map(\.count) == [times])
        }
    }

    /// What a refused submission tried leaves no trace in what comes after it.
    @Test(arguments: rows) func `goes on as if it had never been sent`(row: RefusalRow) {
        func end(_ refusals: Int) -> String {
            var trial = Trial(row.campaign, households: row.homes, units: row.homes)
            row.before(&trial)
            for _ in 0..<refusals { _ = row.refused(&trial) }
            for person in 0..<3 {
                let tick = Trial.closes - 60_000 + Int64(person)
                let paper = trial.paper(of: person, at: tick)
                let answers = trial.state.rules.drawsPapers ? paper.answers : Trial.right(1)
                var submission = Trial.submission(person, key: 77, answers, paper: paper.id)
                submission.sender = Sender(device: 77, address: 77)
                _ = trial.state.decide(submission, at: tick)
            }
            return trial.visible
        }
        #expect(end(5) == end(0))
    }

    @Test func `counts what is refused by reason, ascending`() {
        var trial = Trial()
        for _ in 0..<3 { trial.send(0, at: Trial.closes) }
        trial.send(0, [])
        trial.send(0, at: Trial.opens - 1)
        #expect(trial.state.refusalCounts().map(\.reason) == ["answers.empty", "phase.before", "phase.closed"])
        #expect(trial.state.refusalCounts().map(\.count) == [1, 1, 3])
    }
}

extension Trial {
    /// Signs a person in under a key of its own.
    @discardableResult
    mutating func sign(_ person: Int, madeUp day: Int? = nil, at tick: Int64 = Trial.opens) -> Decision {
        act(person, .signin(madeUp: day), at: tick)
    }

    @discardableResult
    mutating func decide(
        key: UInt64, _ answers: [Answer], content: UInt64, person: Int = 0, at tick: Int64 = Trial.opens
    ) -> Decision {
        state.decide(Trial.submission(person, key: key, answers, content: content), at: tick)
    }
}
