import Campaigns
import JSON

/// The part of the page about works: who came where, and of what that is made.
extension ReportPage {
    var contest: Markup {
        guard let contest = report.contest else { return "" }
        var part = Markup.heading("评选结果", "Ranking of the works")
        part += "<p>"
        part += .both(
            "选票 \(contest.ballots) 张（含改投、撤回和作废的），评委打分 \(contest.scores) 次。",
            "\(contest.ballots) ballots (replaced, withdrawn and void ones, too), \(contest.scores) scores of jurors.")
        part += "</p>\n"
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

    private func table(_ rows: [(place: Report.Contest.Place?, work: Report.Contest.Work)]) -> Markup {
        var part: Markup = """
            <div class="wide"><table>
            <tr><th>\(Markup.both("名次", "rank"))</th><th>\(Markup.both("作品", "work"))</th>\
            <th>\(Markup.both("票数", "votes"))</th><th>\(Markup.both("评委分", "jury"))</th>\
            <th>\(Markup.both("总分", "total"))</th><th>\(Markup.both("浏览", "views"))</th>\
            <th>\(Markup.both("奖级", "prize"))</th></tr>

            """
        for (place, work) in rows {
            part += """
                <tr><td>\(place.map { "\($0.rank)" } ?? "")</td><td><code>\(work.id)</code> \(Markup.both(work.title))</td>\
                <td>\(work.votes.map { "\($0)" } ?? "")</td><td>\(work.jury ?? "")</td><td>\(work.total ?? "")</td>\
                <td>\(work.views.map { "\($0)" } ?? "")</td><td>\(place?.prize ?? "")</td></tr>

                """
        }
        part += "</table></div>\n"
        return part
    }
}
