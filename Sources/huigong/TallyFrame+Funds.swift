import Terminal

/// Where money and vouchers are.
extension TallyFrame {
    /// The budget with its accounts, and the vouchers.
    func fundTotals(_ funds: TallySnapshot.Funds, _ width: Int) -> [String] {
        var lines: [String] = []
        if let accounts = funds.accounts { lines += budgetLines(accounts, width) }
        lines += voucherLines(funds, width)
        if !funds.isBalanced {
            lines.append(style.red(say("账目不平：停止核销，查明原因", "the books do not balance: stop, and find out why")))
        }
        return lines
    }

    private func budgetLines(_ accounts: TallySnapshot.Funds.Accounts, _ width: Int) -> [String] {
        let parts: [(part: PartedBar.Part, amount: Int64, zh: String, en: String)] = [
            (.full, accounts.settled, "已对账", "settled"), (.dark, accounts.owed, "待对账", "owed"),
            (.medium, accounts.reserved, "已发未用", "reserved"), (.light, accounts.pending, "审核中", "pending"),
        ]
        let bar = PartedBar(parts: parts.map { ($0.part, Int($0.amount)) }, total: Int(accounts.budget))
        let legend =
            parts.filter { $0.amount > 0 }
            .map { "\($0.part.sign(style)) \(say($0.zh, $0.en)) \(yuan($0.amount))" }
            + ["\(PartedBar.Part.none.sign(style)) " + style.bold("\(say("可用", "free")) \(yuan(accounts.free))")]
        let heading = style.bold(say("预算 \(yuan(accounts.budget)) 元", "budget \(yuan(accounts.budget)) yuan"))
        let share = percent(Int(accounts.budget - accounts.free), of: Int(accounts.budget))
        let room = min(60, width - styledWidth(heading) - share.count - 4)
        let first =
            room >= 8
            ? ["\(heading)  \(bar.text(width: room, style))  \(share)"]
            : flowed([heading, share], width: width) + [bar.text(width: width, style)]
        return first + flowed(legend, width: width)
    }

    private func voucherLines(_ funds: TallySnapshot.Funds, _ width: Int) -> [String] {
        let count = grouped(funds.vouchers) + (funds.most.map { " / " + grouped($0) } ?? "")
        var parts = [style.bold(say("发放 \(count) 份", "\(count) issued"))]
        if let most = funds.most { parts.append(bar(funds.vouchers, of: most, width: min(20, max(8, width / 4)))) }
        let states: [(name: String, zh: String, en: String)] = [
            ("pending", "待审核", "under review"), ("refused", "可申诉", "refused"), ("rejected", "未通过", "rejected"),
            ("active", "有效", "good"), ("held", "门店占用", "held"), ("used", "用完", "used"),
            ("expired", "过期", "expired"), ("voided", "作废", "voided"), ("refunded", "退回", "refunded"),
        ]
        parts += states.compactMap { state in
            guard let count = funds.states[state.name], count > 0 else { return nil }
            return "\(say(state.zh, state.en)) \(grouped(count))"
        }
        if funds.redemptions > 0 {
            let uses = grouped(funds.redemptions)
            parts.append(style.green(say("核销 \(uses) 次", "\(uses) redeemed")))
        }
        return flowed(parts, width: width)
    }

    /// The merchants that took most, in at most so many lines.
    func merchantLines(_ funds: TallySnapshot.Funds, _ width: Int, most: Int) -> [String] {
        let merchants = funds.merchantsBySales
        let shown = merchants.count <= most ? merchants.count : max(1, most - 1)
        guard let first = merchants.first else { return [] }
        let hasMoney = funds.accounts != nil
        let greatest = hasMoney ? Int(first.redeemed) : first.redemptions
        var rows = BarRows()
        for merchant in merchants.prefix(shown) {
            let name = printable(merchant.name.text(language))
            rows.rows.append(
                BarRows.Row(
                    name: name.isEmpty ? merchant.id : name,
                    bar: { width in
                        hasMoney
                            ? PartedBar(
                                parts: [(.full, Int(merchant.settled)), (.dark, Int(merchant.owed))], total: greatest
                            ).text(width: width, style)
                            : style.green(bar(merchant.redemptions, of: greatest, width: width))
                    },
                    figures: [
                        hasMoney ? yuan(merchant.redeemed) : "",
                        say("\(grouped(merchant.redemptions)) 次", "\(grouped(merchant.redemptions))×"),
                        hasMoney && merchant.owed > 0 ? say("待对账 ", "owed ") + yuan(merchant.owed) : "",
                    ]))
        }
        return rows.lines(width: width) + more(merchants.count - shown)
    }
}
