import Foundation
import JSON
import Proofs
import Testing

@testable import Auditing

/// What G3 takes, and what becomes of a bundle that has less of it; both verifiers say the same, letter for letter.
struct WitnessedGradeTests {
    /// What a caller brings: by default a policy, and the public number.
    private struct Caller {
        var policy: [UInt8]? = Sightings.policy()
        var knowsNumber = true
        var languages = [Language.en]
    }

    private func verify(_ bundle: SampleBundle, _ caller: Caller = Caller()) throws -> VerificationReport {
        let disk = try bundle.written()
        let report = Verifier(
            bundle: disk.path, vkey: bundle.vkey, publicValues: caller.knowsNumber ? bundle.publicValues : [:],
            policy: try caller.policy.map { try WitnessPolicy(parsing: $0) },
            registryKey: SampleBundle.registryKey.text
        ).run()
        try compare(report, disk, bundle, caller)
        return report
    }

    /// The verifier in Python begins with the same line.
    private func compare(
        _ report: VerificationReport, _ disk: BundleOnDisk, _ bundle: SampleBundle, _ caller: Caller
    ) throws {
        guard PythonVerifier.isThere else { return }
        let file = NSTemporaryDirectory() + "policy-\(UUID().uuidString)"
        try Data(caller.policy ?? []).write(to: URL(fileURLWithPath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        var options = [disk.path, "--vkey", bundle.vkey, "--registry", SampleBundle.registryKey.text]
        if caller.policy != nil { options += ["--policy", file] }
        if caller.knowsNumber { options += bundle.publicValues.flatMap { ["--public", "\($0.key)=\($0.value)"] } }
        for language in caller.languages {
            let (status, output) = try PythonVerifier.run(options + ["--lang", language.rawValue])
            let first = report.text(language).split(separator: "\n")[0]
            #expect(output.hasPrefix(first + "\n") && status == report.exitCode, "\(first)\n\(output)")
        }
    }

    private func line(_ bundle: SampleBundle, _ caller: Caller = Caller()) throws -> String {
        let report = try verify(bundle, caller)
        #expect(report.failing.isEmpty, "\(report.text(.en))")
        return report.grade?.line(.en) ?? ""
    }

    @Test func `what witnesses saw in time is worth G3`() throws {
        #expect(try line(.witnessed()).hasPrefix("Evidence grade G3:"))
    }

    @Test func `G3 is a condition for who does not know the witnesses, or the number`() throws {
        let value = SampleCampaign.quiz.publicValue ?? ""
        #expect(
            try line(.witnessed(), Caller(policy: nil)).hasPrefix(
                "Evidence grade G2; G3 if the witnesses are independent of the organiser:"))
        #expect(
            try line(.witnessed(), Caller(knowsNumber: false)).hasPrefix(
                "Evidence grade G1; G3 if notary.example really published \(value):"))
        #expect(
            try line(.witnessed(), Caller(policy: nil, knowsNumber: false, languages: [.zh, .en])).hasPrefix(
                "Evidence grade G1; G3 if notary.example really published \(value) and the witnesses are independent of "
                    + "the organiser:"))
    }

    private static let late = Sightings.inTime + 1

    /// The size of the head, and when each saw it; the last covers the draw.
    private static let tooLate: [(Int, [UInt64?])] = [
        (8, [Sightings.inTime, late]), (8, [Sightings.inTime, nil]), (10, [Sightings.inTime, Sightings.inTime]),
    ]

    @Test(arguments: tooLate)
    func `a number that they had not seen in time does not count, and the grade is G2`(
        size: Int, seconds: [UInt64?]
    ) throws {
        var sightings = Sightings.allInTime
        sightings.log[8] = nil
        sightings.log[size] = seconds
        let missing = SampleBundle.witnessed(by: sightings) { bundle in
            bundle.editSeedInput = { $0.sources[0] = .missing(1) }
        }
        #expect(try line(missing).hasPrefix("Evidence grade G2:"))
        let counted = try verify(.witnessed(by: sightings))
        #expect(counted.failing.contains(.seed))
    }

    @Test func `a closing that they had not seen in time is worth G2`() throws {
        let sightings = Sightings(
            log: [7: [Self.late, Self.late], 8: [Self.late, Self.late]], registry: Sightings.allInTime.registry)
        let bundle = SampleBundle.witnessed(by: sightings) { bundle in
            bundle.editSeedInput = { $0.sources[0] = .missing(1) }
        }
        #expect(try line(bundle).hasPrefix("Evidence grade G2:"))
    }

    @Test func `a quorum of none is worth nothing, and the caller's own quorum something`() throws {
        let bundle = SampleBundle.witnessed(quorum: "none")
        #expect(try line(bundle, Caller(policy: nil)).hasPrefix("Evidence grade G2:"))
        #expect(try line(bundle, Caller(policy: Sightings.policy("none"))).hasPrefix("Evidence grade G2:"))
        #expect(try line(bundle).hasPrefix("Evidence grade G3:"))
    }

    private static let unseen: [[Int: [UInt64?]]] = [
        [:], [1: [Sightings.opening, Sightings.opening]], [3: [Sightings.later, Sightings.later]],
        [1: [Sightings.opening, Sightings.opening + 1], 3: [Sightings.later, Sightings.later]],
        [1: [Sightings.opening, Sightings.opening], 3: [Sightings.later, nil]],
    ]

    @Test(arguments: unseen)
    func `a registry that they had not seen is worth G2`(registry: [Int: [UInt64?]]) throws {
        var sightings = Sightings.allInTime
        sightings.registry = registry
        #expect(try line(.witnessed(by: sightings)).hasPrefix("Evidence grade G2:"))
    }

    @Test func `a line that is no witness's fails, under whichever head it stands`() throws {
        let note = Sightings.signers[0].cosign("another text", at: 1)
        let forged = SampleBundle.witnessed { bundle in
            let edit = bundle.editContents
            bundle.editContents = { contents in
                edit(&contents)
                contents.registry?.checkpoint.add(note)
            }
        }
        #expect(try verify(forged).failing.contains(.registry))
    }
}

/// The number, and with it the end of intake, moved by two hours; leaf 6 is the extension, 7 the closing, 8 the party's
/// number.
struct WitnessedExtensionTests {
    private static let notice = UInt64(SampleCampaign.publicTime / 1000) - 600

    private func bundle(
        quorum: String = "both", seen: [UInt64?], at: Int64 = SampleCampaign.opens + 1000
    ) -> SampleBundle {
        let later = UInt64(SampleBundle.laterNumber / 1000) - 60
        let sightings = Sightings(
            log: [7: seen, 8: [later, later], 9: [later, later]],
            registry: [1: Sightings.allInTime.registry[1] ?? [], 4: [later, later]])
        return .witnessed(quorum: quorum, by: sightings) { bundle in
            bundle.amendments = [
                .made(
                    "extend",
                    [
                        "closes": .integer(SampleBundle.extendedTo),
                        "sources": [
                            .string(bundle.charter(bundle.sample.loaded).sources[0].source.text),
                            .string("public notary.example digits 20 \(SampleBundle.laterNumber)"),
                        ],
                    ], at: at)
            ]
            bundle.intakeEnded = SampleBundle.extendedTo
            bundle.inForce = bundle.sample.changed([
                ("/closes", "2027-06-08T10:00:00+08:00"), ("/randomness/1/at", "2027-06-08T12:00:00+08:00"),
            ])
            bundle.editValues = { $0[1].at = SampleBundle.laterNumber + 60_000 }
        }
    }

    private func verify(_ bundle: SampleBundle, quorum: String? = "both") throws -> VerificationReport {
        let disk = try bundle.written()
        return Verifier(
            bundle: disk.path, vkey: bundle.vkey, publicValues: bundle.publicValues,
            policy: try quorum.map { try WitnessPolicy(parsing: Sightings.policy($0)) }
        ).run()
    }

    @Test func `an extension that witnesses saw in time lowers nothing`() throws {
        let report = try verify(bundle(seen: [Self.notice, Self.notice]))
        #expect(report.failing.isEmpty && report.grade == Grade(.g3), "\(report.text(.en))")
    }

    @Test func `an extension that they saw later does not hold`() throws {
        let report = try verify(bundle(seen: [Self.notice, Self.notice + 1]))
        #expect(report.failing == [.randomness], "\(report.text(.en))")
    }

    @Test func `without witnesses, or before others than saw it, an extension is worth G1`() throws {
        let report = try verify(bundle(quorum: "none", seen: []), quorum: nil)
        #expect(report.failing.isEmpty && report.grade == Grade(.g1), "\(report.text(.en))")
        let half = bundle(quorum: "w1", seen: [Self.notice, Self.notice + 1])
        #expect(try verify(half, quorum: "w1").grade == Grade(.g3))
        #expect(try verify(half, quorum: "w2").grade == Grade(.g1))
    }
}
