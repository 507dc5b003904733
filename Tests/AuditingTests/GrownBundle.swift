import JSON
import Proofs

@testable import Auditing

/// Bundles of a campaign whose roll grew after the announcement.
extension SampleBundle {
    static let firstAt = SampleCampaign.opens - 300_000
    static let secondAt = SampleCampaign.opens - 200_000

    /// The riddles, announced without three people, who are added in two amendments before the first entry: the fourth
    /// and the sixth, and then the fifth.
    static var grown: SampleBundle { grown(.riddle) }

    static func grown(_ sample: SampleCampaign) -> SampleBundle {
        var bundle = SampleBundle(sample)
        bundle.additions = [[3, 5], [4]]
        bundle.earlyAmendments = [bundle.addition(0, at: firstAt), bundle.addition(1, at: secondAt)]
        return bundle
    }

    /// The record of an addition.
    func addition(
        _ number: Int, at: Int64, _ edit: (inout CountedDigest) -> Swift.Void = { _ in }
    ) -> Amendment {
        var roll = roll(after: number + 1)
        edit(&roll)
        return .made("roll", ["count": .integer(Int64(roll.count)), "root": .string(roll.digest.hex)], at: at)
    }

    /// From after the fifth person, whom the second amendment added, was erased.
    static var grownAndErased: SampleBundle {
        var bundle = grown
        let drawn = bundle.contents().records.compactMap { if case .draw(let draw) = $0.leaf { draw.at } else { nil } }
        bundle.withheld = [8]
        bundle.leavesAtEnd = [.withheld(Withheld(index: 8, reason: "own-request", at: drawn[0] + window))]
        bundle.eraseLine(of: 4)
        return bundle
    }

    /// The bundle from before anybody was erased.
    var whole: SampleBundle {
        var bundle = additions.isEmpty ? SampleBundle(sample) : .grown(sample)
        bundle.additions = additions
        return bundle
    }
}

extension Lie {
    /// Each changes one thing of an honest bundle whose roll grew.
    static let aboutAdditions: [Lie] = [
        grown("a person added without an amendment", .roll) { bundle in
            bundle.earlyAmendments.removeLast()
            bundle.additions = [[3, 5]]
            bundle.editCharter = { [roll = SampleBundle.grown.roll(after: 0)] in $0.roll = roll }
        },
        grown("an addition with another root", .roll) { bundle in
            bundle.earlyAmendments[0] = bundle.addition(0, at: SampleBundle.firstAt) { $0.digest = .zero }
        },
        grown("a last addition with another root", .roll) { bundle in
            bundle.earlyAmendments[1] = bundle.addition(1, at: SampleBundle.secondAt) { $0.digest = .zero }
        },
        grown("an addition with another count", .roll) { bundle in
            bundle.earlyAmendments[0] = bundle.addition(0, at: SampleBundle.firstAt) { $0.count += 1 }
        },
        Lie(name: "an entry from before its person was added", check: .roll) { bundle in
            bundle.additions = [[4]]
            bundle.amendments = [bundle.addition(0, at: SampleCampaign.opens + 7000)]
            bundle.intakeEnded = SampleCampaign.closes
        },
        grown("a line of the old roll taken out by an addition", .roll) { bundle in
            let gone = bundle.keys.pseudonym(of: "m002").hex
            bundle.editContents = { $0.roll = lines($0.roll!) { !$0.contains(gone) } }
        },
        grown("a line of the old roll changed by an addition", .roll) { bundle in
            let staff = bundle.keys.pseudonym(of: "m002").hex
            bundle.editContents = { contents in
                let text = String(decoding: contents.roll!, as: UTF8.self).split(separator: "\n").map { line in
                    line.contains(staff) ? line.dropLast() + "0\n" : line + "\n"
                }
                contents.roll! = Array(text.joined().utf8)
            }
        },
        grown("no file of what was added", .roll) { $0.editContents = { $0.rollAdditions.removeLast() } },
        grown("a file of what was added with a foreign hash", .roll) { bundle in
            bundle.editContents = { $0.rollAdditions[1].hashes = [SHA256.hash("nobody")] }
        },
        grown("a file of what was added that is empty", .roll) { bundle in
            bundle.editContents = { $0.rollAdditions[1].hashes = [] }
        },
        grown("a person added twice", .roll) { bundle in
            bundle.editContents = { $0.rollAdditions[1].hashes = [$0.rollAdditions[0].hashes[0]] }
        },
        grown("a file of what was added out of order", .roll) { bundle in
            bundle.editContents = { $0.rollAdditions[0].hashes.reverse() }
        },
        Lie(
            name: "a file of what was added with half a line", check: .roll, edit: { $0 = .grown },
            editFiles: { $0["roll/added-2.txt"].removeLast() }),
        grown("an announced person said to have been added", .roll) { bundle in
            let first = bundle.keys.pseudonym(of: "m001").hex
            bundle.editContents = { contents in
                let line = lines(contents.roll!) { $0.contains(first) }.dropLast()
                contents.rollAdditions[1].hashes = [MerkleTree.leafHash(Array(line))]
            }
        },
        Lie(
            name: "a file of an addition that is none", check: .sums, edit: { $0 = .grown },
            editFiles: { $0["roll/added-3.txt"] = $0["roll/added-2.txt"] }),
        grown("an addition after the closing", .afterClosing) { bundle in
            bundle.leavesAfterClosing = [
                .amendment(bundle.addition(1, at: SampleCampaign.closes + 600_000))
            ]
            bundle.earlyAmendments.removeLast()
        },
        grown("an addition in the review window", .records) { bundle in
            bundle.amendments = [bundle.addition(1, at: SampleCampaign.closes)]
            bundle.earlyAmendments.removeLast()
            bundle.intakeEnded = SampleCampaign.closes
        },
        grown("an addition with a secret", .records) { $0.earlyAmendments[0].secret = SHA256.hash("x") },
        grown("an addition by somebody else", .records) { $0.earlyAmendments[0].role = "gateway" },
        grown("an addition without a root", .records) { $0.earlyAmendments[0].public = #"{"count":5}"# },
        Lie(
            name: "another number of people who were added", check: .report, edit: { $0 = .grown },
            editFiles: { $0.replace("\"count\":2,\"index\":1", by: "\"count\":1,\"index\":1", in: "report.json") }),
        grown("the old roll registered after an addition", .registry) { bundle in
            let old = bundle.roll(after: 0)
            bundle.editRegistry = { records in
                for place in records.indices where records[place].event == .closed { records[place].roll = old }
            }
        },
        Lie(name: "an addition among instant wins", check: .records, sample: .instant) { bundle in
            bundle.additions = [[5]]
            bundle.earlyAmendments = [bundle.addition(0, at: SampleBundle.firstAt)]
        },
    ]

    private static func lines(_ file: [UInt8], _ isKept: (Substring) -> Bool) -> [UInt8] {
        let kept = String(decoding: file, as: UTF8.self).split(separator: "\n").filter(isKept)
        return Array(kept.map { $0 + "\n" }.joined().utf8)
    }

    private static func grown(
        _ name: String, _ check: CheckID, _ edit: @escaping @Sendable (inout SampleBundle) -> Swift.Void
    ) -> Lie {
        Lie(name: name, check: check) { bundle in
            bundle = .grown
            edit(&bundle)
        }
    }
}
