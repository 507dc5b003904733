import Campaigns
import JSON

/// The part of the page about works: who came where, and of what that is made.
extension ReportPage {
    var contest: Markup {
        guard let contest = report.contest else { return "" }
        var part = Markup.heading("评选结果", "Ranking of the works")
        let hasVotes = contest.works.contains { $0.votes != nil }
        if let collected = contest.collected {
            let text = Markup.both(
                "征集的作品经审核，采用 \(collected.accepted) 件，未采用 \(collected.rejected) 件；提交共 \(contest.ballots) 条（作品和选票）。",
                "Of the works that were handed in, staff accepted \(collected.accepted) and turned down "
                    + "\(collected.rejected); there are \(contest.ballots) entries, works and ballots together.")
            part += "<p>\(text)</p>\n"
        } else if hasVotes {
            let ballots = Markup.both(
                "选票 \(contest.ballots) 张（含改投、撤回和作废的）。",
                "\(contest.ballots) ballots (replaced, withdrawn and void ones, too).")
            part += "<p>\(ballots)</p>\n"
        }
        if contest.scores > 0 {
            part += "<p>\(Markup.both("评委打分 \(contest.scores) 次。", "\(contest.scores) scores of jurors."))</p>\n"
        }
        guard let ranking = contest.ranking else {
            let never = Markup.both("没有名次：决定并列先后的随机数没有产生。", "No ranking: the number that breaks ties never came.")
            part += "<p>\(never)</p>\n"
            part += table(contest.works.map { (nil, $0) })
            return part
        }
        let shown = ranking.prefix(contest.shown ?? ranking.count)
        part += table(shown.compactMap { place in contest.works.first { $0.id == place.work }.map { (place, $0) } })
        part += "<p>"
        part += .both(
            "全部作品的票数、评委分和总分在 draw/tally.csv，名次在 draw/ranking.csv；分数都是精确的分数，同分者由签号定先后。",
            "Votes, jury scores and totals of all works are in draw/tally.csv, the ranking in draw/ranking.csv; all are "
                + "exact fractions, and a ticket breaks the last tie.")
        part += "</p>\n"
        if contest.works.contains(where: { $0.views != nil }) {
            part += "<p>\(Markup.both("浏览量由主办方提供，无法由公开内容证明。", "Views are the operator's word."))</p>\n"
        }
        guard hasVotes else { return part }
        part += "<p>"
        part += .both(
            "投票对公众只以化名公开；运营方知道谁投了什么，回执也能向别人证明自己怎样投的，所以投票不对运营方保密，也不能防止买票。"
                + "只要求位置回执的人，手里没有内容证明，但公布的内容仍含其化名的选票。",
            "The public sees ballots under pseudonyms only; the operator knows who voted for what, and a receipt proves a "
                + "vote to others: votes are not secret from the operator, and can be sold. Who asked for a receipt of "
                + "inclusion only holds no proof of content, but the published openings have the ballot of the pseudonym."
        )
        part += "</p>\n"
        return part
    }

    private func table(_ rows: [Row]) -> Markup {
        let columns = columns(of: rows)
        var part: Markup = "<div class=\"wide\"><table>\n<tr>"
        for column in columns { part += "<th>\(Markup.both(column.title))</th>" }
        part += "</tr>\n"
        for row in rows {
            part += "<tr>"
            for column in columns { part += "<td>\(column.cell(row))</td>" }
            part += "</tr>\n"
        }
        part += "</table></div>\n"
        return part
    }

    private typealias Row = (place: Report.Contest.Place?, work: Report.Contest.Work)

    private struct Column {
        let title: BilingualText
        let cell: (Row) -> Markup
    }

    /// Only what the works of this campaign have: perhaps no votes, no jury, no views and no prizes.
    private func columns(of rows: [Row]) -> [Column] {
        func column(_ zh: String, _ en: String, _ value: @escaping (Row) -> String?) -> Column? {
            guard rows.contains(where: { value($0) != nil }) else { return nil }
            return Column(title: BilingualText(zh: zh, en: en)) { "\(value($0) ?? "")" }
        }
        let work = Column(title: BilingualText(zh: "作品", en: "work")) {
            "<code>\($0.work.id)</code> \(Markup.both($0.work.title))"
        }
        return [
            column("名次", "rank") { $0.place.map { "\($0.rank)" } }, work,
            column("票数", "votes") { $0.work.votes.map { "\($0)" } }, column("评委分", "jury") { $0.work.jury },
            column("总分", "total") { $0.work.total }, column("浏览", "views") { $0.work.views.map { "\($0)" } },
            column("奖级", "prize") { $0.place?.prize }, column("得奖作者", "goes to") { $0.place?.display },
        ].compactMap(\.self)
    }
}
