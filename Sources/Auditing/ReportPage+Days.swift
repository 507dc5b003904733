import JSON

/// The part of the page about each day of a daily campaign.
extension ReportPage {
    /// Day by day what the page of a campaign of one phase has once.
    var days: [Markup] {
        report.days.flatMap { day -> [Markup] in
            let page = ReportPage(report: day, prizes: prizes, example: nil, drawsTickets: drawsTickets)
            return [page.dayHead, page.tiers, page.skips, page.refusals, page.randomness]
        }
    }

    private var dayHead: Markup {
        var part: Markup = "<h1>\(report.phase)</h1>\n<dl>\n"
        if let noDraw = report.noDraw { part += .term("没有开奖", "no draw", .both(noDraw.line(time))) }
        if let grade = report.grade { part += .term("证据等级", "evidence grade", .both(grade.line(.zh), grade.line(.en))) }
        part += phaseCounts
        part += "</dl>\n"
        return part
    }
}
