import JSON

/// report.html: the figures of report.json as one page that needs nothing but itself.
///
/// A pure function of its inputs, all of which stand in the bundle, so that a verifier renders the same bytes again.
/// Nothing on it runs: the content security policy allows an inline style sheet only.
package struct ReportPage: Sendable {
    /// What a tier gives, from the campaign file.
    package struct Prize: Sendable, Hashable {
        package var tier: String
        package var prize: BilingualText
        /// Of one piece, in fen.
        package var value: Int64

        package init(tier: String, prize: BilingualText, value: Int64) {
            self.tier = tier
            self.prize = prize
            self.value = value
        }
    }

    /// The ticket that the page shows how to work out.
    package struct Example: Sendable, Hashable {
        package var index: Int
        package var chance: Int
        package var ticket: String

        package init(index: Int, chance: Int, ticket: String) {
            self.index = index
            self.chance = chance
            self.ticket = ticket
        }
    }

    let report: Report
    let prizes: [Prize]
    let example: Example?
    /// Whether people are drawn; prizes of works go by rank.
    let drawsTickets: Bool
    let time: LocalTime

    package init(report: Report, prizes: [Prize], example: Example?, drawsTickets: Bool) {
        self.report = report
        self.drawsTickets = drawsTickets
        self.prizes = prizes
        self.example = example
        time = LocalTime(zone: report.zone)
    }

    package func html() -> [UInt8] {
        var page: Markup = """
            <!DOCTYPE html>
            <html lang="zh-CN">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <title>\(report.title.zh) · \(report.tiers.isEmpty ? "核验报告" : "抽奖核验报告")</title>
            <style>
            \(Markup(raw: ReportStyle.css))</style>
            </head>
            <body>

            """
        let middle =
            report.days.isEmpty
            ? [contest, money, ranking, places, tiers, skips, amendments, flags, refusals, randomness]
            : days + [amendments, flags]
        for part in [head, counts] + middle + [registry, proven, notProven, howToCheck] { page += part }
        page += "</body>\n</html>\n"
        return Array(page.html.utf8)
    }
}

extension Markup {
    /// A constant of ours that is HTML or CSS already.
    init(raw: String) {
        html = raw
    }

    /// Chinese, then English in smaller type where there is one.
    static func both(_ text: BilingualText) -> Markup {
        guard let english = text.en, english != text.zh else { return "<bdi>\(text.zh)</bdi>" }
        return "<bdi>\(text.zh)</bdi> <bdi lang=\"en\">\(english)</bdi>"
    }

    static func both(_ zh: String, _ en: String) -> Markup {
        both(BilingualText(zh: zh, en: en))
    }

    /// One row of a list of terms.
    static func term(_ zh: String, _ en: String, _ value: Markup) -> Markup {
        "<dt>\(both(zh, en))</dt><dd>\(value)</dd>\n"
    }

    static func heading(_ zh: String, _ en: String) -> Markup {
        "<h2>\(both(zh, en))</h2>\n"
    }

    static func list(_ items: [BilingualText]) -> Markup {
        var list: Markup = "<ul>\n"
        for item in items { list += "<li>\(both(item))</li>\n" }
        list += "</ul>\n"
        return list
    }

    static func hex(_ text: String) -> Markup {
        "<span class=\"hex\">\(text)</span>"
    }
}
