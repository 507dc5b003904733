import Books
import JSON

/// What has become of the vouchers of a book, and which merchants took them.
struct FundCounts {
    /// In the order in which a voucher goes through them; `held` has those that a shop keeps, which are good, too.
    private static let states: [Voucher.State] = [
        .pending, .refused, .rejected, .active, .used, .expired, .voided, .refunded,
    ]

    private var counts = [Int](repeating: 0, count: FundCounts.states.count)
    private var held = 0
    /// Uses that were not given back; the last is of no merchant.
    private var uses: [Int]

    init(_ book: FundBook) {
        uses = Array(repeating: 0, count: book.rules.merchants.count + 1)
        for voucher in book.vouchers {
            guard let place = Self.states.firstIndex(of: voucher.state) else { continue }
            counts[place] += 1
            if voucher.hold != nil { held += 1 }
        }
        for redemption in book.redemptions where !redemption.isReturned {
            uses[redemption.merchant ?? book.rules.merchants.count] += 1
        }
    }

    /// The members of `funds` that it comes to; states that no voucher is in are left out.
    func told(_ book: FundBook) -> [JSON.Member] {
        var members: [JSON.Member] = []
        if let most = book.rules.vouchers?.count { members.append(JSON.Member("most", .integer(Int64(most)))) }
        var states = zip(Self.states, counts).filter { $0.1 > 0 }.map {
            JSON.Member($0.rawValue, .integer(Int64($1)))
        }
        if held > 0 { states.append(JSON.Member("held", .integer(Int64(held)))) }
        members.append(JSON.Member("states", .object(states)))
        guard !book.rules.merchants.isEmpty else { return members }
        let merchants = book.rules.merchants.indices.map { merchant(at: $0, of: book) }
        members.append(JSON.Member("merchants", .array(merchants)))
        return members
    }

    private func merchant(at place: Int, of book: FundBook) -> JSON {
        let merchant = book.rules.merchants[place]
        var members = [
            JSON.Member("id", .string(merchant.id)), JSON.Member("name", JSON(merchant.name)),
            JSON.Member("redemptions", .integer(Int64(uses[place]))),
        ]
        guard book.rules.hasMoney else { return .object(members) }
        for account: Ledger.Account in [.reserved, .owed, .settled] {
            members.append(JSON.Member("\(account)", .money(book.ledger[account, .merchant, place])))
        }
        return .object(members)
    }
}
