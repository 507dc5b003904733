import JSON

/// The parts of the page about prizes after the draw.
extension ReportPage {
    var claims: Markup {
        guard let claims = report.claims else { return "" }
        let hours = Int(claims.within / 3_600_000)
        var part: Markup = "<p>"
        part += .both(
            "得奖后 \(hours) 小时内领取：已领取 \(claims.claimed) 名，待领取 \(claims.open) 名，已递补或作罢 \(claims.forfeits.count) 名。",
            "To be claimed within \(hours) hours: \(claims.claimed) claimed, \(claims.open) still open, "
                + "\(claims.forfeits.count) forfeited.")
        if let ended = claims.ended {
            part += " "
            part += .both("记录于 \(time.text(ended)) 终结。", "The log ended at \(time.text(ended)).")
        }
        part += "</p>\n"
        return part
    }

    /// Every forfeit with who followed: prizes must not be walked on to a friend unseen.
    var forfeits: Markup {
        guard let claims = report.claims, !claims.forfeits.isEmpty else {
            return "<p>\(Markup.both("没有放弃或取消的奖。", "No prize was forfeited."))</p>\n"
        }
        var part: Markup = """
            <div class="wide"><table>
            <tr><th>\(Markup.both("时间", "time"))</th><th>\(Markup.both("奖级", "tier"))</th>\
            <th>\(Markup.both("原中奖者", "winner"))</th><th>\(Markup.both("原因", "reason"))</th>\
            <th>\(Markup.both("递补", "followed by"))</th></tr>

            """
        for forfeit in claims.forfeits { part += row(forfeit) }
        part += "</table></div>\n"
        return part
    }

    private func row(_ forfeit: Report.Forfeit) -> Markup {
        let tier = report.tiers.first { $0.id == forfeit.tier }.map { Markup.both($0.title) } ?? "\(forfeit.tier)"
        let reason = forfeit.reason == "declined" ? Markup.both("放弃", "declined") : .both("逾期未领", "not claimed in time")
        return """
            <tr><td>\(time.text(forfeit.at))</td><td>\(tier)</td><td>\(person(forfeit.from))</td><td>\(reason)</td>\
            <td>\(forfeit.to.map(person) ?? .both("没有递补了", "no alternate left"))</td></tr>

            """
    }

    private func person(_ holder: Report.Holder) -> Markup {
        let rank = Markup.both("名次 \(holder.rank)", "rank \(holder.rank)")
        guard let work = holder.work else { return "<bdi>\(holder.display)</bdi>（\(rank)）" }
        return "<code>\(work)</code> <bdi>\(holder.display)</bdi>（\(rank)）"
    }
}
