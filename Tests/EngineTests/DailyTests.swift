import Campaigns
import Proofs
import Testing

@testable import Engine

/// A closing and a draw of its own for every day.
@Suite struct DailyTests {
    private static let minute: Int64 = 60_000
    private static let hour: Int64 = 3_600_000
    private static let day: Int64 = 86_400_000
    private static let midnight = instant("2027-02-21T00:00:00+08:00")
    /// The end of each day and its review window, and the time of its number.
    private static let closings = [midnight + hour, midnight + day + hour, Trial.closes + hour]
    private static let numbers = [midnight + 10 * hour, midnight + day + 10 * hour, Trial.publicAt]

    private static let notary = """
        [{"source": "public", "name": "notary.example", "form": "digits 20", "at": "2027-02-23T10:00:00+08:00", "wait": 1}]
        """
    private static let claims = #", "alternates": 2, "claims": {"within": "30h", "how": "工会"}"#

    private static func text(
        prizes: String = "", randomness: String = notary, zone: String = "Asia/Shanghai", review: String = "1h"
    ) -> String {
        Trial.riddles(
            most: 1, zone: zone, review: review, disclosure: "after-closing", randomness: randomness, prizes: prizes,
            schedule: #"{"daily": true}"#)
    }

    /// Three days from 20 February 2027 on: a chance a day, for one of three riddles each.
    private static func trial(prizes: String = "", randomness: String = notary) -> Trial {
        Trial(text(prizes: prizes, randomness: randomness))
    }

    private func draw(_ trial: Trial, _ phase: Int, at tick: Int64) throws -> Draw {
        try trial.state.draw(
            phase: phase, origin: Trial.origin, closingRoot: SHA256.hash("root"), display: { $0.hex }, at: tick)
    }

    private func value(_ trial: Trial, _ phase: Int, at tick: Int64? = nil) throws {
        _ = try trial.state.take(
            value: "\(phase + 1)", source: 0, phase: phase, at: tick ?? Self.numbers[phase])
    }

    private func eligible(_ trial: Trial, _ phase: Int) -> [Int] {
        trial.state.phases[phase].closed?.eligible.map(\.index) ?? []
    }

    @Test func `each day has a phase, a closing and a number of its own`() {
        let phases = Self.trial().state.rules.phases
        #expect(phases.map(\.name) == ["day-1", "day-2", "day-3"])
        #expect(
            phases.map(\.takes) == [
                Trial.opens..<Self.midnight, Self.midnight..<Self.midnight + Self.day,
                Self.midnight + Self.day..<Trial.closes,
            ])
        #expect(phases.map { $0.randomness[0].availableAt } == Self.numbers)
    }

    @Test func `an entry at midnight is of the new day, and stands before the closing of the old one`() throws {
        var trial = Self.trial()
        trial.send(0, Trial.right(0), at: Trial.opens)
        trial.send(1, Trial.right(0), at: Self.midnight - 1)
        trial.send(2, Trial.right(0), at: Self.midnight)
        trial.send(0, Trial.right(1), at: Self.midnight + 1)
        #expect(trial.state.closingDue == Self.closings[0])
        #expect(throws: Untimely.open) { try trial.state.close(at: Self.closings[0] - 1) }
        let first = try trial.state.close(at: Self.closings[0])
        #expect((first.phase, first.intakeEnded, first.entries, first.people) == ("day-1", Self.midnight, 2, 2))
        #expect(eligible(trial, 0) == [1, 2])
        trial.send(0, Trial.right(2), at: Self.closings[0] + 1)
        let second = try trial.state.close(at: Self.closings[1])
        #expect((second.phase, second.entries, second.people) == ("day-2", 3, 2))
        // One chance a day: the second of a day earns none.
        #expect(eligible(trial, 1) == [3, 4])
        let third = try trial.state.close(at: Self.closings[2])
        #expect((third.phase, third.entries, third.people) == ("day-3", 0, 0))
        #expect(throws: Untimely.ended) { try trial.state.close(at: Self.closings[2]) }
    }

    @Test func `refusals are counted from closing to closing`() throws {
        var trial = Self.trial()
        trial.send(0, [], at: Trial.opens)
        _ = try trial.state.close(at: Self.closings[0])
        trial.send(0, [], at: Self.closings[0])
        trial.send(0, [], at: Self.closings[0])
        _ = try trial.state.close(at: Self.closings[1])
        _ = try trial.state.close(at: Self.closings[2])
        #expect(trial.state.phases.map { $0.closed?.refusals.map(\.count) ?? [] } == [[1], [2], []])
    }

    @Test func `a later day is drawn after the earlier ones, whatever number came first`() throws {
        var trial = Self.trial()
        trial.send(0, Trial.right(0), at: Trial.opens)
        trial.send(0, Trial.right(1), at: Self.midnight)
        _ = try trial.state.close(at: Self.closings[0])
        _ = try trial.state.close(at: Self.closings[1])
        try value(trial, 1)
        #expect(throws: Untimely.drawOrder) { try draw(trial, 1, at: Self.numbers[1]) }
        #expect(throws: Untimely.voidEarly) { try trial.state.void(phase: 0, at: Self.numbers[1] - 1) }
        let void = try trial.state.void(phase: 0, at: Self.numbers[0] + Self.day)
        #expect(void.phase == "day-1")
        // Nobody won on a day that was voided.
        let second = try draw(trial, 1, at: Self.numbers[1])
        #expect((second.phase, second.winners.count) == ("day-2", 1))
        #expect(throws: Untimely.voided) { try draw(trial, 0, at: Self.numbers[1]) }
        #expect(trial.state.outcome == nil)
        #expect(trial.state.phase(at: Self.numbers[1]) == .open)
    }

    @Test func `whoever won on one day wins on no other, household caps are of a day`() throws {
        var trial = Self.trial()
        for person in 0..<3 { trial.send(person, Trial.right(0), at: Trial.opens + Int64(person)) }
        for person in 0..<3 { trial.send(person, Trial.right(1), at: Self.midnight + Int64(person)) }
        trial.send(3, Trial.right(0), at: Self.midnight + 9)
        _ = try trial.state.close(at: Self.closings[0])
        try value(trial, 0)
        #expect(try draw(trial, 0, at: Self.numbers[0]).winners.count == 3)
        _ = try trial.state.close(at: Self.closings[1])
        try value(trial, 1)
        #expect(try draw(trial, 1, at: Self.numbers[1]).winners.count == 1)
        let walk = try #require(trial.state.phases[1].drawing?.walk)
        #expect(walk.winners.map(\.row.pseudonym) == [trial.state.cast.pseudonyms[3]])
        #expect(walk.skips(.oneWin) == 3)
    }

    @Test func `the campaign is drawn with its last day, and ends once for all`() throws {
        var trial = Self.trial(prizes: Self.claims)
        trial.send(0, Trial.right(0), at: Trial.opens)
        trial.send(1, Trial.right(0), at: Self.midnight)
        for (phase, closing) in Self.closings.enumerated() {
            _ = try trial.state.close(at: closing)
            try value(trial, phase)
            _ = try draw(trial, phase, at: Self.numbers[phase])
        }
        let state = trial.state
        #expect(state.outcome?.index == state.leafCount - 1)
        #expect(state.phase(at: Self.numbers[2]) == .drawn)
        #expect(state.disputesEnd == Self.numbers[2] + 7 * Self.day)
        let claimed = try state.settle(.claim, person: 1, key: 9, at: Self.numbers[2])
        #expect(claimed.event?.phase == 1)
        #expect(try state.settle(.claim, person: 1, key: 9, at: Self.numbers[2]).event == nil)
        #expect(throws: ClaimRefusal.nothing) {
            try state.settle(.claim, person: 1, phase: 0, key: 8, at: Self.numbers[2])
        }
        let forfeit = try #require(state.takeDueEvent(at: Self.numbers[2]))
        #expect((forfeit.phase, forfeit.kind) == (0, .forfeit(.unclaimed)))
        #expect(state.takeFinal(at: Self.numbers[2] + 7 * Self.day - 1) == nil)
        #expect(state.takeFinal(at: Self.numbers[2] + 7 * Self.day)?.events == 2)
        #expect(state.phase(at: Self.numbers[2]) == .final)
        #expect(state.takeFinal(at: Self.numbers[2] + 8 * Self.day) == nil)
    }

    @Test func `who follows as an alternate has won from then on`() throws {
        var trial = Self.trial(prizes: Self.claims)
        for person in 0..<5 { trial.send(person, Trial.right(0), at: Trial.opens + Int64(person)) }
        for person in 0..<5 { trial.send(person, Trial.right(1), at: Self.midnight + Int64(person)) }
        _ = try trial.state.close(at: Self.closings[0])
        try value(trial, 0)
        _ = try draw(trial, 0, at: Self.numbers[0])
        let walk = try #require(trial.state.phases[0].drawing?.walk)
        let winner = try #require(trial.state.cast.pseudonyms.firstIndex(of: walk.winners[0].row.pseudonym))
        _ = try trial.state.settle(.decline, person: winner, key: 77, at: Self.numbers[0])
        while trial.state.takeDueEvent(at: Self.numbers[0]) != nil {}
        let follower = walk.alternates[0].pseudonym
        #expect(trial.state.followed.flatMap(\.people) == [follower])
        _ = try trial.state.close(at: Self.closings[1])
        try value(trial, 1)
        _ = try draw(trial, 1, at: Self.numbers[1])
        let second = try #require(trial.state.phases[1].drawing?.walk)
        #expect(second.winners.map(\.row.pseudonym) == [walk.alternates[1].pseudonym])
    }

    @Test func `what becomes of prizes after a day's closing changes nothing of its draw`() throws {
        var trial = Self.trial(prizes: Self.claims)
        for person in 0..<5 { trial.send(person, Trial.right(0), at: Trial.opens + Int64(person)) }
        for person in 0..<5 { trial.send(person, Trial.right(1), at: Self.midnight + Int64(person)) }
        _ = try trial.state.close(at: Self.closings[0])
        try value(trial, 0)
        _ = try draw(trial, 0, at: Self.numbers[0])
        let walk = try #require(trial.state.phases[0].drawing?.walk)
        let winner = try #require(trial.state.cast.pseudonyms.firstIndex(of: walk.winners[0].row.pseudonym))
        _ = try trial.state.close(at: Self.closings[1])
        try value(trial, 1)
        // The number of the second day is known by now: whoever could choose when this comes could choose who wins.
        _ = try trial.state.settle(.decline, person: winner, key: 77, at: Self.numbers[1])
        while trial.state.takeDueEvent(at: Self.numbers[1]) != nil {}
        #expect(trial.state.followed.flatMap(\.people).contains(walk.alternates[0].pseudonym))
        _ = try draw(trial, 1, at: Self.numbers[1])
        let second = try #require(trial.state.phases[1].drawing?.walk)
        #expect(Set(second.winners.map(\.row.pseudonym)) == Set(walk.alternates.map(\.pseudonym)))
    }

    @Test func `an end in the first instant of a day keeps that day, so that it stands before the last closing`() throws
    {
        var trial = Trial(Self.text(review: "0s"))
        trial.send(0, Trial.right(0), at: Trial.opens)
        _ = try trial.state.close(at: Self.midnight)
        _ = try trial.state.endIntake(reason: "x", at: Self.midnight)
        #expect(trial.state.phases.count == 2)
        let last = try trial.state.close(at: Self.midnight + 1)
        #expect((last.phase, last.intakeEnded, last.entries) == ("day-2", Self.midnight + 1, 0))
    }

    @Test func `what a closing froze is changed by nothing`() throws {
        var trial = Self.trial()
        trial.send(0, Trial.right(0), at: Trial.opens)
        trial.send(0, Trial.right(1), at: Self.midnight)
        _ = try trial.state.close(at: Self.closings[0])
        #expect(throws: Untimely.ended) {
            try trial.state.voidEntry(index: 1, reason: "x", at: Self.closings[0]) { _ in .register }
        }
        _ = try trial.state.voidEntry(index: 2, reason: "x", at: Self.closings[0]) { leaf in
            .submit(leaf == 1 ? Trial.right(0) : Trial.right(1), paper: "")
        }
        let change = RulesAmendment(
            sort: .regrade, changes: [], secret: nil, reason: "x", campaign: trial.state.rules.campaign)
        #expect(throws: Untimely.ended) { try trial.state.change(change, at: Self.closings[0]) { _ in .register } }
        #expect(throws: Untimely.extendDaily) {
            try trial.state.extend(to: trial.state.rules.campaign, sources: [], at: Self.closings[0])
        }
        _ = try trial.state.close(at: Self.closings[1])
        #expect(eligible(trial, 0) == [1])
        #expect(eligible(trial, 1) == [])
    }

    @Test func `an early end drops the days that do not come`() throws {
        var trial = Self.trial()
        trial.send(0, Trial.right(0), at: Self.midnight)
        _ = try trial.state.endIntake(reason: "x", at: Self.midnight + 5)
        #expect(trial.state.phases.count == 2)
        _ = try trial.state.close(at: Self.closings[0])
        #expect(trial.state.closingDue == Self.midnight + 5 + Self.hour)
        let last = try trial.state.close(at: Self.midnight + 5 + Self.hour)
        #expect((last.phase, last.intakeEnded) == ("day-2", Self.midnight + 5))
        try value(trial, 0)
        try value(trial, 1)
        _ = try draw(trial, 0, at: Self.numbers[1])
        _ = try draw(trial, 1, at: Self.numbers[1])
        #expect(trial.state.outcome != nil)
    }

    @Test func `an erased entry comes back to its day`() throws {
        var trial = Self.trial()
        trial.send(0, Trial.right(0), at: Trial.opens)
        trial.send(1, Trial.right(0), at: Self.midnight)
        let again = Self.trial()
        for person in 0..<2 {
            let at = person == 0 ? Trial.opens : Self.midnight
            for (_, settled) in trial.state.settled(person, at: { _ in at }) { again.state.enter(settled) }
        }
        for state in [trial.state, again.state] {
            _ = try state.close(at: Self.closings[0])
            _ = try state.close(at: Self.closings[1])
        }
        #expect(again.state.phases.map { $0.closed?.eligible } == trial.state.phases.map { $0.closed?.eligible })
        #expect(eligible(again, 0) == [1])
    }
}
