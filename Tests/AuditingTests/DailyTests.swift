import Foundation
import JSON
import Proofs
import Testing

@testable import Auditing

/// Bundles of campaigns with a draw every day, honest and not.
@Suite(.enabled(if: PythonVerifier.isThere)) struct DailyBundleTests {
    @Test(arguments: [false, true]) func `both verifiers pass an honest bundle of two days`(isSecondVoid: Bool) throws {
        let bundle = DailyBundle(isSecondVoid: isSecondVoid)
        let disk = try bundle.written()
        let known = isSecondVoid ? ["day-1/notary.example": DailyBundle.values[0]] : DailyBundle.publicValues
        let report = bundle.verify(disk, publicValues: known)
        #expect(report.failing.isEmpty, "\(report.text(.en))")
        // The ids of the winners take the auditor's file.
        #expect(report.exitCode == 3)
        #expect(report.grade?.grade == .g2)
        let options = known.sorted { $0.key < $1.key }.flatMap { ["--public", "\($0.key)=\($0.value)"] }
        let (status, output) = try PythonVerifier.run(
            [disk.path, "--vkey", bundle.keys.verificationKey.text, "--lang", "en"] + options)
        #expect(status == 3, "\(output)")
        #expect(output.hasPrefix("Evidence grade G2"), "\(output)")
    }

    @Test func `each day has files of its own`() throws {
        let disk = try DailyBundle().written()
        let own = ["displays.csv", "eligible.csv", "refusals.csv", "seed-input.txt", "tickets.csv", "winners.csv"]
        #expect(
            disk.files.filter { $0.hasPrefix("draw/") }
                == ["day-1", "day-2"].flatMap { day in own.map { "draw/\(day)/\($0)" } })
        #expect(
            String(decoding: disk["draw/day-1/eligible.csv"], as: UTF8.self).hasPrefix("index,pseudonym,chances\n1,"))
        #expect(String(decoding: disk["draw/day-2/seed-input.txt"], as: UTF8.self).contains("\nday-2\n"))
    }

    @Test(arguments: DailyBundle.Lie.allCases) func `both verifiers find the lie`(lie: DailyBundle.Lie) throws {
        let bundle = DailyBundle(lie: lie)
        let disk = try bundle.written()
        let report = bundle.verify(disk)
        #expect(report.failing.contains(lie.check), "\(lie): \(report.text(.en))")
        let (status, output) = try bundle.verifyInPython(disk)
        #expect(status == 1, "\(lie): \(output)")
    }

    /// Leaf 1 is of the first day, which was drawn, and leaf 4 of the second, which was not.
    @Test(arguments: [(1, "ticket"), (4, "nobody was drawn")])
    func `a receipt tells what became of its day`(leaf: Int, told: String) throws {
        let bundle = DailyBundle(isSecondVoid: true)
        let (disk, contents) = (try bundle.written(), bundle.contents())
        let receipt = Receipt(
            extra: nil, index: leaf, siblings: contents.tree.inclusionProof(index: leaf, size: contents.tree.count),
            checkpoint: contents.checkpoint)
        let vkey = bundle.keys.verificationKey.text
        let report = Verifier(bundle: disk.path, vkey: vkey, receipt: receipt.bytes).run()
        #expect(report.receipt?.outcome == .logged, "\(report.text(.en))")
        let sentences = report.receipt?.sentences.map { $0.text(.en) } ?? []
        #expect(sentences.contains { $0.contains(told) }, "\(sentences)")
        let file = BundleOnDisk()
        try FileManager.default.createDirectory(atPath: file.path, withIntermediateDirectories: true)
        file["receipt"] = receipt.bytes
        let (_, output) = try PythonVerifier.run(
            [disk.path, "--vkey", vkey, "--lang", "en", "--receipt", file.path + "/receipt"])
        #expect(output.contains("receipt: pass") && output.contains(told), "\(output)")
    }

    @Test func `a number without its day confirms nothing`() throws {
        let bundle = DailyBundle()
        let disk = try bundle.written()
        #expect(bundle.verify(disk, publicValues: [:]).grade?.grade == .g1)
        let report = bundle.verify(disk, publicValues: ["notary.example": DailyBundle.values[0]])
        #expect(report.failing == [.randomness])
        let (status, output) = try PythonVerifier.run(
            [
                disk.path, "--vkey", bundle.keys.verificationKey.text, "--public",
                "notary.example=\(DailyBundle.values[0])",
            ])
        #expect(status == 1 && output.contains("randomness"), "\(output)")
    }
}
