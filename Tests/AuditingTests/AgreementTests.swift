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
        _ disk: BundleOnDisk, _ bundle: SampleBundle, asJSON: Bool = false,
        network: BeaconKey? = SampleParty.network.key
    ) throws -> (status: Int32, output: String) {
        let confirmed = bundle.publicValues.flatMap { ["--public", "\($0.key)=\($0.value)"] }
        let auditor = NSTemporaryDirectory() + "auditor-\(UUID().uuidString)"
        try Data(bundle.auditorFile()).write(to: URL(fileURLWithPath: auditor))
        defer { try? FileManager.default.removeItem(atPath: auditor) }
        return try run(
            [disk.path, "--vkey", bundle.vkey, "--auditor-file", auditor] + confirmed + (asJSON ? ["--json"] : []),
            network: network)
    }
}

@Suite(.enabled(if: PythonVerifier.isThere)) struct AgreementTests {
    @Test(arguments: [SampleCampaign.riddle, .quiz, .revealed, .instant, .mixed])
    func `both verifiers pass an honest bundle`(sample: SampleCampaign) throws {
        let bundle = SampleBundle(sample)
        let disk = try bundle.written()
        let (status, output) = try PythonVerifier.verify(disk, bundle)
        #expect(status == disk.verify(bundle).exitCode, "\(output)")
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
        for bundle in [SampleBundle.amended, .extended(), .extendedAll, .extendedToFallback] {
            let disk = try bundle.written()
            let (status, output) = try PythonVerifier.verify(disk, bundle)
            let report = disk.verify(bundle)
            #expect(status == 0 && report.exitCode == 0, "\(output)")
            let level = try #require(report.grade?.level)
            #expect(output.hasPrefix("证据等级 \(level)"), "\(output)")
        }
    }

    @Test(arguments: Lie.all.filter { !$0.isOnlyOnThePage })
    func `both verifiers fail a lie on the same check`(lie: Lie) throws {
        var bundle = SampleBundle(lie.sample)
        lie.edit(&bundle)
        let disk = try bundle.written()
        lie.editFiles(disk)
        disk.sum()
        let (status, output) = try PythonVerifier.verify(disk, bundle, asJSON: true)
        #expect(status == 1, "\(output)")
        let checks = try #require(try? JSONDocument(bytes: Array(output.utf8))).root["checks"]?.elements ?? []
        #expect(
            checks.contains { $0["id"]?.string == lie.check.rawValue && $0["status"]?.string == "fail" }, "\(output)")
    }
}
