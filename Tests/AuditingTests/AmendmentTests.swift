import JSON
import Proofs
import Testing

@testable import Auditing

@Suite struct AmendmentTests {
    @Test func `an amended campaign verifies, and its report tells of every amendment`() throws {
        let bundle = SampleBundle.amended
        let disk = try bundle.written()
        let report = disk.verify(bundle)
        #expect(report.exitCode == 0, "\(report.text(.en))")
        let told = try JSONDocument(bytes: disk["report.json"]).root["amendments"]?.elements ?? []
        #expect(
            told.map { "\($0["index"]?.integer ?? 0) \($0["class"]?.string ?? "") \($0["reason"]?.string ?? "-")" } == [
                "8 pause 维护<b>", "9 resume 维护结束", "10 extend -", "11 regrade 雾也讲得通", "12 favourable -", "13 neutral -",
                "14 void-entry 代答",
            ])
        #expect(told[3]["secret"]?.elements.count == 1 && told[6]["content"]?["index"]?.integer == 4)
        let page = String(decoding: disk["report.html"], as: UTF8.self)
        #expect(["维护&lt;b&gt;", "雾也讲得通", "代答", "榜眼", "/prizes/tiers/0/count"].allSatisfy { page.contains($0) })
    }

    /// Nobody but a witness can know whether an extension was logged when it says so.
    @Test func `an extension without witnesses lowers the grade`() throws {
        let bundle = SampleBundle.extended()
        let disk = try bundle.written()
        let report = disk.verify(bundle)
        #expect(report.exitCode == 0, "\(report.text(.en))")
        #expect(report.grade?.level == "G1" && report.grade?.condition == nil)
        #expect(disk.verify(bundle, confirmed: false).grade?.level == "G0")
        let plain = SampleBundle(.quiz)
        #expect(try plain.written().verify(plain).grade?.level == "G2")
    }
}
