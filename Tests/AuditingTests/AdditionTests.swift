import JSON
import Proofs
import Testing

@testable import Auditing

/// People who were added to the roll after the announcement.
@Suite struct AdditionTests {
    private func verify(_ bundle: SampleBundle, earlier: String? = nil) throws -> VerificationReport {
        let disk = try bundle.written()
        return Verifier(
            bundle: disk.path, vkey: bundle.vkey, publicValues: bundle.publicValues, auditorFile: bundle.auditorFile(),
            earlier: earlier
        ).run()
    }

    @Test func `a roll that grew verifies, and both reports tell who came when`() throws {
        let bundle = SampleBundle.grown
        let disk = try bundle.written()
        let report = disk.verify(bundle)
        #expect(report.exitCode == 0, "\(report.text(.en))")
        #expect(
            report[.roll]?.sentence.en
                == "the roll of 6 people: leaf 0 fixes 3, 2 amendments added 3; it holds everyone who took part, "
                + "none from before they were on it")
        let roll = try JSONDocument(bytes: disk["report.json"]).root["roll"]
        #expect(roll?["count"]?.integer == 6 && roll?["root"]?.string == bundle.roll(after: 2).digest.hex)
        let added = roll?["added"]?.elements ?? []
        #expect(added.map { $0["count"]?.integer } == [2, 1] && added.map { $0["index"]?.integer } == [1, 2])
        #expect(added.map { $0["at"]?.integer } == [SampleBundle.firstAt, SampleBundle.secondAt])
        let page = String(decoding: disk["report.html"], as: UTF8.self)
        #expect(["公布后增加 2 人", "公布后增加 1 人", "增加 2 人，共 5 人"].allSatisfy { page.contains($0) })
        #expect(disk["roll/added-1.txt"].count == 2 * 65 && disk["roll/added-2.txt"].count == 65)
        #expect(String(decoding: disk["SHA256SUMS"], as: UTF8.self).contains("  roll/added-1.txt\n"))
    }

    @Test func `a roll that did not grow says nothing of it`() throws {
        let disk = try SampleBundle(.riddle).written()
        #expect(try JSONDocument(bytes: disk["report.json"]).root["roll"]?["added"] == nil)
        #expect(!String(decoding: disk["report.html"], as: UTF8.self).contains("公布后增加"))
    }

    @Test func `the registry goes along with the roll`() throws {
        var bundle = SampleBundle.grown
        bundle.editRegistry = { _ in }
        let report = try verify(bundle)
        #expect(report.failing.isEmpty, "\(report.text(.en))")
    }

    @Test func `a lie about an addition names the leaf, the file and the person`() throws {
        var early = SampleBundle(.riddle)
        early.additions = [[4]]
        early.amendments = [early.addition(0, at: SampleCampaign.opens + 7000)]
        early.intakeEnded = SampleCampaign.closes
        let pseudonym = early.keys.pseudonym(of: "m005").hex
        #expect(
            try verify(early)[.roll]?.sentence.en
                == "openings, leaf 6: is by \(pseudonym), whom leaf 8 added to the roll")
        var foreign = SampleBundle.grown
        foreign.editContents = { $0.rollAdditions[0].hashes[1] = .zero }
        #expect(
            try verify(foreign)[.roll]?.sentence.en
                == "roll/added-1.txt: line 2 is not of one line of the roll that it alone added")
    }

    @Test func `who was added can be erased, and an earlier bundle closes the gap`() throws {
        let bundle = SampleBundle.grownAndErased
        let earlier = try bundle.whole.written()
        let disk = try bundle.written()
        let open = Verifier(bundle: disk.path, vkey: bundle.vkey).run()
        #expect(open.failing.isEmpty, "\(open.text(.en))")
        #expect(open[.roll]?.status == .notProvable)
        let whole = Verifier(bundle: disk.path, vkey: bundle.vkey, earlier: earlier.path).run()
        #expect(whole.failing.isEmpty && whole[.roll]?.status == .pass, "\(whole.text(.en))")
    }

    @Test func `a receipt of somebody who was added tells the same as everybody's`() throws {
        let bundle = SampleBundle.grown
        let contents = bundle.contents()
        let opening = try contents.entry(7).opening
        let salts = Receipt.Extra.Salts(
            identity: bundle.keys.identitySalt(of: "m004"), display: bundle.keys.displaySalt(of: "m004"))
        let receipt = Receipt(
            extra: opening.map { Receipt.Extra(opening: $0, salts: salts) }, index: 7,
            siblings: contents.tree.inclusionProof(index: 7, size: contents.tree.count),
            checkpoint: contents.checkpoint)
        let disk = try bundle.written()
        let report = Verifier(bundle: disk.path, vkey: bundle.vkey, receipt: receipt.bytes).run()
        #expect(report.receipt?.outcome == .logged)
        #expect(report.receipt?.lines(.en).joined().contains("It earned 1 chance") == true)
    }
}
