import JSON

/// The part of the page about a ranking of people.
extension ReportPage {
    var ranking: Markup {
        guard let ranking = report.ranking else { return "" }
        var part = Markup.heading("名次", "Ranking")
        part += "<p>"
        part += .both(
            "\(ranking.people) 人有名次，下列前 \(ranking.shown.count) 名；全部名次在 draw/ranking.csv，得分和用时在截止时由 draw/tally.csv 固定。"
                + "只有按名次得奖的人显示姓名，其余以提交的序号表示。",
            "\(ranking.people) people have a rank, of whom the first \(ranking.shown.count) follow; all are in draw/ranking.csv, "
                + "and draw/tally.csv fixed scores and times at the closing. Only who won by rank is shown by name, the "
                + "others by the number of their entry.")
        part += "</p>\n"
        part += """
            <div class="wide"><table>
            <tr><th>\(Markup.both("名次", "rank"))</th><th>\(Markup.both("姓名", "name"))</th>\
            <th>\(Markup.both("提交", "entry"))</th><th>\(Markup.both("得分", "score"))</th>\
            <th>\(Markup.both("用时（秒）", "time (s)"))</th><th>\(Markup.both("总分", "total"))</th></tr>

            """
        for place in ranking.shown {
            part += """
                <tr><td>\(place.rank)</td><td><bdi>\(place.display ?? "")</bdi></td><td>\(place.index)</td>\
                <td>\(place.score)</td><td>\(place.time.map(Self.seconds) ?? "")</td><td>\(place.total)</td></tr>

                """
        }
        part += "</table></div>\n"
        return part
    }

    /// Milliseconds as seconds with three decimals.
    private static func seconds(_ milliseconds: Int64) -> String {
        let rest = String(milliseconds % 1000)
        return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - rest.utf8.count) + rest
    }
}
