import Books
import Testing

@testable import Engine

@Suite struct FundDeskTests {
    private static let hour: Int64 = 3_600_000
    private static let text = """
        {
          "id": "trial", "kind": "subsidy", "title": "补贴", "organiser": "jimo-union.example", "contact": "工会",
          "opens": "2027-02-20T09:00:00+08:00", "closes": "2027-02-24T21:00:00+08:00",
          "audience": {"roll": "rolls/sample.csv"},
          "funds": {"budget": "1000.00", "items": [
            {"id": "kettle", "title": "水壶", "gives": "fixed", "amount": "100.00"}]},
          "merchants": [{"id": "east", "name": "城东"}, {"id": "west", "name": "城西"}],
          "vouchers": {"valid": "24h", "hold": "1h"}
        }
        """

    private let state = Trial(FundDeskTests.text).state

    private func claim(_ person: Int, key: UInt64 = 1, at tick: Int64 = Trial.opens) throws -> FundTaken {
        try state.take(
            .claim(FundClaim(person: person, item: 0)), by: .person(person), key: key, content: key, at: tick)
    }

    private func redeem(
        _ leaf: Int, merchant: Int, key: UInt64, content: UInt64 = 5, at tick: Int64 = Trial.opens
    ) throws -> FundTaken {
        try state.take(
            .redeem(Redeeming(VoucherName(leaf: leaf), merchant: merchant)), by: .merchant(merchant, shop: nil),
            key: key,
            content: content, at: tick)
    }

    @Test func `a retry is answered as the first time, and another shop is refused`() throws {
        let voucher = try claim(0)
        let first = try redeem(voucher.leaf, merchant: 0, key: 7)
        #expect(!first.isReplay && state.leafCount == 3)
        let before = state.funds
        // Long after the voucher would have ended, too.
        for tick in [Trial.opens, Trial.opens + 48 * Self.hour] {
            let again = try redeem(voucher.leaf, merchant: 0, key: 7, at: tick)
            #expect(again.isReplay && again.leaf == first.leaf && again.outcome == first.outcome)
        }
        #expect(throws: FundDeskRefusal.keyConflict) {
            try redeem(voucher.leaf, merchant: 0, key: 7, content: 6)
        }
        #expect(throws: FundDeskRefusal.book(.voucherRedeemed)) { try redeem(voucher.leaf, merchant: 1, key: 7) }
        #expect(state.funds == before && state.leafCount == 3)
    }

    @Test func `what is due is logged before anything else`() throws {
        let voucher = try claim(0)
        let late = Trial.opens + 24 * Self.hour
        #expect(throws: FundDeskRefusal.due) { try redeem(voucher.leaf, merchant: 0, key: 1, at: late) }
        #expect(state.takeDueExpiry(at: late)?.amount == 10_000)
        #expect(state.takeDueExpiry(at: late) == nil && state.leafCount == 3)
        #expect(throws: FundDeskRefusal.book(.voucherExpired)) {
            try redeem(voucher.leaf, merchant: 0, key: 1, at: late)
        }
        #expect(state.funds?.book.ledger[.free] == 100_000)
    }

    @Test func `as many are granted as there is money for`() throws {
        let granted = (0..<500).filter { (try? claim($0 % 8, key: UInt64(100 + $0))) != nil }
        #expect(granted == Array(0..<10))
        #expect(state.leafCount == 11 && state.funds?.book.ledger[.free] == 0)
    }

    @Test func `a campaign without vouchers and money has no desk`() {
        let other = Trial().state
        #expect(throws: FundDeskRefusal.absent) {
            try other.take(.void(VoucherName(leaf: 1)), by: .staff, key: 1, content: 1, at: Trial.opens)
        }
        #expect(other.takeDueExpiry(at: Trial.opens) == nil)
    }
}
