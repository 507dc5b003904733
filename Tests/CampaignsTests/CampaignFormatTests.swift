import Foundation
import Testing

@testable import Campaigns

@Suite struct CampaignFormatTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2000-02-29T23:59:59.9Z", 951_868_799_900),
            ("2027-06-08T09:00:00+08:00", 1_812_416_400_000),
            ("2027-06-07T20:00:00.000-05:00", 1_812_416_400_000), ("2028-02-29T00:00:00.001Z", 1_835_395_200_001),
            ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
        ] as [(String, Int64)]) func `reads times`(_ text: String, _ instant: Int64)
    {
        #expect(Instant.parse(text).value == instant)
    }

    @Test(arguments: [
        "", "2027-06-08", "2027-06-08T09:00+08:00", "2027-6-8T09:00:00+08:00", "2027-06-08t09:00:00z",
        "2027-02-30T09:00:00Z",
        "2027-02-29T09:00:00Z", "2100-02-29T09:00:00Z", "2027-04-31T09:00:00Z", "2027-00-01T09:00:00Z",
        "2027-01-00T09:00:00Z",
        "2027-01-01T24:00:00Z", "2027-01-01T00:60:00Z", "2016-12-31T23:59:60Z", "2027-06-08T09:00:00.Z",
        "2027-06-08T09:00:00.1234Z",
        "2027-06-08T09:00:00+0800", "2027-06-08T09:00:00+24:00", "2027-06-08T09:00:00-00:00", "2027-06-08T09:00:00Z ",
        "1969-12-31T23:59:59Z", "1970-01-01T00:00:00+00:01", "２０２７-06-08T09:00:00Z", "+027-06-08T09:00:00Z",
    ]) func `refuses times that no clock shows`(_ text: String) {
        #expect(Instant.parse(text).value == nil)
    }

    @Test func `agrees with Foundation's calendar, day by day`() throws {
        let formatter = ISO8601DateFormatter()
        for day in stride(from: Int64(0), to: 60_000, by: 97) {
            let text = formatter.string(from: Date(timeIntervalSince1970: Double(day * 86_400)))
            #expect(Instant.parse(text).value == day * 86_400_000)
            #expect(Instant.text(day * 86_400_000, zone: .gmt) == text.replacing("Z", with: "+00:00"))
        }
    }

    @Test(arguments: [("0s", 0), ("90s", 90_000), ("10m", 600_000), ("168h", 604_800_000), ("87600h", 315_360_000_000)])
    func `reads durations`(_ text: String, _ milliseconds: Int64) {
        #expect(DurationText.parse(text).value == milliseconds)
    }

    @Test(arguments: [
        "", "s", "10", "-1s", "+1s", "1.5h", "01m", "10 m", "10M", "7d", "87601h", "99999999999999s", "１0s",
    ])
    func `refuses durations`(_ text: String) {
        #expect(DurationText.parse(text).value == nil)
    }

    @Test(arguments: [
        ("0.00", 0), ("0.05", 5), ("300.00", 30_000), ("1270000.99", 127_000_099),
        ("9999999999999.99", 999_999_999_999_999),
    ])
    func `reads money`(_ text: String, _ fen: Int64) {
        #expect(MoneyText.parse(text).value == fen)
    }

    @Test(arguments: [
        "", "300", "300.0", "300.000", ".50", "-1.00", "+1.00", "01.00", "1,000.00", "1.0x", "¥1.00",
        "10000000000000.00",
    ])
    func `refuses money`(_ text: String) {
        #expect(MoneyText.parse(text).value == nil)
    }

    @Test(arguments: [
        ("300", "300.00"), ("300.5", "300.50"), ("300.55", "300.55"), ("1e3", "300.00"), ("-5", "300.00"),
        ("0.123", "300.00"),
    ])
    func `says how a number is written as money`(_ number: String, _ suggestion: String) {
        #expect(MoneyText.suggestion(forNumber: number) == suggestion)
    }

    static let forms: [(Format, good: [String], bad: [String])] = [
        (
            .campaignID, ["a", "duanwu-2027.quiz", "0"],
            ["", "-a", ".a", "A", "a_b", "a/b", "registry", String(repeating: "a", count: 65)]
        ),
        (.itemID, ["A", "q_1.b-C"], ["", "题", "a b", String(repeating: "a", count: 33)]),
        (.tierID, ["first", "1-2"], ["", "First", "a.b", "a_b"]),
        (
            .domain, ["jimo-union.example", "a.b.c"],
            ["", "example", "A.example", "a..b", ".a.b", "a.b.", "-a.b", "a-.b", "a_b.c"]
        ),
        (.sourceName, ["notary.example", "A:b@c_d-e"], ["", "a b", "公证处"]),
        (.stratum, ["习俗", "é"], ["", "e\u{301}", "a\u{0}", "\u{212A}"]),
        (.zone, ["Asia/Shanghai", "Europe/Berlin", "UTC"], ["", "asia/shanghai", "CST", "GMT+8", "../etc/localtime"]),
        (
            .listPath, ["rolls/sample.csv", "名册.csv"],
            ["", "/a", "a//b", "../a", "a/../b", "./a", "a/", "a\\b", "a\u{0}b"]
        ),
        (.publicForm, ["digits 20", "dice 3 6+balls 6 33 sorted"], ["", "digits", "dice 3"]),
        (.answer, ["灯笼"], ["", "a\n", String(repeating: "灯", count: 201)]),
    ]

    @Test func `holds names to their forms`() {
        for (format, good, bad) in CampaignFormatTests.forms {
            for text in good { #expect(format.problem(in: text) == nil, "\(format) \(text)") }
            for text in bad { #expect(format.problem(in: text) != nil, "\(format) \(text)") }
        }
    }

    @Test(
        arguments: [
            ("America/Havana", "2027-03-13T12:00:00-05:00", "2027-03-15T12:00:00-04:00", [24, 23]),
            ("America/New_York", "2027-11-06T12:00:00-04:00", "2027-11-08T12:00:00-05:00", [24, 25]),
            ("Australia/Lord_Howe", "2027-04-03T12:00:00+11:00", "2027-04-05T12:00:00+10:30", [24, 24]),
            ("UTC", "2027-01-01T00:00:00Z", "2027-01-03T00:00:00.001Z", [24, 24]),
        ] as [(String, String, String, [Int])])
    func `days start when the calendar turns`(_ name: String, _ opens: String, _ closes: String, _ hours: [Int]) throws
    {
        let zone = try #require(DayStarts.zone(named: name))
        let (from, to) = (try #require(Instant.parse(opens).value), try #require(Instant.parse(closes).value))
        let starts = DayStarts.between(from, to, zone: zone)
        #expect(zip(starts, starts.dropFirst()).map { Int($1 - $0) / 3_600_000 } == hours)
        #expect(starts[0] <= from && starts[1] > from)
    }
}
