import Auditing
import Engine
import Foundation
import JSON
import Platform
import Proofs
import Simulation
import Testing

@testable import Service

/// Campaigns without a roll: whoever the gateway names takes part, up to a number.
@Suite struct OpenAudienceTests {
    private let place = TemporaryFolder()

    private static func riddles(most: Int = 100, limits: String = #"{"person": {"total": 4}, "ip": {"day": 500}}"#)
        -> String
    {
        Sample.riddles(limits: limits, more: #", "disputes": "1h", "disclosure": {"masking": "first"}"#)
            .replacingOccurrences(
                of: #"{"roll": "rolls/sample.csv"}"#, with: #"{"open": true, "most": \#(most)}"#)
    }

    private func house(_ text: String = riddles(), on disk: any Disk = SimulatedDisk()) throws -> House {
        let house = try House(on: disk, CampaignsFolder(["yuanxiao.json": text]))
        house.go(to: instant(Sample.opens) + 1000)
        return house
    }

    private static func id(_ number: Int) -> String { "wx:\(number * 104_729)@app" }

    private func guess(_ house: House, _ id: String, _ key: String, _ answers: String = #"{"r1":"灯笼"}"#) throws -> Reply
    {
        try house.call("submit", Sample.guess(id, key, answers, more: #","ip":"10.0.0.7""#))
    }

    /// Thirty people, of whom some come twice, some only with what is refused.
    private func play(_ house: House) throws {
        for number in 0..<30 {
            house.go(to: house.tick + 500)
            let refused = try guess(house, Self.id(1000 + number), "a", #"{"r9":"灯笼"}"#)
            #expect(refused.reason == "answers.unknown")
            let answers = number % 3 == 0 ? #"{"r2":"月"}"# : #"{"r1":"灯笼"}"#
            #expect(try guess(house, Self.id(number), "a", answers).outcome == "ok")
            #expect(try guess(house, Self.id(number / 2), "b\(number)", #"{"r3":"重\#(number)"}"#).outcome == "ok")
        }
    }

    private func finish(_ house: House) throws {
        house.go(to: instant(Sample.closes) + 1000)
        #expect(try house.control("draw", #"{"campaign":"yuanxiao"}"#).outcome == "ok")
        _ = try house.waitForHeads()
    }

    private func export(_ house: House, _ name: String) throws -> String {
        let path = "\(place.path)/\(name)"
        let reply = try house.control("export", #"{"campaign":"yuanxiao","into":"\#(path)"}"#)
        guard reply.outcome == "ok" else { throw Unexpected("not exported: \(reply)") }
        return path
    }

    private func restarted(_ house: House) throws -> House {
        let disk = try #require(house.disk as? SimulatedDisk)
        return try House(on: disk.survivorOfPowerCut(), house.folder, at: house.tick)
    }

    /// What both verifiers say, the Python one by check.
    private func judged(
        _ house: House, _ bundle: String, earlier: String? = nil
    ) throws -> (report: VerificationReport, python: [String: String]) {
        let vkey = try #require(try house.call("campaign", #"{"campaign":"yuanxiao"}"#).result?["vkey"]?.string)
        let file = try house.control("auditor.file", #"{"campaign":"yuanxiao","sample":8}"#).result?["file"]?.string
        let auditor = "\(place.path)/auditor"
        try Data(try #require(file).utf8).write(to: URL(fileURLWithPath: auditor))
        let report = Verifier(
            bundle: bundle, vkey: vkey, auditorFile: Array(try #require(file).utf8), earlier: earlier
        ).run()
        let more = ["--vkey", vkey, "--auditor-file", auditor] + (earlier.map { ["--earlier", $0] } ?? [])
        return (report, try PythonCheck.statuses(bundle, more))
    }

    private func expectAgreement(_ judged: (report: VerificationReport, python: [String: String])) {
        #expect(judged.report.checks.filter { $0.status == .fail }.isEmpty, "\(judged.report.text(.en))")
        for check in judged.report.checks {
            #expect(judged.python[check.id.rawValue] == check.status.rawValue, "\(check.id)")
        }
    }

    @Test func `anybody takes part, and both verifiers pass the bundle, after a restart the same one`() throws {
        let house = try house()
        try play(house)
        // What was refused is counted in the journal now and then.
        house.go(to: house.tick + 60_000)
        try house.pass([])
        let again = try restarted(house)
        try play2(house)
        try play2(again)
        for running in [house, again] { try finish(running) }
        let (first, second) = (try export(house, "first"), try export(again, "second"))
        for file in ["SHA256SUMS", "report.json", "draw/eligible.csv", "draw/winners.csv"] {
            let bytes = FileManager.default.contents(atPath: "\(first)/\(file)")
            #expect(bytes != nil && bytes == FileManager.default.contents(atPath: "\(second)/\(file)"), "\(file)")
        }
        let judged = try judged(again, second)
        expectAgreement(judged)
        #expect(judged.report[.roll]?.status == .notUsed && judged.report[.identity]?.status == .pass)
        #expect(!FileManager.default.fileExists(atPath: "\(second)/roll"))
        let page = String(
            decoding: FileManager.default.contents(atPath: "\(second)/report.html") ?? Data(), as: UTF8.self)
        let head = try #require(page.split(separator: "\n").first { $0.contains("class=\"grade\"") })
        #expect(head.contains("identities were not fixed beforehand"), "\(head)")
        #expect(page.contains("nobody has several ids") && !page.contains("the organiser made the roll"))
        let winners = String(
            decoding: FileManager.default.contents(atPath: "\(second)/draw/winners.csv") ?? Data(), as: UTF8.self)
        #expect(winners.contains(",w***") && !winners.contains("wx:"))
    }

    /// Goes on where `play` ended.
    private func play2(_ house: House) throws {
        #expect(try guess(house, Self.id(3), "a", #"{"r2":"月"}"#).isReplay)
        #expect(try guess(house, Self.id(40), "a").outcome == "ok")
        #expect(try guess(house, Self.id(7), "z", #"{"r2":"胖"}"#).outcome == "ok")
    }

    @Test func `a flood of new ids that come to nothing leaves nothing behind`() throws {
        let house = try house()
        let campaign = try #require(house.daemon.campaign("yuanxiao"))
        for number in 0..<2000 {
            _ = try guess(house, Self.id(number), "a", #"{"r9":"灯笼"}"#)
            _ = try house.call("paper", #"{"campaign":"yuanxiao","participant":"\#(Self.id(number))"}"#)
        }
        #expect(campaign.roll.count == 0 && campaign.pseudonyms.isEmpty && campaign.state.cast.count == 1)
        #expect(try guess(house, Self.id(9), "a").outcome == "ok")
        #expect(campaign.roll.count == 1)
        let result = try house.call("result", #"{"campaign":"yuanxiao","participant":"\#(Self.id(9))"}"#)
        #expect(result.result?["entries"]?.elements.count == 1)
        let stranger = try house.call("result", #"{"campaign":"yuanxiao","participant":"\#(Self.id(10))"}"#)
        #expect(stranger.reason == "person.unlisted")
    }

    @Test func `no more people come than the rules say, also after a restart, and those who came go on`() throws {
        var house = try house(Self.riddles(most: 3))
        for number in 0..<3 { #expect(try guess(house, Self.id(number), "a").outcome == "ok") }
        for _ in 0..<2 {
            #expect(try guess(house, Self.id(3), "a").reason == "audience.full")
            let paper = try house.call("paper", #"{"campaign":"yuanxiao","participant":"\#(Self.id(3))"}"#)
            #expect(paper.reason == "audience.full")
            #expect(try guess(house, Self.id(2), "a").isReplay)
            let refusals = house.daemon.campaign("yuanxiao")?.state.refusalCounts() ?? []
            #expect(refusals.map(\.reason) == ["audience.full"])
            house = try restarted(house)
        }
        #expect(try guess(house, Self.id(1), "b", #"{"r3":"重"}"#).outcome == "ok")
    }

    @Test func `an id is its bytes: of another form or too long it is nobody, and takes no room`() throws {
        let house = try house()
        let huge = String(repeating: "a", count: 65_000)
        for id in ["", "Jos\u{e9}", "Jose\u{301}", "ＭＯ１", "m 1", String(repeating: "m", count: 65), huge] {
            #expect(try guess(house, id, "a").reason == "params", "\(id.prefix(20))")
        }
        let longest = String(repeating: "m", count: 64)
        for id in [longest, "m1", "M1", "m1.", longest.dropLast() + "n"] {
            #expect(try guess(house, String(id), "a").outcome == "ok")
        }
        #expect(house.daemon.campaign("yuanxiao")?.roll.count == 5)
        let again = try restarted(house)
        #expect(try guess(again, longest, "a").isReplay)
        #expect(try guess(again, "M1", "b").reason == "answers.solved")
    }

    @Test func `there is no roll to add anybody to, and nobody says how many are on it`() throws {
        let house = try house()
        #expect(try house.control("roll.add", #"{"campaign":"yuanxiao"}"#).reason == "roll.open")
        #expect(try house.call("campaign", #"{"campaign":"yuanxiao"}"#).result?["roll"]?.kind == .null)
        #expect(try house.call("tally", #"{"campaign":"yuanxiao"}"#).result?["roll"]?.kind == .null)
    }

    @Test func `who is erased leaves nothing behind, and the rest still verifies`() throws {
        let root = "\(place.path)/data"
        var house = try house(on: try FileDisk(root: root))
        try play(house)
        try finish(house)
        let first = try export(house, "first")
        let number = try #require(
            try (0..<30).first { number in
                let params = #"{"campaign":"yuanxiao","participant":"\#(Self.id(number))"}"#
                return try house.call("result", params).result?["outcome"]?["kind"]?.string == "none"
            })
        let id = Self.id(number)
        #expect(try files(below: root, with: id) == 1)
        house.go(to: house.tick + 3_600_000)
        let erase = #"{"campaign":"yuanxiao","participant":"\#(id)","reason":"own-request"}"#
        #expect((try house.control("erase", erase).result?["withheld"]?.elements.count ?? 0) >= 1)
        #expect(try files(below: root, with: id) == 0)
        #expect(try house.control("erase", erase).reason == "person.unlisted")
        let folder = house.folder
        let tick = house.tick
        house = try House(on: SimulatedDisk(), CampaignsFolder())
        house = try House(on: try FileDisk(root: root), folder, at: tick)
        #expect(try house.control("erase", erase).reason == "person.unlisted")
        let second = try export(house, "second")
        let judged = try judged(house, second)
        expectAgreement(judged)
        #expect(judged.report.exitCode == 3 && judged.report[.roll]?.status == .notUsed)
        let whole = try self.judged(house, second, earlier: first)
        expectAgreement(whole)
        #expect(whole.report.exitCode == 0, "\(whole.report.text(.en))")
    }

    /// How many files have some text in them.
    private func files(below root: String, with text: String) throws -> Int {
        (FileManager.default.subpaths(atPath: root) ?? []).count { path in
            FileManager.default.contents(atPath: "\(root)/\(path)")?.range(of: Data(text.utf8)) != nil
        }
    }
}
