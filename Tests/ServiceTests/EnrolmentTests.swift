import Auditing
import Foundation
import JSON
import Simulation
import Testing

@testable import Service

/// Enrolling again, units that send their lists again, and the waiting list while it moves.
@Suite struct EnrolmentTests {
    private static let form = #""fields":{"phone":"13800000000"}"#

    private func house(_ text: String) throws -> House {
        let house = try House(Sample.folder(["tuoguan.json": text]))
        house.go(to: instant(Sample.opens))
        try house.pass([])
        return house
    }

    private func restarted(_ house: House) throws -> House {
        let disk = try #require(house.disk as? SimulatedDisk)
        return try House(on: disk.survivor(), house.folder, at: house.tick)
    }

    private func enrol(_ house: House, _ person: String, _ choices: String, _ key: String, more: String = Self.form)
        throws -> Reply
    {
        try house.call(
            "enrol",
            #"{"campaign":"tuoguan","participant":"\#(person)","key":"\#(key)","choices":\#(choices),\#(more)}"#)
    }

    private func batch(_ house: House, _ key: String, _ rows: [String]) throws -> [JSONValue] {
        let rows = rows.joined(separator: ",")
        let reply = try house.control(
            "enrol.batch", #"{"campaign":"tuoguan","unit":"u1","key":"\#(key)","rows":[\#(rows)]}"#)
        return reply.result?["rows"]?.elements ?? []
    }

    private func row(_ person: String, _ choices: String, more: String = Self.form) -> String {
        #"{"participant":"\#(person)","choices":\#(choices),\#(more)}"#
    }

    /// What is told of a row: its leaf, whether it is told again, what it replaced, or why it is refused.
    private func told(_ row: JSONValue) -> String {
        if let reason = row["error"]?["reason"]?.string { return reason }
        let replaced = row["replaced"]?.integer.map { " instead of \($0)" } ?? ""
        return "\(row["index"]?.integer ?? -1)\(replaced)\(row["replayed"]?.bool == true ? " again" : "")"
    }

    private func replaced(_ reply: Reply) -> Int64? { reply.result?["replaced"]?.integer }

    // MARK: - One enrolment ends another

    @Test func `an enrolment says which earlier one it ended, in a retry and after a restart too`() throws {
        let house = try house(Sample.enrolment())
        #expect(try replaced(enrol(house, "m01", #"["a"]"#, "1")) == nil)
        #expect(try replaced(enrol(house, "m01", #"["b"]"#, "2")) == 1)
        // Four wait for b, of whom the last waits anew.
        for person in 2...3 { _ = try enrol(house, "m0\(person)", #"["b"]"#, "1") }
        #expect(try enrol(house, "m04", #"["b"]"#, "1").result?["places"]?["waiting"]?[0]?["position"]?.integer == 1)
        #expect(try replaced(enrol(house, "m04", #"["b"]"#, "2")) == 5)
        // What is refused, or follows on one that was given back, ends nothing.
        #expect(try enrol(house, "m02", #"["c"]"#, "2").reason == "place.choices")
        let cancel = #"{"campaign":"tuoguan","participant":"m02","key":"c"}"#
        #expect(try house.call("enrol.cancel", cancel).index != nil)
        #expect(try replaced(enrol(house, "m02", #"["a"]"#, "3")) == nil)
        let again = try restarted(house)
        let retry = try enrol(again, "m04", #"["b"]"#, "2")
        #expect(retry.isReplay && replaced(retry) == 5)
        #expect(try replaced(enrol(again, "m01", #"["b"]"#, "2")) == 1)
        #expect(try replaced(enrol(again, "m01", #"["a"]"#, "1")) == nil)
    }

    @Test func `one that is still to be reviewed is ended by the next, and places are not`() throws {
        let house = try house(Sample.enrolment(by: "review"))
        _ = try enrol(house, "m01", #"["a"]"#, "1")
        #expect(try replaced(enrol(house, "m01", #"["b"]"#, "2")) == 1)
        let approve = #"{"campaign":"tuoguan","key":"1","index":2,"outcome":"approve"}"#
        #expect(try house.control("review.decide", approve).result != nil)
        #expect(try replaced(enrol(house, "m01", #"["a"]"#, "3")) == nil)
        #expect(try replaced(enrol(house, "m01", #"["a"]"#, "4")) == 4)
        // The places first, then what staff might still approve.
        func cancel(_ key: String) throws -> String? {
            try house.call("enrol.cancel", #"{"campaign":"tuoguan","participant":"m01","key":"\#(key)"}"#)
                .result?["places"]?["state"]?.string
        }
        #expect(try cancel("c1") == "entered")
        #expect(try cancel("c2") == nil)
        #expect(try enrol(house, "m01", #"["a"]"#, "4").result?["places"]?["state"]?.string == "over")
    }

    @Test func `a form is filled in with each enrolment, and with the first alone where the rules say once`() throws {
        let each = Sample.enrolment().replacing(#""asked": "each", "#, with: "")
        #expect(each != Sample.enrolment())
        let house = try house(each)
        for key in ["1", "2"] { #expect(try enrol(house, "m01", #"["a"]"#, key).result != nil) }
        #expect(try enrol(house, "m01", #"["a"]"#, "3", more: #""dependants":[]"#).reason == "form.required")
        let once = try self.house(Sample.enrolment().replacing(#""each""#, with: #""once""#))
        #expect(try enrol(once, "m01", #"["a"]"#, "1").result != nil)
        #expect(try enrol(once, "m01", #"["a"]"#, "2").reason == "form.unasked")
        #expect(try enrol(once, "m01", #"["a"]"#, "3", more: #""dependants":[]"#).result != nil)
        for house in [house, once] { try verify(house) }
    }

    /// Draws, exports, and expects both verifiers to find nothing wrong.
    private func verify(_ house: House) throws {
        house.go(to: instant(Sample.closes))
        try house.pass([])
        #expect(try house.control("draw", #"{"campaign":"tuoguan"}"#).result != nil)
        house.go(to: house.tick + 1000)
        try house.pass([])
        let place = TemporaryFolder()
        let export = #"{"campaign":"tuoguan","into":"\#(place.path)/bundle"}"#
        #expect(try house.control("export", export).result != nil)
        let vkey = try #require(try house.call("campaign", #"{"campaign":"tuoguan"}"#).result?["vkey"]?.string)
        let report = Verifier(bundle: place.path + "/bundle", vkey: vkey).run()
        #expect(report.checks.filter { $0.status == .fail }.isEmpty, "\(report.text(.en))")
        #expect(try PythonCheck.failures(place.path + "/bundle", vkey: vkey).isEmpty)
    }

    // MARK: - Units

    @Test func `a unit sends its list again with rows taken out, mended and added, and nobody is taken twice`() throws {
        let house = try house(Sample.enrolment(more: #","units":true"#))
        let first = try batch(
            house, "k", [row("m05", #"["c"]"#), row("m06", #"["a"]"#), row("m07", #"["a"]"#), row("m08", #"["a"]"#)])
        #expect(first.map(told) == ["place.choices", "1", "2", "3"])
        #expect(first[3]["places"]?["waiting"]?[0]?["position"]?.integer == 1)
        let mended = [
            row("m09", #"["a"]"#), row("m08", #"["a"]"#), row("m06", #"["a"]"#), row("m05", #"["b"]"#),
            row("m07", #"["b"]"#),
        ]
        let again = try restarted(house)
        let second = try batch(again, "k", mended)
        #expect(second.map(told) == ["4", "3 again", "1 again", "5", "key.conflict"])
        // Who waited first is still the first.
        #expect(second[1]["places"]?["waiting"]?[0]?["position"]?.integer == 1)
        let third = try batch(again, "k", mended)
        #expect(third.map(told) == ["4 again", "3 again", "1 again", "5 again", "key.conflict"])
        #expect(try batch(again, "new", [row("m07", #"["b"]"#)]).map(told) == ["6 instead of 2"])
        #expect(try batch(again, "new", [row("m07", #"["b"]"#)]).map(told) == ["6 instead of 2 again"])
    }

    @Test func `a person has one row in a batch`() throws {
        let house = try house(Sample.enrolment(more: #","units":true"#))
        let rows = [
            row("m05", #"["a"]"#), row("m05", #"["b"]"#), row("m06", #"["c"]"#), row("m06", #"["a"]"#),
            row("m05", #"["a"]"#),
        ]
        let expected = ["1", "person.twice", "place.choices", "person.twice", "person.twice"]
        #expect(try batch(house, "k", rows).map(told) == expected)
        #expect(try batch(house, "k", rows).map(told) == ["1 again"] + expected.dropFirst())
        #expect(try house.call("tally", #"{"campaign":"tuoguan"}"#).result?["entries"]?.integer == 1)
    }

    @Test func `a thousand rows are a batch, and one more is too many`() throws {
        let house = try house(Sample.enrolment(more: #","units":true"#))
        let rows = (1...1000).map { row("m\($0 + 1000)", #"["a"]"#) }
        #expect(try batch(house, "k", rows).map(told) == rows.map { _ in "person.unlisted" })
        #expect(try batch(house, "k", rows + [row("m05", #"["a"]"#)]).isEmpty)
        #expect(try batch(house, "k", []).isEmpty)
    }

    // MARK: - Dependants

    @Test func `who is the same in every field is brought along once`() throws {
        let house = try house(Sample.enrolment(more: #","units":true"#))
        func dependants(_ second: String) -> String {
            Self.form + #","dependants":[{"child":"小明","grade":2},\#(second)]"#
        }
        for same in [#"{"child":"小明","grade":2}"#, #"{"grade":2,"child":"小\u660e"}"#] {
            #expect(try enrol(house, "m05", #"["b"]"#, "1", more: dependants(same)).reason == "place.dependants")
            let rows = try batch(house, "k", [row("m05", #"["b"]"#, more: dependants(same))])
            #expect(rows.map(told) == ["place.dependants"])
        }
        for (key, other) in [("2", #"{"child":"小明","grade":3}"#), ("3", #"{"child":"小红","grade":2}"#)] {
            #expect(try enrol(house, "m05", #"["b"]"#, key, more: dependants(other)).result != nil)
        }
    }

    // MARK: - The list

    private func waiting(_ house: House, _ more: String) throws -> Reply {
        try house.call("waiting", #"{"campaign":"tuoguan",\#(more)}"#)
    }

    @Test func `the waiting list is told in the order that the bundle publishes`() throws {
        let house = try house(Sample.enrolment().replacing(#""most": 4"#, with: #""most": 9"#))
        for person in 10...20 { _ = try enrol(house, "m\(person)", person % 3 == 0 ? #"["a","b"]"# : #"["a"]"#, "1") }
        // Somebody leaves the middle of it, and somebody goes to its end.
        #expect(try house.call("enrol.cancel", #"{"campaign":"tuoguan","participant":"m14","key":"c"}"#).index != nil)
        _ = try enrol(house, "m13", #"["b","a"]"#, "2")
        house.go(to: instant(Sample.closes))
        try house.pass([])
        #expect(try house.control("draw", #"{"campaign":"tuoguan"}"#).result != nil)
        let file = String(decoding: try house.bundle(of: "tuoguan")["draw/waiting.csv"] ?? [], as: UTF8.self)
        for slot in ["a", "b"] {
            let reply = try waiting(house, #""slot":"\#(slot)""#)
            let rows = reply.result?["rows"]?.elements.map { row in
                let numbers = ["position", "index"].map { "\(row[$0]?.integer ?? -1)" }.joined(separator: ",")
                return "\(slot),\(numbers),\(row["pseudonym"]?.string ?? ""),\(row["places"]?.integer ?? -1)"
            }
            let expected = file.split(separator: "\n").map(String.init).filter { $0.hasPrefix("\(slot),") }
            #expect(rows == expected && reply.result?["count"]?.integer == Int64(expected.count))
            #expect(expected.count == (slot == "a" ? 5 : 1), "\(file)")
            let size = try house.call("tally", #"{"campaign":"tuoguan"}"#).result?["size"]?.integer
            #expect(reply.result?["size"]?.integer == size)
        }
        let page = try waiting(house, #""slot":"a","from":3,"most":2"#)
        #expect(page.result?["rows"]?.elements.compactMap { $0["position"]?.integer } == [3, 4])
        #expect(page.result?["count"]?.integer == 5)
        #expect(try waiting(house, #""slot":"a","from":6"#).result?["rows"]?.elements.isEmpty == true)
        let far = #""slot":"a","from":9007199254740991,"most":1000"#
        #expect(try waiting(house, far).result?["rows"]?.elements.isEmpty == true)
        // After a restart the list is the same one.
        let before = try waiting(house, #""slot":"a""#).result?.source
        #expect(try waiting(restarted(house), #""slot":"a""#).result?.source == before)
    }

    @Test func `what is no part of a waiting list is refused`() throws {
        let house = try house(Sample.enrolment())
        #expect(try waiting(house, #""slot":"a""#).result?["rows"]?.elements.isEmpty == true)
        for (more, reason) in [
            (#""slot":"c""#, "slot.unknown"), (#""from":1"#, "params"), (#""slot":"a","from":0"#, "params"),
            (#""slot":"a","most":1001"#, "params"), (#""slot":"a","most":0"#, "params"), (#""slot":1"#, "params"),
        ] {
            #expect(try waiting(house, more).reason == reason, "\(more)")
        }
        #expect(try house.call("waiting", #"{"campaign":"x","slot":"a"}"#).reason == "campaign.unknown")
        let riddles = try House(Sample.folder(["yuanxiao.json": Sample.riddles()]))
        riddles.go(to: instant(Sample.opens))
        try riddles.pass([])
        #expect(try riddles.call("waiting", #"{"campaign":"yuanxiao","slot":"a"}"#).reason == "act.absent")
    }
}
