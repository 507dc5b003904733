import Campaigns
import Testing

@testable import Engine

/// Limits of households, units, devices, addresses and the campaign.
@Suite struct ScopeLimitTests {
    private static let hour: Int64 = 3_600_000
    private static let nextDay = instant("2027-02-21T00:00:00+08:00")

    private func trial(_ limits: String, zone: String = "Asia/Shanghai") -> Trial {
        Trial(
            Trial.riddles(limits: limits, zone: zone), households: ScopeRows.homes, units: ScopeRows.homes)
    }

    private func left(_ remaining: Remaining?) -> String {
        guard let remaining else { return "-" }
        let counts = [("person", remaining.person)] + remaining.others.map { ($0.scope.rawValue, $0.counts) }
        return counts.filter { $0.1 != Remaining.Counts() }
            .map { "\($0.0) \($0.1.day.map(String.init) ?? "-")/\($0.1.total.map(String.init) ?? "-")" }
            .joined(separator: ", ")
    }

    @Test(arguments: ScopeRows.scopes)
    func `what one member uses others of it lack, and strangers don't`(scope: LimitScope) {
        var trial = trial(#"{"\#(scope.rawValue)": {"day": 2, "total": 3}}"#)
        let name = scope.rawValue
        #expect(left(trial.send(0, from: ScopeRows.here).acceptance?.remaining) == "\(name) 1/2")
        #expect(left(trial.send(1, from: ScopeRows.here).acceptance?.remaining) == "\(name) 0/1")
        #expect(trial.send(0, from: ScopeRows.here).reason == scope.dayReason)
        let stranger = trial.send(2, from: ScopeRows.elsewhere)
        if scope == .campaign {
            #expect(stranger.reason == scope.dayReason)
        } else {
            #expect(left(stranger.acceptance?.remaining) == "\(name) 1/2")
        }
        let tomorrow = Self.nextDay
        #expect(left(trial.state.remaining(of: 1, ScopeRows.here, at: tomorrow)) == "\(name) 2/1")
        #expect(trial.send(1, at: tomorrow, from: ScopeRows.here).acceptance?.remaining.others.first?.counts.total == 0)
        #expect(trial.send(0, at: tomorrow, from: ScopeRows.here).reason == scope.totalReason)
    }

    @Test func `whoever has no household or unit is held to no limit of them`() {
        var trial = trial(#"{"household": {"total": 1}, "unit": {"day": 1}}"#)
        for _ in 0..<3 { #expect(left(trial.send(3).acceptance?.remaining) == "") }
    }

    @Test func `all limits have room or none is charged`() {
        var trial = trial(
            """
            {"person": {"total": 9}, "household": {"total": 9}, "unit": {"total": 9}, "device": {"total": 9},
             "ip": {"total": 1}, "campaign": {"total": 9}}
            """)
        #expect(
            left(trial.send(0, from: ScopeRows.here).acceptance?.remaining)
                == "person -/8, household -/8, unit -/8, device -/8, ip -/0, campaign -/8")
        let before = trial.visible
        for person in 0..<3 { #expect(trial.send(person, from: ScopeRows.here).reason == .limitAddressTotal) }
        #expect(trial.visible == before)
        #expect(
            left(trial.send(1, from: Sender(device: 5, address: 10)).acceptance?.remaining)
                == "person -/8, household -/7, unit -/7, device -/7, ip -/0, campaign -/7")
    }

    @Test func `of several limits without room the one that lasts longest is told`() {
        var trial = trial(
            """
            {"person": {"day": 1, "rate": {"count": 1, "per": "1m"}}, "household": {"total": 1},
             "campaign": {"day": 1}}
            """)
        trial.send(0)
        #expect(trial.send(0).refusal == Refusal(.limitHouseholdTotal, limit: 1, remaining: 0))
        let wait = Self.nextDay - Trial.opens
        #expect(
            trial.send(2).refusal
                == Refusal(.limitCampaignDay, limit: 1, remaining: 0, retryAfterMilliseconds: wait))
    }

    @Test func `a replay tells what remained then, whatever came since`() {
        let trial = trial(#"{"person": {"day": 3}, "household": {"day": 4, "total": 5}, "device": {"total": 9}}"#)
        func decide(_ person: Int, _ key: UInt64, at tick: Int64 = Trial.opens) -> Decision {
            var submission = Trial.submission(person, key: key, Trial.wrong(0))
            submission.sender = ScopeRows.here
            return trial.state.decide(submission, at: tick)
        }
        let first = decide(0, 1).acceptance
        _ = decide(1, 1)
        _ = decide(0, 2, at: Self.nextDay)
        let before = trial.visible
        let again = decide(0, 1, at: Self.nextDay + 5)
        #expect(again.replay == first && again.replay?.remaining.resets == Self.nextDay)
        #expect(left(again.replay?.remaining) == "person 2/-, household 3/4, device -/8")
        #expect(trial.visible == before)
        #expect(trial.state.remaining(of: 0, ScopeRows.here, at: Self.nextDay).resets == Self.nextDay + 24 * Self.hour)
    }

    @Test func `no next day is told where intake ends before it`() {
        var trial = trial(#"{"household": {"day": 1}}"#)
        let accepted = trial.send(0, at: Trial.closes - 2)
        #expect(accepted.acceptance != nil && accepted.acceptance?.remaining.resets == nil)
        #expect(trial.send(1, at: Trial.closes - 1).refusal == Refusal(.limitHouseholdDay, limit: 1, remaining: 0))
        #expect(trial.state.remaining(of: 0, at: Trial.opens).resets == Self.nextDay)
    }

    @Test func `whoever is added shares what the household has used`() throws {
        var trial = trial(#"{"household": {"total": 2}}"#)
        trial.send(0)
        let added = Cast(
            pseudonyms: [.init(high: 7, low: 100)], mayWin: [true], households: [trial.state.cast.households[0]],
            units: [nil], paperKey: trial.state.cast.paperKey)
        _ = try trial.state.addPeople(added, roll: .init(count: 9, digest: trial.state.cast.paperKey), at: Trial.opens)
        #expect(left(trial.send(8).acceptance?.remaining) == "household -/0")
        #expect(trial.send(1).reason == .limitHouseholdTotal)
    }

    // MARK: Shadow

    @Test(arguments: LimitScope.allCases) func `a limit in shadow refuses nothing and counts what it would have`(
        scope: LimitScope
    ) {
        var trial = trial(
            #"{"\#(scope.rawValue)": {"day": 2, "rate": {"count": 1, "per": "10s", "burst": 1}, "shadow": true}}"#)
        for second in [0, 1, 10, 11, 19] as [Int64] {
            let decision = trial.send(0, at: Trial.opens + second * 1000, from: ScopeRows.here)
            #expect(decision.acceptance != nil && left(decision.acceptance?.remaining) == "")
            #expect(decision.acceptance?.remaining.resets == nil)
        }
        // The burst of one holds at 0 and 10 s; the day's two are used after the second.
        let counts = Dictionary(uniqueKeysWithValues: trial.state.shadowCounts().map { ($0.reason, $0.count) })
        #expect(counts == ["shadow.\(scope.dayReason.rawValue)": 3, "shadow.\(scope.rateReason.rawValue)": 3])
        #expect(trial.state.refusalCounts().isEmpty)
    }

    @Test func `a limit in shadow needs no device, and what is refused does not count in it`() {
        var trial = trial(#"{"person": {"total": 1}, "device": {"total": 1, "shadow": true}}"#)
        #expect(trial.send(0).acceptance != nil)
        #expect(trial.send(1, from: ScopeRows.here).acceptance != nil)
        let before = trial.visible
        #expect(trial.send(1, from: ScopeRows.here).reason == .limitTotal)
        #expect(trial.visible == before && trial.state.shadowCounts().isEmpty)
        #expect(trial.send(2, from: ScopeRows.here).acceptance != nil)
        #expect(trial.state.shadowCounts().map(\.count) == [1])
    }

    @Test func `the closing fixes what limits in shadow would have refused`() throws {
        var trial = trial(#"{"campaign": {"total": 1, "shadow": true}}"#)
        for person in 0..<3 { trial.send(person) }
        trial.send(0, at: Trial.opens - 1)
        _ = try trial.state.close(at: Trial.closes)
        guard case .closed(let closed) = trial.state.stage else { preconditionFailure("it is closed") }
        #expect(closed.refusals.map(\.reason) == ["phase.before", "shadow.limit.campaign.total"])
        #expect(closed.refusals.map(\.count) == [1, 2])
    }

    // MARK: Days

    /// Days of zones whose clocks change: the last instant of a day, and the next.
    @Test(arguments: [
        ("Europe/Berlin", "2027-03-27T09:00:00+01:00", "2027-03-28T00:00:00+01:00", Int64(23)),
        ("Europe/Berlin", "2027-10-30T09:00:00+02:00", "2027-10-31T00:00:00+02:00", Int64(25)),
        // There is no midnight: the day begins at 01:00.
        ("Asia/Beirut", "2027-03-27T09:00:00+02:00", "2027-03-28T01:00:00+03:00", Int64(23)),
        ("America/Santiago", "2027-09-04T09:00:00-04:00", "2027-09-05T01:00:00-03:00", Int64(23)),
        // At midnight it is 23:00 again, of the day before.
        ("America/Santiago", "2027-04-03T09:00:00-03:00", "2027-04-04T00:00:00-04:00", Int64(24)),
    ])
    func `every scope's day ends when the zone's does`(zone: String, opens: String, midnight: String, hours: Int64) {
        let start = instant(midnight)
        let limits = """
            {"person": {"day": 2}, "household": {"day": 1}, "unit": {"day": 1}, "device": {"day": 1}, "ip": {"day": 1},
             "campaign": {"day": 1}}
            """
        var trial = Trial(
            Trial.riddles(
                limits: limits, zone: zone, opens: opens, closes: "2027-12-01T00:00:00Z"),
            households: ScopeRows.homes, units: ScopeRows.homes)
        #expect(trial.send(0, at: start - 1, from: ScopeRows.here).acceptance?.remaining.resets == start)
        #expect(trial.send(0, at: start - 1, from: ScopeRows.here).refusal?.retryAfterMilliseconds == 1)
        let next = trial.send(0, at: start, from: ScopeRows.here).acceptance
        #expect(next?.remaining.resets == start + hours * Self.hour)
        #expect(
            left(next?.remaining) == "person 1/-, household 0/-, unit 0/-, device 0/-, ip 0/-, campaign 0/-")
        let last = start + hours * Self.hour - 1
        #expect(trial.send(1, at: last, from: ScopeRows.here).refusal?.retryAfterMilliseconds == 1)
        #expect(trial.send(1, at: last + 1, from: ScopeRows.here).acceptance != nil)
    }
}
