import Campaigns
import JSON
import Proofs
import Testing

@testable import Engine

extension Trial {
    /// The trial's rules with other values.
    func rules(_ changes: [(String, JSON)], of text: String = Trial.riddles()) throws -> Campaign {
        guard case .success(let loaded) = loadCampaign(bytes: Array(text.utf8), organiser: nil) else {
            preconditionFailure("the sample loads")
        }
        let rules = RulesInForce(loaded.campaign, publicRules: loaded.publicRules, file: Array(text.utf8))
        return try rules.changed(changes.map { RulesChange(pointer: $0.0, value: $0.1) }).campaign
    }

    func regrade(_ changes: [(String, JSON)], _ answered: @escaping (Int) -> Act, at tick: Int64) throws {
        let amendment = RulesAmendment(
            sort: .regrade, changes: [], secret: SHA256.hash("secret"), reason: "谜底有误",
            campaign: try rules(changes))
        _ = try state.change(amendment, at: tick, act: answered)
    }
}

@Suite struct AmendingTests {
    static let publicly = LifecycleTests.twoSources
    static let later = instant("2027-02-23T21:00:00+08:00")

    /// What was sent, by leaf; the engine keeps scores alone.
    final class Sent {
        var trial: Trial
        private var answers: [Int: [Answer]] = [:]

        init(_ trial: Trial = Trial()) { self.trial = trial }

        @discardableResult
        func send(_ person: Int, _ given: [Answer], at tick: Int64 = Trial.opens) -> Decision {
            let decision = trial.send(person, given, at: tick)
            if let index = decision.acceptance?.index { answers[index] = given }
            return decision
        }

        func answered(_ leaf: Int) -> Act { .submit(answers[leaf] ?? [], paper: "") }
    }

    @Test func `a pause refuses what comes, uses up nothing, and answers replays`() throws {
        var trial = Trial(Trial.riddles(limits: #"{"person": {"day": 2}}"#))
        trial.decide(key: 9, Trial.right(0), content: 1)
        let record = try trial.state.pause(reason: "系统维护", at: Trial.opens + 1)
        #expect(record.class == "pause" && record.public == #"{"reason":"系统维护"}"# && record.role == "organiser")
        #expect(trial.state.phase(at: Trial.opens + 1) == .paused)
        let before = trial.visible
        #expect(trial.send(0, at: Trial.opens + 2).reason == .phasePaused)
        #expect(trial.visible == before)
        #expect(trial.decide(key: 9, Trial.right(0), content: 1, at: Trial.opens + 2).replay != nil)
        _ = try trial.state.resume(reason: "好了", at: Trial.opens + 3)
        #expect(trial.send(0, Trial.right(1), at: Trial.opens + 4).acceptance?.remaining.person.day == 0)
        #expect(trial.state.amendments.map(\.index) == [2, 3])
    }

    @Test func `an extension moves the end and the randomness`() throws {
        let text = Trial.riddles(randomness: Self.publicly)
        var trial = Trial(text)
        let campaign = try trial.rules(
            [
                ("/closes", "2027-02-23T21:00:00+08:00"), ("/randomness/1/at", "2027-02-24T10:00:00+08:00"),
            ], of: text)
        let record = try trial.state.extend(to: campaign, sources: ["a", "b"], at: Trial.opens)
        #expect(record.public == #"{"closes":\#(Self.later),"sources":["a","b"]}"#)
        #expect(trial.send(0, at: Self.later - 1).acceptance != nil)
        #expect(trial.send(1, at: Self.later).reason == .phaseClosed)
        _ = try trial.state.close(at: Self.later)
        #expect(throws: Untimely.valueEarly) {
            try trial.state.take(value: "1", source: 1, at: Trial.publicAt)
        }
    }

    @Test func `a void entry keeps its leaf and its limits, and is worth nothing`() throws {
        let sent = Sent(Trial(Trial.riddles(limits: #"{"person": {"total": 3}}"#)))
        sent.send(0, Trial.right(0))
        sent.send(0, Trial.right(0, 1))
        sent.send(1, Trial.right(0))
        let state = sent.trial.state
        let record = try state.voidEntry(index: 1, reason: "冒名", at: Trial.opens + 5, act: sent.answered)
        #expect(record.class == "void-entry" && record.public == #"{"index":1,"reason":"冒名"}"#)
        // The riddle that the void entry had solved is solved by the next.
        #expect(state.acceptances(of: 0).map(\.chances) == [0, 2])
        #expect(state.acceptances(of: 0).map(\.isVoid) == [true, false])
        #expect(state.tally.entries == 3 && state.tally.people == 2 && state.tally.chances == 3)
        #expect(state.tally.answered == [2, 1, 0] && state.tally.right == [2, 1, 0])
        #expect(sent.send(0, Trial.right(2)).acceptance?.remaining.person.total == 0)
        let closing = try state.close(at: Trial.closes)
        #expect(closing.entries == 4 && closing.eligible?.count == 3)
    }

    @Test func `a re-grade scores everything again, as if the key had always been so`() throws {
        let sent = Sent()
        sent.send(0, [Answer(question: 0, choice: .text("月"))])
        sent.send(1, Trial.right(0))
        sent.send(2, Trial.right(1))
        try sent.trial.regrade(
            [("/paper/questions/0/answer", "月"), ("/paper/questions/1/points", 7)], sent.answered, at: Trial.opens)
        let state = sent.trial.state
        #expect((0..<3).map { state.acceptances(of: $0)[0].score } == [1, 0, 7])
        #expect(state.tally.chances == 2 && state.tally.right == [1, 1, 0])
        let fresh = Sent(
            Trial(
                Trial.riddles().replacing("\"answer\": \"灯笼\"", with: "\"answer\": \"月\"").replacing(
                    "\"points\": 2", with: "\"points\": 7")))
        fresh.send(0, [Answer(question: 0, choice: .text("月"))])
        fresh.send(1, Trial.right(0))
        fresh.send(2, Trial.right(1))
        #expect(fresh.trial.state.tally == state.tally)
        #expect((0..<8).allSatisfy { fresh.trial.state.acceptances(of: $0) == state.acceptances(of: $0) })
    }

    @Test func `a void stays void under a re-grade`() throws {
        let sent = Sent()
        sent.send(0, Trial.right(0))
        let state = sent.trial.state
        _ = try state.voidEntry(index: 1, reason: "冒名", at: Trial.opens, act: sent.answered)
        try sent.trial.regrade([("/paper/questions/0/points", 5)], sent.answered, at: Trial.opens)
        #expect(state.tally.chances == 0 && state.acceptances(of: 0)[0].score == 5)
    }

    @Test func `more prizes and other words change nobody's score`() throws {
        let sent = Sent()
        sent.send(0, Trial.right(0))
        let state = sent.trial.state
        let campaign = try sent.trial.rules([("/prizes/tiers/0/count", 4)])
        let amendment = RulesAmendment(
            sort: .favourable, changes: [RulesChange(pointer: "/prizes/tiers/0/count", value: 4)], secret: nil,
            reason: nil, campaign: campaign)
        let record = try state.change(amendment, at: Trial.opens) { _ in
            Issue.record("no entry is asked for")
            return .register
        }
        #expect(record.public == #"{"changes":[{"pointer":"/prizes/tiers/0/count","value":4}]}"#)
        #expect(state.rules.draw.tiers[0].count == 4)
    }

    /// A row a step and reason: what must have happened, and what is refused then, with nothing changed.
    struct Row: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var refused: Untimely
        var campaign = Trial.riddles(review: "10m", randomness: publicly)
        var before: @Sendable (Trial) throws -> Void = { _ in }
        var step: @Sendable (Trial) throws -> Void
    }

    static func extend(_ trial: Trial, _ closes: String, _ at: String, now: Int64 = Trial.opens) throws {
        let text = Trial.riddles(review: "10m", randomness: publicly)
        let campaign = try trial.rules(
            [("/closes", .string(closes)), ("/randomness/1/at", .string(at))], of: text)
        _ = try trial.state.extend(to: campaign, sources: [], at: now)
    }

    static let late = "2027-02-22T23:00:00+08:00"
    static let rows = [
        Row(
            testDescription: "pauses twice", refused: .paused,
            before: { _ = try $0.state.pause(reason: "x", at: Trial.opens) },
            step: { _ = try $0.state.pause(reason: "x", at: Trial.opens) }),
        Row(testDescription: "pauses in the review", refused: .ended) {
            _ = try $0.state.pause(reason: "x", at: Trial.closes)
        },
        Row(testDescription: "resumes what runs", refused: .notPaused) {
            _ = try $0.state.resume(reason: "x", at: Trial.opens)
        },
        Row(
            testDescription: "resumes in the review", refused: .ended,
            before: { _ = try $0.state.pause(reason: "x", at: Trial.opens) },
            step: { _ = try $0.state.resume(reason: "x", at: Trial.closes) }),
        Row(testDescription: "extends to the same end", refused: .extendEarlier) {
            try extend($0, "2027-02-22T21:00:00+08:00", "2027-02-24T10:00:00+08:00")
        },
        Row(testDescription: "extends without a later number", refused: .extendSources) {
            try extend($0, late, "2027-02-23T10:00:00+08:00")
        },
        Row(
            testDescription: "extends when the number is near", refused: .extendLate,
            campaign: Trial.riddles(
                randomness: publicly.replacing("2027-02-23T10:00:00+08:00", with: "2027-02-22T21:05:00+08:00"))
        ) { try extend($0, late, "2027-02-24T10:00:00+08:00", now: Trial.closes - 299_999) },
        Row(testDescription: "extends in the review", refused: .ended) {
            try extend($0, late, "2027-02-24T10:00:00+08:00", now: Trial.closes)
        },
        Row(
            testDescription: "extends after an early end", refused: .ended,
            before: { _ = try $0.state.endIntake(reason: "x", at: Trial.opens) },
            step: { try extend($0, late, "2027-02-24T10:00:00+08:00") }),
        Row(testDescription: "voids the charter", refused: .entryUnknown) {
            _ = try $0.state.voidEntry(index: 0, reason: "x", at: Trial.opens) { _ in .register }
        },
        Row(testDescription: "voids what is not there", refused: .entryUnknown) {
            _ = try $0.state.voidEntry(index: 1, reason: "x", at: Trial.opens) { _ in .register }
        },
        Row(
            testDescription: "voids after the closing", refused: .ended,
            before: { _ = try $0.state.close(at: Trial.closes + 600_000) },
            step: { _ = try $0.state.voidEntry(index: 1, reason: "x", at: Trial.closes + 600_000) { _ in .register } }),
        Row(
            testDescription: "re-grades after the closing", refused: .ended,
            before: { _ = try $0.state.close(at: Trial.closes + 600_000) },
            step: { try $0.regrade([("/paper/questions/0/points", 5)], { _ in .register }, at: Trial.closes + 600_000) }
        ),
        Row(testDescription: "adds prizes in the review", refused: .ended) { trial in
            let amendment = RulesAmendment(
                sort: .favourable, changes: [], secret: nil, reason: nil,
                campaign: try trial.rules([("/prizes/tiers/0/count", 4)]))
            _ = try trial.state.change(amendment, at: Trial.closes) { _ in .register }
        },
    ]

    @Test(arguments: rows) func `is refused and changes nothing`(row: Row) throws {
        let trial = Trial(row.campaign)
        try row.before(trial)
        let before = trial.visible
        #expect(throws: row.refused) { try row.step(trial) }
        #expect(
            trial.visible == before && trial.state.amendments.count == trial.state.leafCount - 1
                || trial.state.stage.isClosed)
    }

    @Test func `an entry is voided once, in the review too`() throws {
        let sent = Sent(Trial(Trial.riddles(review: "10m")))
        sent.send(0, Trial.right(0))
        let state = sent.trial.state
        _ = try state.voidEntry(index: 1, reason: "x", at: Trial.closes + 1, act: sent.answered)
        #expect(throws: Untimely.entryVoid) {
            try state.voidEntry(index: 1, reason: "x", at: Trial.closes + 2, act: sent.answered)
        }
        #expect(try state.close(at: Trial.closes + 600_000).eligible?.count == 0)
    }

    private static func added(_ mayWin: [Bool]) -> Cast {
        let names = mayWin.indices.map { Pseudonym(high: 8, low: UInt64($0)) }
        return Cast(
            pseudonyms: names, mayWin: mayWin, households: names.map { _ in nil }, units: names.map { _ in nil },
            paperKey: SHA256.hash("paper"))
    }

    private static let rollOfTen = CountedDigest(count: 10, digest: SHA256.hash("roll"))

    @Test func `people who are added take part from the next leaf on, and the others are as they were`() throws {
        let sent = Sent(Trial(Trial.riddles(limits: #"{"person": {"total": 2}}"#)))
        sent.send(0, Trial.right(0))
        let before = sent.trial.state.acceptances(of: 0)
        let state = sent.trial.state
        let record = try state.addPeople(Self.added([true, false]), roll: Self.rollOfTen, at: Trial.opens + 1)
        #expect(record.class == "roll" && record.at == Trial.opens + 1 && record.secret == nil)
        #expect(record.public == #"{"count":10,"root":"\#(Self.rollOfTen.digest.hex)"}"#)
        #expect(state.amendments.map(\.index) == [2] && state.leafCount == 3)
        #expect(state.acceptances(of: 0) == before)
        #expect(sent.send(0, Trial.right(0, 1)).acceptance?.chances == 1)
        #expect(sent.send(8, Trial.right(0)).acceptance?.index == 4)
        #expect(sent.send(9, Trial.right(0)).acceptance?.chances == 1)
        #expect(sent.send(8, Trial.right(0, 1)).acceptance?.remaining.person.total == 0)
        #expect(sent.send(8, Trial.right(2)).reason == .limitTotal)
        #expect(sent.send(7, Trial.right(0)).acceptance?.attempt == 1)
        // The tenth may not win.
        #expect(state.tally.chances == 5 && state.tally.people == 4)
        _ = try state.close(at: Trial.closes)
        guard case .closed(let closed) = state.stage else { return }
        let cast = state.cast.pseudonyms
        #expect(closed.eligible.map(\.pseudonym) == [cast[0], cast[0], cast[8], cast[8], cast[7]])
    }

    @Test func `nobody is added once intake is over, nor before it where something is won at once`() throws {
        let trial = Trial(Trial.riddles(review: "10m"))
        let before = trial.visible
        #expect(throws: Untimely.ended) {
            try trial.state.addPeople(Self.added([true]), roll: Self.rollOfTen, at: Trial.closes)
        }
        #expect(trial.visible == before && trial.state.cast.count == 8)
        let instant = Trial(
            Trial.riddles().replacing("\"final\"", with: "\"instant\"").replacing(
                "\"count\": 3", with: "\"count\": 3, \"odds\": {\"num\": 1, \"den\": 2}"
            ).replacing("\"tiers\"", with: "\"none\": {\"num\": 1, \"den\": 2}, \"tiers\"")
                .replacing("\"prizes\"", with: "\"activation\": {\"source\": \"commit\"}, \"prizes\""))
        #expect(throws: Untimely.instantWins) {
            try instant.state.addPeople(Self.added([true]), roll: Self.rollOfTen, at: Trial.opens - 1)
        }
    }

    @Test func `times of amendments never go back`() throws {
        let sent = Sent(Trial(Trial.riddles(review: "10m")))
        sent.send(0, Trial.right(0))
        let state = sent.trial.state
        let end = try state.endIntake(reason: "x", at: Trial.opens)
        let void = try state.voidEntry(index: 1, reason: "x", at: Trial.opens, act: sent.answered)
        #expect(end.at == Trial.opens + 1 && void.at == end.at)
    }
}

extension Stage {
    fileprivate var isClosed: Bool { if case .running = self { false } else { true } }
}
