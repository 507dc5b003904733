import Testing

@testable import Books

@Suite struct LedgerTests {
    private func posting(
        _ kind: Posting.Kind, _ amount: Int64, category: Int? = nil, unit: Int? = nil, from: Int? = nil, to: Int? = nil
    ) -> Posting {
        Posting(kind: kind, amount: amount, category: category, unit: unit, from: from, to: to)
    }

    private func usedLedger() -> Ledger {
        var ledger = Ledger(budget: 100_000, categories: 2, merchants: 2)
        ledger.post(posting(.claim, 30_000, category: 1, unit: 4))
        ledger.post(posting(.approve, 30_000, category: 1, unit: 4))
        ledger.post(posting(.grant, 20_000, category: 0, from: 1, to: 1))
        ledger.post(posting(.redeem, 25_000, category: 1, unit: 4, from: nil, to: 0))
        ledger.post(posting(.unspent, 5_000, category: 1, unit: 4))
        ledger.post(posting(.settle, 25_000, category: 1, unit: 4, from: 0, to: 0))
        ledger.pay(25_000, to: 0)
        ledger.post(posting(.refund(wasSettled: true), 4_000, category: 1, unit: 4, from: 0))
        ledger.post(posting(.expire, 20_000, category: 0, from: 1))
        return ledger
    }

    @Test func `money is where the postings put it`() {
        let ledger = usedLedger()
        #expect(ledger.problem == nil)
        #expect(ledger[.free] == 79_000)
        #expect(ledger.redeemed == 21_000)
        #expect(ledger[.settled, .merchant, 0] == 21_000 && ledger[.paid, .merchant, 0] == 25_000)
        #expect(ledger[.issued, .merchant, 0] == 25_000 && ledger[.issued, .merchant, nil] == 5_000)
        #expect(ledger[.unspent, .unit, 4] == 5_000 && ledger[.expired, .category, 0] == 20_000)
        #expect(ledger.committed(to: 0) == 21_000)
    }

    @Test func `a book that is off by a fen says so, wherever the fen is`() {
        let ledger = usedLedger()
        for dimension in ledger.rows.indices {
            for cell in ledger.rows[dimension].indices {
                for fen in [1, -1] as [Int64] {
                    var other = ledger
                    other.rows[dimension][cell] += fen
                    let account = Ledger.Account.allCases[cell % Ledger.Account.count]
                    // Nothing is counted there, so nothing is read there.
                    let isUnused =
                        account == .free && dimension > 0 || account == .paid && (dimension == 1 || dimension == 3)
                    if isUnused && fen > 0 { continue }
                    #expect(other.problem != nil, "\(account) \(dimension) \(cell) \(fen)")
                }
            }
        }
    }

    @Test func `the file has every account, and what is not nothing by place`() {
        let names = Ledger.Names(categories: ["large", "small"], merchants: ["east", "west"]) { "unit-\($0)" }
        let text = String(decoding: usedLedger().file(names), as: UTF8.self)
        #expect(
            text == """
                account,dimension,id,fen
                budget,all,-,100000
                expired,all,-,20000
                expired,category,large,20000
                expired,merchant,west,20000
                expired,unit,-,20000
                free,all,-,79000
                issued,all,-,50000
                issued,category,large,20000
                issued,category,small,30000
                issued,merchant,-,5000
                issued,merchant,east,25000
                issued,merchant,west,20000
                issued,unit,-,20000
                issued,unit,unit-4,30000
                owed,all,-,0
                paid,all,-,25000
                paid,merchant,east,25000
                pending,all,-,0
                redeemed,all,-,21000
                refunded,all,-,4000
                refunded,category,small,4000
                refunded,merchant,east,4000
                refunded,unit,unit-4,4000
                reserved,all,-,0
                settled,all,-,21000
                settled,category,small,21000
                settled,merchant,east,21000
                settled,unit,unit-4,21000
                unspent,all,-,5000
                unspent,category,small,5000
                unspent,merchant,-,5000
                unspent,unit,unit-4,5000
                voided,all,-,0

                """)
    }
}
