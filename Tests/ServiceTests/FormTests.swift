import Auditing
import Foundation
import JSON
import Proofs
import Simulation
import Testing

@testable import Service

extension Sample {
    /// A raffle with a form of every type; a prize is claimed within a day.
    static func filling(asked: String = "once", chances: String = "entry") -> String {
        """
        {
          "id": "dianying", "kind": "raffle", "title": "电影券", "organiser": "jimo-union.example", "contact": "工会",
          "announces": "\(announces)", "opens": "\(opens)", "closes": "\(closes)",
          "audience": {"roll": "rolls/sample.csv"}, "limits": {"person": {"day": 3}}, "signin": {"days": 1},
          "form": {"asked": "\(asked)", "fields": [
            {"id": "seats", "title": "人数", "type": "number", "least": 1, "most": 2},
            {"id": "cinema", "title": "影院", "type": "choice", "options": [{"id": "east", "text": "东"}, {"id": "west", "text": "西"}]},
            {"id": "date", "title": "哪天", "type": "date", "optional": true},
            {"id": "fee", "title": "花费", "type": "money", "optional": true, "private": true},
            {"id": "age", "title": "年龄", "type": "number", "most": 150, "optional": true, "private": true},
            {"id": "address", "title": "地址", "type": "text", "most": 30, "optional": true, "private": true},
            {"id": "mobile", "title": "手机", "type": "phone", "private": true}]},
          "prizes": {"draw": "final", "chances": {"for": "\(chances)", "most": 3}, "alternates": 2,
            "claims": {"within": "24h"},
            "tiers": [{"id": "first", "title": "一等奖", "prize": "票", "value": "80.00", "count": 2}]}
        }
        """
    }
}

/// What people fill in, from the call to both verifiers; private values stay between the journal and the auditor.
@Suite struct FormTests {
    private let place = TemporaryFolder()

    private func house(_ text: String, on disk: SimulatedDisk = SimulatedDisk()) throws -> House {
        let house = try House(on: disk, Sample.folder(["dianying.json": text]), settings: Self.settings)
        _ = try house.waitForHeads()
        house.go(to: instant(Sample.opens))
        try house.pass([])
        return house
    }

    private static let settings = House.settings(isRehearsal: false, seed: nil)

    private func params(_ person: String, _ key: String, _ fields: String? = nil, more: String = "") -> String {
        let filled = fields.map { #","fields":\#($0)"# } ?? ""
        return #"{"campaign":"dianying","participant":"\#(person)","key":"\#(key)"\#(filled)\#(more)}"#
    }

    private func fields(_ number: Int, more: String = "") -> String {
        #"{"seats":\#(1 + number % 2),"cinema":"east","mobile":"\#(Self.mobile(number))","address":"\#(Self.address(number))""#
            + #","fee":"\#(number).50","age":\#(30 + number)\#(more)}"#
    }

    private static func mobile(_ number: Int) -> String { "1385\(5_550_000 + number * 7919)" }
    private static func address(_ number: Int) -> String { "黄河路\(number * 1_299_709)号" }

    private static func person(_ number: Int) -> String { number < 10 ? "m0\(number)" : "m\(number)" }

    private func restarted(_ house: House) throws -> House {
        _ = try house.waitForHeads()
        let disk = try #require(house.disk as? SimulatedDisk)
        return try House(on: disk.survivor(), house.folder, at: house.tick, settings: Self.settings)
    }

    // MARK: Taking

    @Test func `what does not fit is refused by its field, and consumes nothing`() throws {
        let house = try house(Sample.filling())
        let rows: [(fields: String, reason: String, field: String?)] = [
            ("{}", "form.missing", "seats"),
            (#"{"seats":1,"cinema":"east"}"#, "form.missing", "mobile"),
            (#"{"seats":3,"cinema":"east","mobile":"13800138000"}"#, "form.value", "seats"),
            (#"{"seats":"1","cinema":"east","mobile":"13800138000"}"#, "form.value", "seats"),
            (#"{"seats":1.5,"cinema":"east","mobile":"13800138000"}"#, "form.value", "seats"),
            (#"{"seats":1,"cinema":["east"],"mobile":"13800138000"}"#, "form.value", "cinema"),
            (#"{"seats":1,"cinema":null,"mobile":"13800138000"}"#, "form.value", "cinema"),
            (#"{"seats":1,"cinema":"north","mobile":"13800138000"}"#, "form.value", "cinema"),
            (#"{"seats":1,"cinema":"east","mobile":"1380013x800"}"#, "form.value", "mobile"),
            (#"{"seats":1,"cinema":"east","mobile":"13800138000","date":"2027-02-29"}"#, "form.value", "date"),
            (#"{"seats":1,"cinema":"east","mobile":"13800138000","13800138000":"x"}"#, "form.unknown", nil),
        ]
        for row in rows {
            let reply = try house.call("submit", params("m01", "a", row.fields))
            #expect(reply.reason == row.reason && reply.code == -32010, "\(row.fields): \(reply)")
            #expect(reply.error?["data"]?["field"]?.string == row.field, "\(reply)")
            #expect(reply.error?["data"]?["consumed"]?.bool == false)
            #expect(!reply.description.contains("3800138000") && !reply.description.contains("1380013x800"))
        }
        #expect(try house.call("submit", params("m01", "a")).reason == "form.required")
        #expect(try house.call("signin", params("m01", "s")).reason == "form.required")
        #expect(try house.call("submit", params("m01", "a", "[]")).reason == "params")
        #expect(try house.call("signin", params("m01", "s", "{}")).reason == "params")
        func isAsked() throws -> Bool? {
            try house.call("result", #"{"campaign":"dianying","participant":"m01"}"#).result?["form"]?.bool
        }
        #expect(try isAsked() == true)
        let taken = try house.call("submit", params("m01", "a", fields(1)))
        #expect(taken.result?["attempt"]?.integer == 1, "\(taken)")
        #expect(try isAsked() == false)
        #expect(try house.call("submit", params("m01", "b", fields(1))).reason == "form.unasked")
        #expect(try house.call("submit", params("m01", "b")).result?["attempt"]?.integer == 2)
        #expect(try house.call("signin", params("m01", "s")).result != nil)
    }

    @Test func `the same key with other fields is a conflict, over a restart too`() throws {
        var house = try house(Sample.filling(asked: "each"))
        let first = try house.call("submit", params("m01", "a", fields(1)))
        for _ in 0..<2 {
            let again = try house.call("submit", params("m01", "a", fields(1)))
            #expect(again.isReplay && again.index == first.index, "\(again)")
            #expect(try house.call("submit", params("m01", "a", fields(2))).reason == "key.conflict")
            #expect(try house.call("submit", params("m01", "a")).reason == "key.conflict")
            house = try restarted(house)
        }
        #expect(try house.call("submit", params("m01", "b", fields(2))).result?["attempt"]?.integer == 2)
    }

    @Test func `too much for a body is refused`() throws {
        let many = (0..<50).map { #"{"id": "f\#($0)", "title": "项", "type": "text", "most": 2000}"# }
        let text = Sample.filling().replacing(
            #/"fields": \[[\s\S]*?"private": true}\]}/#, with: #""fields": [\#(many.joined(separator: ","))]}"#)
        let house = try house(text)
        func filled(_ count: Int) -> String {
            "{" + (0..<50).map { #""f\#($0)":"\#(String(repeating: "字", count: count))""# }.joined(separator: ",") + "}"
        }
        #expect(try house.call("submit", params("m01", "a", filled(300))).reason == "form.size")
        #expect(try house.call("submit", params("m01", "a", filled(100))).result != nil)
    }

    @Test func `a ballot bears the form of a contest`() throws {
        let form = #"""
            "form": {"fields": [{"id": "team", "title": "班组", "type": "text", "most": 9},
              {"id": "mobile", "title": "手机", "type": "phone", "private": true}]}, "ranking": {
            """#
        let house = try house(
            Sample.contest(id: "dianying", prizes: "").replacing(#""ranking": {"#, with: form))
        func vote(_ key: String, _ filled: String = "", choice: String = #"["e01"]"#) throws -> Reply {
            try house.call("vote", params("m01", key, more: #","choice":\#(choice)\#(filled)"#))
        }
        let filled = #","fields":{"team":"甲班","mobile":"13855551234"}"#
        #expect(try vote("a").reason == "form.required")
        #expect(try vote("a", #","fields":{"team":"甲乙丙丁戊己庚辛壬癸","mobile":"13855551234"}"#).reason == "form.value")
        #expect(try vote("a", filled).result != nil)
        #expect(try vote("a", filled).isReplay)
        #expect(try vote("a").reason == "key.conflict")
        #expect(try vote("b", filled).reason == "form.unasked")
        #expect(try vote("b", choice: #"["e02"]"#).result != nil)
        #expect(try vote("c", choice: "{}").result != nil)
        house.go(to: instant(Sample.closes) + 600_000)
        try house.pass([])
        #expect(try house.control("draw", #"{"campaign":"dianying"}"#).result != nil)
        let bundle = try exported(house)
        #expect(try judged(bundle, try auditorFile(house)) == [[], []])
        #expect(try judged(bundle, nil) == [["identity not-provable"], ["identity not-provable"]])
    }

    // MARK: To the bundle

    /// Twelve people registered and drawn, with a restart between them.
    private func drawn(asked: String) throws -> House {
        var house = try house(Sample.filling(asked: asked))
        for number in 1...12 {
            let sent = asked == "claim" ? nil : fields(number)
            #expect(try house.call("submit", params(Self.person(number), "a", sent)).result != nil)
            if number == 6 { house = try restarted(house) }
        }
        house.go(to: instant(Sample.closes))
        try house.pass([])
        #expect(try house.control("draw", #"{"campaign":"dianying"}"#).result != nil)
        return house
    }

    private func outcome(_ house: House, _ number: Int) throws -> String? {
        let params = #"{"campaign":"dianying","participant":"\#(Self.person(number))"}"#
        return try house.call("result", params).result?["outcome"]?["kind"]?.string
    }

    private func auditorFile(_ house: House) throws -> String {
        let head = try house.control("auditor.file", #"{"campaign":"dianying","sample":3}"#)
        var file = try #require(head.result?["file"]?.string, "\(head)")
        var from: Int64? = 0
        while let first = from {
            let more = try house.control("auditor.private", #"{"campaign":"dianying","from":\#(first)}"#)
            file += try #require(more.result?["lines"]?.string, "\(more)")
            from = more.result?["next"]?.integer
        }
        return file
    }

    private func exported(_ house: House, _ name: String = "bundle") throws -> (path: String, vkey: String) {
        _ = try house.waitForHeads()
        let path = "\(place.path)/\(name)"
        let reply = try house.control("export", #"{"campaign":"dianying","into":"\#(path)"}"#)
        #expect(reply.result != nil, "\(reply)")
        let vkey = try house.call("campaign", #"{"campaign":"dianying"}"#).result?["vkey"]?.string
        return (path, try #require(vkey))
    }

    /// What both verifiers say of each check that is neither passed nor unused, with the auditor's file.
    private func judged(_ bundle: (path: String, vkey: String), _ auditor: String?) throws -> [[String]] {
        let report = Verifier(bundle: bundle.path, vkey: bundle.vkey, auditorFile: auditor.map { Array($0.utf8) }).run()
        let swift = report.checks.filter { [.fail, .notProvable].contains($0.status) }
            .map { "\($0.id.rawValue) \($0.status.rawValue)" }
        var arguments = [bundle.path, "--vkey", bundle.vkey, "--json"]
        if let auditor {
            try Data(auditor.utf8).write(to: URL(fileURLWithPath: place.path + "/auditor"))
            arguments += ["--auditor-file", place.path + "/auditor"]
        }
        return [swift, try Self.python(arguments)]
    }

    private static func python(_ arguments: [String]) throws -> [String] {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("tools/verify.py").path
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", script] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = Pipe()
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let checks = try JSONDocument(bytes: Array(data)).root["checks"]?.elements ?? []
        guard !checks.isEmpty else { throw Unexpected(String(decoding: data, as: UTF8.self)) }
        return checks.compactMap { check in
            guard let status = check["status"]?.string, ["fail", "not-provable"].contains(status) else { return nil }
            return "\(check["check"]?.string ?? "") \(status)"
        }
    }

    private func files(below root: String) -> [(path: String, data: Data)] {
        (FileManager.default.subpaths(atPath: root) ?? []).compactMap { path in
            FileManager.default.contents(atPath: "\(root)/\(path)").map { (path, $0) }
        }
    }

    @Test func `the bundle has no private value, and the auditor's file opens them all`() throws {
        let house = try drawn(asked: "once")
        let bundle = try exported(house)
        for (path, data) in files(below: bundle.path) {
            for number in 1...12 {
                for value in [
                    Self.mobile(number), Self.address(number), Base64.encode(Array(Self.mobile(number).utf8)),
                ] {
                    #expect(data.range(of: Data(value.utf8)) == nil, "\(value) in \(path)")
                }
            }
        }
        for said in house.said { #expect(!said.contains("1385") && !said.contains("黄河路")) }
        #expect(!(try house.control("status").description.contains("1385")))
        let auditor = try auditorFile(house)
        #expect(auditor.split(separator: "\n").filter { $0.hasPrefix("private ") }.count == 48)
        let values = try AuditorFile(parsing: Array(auditor.utf8)).concealed.map {
            String(decoding: $0.value.value, as: UTF8.self)
        }
        for number in 1...12 {
            for value in [Self.mobile(number), Self.address(number), "\(number).50", "\(30 + number)"] {
                #expect(values.contains(value))
            }
        }
        #expect(try judged(bundle, auditor) == [[], []])
        #expect(try judged(bundle, nil) == [["identity not-provable"], ["identity not-provable"]])
        let again = try restarted(house)
        #expect(try auditorFile(again) == auditor)
        #expect(try again.bundle(of: "dianying") == house.bundle(of: "dianying"))
    }

    @Test
    func `a private value that is changed, moved or added is caught by both verifiers, and a missing one is told`()
        throws
    {
        let house = try drawn(asked: "each")
        let bundle = try exported(house)
        let auditor = try auditorFile(house)
        let lines = auditor.split(separator: "\n").map(String.init)
        let first = try #require(lines.firstIndex { $0.hasPrefix("private ") })
        func with(_ change: (inout [String]) -> Void) -> String {
            var changed = lines
            change(&changed)
            return changed.map { $0 + "\n" }.joined()
        }
        let words = lines[first].split(separator: " ").map(String.init)
        let flipped = Base64.encode(Array("13899999999".utf8))
        let fails = [["identity fail"], ["identity fail"]]
        #expect(try judged(bundle, with { $0[first] = (words.dropLast() + [flipped]).joined(separator: " ") }) == fails)
        let nonce = String(words[3].reversed())
        #expect(
            try judged(
                bundle, with { $0[first] = [words[0], words[1], words[2], nonce, words[4]].joined(separator: " ") })
                == fails)
        #expect(
            try judged(
                bundle,
                with { $0[first] = [words[0], words[1], "/fields/aaa", words[3], words[4]].joined(separator: " ") })
                == fails)
        #expect(try judged(bundle, with { $0.swapAt(first, first + 1) }) == fails)
        #expect(try judged(bundle, with { $0[first] += "=" }) == fails)
        #expect(
            try judged(bundle, with { $0.remove(at: first + 1) }) == [
                ["identity not-provable"], ["identity not-provable"],
            ])
    }

    @Test func `a claim bears the form where the rules ask for it then`() throws {
        var house = try drawn(asked: "claim")
        let winners = try (1...12).filter { try outcome(house, $0) == "win" }
        let (one, two) = (winners[0], winners[1])
        func claim(_ number: Int, _ key: String, _ fields: String?) throws -> Reply {
            try house.call("claim", params(Self.person(number), key, fields))
        }
        #expect(try claim(one, "c", nil).reason == "form.required")
        let bad = try claim(one, "c", #"{"seats":7}"#)
        #expect(bad.reason == "form.value" && bad.error?["data"]?["field"]?.string == "seats")
        let taken = try claim(one, "c", fields(one))
        #expect(taken.index != nil, "\(taken)")
        for _ in 0..<2 {
            #expect(try claim(one, "c", fields(one)).isReplay)
            #expect(try claim(one, "c", fields(one + 1)).reason == "key.conflict")
            #expect(try claim(one, "c", nil).reason == "key.conflict")
            house = try restarted(house)
        }
        #expect(try house.call("decline", params(Self.person(two), "d")).result != nil)
        let bundle = try exported(house)
        for (path, data) in files(below: bundle.path) {
            #expect(data.range(of: Data(Self.mobile(one).utf8)) == nil, "\(path)")
        }
        let auditor = try auditorFile(house)
        #expect(auditor.split(separator: "\n").filter { $0.hasPrefix("private ") }.count == 4)
        #expect(try judged(bundle, auditor) == [[], []])
        #expect(try judged(bundle, nil) == [["identity not-provable"], ["identity not-provable"]])
    }

    @Test func `erasing a person erases what they filled in`() throws {
        let disk = SimulatedDisk()
        let house = try house(Sample.filling(), on: disk)
        for number in 1...12 {
            #expect(try house.call("submit", params(Self.person(number), "a", fields(number))).result != nil)
        }
        house.go(to: instant(Sample.closes))
        try house.pass([])
        _ = try house.control("draw", #"{"campaign":"dianying"}"#)
        house.go(to: house.tick + 200 * 3_600_000)
        try house.pass([])
        let number = try #require(try (1...12).first { try outcome(house, $0) == "none" })
        let erase = #"{"campaign":"dianying","participant":"\#(Self.person(number))","reason":"own-request"}"#
        func traces() -> Int {
            disk.survivor().image.values.count { bytes in
                Data(bytes).range(of: Data(Self.mobile(number).utf8)) != nil
                    || Data(bytes).range(of: Data(Self.address(number).utf8)) != nil
            }
        }
        #expect(traces() > 0)
        #expect(try house.control("erase", erase).result != nil)
        try house.pass([])
        #expect(traces() == 0)
        let auditor = try auditorFile(house)
        #expect(!auditor.contains(Base64.encode(Array(Self.mobile(number).utf8))))
        #expect(auditor.split(separator: "\n").filter { $0.hasPrefix("private ") }.count == 44)
        let again = try House(on: disk.survivor(), house.folder, at: house.tick, settings: Self.settings)
        #expect(try auditorFile(again) == auditor)
        let open = try judged(try exported(again), auditor)
        #expect(
            open[0].allSatisfy { $0.hasSuffix("not-provable") } && open[1].allSatisfy { $0.hasSuffix("not-provable") })
    }
}
