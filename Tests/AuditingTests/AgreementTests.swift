import Foundation
import JSON
import Proofs
import Testing

@testable import Auditing

/// The verifier in Python is written from the documents alone; both must come to the same end.
enum PythonVerifier {
    static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("tools/verify.py").path

    /// Whether there is a Python and a script that can be run as a command.
    static let isThere: Bool = {
        let text = (try? String(contentsOfFile: script, encoding: .utf8)) ?? ""
        return text.contains("__main__") && FileManager.default.isExecutableFile(atPath: "/usr/bin/env")
            && (try? run(["--help"])) != nil
    }()

    /// - Parameter network: The key of the beacon that made the rounds, where it is not quicknet.
    static func run(_ arguments: [String], network: BeaconKey? = nil) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let folder = URL(fileURLWithPath: script).deletingLastPathComponent().path
        let network = network.map { "verify.QUICKNET_KEY = '\(Hex.encode($0.bytes))'" } ?? "pass"
        let program = "import sys; sys.path.insert(0, '\(folder)'); import verify; \(network); sys.exit(verify.main())"
        process.arguments = ["python3", "-c", program] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    static func verify(
        _ disk: BundleOnDisk, _ bundle: SampleBundle, _ options: [String] = ["--lang", "zh"],
        network: BeaconKey? = SampleParty.network.key
    ) throws -> (status: Int32, output: String) {
        let confirmed = bundle.publicValues.flatMap { ["--public", "\($0.key)=\($0.value)"] }
        guard bundle.hasAuditorFile else {
            return try run([disk.path, "--vkey", bundle.vkey] + confirmed + options, network: network)
        }
        let auditor = NSTemporaryDirectory() + "auditor-\(UUID().uuidString)"
        try Data(bundle.auditorFile()).write(to: URL(fileURLWithPath: auditor))
        defer { try? FileManager.default.removeItem(atPath: auditor) }
        return try run(
            [disk.path, "--vkey", bundle.vkey, "--auditor-file", auditor] + confirmed + options,
            network: network)
    }
}

@Suite(.enabled(if: PythonVerifier.isThere)) struct AgreementTests {
    @Test(arguments: [
        SampleCampaign.riddle, .quiz, .revealed, .instant, .mixed, .everyType, .open, .maskedFirst, .unmasked,
    ])
    func `both verifiers pass an honest bundle`(sample: SampleCampaign) throws {
        let bundle = SampleBundle(sample)
        let disk = try bundle.written()
        let (status, output) = try PythonVerifier.verify(disk, bundle)
        let report = disk.verify(bundle)
        #expect(status == report.exitCode && report.failing.isEmpty, "\(report.text(.en))\(output)")
    }

    /// The sample has three entries of one household, four of one unit and seven in all, on one day.
    @Test(arguments: [
        (limits: #""household":{"total":3},"unit":{"day":4},"campaign":{"day":7,"total":7}"#, holds: true),
        (limits: #""household":{"total":2}"#, holds: false), (limits: #""household":{"day":2}"#, holds: false),
        (limits: #""unit":{"total":3}"#, holds: false), (limits: #""unit":{"day":3}"#, holds: false),
        (limits: #""campaign":{"total":6}"#, holds: false), (limits: #""campaign":{"day":6}"#, holds: false),
        (limits: #""person":{"total":1}"#, holds: false), (limits: #""person":{"total":1,"shadow":true}"#, holds: true),
        (limits: #""household":{"day":1,"shadow":true},"device":{"day":1},"ip":{"total":1}"#, holds: true),
    ]) func `both verifiers count what households, units and the campaign used`(limits: String, holds: Bool) throws {
        var sample = SampleCampaign.riddle
        sample.file = sample.file.replacing(
            #""limits":{"person":{"day":2,"total":3}}"#, with: #""limits":{\#(limits)}"#)
        let bundle = SampleBundle(sample)
        let disk = try bundle.written()
        let report = disk.verify(bundle)
        #expect(report.failing == (holds ? [] : [.limits]), "\(report.text(.en))")
        let (status, output) = try PythonVerifier.verify(disk, bundle)
        #expect(status == report.exitCode, "\(output)")
        #expect(output.contains("limits") || holds)
    }

    /// All entries are from 10:00:00 to 10:00:06 in Tokyo.
    @Test(arguments: [
        (schedule: #""quiet":[{"from":"09:00","to":"10:00"}]"#, holds: true),
        (schedule: #""quiet":[{"from":"22:00","to":"09:00"},{"from":"10:00","to":"10:01"}]"#, holds: false),
        (schedule: #""quiet":[{"from":"22:00","to":"10:01"}]"#, holds: false),
        (schedule: phase("09:00:00", "09:00:07"), holds: true), (schedule: phase("09:00:00", "09:00:06"), holds: false),
        (schedule: phase("09:00:02", "12:00:00"), holds: false),
    ]) func `both verifiers know quiet hours and phases`(schedule: String, holds: Bool) throws {
        var sample = SampleCampaign.riddle
        sample.file = sample.file.replacing(#""limits":"#, with: #""schedule":{\#(schedule)},"limits":"#)
        let bundle = SampleBundle(sample)
        let disk = try bundle.written()
        let report = disk.verify(bundle)
        #expect(report.failing == (holds ? [] : [.limits]), "\(report.text(.en))")
        let (status, output) = try PythonVerifier.verify(disk, bundle)
        #expect(status == report.exitCode, "\(output)")
    }

    private static func phase(_ opens: String, _ closes: String) -> String {
        let times = #""opens":"2027-06-07T\#(opens)+08:00","closes":"2027-06-07T\#(closes)+08:00""#
        return #""phases":[{"id":"a","does":"submit",\#(times)}]"#
    }

    @Test func `both verifiers pass an honest registry`() throws {
        var bundle = SampleBundle(.riddle)
        bundle.editRegistry = { _ in }
        let disk = try bundle.written()
        let (status, output) = try PythonVerifier.verify(disk, bundle)
        let report = disk.verify(bundle)
        #expect(report.failing.isEmpty && status == report.exitCode, "\(report.text(.en))\(output)")
    }

    @Test func `both verifiers know quicknet, and what it did not sign`() throws {
        var bundle = SampleBundle(.ofQuicknet)
        bundle.beaconSignature = SampleParty.quicknetSignature
        let disk = try bundle.written()
        let (status, output) = try PythonVerifier.verify(disk, bundle, network: nil)
        let report = Verifier(bundle: disk.path, vkey: bundle.vkey, auditorFile: bundle.auditorFile()).run()
        #expect(report.failing.isEmpty && report.grade == Grade(.g2), "\(report.text(.en))")
        #expect(status == report.exitCode && output.hasPrefix("证据等级 G2："), "\(output)")
        bundle.beaconSignature?[0] ^= 0x20
        let forged = try bundle.written()
        #expect(try PythonVerifier.verify(forged, bundle, network: nil).status == 1)
        let refusal = Verifier(bundle: forged.path, vkey: bundle.vkey, auditorFile: bundle.auditorFile()).run()
        #expect(refusal.failing == [.randomness], "\(refusal.text(.en))")
    }

    @Test func `both verifiers pass an honest amended bundle, with the same grade`() throws {
        for bundle in [SampleBundle.amended, .extended(), .extendedAll, .extendedToFallback, .grown] {
            let disk = try bundle.written()
            let (status, output) = try PythonVerifier.verify(disk, bundle)
            let report = disk.verify(bundle)
            #expect(status == 0 && report.exitCode == 0, "\(output)")
            let level = try #require(report.grade?.level)
            #expect(output.hasPrefix("证据等级 \(level)"), "\(output)")
        }
    }

    @Test func `both verifiers leave the same checks open where somebody was erased`() throws {
        for bundle in [
            SampleBundle.erased(4), .erased(4, .quizWithAFailure), .grownAndErased, .erased(4, .open),
        ] {
            let disk = try bundle.written()
            let earlier = try bundle.whole.written()
            let confirmed = bundle.publicValues.flatMap { ["--public", "\($0.key)=\($0.value)"] }
            for folder in [nil, earlier.path] {
                let report = Verifier(
                    bundle: disk.path, vkey: bundle.vkey, publicValues: bundle.publicValues, earlier: folder
                ).run()
                let (status, output) = try PythonVerifier.run(
                    [disk.path, "--vkey", bundle.vkey, "--json"] + confirmed + (folder.map { ["--earlier", $0] } ?? []))
                #expect(status == report.exitCode && status == 3, "\(output)")
                let document = try JSONDocument(bytes: Array(output.utf8))
                let found = document.root["checks"]?.elements ?? []
                for check in report.checks {
                    let other = found.first { $0["check"]?.string == check.id.rawValue }
                    #expect(other?["status"]?.string == check.status.rawValue, "\(check.id) \(output)")
                }
            }
        }
    }

    @Test func `both verifiers hold a campaign that requires witnesses to its policy`() throws {
        var sample = SampleCampaign.quiz
        sample.file = sample.file.replacing(#""randomness":"#, with: #""witnesses":"required","randomness":"#)
        #expect(sample.file.contains("required"))
        let bundle = SampleBundle(sample)
        let disk = try bundle.written()
        let report = disk.verify(bundle)
        #expect(report.failing.contains(.rules), "\(report.text(.en))")
        let (status, output) = try PythonVerifier.verify(disk, bundle, ["--json"])
        #expect(status == report.exitCode && status == 1)
        let checks = try JSONDocument(bytes: Array(output.utf8)).root["checks"]?.elements ?? []
        #expect(checks.first { $0["check"]?.string == "rules" }?["status"]?.string == "fail", "\(output)")
    }

    @Test(arguments: SampleVoid.all)
    func `both verifiers pass an honest void and say why there is no draw`(sample: SampleVoid) throws {
        let bundle = sample.make()
        let disk = try bundle.written()
        let report = disk.verify(bundle)
        let (status, output) = try PythonVerifier.verify(disk, bundle, ["--json"])
        #expect(status == report.exitCode && report.failing.isEmpty, "\(report.text(.en))\(output)")
        let theirs = try JSONDocument(bytes: Array(output.utf8)).root
        for check in report.checks {
            let other = theirs["checks"]?.elements.first { $0["check"]?.string == check.id.rawValue }
            #expect(other?["status"]?.string == check.status.rawValue, "\(check.id) \(output)")
        }
        let reason = { (text: String?) in text?.prefix { $0 != "（" && $0 != "(" } }
        let ours = try #require(report.noDraw)
        #expect(theirs["grade"]?.kind == .null && report.grade == nil)
        #expect(reason(ours.zh) == reason(theirs["no_draw"]?["zh"]?.string))
        #expect(reason(ours.en) == reason(theirs["no_draw"]?["en"]?.string))
    }

    @Test(arguments: [nil, Lie.all.first { !$0.isOnlyOnThePage }])
    func `both verifiers say it with the same members, titles and summary`(lie: Lie?) throws {
        var bundle = SampleBundle(lie?.sample ?? .riddle)
        lie?.edit(&bundle)
        let disk = try bundle.written()
        lie?.editFiles(disk)
        disk.sum()
        let report = disk.verify(bundle)
        let ours = try JSONDocument(bytes: report.jsonBytes()).root
        let python = try PythonVerifier.verify(disk, bundle, ["--json"]).output
        let theirs = try JSONDocument(bytes: Array(python.utf8)).root
        #expect(names(ours) == names(theirs))
        for (mine, other) in zip(ours["checks"]?.elements ?? [], theirs["checks"]?.elements ?? []) {
            #expect(names(mine) == names(other))
            for member in ["check", "status"] { #expect(mine[member]?.string == other[member]?.string, "\(python)") }
            for language in ["zh", "en"] {
                #expect(mine["title"]?[language]?.string == other["title"]?[language]?.string)
            }
        }
        for language in ["zh", "en"] {
            #expect(ours["summary"]?[language]?.string == theirs["summary"]?[language]?.string)
        }
        #expect(ours["grade"].map(names) == theirs["grade"].map(names))
        let words = try PythonVerifier.verify(disk, bundle).output.split(separator: "\n")
        for (line, other) in zip(report.text(.zh).split(separator: "\n"), words) {
            #expect(line.prefix(while: { $0 != "：" }) == other.prefix(while: { $0 != "：" }))
        }
    }

    private func names(_ value: JSONValue) -> [String] {
        value.kind == .object ? value.members.map(\.key).sorted() : []
    }

    @Test(arguments: Lie.all.filter { !$0.isOnlyOnThePage })
    func `both verifiers fail a lie on the same check`(lie: Lie) throws {
        var bundle = SampleBundle(lie.sample)
        lie.edit(&bundle)
        let disk = try bundle.written()
        lie.editFiles(disk)
        disk.sum()
        let (status, output) = try PythonVerifier.verify(disk, bundle, ["--json"])
        #expect(status == 1, "\(output)")
        let checks = try #require(try? JSONDocument(bytes: Array(output.utf8))).root["checks"]?.elements ?? []
        #expect(
            checks.contains { $0["check"]?.string == lie.check.rawValue && $0["status"]?.string == "fail" }, "\(output)"
        )
    }
}
