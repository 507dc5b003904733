import Books
import Campaigns
import JSON

/// The part of the page about vouchers and money: where every fen is.
extension ReportPage {
    var money: Markup {
        guard let money = report.money else { return "" }
        var part = Markup.heading("券与资金", "Vouchers and money")
        let balance =
            money.isBalanced
            ? Markup.both("账目到分相平。", "Balanced to the fen.")
            : Markup.both("账目不平，不能作为对账依据。", "It does not balance, and is nothing to settle by.")
        part += "<p><strong>\(balance)</strong></p>\n"
        if let ended = money.ended {
            let end = time.text(ended)
            part += "<p>\(Markup.both("账目于 \(end) 终结。", "The books were closed on \(end)."))</p>\n"
        }
        if !money.accounts.isEmpty { part += accounts(money) }
        part += states(money)
        if !money.merchants.isEmpty { part += merchants(money) }
        if !money.settlements.isEmpty { part += settlements(money) }
        part += "<p>"
        part += .both(
            "全部账户按类别、商户、单位分列在 draw/ledger.csv；每笔对账的明细和它背后的日志序号在 settlement/ 下，"
                + "一份 CSV、一份 JSON。购买价格和发票号只有审计员看得到。",
            "All accounts by category, merchant and unit are in draw/ledger.csv; the lines of every settlement with the "
                + "leaves behind them in settlement/, as CSV and as JSON. Prices and invoices are for the auditor alone."
        )
        part += "</p>\n"
        return part
    }

    private func accounts(_ money: Report.Money) -> Markup {
        var part: Markup = "<table>\n<tr><th>\(Markup.both("账户", "Account"))</th>"
        part += "<th>\(Markup.both("元", "Yuan"))</th></tr>\n"
        for (name, fen) in money.accounts {
            part += "<tr><td>\(name)</td><td>\(Settlement.yuan(fen))</td></tr>\n"
        }
        part += "</table>\n"
        return part
    }

    private func states(_ money: Report.Money) -> Markup {
        let counts = money.states.map { "\($0.name) \($0.count)" }.joined(separator: " · ")
        let uses = Markup.both(
            "核销 \(money.redemptions) 次，其中有退款的 \(money.refunds) 次",
            "\(money.redemptions) redemptions, \(money.refunds) of them refunded")
        return "<p>\(Markup.both("券和申请：", "Vouchers and claims: "))\(counts) · \(uses)</p>\n"
    }

    private func merchants(_ money: Report.Money) -> Markup {
        var part: Markup = "<div class=\"wide\"><table>\n<tr>"
        for title in [
            Markup.both("商户", "Merchant"), .both("核销次数", "Redemptions"), .both("未对账（元）", "Owed (yuan)"),
            .both("已对账（元）", "Settled (yuan)"), .both("对账合计（元）", "Settlements (yuan)"),
        ] {
            part += "<th>\(title)</th>"
        }
        part += "</tr>\n"
        for merchant in money.merchants {
            part += "<tr><td>\(Markup.both(merchant.name))</td><td>\(merchant.redemptions)</td>"
            part += "<td>\(Settlement.yuan(merchant.owed))</td><td>\(Settlement.yuan(merchant.settled))</td>"
            part += "<td>\(Settlement.yuan(merchant.paid))</td></tr>\n"
        }
        part += "</table></div>\n"
        return part
    }

    private func settlements(_ money: Report.Money) -> Markup {
        var part: Markup = "<div class=\"wide\"><table>\n<tr>"
        for title in [
            Markup.both("对账（序号）", "Settlement (leaf)"), .both("商户", "Merchant"), .both("行数", "Lines"),
            .both("应付（元）", "To be paid (yuan)"), .both("是否相平", "Balanced"),
        ] {
            part += "<th>\(title)</th>"
        }
        part += "</tr>\n"
        for settlement in money.settlements {
            part += "<tr><td>\(settlement.index)</td><td>\(settlement.merchant ?? "-")</td><td>\(settlement.rows)</td>"
            part += "<td>\(Settlement.yuan(settlement.total))</td>"
            let balance = settlement.isBalanced ? Markup.both("相平", "balanced") : .both("不平", "NOT BALANCED")
            part += "<td>\(balance)</td></tr>\n"
        }
        part += "</table></div>\n"
        return part
    }
}
