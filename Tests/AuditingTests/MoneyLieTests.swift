import Books
import Campaigns
import Foundation
import JSON
import Proofs
import Testing

@testable import Auditing

/// What an organiser might try with vouchers and money.
struct MoneyLie: Sendable, CustomTestStringConvertible {
    let name: String
    let check: CheckID
    let edit: @Sendable (inout MoneyBundle) -> Swift.Void

    init(_ name: String, _ check: CheckID, _ edit: @escaping @Sendable (inout MoneyBundle) -> Swift.Void) {
        self.name = name
        self.check = check
        self.edit = edit
    }

    var testDescription: String { name }

    /// Another body in the place of an event.
    private static func event(
        _ place: Int, _ name: String, _ check: CheckID = .ledger,
        _ edit: @escaping @Sendable (inout FundEventBody) -> Swift.Void
    ) -> MoneyLie {
        MoneyLie(name, check) { bundle in
            guard case .event(var body) = bundle.before[place] else { preconditionFailure("\(place) is no event") }
            edit(&body)
            bundle.before[place] = .event(body)
        }
    }

    private static func claim(_ person: Int, _ at: Int64, _ members: [JSON.Member]) -> MoneyBundle.Leafing {
        .claim(person: person, at: at, members)
    }

    private static func file(_ name: String, _ path: String, _ old: String, _ new: String, _ check: CheckID = .ledger)
        -> MoneyLie
    {
        MoneyLie(name, check) { bundle in
            bundle.editFiles = { disk in
                disk.replace(old, by: new, in: path)
                disk.sum()
            }
        }
    }

    static let all: [MoneyLie] = [
        MoneyLie("an amount that the item never gives", .ledger) {
            $0.before[0] = claim(0, MoneyBundle.opens, [.init("amount", "40001"), .init("item", "fridge")])
        },
        MoneyLie("an item that is not there", .ledger) {
            $0.before[2] = claim(3, MoneyBundle.opens + 2000, [.init("item", "car"), .init("merchant", "west")])
        },
        MoneyLie("a second grant of a category", .ledger) {
            $0.before[3] = claim(0, MoneyBundle.opens + 3000, [.init("amount", "20000"), .init("item", "fridge")])
        },
        MoneyLie("more than a household may have", .ledger) {
            $0.before[1] = claim(1, MoneyBundle.opens + 1000, [.init("amount", "40000"), .init("item", "fridge")])
        },
        MoneyLie("more than the budget", .ledger) { bundle in
            bundle.before[3] = claim(4, MoneyBundle.opens + 3000, [.init("amount", "40000"), .init("item", "fridge")])
        },
        MoneyLie("money in a leaf that is no claim's", .openings) {
            $0.before[2] = claim(3, MoneyBundle.opens + 2000, [.init("item", "kettle"), .init("granted", "5000")])
        },
        event(4, "a voucher reserved at a shop that is not there") {
            $0.kind = .reserve(FundEventBody.Till(merchant: "east", shop: "e9"))
        },
        event(5, "a redemption at another shop than the one that holds it") {
            guard case .redeem(let amount, _, let price, let invoice) = $0.kind else { return }
            $0.kind = .redeem(
                amount: amount, FundEventBody.Till(merchant: "east", shop: "e2"), price: price, invoice: invoice)
        },
        event(5, "a fen more than was granted") {
            guard case .redeem(_, let till, let price, let invoice) = $0.kind else { return }
            $0.kind = .redeem(amount: 40_001, till, price: price, invoice: invoice)
        },
        event(7, "a voucher redeemed twice") { $0.index = 1 },
        event(4, "a reservation from before the phase for it", .limits) { $0.at = MoneyBundle.opens + 4000 },
        event(8, "a void of what was redeemed") { $0.index = 1 },
        event(9, "a settlement of another sum") {
            $0.kind = .settle(
                merchant: "east", amount: 60_001, period: MoneyBundle.opens..<MoneyBundle.opens + 5 * MoneyBundle.hour)
        },
        event(9, "a settlement of another merchant") {
            $0.kind = .settle(
                merchant: "west", amount: 60_000, period: MoneyBundle.opens..<MoneyBundle.opens + 5 * MoneyBundle.hour)
        },
        MoneyLie("a voucher handed to nobody on the roll", .roll) { bundle in
            let (holder, stranger) = (
                bundle.keys.pseudonym(of: SampleCampaign.people[4].id), bundle.keys.pseudonym(of: "stranger")
            )
            bundle.before[8] = .event(
                FundEventBody(
                    .transfer(to: stranger), index: 4, at: MoneyBundle.opens + 4 * MoneyBundle.hour,
                    pseudonym: holder))
        },
        MoneyLie("a budget that an amendment lowers", .rules) { $0.amend("/funds/budget", "\"999.99\"") },
        MoneyLie("a bound that an amendment puts where there was none", .rules) {
            $0.amend("/merchants/1/count", "99")
        },
        event(9, "a settlement of another time") {
            $0.kind = .settle(
                merchant: "east", amount: 60_000, period: MoneyBundle.opens..<MoneyBundle.opens + MoneyBundle.hour)
        },
        MoneyLie("a refund of more than was paid", .ledger) {
            $0.after[0] = .event(
                FundEventBody(.refund(amount: 20_001, reason: "x"), index: 8, at: MoneyBundle.closes + MoneyBundle.hour)
            )
        },
        MoneyLie("a refund made twice", .ledger) { $0.after.insert($0.after[0], at: 1) },
        MoneyLie("a voucher that ended and is not logged", .ledger) { $0.after.remove(at: 1) },
        MoneyLie("a voucher ended early", .ledger) { bundle in
            guard case .event(var body) = bundle.after[1] else { return }
            body.at -= 1
            bundle.after[1] = .event(body)
        },
        MoneyLie("another ledger in the closing", .ledger) { $0.editClosing = { $0.ledger = .zero } },
        MoneyLie("no ledger in the closing", .ledger) { $0.editClosing = { $0.ledger = nil } },
        MoneyLie("another ledger at the end", .ledger) { $0.editFinal = { $0.ledger = .zero } },
        MoneyLie("an end that counts other events", .ledger) { $0.editFinal = { $0.events += 1 } },
        MoneyLie("an end within the dispute window", .ledger) { $0.finalAt! -= 1 },
        MoneyLie("an end with a settlement missing", .ledger) { $0.after.removeLast() },
        MoneyLie("a claim voided by an amendment", .ledger) { bundle in
            bundle.amendments = [
                Amendment(
                    class: "void-entry", role: "organiser", public: #"{"index":1,"reason":"x"}"#, secret: nil,
                    at: MoneyBundle.closes - 1)
            ]
        },
        file("another ledger.csv", "draw/ledger.csv", "free,all,-,60000", "free,all,-,60001"),
        file("another settlement as CSV", "settlement/10.csv", "600.00", "600.01"),
        file("another settlement as JSON", "settlement/10.json", "\"total\":\"600.00\"", "\"total\":\"600.01\""),
        file("a report that says what it likes", "report.json", "\"balanced\":true", "\"balanced\":false", .report),
        MoneyLie("a settlement left out", .sums) { bundle in
            bundle.editFiles = { disk in
                disk.remove("settlement/16.json")
                disk.sum()
            }
        },
        MoneyLie("another price for the auditor", .identity) { $0.openedValues[1].value = "1300.00" },
    ]
}

@Suite struct MoneyLieTests {
    /// What each verifier finds wrong.
    private func found(_ bundle: MoneyBundle) throws -> (swift: [String], python: [String], text: String) {
        let disk = BundleOnDisk()
        let contents = bundle.contents()
        try BundleWriter.write(contents, to: disk.path)
        bundle.editFiles(disk)
        let file = bundle.auditorFile(contents)
        let report = Verifier(bundle: disk.path, vkey: bundle.vkey, auditorFile: file).run()
        let path = NSTemporaryDirectory() + "auditor-\(UUID().uuidString)"
        try Data(file).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let (_, output) = try PythonVerifier.run([
            disk.path, "--vkey", bundle.vkey, "--auditor-file", path, "--json",
        ])
        let checks = try JSONDocument(bytes: Array(output.utf8)).root["checks"]?.elements ?? []
        let failed = checks.filter { $0["status"]?.string == "fail" }.compactMap { $0["check"]?.string }
        return (report.failing.map(\.rawValue), failed, report.text(.en) + output)
    }

    @Test(.enabled(if: PythonVerifier.isThere)) func `both verifiers pass an honest bundle`() throws {
        let (swift, python, text) = try found(MoneyBundle())
        #expect(swift.isEmpty && python.isEmpty, "\(text)")
    }

    @Test(.enabled(if: PythonVerifier.isThere)) func `both verifiers pass the first bundle, before the end`() throws {
        var bundle = MoneyBundle()
        (bundle.after, bundle.finalAt) = ([], nil)
        let (swift, python, text) = try found(bundle)
        #expect(swift.isEmpty && python.isEmpty, "\(text)")
    }

    @Test(.enabled(if: PythonVerifier.isThere), arguments: MoneyLie.all)
    func `both verifiers see a lie`(_ lie: MoneyLie) throws {
        var bundle = MoneyBundle()
        lie.edit(&bundle)
        let (swift, python, text) = try found(bundle)
        #expect(swift.contains(lie.check.rawValue), "\(text)")
        #expect(python.contains(lie.check.rawValue), "\(text)")
    }

    @Test(.enabled(if: PythonVerifier.isThere)) func `more money that an amendment brings is there`() throws {
        var bundle = MoneyBundle()
        bundle.amend("/funds/budget", "\"1500.00\"")
        // What stands after the amendment is a leaf further on.
        guard case .event(var settle) = bundle.after[2] else { return }
        settle.index += 1
        bundle.after[2] = .event(settle)
        let raised = MoneyBundle.file.replacing(#""budget":"1000.00""#, with: #""budget":"1500.00""#)
        bundle.raises = [
            (11, FundRules(SampleCampaign(file: raised, people: SampleCampaign.people, entries: []).loaded.campaign)!)
        ]
        let honest = try found(bundle)
        #expect(honest.swift.isEmpty && honest.python.isEmpty, "\(honest.text)")
        bundle.raises = []
        let lie = try found(bundle)
        #expect(lie.swift.contains("ledger") && lie.python.contains("ledger"))
    }

    @Test func `an event that names no voucher has no rank`() {
        let settle = FundEventBody.Kind.settle(merchant: "east", amount: 1, period: 0..<1)
        for kind in [.decide(.approve), .release, .refund(amount: 1, reason: "x"), settle] {
            var body = FundEventBody(kind, index: 1, at: 1)
            #expect(EventBody(reading: body.bytes) == .fund(body))
            body.rank = 7
            #expect(EventBody(reading: body.bytes) == nil)
        }
        let void = FundEventBody(.void(reason: "x"), index: 1, rank: 7, at: 1)
        #expect(EventBody(reading: void.bytes) == .fund(void))
    }

    /// Each with a bundle of its own rules.
    @Test(.enabled(if: PythonVerifier.isThere), arguments: MoneyLie.ofOtherRules)
    func `both verifiers tell honest bundles of other rules from lies`(_ lie: OtherRulesLie) throws {
        var bundle = lie.honest()
        let (swift, python, text) = try found(bundle)
        #expect(swift.isEmpty && python.isEmpty, "\(text)")
        for (number, edit) in lie.edits.enumerated() {
            bundle = lie.honest()
            edit(&bundle)
            let (swift, python, text) = try found(bundle)
            #expect(swift.contains(lie.check.rawValue) && python.contains(lie.check.rawValue), "\(number): \(text)")
        }
    }

    /// Prices and invoices are written in one way alone: else one invoice would be two.
    @Test(
        .enabled(if: PythonVerifier.isThere),
        arguments: [(2, "f001"), (2, "F 002"), (2, ""), (1, "1200.0"), (1, "01200.00"), (1, "1,200.00")])
    func `the auditor sees what is written in another way`(_ place: Int, _ value: String) throws {
        var bundle = MoneyBundle()
        bundle.put(value, inOpened: place)
        let (swift, python, text) = try found(bundle)
        #expect(swift == ["identity"] && python == ["identity"], "\(value): \(text)")
    }

    /// Prices and invoices are for the auditor alone, who finds what nobody else can.
    @Test(
        .enabled(if: PythonVerifier.isThere),
        arguments: [
            ("a price that gives less than was paid", 1, "800.00"), ("one invoice used twice", 2, "F001"),
        ])
    func `the auditor sees what prices and invoices hide`(_ name: String, _ place: Int, _ value: String) throws {
        var bundle = MoneyBundle()
        bundle.put(value, inOpened: place)
        let (swift, python, text) = try found(bundle)
        #expect(swift == ["ledger"] && python == ["ledger"], "\(name): \(text)")
    }
}

extension MoneyBundle {
    /// Commits to another value in the place of one that the auditor is given.
    mutating func put(_ value: String, inOpened place: Int) {
        openedValues[place].value = value
        let opened = openedValues[place]
        let commitment = MoneyBundle.commitment(opened.leaf, opened.pointer, value)
        guard case .event(var body) = before[opened.leaf - 1],
            case .redeem(let amount, let till, let price, let invoice) = body.kind
        else { return }
        body.kind =
            opened.pointer == "/price"
            ? .redeem(amount: amount, till, price: commitment, invoice: invoice)
            : .redeem(amount: amount, till, price: price, invoice: commitment)
        before[opened.leaf - 1] = .event(body)
    }

    /// Adds an amendment for the better right before the closing.
    mutating func amend(_ pointer: String, _ value: String) {
        let content = #"{"changes":[{"pointer":"\#(pointer)","value":\#(value)}]}"#
        amendments = [
            Amendment(class: "favourable", role: "organiser", public: content, secret: nil, at: Self.closes - 1)
        ]
    }
}
