import Books
import Campaigns
import Testing

@testable import Engine

/// A row for each reason for which a claim for money or a voucher is refused.
enum FundRows {
    private static func claiming(
        _ funds: String = "", budget: String = "1000.00", vouchers: String? = #""valid": "24h""#, items: String = "",
        more: String = ""
    ) -> String {
        """
        {
          "id": "trial", "kind": "subsidy", "title": "补贴", "organiser": "jimo-union.example", "contact": "工会",
          "opens": "2027-02-20T09:00:00+08:00", "closes": "2027-02-24T21:00:00+08:00",
          "audience": {"roll": "rolls/sample.csv"},
          "funds": {"budget": "\(budget)", "items": [
            {"id": "fridge", "title": "冰箱", "category": "large", "gives": "bands", "bands": [
              {"from": "500.00", "below": "1000.00", "amount": "200.00"}, {"from": "1000.00", "amount": "400.00"}]},
            {"id": "kettle", "title": "水壶", "gives": "fixed", "amount": "50.00"}\(items)]\(funds)}\(more),
          "merchants": [{"id": "east", "name": "城东", "count": 1}, {"id": "west", "name": "城西", "amount": "100.00"}]
          \(vouchers.map { #","vouchers": {\#($0)}"# } ?? "")
        }
        """
    }

    @discardableResult
    private static func claim(
        _ trial: Trial, _ person: Int, _ wish: FundWish, key: UInt64 = 9, at tick: Int64 = Trial.opens,
        hasFields: Bool = false
    ) -> Decision {
        var submission = Submission(person: person, key: key, content: key, act: .claim(wish))
        submission.hasFields = hasFields
        return trial.state.decide(submission, at: tick)
    }

    private static let fridge = FundWish(item: 0, asked: .price(120_000))
    private static let kettle = FundWish(item: 1)

    static let rows: [RefusalRow] = [
        RefusalRow(reason: .itemUnknown, campaign: claiming(), refused: { claim($0, 0, FundWish()) }),
        RefusalRow(
            reason: .priceRange, campaign: claiming(), refused: { claim($0, 0, FundWish(item: 0, asked: .price(0))) }),
        RefusalRow(
            reason: .priceRequired,
            campaign: claiming(
                items: #", {"id": "lamp", "title": "灯", "gives": "share", "share": {"num": 1, "den": 3}}"#,
                more: """
                    , "limits": {"person": {"total": 1}},
                    "form": {"fields": [{"id": "price", "title": "标价", "type": "money"}]}
                    """),
            refused: { claim($0, 0, FundWish(item: 2), hasFields: true) }),
        RefusalRow(
            reason: .fundBand, campaign: claiming(), refused: { claim($0, 0, FundWish(item: 0, asked: .price(100))) }),
        RefusalRow(
            reason: .fundAmount, campaign: claiming(),
            refused: { claim($0, 0, FundWish(item: 0, asked: .amount(12_345))) }),
        RefusalRow(
            reason: .fundEmpty, campaign: claiming(budget: "400.00"), before: { claim($0, 0, fridge) },
            refused: { claim($0, 1, kettle) }),
        RefusalRow(
            reason: .fundPerson, campaign: claiming(#", "person": {"count": 1}"#), before: { claim($0, 0, fridge) },
            refused: { claim($0, 0, kettle, key: 10) }),
        RefusalRow(
            reason: .fundHousehold, campaign: claiming(#", "household": {"amount": "400.00"}"#),
            before: { claim($0, 0, fridge) }, refused: { claim($0, 1, kettle) }, homes: ScopeRows.homes),
        RefusalRow(
            reason: .fundCategory, campaign: claiming(#", "category": {"count": 1}"#), before: { claim($0, 0, fridge) },
            refused: { claim($0, 0, fridge, key: 10) }),
        RefusalRow(
            reason: .voucherNone, campaign: claiming(vouchers: #""valid": "24h", "count": 1"#),
            before: { claim($0, 0, fridge) }, refused: { claim($0, 1, kettle) }),
        RefusalRow(
            reason: .voucherExpired, campaign: claiming(vouchers: #""until": "2027-02-20T10:00:00+08:00""#),
            refused: { claim($0, 0, fridge, at: Trial.opens + 3_600_000) }),
        RefusalRow(
            reason: .merchantUnknown, campaign: claiming(),
            refused: { claim($0, 0, FundWish(item: 1, merchant: 2)) }),
        RefusalRow(
            reason: .merchantCount, campaign: claiming(),
            before: { claim($0, 0, FundWish(item: 1, merchant: 0)) },
            refused: { claim($0, 1, FundWish(item: 1, merchant: 0)) }),
        RefusalRow(
            reason: .merchantAmount, campaign: claiming(),
            refused: { claim($0, 0, FundWish(item: 0, asked: .price(120_000), merchant: 1)) }),
        RefusalRow(
            reason: .purchaseWindow,
            campaign: claiming(
                #", "purchase": {"from": "2027-02-21T09:00:00+08:00", "to": "2027-02-24T21:00:00+08:00"}"#,
                vouchers: nil),
            refused: { claim($0, 0, kettle) }),
    ]
}
