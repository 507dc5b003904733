import Campaigns
import JSON

/// The part of the page about stuffing: what looks like it, and what was counted before and after the voids.
extension ReportPage {
    /// Leaves that are written out of each flag.
    private static let mostLeaves = 12

    var flags: Markup {
        var part = Markup.heading("刷票检查", "Signs of stuffing")
        part += "<p>"
        part += .both(
            "由公开内容算出，只是提示：可疑的提交不会自动剔除，由主办方说明理由作废并记入日志。以下情形会列出：一秒之内至少 "
                + "\(FlagRules.burstEntries) 条，且不少于前后各 \(FlagRules.burstAround) 秒平均数的 \(FlagRules.burstRatio) 倍"
                + "（开始接收后的第一分钟除外）；至少 \(FlagRules.lockstepEntries) 条一条接一条，间隔相同且不短于 "
                + "\(FlagRules.lockstepGap) 毫秒。设备、网络地址和名册次序不在公开内容里，只有主办方看得到。",
            "Worked out from what is published, and no more than signs: nothing is taken out by itself; the organiser voids "
                + "entries with a reason, which is logged. Listed are: \(FlagRules.burstEntries) entries or more in one "
                + "second that are \(FlagRules.burstRatio) times the mean of the \(FlagRules.burstAround) seconds before and "
                + "after (but in the first minute of intake); \(FlagRules.lockstepEntries) or more one after another with "
                + "equal gaps of \(FlagRules.lockstepGap) ms or more. Devices, network addresses and the order of the roll are "
                + "not published: only the organiser sees these.")
        part += "</p>\n"
        if report.flags.found.isEmpty { part += "<p>\(Markup.both("没有发现。", "None found."))</p>\n" }
        if !report.flags.found.isEmpty {
            part += "<ul>\n"
            for flag in report.flags.found { part += row(flag) }
            part += "</ul>\n"
        }
        part += voided
        return part
    }

    private func row(_ flag: Flag) -> Markup {
        let shown = flag.leaves.prefix(Self.mostLeaves).map { "\($0)" }.joined(separator: ", ")
        let rest = flag.leaves.count > Self.mostLeaves ? "…" : ""
        let void = flag.leaves.count { report.flags.voided.contains($0) }
        return """
            <li><code>\(flag.id(report.flags.names))</code> \(Markup.both(flag.text(report.flags.names)))，\
            \(time.text(flag.from)) – \(time.text(flag.to))<br>\(Markup.both("序号", "leaves")) \(shown)\(rest)，\
            \(Markup.both("其中已作废 \(void) 条", "\(void) of them void"))</li>

            """
    }

    /// What was counted before and after the voids; nothing where there are none.
    private var voided: Markup {
        guard let voided = report.voided else { return "" }
        var part: Markup = "<h3>\(Markup.both("作废前后", "Before and after the voids"))</h3>\n"
        part += "<p>"
        part += .both(
            "作废 \(voided.entries) 条提交，理由见上。", "Entries voided: \(voided.entries); the reasons stand above.")
        part += "</p>\n"
        part += "<div class=\"wide\"><table>\n"
        part += """
            <tr><th></th><th>\(Markup.both("作废前", "before"))</th><th>\(Markup.both("作废后", "after"))</th></tr>

            """
        if let before = voided.eligible {
            part += line(.both("抽奖名单人数", "people in the draw"), before.people, report.eligible.people)
            part += line(.both("抽奖名单行数", "entries in the draw"), before.rows, report.eligible.rows)
            part += line(.both("机会", "chances"), before.chances, report.eligible.chances)
        }
        // Works that lost nothing say nothing here.
        for work in voided.votes ?? [] where work.before != work.after {
            part += line("\(Markup.both("票数", "votes")) <code>\(work.work)</code>", work.before, work.after)
        }
        part += "</table></div>\n"
        return part
    }

    private func line(_ name: Markup, _ before: Int, _ after: Int) -> Markup {
        "<tr><td>\(name)</td><td>\(before)</td><td>\(after)</td></tr>\n"
    }
}
