import Testing

@testable import Books

@Suite struct FundBookTests {
    private let day = 24 * 60 * FundTrial.minute

    @Test func `the price paid decides, and what was not needed is free again once`() throws {
        var trial = FundTrial(FundTrial.subsidy)
        let name = try trial.claim(0, .price(250_000))
        #expect(trial.book.ledger[.reserved] == 80_000)
        let redeemed = try trial.redeem(name, merchant: 1, price: 150_000, invoice: .known(1))
        #expect(redeemed == FundBook.Redeemed(amount: 40_000, unspent: 40_000, left: 0))
        let dearer = try trial.claim(1, .price(60_000))
        #expect(
            try trial.redeem(dearer, merchant: 1, price: 250_000, invoice: .known(2)).amount == 20_000,
            "never more than was reserved")
        #expect(trial.book.ledger[.free] == 540_000)
        trial.at += 30 * day
        trial.takeDue()
        #expect(trial.book.ledger[.free] == 540_000, "nothing comes back twice")
        #expect(trial.book.ledger[.unspent] == 40_000)
    }

    @Test func `limits count what stands`() throws {
        var trial = FundTrial(FundTrial.subsidy)
        let name = try trial.claim(0, .amount(80_000))
        #expect(trial.refusal(.claim(FundClaim(person: 0, item: 0, asked: .amount(80_000)))) == .fundPerson)
        try trial.take(.void(name))
        let second = try trial.claim(0, .amount(80_000))
        _ = try trial.redeem(second, merchant: 1, price: 60_000, invoice: .known(1))
        let third = try trial.claim(0, .amount(80_000))
        #expect(
            trial.refusal(.claim(FundClaim(person: 0, item: 0, asked: .amount(20_000)))) == .fundCategory,
            "what was used counts")
        trial.at += 2 * day
        trial.takeDue()
        #expect(trial.voucher(third).state == .expired)
        _ = try trial.claim(0, .amount(20_000))
    }

    @Test func `the last of the budget is given in part, under review, and comes back when it is refused for good`()
        throws
    {
        var trial = FundTrial(FundTrial.reviewed)
        for person in 0..<3 { _ = try trial.claim(person, .amount(90_000)) }
        let last = try trial.claim(3, .amount(90_000))
        #expect(trial.voucher(last).granted == 30_000)
        #expect(trial.book.ledger[.pending] == 300_000 && trial.book.ledger[.free] == 0)
        #expect(trial.refusal(.claim(FundClaim(person: 4, item: 1))) == .fundEmpty)
        try trial.take(.decide(last, .refuse(reason: 1)))
        #expect(trial.book.ledger[.free] == 0, "an appeal must find the money still there")
        #expect(trial.book.dueAt == trial.at + day / 2)
        try trial.take(.appeal(last, person: 3), after: day / 2 - 1)
        #expect(trial.book.dueAt == nil)
        try trial.take(.decide(last, .approve), after: 10 * day)
        #expect(trial.voucher(last).goodUntil == trial.at + 3 * day)
        let other = VoucherName(leaf: 1)
        try trial.take(.decide(other, .refuse(reason: 2)))
        trial.at += day / 2
        trial.takeDue()
        #expect(trial.voucher(other).state == .rejected && trial.book.ledger[.free] == 90_000)
        #expect(trial.book == trial.replayed())
    }

    @Test func `nothing is left to come once all is settled, sales of nothing too`() throws {
        var trial = FundTrial(FundTrial.bare, kind: "offer")
        #expect(trial.book.isSettled)
        let name = try trial.claim(item: nil)
        #expect(!trial.book.isSettled)
        for _ in 0..<2 { _ = try trial.redeem(name, merchant: 1) }
        #expect(trial.voucher(name).state == .used && trial.book.ledger[.owed] == 0 && !trial.book.isSettled)
        #expect(trial.book.returnsEnd == trial.at)
        try trial.take(.settle(merchant: 1, through: trial.leaf - 1, period: 0..<trial.at + 1, amount: 0))
        #expect(trial.book.isSettled)
    }

    @Test func `what may come back keeps the end away`() throws {
        var trial = FundTrial(FundTrial.faced, kind: "offer")
        let name = try trial.claim(item: nil)
        _ = try trial.redeem(name, merchant: 1)
        #expect(trial.book.returnsEnd == FundTrial.opens + day, "it would be good again until then")
        trial = FundTrial(FundTrial.paidOut.replacing(#""budget""#, with: #""returns": "36h", "budget""#))
        let grant = try trial.claim()
        try trial.take(.decide(grant, .approve))
        _ = try trial.redeem(grant, merchant: nil, invoice: .known(1))
        #expect(trial.book.returnsEnd == trial.at + day * 3 / 2)
        #expect(trial.book == trial.replayed())
    }

    @Test func `more money is there for who comes after it`() throws {
        var trial = FundTrial(FundTrial.paidOut.replacing("9000.00", with: "300.00"))
        let before = try trial.claim()
        #expect(trial.refusal(.claim(FundClaim(person: 1, item: 0))) == .fundEmpty)
        trial.book.raise(to: FundTrial.rules(FundTrial.paidOut.replacing("9000.00", with: "600.00")))
        #expect(trial.book.ledger[.free] == 30_000 && trial.book.ledger.budget == 60_000)
        #expect(trial.book.ledger.problem == nil && trial.voucher(before).granted == 30_000)
        _ = try trial.claim(1)
        #expect(trial.refusal(.claim(FundClaim(person: 2, item: 0))) == .fundEmpty)
    }

    @Test func `a second refusal is final at once`() throws {
        var trial = FundTrial(FundTrial.reviewed)
        let name = try trial.claim()
        try trial.take(.decide(name, .refuse(reason: 1)))
        try trial.take(.appeal(name, person: 0))
        try trial.take(.decide(name, .refuse(reason: 2)))
        #expect(trial.voucher(name).state == .rejected && trial.book.ledger[.free] == 300_000)
        #expect(trial.book.dueAt == nil && trial.book.takenCount == 0)
    }

    /// Two shops, part use, a hold that runs out, a refund after the end, with a restart after every step.
    @Test func `two shops race for one voucher while it runs out`() throws {
        var trial = FundTrial(FundTrial.reviewed)
        let name = try trial.claim(0, .amount(90_000))
        try trial.take(.decide(name, .approve))
        let issued = trial.at
        try trial.take(.reserve(name, merchant: 0, shop: 0), after: day)
        let reserve = trial.leaf - 1
        #expect(trial.refusal(.reserve(name, merchant: 0, shop: 1)) == .voucherHeld)
        let elsewhere = Redeeming(name, merchant: 1, price: 100_000, amount: 30_000)
        #expect(trial.refusal(.redeem(elsewhere)) == .voucherHeld)
        #expect(trial.book.ledger[.reserved, .merchant, 0] == 90_000)
        // At the instant at which the hold ends the other shop wins.
        #expect(trial.refusal(.redeem(elsewhere), after: 2 * 60 * FundTrial.minute) == nil)
        #expect(
            trial.log.contains {
                $0.step
                    == .expiry(
                        FundExpiry(kind: .hold, refersTo: VoucherName(leaf: reserve), voucher: 0, amount: 0))
            })
        let redeem = trial.leaf - 1
        #expect(
            trial.refusal(.redeem(Redeeming(name, merchant: 0, shop: 0, price: 200_000, amount: 60_001)))
                == .redeemAmount)
        #expect(try trial.redeem(name, merchant: 0, shop: 0, price: 200_000, amount: 50_000).left == 10_000)
        // The voucher ends with another hold on it; one event ends both.
        trial.at = issued + 3 * day - FundTrial.minute
        try trial.take(.reserve(name, merchant: 1, shop: nil))
        #expect(trial.book.dueAt == issued + 3 * day, "a hold makes nothing good for longer")
        trial.at = issued + 5 * day
        let before = trial.leaf
        trial.takeDue()
        #expect(trial.leaf == before + 1 && trial.voucher(name).state == .expired)
        #expect(trial.book.ledger[.free] == 220_000 && trial.book.ledger[.expired] == 10_000)
        // Good no more: the money goes to the budget, not to the voucher.
        let outcome = try trial.take(.refund(redeem: redeem, amount: nil))
        #expect(outcome == .refunded(FundBook.Refunded(amount: 30_000, isRestored: false)))
        #expect(trial.refusal(.refund(redeem: redeem, amount: nil)) == .refundDone)
        #expect(trial.book.ledger[.free] == 250_000 && trial.book.ledger.redeemed == 50_000)
        for count in 0...trial.log.count {
            #expect(trial.replayed(upTo: count).ledger.problem == nil)
        }
        #expect(trial.book == trial.replayed())
    }

    @Test func `a refund makes a voucher good again where the rules say so`() throws {
        var trial = FundTrial(FundTrial.faced, kind: "offer")
        let name = try trial.claim(item: nil)
        var redeems: [Int] = []
        for use in 0..<3 {
            let redeemed = try trial.redeem(name, merchant: 1)
            #expect(redeemed.amount == [3_333, 3_333, 3_334][use])
            redeems.append(trial.leaf - 1)
        }
        #expect(trial.voucher(name).state == .used && trial.book.dueAt == nil)
        #expect(trial.refusal(.refund(redeem: redeems[0], amount: 1)) == .refundAmount)
        try trial.take(.refund(redeem: redeems[0], amount: nil))
        #expect(trial.voucher(name).state == .active && trial.voucher(name).left == 3_333)
        #expect(trial.book.dueAt == FundTrial.opens + day)
        #expect(try trial.redeem(name, merchant: 0, shop: 1).amount == 3_333)
        #expect(trial.voucher(name).state == .used)
        #expect(trial.book == trial.replayed())
    }

    @Test func `what is due comes in one order, however late`() throws {
        var (early, late) = (FundTrial(FundTrial.faced, kind: "offer"), FundTrial(FundTrial.faced, kind: "offer"))
        func play(_ trial: inout FundTrial, _ isEarly: Bool) throws {
            var names: [VoucherName] = []
            for person in 0..<5 { names.append(try trial.claim(person, item: nil)) }
            for name in names.reversed() {
                try trial.take(.reserve(name, merchant: 1, shop: nil), after: 1)
            }
            for _ in 0..<50 where isEarly {
                trial.at += day / 40
                trial.takeDue()
            }
            trial.at = FundTrial.opens + 4 * day
            trial.takeDue()
        }
        try play(&early, true)
        try play(&late, false)
        let steps = { (trial: FundTrial) in trial.log.map { [String($0.leaf), "\($0.step)"] } }
        #expect(steps(early) == steps(late))
        #expect(early.log.count == 20)
    }

    @Test func `as many are granted as there are, whatever the limit`() throws {
        for (parts, limit) in [
            (#""vouchers": {"count": 37, "valid": "1h"}"#, 37),
            (#"\#(FundTrial.merchants), "vouchers": {"count": 100, "valid": "1h"}"#, 6),
        ] {
            var trial = FundTrial(parts, kind: "offer")
            let isCapped = limit == 6
            let granted = (0..<500).filter { person in
                trial.refusal(.claim(FundClaim(person: person, merchant: isCapped ? 0 : nil))) == nil
            }
            #expect(granted == Array(0..<limit))
        }
        var trial = FundTrial(FundTrial.subsidy)
        let granted = (0..<500).filter { trial.refusal(.claim(FundClaim(person: $0, item: 0))) == nil }
        #expect(granted == Array(0..<8))
        #expect(trial.book.vouchers.map(\.granted) == Array(repeating: 80_000, count: 7) + [40_000])
        #expect(trial.book.ledger[.free] == 0)
    }

    @Test func `bare vouchers are counted, and no money moves`() throws {
        var trial = FundTrial(FundTrial.bare, kind: "offer")
        let name = try trial.claim(item: nil)
        _ = try trial.redeem(name, merchant: 1)
        _ = try trial.redeem(name, merchant: 1)
        #expect(trial.voucher(name).state == .used)
        try trial.take(.refund(redeem: trial.leaf - 1, amount: nil))
        #expect(trial.voucher(name).state == .used)
        try trial.take(.refund(redeem: trial.leaf - 3, amount: nil))
        #expect(trial.voucher(name).state == .refunded)
        #expect(trial.book.ledger == Ledger(budget: 0, categories: 0, merchants: 3, units: 0).having(trial.book.ledger))
    }

    @Test func `a transfer gives it to somebody else, and to the claimant's limits`() throws {
        var trial = FundTrial(FundTrial.subsidy)
        let name = try trial.claim(0, .amount(80_000))
        try trial.take(.transfer(name, from: 0, to: 1))
        #expect(trial.refusal(.transfer(name, from: 0, to: 2)) == .personWrong)
        #expect(trial.refusal(.claim(FundClaim(person: 0, item: 0))) == .fundPerson)
        _ = try trial.claim(1, .amount(80_000))
        try trial.take(.transfer(name, from: 1, to: 0))
        try trial.take(.reserve(name, merchant: 1, shop: nil))
        #expect(trial.refusal(.transfer(name, from: 0, to: 1)) == .voucherHeld)
    }

    @Test func `who goes through it again may not know prices and invoices`() throws {
        var trial = FundTrial(FundTrial.subsidy)
        let name = try trial.claim(0, .amount(80_000))
        let redeeming = Redeeming(name, merchant: 1, isPriceHidden: true, amount: 40_000, invoice: .hidden)
        try trial.take(.redeem(redeeming))
        var open = FundTrial(FundTrial.subsidy)
        _ = try open.claim(0, .amount(80_000))
        _ = try open.redeem(name, merchant: 1, price: 150_000, invoice: .known(9))
        #expect(trial.book.ledger == open.book.ledger)
    }
}

extension Ledger {
    /// Nothing but nothing, in a ledger with as many rows.
    fileprivate func having(_ other: Ledger) -> Ledger {
        var ledger = self
        ledger.rows = other.rows.map { Array(repeating: 0, count: $0.count) }
        return ledger
    }
}
