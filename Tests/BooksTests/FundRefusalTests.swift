import Testing

@testable import Books

/// One row a reason: refused so, and nothing changed.
@Suite struct FundRefusalTests {
    struct Row: CustomTestStringConvertible, Sendable {
        var reason: FundRefusal
        var parts = FundTrial.subsidy
        var kind = "subsidy"
        /// Brings the book to where the act is refused, and names the act.
        var act: @Sendable (inout FundTrial) throws(FundRefusal) -> FundAct

        var testDescription: String { reason.rawValue }
    }

    private static func claim(
        _ person: Int = 0, household: Int? = nil, item: Int? = 0, asked: FundClaim.Asked = .most,
        merchant: Int? = nil
    ) -> FundAct {
        .claim(FundClaim(person: person, household: household, item: item, asked: asked, merchant: merchant))
    }

    private static func redeem(
        _ name: VoucherName, merchant: Int? = 1, shop: Int? = nil, price: Int64? = 150_000, amount: Int64? = nil,
        _ invoice: Redeeming.Invoice = .known(1)
    ) -> FundAct {
        .redeem(
            Redeeming(name, merchant: merchant, shop: shop, price: price, amount: amount, invoice: invoice))
    }

    private static let day = 24 * 60 * FundTrial.minute

    static let rows: [Row] = [
        Row(reason: .itemUnknown) { _ in claim(item: 3) },
        Row(reason: .itemUnknown) { _ in claim(item: nil) },
        Row(reason: .itemUnknown, parts: FundTrial.faced, kind: "offer") { _ in claim(item: 0) },
        Row(reason: .priceRange) { _ in claim(asked: .price(0)) },
        Row(reason: .priceRange) { _ in claim(asked: .price(-1)) },
        Row(reason: .priceRange) { _ in claim(asked: .price(.max)) },
        Row(reason: .fundBand) { _ in claim(asked: .price(49_999)) },
        Row(reason: .fundAmount) { _ in claim(asked: .amount(40_001)) },
        Row(reason: .fundAmount) { _ in claim(asked: .amount(-40_000)) },
        Row(reason: .fundAmount) { _ in claim(item: 1, asked: .amount(15_001)) },
        Row(reason: .fundEmpty) { (trial) throws(FundRefusal) in
            for person in 0..<8 { _ = try trial.claim(person) }
            return claim(9)
        },
        Row(reason: .fundPerson) { (trial) throws(FundRefusal) in
            _ = try trial.claim()
            return claim(0, asked: .amount(80_000))
        },
        Row(reason: .fundPerson) { (trial) throws(FundRefusal) in
            for _ in 0..<3 { _ = try trial.claim(item: 2) }
            return claim(item: 2)
        },
        Row(reason: .fundHousehold) { (trial) throws(FundRefusal) in
            for person in 0..<2 { _ = try trial.claim(person, household: 3) }
            return claim(2, household: 3)
        },
        Row(reason: .fundCategory) { (trial) throws(FundRefusal) in
            for _ in 0..<2 { _ = try trial.claim(0, .amount(20_000)) }
            return claim(0, asked: .amount(20_000))
        },
        Row(reason: .voucherNone, parts: #""vouchers": {"count": 1, "valid": "1h"}"#, kind: "offer") {
            (trial) throws(FundRefusal) in
            _ = try trial.claim(item: nil)
            return claim(1, item: nil)
        },
        Row(reason: .merchantUnknown) { _ in claim(merchant: 3) },
        Row(reason: .merchantUnknown) { (trial) throws(FundRefusal) in redeem(try trial.claim(), merchant: nil) },
        Row(reason: .merchantCount) { (trial) throws(FundRefusal) in
            for person in 0..<6 { _ = try trial.claim(person, item: 2, merchant: 0) }
            return claim(7, item: 2, merchant: 0)
        },
        Row(reason: .merchantAmount) { (trial) throws(FundRefusal) in
            _ = try trial.claim(merchant: 2)
            return claim(7, merchant: 2)
        },
        Row(reason: .merchantAmount) { (trial) throws(FundRefusal) in
            let name = try trial.claim(8)
            _ = try trial.claim(merchant: 2)
            return .reserve(name, merchant: 2, shop: nil)
        },
        Row(reason: .purchaseWindow) { (trial) throws(FundRefusal) in
            trial.at += 61 * day
            return redeem(try trial.claim())
        },
        Row(reason: .purchaseWindow, parts: FundTrial.paidOut) { trial in
            trial.at += 130 * day
            return claim()
        },
        Row(reason: .claimUnknown, parts: FundTrial.reviewed) { _ in .decide(VoucherName(leaf: 1), .approve) },
        Row(reason: .claimDecided, parts: FundTrial.reviewed) { (trial) throws(FundRefusal) in
            let name = try trial.claim()
            try trial.take(.decide(name, .approve))
            return .decide(name, .refuse(reason: 1))
        },
        Row(reason: .decideReason, parts: FundTrial.reviewed) { (trial) throws(FundRefusal) in
            .decide(try trial.claim(), .refuse(reason: 3))
        },
        Row(reason: .appealUndeclared, parts: FundTrial.paidOut) { (trial) throws(FundRefusal) in
            .appeal(try trial.claim(), person: 0)
        },
        Row(reason: .appealNothing, parts: FundTrial.reviewed) { (trial) throws(FundRefusal) in
            .appeal(try trial.claim(), person: 0)
        },
        Row(reason: .appealDone, parts: FundTrial.reviewed) { (trial) throws(FundRefusal) in
            let name = try trial.claim()
            try trial.take(.decide(name, .refuse(reason: 1)))
            try trial.take(.appeal(name, person: 0))
            return .appeal(name, person: 0)
        },
        Row(reason: .appealLate, parts: FundTrial.reviewed) { (trial) throws(FundRefusal) in
            let name = try trial.claim()
            try trial.take(.decide(name, .refuse(reason: 1)))
            trial.at += day / 2
            return .appeal(name, person: 0)
        },
        Row(reason: .personWrong, parts: FundTrial.reviewed) { (trial) throws(FundRefusal) in
            let name = try trial.claim()
            try trial.take(.decide(name, .refuse(reason: 1)))
            return .appeal(name, person: 1)
        },
        Row(reason: .personWrong) { (trial) throws(FundRefusal) in
            .transfer(try trial.claim(), from: 1, to: 2)
        },
        Row(reason: .voucherUnknown) { _ in redeem(VoucherName(leaf: 5)) },
        Row(reason: .voucherPending, parts: FundTrial.reviewed) { (trial) throws(FundRefusal) in
            redeem(try trial.claim())
        },
        Row(reason: .voucherRefused, parts: FundTrial.paidOut) { (trial) throws(FundRefusal) in
            let name = try trial.claim()
            try trial.take(.decide(name, .refuse(reason: 1)))
            return redeem(name, merchant: nil)
        },
        Row(reason: .voucherExpired) { (trial) throws(FundRefusal) in
            let name = try trial.claim()
            trial.at += 2 * day
            return redeem(name)
        },
        Row(
            reason: .voucherExpired, parts: #""vouchers": {"until": "2027-05-02T09:00:00+08:00"}"#, kind: "offer"
        ) { trial in
            trial.at += day
            return claim(item: nil)
        },
        Row(reason: .voucherVoided) { (trial) throws(FundRefusal) in
            let name = try trial.claim()
            try trial.take(.void(name))
            return redeem(name)
        },
        Row(reason: .voucherRedeemed) { (trial) throws(FundRefusal) in
            let name = try trial.claim()
            _ = try trial.redeem(name, merchant: 1, price: 150_000, invoice: .known(2))
            return redeem(name)
        },
        Row(reason: .voucherRefunded) { (trial) throws(FundRefusal) in
            let name = try trial.claim()
            _ = try trial.redeem(name, merchant: 1, price: 150_000, invoice: .known(2))
            try trial.take(.refund(redeem: name.leaf + 1, amount: nil))
            return redeem(name)
        },
        Row(reason: .voucherMerchant) { (trial) throws(FundRefusal) in redeem(try trial.claim(merchant: 2)) },
        Row(reason: .voucherShop) { (trial) throws(FundRefusal) in redeem(try trial.claim(), merchant: 0, shop: 2) },
        Row(reason: .voucherShop) { (trial) throws(FundRefusal) in redeem(try trial.claim(), merchant: 0) },
        Row(reason: .voucherShop) { (trial) throws(FundRefusal) in redeem(try trial.claim(), merchant: 1, shop: 0) },
        Row(reason: .voucherHeld) { (trial) throws(FundRefusal) in
            let name = try trial.claim()
            try trial.take(.reserve(name, merchant: 0, shop: 0))
            return redeem(name, merchant: 0, shop: 1)
        },
        Row(reason: .holdUndeclared, parts: #""vouchers": {"valid": "1h"}"#, kind: "offer") {
            (trial) throws(FundRefusal) in .reserve(try trial.claim(item: nil), merchant: nil, shop: nil)
        },
        Row(reason: .holdNone) { (trial) throws(FundRefusal) in
            let name = try trial.claim()
            try trial.take(.reserve(name, merchant: 0, shop: 0))
            try trial.take(.release(reserve: name.leaf + 1))
            return .release(reserve: name.leaf + 1)
        },
        Row(reason: .priceRequired) { (trial) throws(FundRefusal) in redeem(try trial.claim(), price: nil) },
        Row(reason: .priceRange) { (trial) throws(FundRefusal) in redeem(try trial.claim(), price: -150_000) },
        Row(reason: .fundBand) { (trial) throws(FundRefusal) in redeem(try trial.claim(), price: 49_999) },
        Row(reason: .redeemAmount) { (trial) throws(FundRefusal) in redeem(try trial.claim(), amount: 40_001) },
        Row(reason: .redeemAmount) { (trial) throws(FundRefusal) in redeem(try trial.claim(), amount: -1) },
        Row(reason: .redeemAmount, parts: FundTrial.bare, kind: "offer") { (trial) throws(FundRefusal) in
            redeem(try trial.claim(item: nil), price: nil, amount: 1)
        },
        Row(reason: .invoiceRequired) { (trial) throws(FundRefusal) in redeem(try trial.claim(), .none) },
        Row(reason: .invoiceUsed) { (trial) throws(FundRefusal) in
            let (name, other) = (try trial.claim(), try trial.claim(1))
            _ = try trial.redeem(name, merchant: 1, price: 150_000, invoice: .known(1))
            try trial.take(.refund(redeem: other.leaf + 1, amount: nil))
            return redeem(other)
        },
        Row(reason: .transferUndeclared, parts: FundTrial.reviewed) { (trial) throws(FundRefusal) in
            .transfer(try trial.claim(), from: 0, to: 1)
        },
        Row(reason: .transferSelf) { (trial) throws(FundRefusal) in .transfer(try trial.claim(), from: 0, to: 0) },
        Row(reason: .refundUnknown) { (trial) throws(FundRefusal) in
            .refund(redeem: try trial.claim().leaf, amount: nil)
        },
        Row(reason: .refundDone) { (trial) throws(FundRefusal) in
            let name = try trial.claim()
            _ = try trial.redeem(name, merchant: 1, price: 150_000, invoice: .known(2))
            try trial.take(.refund(redeem: name.leaf + 1, amount: nil))
            return .refund(redeem: name.leaf + 1, amount: nil)
        },
        Row(reason: .refundAmount) { (trial) throws(FundRefusal) in
            let name = try trial.claim()
            _ = try trial.redeem(name, merchant: 1, price: 150_000, invoice: .known(2))
            try trial.take(.refund(redeem: name.leaf + 1, amount: 39_999))
            return .refund(redeem: name.leaf + 1, amount: 2)
        },
        Row(reason: .settleRange) { (trial) throws(FundRefusal) in
            let name = try trial.claim()
            _ = try trial.redeem(name, merchant: 1, price: 150_000, invoice: .known(2))
            return .settle(merchant: 1, through: 3, period: 0..<Int64.max, amount: 40_000)
        },
        Row(reason: .settleNothing) { _ in .settle(merchant: 1, through: 0, period: 0..<Int64.max, amount: 0) },
        Row(reason: .settlePeriod) { (trial) throws(FundRefusal) in
            let name = try trial.claim()
            _ = try trial.redeem(name, merchant: 1, price: 150_000, invoice: .known(2))
            return .settle(merchant: 1, through: 2, period: 0..<trial.at, amount: 40_000)
        },
        Row(reason: .settleAmount) { (trial) throws(FundRefusal) in
            let name = try trial.claim()
            _ = try trial.redeem(name, merchant: 1, price: 150_000, invoice: .known(2))
            return .settle(merchant: 1, through: 2, period: 0..<Int64.max, amount: 40_001)
        },
    ]

    @Test(arguments: rows) func `is refused and changes nothing`(_ row: Row) throws {
        var trial = FundTrial(row.parts, kind: row.kind)
        let act = try row.act(&trial)
        trial.takeDue()
        let before = trial.book
        #expect(trial.refusal(act) == row.reason)
        #expect(trial.book == before)
        #expect(trial.book.ledger.problem == nil)
    }

    @Test func `every reason has its row`() {
        let tested = Set(Self.rows.map(\.reason))
        #expect(FundRefusal.allCases.filter { !tested.contains($0) } == [])
    }
}
