/// One leaf that changes what a merchant is owed.
package struct SettlementLine: Hashable, Sendable {
    package let leaf: Int
    /// The redemption's place in the book: its own, or the one that was given back.
    package let redemption: Int
    /// In fen; below nothing for a refund.
    package let amount: Int64
    package let at: Int64
}

/// A settlement that was made.
package struct Settled: Hashable, Sendable {
    package let leaf: Int
    /// The last leaf that it covers.
    package let through: Int
    package let period: Range<Int64>
    /// What it says is to be paid, in fen; below nothing where the merchant gives back.
    package let amount: Int64
    /// Its lines, as places among the merchant's.
    let lines: Range<Int>
}

/// What is kept of one merchant besides its money.
struct MerchantAccount: Hashable, Sendable {
    /// Vouchers that count for its cap.
    var vouchers = 0
    /// Uses that were not given back.
    var uses = 0
    /// Everything that changes what it is owed, in leaf order.
    var lines: [SettlementLine] = []
    /// In order, each beginning with the line after the last one of that before.
    var settlements: [Settled] = []

    /// So many of the lines are settled.
    var settledCount: Int { settlements.last?.lines.upperBound ?? 0 }

    /// The last leaf that a settlement covered.
    var through: Int { settlements.last?.through ?? -1 }
}

extension FundBook {
    func account(_ merchant: Int?) -> MerchantAccount { accounts[merchant ?? rules.merchants.count] }

    /// Notes a line of a settlement to come.
    mutating func owe(_ merchant: Int?, _ line: SettlementLine) {
        accounts[merchant ?? rules.merchants.count].lines.append(line)
        unsettledCount += 1
    }

    /// Where the period of a merchant's next settlement begins, unless told: where that of the last one ends, or before that
    /// with what it is of; nil where there was none.
    package func nextPeriodStart(_ merchant: Int?) -> Int64? {
        let account = account(merchant)
        guard let last = account.settlements.last else { return nil }
        return min(last.period.upperBound, account.lines[account.settledCount...].first?.at ?? .max)
    }

    /// What a settlement through a leaf would consist of: everything since the last one, in leaf order.
    package func unsettled(_ merchant: Int?, through leaf: Int) -> ArraySlice<SettlementLine> {
        let account = account(merchant)
        return account.lines[account.settledCount...].prefix { $0.leaf <= leaf }
    }

    /// Settles with a merchant everything up to a leaf.
    ///
    /// What was redeemed is settled less what was given back of it since, whether the settlement covers that refund yet or
    /// not; one that it does not cover is in the next one, and until then the merchant has it to give back.
    ///
    /// - Parameters:
    ///   - merchant: Nil where the rules have none.
    ///   - through: The last leaf that is covered.
    ///   - period: The instants that all of it is of.
    ///   - amount: What is to be paid, in fen: exactly what the lines add up to.
    package mutating func settle(
        _ merchant: Int?, through: Int, period: Range<Int64>, amount: Int64, leaf: Int, at tick: Int64
    ) throws(FundRefusal) {
        guard merchant.map({ rules.merchants.indices.contains($0) }) ?? rules.merchants.isEmpty else {
            throw .merchantUnknown
        }
        guard through > account(merchant).through, through < leaf else { throw .settleRange }
        let lines = unsettled(merchant, through: through)
        guard !lines.isEmpty else { throw .settleNothing }
        guard lines.allSatisfy({ period.contains($0.at) }) else { throw .settlePeriod }
        guard amount == lines.reduce(0, { $0 + $1.amount }) else { throw .settleAmount }
        begin(leaf, at: tick)
        for line in lines where redemptions[line.redemption].leaf == line.leaf {
            redemptions[line.redemption].isSettled = true
            let redemption = redemptions[line.redemption]
            post(.settle, redemption.kept, of: redemption.voucher, from: merchant, to: merchant)
        }
        ledger.pay(amount, to: merchant)
        unsettledCount -= lines.count
        accounts[merchant ?? rules.merchants.count].settlements.append(
            Settled(leaf: leaf, through: through, period: period, amount: amount, lines: lines.indices))
    }

    /// What a merchant has to give back or will have taken off its next settlement, in fen.
    package func outstanding(_ merchant: Int?) -> Int64 {
        ledger[.paid, .merchant, merchant] - ledger[.settled, .merchant, merchant]
    }
}
