import Testing

@testable import Books

@Suite struct SettlementTests {
    private let period = FundTrial.opens..<FundTrial.opens + 86_400_000

    /// Two redemptions and a refund at one merchant, one of them after the settlement's last leaf.
    private func trial() throws -> FundTrial {
        var trial = FundTrial(FundTrial.subsidy)
        for person in 0..<2 { _ = try trial.claim(person, unit: person, .amount(80_000)) }
        _ = try trial.redeem(
            VoucherName(leaf: 1), merchant: 0, shop: 1, price: 150_000, invoice: .known(1))
        _ = try trial.redeem(
            VoucherName(leaf: 2), merchant: 0, shop: 0, price: 250_000, invoice: .known(2))
        try trial.take(.refund(redeem: 4, amount: 30_000))
        try trial.take(.refund(redeem: 3, amount: 10_000))
        return trial
    }

    @Test func `a settlement ties to the log and to the ledger`() throws {
        var trial = try trial()
        let draft = trial.book.draft(of: 0, through: 5, period: period, campaign: "trial")
        #expect(draft.rows.map(\.amount) == [40_000, 80_000, -30_000] && draft.total == 90_000)
        #expect(draft.isBalanced)
        try trial.take(.settle(merchant: 0, through: 5, period: period, amount: 90_000))
        #expect(trial.book.ledger[.owed] == 0 && trial.book.ledger[.settled] == 80_000)
        #expect(trial.book.outstanding(0) == 10_000)
        let settlement = try #require(trial.book.settlement(of: 0, leaf: 7, campaign: "trial"))
        #expect(settlement.isBalanced)
        let opens = FundTrial.opens
        #expect(
            String(decoding: settlement.csv, as: UTF8.self) == """
                leaf,at,kind,redeem,voucher,rank,shop,amount
                3,\(opens),redeem,3,1,0,e2,400.00
                4,\(opens),redeem,4,2,0,e1,800.00
                5,\(opens),refund,4,2,0,e1,-300.00
                5,\(period.upperBound),total,-,-,-,-,900.00

                """)
        let json = String(decoding: settlement.json, as: UTF8.self)
        #expect(json.hasPrefix(#"{"balanced":true,"campaign":"trial","earlier":"0.00","from":"#))
        #expect(json.contains(#""shops":[{"amount":"500.00","shop":"e1"},{"amount":"400.00","shop":"e2"}]"#))
        try trial.take(.settle(merchant: 0, through: 7, period: period, amount: -10_000))
        #expect(trial.book.outstanding(0) == 0)
        let last = try #require(trial.book.settlement(of: 0, leaf: 8, campaign: "trial"))
        #expect(last.earlier == 90_000 && last.total == -10_000 && last.isBalanced)
        #expect(String(decoding: last.csv, as: UTF8.self).hasSuffix("total,-,-,-,-,-100.00\n"))
        #expect(trial.book == trial.replayed())
    }

    @Test func `what is off by a fen is not balanced`() throws {
        var trial = try trial()
        let draft = trial.book.draft(of: 0, through: 6, period: period, campaign: "trial")
        var other = draft
        other.total += 1
        #expect(!other.isBalanced && String(decoding: other.json, as: UTF8.self).contains(#""balanced":false"#))
        other = draft
        other.rows[1].amount -= 1
        #expect(!other.isBalanced)
        other = draft
        other.rows.removeLast()
        #expect(!other.isBalanced)
        other = draft
        other.through = 5
        #expect(!other.isBalanced)
        // A fen that changed its merchant in the ledger.
        let merchants = Ledger.Dimension.merchant.rawValue
        for account in [Ledger.Account.owed, .issued] {
            trial.book.ledger.rows[merchants][Ledger.Account.count + account.rawValue] += 1
            trial.book.ledger.rows[merchants][2 * Ledger.Account.count + account.rawValue] -= 1
        }
        let tampered = trial.book.draft(of: 0, through: 6, period: period, campaign: "trial")
        #expect(tampered.problem == "the log has 80000 fen for the merchant, and the ledger 80001")
    }

    @Test func `where there are no merchants it is settled all the same`() throws {
        var trial = FundTrial(FundTrial.paidOut)
        let name = try trial.claim()
        try trial.take(.decide(name, .approve))
        _ = try trial.redeem(name, merchant: nil, invoice: .known(1))
        try trial.take(.settle(merchant: nil, through: 3, period: period, amount: 30_000))
        #expect(trial.book.ledger[.settled] == 30_000)
        #expect(try #require(trial.book.settlement(of: nil, leaf: 4, campaign: "trial")).isBalanced)
    }
}
