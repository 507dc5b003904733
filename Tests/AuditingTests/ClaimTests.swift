import Foundation
import JSON
import Proofs
import Testing

@testable import Auditing

extension SampleBundle {
    private static let hour: Int64 = 3_600_000

    /// The quiz with a day for claims: the first winner claims, the second declines, the first alternate who follows
    /// lets the time run out, the second claims, and after the dispute window the log ends.
    static var claimed: SampleBundle {
        var bundle = SampleBundle(.quiz)
        bundle.sample.file = bundle.sample.file.replacing(
            "\"alternates\":2}", with: "\"alternates\":2,\"claims\":{\"within\":\"24h\"}}")
        let masked = Dictionary(
            uniqueKeysWithValues: bundle.sample.people.map { (bundle.keys.pseudonym(of: $0.id), $0.masked) })
        bundle.events = { walk, draw, leaf in
            let holders = walk.rows.map(\.pseudonym)
            let (first, second, third, fourth) = (holders[0], holders[1], holders[2], holders[3])
            let later = draw.at + 26 * hour
            return [
                PrizeEventBody(.claim, first, index: leaf, at: draw.at + hour),
                PrizeEventBody(.decline, second, index: leaf, at: draw.at + 2 * hour),
                PrizeEventBody(.forfeit(.declined), second, index: leaf, at: draw.at + 2 * hour),
                PrizeEventBody(.alternate(display: masked[third]!), third, index: leaf + 3, at: draw.at + 2 * hour),
                PrizeEventBody(.forfeit(.unclaimed), third, index: leaf + 4, at: later),
                PrizeEventBody(.alternate(display: masked[fourth]!), fourth, index: leaf + 5, at: later),
                PrizeEventBody(.claim, fourth, index: leaf + 6, at: later + hour),
            ]
        }
        bundle.final = Final(events: 7, ledger: nil, at: SampleCampaign.publicTime + 61_000 + 168 * hour)
        return bundle
    }
}

extension Lie {
    static let aboutClaims: [Lie] = [
        claimed("a claim of a phase that there is not", .records) { $0[0].phase = "x" },
        claimed("a forfeit before the deadline", .winners) { $0[4].at -= 3_600_000 },
        claimed("a claim ignored", .winners) { events in
            events.insert(
                PrizeEventBody(.claim, events[3].pseudonym, index: events[4].index, at: events[3].at + 1), at: 4)
        },
        claimed("a claim after the deadline", .winners) { $0[0].at += 86_400_000 },
        claimed("a claim of somebody else's prize", .winners) { $0[0].pseudonym = $0[6].pseudonym },
        claimed("a second claim", .winners) { $0.insert($0[0], at: 1) },
        claimed("a decline without a forfeit", .winners) { $0 = Array($0[..<2]) },
        claimed("a forfeit of somebody who never declined", .winners) { $0.remove(at: 1) },
        claimed("a forfeit for another reason", .winners) { $0[4].kind = .forfeit(.declined) },
        claimed("a friend among the alternates first", .winners) { events in
            (events[3].pseudonym, events[5].pseudonym) = (events[5].pseudonym, events[3].pseudonym)
        },
        claimed("a forfeited prize that nobody gets", .winners) { $0.remove(at: 3) },
        claimed("an event that refers to another leaf", .winners) { $0[0].index += 1 },
        claimed("an alternate under a friend's name", .identity) { events in
            events[3].kind = .alternate(display: "王*")
            events[5].kind = .alternate(display: "王*")
        },
        Lie(name: "a forfeit that was due and is missing", check: .winners, sample: .quiz) { bundle in
            bundle = .claimed
            bundle.editEvents = { $0.removeLast(3) }
            bundle.final?.events = 4
        },
        Lie(name: "an end while prizes are open", check: .winners, sample: .quiz) { bundle in
            bundle = .claimed
            bundle.editEvents = { $0.removeLast() }
            bundle.final = Final(events: 6, ledger: nil, at: SampleCampaign.publicTime + 61_000 + 27 * 3_600_000)
        },
        Lie(name: "an end within the dispute window", check: .winners, sample: .quiz) { bundle in
            bundle = .claimed
            bundle.final?.at -= 1
        },
        Lie(name: "an end that counts other events", check: .winners, sample: .quiz) { bundle in
            bundle = .claimed
            bundle.final?.events = 6
        },
        Lie(name: "claims that the rules do not have", check: .records, sample: .quiz) { bundle in
            let file = bundle.sample.file
            bundle = .claimed
            bundle.sample.file = file
        },
        Lie(name: "an event after the end of the log", check: .records, sample: .quiz) { bundle in
            bundle = .claimed
            bundle.leavesAtEnd = [.event(EventLeaf(commitment: .zero))]
        },
        Lie(name: "an event that is not opened", check: .openings, sample: .quiz) { bundle in
            bundle = .claimed
            bundle.editContents = { $0.events.removeLast() }
        },
    ]

    private static func claimed(
        _ name: String, _ check: CheckID, _ edit: @escaping @Sendable (inout [PrizeEventBody]) -> Swift.Void
    ) -> Lie {
        Lie(name: name, check: check, sample: .quiz) { bundle in
            bundle = .claimed
            bundle.editEvents = edit
        }
    }
}

@Suite struct ClaimTests {
    @Test func `a bundle with claims, forfeits and alternates verifies`() throws {
        let bundle = SampleBundle.claimed
        let disk = try bundle.written()
        let report = disk.verify(bundle)
        #expect(report.exitCode == 0, "\(report.text(.en))")
        let told = try JSONDocument(bytes: disk["report.json"]).root["claims"]
        #expect(told?["claimed"]?.integer == 2 && told?["open"]?.integer == 0)
        #expect(told?["forfeits"]?.elements.compactMap { $0["reason"]?.string } == ["declined", "unclaimed"])
        #expect(told?["ended"]?.integer != nil)
        let page = String(decoding: disk["report.html"], as: UTF8.self)
        #expect(page.contains("逾期未领") && page.contains("放弃"))
        #expect(disk["draw/displays.csv"].split(separator: 0x0A).count == 5)
    }

    @Test func `a bundle from before the deadlines verifies, and is a part of the later one`() throws {
        var bundle = SampleBundle.claimed
        bundle.editEvents = { $0 = Array($0[..<1]) }
        bundle.final = nil
        let report = try bundle.written().verify(bundle)
        #expect(report.exitCode == 0, "\(report.text(.en))")
    }

    @Test func `an old auditor's file lacks the alternate who followed`() throws {
        let bundle = SampleBundle.claimed
        let disk = try bundle.written()
        let file = bundle.auditorFile { $0.winners.removeLast() }
        let report = Verifier(bundle: disk.path, vkey: bundle.vkey, auditorFile: file).run()
        #expect(report.failing == [.identity])
    }

    @Test func `a receipt of a claim tells what became of the prize`() throws {
        let bundle = SampleBundle.claimed
        let disk = try bundle.written()
        let contents = bundle.contents()
        let event = contents.events[0]
        let receipt = Receipt(
            extra: Receipt.Extra(opening: event.opening, salts: nil), index: event.index,
            siblings: contents.tree.inclusionProof(index: event.index, size: contents.tree.count),
            checkpoint: contents.checkpoint)
        let report = Verifier(bundle: disk.path, vkey: bundle.vkey, receipt: receipt.bytes).run()
        #expect(report.receipt?.outcome == .logged)
        #expect(report.receipt?.sentences.last?.zh == "您已领取。")
    }

    @Test func `bodies that are no events are refused`() {
        let good = PrizeEventBody(.forfeit(.unclaimed), SampleBundle(.quiz).keys.pseudonym(of: "m001"), index: 3, at: 5)
        #expect(EventBody(reading: good.bytes) == .prize(good))
        let text = String(decoding: good.bytes, as: UTF8.self)
        for (old, new) in [
            ("unclaimed", "dead"), ("forfeit", "claim"), ("\"at\":5,", ""), ("main", "Second!"),
            ("\"index\":3", "\"index\":-3"),
            ("\"at\":5", "\"at\": 5"), ("forfeit", "alternate"),
        ] {
            #expect(EventBody(reading: Array(text.replacing(old, with: new).utf8)) == nil, "\(new)")
        }
    }
}
