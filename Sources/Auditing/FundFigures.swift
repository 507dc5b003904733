import Books
import Campaigns
import JSON

extension Report {
    /// What became of vouchers and money; amounts in yuan with two decimals.
    package struct Money: Sendable, Hashable {
        package struct Merchant: Sendable, Hashable {
            package var id: String
            package var name: BilingualText
            package var redemptions: Int
            package var owed: Int64
            package var settled: Int64
            package var paid: Int64
        }

        package struct Settlement: Sendable, Hashable {
            package var index: Int
            package var merchant: String?
            package var from: Int64
            package var to: Int64
            package var rows: Int
            package var total: Int64
            package var isBalanced: Bool
        }

        /// Whether every fen is where the log says: the ledger in itself, and every settlement.
        package var isBalanced: Bool
        /// By the accounts' names, ascending, in fen; empty where vouchers have no worth in money.
        package var accounts: [(name: String, fen: Int64)]
        /// How many claims and vouchers there are of each state, ascending by its name.
        package var states: [(name: String, count: Int)]
        package var redemptions: Int
        package var refunds: Int
        package var merchants: [Merchant]
        package var settlements: [Settlement]
        /// When the log ended; nil while it goes on.
        package var ended: Int64?
    }
}

extension Report.Money {
    package static func == (left: Self, right: Self) -> Bool { left.json == right.json }

    package func hash(into hasher: inout Hasher) { hasher.combine(redemptions) }

    init(_ walk: FundWalk, _ campaign: String, ended: Int64?) {
        let (book, made) = (walk.book, walk.settlements(campaign))
        let ledger = book.ledger
        accounts =
            book.rules.hasMoney
            ? ([("budget", ledger.budget), ("redeemed", ledger.redeemed)]
                + Ledger.Account.allCases.map { ("\($0)", ledger[$0]) }).sorted { $0.0 < $1.0 } : []
        states = Voucher.State.allCases.map { state in
            (state.rawValue, book.vouchers.count { $0.state == state })
        }.filter { $0.1 > 0 }.sorted { $0.0 < $1.0 }
        redemptions = book.redemptions.count
        refunds = book.redemptions.count { $0.refunded > 0 || $0.isReturned }
        merchants = book.rules.merchants.enumerated().map { place, merchant in
            Merchant(
                id: merchant.id, name: merchant.name,
                redemptions: book.redemptions.count { $0.merchant == place },
                owed: ledger[.owed, .merchant, place], settled: ledger[.settled, .merchant, place],
                paid: ledger[.paid, .merchant, place])
        }
        settlements = made.map { settlement in
            Settlement(
                index: settlement.leaf ?? 0, merchant: settlement.merchant, from: settlement.period.lowerBound,
                to: settlement.period.upperBound, rows: settlement.rows.count, total: settlement.total,
                isBalanced: settlement.isBalanced)
        }
        isBalanced = ledger.problem == nil && made.allSatisfy(\.isBalanced)
        self.ended = ended
    }

    var json: JSON {
        [
            "accounts": .object(accounts.map { JSON.Member($0.name, .yuan($0.fen)) }), "balanced": .bool(isBalanced),
            "ended": ended.map(JSON.integer) ?? .null, "merchants": .array(merchants.map(\.json)),
            "redemptions": .integer(Int64(redemptions)), "refunds": .integer(Int64(refunds)),
            "settlements": .array(settlements.map(\.json)),
            "states": .object(states.map { JSON.Member($0.name, .integer(Int64($0.count))) }),
        ]
    }
}

extension Report.Money.Merchant {
    fileprivate var json: JSON {
        [
            "id": .string(id), "owed": .yuan(owed), "paid": .yuan(paid),
            "redemptions": .integer(Int64(redemptions)), "settled": .yuan(settled),
        ]
    }
}

extension Report.Money.Settlement {
    fileprivate var json: JSON {
        [
            "balanced": .bool(isBalanced), "from": .integer(from), "index": .integer(Int64(index)),
            "merchant": merchant.map(JSON.string) ?? .null, "rows": .integer(Int64(rows)), "to": .integer(to),
            "total": .yuan(total),
        ]
    }
}

extension JSON {
    fileprivate static func yuan(_ fen: Int64) -> JSON { .string(Settlement.yuan(fen)) }
}
