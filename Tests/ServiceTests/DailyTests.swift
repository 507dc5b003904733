import Auditing
import Campaigns
import Foundation
import JSON
import Proofs
import Simulation
import Testing

@testable import Service

/// A closing and a draw of its own for every day, from the intake to a bundle that both verifiers pass.
@Suite struct DailyTests {
    private static let hour: Int64 = 3_600_000
    private static let midnight = instant("2027-02-21T00:00:00+08:00")
    private static let numbers = [midnight + 10 * hour, midnight + 34 * hour, instant(Sample.drawnInPublic)]
    private let place = TemporaryFolder()

    private static func folder() -> CampaignsFolder {
        let more = """
            ,"schedule":{"daily":true},"disclosure":{"result":"after-closing"},"randomness":[{"source":"commit"},
            {"source":"public","name":"notary.example","form":"digits 20","at":"\(Sample.drawnInPublic)","wait":3}]
            """
        return Sample.folder([
            "yuanxiao.json": Sample.riddles(review: "1h", more: more, most: 1)
                .replacing(#""alternates": 3}"#, with: #""alternates": 3, "claims": {"within": "30h", "how": "工会"}}"#)
        ])
    }

    private static func named(_ day: Int, _ more: String = "") -> String {
        #"{"campaign":"yuanxiao","phase":"day-\#(day + 1)"\#(more)}"#
    }

    private static func value(_ day: Int) -> String {
        named(day, #","source":"notary.example","value":"\#(String(repeating: "\(day + 1)", count: 20))""#)
    }

    /// The same after a power cut.
    private func cut(_ house: House) throws -> House {
        let disk = try #require(house.disk as? SimulatedDisk)
        return try House(on: disk.survivorOfPowerCut(), house.folder, at: house.tick)
    }

    private func guess(_ house: House, _ person: Int, _ key: String) throws {
        let name = person < 10 ? "m0\(person)" : "m\(person)"
        #expect(try house.call("submit", Sample.guess(name, key, #"{"r1":"灯笼","r2":"胖"}"#)).outcome == "ok")
    }

    /// Two days on which the first twelve people, and then all, take part; the last day has nobody.
    private func closed() throws -> House {
        var house = try House(Self.folder())
        house.go(to: instant(Sample.opens))
        for person in 1...12 { try guess(house, person, "a") }
        house.go(to: Self.midnight)
        for person in 13...18 { try guess(house, person, "b") }
        // Behind it stands the closing of the day before.
        house.go(to: Self.midnight + Self.hour)
        try house.pass([])
        house = try cut(house)
        for person in 19...24 { try guess(house, person, "b") }
        return house
    }

    @Test func `days close one by one, and each is drawn with its number, over power cuts`() throws {
        var house = try closed()
        #expect(try house.control("draw", Self.named(0)).outcome == "draw.waiting")
        #expect(try house.control("randomness", Self.value(0)).outcome == "value.early")
        #expect(try house.control("draw", #"{"campaign":"yuanxiao"}"#).outcome == "params")
        #expect(try house.control("draw", Self.named(7)).outcome == "phase.unknown")
        #expect(try house.control("draw", Self.named(1)).outcome == "phase.open")
        house.go(to: Self.numbers[0])
        #expect(try house.control("randomness", Self.value(0)).outcome == "ok")
        house = try cut(house)
        #expect(try house.control("randomness", Self.value(0)).outcome == "value.twice")
        let first = try house.control("draw", Self.named(0))
        #expect(first.result?["winners"]?.elements.count == 6)
        house = try cut(house)
        #expect(try house.control("draw", Self.named(0)).outcome == "drawn")
        #expect(try house.control("export", #"{"campaign":"yuanxiao"}"#).outcome == "draw.missing")
        let told = try house.call("tally", #"{"campaign":"yuanxiao"}"#).result?["phases"]?.elements ?? []
        #expect(told.map { $0["state"]?.string } == ["drawn", "open", "announced"])
        #expect(told[0]["winners"]?.elements.count == 6)
        #expect(
            try house.control("extend", #"{"campaign":"yuanxiao","closes_ms":1803300000000}"#).outcome == "extend.daily"
        )
        try settle(house, winners: first)
        try finish(house)
    }

    /// One winner of the first day claims, another declines, and the next alternate follows at once.
    private func settle(_ house: House, winners: Reply) throws {
        let indices = Set((winners.result?["winners"]?.elements ?? []).compactMap { $0["index"]?.integer })
        let own = (1...12).filter { indices.contains(Int64($0)) }.map { $0 < 10 ? "m0\($0)" : "m\($0)" }
        #expect(own.count == 6)
        func wish(_ person: String) -> String { #"{"campaign":"yuanxiao","participant":"\#(person)","key":"w"}"# }
        #expect(try house.call("claim", wish(own[0])).outcome == "ok")
        #expect(try house.call("decline", wish(own[1])).outcome == "ok")
        let result = try house.call("result", #"{"campaign":"yuanxiao","participant":"\#(own[0])"}"#).result
        #expect(result?["outcomes"]?["day-1"]?["prize"]?.string == "claimed")
        #expect(result?["outcome"]?.kind == .null)
    }

    private func finish(_ start: House) throws {
        var house = start
        for tick in [Self.midnight + 25 * Self.hour, instant(Sample.closes) + Self.hour, Self.numbers[2]] {
            house.go(to: tick)
            try house.pass([])
        }
        #expect(try house.control("randomness", Self.value(2)).outcome == "ok")
        #expect(try house.control("draw", Self.named(2)).outcome == "draw.order")
        #expect(try house.control("randomness", Self.value(1)).outcome == "ok")
        house = try cut(house)
        let second = try house.control("draw", Self.named(1))
        #expect(second.result?["winners"]?.elements.count == 6)
        #expect(try house.control("draw", Self.named(2)).outcome == "ok")
        // Prizes that nobody claims go to the alternates, and run out once more.
        for days: Int64 in [8, 10, 12] {
            house.go(to: Self.numbers[2] + days * 24 * Self.hour)
            try house.pass([])
        }
        house = try cut(house)
        #expect(try house.call("campaign", #"{"campaign":"yuanxiao"}"#).result?["phase"]?.string == "final")
        try verify(house)
    }

    private func verify(_ house: House) throws {
        let vkey = try #require(try house.call("campaign", #"{"campaign":"yuanxiao"}"#).result?["vkey"]?.string)
        _ = try house.waitForHeads()
        let path = "\(place.path)/bundle"
        #expect(try house.control("export", #"{"campaign":"yuanxiao","into":"\#(path)"}"#).outcome == "ok")
        let known = Dictionary(
            uniqueKeysWithValues: (1...3).map { day in
                ("day-\(day)/notary.example", [String](repeating: "\(day)", count: 20).joined(separator: "."))
            })
        let report = Verifier(bundle: path, vkey: vkey, publicValues: known).run()
        #expect(report.checks.filter { $0.status == .fail }.isEmpty, "\(report.text(.en))")
        #expect(report.grade?.level == "G2")
        let options = known.sorted { $0.key < $1.key }.flatMap { ["--public", "\($0.key)=\($0.value)"] }
        let python = try PythonCheck.statuses(path, ["--vkey", vkey] + options)
        #expect(python.filter { $0.value == "fail" }.isEmpty, "\(python)")
        #expect(python["seed"] == "pass" && python["report"] == "pass")
    }
}
