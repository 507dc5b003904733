import Proofs
import Testing

@testable import Auditing

/// Who the winners are: only the auditor's file can show it, and nothing else may.
@Suite struct IdentityTests {
    private func report(_ edit: (inout AuditorFile) -> Swift.Void) throws -> VerificationReport {
        let bundle = SampleBundle(.riddle)
        let disk = try bundle.written()
        return Verifier(bundle: disk.path, vkey: bundle.vkey, auditorFile: bundle.auditorFile(edit)).run()
    }

    @Test func `without the auditor's file identities are not provable here`() throws {
        let bundle = SampleBundle(.riddle)
        let disk = try bundle.written()
        let report = Verifier(bundle: disk.path, vkey: bundle.vkey).run()
        #expect(report[.identity]?.status == .notProvable)
        #expect(report.exitCode == 3)
    }

    @Test func `the true file passes`() throws {
        #expect(try report { _ in }[.identity]?.status == .pass)
    }

    struct Forgery: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let edit: @Sendable (inout AuditorFile) -> Swift.Void
    }

    @Test(arguments: [
        Forgery(testDescription: "another id") { $0.winners[0].id += "x" },
        Forgery(testDescription: "another salt") { $0.people[0].salt = SHA256.hash("salt") },
        Forgery(testDescription: "a missing winner") { $0.winners.removeLast() },
        Forgery(testDescription: "winners in another order") { $0.winners.reverse() },
        Forgery(testDescription: "a sample the seed did not choose") { $0.people.reverse() },
        Forgery(testDescription: "a person of the sample left out") { $0.people.removeLast() },
        Forgery(testDescription: "more than were asked for") { $0.sample -= 1 },
        Forgery(testDescription: "another draw") { $0.seed = SHA256.hash("seed") },
    ]) func `a forged file fails`(_ forgery: Forgery) throws {
        let report = try report(forgery.edit)
        #expect(report.failing == [.identity])
        #expect(report.exitCode == 1)
    }

    @Test func `what is no auditor's file fails with its line`() throws {
        let bundle = SampleBundle(.riddle)
        let text = String(decoding: bundle.auditorFile(), as: UTF8.self).replacing("person ", with: "nobody ")
        let disk = try bundle.written()
        let report = Verifier(bundle: disk.path, vkey: bundle.vkey, auditorFile: Array(text.utf8)).run()
        #expect(report.failing == [.identity])
        #expect(report[.identity]?.sentence.en?.contains("line ") == true)
    }
}
