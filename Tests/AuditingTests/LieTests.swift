import Foundation
import JSON
import Proofs
import Testing

@testable import Auditing

/// What an organiser who holds every key might try. Everything after the lie is made and signed again, so the bundle is
/// consistent but for the lie itself.
struct Lie: Sendable, CustomTestStringConvertible {
    var name: String
    var check: CheckID
    var sample: SampleCampaign = .riddle
    /// In report.html, which only this verifier renders again.
    var isOnlyOnThePage = false
    var edit: @Sendable (inout SampleBundle) -> Swift.Void = { _ in }
    var editFiles: @Sendable (BundleOnDisk) -> Swift.Void = { _ in }

    var testDescription: String { name }

    static func member(_ body: inout JSON, _ key: String, _ value: JSON?) {
        guard case .object(var members) = body else { return }
        members.removeAll { $0.key == key }
        if let value { members.append(JSON.Member(key, value)) }
        body = .object(members)
    }

    static let all =
        aboutEntries + aboutTheList + aboutTheDraw + aboutRandomness + aboutTheFiles + aboutAmendments + aboutAdditions
        + aboutInstantWins + aboutClaims + aboutTheRegistry + aboutWithholding + aboutVoids
        + aboutQuestions + aboutPeople

    static let aboutEntries: [Lie] = [
        Lie(name: "an entry by somebody who is not on the roll", check: .roll) { bundle in
            let stranger = bundle.keys.pseudonym(of: "m999").hex
            bundle.editBodies = { member(&$0[5], "pseudonym", .string(stranger)) }
        },
        Lie(name: "a gap in the attempts", check: .attempts) { bundle in
            bundle.editBodies = { member(&$0[2], "attempt", 3) }
        },
        Lie(name: "more entries a day than allowed", check: .limits) { bundle in
            bundle.sample.entries.append(
                SampleCampaign.Entry(
                    person: 0, attempt: 3, at: SampleCampaign.opens + 7000, answers: { _ in [("r2", "雪")] }, chances: 0)
            )
        },
        Lie(name: "an entry from before the opening", check: .limits) { bundle in
            bundle.sample.entries[0].at = SampleCampaign.opens - 1
        },
        Lie(name: "an entry from after the end of intake", check: .limits) { bundle in
            bundle.sample.entries[6].at = SampleCampaign.closes
        },
        Lie(name: "time that runs backwards", check: .records) { bundle in
            bundle.sample.entries[3].at = SampleCampaign.opens + 2500
        },
        Lie(name: "an easier paper", check: .papers, sample: .quiz) { bundle in
            let other = PaperDrawing.id(
                key: bundle.keys.paperKey, pseudonym: bundle.keys.pseudonym(of: "m001"), attempt: 2)
            bundle.editBodies = { member(&$0[0], "paper", .string(other)) }
        },
        Lie(name: "an answer to a question that is not on the paper", check: .papers, sample: .quiz) { bundle in
            bundle.sample.entries[4].answers = { paper in [(["a1", "a2", "a3"][3 - paper[0] - paper[1]], "A")] }
            bundle.sample.entries[4].chances = 0
        },
        Lie(name: "an answer that is no option", check: .eligibility, sample: .quiz) { bundle in
            bundle.sample.entries[1].answers = { paper in [(["a1", "a2", "a3"][paper[0]], "Z")] }
        },
        Lie(name: "an empty submission", check: .openings) { bundle in
            bundle.editBodies = { member(&$0[5], "answers", .object([])) }
        },
        Lie(name: "a body that is not canonical", check: .openings) { bundle in
            bundle.editOpenings = { $0[4].insert(0x20, at: 1) }
        },
        Lie(name: "a body with one member too many", check: .openings) { bundle in
            bundle.editBodies = { member(&$0[5], "score", 10) }
        },
    ]

    static let aboutTheList: [Lie] = [
        // The first entry writes the answer with characters that only the fold table makes the same.
        Lie(name: "a doctored fold table", check: .eligibility) { bundle in
            bundle.editRows = { rows in rows.removeAll { $0.index == 1 } }
        },
        Lie(name: "somebody left out of the draw", check: .eligibility) { $0.editRows = { $0.removeFirst() } },
        Lie(name: "chances given to a friend", check: .eligibility) { $0.editRows = { $0[0].chances = 2 } },
        Lie(name: "chances beyond the cap", check: .eligibility) { $0.editRows = { $0[3].chances = 5 } },
        Lie(name: "staff who may not win", check: .eligibility) { bundle in
            let staff = bundle.keys.pseudonym(of: "m006")
            bundle.editRows = { $0.append(EligibleRow(index: 7, pseudonym: staff, chances: 1)) }
        },
        Lie(name: "a wrong count in the closing", check: .records) { $0.editClosing = { $0.entries += 1 } },
        Lie(name: "a wrong number of people in the closing", check: .records) { $0.editClosing = { $0.people -= 1 } },
        Lie(name: "a closing before the review is over", check: .records) { $0.editClosing = { $0.at -= 1 } },
        Lie(name: "an earlier end than announced", check: .records) { $0.editClosing = { $0.intakeEnded -= 1 } },
        Lie(name: "other refusals than the closing fixes", check: .records) { bundle in
            bundle.editContents = { $0.refusals[0].count = 1 }
        },
        Lie(name: "an entry after the closing", check: .afterClosing) { bundle in
            let opening = Opening(
                nonce: .zero,
                body: bundle.body(bundle.sample.entries[5], bundle.sample.loaded.campaign).canonicalBytes())
            bundle.leavesAfterClosing = [.entry(EntryLeaf(commitment: opening.commitment))]
            bundle.editContents = { contents in
                let entry = contents.entry
                contents.entry = { $0 == 9 ? .opening(opening) : try entry($0) }
            }
        },
        Lie(name: "an amendment after the closing", check: .afterClosing) { bundle in
            bundle.leavesAfterClosing = [
                .amendment(
                    Amendment(
                        class: "close", role: "organiser", public: #"{"reason":"x"}"#, secret: nil,
                        at: SampleCampaign.closes + 600_000))
            ]
        },
        Lie(name: "an early end by somebody else", check: .records) { bundle in
            bundle.amendments = [
                Amendment(
                    class: "close", role: "gateway", public: #"{"reason":"x"}"#, secret: nil,
                    at: SampleCampaign.closes)
            ]
        },
    ]

    static let aboutTheDraw: [Lie] = [
        Lie(name: "another number than the one committed to", check: .randomness) { bundle in
            bundle.editValues = { $0[0].value = SHA256.hash("chosen").hex }
        },
        Lie(name: "a public number before its time", check: .randomness, sample: .quiz) { bundle in
            bundle.editValues = { $0[1].at = SampleCampaign.publicTime - 1 }
        },
        Lie(name: "a public number of another form", check: .randomness, sample: .quiz) { bundle in
            bundle.editValues = { $0[1].value = "17.3.5" }
        },
        Lie(name: "a closing after the public number", check: .randomness, sample: .quiz) { bundle in
            bundle.editClosing = { $0.at = SampleCampaign.publicTime }
        },
        Lie(name: "a chosen seed", check: .seed) { $0.editSeedInput = { $0.size += 1 } },
        Lie(name: "a cap that does not hold for friends", check: .tickets) {
            $0.editDrawRules = { $0.householdCap = nil }
        },
        Lie(name: "more prizes than announced", check: .winners) { $0.editDrawRules = { $0.tiers[0].count = 2 } },
        Lie(name: "a prize for a friend under a stranger's pseudonym", check: .identity) { bundle in
            bundle.displayName = { $0 == "王*" || $0 == "孙*美" || $0 == "*" || $0 == "李*龙" ? "陈*" : $0 }
        },
        Lie(name: "other winners than those drawn", check: .winners) { bundle in
            bundle.editDraw = { $0.winners.digest = SHA256.hash("others") }
        },
        Lie(name: "a second draw", check: .afterClosing) { bundle in
            bundle.leavesAtEnd = [
                .draw(
                    Draw(
                        phase: "main", seed: .zero, winners: CountedDigest(count: 0, digest: .zero),
                        at: SampleCampaign.closes + 700_000))
            ]
        },
        Lie(name: "a second closing", check: .records) { bundle in
            bundle.leavesAfterClosing = [
                .closing(
                    Closing(
                        phase: "main", intakeEnded: SampleCampaign.closes, entries: 0, people: 0, eligible: nil,
                        tally: nil,
                        stock: nil, ledger: nil, refusals: nil, at: SampleCampaign.closes + 600_000))
            ]
        },
    ]

    static let aboutTheFiles: [Lie] = [
        Lie(name: "an answer key changed afterwards", check: .rules) { bundle in
            bundle.editCharter = { $0.rules = SHA256.hash("other rules") }
        },
        Lie(name: "other times in the charter", check: .rules) { $0.editCharter = { $0.closes += 1 } },
        Lie(
            name: "public rules that are not those of the file", check: .rules,
            editFiles: { disk in
                disk.replace("灯笼一盏", by: "灯笼两盏", in: "rules/public.json")
            }),
        Lie(
            name: "somebody added to the roll", check: .roll,
            editFiles: { disk in
                let last = disk["roll/roll.txt"].split(separator: 0x0A).last ?? []
                disk["roll/roll.txt"] +=
                    Array("huigong/roll/v1 \(String(repeating: "f", count: 32))".utf8) + last.dropFirst(48) + [0x0A]
            }),
        Lie(name: "a head signed by somebody else", check: .checkpoint) { bundle in
            let other = NoteSigner(name: bundle.origin.text, seed: SHA256.hash("other"))!
            bundle.editContents = {
                $0.closingHead = SignedNote(text: $0.closingHead.text, signatures: [other.sign($0.closingHead.text)])
            }
        },
        Lie(name: "a head of another tree", check: .tree) { bundle in
            let keys = bundle.keys
            bundle.editContents = {
                $0.closingHead = Checkpoint(origin: keys.origin.text, size: 9, root: .zero).signed(by: keys.signer)
            }
        },
        Lie(
            name: "a leaf exchanged in its tile", check: .tree,
            editFiles: { disk in
                let path = disk.files.first { $0.hasPrefix("log/tile/entries/") }!
                disk.replace("entries 7", by: "entries 8", in: path)
            }),
        Lie(
            name: "an opening left out", check: .openings,
            editFiles: { disk in
                let path = disk.files.first { $0.hasPrefix("openings/") }!
                let width = Int(path.split(separator: "/").last!)!
                var openings = try! OpeningFile.decode(disk[path], width: width)
                openings[6] = nil
                disk[path] = OpeningFile.encode(openings)
            }),
        Lie(
            name: "a better grade than it is", check: .report,
            editFiles: { disk in
                disk.replace("\"level\":\"G0\"", by: "\"level\":\"G2\"", in: "report.json")
            }),
        Lie(
            name: "a script in the page", check: .report, isOnlyOnThePage: true,
            editFiles: { disk in
                disk.replace("</body>", by: "<script></script></body>", in: "report.html")
            }),
        Lie(name: "a file that does not belong there", check: .sums, editFiles: { $0["draw/notes.txt"] = [0x0A] }),
        Lie(
            name: "a link out of the folder", check: .sums,
            editFiles: { disk in
                try! FileManager.default.createSymbolicLink(
                    atPath: disk.path + "/draw/link", withDestinationPath: "/etc/passwd")
            }),
        Lie(
            name: "days that begin elsewhere", check: .rules,
            editFiles: { disk in
                disk["rules/days.csv"] = Array("start\n0\n".utf8)
            }),
    ]
}

@Suite struct LieTests {
    @Test(arguments: Lie.all)
    func `a lie fails on the check that names it`(lie: Lie) throws {
        var bundle = SampleBundle(lie.sample)
        lie.edit(&bundle)
        let disk = try bundle.written()
        lie.editFiles(disk)
        disk.sum()
        let report = disk.verify(bundle)
        #expect(report.exitCode == 1)
        #expect(report.failing.contains(lie.check), "\(report.text(.en))")
        #expect(report.grade == nil)
    }
}
