import Books
import JSON

extension FundBook {
    /// In the order in which a voucher goes through them; those that a shop keeps are good, too, and are told besides.
    private static let statesInOrder: [Voucher.State] = [
        .pending, .refused, .rejected, .active, .used, .expired, .voided, .refunded,
    ]

    /// The members of `funds` that tell what has become of the vouchers, and which merchants took them; states that no voucher
    /// is in are left out.
    var countMembers: [JSON.Member] {
        var members: [JSON.Member] = []
        if let most = rules.vouchers?.count { members.append(JSON.Member("most", .integer(Int64(most)))) }
        var states = Self.statesInOrder.map { ($0.rawValue, stateCounts[$0] ?? 0) } + [("held", heldCount)]
        states.removeAll { $0.1 == 0 }
        members.append(JSON.Member("states", .object(states.map { JSON.Member($0, .integer(Int64($1))) })))
        guard !rules.merchants.isEmpty else { return members }
        members.append(JSON.Member("merchants", .array(rules.merchants.indices.map(merchantCounts))))
        return members
    }

    private func merchantCounts(_ place: Int) -> JSON {
        let merchant = rules.merchants[place]
        var members = [
            JSON.Member("id", .string(merchant.id)), JSON.Member("name", JSON(merchant.name)),
            JSON.Member("redemptions", .integer(Int64(uses(place)))),
        ]
        guard rules.hasMoney else { return .object(members) }
        for account: Ledger.Account in [.reserved, .owed, .settled] {
            members.append(JSON.Member("\(account)", .money(ledger[account, .merchant, place])))
        }
        return .object(members)
    }
}
