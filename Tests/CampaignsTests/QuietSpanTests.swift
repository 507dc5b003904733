import Foundation
import Testing

@testable import Campaigns

@Suite struct QuietSpanTests {
    private static let minute: Int64 = 60_000

    private func instant(_ text: String) -> Int64 {
        guard case .success(let instant) = Instant.parse(text) else { preconditionFailure("no instant: \(text)") }
        return instant
    }

    private func spans(_ zone: String, _ opens: String, _ closes: String, _ hours: (Int, Int)...) -> [String] {
        QuietSpans.between(
            instant(opens), instant(closes), hours: hours.map { Campaign.QuietHours(from: $0.0 * 60, to: $0.1 * 60) },
            zone: DayStarts.zone(named: zone)!
        ).map { "\(utc($0.lowerBound))–\(utc($0.upperBound))" }
    }

    private func utc(_ instant: Int64) -> String {
        Date(timeIntervalSince1970: Double(instant) / 1000).formatted(
            .iso8601.month().day().time(includingFractionalSeconds: false).dateTimeSeparator(.standard))
    }

    @Test func `hours over midnight are one span, cut at the opening and the end`() {
        #expect(
            spans("Asia/Shanghai", "2027-06-07T02:00:00+08:00", "2027-06-09T00:30:00+08:00", (23, 6)) == [
                "06-06T18:00:00–06-06T22:00:00", "06-07T15:00:00–06-07T22:00:00", "06-08T15:00:00–06-08T16:30:00",
            ])
    }

    @Test func `hours that touch or overlap are one span`() {
        #expect(
            spans("Asia/Shanghai", "2027-06-07T08:00:00+08:00", "2027-06-08T08:00:00+08:00", (22, 0), (0, 6), (23, 1))
                == ["06-07T14:00:00–06-07T22:00:00"])
    }

    @Test func `the clock on the wall decides when it is changed`() {
        // From 02:00 the clocks show 03:00, and from 03:00 they show 02:00 once more.
        #expect(
            spans("Europe/Berlin", "2027-03-27T12:00:00+01:00", "2027-03-28T12:00:00+02:00", (23, 4))
                == ["03-27T22:00:00–03-28T02:00:00"])
        #expect(spans("Europe/Berlin", "2027-03-28T00:00:00+01:00", "2027-03-28T12:00:00+02:00", (2, 3)) == [])
        #expect(
            spans("Europe/Berlin", "2027-10-30T12:00:00+02:00", "2027-10-31T12:00:00+01:00", (23, 4))
                == ["10-30T21:00:00–10-31T03:00:00"])
        #expect(
            spans("Europe/Berlin", "2027-10-31T00:00:00+02:00", "2027-10-31T12:00:00+01:00", (2, 3))
                == ["10-31T00:00:00–10-31T02:00:00"])
    }

    /// Every minute of some weeks against what a calendar shows.
    @Test(arguments: [
        ("Europe/Berlin", "2027-03-20T00:00:00Z"), ("Europe/Berlin", "2027-10-24T00:00:00Z"),
        ("Asia/Beirut", "2027-03-21T00:00:00Z"), ("America/Santiago", "2027-08-29T00:00:00Z"),
        ("America/Santiago", "2027-03-28T00:00:00Z"), ("Australia/Lord_Howe", "2027-03-28T00:00:00Z"),
        ("Asia/Kathmandu", "2027-03-28T00:00:00Z"),
    ]) func `quiet is what the zone's clock shows to be quiet`(name: String, start: String) {
        let zone = DayStarts.zone(named: name)!
        let (opens, closes) = (instant(start), instant(start) + 14 * 86_400_000)
        let hours = [Campaign.QuietHours(from: 23 * 60 + 30, to: 45), Campaign.QuietHours(from: 105, to: 165)]
        let schedule = Campaign.Schedule(
            quiet: hours, quietSpans: QuietSpans.between(opens, closes, hours: hours, zone: zone))
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        var wrong: [Int64] = []
        for at in stride(from: opens, to: closes, by: Int(Self.minute)) {
            let clock = calendar.dateComponents([.hour, .minute], from: Date(timeIntervalSince1970: Double(at) / 1000))
            let minute = clock.hour! * 60 + clock.minute!
            let isQuiet = minute >= 23 * 60 + 30 || minute < 45 || (105..<165).contains(minute)
            if (schedule.quietSpan(at: at) != nil) != isQuiet { wrong.append(at) }
        }
        #expect(wrong == [])
        #expect(!schedule.quietSpans.isEmpty)
    }
}
