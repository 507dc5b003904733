import Auditing
import Foundation
import JSON
import Proofs
import Simulation
import Testing

@testable import Service

/// Papers with a time limit over the socket, at a restart, and in the bundle.
@Suite struct TimedPaperTests {
    private static let text = Sample.quiz(randomness: #"[{"source": "commit"}]"#).replacing(
        #""shuffle": true,"#,
        with: #"""
            "shuffle": true, "time": "10m", "grace": "30s", "attempts": "highest",
            "overrides": [{"groups": ["senior"], "time": "20m", "pass": 20}],
            """#
    )
    private static let roll = Sample.roll().split(separator: "\n").enumerated().map { number, row in
        "\(row),\(number == 0 ? "groups" : number == 3 ? "senior" : "")"
    }.joined(separator: "\n")

    private func house(on disk: SimulatedDisk = SimulatedDisk()) throws -> House {
        let house = try House(on: disk, Sample.folder(["duanwu.json": Self.text], roll: Self.roll))
        house.go(to: instant(Sample.opens))
        return house
    }

    private func ask(_ house: House, _ method: String, _ person: String, _ key: String, _ more: String = "") throws
        -> Reply
    {
        try house.call(method, #"{"campaign":"duanwu","participant":"\#(person)","key":"\#(key)"\#(more)}"#)
    }

    /// Right answers to the paper that a person has open, as the members of a call.
    private func answers(_ house: House, _ person: String) throws -> String {
        let paper = try #require(try house.call("paper", #"{"campaign":"duanwu","participant":"\#(person)"}"#).result)
        let right = ["q1": "\"A\"", "q2": #"["A","C"]"#, "q3": "\"A\""]
        let ids = (paper["questions"]?.elements ?? []).compactMap { $0["id"]?.string }
        let answers = ids.map { "\"\($0)\":\(right[$0]!)" }.joined(separator: ",")
        return #","paper":"\#(paper["paper"]?.string ?? "")","answers":{\#(answers)}"#
    }

    /// Somebody hands in, somebody saves and leaves, somebody has more time, somebody never comes back.
    private func play(_ house: House) throws {
        for person in ["m01", "m02", "m03", "m04"] { #expect(try ask(house, "start", person, "s").index != nil) }
        #expect(try ask(house, "start", "m01", "s").isReplay)
        #expect(try ask(house, "start", "m01", "t").reason == "paper.open")
        let score = try ask(house, "submit", "m01", "a", try answers(house, "m01")).result
        #expect(score?["score"]?.integer == 30 && score?["passed"]?.bool == true)
        #expect(try ask(house, "save", "m02", "a", try answers(house, "m02")).result?["score"] == nil)
        #expect(
            try ask(house, "submit", "m05", "a", #","paper":"p-0000000000000000","answers":{"q1":"A"}"#).reason
                == "paper.unstarted")
        let late = try answers(house, "m03")
        house.go(to: instant(Sample.opens) + 15 * 60_000)
        try house.pass([])
        #expect(try ask(house, "submit", "m03", "a", late).result?["passed"]?.bool == true)
        #expect(try ask(house, "save", "m02", "b", late).reason == "time.over")
    }

    private func size(_ house: House) throws -> Int64? {
        try house.control("status").result?["campaigns"]?[0]?["size"]?.integer
    }

    @Test func `runs to a bundle that both verifiers pass`() throws {
        let house = try house()
        try play(house)
        let result = try house.call("result", #"{"campaign":"duanwu","participant":"m02"}"#).result
        #expect(
            result?["entries"]?.elements.count == 3 && result?["entries"]?[2]?["passed"]?.bool == true,
            "\(result as Any)")
        house.go(to: instant(Sample.closes) + 600_000)
        try house.pass([])
        _ = try house.control("draw", #"{"campaign":"duanwu"}"#)
        house.go(to: house.tick + 1000)
        try house.pass([])
        let place = TemporaryFolder()
        let path = place.path + "/bundle"
        _ = try house.control("export", #"{"campaign":"duanwu","into":"\#(path)"}"#)
        let key = try #require(try house.call("campaign", #"{"campaign":"duanwu"}"#).result?["vkey"]?.string)
        let report = Verifier(bundle: path, vkey: key).run()
        #expect(report.checks.filter { $0.status == .fail }.isEmpty, "\(report.text(.en))")
        let rows = try String(contentsOfFile: path + "/draw/eligible.csv", encoding: .utf8)
        #expect(rows.split(separator: "\n").count == 4)
        let python = try PythonVerifier.run([path, "--vkey", key, "--lang", "en"])
        #expect(python.status == report.exitCode, "\(python.output)")
    }

    @Test func `a hint is told once it is paid for, and again under its key alone`() throws {
        let text = Sample.riddles().replacing(
            "\"points\": 2", with: "\"points\": 2, \"hints\": [{\"text\": \"月字旁\", \"cost\": 1}]")
        let house = try House(Sample.folder(["yuanxiao.json": text]))
        house.go(to: instant(Sample.opens))
        func hint(_ key: String) throws -> Reply {
            try house.call(
                "hint", "{\"campaign\":\"yuanxiao\",\"participant\":\"m01\",\"key\":\"\(key)\",\"question\":\"r2\"}")
        }
        #expect(try hint("h").result?["hint"]?["text"]?["zh"]?.string == "月字旁")
        #expect(try hint("h").result?["hint"]?["cost"]?.integer == 1)
        #expect(try hint("i").reason == "hint.none")
        #expect(try house.call("submit", Sample.guess("m01", "a", "{\"r2\":\"胖\"}")).result?["score"]?.integer == 1)
    }

    @Test func `a restart brings the open papers and what was saved back`() throws {
        let disk = SimulatedDisk()
        let house = try house(on: disk)
        for person in ["m01", "m02"] { _ = try ask(house, "start", person, "s") }
        let saved = try answers(house, "m02")
        _ = try ask(house, "save", "m02", "a", saved)
        let again = try House(on: disk.survivorOfPowerCut(), house.folder, at: house.tick)
        #expect(try ask(again, "start", "m01", "s").isReplay)
        #expect(try ask(again, "submit", "m01", "b", try answers(again, "m01")).result?["attempt"]?.integer == 1)
        let before = try #require(try size(again))
        again.go(to: instant(Sample.opens) + 20 * 60_000)
        try again.pass([])
        #expect(try size(again) == before + 1)
        let third = try House(
            on: (again.disk as! SimulatedDisk).survivorOfPowerCut(), house.folder, at: again.tick)
        #expect(try size(third) == before + 1)
        #expect(try ask(third, "submit", "m02", "c", saved).reason == "time.over")
        #expect(try ask(third, "start", "m02", "t").result?["attempt"]?.integer == 2)
    }
}

/// The verifier in Python, which is written from the documents alone.
enum PythonVerifier {
    static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", root.appendingPathComponent("tools/verify.py").path] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}
