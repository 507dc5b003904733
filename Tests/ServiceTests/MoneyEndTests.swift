import Auditing
import Foundation
import JSON
import Proofs
import Simulation
import Testing

@testable import Service

/// What ends by the clock, by staff or with the log, and what the bundle says of it.
@Suite struct MoneyEndTests: TestsMoney {
    @Test func `a reservation is confirmed once, or ends by the clock and at a restart alike`() throws {
        var house = try house()
        let leaf = try #require(try house.call("submit", claim("m01")).index)
        let code = try code(house, "m01", leaf)
        let till = #""merchant":"east","shop":"e1""#
        let held = try house.call("voucher.reserve", params(#""code":"\#(code)",\#(till),"key":"h""#))
        let reserve = try #require(held.index)
        #expect(held.result?["until_ms"]?.integer == house.tick + Self.hour)
        #expect(try house.call("redeem", redeem(code, key: "r", till: #""merchant":"west""#)).reason == "voucher.held")
        let disk = try #require(house.disk as? SimulatedDisk)
        house = try House(on: disk.survivor(), house.folder, at: house.tick + Self.hour)
        let late = params(#""reserve":\#(reserve),\#(till),"key":"c","price":"1200.00","invoice":"F1""#)
        #expect(try house.call("voucher.confirm", late).reason == "hold.none")
        let second = try #require(
            try house.call("voucher.reserve", params(#""code":"\#(code)",\#(till),"key":"h2""#)).index)
        let confirm = params(#""reserve":\#(second),\#(till),"key":"c2","price":"1200.00","invoice":"F1""#)
        let sold = try house.call("voucher.confirm", confirm)
        #expect(sold.result?["amount"]?.string == "400.00")
        let again = try house.call("voucher.confirm", confirm)
        #expect(again.isReplay && again.index == sold.index)
    }

    @Test func `after the phase for it staff can still end what is open`() throws {
        let phase = #"{"id":"r","does":"review","opens":"\#(Sample.opens)","closes":"2027-02-23T09:00:00+08:00"}"#
        let text = Sample.appliances(more: #", "review": {"reasons": ["材料不全"], "appeal": "100h"}"#)
            .replacing(#""funds": {"#, with: #""schedule": {"phases": [\#(phase)]}, "funds": {"#)
        let house = try house(text)
        let leaves = try ["m01", "m02"].map { try #require(try house.call("submit", claim($0)).index) }
        func decide(_ leaf: Int, _ outcome: String, _ key: String) throws -> Reply {
            try house.control("review.decide", params(#""index":\#(leaf),"key":"\#(key)","outcome":\#(outcome)"#))
        }
        house.go(to: instant("2027-02-23T09:00:00+08:00"))
        #expect(try decide(leaves[0], #""approve""#, "1").reason == "phase.act")
        for (leaf, key) in zip(leaves, ["2", "3"]) {
            #expect(try decide(leaf, #""refuse","reason":1"#, key).index != nil)
        }
        let appeal = params(#""participant":"m01","index":\#(leaves[0]),"reason":"补交了","key":"a""#)
        #expect(try house.call("appeal", appeal).index != nil)
        #expect(try decide(leaves[0], #""approve""#, "4").index != nil)
        house.go(to: house.tick + 100 * Self.hour)
        try house.pass([])
        #expect(try funds(house)?["pending"]?.string == "0.00")
    }

    @Test func `what ends at one instant is logged over several passes, and nothing is decided in between`() throws {
        var settings = House.settings()
        settings.mostEventBytes = 1
        let house = try house(settings: settings)
        let people = ["m01", "m02", "m04", "m05", "m06", "m07", "m10", "m11", "m12"]
        let leaves = try people.map {
            try #require(try house.call("submit", claim($0, "kettle", price: "60.00")).index)
        }
        let code = try code(house, "m07", leaves[5])
        let sizes = { try house.call("tally", #"{"campaign":"jiadian"}"#).result?["size"]?.integer ?? 0 }
        let before = try sizes()
        house.go(to: house.tick + 48 * Self.hour)
        let early = try house.call("redeem", redeem(code, key: "late", price: "60.00"))
        // Each of these calls is a pass that logs one end. A retry is answered, and brings nothing else about.
        let seen = try sizes()
        #expect(try house.call("submit", claim("m01", "kettle", price: "60.00")).isReplay)
        #expect(try sizes() == seen + 2)
        #expect(early.reason == "overloaded" && early.error?["data"]?["retry_after_ms"]?.integer != nil)
        #expect(try house.call("submit", claim("m08", "kettle", price: "60.00")).reason == "overloaded")
        #expect(try house.control("pause", params(#""reason":"x""#)).reason == "overloaded")
        var passes = 0
        while house.daemon.nextDueMilliseconds == 0, passes < 100 {
            try house.pass([])
            passes += 1
        }
        #expect(passes > 1)
        #expect(try sizes() == before + 9)
        #expect(try funds(house)?["free"]?.string == "2000.00")
        #expect(try house.call("redeem", redeem(code, key: "late", price: "60.00")).reason == "voucher.expired")
        let disk = try #require(house.disk as? SimulatedDisk)
        let again = try House(on: disk.survivor(), house.folder, at: house.tick)
        #expect(try funds(again)?["free"]?.string == "2000.00")
    }

    @Test func `both verifiers pass the last bundle, and the settlements in it tie to the ledger`() throws {
        let house = try house()
        var codes: [String] = []
        for person in ["m01", "m02", "m04"] {
            codes.append(try code(house, person, try #require(try house.call("submit", claim(person)).index)))
        }
        let first = try #require(try house.call("redeem", redeem(codes[0], key: "1", invoice: "A1")).index)
        _ = try house.call(
            "redeem", redeem(codes[1], key: "2", till: #""merchant":"west""#, price: "700.00", invoice: "A2"))
        let settled = try house.control("settle", params(#""merchant":"east","key":"s""#)).result
        #expect(settled?["total"]?.string == "400.00" && settled?["balanced"]?.bool == true)
        _ = try house.call("refund", params(#""redeem":\#(first),"merchant":"east","reason":"returned","key":"b""#))
        house.go(to: instant(Sample.closes))
        try house.pass([])
        _ = try house.control("draw", #"{"campaign":"jiadian"}"#)
        house.go(to: house.tick + 80 * Self.hour)
        try house.pass([])
        #expect(try house.control("status").result?["campaigns"]?[0]?["phase"]?.string == "drawn")
        #expect(
            try house.control("settle", params(#""merchant":"east","key":"s2""#)).result?["total"]?.string == "-400.00")
        #expect(
            try house.control("settle", params(#""merchant":"west","key":"s3""#)).result?["total"]?.string == "200.00")
        try house.pass([])
        #expect(try house.control("status").result?["campaigns"]?[0]?["phase"]?.string == "final")
        #expect(try house.call("redeem", redeem(codes[2], key: "z")).reason == "phase.closed")
        house.go(to: house.tick + 1000)
        try house.pass([])
        let place = TemporaryFolder()
        _ = try house.control("export", #"{"campaign":"jiadian","into":"\#(place.path)/bundle"}"#)
        let vkey = try house.call("campaign", #"{"campaign":"jiadian"}"#).result?["vkey"]?.string ?? ""
        let report = Verifier(bundle: place.path + "/bundle", vkey: vkey).run()
        #expect(report.checks.filter { $0.status == .fail }.isEmpty, "\(report.text(.en))")
        #expect(report.checks.first { $0.id == .ledger }?.status == .pass)
        #expect(try PythonCheck.statuses(place.path + "/bundle", ["--vkey", vkey])["ledger"] == "pass")
        #expect(try PythonCheck.failures(place.path + "/bundle", vkey: vkey) == [])
        for language in [Language.zh, .en] {
            let first = try PythonCheck.firstLine(
                place.path + "/bundle", ["--vkey", vkey, "--lang", language.rawValue])
            #expect(report.grade?.line(language) == first)
        }
        #expect(
            report.grade?.line(.en) == "Nothing was left to chance: the result follows from the rules and the log alone"
        )
        let told = try house.bundle(of: "jiadian")["report.json"].map { try JSONDocument(bytes: $0).root["funds"] }
        #expect(told??["accounts"]?["free"]?.string == "1800.00" && told??["balanced"]?.bool == true)
    }

    @Test func `a bundle has what its last head covers, whatever happened until that was durable`() throws {
        let house = try house()
        house.go(to: instant(Sample.closes) - Self.hour)
        let codes = try ["m01", "m02"].map {
            try code(house, $0, try #require(try house.call("submit", claim($0)).index))
        }
        house.go(to: instant(Sample.closes))
        try house.pass([])
        _ = try house.control("draw", #"{"campaign":"jiadian"}"#)
        house.go(to: house.tick + 1000)
        let place = TemporaryFolder()
        let path = place.path + "/bundle"
        func line(_ method: String, _ params: String) -> String {
            #"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":\#(params)}"#
        }
        let sales = codes.enumerated().map { line("redeem", redeem($1, key: "\($0)", invoice: "A\($0)")) }
        house.decide([
            Request(socket: .intake, line: sales[0]),
            .control(line("export", #"{"campaign":"jiadian","into":"\#(path)"}"#)),
        ])
        _ = try house.launch()
        house.decide([Request(socket: .intake, line: sales[1])])
        try house.settle()
        let vkey = try house.call("campaign", #"{"campaign":"jiadian"}"#).result?["vkey"]?.string ?? ""
        let report = Verifier(bundle: path, vkey: vkey).run()
        #expect(report.checks.filter { $0.status == .fail }.isEmpty, "\(report.text(.en))")
        #expect(try funds(house)?["owed"]?.string == "800.00")
        let told = try JSONDocument(bytes: Array(Data(contentsOf: URL(fileURLWithPath: path + "/report.json")))).root
        #expect(told["funds"]?["accounts"]?["redeemed"]?.string == "400.00")
    }

    @Test func `vouchers that are won at once need no claim, and both verifiers pass what became of them`() throws {
        let text = """
            {
              "id": "jiadian", "kind": "raffle", "title": "加油券", "organiser": "jimo-union.example", "contact": "工会",
              "announces": "\(Sample.announces)", "opens": "\(Sample.opens)", "closes": "\(Sample.closes)", "disputes": "72h",
              "audience": {"roll": "rolls/sample.csv"}, "limits": {"person": {"total": 3}}, "activation": {"source": "commit"},
              "merchants": [{"id": "east", "name": "城东"}], "vouchers": {"count": 3, "face": "20.00", "valid": "48h"},
              "prizes": {"draw": "instant", "chances": {"for": "entry", "most": 3}, "none": {"num": 1, "den": 4}, "tiers": [
                {"id": "fuel", "title": "加油券", "prize": "加油券", "value": "20.00", "count": 3,
                 "odds": {"num": 3, "den": 4}}]}
            }
            """
        let house = try house(text)
        var codes: [String] = []
        for number in 0..<12 {
            let person = "m0\(number % 2 + 1)"
            let played = try house.call("submit", params(#""participant":"\#(person)","key":"\#(number)""#))
            guard played.result?["prize"]?["tier"] != nil, let leaf = played.index else { continue }
            codes.append(try code(house, person, leaf))
        }
        #expect(codes.count == 3 && !codes.contains("none"))
        let sale = params(#""code":"\#(codes[0])","merchant":"east","key":"1""#)
        #expect(try house.call("redeem", sale).result?["amount"]?.string == "20.00")
        _ = try house.control("settle", params(#""merchant":"east","key":"s""#))
        house.go(to: instant(Sample.closes))
        try house.pass([])
        _ = try house.control("draw", #"{"campaign":"jiadian"}"#)
        house.go(to: house.tick + 80 * Self.hour)
        try house.pass([])
        #expect(try house.control("status").result?["campaigns"]?[0]?["phase"]?.string == "final")
        house.go(to: house.tick + 1000)
        try house.pass([])
        let path = TemporaryFolder()
        _ = try house.control("export", #"{"campaign":"jiadian","into":"\#(path.path)/bundle"}"#)
        let vkey = try house.call("campaign", #"{"campaign":"jiadian"}"#).result?["vkey"]?.string ?? ""
        let report = Verifier(bundle: path.path + "/bundle", vkey: vkey).run()
        #expect(report.checks.filter { $0.status == .fail }.isEmpty, "\(report.text(.en))")
        #expect(try PythonCheck.statuses(path.path + "/bundle", ["--vkey", vkey])["ledger"] == "pass")
    }

    @Test func `nothing is logged before the time of an early end, which may be the next millisecond`() throws {
        let house = try house()
        let leaf = try #require(try house.call("submit", claim("m01")).index)
        let code = try code(house, "m01", leaf)
        #expect(try house.control("close", params(#""reason":"售完""#)).result != nil)
        let early = try house.call("redeem", redeem(code, key: "1"))
        #expect(early.reason == "overloaded" && early.error?["data"]?["retry_after_ms"]?.integer == 1)
        house.go(to: house.tick + 1)
        #expect(try house.call("redeem", redeem(code, key: "1")).result?["amount"]?.string == "400.00")
    }

    @Test func `staff decide, a refusal can be appealed, and its time ends by the clock`() throws {
        let house = try house(
            Sample.appliances(more: #", "review": {"reasons": ["材料不全"], "appeal": "24h"}"#))
        let leaves = try ["m01", "m02", "m04"].map { try #require(try house.call("submit", claim($0)).index) }
        #expect(try funds(house)?["pending"]?.string == "1200.00")
        func decide(_ leaf: Int, _ more: String, _ key: String) throws -> Reply {
            try house.control("review.decide", params(#""index":\#(leaf),"key":"\#(key)",\#(more)"#))
        }
        #expect(try decide(leaves[0], #""outcome":"approve""#, "1").index != nil)
        #expect(try decide(leaves[0], #""outcome":"approve""#, "1").isReplay)
        #expect(try decide(leaves[0], #""outcome":"approve""#, "2").reason == "claim.decided")
        #expect(try decide(leaves[1], #""outcome":"refuse","reason":2"#, "3").reason == "decide.reason")
        #expect(try decide(99, #""outcome":"approve""#, "3").reason == "claim.unknown")
        #expect(try decide(leaves[1], #""outcome":"perhaps""#, "3").reason == "params")
        for (leaf, key) in zip(leaves[1...], ["4", "5"]) {
            #expect(try decide(leaf, #""outcome":"refuse","reason":1"#, key).index != nil)
        }
        func appeal(_ person: String, _ leaf: Int, _ key: String = "a") throws -> Reply {
            try house.call(
                "appeal", params(#""participant":"\#(person)","index":\#(leaf),"reason":"补交了","key":"\#(key)""#))
        }
        #expect(try appeal("m02", leaves[2]).reason == "person.wrong")
        #expect(try appeal("m01", leaves[0]).reason == "appeal.nothing")
        #expect(try appeal("m02", leaves[1]).index != nil)
        #expect(try appeal("m02", leaves[1], "b").reason == "appeal.done")
        house.go(to: house.tick + 24 * Self.hour)
        #expect(try appeal("m04", leaves[2]).reason == "appeal.late")
        #expect(try funds(house)?["pending"]?.string == "400.00" && funds(house)?["free"]?.string == "1200.00")
    }
}
