import JSON
import Proofs
import Testing

@testable import Auditing

/// What an organiser can do without any bundle showing it; the report names each.
struct Undetected: Sendable, CustomTestStringConvertible {
    var name: String
    /// Where the report says so.
    var named: NotProven
    var edit: @Sendable (inout SampleBundle) -> Swift.Void

    var testDescription: String { name }

    static let all: [Undetected] = [
        Undetected(name: "a person who does not exist, on the roll from the start", named: .realPeople) { bundle in
            bundle.sample.people.append(SampleCampaign.Person(id: "m007", name: "郑无", masked: "郑*"))
            bundle.sample.entries.append(
                SampleCampaign.Entry(
                    person: 6, attempt: 1, at: SampleCampaign.opens + 7000, answers: { _ in [("r2", "雨")] }, chances: 1)
            )
        },
        Undetected(name: "a submission dropped before the log saw it", named: .everySubmission) { bundle in
            bundle.sample.entries.remove(at: 4)
        },
        Undetected(name: "a guess changed by the gateway", named: .outsideTheLog) { bundle in
            bundle.sample.entries[5].answers = { _ in [("r2", "雨")] }
            bundle.sample.entries[5].chances = 1
        },
        Undetected(name: "an accepted answer that only a friend thinks of", named: .freeAnswers) { bundle in
            bundle.sample.file = bundle.sample.file.replacing(
                "\"answer\":\"雨\"", with: "\"answer\":\"雨\",\"also\":[\"雾\"]")
            bundle.sample.entries[5].chances = 1
        },
        Undetected(name: "a key tried out until it favours somebody", named: .otherRegistry) { $0.isRehearsal = false },
    ]
}

@Suite(.enabled(if: PythonVerifier.isThere)) struct UndetectedTests {
    @Test(arguments: Undetected.all)
    func `what can't be detected passes, and the report names it`(lie: Undetected) throws {
        var bundle = SampleBundle(.riddle)
        lie.edit(&bundle)
        let disk = try bundle.written()
        let report = disk.verify(bundle)
        #expect(report.exitCode == 0, "\(report.text(.en))")
        let (status, output) = try PythonVerifier.verify(disk, bundle)
        #expect(status == 0, "\(output)")
        let page = String(decoding: disk["report.html"], as: UTF8.self)
        #expect(page.contains(Markup.escape(lie.named.text.zh)))
    }
}
