import JSON
import Proofs
import Testing

@testable import Auditing

private let week: Int64 = 7 * 86_400_000

/// A bundle of a phase that was honestly voided.
struct SampleVoid: Sendable, CustomTestStringConvertible {
    var name: String
    var make: @Sendable () -> SampleBundle

    var testDescription: String { name }

    /// One source's value is not there when its time is over, and nobody saw drawn what was not.
    init(_ name: String, _ sample: SampleCampaign, without source: Int, at: Int64) {
        self.init(name) {
            var bundle = SampleBundle(sample)
            bundle.editValues = { $0.removeAll { $0.source == source } }
            bundle.voiding = VoidRecord(phase: "main", at: at)
            bundle.seenInPublic = source == 3 ? nil : sample.activation.map { ["opening.example": $0] } ?? [:]
            return bundle
        }
    }

    init(_ name: String, _ make: @escaping @Sendable () -> SampleBundle) {
        self.name = name
        self.make = make
    }

    /// Kept numbers alone, and the party never gave its own.
    static let reveal = SampleVoid("no reveal", .kept, without: 1, at: SampleCampaign.closes + week)
    /// Nobody drew the number, nor that in its place.
    static let fallback = SampleVoid(
        "no fallback", .revealed, without: 2, at: SampleCampaign.fallbackTime + week)
    static let beacon = SampleVoid("no beacon", .mixed, without: 3, at: SampleCampaign.roundTime + week)
    static let own = SampleVoid(
        "no commit", .riddle, without: 1,
        at: SampleCampaign.closes + SampleCampaign.riddle.loaded.campaign.review + week)
    /// The closing came when the number could be known: nothing is waited for.
    static let late = SampleVoid("closed late") {
        var bundle = SampleBundle(.revealed)
        bundle.editClosing = { $0.at = SampleCampaign.publicTime }
        bundle.editValues = { $0 = [] }
        bundle.voiding = VoidRecord(phase: "main", at: SampleCampaign.publicTime)
        bundle.seenInPublic = [:]
        return bundle
    }
    /// Some won at once, and what was left was never drawn.
    static let instant = SampleVoid("instant") {
        var bundle = SampleBundle(.instant)
        bundle.editValues = { $0 = [] }
        bundle.voiding = VoidRecord(phase: "main", at: SampleCampaign.publicTime + 10 * week)
        bundle.seenInPublic = ["opening.example": bundle.sample.activation!]
        return bundle
    }
    static let registered = SampleVoid("registered") {
        var bundle = reveal.make()
        bundle.editRegistry = { _ in }
        return bundle
    }
    static let all = [reveal, fallback, beacon, own, late, instant, registered]
}

extension Lie {
    private static func void(
        _ name: String, _ check: CheckID, _ sample: SampleVoid = .reveal,
        _ edit: @escaping @Sendable (inout SampleBundle) -> Swift.Void = { _ in },
        files: @escaping @Sendable (BundleOnDisk) -> Swift.Void = { _ in }
    ) -> Lie {
        Lie(
            name: name, check: check, sample: sample.make().sample,
            edit: { bundle in
                bundle = sample.make()
                edit(&bundle)
            }, editFiles: files)
    }

    private static func registered(
        _ name: String, _ edit: @escaping @Sendable (inout [Registered]) -> Swift.Void
    ) -> Lie {
        void(name, .registry) { $0.editRegistry = edit }
    }

    private static let draw = Leaf.draw(
        Draw(
            phase: "main", seed: .zero, winners: CountedDigest(count: 0, digest: .zero),
            at: SampleCampaign.closes + week + 1))

    static let aboutVoids: [Lie] = [
        void("a void while every value is there", .randomness) { $0.editValues = { _ in } },
        void("a void before the days to wait are over", .randomness) { $0.voiding?.at -= 1 },
        void("a void before what stands in for a number is overdue", .randomness, .fallback) {
            $0.voiding?.at -= 1
        },
        void("a void before the beacon is overdue", .randomness, .beacon) { $0.voiding?.at -= 1 },
        void("a void for want of a number that the draw can go without", .randomness, .beacon) { bundle in
            bundle.editValues = { $0.removeAll { $0.source == 1 } }
        },
        void("a draw hidden behind a void", .afterClosing) { $0.leavesAtEnd = [draw] },
        void("a second void", .afterClosing) { bundle in
            bundle.leavesAtEnd = [.void(VoidRecord(phase: "main", at: SampleCampaign.closes + week))]
        },
        Lie(name: "a void after the draw", check: .afterClosing, sample: .kept) { bundle in
            bundle.leavesAtEnd = [.void(VoidRecord(phase: "main", at: SampleCampaign.closes + week))]
        },
        void("a value after the void", .records) { bundle in
            bundle.leavesAtEnd = [
                .value(
                    Value(
                        phase: "main", source: 1, value: SampleParty.number.hex, at: SampleCampaign.closes + week))
            ]
        },
        void("a void that ends the log like a draw", .records) { bundle in
            bundle.leavesAtEnd = [.final(Final(events: 0, ledger: nil, at: SampleCampaign.closes + 9 * week))]
        },
        void("a void from before the closing", .records) { bundle in
            bundle.voiding?.at = SampleCampaign.closes - 1
        },
        void("an opening withheld while the void could be disputed", .records) { bundle in
            let late = bundle.voiding!.at + SampleBundle.window - 1
            bundle.withheld = [1]
            bundle.leavesAtEnd = [.withheld(Withheld(index: 1, reason: "r", at: late))]
        },
        registered("a void registered as a draw") { records in
            for place in records.indices where records[place].event == .void { records[place].event = .drawn }
        },
        registered("a void that was not registered") { $0.removeAll { $0.event == .void } },
        registered("a void registered with another end") { records in
            for place in records.indices where records[place].event == .void { records[place].closes += 1 }
        },
        void("somebody else blamed", .report) { disk in
            disk.replace("party.example never", by: "other.example never", in: "report.json")
        },
        void("tickets beside a void", .sums) { $0["draw/tickets.csv"] = $0["draw/eligible.csv"] },
    ]

    private static func void(
        _ name: String, _ check: CheckID, _ files: @escaping @Sendable (BundleOnDisk) -> Swift.Void
    ) -> Lie {
        void(name, check, .reveal, { _ in }, files: files)
    }
}

/// A phase that was voided: no draw, and everything else as published.
@Suite struct VoidTests {
    @Test(arguments: SampleVoid.all)
    func `an honest void verifies, and says first that there is no draw`(sample: SampleVoid) throws {
        let bundle = sample.make()
        let disk = try bundle.written()
        let report = disk.verify(bundle)
        #expect(report.failing == [], "\(report.text(.en))")
        #expect(report.grade == nil)
        #expect(report.text(.en).hasPrefix("No draw: "), "\(report.text(.en))")
        for id in [CheckID.seed, .tickets, .winners] { #expect(report[id]?.status == .notUsed) }
        let page = String(decoding: disk["report.html"], as: UTF8.self)
        #expect(page.contains("<p class=\"grade\"><b>没有开奖："))
        let files = Set(disk.files)
        #expect(files.isDisjoint(with: ["draw/tickets.csv", "draw/winners.csv", "draw/seed-input.txt"]))
        #expect(files.contains("draw/displays.csv") == (bundle.sample.activation != nil))
    }

    @Test func `it tells who gave nothing, and until when it was waited for`() throws {
        func line(_ sample: SampleVoid) throws -> String {
            let bundle = sample.make()
            let report = try bundle.written().verify(bundle)
            return String(report.text(.en).prefix { $0 != "\n" })
        }
        #expect(
            try line(.reveal)
                == "No draw: party.example never gave its number (source 1). It is void and is never repeated "
                + "(waited for until 2027-06-15 09:00:00 +08:00)")
        #expect(
            try line(.fallback).hasPrefix(
                "No draw: notary.example published no number, or the organiser did not log it (source 2); "
                    + "lottery.example published no number, or the organiser did not log it (source 3). "))
        #expect(try line(.beacon).contains("round \(SampleCampaign.round) of the public beacon drand"))
        #expect(
            try line(.late)
                == "No draw: the closing was not before the time of the public randomness: the organiser could know the number when it closed. "
                + "It is void and is never repeated")
    }

    @Test func `the report has the reason, and nothing of a draw`() throws {
        let disk = try SampleVoid.reveal.make().written()
        let report = try JSONDocument(bytes: disk["report.json"]).root
        let reason = try #require(report["no_draw"])
        #expect(report["grade"]?.kind == .null && report["seed"]?.kind == .null)
        #expect(reason["cause"]?.string == "missing-value" && reason["reason"]?.string == "missing-randomness")
        #expect(reason["due"]?.integer == SampleCampaign.closes + week)
        #expect(reason["missing"]?.elements.compactMap(\.integer) == [1])
        #expect(report["tiers"]?.elements.compactMap { $0["awarded"]?.integer } == [0])
    }

    @Test func `a participant is told that nobody was drawn`() throws {
        let bundle = SampleVoid.reveal.make()
        let disk = try bundle.written()
        let receipt = try bundle.receipt(of: 1).bytes
        let finding = try #require(Verifier(bundle: disk.path, vkey: bundle.vkey, receipt: receipt).run().receipt)
        let text = finding.lines(.en).joined(separator: "\n")
        #expect(finding.outcome == .logged)
        #expect(text.contains("Your entry is leaf 1") && text.contains("It earned 1 chance."))
        #expect(text.contains("No draw: party.example never gave its number") && text.contains("nobody was drawn"))
    }

    @Test func `who won at once stays a winner`() throws {
        let bundle = SampleVoid.instant.make()
        let disk = try bundle.written()
        let report = disk.verify(bundle)
        #expect(report.exitCode == 0 && report[.stock]?.status == .pass, "\(report.text(.en))")
        #expect(report[.identity]?.status == .pass)
        let unseen = Verifier(bundle: disk.path, vkey: bundle.vkey).run()
        #expect(unseen.exitCode == 3 && unseen[.identity]?.status == .notProvable)
        for edit in [{ $0.winners.removeLast() }, { $0.seed = .zero }] as [(inout AuditorFile) -> Swift.Void] {
            let file = bundle.auditorFile(edit)
            #expect(Verifier(bundle: disk.path, vkey: bundle.vkey, auditorFile: file).run().failing == [.identity])
        }
    }

    @Test func `after the dispute window an opening may be withheld`() throws {
        var bundle = SampleVoid.reveal.make()
        let own = bundle.sample.entries.indices.filter { bundle.sample.entries[$0].person == 0 }.map { $0 + 1 }
        bundle.withheld = Set(own)
        bundle.leavesAtEnd = own.map { index in
            .withheld(Withheld(index: index, reason: "r", at: SampleCampaign.closes + week + SampleBundle.window))
        }
        let report = try bundle.written().verify(bundle)
        #expect(report.failing == [], "\(report.text(.en))")
        #expect(report.exitCode == 3 && report.noDraw != nil)
    }
}
