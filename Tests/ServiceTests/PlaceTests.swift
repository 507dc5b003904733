import Auditing
import Foundation
import JSON
import Proofs
import Simulation
import Testing

@testable import Service

extension Sample {
    /// Two slots of two and three places, with a waiting list; children's names are private.
    static func enrolment(by: String = "first-come", more: String = "", beside: String = "") -> String {
        """
        {
          "id": "tuoguan", "kind": "enrolment", "title": "托管班", "organiser": "jimo-union.example", "contact": "工会",
          "announces": "\(announces)", "opens": "\(opens)", "closes": "\(closes)",
          "audience": {"roll": "rolls/sample.csv"}, "limits": {"person": {"total": 9}},
          "form": {"asked": "each", "fields": [{"id": "phone", "type": "phone", "title": "手机", "private": true}]},
          "places": {"by": "\(by)", "choices": 2, "waiting": {"offer": "2h", "most": 4},
            "slots": [{"id": "a", "title": "甲班", "capacity": 2}, {"id": "b", "title": "乙班", "capacity": 3}],
            "dependants": {"most": 2, "places": "beside", "fields": [
              {"id": "child", "type": "text", "title": "孩子", "most": 9, "private": true},
              {"id": "grade", "type": "number", "title": "年级", "least": 1, "most": 6}]},
            "cancels": "2027-03-10T09:00:00+08:00"\(more)}\(beside)
        }
        """
    }
}

/// Enrolments over the sockets, by the clock, at a restart, and in a bundle that both verifiers pass.
@Suite struct PlaceTests {
    private static let hour: Int64 = 3_600_000
    private static let form = #""fields":{"phone":"13800000000"}"#
    private let place = TemporaryFolder()

    private func house(_ text: String = Sample.enrolment()) throws -> House {
        let house = try House(Sample.folder(["tuoguan.json": text]))
        house.go(to: instant(Sample.opens))
        try house.pass([])
        return house
    }

    private func restarted(_ house: House) throws -> House {
        let disk = try #require(house.disk as? SimulatedDisk)
        return try House(on: disk.survivor(), house.folder, at: house.tick)
    }

    private func enrol(
        _ house: House, _ person: String, _ choices: String, _ key: String = "k", more: String = ""
    ) throws -> Reply {
        try house.call(
            "enrol",
            #"{"campaign":"tuoguan","participant":"\#(person)","key":"\#(key)","choices":\#(choices),\#(Self.form)\#(more)}"#
        )
    }

    private func ask(_ house: House, _ method: String, _ person: String, _ key: String, _ index: Int? = nil) throws
        -> Reply
    {
        let named = index.map { #","index":\#($0)"# } ?? ""
        return try house.call(
            method, #"{"campaign":"tuoguan","participant":"\#(person)","key":"\#(key)"\#(named)}"#)
    }

    private func standing(_ house: House, _ person: String) throws -> JSONValue? {
        try house.call("result", #"{"campaign":"tuoguan","participant":"\#(person)"}"#).result?["places"]
    }

    private func offer(_ house: House, _ person: String) throws -> Int? {
        try standing(house, person)?["offers"]?[0]?["index"]?.integer.map { Int($0) }
    }

    private func draw(_ house: House) throws {
        house.go(to: instant(Sample.closes))
        try house.pass([])
        #expect(try house.control("draw", #"{"campaign":"tuoguan"}"#).result != nil)
    }

    private func end(_ house: House) throws {
        // Offers run out one after the other.
        for day in 12...20 {
            house.go(to: instant("2027-03-\(day)T09:00:00+08:00"))
            try house.pass([])
        }
        #expect(try house.control("status").result?["campaigns"]?[0]?["phase"]?.string == "final")
    }

    /// What both verifiers say of the bundle; both must say the same of each check.
    @discardableResult
    private func verified(_ house: House, _ name: String) throws -> VerificationReport {
        house.go(to: house.tick + 1000)
        try house.pass([])
        let path = "\(place.path)/\(name)"
        #expect(try house.control("export", #"{"campaign":"tuoguan","into":"\#(path)"}"#).result != nil)
        let vkey = try #require(try house.call("campaign", #"{"campaign":"tuoguan"}"#).result?["vkey"]?.string)
        let report = Verifier(bundle: path, vkey: vkey).run()
        #expect(report.checks.filter { $0.status == .fail }.isEmpty, "\(report.text(.en))")
        #expect(report.checks.first { $0.id == .ledger }?.status == .pass, "\(report.text(.en))")
        let python = try PythonCheck.statuses(path, ["--vkey", vkey])
        for check in report.checks { #expect(python[check.id.rawValue] == check.status.rawValue, "\(check)") }
        let first = try PythonCheck.firstLine(path, ["--vkey", vkey, "--lang", "en"])
        #expect(report.grade?.line(.en) == first)
        return report
    }

    @Test func `places go to who comes first, and what is given back to who waits`() throws {
        let house = try house()
        #expect(
            try enrol(house, "m01", #"["a"]"#, more: #","dependants":[{"child":"小明","grade":2}]"#).result?["places"]?[
                "taken"]?[0]?.string == "a")
        let second = try enrol(house, "m02", #"["a","b"]"#)
        #expect(second.result?["places"]?["taken"]?.elements.compactMap(\.string) == ["b"])
        let waiting = try enrol(house, "m03", #"["a"]"#)
        #expect(waiting.result?["places"]?["waiting"]?[0]?["position"]?.integer == 1)
        #expect(try enrol(house, "m04", #"["a"]"#).result?["places"]?["waiting"]?[0]?["position"]?.integer == 2)
        #expect(try enrol(house, "m03", #"["a"]"#).isReplay)
        #expect(try enrol(house, "m03", #"["b"]"#).reason == "key.conflict")

        #expect(try ask(house, "enrol.cancel", "m01", "c").index == 5)
        #expect(try ask(house, "enrol.cancel", "m01", "c").isReplay)
        #expect(try ask(house, "enrol.cancel", "m01", "d").reason == "place.nothing")
        let offered = try #require(try offer(house, "m03"))
        #expect(offered == 6)
        #expect(try offer(house, "m04") == 7)
        #expect(try ask(house, "offer.accept", "m04", "x", offered).reason == "offer.unknown")
        #expect(try ask(house, "offer.accept", "m03", "x", offered).result?["places"]?["taken"]?[0]?.string == "a")
        #expect(try ask(house, "offer.accept", "m03", "x", offered).isReplay)
        #expect(try ask(house, "offer.decline", "m03", "y", offered).reason == "offer.accepted")

        // A restart in between: what was due is there once, and what was told stands.
        let again = try restarted(house)
        again.go(to: house.tick + 2 * Self.hour)
        try again.pass([])
        #expect(try standing(again, "m04")?["state"] == nil)
        #expect(try ask(again, "offer.accept", "m04", "late", 7).reason == "offer.expired")
        #expect(try ask(again, "offer.accept", "m03", "x", offered).isReplay)
        try draw(again)
        try verified(again, "drawn")
        #expect(try ask(again, "enrol.cancel", "m02", "after").index != nil)
        #expect(try enrol(again, "m05", #"["a"]"#).reason == "phase.closed")
        try end(again)
        #expect(try ask(again, "enrol.cancel", "m03", "too-late").reason == "phase.closed")
        #expect(try ask(again, "enrol.cancel", "m02", "after").isReplay)
        try verified(again, "final")
        #expect(try restarted(again).bundle(of: "tuoguan") == again.bundle(of: "tuoguan"))
    }

    @Test func `what dependants are called is for the auditor alone`() throws {
        let house = try house()
        _ = try enrol(
            house, "m01", #"["b"]"#, more: #","dependants":[{"child":"小明","grade":2},{"child":"小红","grade":1}]"#)
        try draw(house)
        let lines = try house.control("auditor.private", #"{"campaign":"tuoguan"}"#).result?["lines"]?.string ?? ""
        #expect(
            lines.split(separator: "\n").map { $0.split(separator: " ")[2] }
                == ["/dependants/0/child", "/dependants/1/child", "/fields/phone"])
        let bundle = try house.bundle(of: "tuoguan")
        #expect(!bundle.contains { String(decoding: $1, as: UTF8.self).contains("小明") })
        try verified(house, "private")
    }

    @Test func `a unit enrols its people, each for itself, and once`() throws {
        let house = try house(Sample.enrolment(more: #","units":true"#))
        let rows = [
            #"{"participant":"m05","choices":["a"],\#(Self.form)}"#,
            #"{"participant":"m06","choices":["c"],\#(Self.form)}"#,
            #"{"participant":"m10","choices":["a"],\#(Self.form)}"#,
            #"{"participant":"m99","choices":["a"],\#(Self.form)}"#,
            #"{"participant":"m07","choices":["a"]}"#, #"{"participant":"m08","choices":["b","a"],\#(Self.form)}"#,
            #"{"participant":"m09","choices":["b"],\#(Self.form),"dependants":[{"grade":1}]}"#,
        ]
        let call = #"{"campaign":"tuoguan","unit":"u1","key":"batch","rows":[\#(rows.joined(separator: ","))]}"#
        let reply = try house.control("enrol.batch", call)
        func told(_ reply: Reply) -> [String?] {
            reply.result?["rows"]?.elements.map {
                $0["error"]?["reason"]?.string ?? ($0["replayed"]?.bool == true ? "again" : nil)
            } ?? []
        }
        #expect(
            told(reply) == [
                nil, "place.choices", "person.unit", "person.unlisted", "form.required", nil, "form.missing",
            ])
        #expect(reply.result?["accepted"]?.integer == 2)
        let again = try restarted(house)
        #expect(
            told(try again.control("enrol.batch", call)).enumerated().filter { $1 == "again" }.map(\.offset) == [0, 5])
        #expect(try again.call("tally", #"{"campaign":"tuoguan"}"#).result?["entries"]?.integer == 2)
        #expect(try again.call("enrol.batch", call).reason == "method.socket")
        #expect(
            try again.control("enrol.batch", #"{"campaign":"tuoguan","unit":"u1","key":"b","rows":[{"who":1}]}"#).reason
                == "params")
        try draw(again)
        try verified(again, "batch")
    }

    @Test func `staff decide, and an approved one gets places as if it came then`() throws {
        let house = try house(Sample.enrolment(by: "review"))
        for person in ["m01", "m02", "m03"] {
            #expect(try enrol(house, person, #"["a"]"#).result?["places"]?["state"]?.string == "entered")
        }
        func decide(_ index: Int, _ outcome: String, _ key: String) throws -> Reply {
            try house.control(
                "review.decide", #"{"campaign":"tuoguan","key":"\#(key)","index":\#(index),"outcome":"\#(outcome)"}"#)
        }
        let awaited = { try house.control("status").result?["campaigns"]?[0]?["awaits"]?.source }
        #expect(try awaited() == #"{"review":3}"#)
        #expect(try decide(3, "approve", "1").result?["places"]?["taken"]?[0]?.string == "a")
        #expect(try awaited() == #"{"review":2}"#)
        #expect(try decide(3, "approve", "1").isReplay)
        #expect(try decide(3, "refuse", "1").reason == "key.conflict")
        #expect(try decide(1, "refuse", "2").result?["places"]?["state"]?.string == "over")
        #expect(try decide(1, "approve", "3").reason == "place.nothing")
        #expect(try decide(2, "perhaps", "4").reason == "params")
        house.go(to: instant(Sample.closes))
        try house.pass([])
        #expect(try decide(2, "approve", "5").result != nil)
        let again = try restarted(house)
        try draw(again)
        try end(again)
        #expect(try verified(again, "review").grade == .chanceless)
    }

    private func takeOut(_ house: House, _ index: Int, _ key: String, _ reason: String = "not-eligible") throws -> Reply
    {
        try house.control(
            "enrol.void", #"{"campaign":"tuoguan","key":"\#(key)","index":\#(index),"reason":"\#(reason)"}"#)
    }

    @Test func `what has started stays, and counts in the next round`() throws {
        let house = try house(
            Sample.enrolment(more: #","person":2"#).replacing(
                #""capacity": 2"#, with: #""capacity": 2, "starts": "2027-02-21T09:00:00+08:00""#))
        #expect(try enrol(house, "m01", #"["a"]"#).index == 1)
        #expect(try enrol(house, "m02", #"["a","b"]"#).index == 2)
        house.go(to: instant("2027-02-21T09:00:00+08:00"))
        try house.pass([])
        #expect(try ask(house, "enrol.cancel", "m01", "c").reason == "place.late")
        #expect(try enrol(house, "m01", #"["b"]"#, "k2").result?["places"]?["taken"]?[0]?.string == "b")
        #expect(try ask(house, "enrol.cancel", "m02", "c").index == 4)
        func kept(_ house: House, _ person: String) throws -> [String] {
            let reply = try house.call("result", #"{"campaign":"tuoguan","participant":"\#(person)"}"#).result?["kept"]
            return reply?.elements.flatMap { $0["taken"]?.elements.compactMap(\.string) ?? [] } ?? []
        }
        #expect(try kept(house, "m01") == ["a"] && kept(house, "m02") == ["a"])
        let again = try restarted(house)
        #expect(try kept(again, "m01") == ["a"] && standing(again, "m01")?["taken"]?[0]?.string == "b")
        try draw(again)
        try verified(again, "rounds")
        // The organiser may take out what has started, too, and an enrolment that is over.
        #expect(try takeOut(again, 2, "v").index != nil)
        #expect(try kept(again, "m02").isEmpty)
        try end(again)
        try verified(again, "rounds-final")
        let places = try again.bundle(of: "tuoguan")["draw/places.csv"] ?? []
        #expect(String(decoding: places, as: UTF8.self).split(separator: "\n").count == 3)
    }

    @Test func `staff take out an enrolment after the closing, and its place goes on`() throws {
        let house = try house()
        for person in ["m01", "m02", "m03"] { _ = try enrol(house, person, #"["a"]"#) }
        #expect(try takeOut(house, 1, "v").reason == "place.open")
        house.go(to: instant(Sample.closes))
        try house.pass([])
        #expect(try takeOut(house, 99, "v").reason == "place.nothing")
        #expect(try takeOut(house, 1, "v", "Not a label").reason == "params")
        let taken = try takeOut(house, 1, "v")
        let leaf = try #require(taken.index)
        #expect(taken.result?["places"]?["state"]?.string == "over")
        #expect(try takeOut(house, 1, "v").isReplay)
        #expect(try takeOut(house, 1, "v", "other").reason == "key.conflict")
        #expect(try takeOut(house, 1, "w").reason == "place.nothing")
        let offered = try #require(try offer(house, "m03"))
        let again = try restarted(house)
        #expect(offered == leaf + 1)
        #expect(try ask(again, "offer.accept", "m03", "x", offered).index == leaf + 2)
        #expect(try takeOut(again, 1, "v").isReplay)
        try draw(again)
        #expect(try takeOut(again, 2, "late").index != nil)
        try verified(again, "taken-out")
        try end(again)
        #expect(try takeOut(again, 3, "end").reason == "phase.closed")
        try verified(again, "taken-out-final")
    }

    @Test func `staff decide in the phase for it alone`() throws {
        let hours =
            #","schedule": {"phases": [{"id": "check", "does": "review", "opens": "2027-02-21T09:00:00+08:00","#
            + #" "closes": "2027-02-22T09:00:00+08:00"}]}"#
        let house = try house(Sample.enrolment(by: "review", beside: hours))
        _ = try enrol(house, "m01", #"["a"]"#)
        let call = #"{"campaign":"tuoguan","key":"1","index":1,"outcome":"approve"}"#
        let early = try house.control("review.decide", call)
        #expect(early.reason == "phase.act")
        house.go(to: instant("2027-02-21T09:00:00+08:00"))
        #expect(try house.control("review.decide", call).index == 2)
        house.go(to: instant("2027-02-22T09:00:00+08:00"))
        #expect(try house.control("review.decide", call).isReplay)
        let again = try restarted(house)
        try draw(again)
        try verified(again, "reviewed")
    }

    @Test func `more places go to who waits, and the rules never have fewer`() throws {
        let text = Sample.enrolment()
        let house = try house(text)
        for person in ["m01", "m02", "m03", "m04"] { _ = try enrol(house, person, #"["a"]"#) }
        func edit(_ house: House, _ text: String) throws -> String? {
            house.folder.write("tuoguan.json", text)
            house.go(to: house.tick + 1000)
            try house.rescan()
            return try house.control("status").result?["files"]?[0]?["state"]?.string
        }
        let more = text.replacing(#""capacity": 2"#, with: #""capacity": 3"#).replacing("乙班", with: "乙班（二楼）")
        #expect(try edit(house, text.replacing(#""capacity": 2"#, with: #""capacity": 1"#)) == "rejected")
        #expect(try edit(house, more) == "in-force")
        #expect(try standing(house, "m03")?["offers"]?[0]?["slot"]?.string == "a")
        #expect(try standing(house, "m04")?["waiting"]?[0]?["position"]?.integer == 1)
        let slot = try house.call("tally", #"{"campaign":"tuoguan"}"#).result?["places"]?["slots"]?[0]
        #expect(slot?["capacity"]?.integer == 3 && slot?["offered"]?.integer == 1)
        let again = try restarted(house)
        #expect(try ask(again, "offer.accept", "m03", "x", try offer(again, "m03")).index != nil)
        #expect(try edit(again, text) == "rejected")
        try draw(again)
        try verified(again, "more")
        try end(again)
        try verified(again, "more-final")
    }

    @Test func `a lottery is drawn, and somebody erased after the end`() throws {
        let house = try house(Sample.enrolment(by: "lottery"))
        for number in 1...9 { #expect(try enrol(house, "m0\(number)", #"["a","b"]"#).result != nil) }
        house.go(to: instant(Sample.closes))
        try house.pass([])
        #expect(try ask(house, "enrol.cancel", "m01", "c").reason == "phase.closed")
        try draw(house)
        #expect(try verified(house, "drawn").grade?.level == "G0")
        let holder = try #require(try (1...8).map { "m0\($0)" }.first { try standing(house, $0)?["taken"]?[0] != nil })
        #expect(try ask(house, "enrol.cancel", holder, "c").index != nil)
        let erase = #"{"campaign":"tuoguan","participant":"\#(holder)","reason":"own-request"}"#
        house.go(to: house.tick + 200 * Self.hour)
        #expect(try house.control("erase", erase).reason == "erase.early")
        try end(house)
        let whole = try #require(house.disk as? SimulatedDisk)
        let before = try house.bundle(of: "tuoguan")["draw/places.csv"]
        #expect(try house.control("erase", erase).result?["withheld"]?.elements.count == 1)
        let again = try House(on: whole.survivor(), house.folder, at: house.tick)
        again.go(to: house.tick + 1000)
        try again.pass([])
        #expect(try again.bundle(of: "tuoguan")["draw/places.csv"] == before)
        #expect(try again.bundle(of: "tuoguan") == house.bundle(of: "tuoguan"))
    }

    @Test func `what is wrong is refused, and consumes nothing`() throws {
        let house = try house(Sample.enrolment(more: #","person":1"#))
        _ = try enrol(house, "m01", #"["a"]"#)
        let size = try house.call("tally", #"{"campaign":"tuoguan"}"#).result?["size"]?.integer
        for (choices, more, reason) in [
            (#"["c"]"#, "", "place.choices"), (#"["a","a"]"#, "", "place.choices"), ("[]", "", "place.choices"),
            (#"["a","b","a"]"#, "", "place.choices"), ("[1]", "", "place.choices"), (#""a""#, "", "params"),
            (#"["a"]"#, #","dependants":[{"child":"小","grade":7}]"#, "form.value"),
            (#"["a"]"#, #","dependants":[{"grade":1}]"#, "form.missing"),
            (#"["a"]"#, #","dependants":[{"child":"小","grade":1,"x":"y"}]"#, "form.unknown"),
            (#"["a"]"#, #","dependants":{}"#, "params"),
            (
                #"["a"]"#, #","dependants":[{"child":"一","grade":1},{"child":"二","grade":1},{"child":"三","grade":1}]"#,
                "place.dependants"
            ),
            (#"["a"]"#, #","dependants":[{"child":"一","grade":1},{"child":"二","grade":1}]"#, "place.never"),
        ] {
            #expect(try enrol(house, "m02", choices, more: more).reason == reason, "\(choices)\(more)")
        }
        for (method, index) in [("offer.accept", 1), ("offer.decline", 99), ("offer.accept", -1)] {
            #expect(try ask(house, method, "m01", "x", index).reason == "offer.unknown")
        }
        #expect(try ask(house, "enrol.cancel", "m02", "x", 1).reason == "place.nothing")
        #expect(try ask(house, "enrol.cancel", "m77", "x").reason == "person.unlisted")
        #expect(try house.call("tally", #"{"campaign":"tuoguan"}"#).result?["size"]?.integer == size)
    }
}
