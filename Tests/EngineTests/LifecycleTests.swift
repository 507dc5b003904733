import Campaigns
import Proofs
import Testing

@testable import Engine

extension Trial {
    /// Closes, gives the values, draws.
    @discardableResult
    func drawNow(at tick: Int64 = Trial.closes, value: String = "1.2") throws -> Draw {
        _ = try state.close(at: tick) { $0.hex }
        for (place, source) in state.rules.campaign.randomness.enumerated() {
            let own = Trial.own
            _ = try state.take(value: source == .commit ? own : value, source: place, at: max(tick, Trial.publicAt))
        }
        return try draw(at: max(tick, Trial.publicAt))
    }

    static let own = SHA256.hash("own").hex

    func draw(at tick: Int64, root: Digest = SHA256.hash("root")) throws -> Draw {
        try state.draw(origin: Trial.origin, closingRoot: root, display: { $0.hex }, at: tick)
    }

    var walk: DrawWalk? {
        if case .drawn(_, let drawing) = state.stage { drawing.walk } else { nil }
    }
}

@Suite struct LifecycleTests {
    static let twoSources = """
        [{"source": "commit"},
         {"source": "public", "name": "notary.example", "form": "digits 20", "at": "2027-02-23T10:00:00+08:00"}]
        """

    @Test func `the phases follow the clock and the log`() throws {
        let trial = Trial(Trial.riddles(review: "10m"))
        let state = trial.state
        let phases = [Trial.opens - 1, Trial.opens, Trial.closes - 1, Trial.closes, Trial.closes + 600_000]
            .map { state.phase(at: $0) }
        #expect(phases == [.announced, .open, .open, .review, .review])
        _ = try state.close(at: Trial.closes + 600_000)
        #expect(state.phase(at: Trial.closes) == .closed)
        _ = try state.take(value: Trial.own, source: 0, at: Trial.closes + 600_000)
        _ = try trial.draw(at: Trial.closes + 600_000)
        #expect(state.phase(at: 0) == .drawn)
    }

    @Test func `closes once, after the review and not before`() throws {
        var trial = Trial(Trial.riddles(review: "10m"))
        trial.send(0, Trial.right(0))
        trial.send(1, Trial.right(0), at: Trial.closes)
        let state = trial.state
        #expect(throws: Untimely.open) { try state.close(at: Trial.closes + 599_999) }
        let closing = try state.close(at: Trial.closes + 700_000)
        #expect(closing.entries == 1)
        #expect(closing.people == 1)
        #expect(closing.eligible?.count == 1)
        #expect(closing.intakeEnded == Trial.closes)
        #expect(closing.at == Trial.closes + 700_000)
        #expect(closing.refusals == SHA256.hash(Array("reason,count\nphase.closed,1\n".utf8)))
        #expect(state.leafCount == 3)
        #expect(throws: Untimely.ended) { try state.close(at: Trial.closes + 900_000) }
        #expect(trial.send(0, at: Trial.opens).reason == .phaseClosed)
    }

    @Test func `ends early once, while it is open`() throws {
        var trial = Trial(Trial.riddles(review: "10m"))
        let state = trial.state
        #expect(throws: Untimely.before) { try state.endIntake(reason: "雨", at: Trial.opens - 1) }
        let amendment = try state.endIntake(reason: "雨 \"大\"", at: Trial.opens + 5)
        #expect(amendment.class == "close")
        #expect(amendment.public == #"{"reason":"雨 \"大\""}"#)
        #expect(state.amendments.map(\.index) == [1])
        #expect(state.intakeEnds == Trial.opens + 5)
        #expect(state.closingDue == Trial.opens + 5 + 600_000)
        #expect(trial.send(0, at: Trial.opens + 5).reason == .phaseClosed)
        #expect(throws: Untimely.ended) { try state.endIntake(reason: "雪", at: Trial.opens + 6) }
        let closing = try state.close(at: Trial.opens + 600_005)
        #expect(closing.intakeEnded == Trial.opens + 5)
        #expect(throws: Untimely.ended) { try state.endIntake(reason: "雪", at: Trial.opens + 600_006) }
    }

    @Test func `ends after the entries of its own millisecond, and takes no more in it`() throws {
        var trial = Trial()
        trial.send(0, at: Trial.opens + 5)
        let amendment = try trial.state.endIntake(reason: "雨", at: Trial.opens + 5)
        #expect(amendment.at == Trial.opens + 6)
        #expect(trial.state.intakeEnds == Trial.opens + 6)
        #expect(trial.state.phase(at: Trial.opens + 5) == .review)
        #expect(trial.send(1, at: Trial.opens + 5).reason == .phaseClosed)
        #expect(throws: Untimely.ended) { try trial.state.endIntake(reason: "雪", at: Trial.opens + 5) }
        #expect(throws: Untimely.open) { try trial.state.close(at: Trial.opens + 5) }
        #expect(try trial.state.close(at: Trial.opens + 6).intakeEnded == Trial.opens + 6)
    }

    @Test func `does not end early in its last millisecond, when that has an entry`() throws {
        var trial = Trial()
        trial.send(0, at: Trial.closes - 1)
        #expect(throws: Untimely.ended) { try trial.state.endIntake(reason: "雨", at: Trial.closes - 1) }
        #expect(trial.state.intakeEnds == Trial.closes)
    }

    @Test func `does not end early after its end`() {
        let trial = Trial(Trial.riddles(review: "10m"))
        #expect(throws: Untimely.ended) { try trial.state.endIntake(reason: "雨", at: Trial.closes) }
    }

    @Test func `takes each value once, in its time, from a source of the charter`() throws {
        let trial = Trial(Trial.riddles(randomness: LifecycleTests.twoSources))
        let state = trial.state
        #expect(throws: Untimely.open) { try state.take(value: "1", source: 1, at: Trial.publicAt) }
        _ = try state.close(at: Trial.closes)
        for source in [-1, 2] {
            #expect(throws: Untimely.sourceUnknown) { try state.take(value: "1", source: source, at: Trial.publicAt) }
        }
        #expect(throws: Untimely.valueEarly) { try state.take(value: "1", source: 1, at: Trial.publicAt - 1) }
        #expect(throws: Untimely.drawWaiting) { try trial.draw(at: Trial.publicAt) }
        #expect(try state.take(value: Trial.own, source: 0, at: Trial.closes).source == 1)
        #expect(throws: Untimely.drawWaiting) { try trial.draw(at: Trial.publicAt) }
        let value = try state.take(value: "1", source: 1, at: Trial.publicAt)
        #expect(value.source == 2)
        #expect(throws: Untimely.valueTwice) { try state.take(value: "2", source: 1, at: Trial.publicAt) }
        #expect(state.leafCount == 4)
        let draw = try trial.draw(at: Trial.publicAt)
        #expect(throws: Untimely.drawn) { try trial.draw(at: Trial.publicAt + 1) }
        #expect(throws: Untimely.drawn) { try state.take(value: "2", source: 1, at: Trial.publicAt) }
        #expect(state.leafCount == 5)
        #expect(draw.winners.count == 0)
    }

    @Test func `does not draw before the closing`() {
        let trial = Trial()
        #expect(throws: Untimely.open) { try trial.draw(at: Trial.closes) }
    }

    @Test func `does not draw from a number that could be known before the closing`() throws {
        let trial = Trial(Trial.riddles(randomness: LifecycleTests.twoSources))
        _ = try trial.state.close(at: Trial.publicAt)
        #expect(throws: Untimely.closingLate) {
            try trial.state.take(value: Trial.own, source: 0, at: Trial.publicAt)
        }
        #expect(throws: Untimely.closingLate) { try trial.draw(at: Trial.publicAt) }
    }

    @Test func `the seed rests on the closing prefix and every value`() throws {
        func seed(_ value: String, root: String = "root", entries: Int = 1) throws -> Digest {
            var trial = Trial(Trial.riddles(randomness: LifecycleTests.twoSources))
            for _ in 0..<entries { trial.send(0, Trial.right(0) + Trial.wrong(1)) }
            _ = try trial.state.close(at: Trial.closes)
            _ = try trial.state.take(value: Trial.own, source: 0, at: Trial.closes)
            _ = try trial.state.take(value: value, source: 1, at: Trial.publicAt)
            return try trial.draw(at: Trial.publicAt, root: SHA256.hash(root)).seed
        }
        let seeds = [try seed("1"), try seed("2"), try seed("1", root: "other"), try seed("1", entries: 2)]
        #expect(Set(seeds).count == 4)
        #expect(try seed("1") == seeds[0])
        let root = Base64.encode(SHA256.hash("root").bytes)
        let text =
            "huigong/seed/v1\njimo-union.example/trial\nmain\n3\n\(root)\ncommit \(Trial.own)\npublic notary.example 1\n"
        #expect(SHA256.hash(text) == seeds[0])
    }

    @Test func `caps of households and units pass people over in ticket order`() throws {
        let caps = #", "alternates": 2, "caps": {"household": 1, "unit": 2}"#
        var trial = Trial(
            Trial.riddles(prizes: caps), people: 12, mayNotWin: [11],
            households: (0..<12).map { $0 < 6 ? $0 / 3 : nil },
            units: (0..<12).map { $0 % 2 })
        for person in 0..<12 { trial.send(person, Trial.right(0)) }
        try trial.drawNow()
        let walk = try #require(trial.walk)
        #expect(walk.rows.count == 11)
        #expect(zip(walk.rows, walk.rows.dropFirst()).allSatisfy { $0.ticket < $1.ticket })
        // Done again by hand, from the rows alone.
        var households: [Int: Int] = [:]
        var units: [Int: Int] = [:]
        var given = 0
        for row in walk.rows {
            let person = try #require(trial.state.cast.pseudonyms.firstIndex(of: row.pseudonym))
            let (household, unit) = (person < 6 ? person / 3 : 100 + person, person % 2)
            let expected: DrawWalk.Outcome
            if given == 5 {
                expected = .none
            } else if households[household, default: 0] == 1 {
                expected = .skip(.household)
            } else if units[unit, default: 0] == 2 {
                expected = .skip(.unit)
            } else {
                expected = given < 3 ? .win(tier: 0) : .alternate(given - 2)
                given += 1
                households[household, default: 0] += 1
                units[unit, default: 0] += 1
            }
            #expect(row.outcome == expected)
        }
        #expect(walk.skips(.household) + walk.skips(.unit) > 0)
    }
}
