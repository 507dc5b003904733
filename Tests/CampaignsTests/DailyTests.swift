import Foundation
import JSON
import Testing

@testable import Campaigns

/// A draw for every day: its phases, and what can't be had with it.
@Suite struct DailyTests {
    /// The quiz of three days, its last number a day after the end.
    private static let daily = CampaignSamples.quiz
        .replacing(#""limits":"#, with: #""schedule": {"daily": true}, "limits":"#)
        .replacing("2027-06-10T19:00:00+08:00", with: "2027-06-11T10:00:00+08:00")

    private static func time(_ text: String) -> Int64 { (try? Instant.parse(text).get()) ?? 0 }

    private func load(_ edits: (String, String)...) -> Result<LoadedCampaign, Problems> {
        let text = edits.reduce(Self.daily) { text, edit in
            precondition(text.contains(edit.0), edit.0)
            return text.replacing(edit.0, with: edit.1)
        }
        return loadCampaign(bytes: Array(text.utf8), organiser: nil)
    }

    @Test func `every day of the zone is a phase, with a number at the same time of the clock`() throws {
        let campaign = try load().get().campaign
        #expect(campaign.days.map(\.name) == ["day-1", "day-2", "day-3"])
        #expect(
            campaign.days.map(\.takes.lowerBound) == [
                Self.time("2027-06-08T09:00:00+08:00"), Self.time("2027-06-09T00:00:00+08:00"),
                Self.time("2027-06-10T00:00:00+08:00"),
            ])
        #expect(campaign.days.last?.takes.upperBound == campaign.closes)
        #expect(
            campaign.days.map { $0.randomness[1].availableAt } == [
                Self.time("2027-06-09T10:00:00+08:00"), Self.time("2027-06-10T10:00:00+08:00"),
                Self.time("2027-06-11T10:00:00+08:00"),
            ])
        let times = [-1, 0, 86_400_000, 86_400_000 * 9].map { Self.time("2027-06-09T00:00:00+08:00") + $0 }
        #expect(times.map(campaign.phase(of:)) == [0, 1, 2, 2])
    }

    /// In Berlin 31 October 2027 has 25 hours, 28 March 23.
    @Test(arguments: [
        ("2027-10-30", "2027-10-31", "2027-11-01", Int64(25)), ("2027-03-27", "2027-03-28", "2027-03-29", 23),
    ]) func `where the clocks change the number comes at the same time of the clock`(
        first: String, second: String, after: String, hours: Int64
    ) throws {
        let campaign = try load(
            (#""opens": "2027-06-08T09:00:00+08:00""#, #""zone": "Europe/Berlin", "opens": "\#(first)T12:00:00Z""#),
            ("2027-06-10T18:00:00+08:00", "\(second)T18:00:00Z"),
            ("2027-06-11T10:00:00+08:00", "\(after)T10:00:00+01:00")
        ).get().campaign
        #expect(campaign.days.count == 2)
        let numbers = campaign.days.compactMap { $0.randomness[1].availableAt }
        #expect(campaign.dayStarts.count == 2)
        let isAutumn = hours == 25
        // 11:00 by the clock in spring, when +01:00 is the time of winter; 10:00 in autumn.
        #expect(numbers[1] - numbers[0] == 24 * 3_600_000)
        #expect(campaign.dayStarts[1] + hours * 3_600_000 > campaign.closes || isAutumn)
    }

    @Test func `a time of the clock that a day does not have, or has twice, is told`() {
        // 02:30 is not there on 28 March 2027, and twice on 31 October.
        for (first, last, number) in [
            ("2027-03-26", "2027-03-28", "2027-03-29T02:30:00+02:00"),
            ("2027-10-29", "2027-10-31", "2027-11-01T02:30:00+01:00"),
        ] {
            let result = load(
                (#""opens": "2027-06-08T09:00:00+08:00""#, #""zone": "Europe/Berlin", "opens": "\#(first)T12:00:00Z""#),
                ("2027-06-10T18:00:00+08:00", "\(last)T18:00:00Z"), ("2027-06-11T10:00:00+08:00", number),
                (#""review": "10m""#, #""review": "0s""#))
            guard case .failure(let problems) = result else {
                Issue.record("\(first) loads")
                continue
            }
            #expect(problems.list.contains { $0.message.text(.en).contains("the clocks change") }, "\(problems)")
        }
    }

    @Test(arguments: [
        (#""review": "10m""#, #""review": "13h""#, "the review window is at most twelve hours"),
        (
            #""alternates": 20"#, #""budget": "13499.00", "alternates": 20"#,
            "the prizes of 3 days are worth 13500.00 yuan"
        ),
        ("2027-06-11T10:00:00+08:00", "2027-06-10T19:00:00+08:00", "the number of 2 days before must be later"),
        ("2027-06-08T09:00:00+08:00", "2027-01-08T09:00:00+08:00", "has at most 100 days, and this one has 154"),
        (#""draw": "final""#, #""draw": "ranking""#, "prizes are drawn"),
        (#""pass": 30"#, #""pass": 30, "attempts": "highest""#, "has no such part"),
        (#"{"source": "commit"}"#, #"{"source": "drand", "round": 45000000}"#, "one round can't serve several days"),
    ]) func `what a draw every day can't be had with is told`(old: String, new: String, told: String) {
        guard case .failure(let problems) = load((old, new)) else {
            Issue.record("\(new) loads")
            return
        }
        #expect(
            problems.list.contains { $0.message.text(.en).contains(told) },
            "\(problems.list.map { $0.message.text(.en) })")
    }
}
