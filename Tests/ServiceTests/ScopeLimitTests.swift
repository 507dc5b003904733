import Auditing
import Foundation
import Platform
import Simulation
import Testing

@testable import Service

/// Limits of households, units, devices, network addresses and the campaign, over the sockets, at a restart, in the
/// bundle, and of people who are erased.
@Suite struct ScopeLimitTests {
    private let place = TemporaryFolder()
    private static let named = #"{"campaign":"yuanxiao"}"#
    private static let settings = House.settings(isRehearsal: false, seed: nil)

    private func house(_ limits: String, on disk: any Disk = SimulatedDisk()) throws -> House {
        let house = try House(
            on: disk, Sample.folder(["yuanxiao.json": Sample.riddles(limits: limits)]), settings: Self.settings)
        house.go(to: instant(Sample.opens))
        return house
    }

    private func guess(_ house: House, _ person: String, _ key: String, from: String = "") throws -> Reply {
        try house.call("submit", Sample.guess(person, key, #"{"r3":"月"}"#, more: from))
    }

    private func restarted(_ house: House) throws -> House {
        let disk = try #require(house.disk as? SimulatedDisk)
        return try House(on: disk.survivorOfPowerCut(), house.folder, at: house.tick, settings: Self.settings)
    }

    private func status(_ house: House, _ member: String) throws -> String? {
        try house.control("status").result?["campaigns"]?[0]?[member]?.source
    }

    @Test func `every reply tells what remains and when the day ends`() throws {
        let house = try house(#"{"person": {"day": 2, "total": 6}, "household": {"day": 3}, "campaign": {"total": 9}}"#)
        let midnight = instant("2027-02-21T00:00:00+08:00")
        let first = try guess(house, "m03", "a")
        #expect(
            first.result?["remaining"]?.source
                == #"{"day":1,"total":5,"household":{"day":2},"campaign":{"total":8}}"#)
        #expect(first.result?["resets_ms"]?.integer == midnight)
        let paper = try house.call("paper", #"{"campaign":"yuanxiao","participant":"m04"}"#).result
        #expect(paper?["remaining"]?.source == #"{"day":2,"total":6,"household":{"day":2},"campaign":{"total":8}}"#)
        #expect(paper?["resets_ms"]?.integer == midnight)
        _ = try guess(house, "m03", "b")
        let refused = try guess(house, "m03", "c").error?["data"]
        #expect(
            refused?.source == #"{"reason":"limit.day","limit":2,"remaining":0,"retry_after_ms":54000000,"#
                + #""left":{"day":0,"total":4,"household":{"day":1},"campaign":{"total":7}},"resets_ms":\#(midnight),"#
                + #""consumed":false}"#)
        let malformed = try house.call("submit", Sample.guess("m04", "x", "{}")).error?["data"]
        #expect(malformed?["reason"]?.string == "answers.empty")
        #expect(malformed?["left"]?.source == #"{"day":2,"total":6,"household":{"day":1},"campaign":{"total":7}}"#)
        let again = try guess(house, "m03", "a")
        #expect(again.isReplay && again.result?["remaining"]?.source == first.result?["remaining"]?.source)
        // Nobody is told what is left to somebody unknown.
        let unlisted = try guess(house, "m99", "a").error?["data"]
        #expect(unlisted?["reason"]?.string == "person.unlisted" && unlisted?["left"] == nil)
    }

    @Test func `a device and an address are counted whoever sends from them, also after a restart`() throws {
        var house = try house(#"{"device": {"total": 2}, "ip": {"day": 3}}"#)
        func from(_ device: String, _ address: String) -> String { #","device":"\#(device)","ip":"\#(address)""# }
        #expect(try guess(house, "m01", "a").reason == "device.required")
        #expect(try guess(house, "m01", "a", from: #","device":"d1""#).reason == "ip.required")
        #expect(try guess(house, "m01", "a", from: from("d1", "192.0.2.7")).outcome == "ok")
        #expect(try guess(house, "m02", "a", from: from("d1", "::ffff:192.0.2.7")).outcome == "ok")
        for _ in 0..<2 {
            #expect(try guess(house, "m03", "a", from: from("d1", "192.0.2.8")).reason == "limit.device.total")
            house = try restarted(house)
        }
        #expect(try guess(house, "m03", "a", from: from("d2", "192.0.2.7")).outcome == "ok")
        #expect(try guess(house, "m04", "a", from: from("d3", "192.0.2.7")).reason == "limit.ip.day")
        let elsewhere = try guess(house, "m04", "a", from: from("d3", "2001:db8:1:2::1"))
        #expect(elsewhere.result?["remaining"]?.source == #"{"device":{"total":1},"ip":{"day":2}}"#)
        // The last 64 bits are the network's own affair.
        let near = try guess(house, "m05", "a", from: from("d3", "2001:db8:1:2:ffff::9"))
        #expect(near.result?["remaining"]?.source == #"{"device":{"total":0},"ip":{"day":1}}"#)
        // The key stands for the same submission wherever it is sent from.
        #expect(try guess(house, "m05", "a", from: from("d3", "198.51.100.1")).isReplay)
        #expect(try guess(house, "m05", "a", from: from("d9", "198.51.100.1")).reason == "key.conflict")
        #expect(try restarted(house).daemon.tick == house.daemon.tick)
    }

    @Test(arguments: [
        "192.0.2", "192.0.2.256", "192.0.02.1", " 192.0.2.1", "192.0.2.1:80", "2001:db8::1::2", "fe80::1%eth0", "",
        "2001:db8:1:2:3:4:5:6:7", "example.org", "٣.0.2.1",
    ]) func `what is no address is refused where it stands`(text: String) throws {
        let house = try house(#"{"ip": {"day": 3}}"#)
        let reply = try guess(house, "m01", "a", from: #","ip":"\#(text)""#)
        #expect(reply.reason == "params" && reply.error?["data"]?["column"] != nil, "\(reply)")
        #expect(try status(house, "entries") == "0")
    }

    @Test func `limits in shadow are told by status, kept over a restart and shown by the bundle`() throws {
        var house = try house(
            """
            {"person": {"total": 6}, "device": {"total": 1, "shadow": true},
             "household": {"total": 1, "shadow": true}}
            """)
        for (key, person) in [("a", "m01"), ("b", "m01"), ("c", "m02")] {
            #expect(try guess(house, person, key, from: #","device":"d1""#).outcome == "ok")
        }
        let counts = #"{"limit.device.total":2,"limit.household.total":2}"#
        #expect(try status(house, "shadow") == counts && status(house, "refused") == "0")
        house = try restarted(house)
        #expect(try status(house, "shadow") == counts)
        house.go(to: instant(Sample.closes))
        try house.pass([])
        #expect(try house.control("draw", Self.named).result != nil)
        house.go(to: house.tick + 2000)
        try house.pass([])
        let bundle = "\(place.path)/bundle"
        #expect(try house.control("export", #"{"campaign":"yuanxiao","into":"\#(bundle)"}"#).result != nil)
        let file = try String(contentsOfFile: "\(bundle)/draw/refusals.csv", encoding: .utf8)
        #expect(file == "reason,count\nshadow.limit.device.total,2\nshadow.limit.household.total,2\n")
        let page = try String(contentsOfFile: "\(bundle)/report.html", encoding: .utf8)
        #expect(page.contains("只计未拒：这台设备的参与次数已用完"))
        let vkey = try house.call("campaign", Self.named).result?["vkey"]?.string
        let report = Verifier(bundle: bundle, vkey: vkey).run()
        #expect(report.checks.allSatisfy { $0.status != .fail }, "\(report.text(.en))")
    }

    @Test func `an erased person's device is forgotten, and the rest starts again as it was`() throws {
        var house = try house(
            """
            {"person": {"total": 6}, "household": {"total": 3}, "device": {"total": 2},
             "ip": {"total": 1, "shadow": true}}
            """)
        for (number, person) in ["m01", "m02", "m04", "m05"].enumerated() {
            let from = #","device":"d\#(number / 2)","ip":"192.0.2.1""#
            #expect(try guess(house, person, "a", from: from).outcome == "ok")
        }
        house.go(to: instant(Sample.closes))
        try house.pass([])
        #expect(try house.control("draw", Self.named).result != nil)
        house.go(to: house.tick + 169 * 3_600_000)
        try house.pass([])
        let erased = try house.control("erase", #"{"campaign":"yuanxiao","participant":"m02","reason":"own-request"}"#)
        #expect(erased.result != nil, "\(erased)")
        let before = try status(house, "shadow")
        house = try restarted(house)
        #expect(try status(house, "shadow") == before && before == #"{"limit.ip.total":3}"#)
        #expect(try status(house, "entries") == "4")
    }
}
