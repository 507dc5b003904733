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

    /// Prices and invoices are for the auditor alone, who finds what nobody else can.
    @Test(
        .enabled(if: PythonVerifier.isThere),
        arguments: [
            ("a price that gives less than was paid", 1, "800.00"), ("one invoice used twice", 2, "F001"),
        ])
    func `the auditor sees what prices and invoices hide`(_ name: String, _ place: Int, _ value: String) throws {
        var bundle = MoneyBundle()
        bundle.openedValues[place].value = value
        let opened = bundle.openedValues[place]
        let commitment = MoneyBundle.commitment(opened.leaf, opened.pointer, value)
        guard case .event(var body) = bundle.before[opened.leaf - 1],
            case .redeem(let amount, let till, let price, let invoice) = body.kind
        else { return }
        body.kind =
            opened.pointer == "/price"
            ? .redeem(amount: amount, till, price: commitment, invoice: invoice)
            : .redeem(amount: amount, till, price: price, invoice: commitment)
        bundle.before[opened.leaf - 1] = .event(body)
        let (swift, python, text) = try found(bundle)
        #expect(swift == ["ledger"] && python == ["ledger"], "\(name): \(text)")
    }
}
