import Campaigns
import Testing

@testable import Engine

@Suite struct LimitTests {
    private static let hour: Int64 = 3_600_000

    @Test func `an accepted submission tells what remains after it`() {
        var trial = Trial(Trial.riddles(limits: #"{"person": {"day": 2, "total": 3}}"#))
        let day = 24 * LimitTests.hour
        let remaining = [0, 1, day].map { trial.send(0, at: Trial.opens + $0).acceptance }
            .map { "\($0?.remaining.person.day ?? -1) \($0?.remaining.person.total ?? -1)" }
        #expect(remaining == ["1 2", "0 1", "1 0"])
        #expect(trial.send(1).acceptance?.remaining.person.day == 1)
        var free = Trial()
        #expect(free.send(0).acceptance?.remaining.person.day == nil)
        #expect(free.send(0).acceptance?.remaining.person.total == nil)
    }

    @Test func `a paper tells what remains before it`() {
        var trial = Trial(Trial.riddles(limits: #"{"person": {"day": 1, "total": 3}}"#))
        #expect(trial.state.nextPaper(of: 0, at: Trial.opens).remaining.person.day == 1)
        trial.send(0)
        #expect(trial.state.nextPaper(of: 0, at: Trial.opens).remaining.person.day == 0)
        #expect(trial.state.nextPaper(of: 0, at: Trial.opens).remaining.person.total == 2)
        #expect(trial.state.nextPaper(of: 0, at: Trial.opens + 24 * LimitTests.hour).remaining.person.day == 1)
    }

    @Test func `a day in Shanghai ends at its midnight`() {
        var trial = Trial(Trial.riddles(limits: #"{"person": {"day": 1}}"#))
        let midnight = instant("2027-02-20T16:00:00Z")
        #expect(trial.send(0, at: midnight - 1).acceptance != nil)
        #expect(trial.send(0, at: midnight - 1).refusal?.retryAfterMilliseconds == 1)
        #expect(trial.send(0, at: midnight).acceptance?.remaining.person.day == 0)
        // Not 08:00, where a day of UTC ends.
        #expect(trial.send(0, at: instant("2027-02-21T00:00:00Z")).reason == .limitDay)
        #expect(trial.send(0, at: midnight + 24 * LimitTests.hour).acceptance != nil)
        // Intake ends before the next midnight: waiting does not help.
        let last = trial.send(0, at: Trial.closes - 1).refusal
        #expect(last?.reason == .limitDay)
        #expect(last?.retryAfterMilliseconds == nil)
    }

    /// The day on which the clocks change, and how long it is.
    @Test(arguments: [
        (day: "2027-03-28T00:00:00+01:00", hours: Int64(23), closes: "2027-03-30T00:00:00+02:00"),
        (day: "2027-10-31T00:00:00+02:00", hours: Int64(25), closes: "2027-11-02T00:00:00+01:00"),
    ])
    func `a day in Berlin has as many hours as the clocks give it`(day: String, hours: Int64, closes: String) {
        var trial = Trial(
            Trial.riddles(limits: #"{"person": {"day": 1}}"#, zone: "Europe/Berlin", opens: day, closes: closes))
        let start = instant(day)
        let end = start + hours * LimitTests.hour
        #expect(trial.send(0, at: start).acceptance != nil)
        #expect(trial.send(0, at: start).refusal?.retryAfterMilliseconds == hours * LimitTests.hour)
        #expect(trial.send(0, at: end - 1).refusal?.retryAfterMilliseconds == 1)
        #expect(trial.send(0, at: end).acceptance?.remaining.person.day == 0)
        #expect(trial.send(0, at: end + 24 * LimitTests.hour - 1).reason == .limitDay)
    }

    @Test func `what one limit refuses no other is charged for`() {
        let limits = """
            {"person": {"day": 2, "total": 2, "rate": {"count": 1, "per": "1m", "burst": 2}},
             "campaign": {"rate": {"count": 1, "per": "10s", "burst": 1}}}
            """
        var trial = Trial(Trial.riddles(limits: limits))
        #expect(trial.send(1).acceptance != nil)
        // The campaign is busy; the person's own limits all have room.
        for _ in 0..<10 { #expect(trial.send(0).reason == .rateCampaign) }
        let first = trial.send(0, at: Trial.opens + 10_000).acceptance
        #expect(first?.attempt == 1)
        #expect(first?.remaining.person.day == 1)
        #expect(trial.send(0, at: Trial.opens + 20_000).acceptance?.remaining.person.total == 0)
        // A person who has none left does not keep others waiting.
        for _ in 0..<10 { #expect(trial.send(0, at: Trial.opens + 30_000).reason == .limitTotal) }
        #expect(trial.send(2, at: Trial.opens + 30_000).acceptance != nil)
    }

    @Test func `another's submissions leave a person's limits alone`() {
        var trial = Trial(Trial.riddles(limits: #"{"person": {"total": 1}}"#))
        for person in 0..<8 { #expect(trial.send(person).acceptance?.attempt == 1) }
        for person in 0..<8 { #expect(trial.send(person).reason == .limitTotal) }
    }

    /// The rule in its textbook form: a bucket that leaks, in exact thirds of a millisecond.
    private struct Bucket {
        let count: Int64, per: Int64, burst: Int64
        var level: Int64 = 0
        var last: Int64 = 0

        mutating func takes(at tick: Int64) -> Bool {
            level = max(0, level - (tick - last) * count)
            last = tick
            guard level + per <= per * burst else { return false }
            level += per
            return true
        }
    }

    @Test(arguments: [(3, 10_000, 2), (7, 1000, 1), (1, 60_000, 5), (10_000_000, 86_400_000, 3)])
    func `a rate is exact to the millisecond`(count: Int, per: Int, burst: Int) {
        let rate = #"{"count": \#(count), "per": "\#(per / 1000)s", "burst": \#(burst)}"#
        var trial = Trial(Trial.riddles(limits: #"{"person": {"rate": \#(rate)}}"#))
        var bucket = Bucket(count: Int64(count), per: Int64(per), burst: Int64(burst), last: Trial.opens)
        var tick = Trial.opens
        var state: UInt64 = 5
        var taken = 0
        for _ in 0..<400 {
            state = state &* 6_364_136_223_846_793_005 &+ 1
            tick += Int64(state >> 33) % (Int64(per / count) + 2)
            let decision = trial.send(0, at: tick)
            let fits = bucket.takes(at: tick)
            #expect((decision.acceptance != nil) == fits)
            taken += decision.acceptance == nil ? 0 : 1
            guard let wait = decision.refusal?.retryAfterMilliseconds else { continue }
            // One millisecond earlier it is refused, then it fits.
            #expect(trial.send(0, at: tick + wait - 1).reason == .ratePerson)
            tick += wait
            #expect(trial.send(0, at: tick).acceptance != nil)
            let fitsThen = bucket.takes(at: tick)
            #expect(fitsThen)
            taken += 1
        }
        #expect(taken > 200)
    }

    @Test func `the largest rate that a file may have does not overflow`() {
        let limits = #"{"campaign": {"rate": {"count": 10000000, "per": "24h", "burst": 10000000}}}"#
        var trial = Trial(Trial.riddles(limits: limits))
        for person in 0..<8 { #expect(trial.send(person, at: Trial.closes - 1).acceptance != nil) }
    }

    @Test func `a person may come more often in a day than 16 bits count`() {
        var trial = Trial(Trial.riddles(limits: #"{"person": {"day": 70000}}"#))
        trial.send(0)
        trial.state.people[0].dayUsed = 65_535
        #expect(trial.send(0).acceptance?.remaining.person.day == 70_000 - 65_536)
        trial.state.people[0].dayUsed = 70_000
        #expect(trial.send(0).reason == .limitDay)
    }
}
