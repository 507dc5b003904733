import Books
import Campaigns
import JSON
import Proofs
import Testing

@testable import Auditing

/// An honest bundle of its own rules, and lies that are possible there.
struct OtherRulesLie: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var check: CheckID
    var honest: @Sendable () -> MoneyBundle
    var edits: [@Sendable (inout MoneyBundle) -> Swift.Void]
}

extension MoneyLie {
    static let ofOtherRules = [
        OtherRulesLie(
            testDescription: "decisions after the phase for them", check: .limits, honest: reviewed,
            edits: [
                // Approved too late; refused before the time for it.
                { $0.before[7] = .event(FundEventBody(.decide(.approve), index: 3, at: at(3))) },
                { $0.before[3] = .event(FundEventBody(.decide(.refuse(reason: 1)), index: 1, at: at(1) - 1)) },
            ]),
        OtherRulesLie(
            testDescription: "the end while tickets can come back", check: .ledger, honest: tickets,
            edits: [
                { $0.before.removeLast() },
                { $0.finalAt! -= 1 },
            ]),
        OtherRulesLie(
            testDescription: "the end within the time for refunds", check: .ledger, honest: returnable,
            edits: [{ $0.finalAt! -= 1 }]),
        OtherRulesLie(testDescription: "a text called price", check: .ledger, honest: namedPrice, edits: []),
    ]

    private static func at(_ hours: Int64) -> Int64 { MoneyBundle.opens + hours * MoneyBundle.hour }

    /// Staff approve one claim and refuse two: one of these is appealed and approved after the phase, one refused after it.
    private static func reviewed() -> MoneyBundle {
        var bundle = MoneyBundle(
            file: MoneyBundle.file(
                "subsidy",
                """
                "schedule":{"phases":[{"id":"r","does":"review","opens":"2027-06-07T10:00:00+08:00",
                "closes":"2027-06-07T11:00:00+08:00"}]},
                "funds":{"budget":"1000.00","items":[{"id":"kettle","title":"水壶","gives":"fixed","amount":"50.00"}],
                "review":{"reasons":["材料不全"],"appeal":"2h"}},"vouchers":{"valid":"30h"}
                """))
        let reason = MoneyBundle.commitment(6, "/reason", "请再看")
        bundle.before = [
            .claim(person: 0, at: at(0), [.init("item", "kettle")]),
            .claim(person: 1, at: at(0) + 1, [.init("item", "kettle")]),
            .claim(person: 3, at: at(0) + 2, [.init("item", "kettle"), .init("merchant", "west")]),
            .event(FundEventBody(.decide(.approve), index: 1, at: at(1))),
            .event(FundEventBody(.decide(.refuse(reason: 1)), index: 2, at: at(1))),
            .event(
                FundEventBody(
                    .appeal(reason: reason), index: 2, at: at(2) + 1,
                    pseudonym: bundle.keys.pseudonym(of: SampleCampaign.people[1].id))),
            .event(FundEventBody(.decide(.approve), index: 2, at: at(2) + 2)),
            .event(FundEventBody(.decide(.refuse(reason: 1)), index: 3, at: at(3))),
            .event(FundEventBody(.expire, index: 8, at: at(5))),
        ]
        bundle.after = [
            .event(FundEventBody(.expire, index: 1, at: at(31))),
            .event(FundEventBody(.expire, index: 2, at: at(32) + 2)),
        ]
        bundle.openedValues = [(6, "/reason", "请再看")]
        return bundle
    }

    /// A ticket without a worth in money, which is good again if it comes back.
    private static func tickets() -> MoneyBundle {
        var bundle = MoneyBundle(
            file: MoneyBundle.file("offer", #""vouchers":{"until":"2027-06-10T09:00:00+08:00","refund":"reserved"}"#))
        sell(&bundle, [], amount: 0)
        bundle.finalAt = MoneyBundle.closes + 48 * MoneyBundle.hour
        return bundle
    }

    /// What was bought can come back for two days.
    private static func returnable() -> MoneyBundle {
        var bundle = MoneyBundle(
            file: MoneyBundle.file(
                "subsidy",
                """
                "funds":{"budget":"1000.00","items":[{"id":"kettle","title":"水壶","gives":"fixed","amount":"50.00"}],
                "returns":"12h"},"vouchers":{"valid":"30h","returns":"49h"}
                """))
        sell(&bundle, [.init("item", "kettle")], amount: 5_000)
        bundle.finalAt = at(2) + 49 * MoneyBundle.hour
        return bundle
    }

    /// A private text that looks like an amount, and is no price.
    private static func namedPrice() -> MoneyBundle {
        var bundle = MoneyBundle(
            file: MoneyBundle.file(
                "subsidy",
                """
                "form":{"fields":[{"id":"price","title":"参考价","type":"text","private":true}]},
                "funds":{"budget":"1000.00","items":[{"id":"kettle","title":"水壶","gives":"fixed","amount":"50.00"}]},
                "vouchers":{"valid":"30h"}
                """))
        let fields: JSON = ["price": .string(MoneyBundle.commitment(1, "/fields/price", "10.00"))]
        sell(&bundle, [.init("fields", fields), .init("item", "kettle")], amount: 5_000)
        bundle.openedValues = [(1, "/fields/price", "10.00")]
        return bundle
    }

    /// One claim, its redemption and its settlement.
    private static func sell(_ bundle: inout MoneyBundle, _ claim: [JSON.Member], amount: Int64) {
        let till = FundEventBody.Till(merchant: "west", shop: nil)
        bundle.before = [
            .claim(person: 0, at: at(0), claim),
            .event(FundEventBody(.redeem(amount: amount, till, price: nil, invoice: nil), index: 1, at: at(2))),
            .event(
                FundEventBody(.settle(merchant: "west", amount: amount, period: at(0)..<at(3)), index: 2, at: at(3))),
        ]
        (bundle.after, bundle.openedValues) = ([], [])
    }
}
