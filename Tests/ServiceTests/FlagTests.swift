import Auditing
import Foundation
import JSON
import Proofs
import Simulation
import Testing

@testable import Service

extension Sample {
    /// A campaign that limits devices and addresses without refusing anybody, so that both are seen.
    static let watched = """
        {"person": {"day": 5}, "device": {"day": 1000, "shadow": true}, "ip": {"day": 1000, "shadow": true}}
        """
}

/// A contest with a crowd and a stuffer.
private struct Stuffed {
    var house: House
    let place = TemporaryFolder()
    static let people = 160

    init(limits: String = Sample.watched, tallies: String = #"{"tallies": "live"}"#) throws {
        house = try House(
            Sample.folder(["zhengwen.json": Sample.contest(tallies: tallies, limits: limits)], roll: Self.roll))
        house.go(to: instant(Sample.opens) + 120_000)
    }

    private static var roll: String {
        (["id,name,unit"] + (1...people).map { "\(id($0)),王\($0)伟,u\($0 % 7)" }).joined(separator: "\n") + "\n"
    }

    static func id(_ number: Int) -> String { "m\(1000 + number)" }

    private func ballot(_ person: Int, _ work: String, device: String, address: String) -> Request {
        .intake(
            line(
                "vote",
                #"{"campaign":"zhengwen","participant":"\#(Self.id(person))","key":"k","choice":["\#(work)"],"device":"\#(device)","ip":"\#(address)"}"#
            ))
    }

    /// People now and then, each from a phone of their own.
    func crowd(_ people: Range<Int>) throws {
        for person in people {
            house.go(to: house.tick + Int64(3000 + person * person % 2711))
            let reply = try house.pass([
                ballot(person * 7 % 41, "e01", device: "phone-\(person)", address: "198.51.100.\(person)")
            ])
            #expect(reply.map(\.outcome) == ["ok"])
        }
    }

    /// Everybody from 41 on within a second, from one device.
    func stuff() throws {
        house.go(to: (house.tick / 1000 + 61) * 1000)
        for person in 41...Self.people {
            house.go(to: house.tick + 7)
            let reply = try house.pass([ballot(person, "e02", device: "farm-device-7", address: "203.0.113.7")])
            #expect(reply.map(\.outcome) == ["ok"])
        }
    }

    func flags() throws -> JSONValue {
        var reply = try house.pass([.control(line("flags", #"{"campaign":"zhengwen"}"#))])
        if reply.isEmpty { reply = try house.waitForHeads() }
        let answer = try #require(reply.first { $0.id == "1" })
        return try #require(answer.result, "\(answer)")
    }

    static func kinds(_ flags: JSONValue) -> [String] {
        (flags["flags"]?.elements ?? []).map { $0["id"]?.string ?? "" }
    }

    func void(_ indexes: [Int]) throws {
        for index in indexes {
            let void = #"{"campaign":"zhengwen","index":\#(index),"reason":"刷票：同一台设备"}"#
            #expect(try house.control("entry.void", void).outcome == "ok")
        }
    }

    func finish() throws {
        house.go(to: instant(Sample.closes) + 600_000)
        #expect(try house.control("draw", #"{"campaign":"zhengwen"}"#).outcome == "ok")
        _ = try house.waitForHeads()
    }

    /// The bundle's folder, which both verifiers pass.
    func bundle() throws -> String {
        let path = "\(place.path)/bundle"
        #expect(try house.control("export", #"{"campaign":"zhengwen","into":"\#(path)"}"#).outcome == "ok")
        let vkey = try #require(try house.call("campaign", #"{"campaign":"zhengwen"}"#).result?["vkey"]?.string)
        let report = Verifier(bundle: path, vkey: vkey).run()
        #expect(report.checks.filter { $0.status == .fail }.map(\.id.rawValue) == [])
        #expect(try PythonCheck.failures(path, vkey: vkey) == [])
        return path
    }

    func restarted() throws -> Stuffed {
        var again = self
        let disk = try #require(house.disk as? SimulatedDisk)
        again.house = try House(on: disk.survivorOfPowerCut(), house.folder, at: house.tick)
        return again
    }
}

@Suite struct FlagTests {
    @Test func `a crowd is not flagged, and a stuffer is, with the evidence, also after a restart`() throws {
        let contest = try Stuffed()
        try contest.crowd(1..<41)
        #expect(Stuffed.kinds(try contest.flags()) == [])
        try contest.stuff()
        let flags = try contest.flags()
        let expected = ["burst-41", "burst-41-work-e02", "sequence-41", "device-41", "address-41"]
        #expect(Stuffed.kinds(flags) == expected)
        for flag in flags["flags"]?.elements ?? [] {
            #expect(flag["indexes"]?.elements.compactMap(\.integer) == Array(41...160), "\(flag.source)")
            #expect(flag["people"]?.integer == 120 && flag["void"]?.integer == 0)
        }
        #expect(flags["unseen"]?.elements.count == 0 && flags["thresholds"]?["device"]?["people"]?.integer == 6)
        #expect(!["farm-device", "203.0.113", "m1041"].contains { flags.source.contains($0) })
        let again = try contest.restarted()
        #expect(try again.flags().source == flags.source)
    }

    @Test func `void entries leave the tally, and the report shows the count before and after`() throws {
        let contest = try Stuffed()
        try contest.crowd(1..<41)
        try contest.stuff()
        let flag = try #require(try contest.flags()["flags"]?[0])
        try contest.void((flag["indexes"]?.elements ?? []).compactMap { $0.integer.map(Int.init) }.dropLast(20))
        #expect(try contest.flags()["flags"]?[0]?["void"]?.integer == 100)
        try contest.finish()
        #expect(try contest.flags()["flags"]?[0]?["void"]?.integer == 100)
        let path = try contest.bundle()
        let report = try JSONDocument(bytes: [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + "/report.json"))))
        let votes = try #require(report.root["voided"]?["votes"]?.elements)
        #expect(votes.map { $0["before"]?.integer } == [40, 120, 0, 0])
        #expect(votes.map { $0["after"]?.integer } == [40, 20, 0, 0])
        #expect(report.root["voided"]?["entries"]?.integer == 100)
        // What the bundle shows, and nothing of devices.
        let ids = report.root["flags"]?.elements.map { $0["id"]?.string ?? "" }
        #expect(ids == ["burst-41", "burst-41-work-e02"])
        let page = try String(contentsOfFile: path + "/report.html", encoding: .utf8)
        #expect(page.contains("burst-41-work-e02") && page.contains("刷票：同一台设备"))
        #expect(page.contains("<td>120</td><td>20</td>"))
    }

    @Test func `figures that hide a flag or a count before the voids, both verifiers find`() throws {
        let contest = try Stuffed()
        try contest.crowd(1..<41)
        try contest.stuff()
        try contest.void([41])
        try contest.finish()
        let path = try contest.bundle()
        let file = URL(fileURLWithPath: path + "/report.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        let vkey = try #require(try contest.house.call("campaign", #"{"campaign":"zhengwen"}"#).result?["vkey"]?.string)
        for (old, new) in [(#""peak":120"#, #""peak":110"#), (#""before":120"#, #""before":119"#)] {
            #expect(text.contains(old))
            try Data(text.replacing(old, with: new).utf8).write(to: file)
            let failed = Verifier(bundle: path, vkey: vkey).run().checks.filter { $0.status == .fail }
            #expect(failed.map(\.id).contains(.report))
            #expect(try PythonCheck.failures(path, vkey: vkey).contains("report"))
        }
    }

    @Test func `in the review window somebody looks by himself, and status tells`() throws {
        let contest = try Stuffed()
        try contest.crowd(1..<41)
        try contest.stuff()
        #expect(try contest.status()?["flags"] == nil)
        contest.house.go(to: instant(Sample.closes))
        _ = try contest.house.waitForHeads()
        try contest.house.pass([])
        #expect(try contest.status()?["flags"]?["count"]?.integer == 5)
        let again = try contest.restarted()
        _ = try again.house.waitForHeads()
        try again.house.pass([])
        #expect(try again.status()?["flags"]?["count"]?.integer == 5)
    }

    @Test(arguments: [#"{"tallies": "after-closing"}"#, #"{"tallies": "delayed", "delay": "1h"}"#])
    func `ballots for one work are not told of before the review, where their count is not`(tallies: String) throws {
        let contest = try Stuffed(tallies: tallies)
        try contest.crowd(1..<41)
        try contest.stuff()
        let flags = try contest.flags()
        #expect(Stuffed.kinds(flags) == ["burst-41", "sequence-41", "device-41", "address-41"])
        #expect(!flags.source.contains("e02"))
        contest.house.go(to: instant(Sample.closes))
        #expect(Stuffed.kinds(try contest.flags()).contains("burst-41-work-e02"))
    }

    @Test func `devices and addresses are not seen where the campaign limits neither`() throws {
        let contest = try Stuffed(limits: #"{"person": {"day": 5}}"#)
        try contest.crowd(1..<41)
        try contest.stuff()
        let flags = try contest.flags()
        #expect(Stuffed.kinds(flags) == ["burst-41", "burst-41-work-e02", "sequence-41"])
        #expect(flags["unseen"]?.elements.map(\.string) == ["device", "ip"])
        #expect(try contest.house.call("flags", #"{"campaign":"zhengwen"}"#).reason == "method.socket")
        #expect(try contest.house.control("flags", #"{"campaign":"nobody"}"#).outcome == "campaign.unknown")
    }

    @Test func `who was erased is not looked at any more, and the later bundle verifies`() throws {
        var contest = try Stuffed()
        try contest.crowd(1..<41)
        try contest.stuff()
        try contest.void([41, 42])
        try contest.finish()
        contest.house.go(to: contest.house.tick + 169 * 3_600_000)
        for person in [41, 50] {
            let erase = #"{"campaign":"zhengwen","participant":"\#(Stuffed.id(person))","reason":"own-request"}"#
            #expect(try contest.house.control("erase", erase).outcome == "ok")
        }
        contest = try contest.restarted()
        _ = try contest.house.waitForHeads()
        #expect(try contest.flags()["flags"]?[0]?["people"]?.integer == 118)
        _ = try contest.bundle()
    }
}

extension Stuffed {
    fileprivate func status() throws -> JSONValue? {
        try house.control("status").result?["campaigns"]?[0]
    }
}
