import Auditing
import JSON
import Proofs
import Simulation
import Testing

@testable import Service

/// What the daemon publishes is what the verifier, which shares nothing with the engine, works out again.
@Suite struct BundleTests {
    private let place = TemporaryFolder()

    /// Runs a campaign to its bundle, and verifies it with the key that the daemon told beforehand.
    private func verified(
        _ house: House, _ campaign: String, publicValues: [String: String] = [:]
    ) throws -> VerificationReport {
        let named = #"{"campaign":"\#(campaign)"}"#
        let vkey = try #require(try house.call("campaign", named).result?["vkey"]?.string)
        _ = try house.waitForHeads()
        let path = "\(place.path)/\(campaign)"
        let export = try house.control("export", #"{"campaign":"\#(campaign)","into":"\#(path)"}"#)
        #expect(export.result?["files"]?.integer ?? 0 > 15, "\(export)")
        let auditor = try house.control("auditor.file", #"{"campaign":"\#(campaign)","sample":5}"#)
        let file = try #require(auditor.result?["file"]?.string)
        return Verifier(
            bundle: path, vkey: vkey, publicValues: publicValues, auditorFile: Array(file.utf8)
        ).run()
    }

    private func failures(_ report: VerificationReport) -> [String] {
        report.checks.filter { $0.status == .fail }.map { "\($0.id.rawValue): \($0.sentence.zh)" }
    }

    @Test(arguments: [UInt64(4), 5]) func `the bundles of a whole run verify`(seed: UInt64) throws {
        let house = try Recording(seed: seed, count: 180).house
        for campaign in ["yuanxiao", "duanwu"] {
            let numbers = "0.1.2.3.4.5.6.7.8.9.0.1.2.3.4.5.6.7.8.9"
            let values = campaign == "duanwu" ? ["notary.example": numbers] : [:]
            let report = try verified(house, campaign, publicValues: values)
            #expect(report.unreadable == nil)
            #expect(failures(report) == [])
            #expect(report.exitCode == 0, "\(report.text(.en))")
        }
    }

    @Test func `a restarted daemon's bundle verifies too`() throws {
        let recording = try Recording(seed: 6, count: 120)
        let disk = try #require(recording.house.disk as? SimulatedDisk)
        let again = try House(on: disk.survivorOfPowerCut(), recording.house.folder, at: recording.house.tick)
        #expect(failures(try verified(again, "duanwu")) == [])
    }

    /// Campaigns that end in a corner of the rules.
    @Test(arguments: ["nobody", "late", "early", "berlin", "hidden", "nobody may win"])
    func `a campaign in a corner of the rules verifies`(corner: String) throws {
        var text = Sample.riddles()
        var roll = Sample.roll(8)
        if corner == "berlin" {
            text = text.replacing("\"audience\"", with: "\"zone\": \"Europe/Berlin\", \"audience\"")
        }
        if corner == "hidden" { text = Sample.riddles(more: #", "disclosure": {"result": "after-closing"}"#) }
        if corner == "nobody may win" { roll = roll.replacing(",1\n", with: ",0\n") }
        let start = corner == "late" ? instant(Sample.opens) + 7_200_000 : instant(Sample.announces)
        let house = try House(Sample.folder(["yuanxiao.json": text], roll: roll), at: start)
        house.go(to: instant(Sample.opens) + 3000)
        if corner != "nobody" {
            for person in 1...8 {
                for (number, answers) in [#"{"r1":"灯笼"}"#, #"{"r1":"灯笼","r2":"月"}"#, #"{"r2":"胖"}"#].enumerated() {
                    try house.send(line("submit", Sample.guess("m0\(person)", "k\(number)", answers)))
                }
            }
        }
        if corner == "early" {
            #expect(try house.control("close", #"{"campaign":"yuanxiao","reason":"风, \"大\" 雨"}"#).index == 25)
        }
        house.go(to: instant(Sample.closes))
        #expect(try house.control("draw", #"{"campaign":"yuanxiao"}"#).result != nil)
        let report = try verified(house, "yuanxiao")
        #expect(failures(report) == [])
    }
}
