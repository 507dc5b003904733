import Campaigns
import JSON

extension TallySnapshot {
    /// Who has which places of an enrolment.
    struct Places: Sendable, Hashable {
        struct Slot: Sendable, Hashable {
            var id: String
            var title: BilingualText
            var capacity: Int
            var taken: Int
            /// Kept for who was offered it and has not answered yet.
            var offered: Int
            var waiting: Int
        }

        /// People on the waiting list, each once.
        var waiting: Int
        /// In the order of the rules.
        var slots: [Slot]

        var capacity: Int { slots.reduce(0) { $0 + $1.capacity } }
        var taken: Int { slots.reduce(0) { $0 + $1.taken } }
        var offered: Int { slots.reduce(0) { $0 + $1.offered } }
    }

    /// What vouchers and money have come to; amounts in fen.
    struct Funds: Sendable, Hashable {
        /// Where the money is.
        struct Accounts: Sendable, Hashable {
            var budget: Int64
            var free: Int64
            var pending: Int64
            var reserved: Int64
            /// Redeemed and not settled.
            var owed: Int64
            var settled: Int64

            var redeemed: Int64 { owed + settled }
        }

        struct Merchant: Sendable, Hashable {
            var id: String
            var name: BilingualText
            var redemptions: Int
            var owed: Int64
            var settled: Int64

            var redeemed: Int64 { owed + settled }
        }

        /// Nil where vouchers have no worth in money.
        var accounts: Accounts?
        /// Issued or asked for.
        var vouchers: Int
        /// How many there may be, where the rules say.
        var most: Int?
        var redemptions: Int
        /// Vouchers and claims by their state.
        var states: [String: Int]
        /// In the order of the rules.
        var merchants: [Merchant]
        var isBalanced: Bool
    }
}

extension TallySnapshot.Places {
    init(_ value: JSONValue) {
        waiting = value.count("waiting")
        slots = (value["slots"]?.elements ?? []).map {
            Slot(
                id: $0.text("id"), title: $0.bilingual("title"), capacity: $0.count("capacity"),
                taken: $0.count("taken"), offered: $0.count("offered"), waiting: $0.count("waiting"))
        }
    }

    /// First where most wait, then what is fullest, then as the rules have them.
    var byInterest: [Slot] {
        slots.enumerated().sorted { left, right in
            let (first, second) = (left.element, right.element)
            if first.waiting != second.waiting { return first.waiting > second.waiting }
            // Of small counts; compared as fractions.
            let (more, less) = (first.kept * second.capacity, second.kept * first.capacity)
            return more != less ? more > less : left.offset < right.offset
        }.map(\.element)
    }
}

extension TallySnapshot.Places.Slot {
    fileprivate var kept: Int { taken + offered }
}

extension TallySnapshot.Funds {
    init(_ value: JSONValue) {
        if value["budget"] != nil {
            accounts = Accounts(
                budget: value.money("budget"), free: value.money("free"), pending: value.money("pending"),
                reserved: value.money("reserved"), owed: value.money("owed"), settled: value.money("settled"))
        }
        vouchers = value.count("vouchers")
        most = value["most"]?.integer.map(Int.init)
        redemptions = value.count("redemptions")
        let told = value["states"]?.members ?? []
        states = Dictionary(told.map { ($0.key, Int($0.value.integer ?? 0)) }) { first, _ in first }
        merchants = (value["merchants"]?.elements ?? []).map {
            Merchant(
                id: $0.text("id"), name: $0.bilingual("name"), redemptions: $0.count("redemptions"),
                owed: $0.money("owed"), settled: $0.money("settled"))
        }
        isBalanced = value["balanced"]?.bool != false
    }

    /// Those who took most first, then as the rules have them.
    var merchantsBySales: [Merchant] {
        merchants.enumerated().sorted { left, right in
            let (first, second) = (left.element, right.element)
            if first.redeemed != second.redeemed { return first.redeemed > second.redeemed }
            if first.redemptions != second.redemptions { return first.redemptions > second.redemptions }
            return left.offset < right.offset
        }.map(\.element)
    }
}

extension JSONValue {
    /// An amount as sockets have it, in fen; zero where there is none.
    func money(_ key: String) -> Int64 { MoneyText.fen(text(key)) ?? 0 }
}
