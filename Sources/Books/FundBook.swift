/// Vouchers and the money behind them: who was granted what, which shop has it in hand, what was paid and given back.
///
/// A value that only its calls change. Each call that is refused says why and changes nothing; each that is taken has
/// the leaf that it is in the log, ascending, and an instant, never going back. What ends by the clock is taken with
/// ``takeDue(leaf:at:)`` before anything else of that instant, however late: the book insists on it. Retries are not its
/// business: the caller finds them by their keys before it asks here, as it does with entries.
///
/// People, households, units, items, merchants and shops are places; amounts are fen.
package struct FundBook: Hashable, Sendable {
    package private(set) var rules: FundRules
    package internal(set) var ledger: Ledger
    /// In the order in which they were claimed: their names ascend.
    package internal(set) var vouchers: [Voucher] = []
    /// The places of those that each person claimed or was handed; looked up only.
    var owned: [Int: [Int]] = [:]
    /// In leaf order.
    package internal(set) var redemptions: [Redemption] = []
    /// How many are issued or asked for: what the rules' `count` counts.
    package internal(set) var takenCount = 0
    /// For each merchant, and last for none, what settlements are made of.
    var accounts: [MerchantAccount]
    /// How many vouchers are in each state; none of a state that is not there.
    package internal(set) var stateCounts: [Voucher.State: Int] = [:]
    /// How many redemptions and refunds no settlement covers yet.
    var unsettledCount = 0
    /// From this instant on nothing that was redeemed is to be given back any more, as far as the rules say: until then the
    /// log stays open for it.
    package internal(set) var returnsEnd = Int64.min

    // Looked up by key only, never walked.
    var people: [Int: Taken] = [:]
    var households: [Int: Taken] = [:]
    var ofCategory: [PersonCategory: Taken] = [:]
    var invoices: Set<UInt128> = []
    /// The voucher of each reservation that stands, by the reserve's leaf.
    var holds: [Int: Int] = [:]
    var expiries = Expiries()
    private var latestName = VoucherName(leaf: -1)
    private var latestAt = Int64.min

    package init(_ rules: FundRules) {
        self.rules = rules
        ledger = Ledger(
            budget: rules.funds?.budget ?? 0, categories: rules.categories.count, merchants: rules.merchants.count)
        accounts = Array(repeating: MerchantAccount(), count: rules.merchants.count + 1)
    }

    /// What somebody has of what a limit counts.
    struct Taken: Hashable, Sendable {
        var count = 0
        var amount: Int64 = 0
    }

    struct PersonCategory: Hashable, Sendable {
        var person: Int
        var category: Int
    }
}

extension FundBook {
    /// Puts rules of larger numbers in the place of those in force: more money, more vouchers, more for a merchant. What was
    /// decided stands.
    package mutating func raise(to rules: FundRules) {
        let more = (rules.funds?.budget ?? 0) - (self.rules.funds?.budget ?? 0)
        self.rules = rules
        if more > 0 { ledger.post(Posting(kind: .fund, amount: more)) }
    }
}

// MARK: - Looking up

extension FundBook {
    /// The place of a voucher, or of a claim for one.
    package func place(of name: VoucherName) -> Int? {
        let place = Self.place(in: vouchers.indices) { vouchers[$0].name < name }
        return place < vouchers.count && vouchers[place].name == name ? place : nil
    }

    /// The voucher that a reservation keeps, by the reserve's leaf; nil where it stands no more.
    package func voucher(held reserve: Int) -> Int? { holds[reserve] }

    /// Whether nothing is left to come: no voucher is good, no claim is looked at, and every redemption and refund is in a
    /// settlement, those of nothing, too.
    package var isSettled: Bool {
        dueAt == nil && ledger[.pending] == 0 && ledger[.reserved] == 0 && unsettledCount == 0
    }

    /// How many vouchers shops keep.
    package var heldCount: Int { holds.count }

    /// How many uses a merchant took that were not given back; nil: of no merchant.
    package func uses(_ merchant: Int?) -> Int { account(merchant).uses }

    /// Puts a voucher in another state.
    mutating func put(_ place: Int, in state: Voucher.State) {
        stateCounts[vouchers[place].state, default: 0] -= 1
        stateCounts[state, default: 0] += 1
        vouchers[place].state = state
    }

    /// The place of the redemption that a leaf is.
    package func redemption(leaf: Int) -> Int? {
        let place = Self.place(in: redemptions.indices) { redemptions[$0].leaf < leaf }
        return place < redemptions.count && redemptions[place].leaf == leaf ? place : nil
    }

    private static func place(in places: Range<Int>, where isBefore: (Int) -> Bool) -> Int {
        var (low, high) = (places.lowerBound, places.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if isBefore(middle) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func found(_ name: VoucherName) throws(FundRefusal) -> Int {
        guard let place = place(of: name) else { throw .voucherUnknown }
        return place
    }

    /// The place of the category that a voucher's money is counted under.
    func category(_ voucher: Voucher) -> Int? { voucher.item.flatMap { rules.categoryOfItem[$0] } }
}

// MARK: - Keeping the sums

extension FundBook {
    /// Checks what every call rests on, before it changes anything.
    ///
    /// - Parameter rank: Of several vouchers that one leaf issues.
    mutating func begin(_ leaf: Int, rank: Int = 0, at tick: Int64) {
        let name = VoucherName(leaf: leaf, rank: rank)
        precondition(latestName < name && latestAt <= tick, "leaves ascend, and time never goes back")
        precondition(dueAt.map { tick < $0 } ?? true, "what is due is taken first")
        (latestName, latestAt) = (name, tick)
    }

    /// The same for what is due itself.
    mutating func beginDue(_ leaf: Int, at tick: Int64) {
        precondition(latestName.leaf < leaf && latestAt <= tick, "leaves ascend, and time never goes back")
        (latestName, latestAt) = (VoucherName(leaf: leaf), tick)
    }

    /// Moves money of a voucher.
    mutating func post(_ kind: Posting.Kind, _ amount: Int64, of place: Int, from: Int?, to: Int?) {
        let voucher = vouchers[place]
        ledger.post(
            Posting(
                kind: kind, amount: amount, category: category(voucher), unit: voucher.unit, from: from, to: to))
    }

    /// What a voucher takes of the limits: nothing once it has ended and nothing of it is redeemed.
    struct Standing {
        var taken = Taken()
        /// Whether it counts for the merchant that was asked about.
        var isMerchants = false
    }

    func standing(_ place: Int, at merchant: Int?) -> Standing {
        let voucher = vouchers[place]
        let isUsed = voucher.redemptions.contains { !redemptions[$0].isReturned }
        guard voucher.isOpen || isUsed else { return Standing() }
        let isMerchants =
            merchant != nil
            && (voucher.isOpen && voucher.reservedAt == merchant
                || voucher.redemptions.contains {
                    !redemptions[$0].isReturned && redemptions[$0].merchant == merchant
                })
        return Standing(taken: Taken(count: 1, amount: voucher.left + voucher.redeemed), isMerchants: isMerchants)
    }

    /// Brings every count that a voucher is in up to date with what has become of it.
    ///
    /// - Parameters:
    ///   - merchant: The one that it was about.
    ///   - before: What it took before the change.
    mutating func recount(_ place: Int, at merchant: Int?, since before: Standing) {
        let (voucher, after) = (vouchers[place], standing(place, at: merchant))
        people[voucher.person, default: Taken()].change(before.taken, after.taken)
        if let household = voucher.household {
            households[household, default: Taken()].change(before.taken, after.taken)
        }
        if let category = category(voucher) {
            ofCategory[PersonCategory(person: voucher.person, category: category), default: Taken()]
                .change(before.taken, after.taken)
        }
        if let merchant, before.isMerchants != after.isMerchants {
            accounts[merchant].vouchers += after.isMerchants ? 1 : -1
        }
    }
}

extension FundBook.Taken {
    fileprivate mutating func change(_ before: Self, _ after: Self) {
        count += after.count - before.count
        amount += after.amount - before.amount
        precondition(count >= 0 && amount >= 0, "nobody gives back what was never taken")
    }
}
