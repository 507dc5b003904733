import JSON
import Testing

@testable import Books
@testable import Campaigns

@Suite struct GrantAmountTests {
    typealias Gives = Campaign.Funds.Item.Gives

    static func item(_ gives: Gives) -> Campaign.Funds.Item {
        Campaign.Funds.Item(id: "i", title: BilingualText(zh: "项目", en: "item"), category: nil, gives: gives)
    }

    static let bands = Gives.bands([
        Campaign.Funds.Band(from: 75_000, below: 150_000, amount: 30_000),
        Campaign.Funds.Band(from: 200_000, below: nil, amount: 80_000),
    ])

    @Test(
        arguments: [
            (74_999, nil), (75_000, 30_000), (149_999, 30_000), (150_000, nil), (199_999, nil), (200_000, 80_000),
            (9_999_999_999_999, 80_000),
        ] as [(Int64, Int64?)])
    func bandsGiveFromTheirBeginningUpToTheirEnd(price: Int64, amount: Int64?) {
        #expect(Self.item(Self.bands).grant(for: price, .down) == amount)
    }

    @Test(
        arguments: [
            (Campaign.Funds.Rounding.down, 3_333), (.halfUp, 3_333), (.yuanDown, 3_300),
        ] as [(Campaign.Funds.Rounding, Int64)])
    func sharesAreRoundedAsStated(rounding: Campaign.Funds.Rounding, amount: Int64) {
        #expect(Self.item(.share(Campaign.Fraction(1, 3), cap: nil)).grant(for: 10_000, rounding) == amount)
    }

    @Test func halfAFenIsRoundedUp() {
        let half = Self.item(.share(Campaign.Fraction(1, 2), cap: nil))
        #expect(half.grant(for: 101, .halfUp) == 51)
        #expect(half.grant(for: 101, .down) == 50)
    }

    @Test func theCapIsTheMost() {
        let share = Self.item(.share(Campaign.Fraction(1, 2), cap: 5_000))
        #expect(share.grant(for: 9_999, .down) == 4_999)
        #expect(share.grant(for: 1_000_000, .down) == 5_000)
    }

    @Test func whatComesToNothingIsNoGrant() {
        #expect(Self.item(.share(Campaign.Fraction(1, 1_000), cap: nil)).grant(for: 999, .down) == nil)
        #expect(Self.item(.fixed(8_000)).grant(for: 0, .down) == nil)
    }

    @Test func aFixedAmountIsNeverMoreThanThePrice() {
        #expect(Self.item(.fixed(8_000)).grant(for: 5_000, .down) == 5_000)
        #expect(Self.item(.fixed(8_000)).grant(for: .max, .down) == 8_000)
    }
}
