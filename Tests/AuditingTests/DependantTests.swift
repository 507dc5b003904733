import JSON
import Proofs
import Testing

@testable import Auditing

/// What an entry says of those who come along, where it stands in the open.
@Suite struct DependantTests {
    /// m004 brings two children of these school years to b.
    private func statuses(years: [Int64]) throws -> (swift: String?, python: String?, text: String) {
        var sample = SampleEnrolment()
        guard case .object(let members) = sample.steps[3] else { throw VerifierMissing() }
        let children = JSON.array(years.map { ["year": .integer($0)] })
        let enrolment = JSON.object(members + [JSON.Member("dependants", children)])
        sample.steps[3] = JSON(try JSONDocument(bytes: enrolment.canonicalBytes()).root)!
        sample.atClosing.places = sample.atClosing.places.replacing(",b,1,", with: ",b,3,")
        var bundle = sample.bundle
        bundle.sample.file = bundle.sample.file
            .replacing(#""title":"乙","capacity":1"#, with: #""title":"乙","capacity":3"#)
            .replacing(
                #""cancels""#,
                with: #""dependants":{"most":2,"places":"beside","fields":["#
                    + #"{"id":"year","title":"年级","type":"number"}]},"cancels""#)
        let disk = try bundle.written()
        let report = Verifier(bundle: disk.path, vkey: bundle.vkey).run()
        let (_, output) = try PythonVerifier.run([disk.path, "--vkey", bundle.vkey, "--json"])
        let checks = try JSONDocument(bytes: Array(output.utf8)).root["checks"]?.elements ?? []
        return (
            report.checks.first { $0.id == .records }?.status.rawValue,
            checks.first { $0["check"]?.string == "records" }?["status"]?.string, report.text(.en) + output
        )
    }

    private struct VerifierMissing: Error {}

    @Test(arguments: [([1, 2], "pass"), ([2, 2], "fail")] as [([Int64], String)])
    func `nobody is brought along twice by one entry`(years: [Int64], outcome: String) throws {
        let (swift, python, text) = try statuses(years: years)
        #expect(swift == outcome, "\(text)")
        if PythonVerifier.isThere { #expect(python == outcome, "\(text)") }
    }
}
