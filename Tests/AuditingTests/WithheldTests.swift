import JSON
import Proofs
import Testing

@testable import Auditing

extension SampleBundle {
    static let window: Int64 = 168 * 3_600_000

    /// A bundle from after a person was erased: their openings, their line of the roll, and a record for each opening.
    static func erased(
        _ person: Int = 4, _ sample: SampleCampaign = .riddle, leaves: [Int]? = nil, late: Int64 = window
    ) -> SampleBundle {
        var bundle = SampleBundle(sample)
        let drawn = bundle.contents().records.compactMap { if case .draw(let draw) = $0.leaf { draw.at } else { nil } }
        let own = leaves ?? sample.entries.indices.filter { sample.entries[$0].person == person }.map { $0 + 1 }
        bundle.withheld = Set(own)
        bundle.leavesAtEnd = own.map { .withheld(Withheld(index: $0, reason: "own-request", at: drawn[0] + late)) }
        bundle.eraseLine(of: person)
        return bundle
    }

    /// Puts the hash of a person's line in its place.
    mutating func eraseLine(of person: Int) {
        let pseudonym = keys.pseudonym(of: sample.people[person].id).hex
        let edit = editContents
        editContents = { contents in
            edit(&contents)
            guard let roll = contents.roll else { return }
            var lines = String(decoding: roll, as: UTF8.self).split(separator: "\n").map(String.init)
            let place = lines.firstIndex { $0.contains(pseudonym) }!
            if lines[place].hasSuffix("1") { contents.rollMayWin -= 1 }
            lines[place] = "- \(MerkleTree.leafHash(Array(lines[place].utf8)).hex)"
            contents.roll = Array((lines.joined(separator: "\n") + "\n").utf8)
            contents.rollErased += 1
        }
    }

}

extension SampleCampaign {
    /// The quiz with one more person, who did not pass and so holds no prize.
    static let quizWithAFailure: SampleCampaign = {
        var sample = SampleCampaign.quiz
        sample.entries.append(
            Entry(
                person: 4, attempt: 1, at: sample.entries.last!.at + 10, answers: sample.entries[1].answers, chances: 0)
        )
        return sample
    }()
}

extension Lie {
    static let aboutWithholding: [Lie] = [
        Lie(name: "an opening that is gone without a record", check: .openings) { bundle in
            bundle = .erased(4)
            bundle.leavesAtEnd = []
        },
        Lie(name: "a record of an opening that is there", check: .openings) { bundle in
            bundle = .erased(4)
            bundle.withheld = []
        },
        Lie(name: "an answer dropped before the draw, as if erased", check: .records) { bundle in
            bundle = .erased(4)
            bundle.leavesAfterClosing = [
                .withheld(Withheld(index: 6, reason: "r", at: SampleCampaign.closes + 600_000))
            ]
            bundle.leavesAtEnd = []
        },
        Lie(name: "an opening withheld while the draw could be disputed", check: .records) { bundle in
            bundle = .erased(4, late: SampleBundle.window - 1)
        },
        Lie(name: "a record withheld that is no entry", check: .records) { bundle in
            bundle = .erased(4, leaves: [0, 6])
            bundle.withheld = [6]
        },
        Lie(name: "an opening withheld twice", check: .records) { bundle in
            bundle = .erased(4, leaves: [6, 6])
        },
        Lie(name: "a winner who was erased", check: .winners) { bundle in
            let winner = bundle.contents().walk!.winners[0].row.pseudonym
            bundle = .erased(bundle.sample.people.firstIndex { bundle.keys.pseudonym(of: $0.id) == winner }!)
        },
        Lie(name: "chances that nobody can count again", check: .eligibility) { bundle in
            bundle = .erased(4)
            let friend = bundle.keys.pseudonym(of: "m005")
            bundle.editRows = { $0.append(EligibleRow(index: 6, pseudonym: friend, chances: 2)) }
        },
        Lie(name: "an erased entry of somebody who may not be drawn", check: .eligibility) { bundle in
            bundle = .erased(4)
            let staff = bundle.keys.pseudonym(of: "m006")
            bundle.editRows = { $0.append(EligibleRow(index: 6, pseudonym: staff, chances: 1)) }
        },
        Lie(
            name: "another hash in the place of an erased line", check: .roll,
            edit: { $0 = .erased(4) },
            editFiles: { disk in
                let line = String(decoding: disk["roll/roll.txt"], as: UTF8.self).split(separator: "\n")
                    .first { $0.hasPrefix("- ") }!
                disk.replace(String(line), by: "- " + String(repeating: "a", count: 64), in: "roll/roll.txt")
            }),
        Lie(
            name: "another number of what was withheld", check: .report,
            edit: { $0 = .erased(4) },
            editFiles: { $0.replace("\"openings\":1", by: "\"openings\":0", in: "report.json") }),
    ]
}

/// What was erased after the dispute window: the rest holds, what needed it is not provable, and every pretence fails.
@Suite struct WithheldTests {
    private func verify(_ disk: BundleOnDisk, _ bundle: SampleBundle, earlier: String? = nil) -> VerificationReport {
        Verifier(
            bundle: disk.path, vkey: bundle.vkey, publicValues: bundle.publicValues, earlier: earlier
        ).run()
    }

    private func statuses(_ report: VerificationReport, _ status: CheckStatus) -> Set<CheckID> {
        Set(report.checks.filter { $0.status == status }.map(\.id))
    }

    @Test func `an erased person leaves the rest as it was, and some checks open`() throws {
        let bundle = SampleBundle.erased(4)
        let report = verify(try bundle.written(), bundle)
        #expect(report.failing == [], "\(report.text(.en))")
        #expect(
            statuses(report, .notProvable) == [.records, .roll, .attempts, .limits, .eligibility, .identity],
            "\(report.text(.en))")
        #expect(report[.openings]?.sentence.en == "6 openings as committed to; 1 withheld, each on record")
        #expect(report.grade?.level == "G0")
    }

    @Test func `papers of an erased person are open too`() throws {
        let bundle = SampleBundle.erased(4, .quizWithAFailure)
        let report = verify(try bundle.written(), bundle)
        #expect(report.failing == [], "\(report.text(.en))")
        #expect(report[.papers]?.status == .notProvable)
    }

    @Test func `an earlier bundle of the same log closes every gap`() throws {
        for bundle in [SampleBundle.erased(4), .erased(4, .quizWithAFailure)] {
            let earlier = try SampleBundle(bundle.sample).written()
            let report = verify(try bundle.written(), bundle, earlier: earlier.path)
            #expect(report.failing == [], "\(report.text(.en))")
            #expect(statuses(report, .notProvable) == [.identity], "\(report.text(.en))")
        }
    }

    @Test func `a bundle that does not go on from the earlier one fails`() throws {
        let bundle = SampleBundle.erased(4)
        var other = SampleBundle(.riddle)
        other.sample.entries[0].at += 1
        let report = verify(try bundle.written(), bundle, earlier: try other.written().path)
        #expect(report.failing.contains(.checkpoint))
        let quiz = verify(try bundle.written(), bundle, earlier: try SampleBundle(.quiz).written().path)
        #expect(quiz.failing.contains(.checkpoint))
    }

    @Test func `a receipt of an erased person still proves what was logged, and says what is gone`() throws {
        let bundle = SampleBundle.erased(4)
        let receipt = try SampleBundle(.riddle).receipt(of: 6).bytes
        let disk = try bundle.written()
        let report = Verifier(bundle: disk.path, vkey: bundle.vkey, receipt: receipt).run()
        let finding = try #require(report.receipt)
        #expect(finding.outcome == .logged)
        let text = finding.lines(.en).joined(separator: "\n")
        #expect(text.contains("Your entry is leaf 6") && text.contains("erased after the dispute window (own-request)"))
        let bare = try SampleBundle(.riddle).receipt(of: 6, hasExtra: false).bytes
        let other = try #require(Verifier(bundle: disk.path, vkey: bundle.vkey, receipt: bare).run().receipt)
        #expect(other.outcome == .logged && other.lines(.en).joined().contains("erased after the dispute window"))
    }

    @Test func `the number that was withheld stands in both reports`() throws {
        let disk = try SampleBundle.erased(4).written()
        let json = String(decoding: disk["report.json"], as: UTF8.self)
        #expect(json.contains(#""withheld":{"openings":1,"roll":1}"#))
        #expect(String(decoding: disk["report.html"], as: UTF8.self).contains("erased after the dispute window"))
        #expect(!String(decoding: try SampleBundle(.riddle).written()["report.html"], as: UTF8.self).contains("已抹去"))
    }
}
