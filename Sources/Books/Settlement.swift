import Campaigns

/// What a merchant and the organiser sign: every redemption and refund of a period with the leaf of the log behind it,
/// and a total that ties to the ledger.
package struct Settlement: Hashable, Sendable {
    package struct Row: Hashable, Sendable {
        package var leaf: Int
        package var at: Int64
        /// The redemption's own leaf; a refund has that of what it gives back.
        package var redeem: Int
        package var voucher: VoucherName
        package var shop: String?
        /// In fen; below nothing for a refund.
        package var amount: Int64

        var kind: String { leaf == redeem ? "redeem" : "refund" }
    }

    package var campaign: String
    /// Nil where the campaign has no merchants.
    package var merchant: String?
    /// Of the event that settled it; nil while it is a draft.
    package var leaf: Int?
    package var through: Int
    package var period: Range<Int64>
    /// In leaf order.
    package var rows: [Row]
    /// What is to be paid, in fen.
    package var total: Int64
    /// What settlements before it said, in fen.
    package var earlier: Int64
    /// What does not add up in the books behind it.
    package var ledgerProblem: String?

    /// What does not add up, to the fen; nil where everything does.
    package var problem: String? {
        let sum = rows.reduce(0) { $0 + $1.amount }
        if sum != total { return "the rows add up to \(Self.yuan(sum)) yuan, and the total says \(Self.yuan(total))" }
        if let row = rows.first(where: { !period.contains($0.at) || $0.leaf > through }) {
            return "leaf \(row.leaf) is not of the period"
        }
        return ledgerProblem
    }

    /// Whether it may be signed.
    package var isBalanced: Bool { problem == nil }

    /// Fen as files have them, with a sign where the merchant gives back: `-300.00`.
    package static func yuan(_ fen: Int64) -> String { fen < 0 ? "-\(MoneyText.text(-fen))" : MoneyText.text(fen) }
}

extension FundBook {
    /// The leaf of every settlement with its merchant, ascending by leaf.
    package var settledLeaves: [(merchant: Int?, leaf: Int)] {
        (rules.merchants.indices.map { Optional($0) } + [nil]).flatMap { merchant in
            account(merchant).settlements.map { (merchant, $0.leaf) }
        }.sorted { $0.leaf < $1.leaf }
    }

    /// The settlement that a leaf is; nil where it is none.
    package func settlement(of merchant: Int?, leaf: Int, campaign: String) -> Settlement? {
        let account = account(merchant)
        guard let place = account.settlements.firstIndex(where: { $0.leaf == leaf }) else { return nil }
        let settled = account.settlements[place]
        return settlement(
            merchant, campaign: campaign, leaf: leaf, through: settled.through, period: settled.period,
            lines: account.lines[settled.lines], total: settled.amount,
            earlier: account.settlements[..<place].reduce(0) { $0 + $1.amount })
    }

    /// What settling with a merchant through a leaf would come to.
    package func draft(of merchant: Int?, through leaf: Int, period: Range<Int64>, campaign: String) -> Settlement {
        let lines = unsettled(merchant, through: leaf)
        return settlement(
            merchant, campaign: campaign, leaf: nil, through: leaf, period: period, lines: lines,
            total: lines.reduce(0) { $0 + $1.amount },
            earlier: account(merchant).settlements.reduce(0) { $0 + $1.amount })
    }

    private func settlement(
        _ merchant: Int?, campaign: String, leaf: Int?, through: Int, period: Range<Int64>,
        lines: ArraySlice<SettlementLine>, total: Int64, earlier: Int64
    ) -> Settlement {
        Settlement(
            campaign: campaign, merchant: merchant.map { rules.merchants[$0].id }, leaf: leaf, through: through,
            period: period,
            rows: lines.map { line in
                let redemption = redemptions[line.redemption]
                return Settlement.Row(
                    leaf: line.leaf, at: line.at, redeem: redemption.leaf,
                    voucher: vouchers[redemption.voucher].name,
                    shop: redemption.shop.map { rules.merchants[merchant!].shops[$0].id }, amount: line.amount)
            }, total: total, earlier: earlier, ledgerProblem: problem(of: merchant))
    }

    /// What of a merchant's lines and settlements does not tie to the ledger.
    private func problem(of merchant: Int?) -> String? {
        let account = account(merchant)
        let (kept, said) = (
            account.lines.reduce(0) { $0 + $1.amount }, account.settlements.reduce(0) { $0 + $1.amount }
        )
        let redeemed = ledger[.owed, .merchant, merchant] + ledger[.settled, .merchant, merchant]
        if kept != redeemed { return "the log has \(kept) fen for the merchant, and the ledger \(redeemed)" }
        let paid = ledger[.paid, .merchant, merchant]
        if said != paid { return "settlements said \(said) fen for the merchant, and the ledger \(paid)" }
        return ledger.problem
    }
}
