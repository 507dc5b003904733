import Foundation
import Proofs
import Testing

@testable import Auditing

@Suite struct VerifierTests {
    @Test(arguments: [SampleCampaign.riddle, .quiz, .instant, .everyType])
    func `an honest bundle passes every check`(sample: SampleCampaign) throws {
        let bundle = SampleBundle(sample)
        let disk = try bundle.written()
        let report = disk.verify(bundle)
        #expect(report.failing == [], "\(report.text(.en))")
        #expect(report.exitCode == 0, "\(report.text(.en))")
        #expect(report.checks.map(\.id) == CheckID.allCases)
    }

    @Test func `without a key a bundle is consistent, but whose?`() throws {
        let disk = try SampleBundle(.riddle).written()
        let report = Verifier(bundle: disk.path).run()
        #expect(report.exitCode == 3)
        #expect(report[.vkey]?.status == .notProvable)
        #expect(report.text(.en).contains("consistent, but whose?"))
    }

    @Test func `another key fails`() throws {
        let bundle = SampleBundle(.riddle)
        let disk = try bundle.written()
        let other = CampaignKeys(secret: SHA256.hash("another"), origin: bundle.origin).verificationKey.text
        #expect(Verifier(bundle: disk.path, vkey: other).run().failing == [.vkey])
    }

    @Test func `the grade rests on what the caller confirms`() throws {
        let bundle = SampleBundle(.quiz)
        let disk = try bundle.written()
        #expect(
            disk.verify(bundle, confirmed: false).grade?.line(.en).hasPrefix(
                "Evidence grade G1; G2 if notary.example really published 7.3.5.1") == true)
        #expect(disk.verify(bundle).grade == Grade(.g2))
        let wrong = Verifier(bundle: disk.path, vkey: bundle.vkey, publicValues: ["notary.example": "1.2.3"]).run()
        #expect(wrong.failing == [.randomness])
        #expect(wrong.grade == nil)
    }

    @Test(arguments: ["7 3 5 1", "7, 3, 5, 1", "７、３、５、１", " 7.03.5.1 "])
    func `a public value is read as the daemon reads it`(typed: String) throws {
        let bundle = SampleBundle(.quiz)
        let disk = try bundle.written()
        let value = try #require(bundle.publicValues["notary.example"])
        let typed = typed + value.dropFirst(7).replacing(".", with: " ")
        let report = Verifier(bundle: disk.path, vkey: bundle.vkey, publicValues: ["notary.example": typed]).run()
        #expect(report.failing == [] && report.grade == Grade(.g2), "\(value) as \(typed)")
    }

    @Test func `a commit alone is G0`() throws {
        let bundle = SampleBundle(.riddle)
        #expect(try bundle.written().verify(bundle).grade == Grade(.g0))
    }

    @Test func `an early end with its reason verifies`() throws {
        var bundle = SampleBundle(.riddle)
        bundle.amendments = [
            Amendment(
                class: "close", role: "organiser", public: #"{"reason":"场地变更"}"#, secret: nil,
                at: SampleCampaign.opens + 60_000)
        ]
        let disk = try bundle.written()
        #expect(disk.verify(bundle).exitCode == 0)
        #expect(String(decoding: disk["report.html"], as: UTF8.self).contains("场地变更"))
    }

    @Test func `a rehearsal verifies and says so`() throws {
        var bundle = SampleBundle(.riddle)
        bundle.isRehearsal = true
        let disk = try bundle.written()
        let report = disk.verify(bundle)
        #expect(report.exitCode == 0)
        #expect(report.text(.zh).contains("演练"))
        #expect(String(decoding: disk["report.html"], as: UTF8.self).contains("演练"))
    }

    @Test func `what is no bundle is unreadable`() {
        #expect(Verifier(bundle: "/nonexistent-\(UUID().uuidString)").run().exitCode == 2)
        #expect(Verifier(bundle: NSTemporaryDirectory()).run().exitCode == 2)
    }
}
