import Campaigns
import JSON

/// The part of the page that shows what changed after announcing.
extension ReportPage {
    /// One amendment: what it is, when, where in the log, why, and what it changed.
    func row(_ amendment: Report.Amendment) -> Markup {
        var part: Markup = """
            <li>\(kind(of: amendment))，\(time.text(amendment.at))，\
            \(Markup.both("第 \(amendment.index) 条", "leaf \(amendment.index)"))
            """
        if let reason = amendment.content?.reason { part += "：<bdi>\(reason)</bdi>" }
        part += details(of: amendment)
        part += "</li>\n"
        return part
    }

    private func kind(of amendment: Report.Amendment) -> Markup {
        switch amendment.kind {
        case "close": .both("提前结束", "closed early")
        case "pause": .both("暂停", "paused")
        case "resume": .both("恢复", "resumed")
        case "extend": .both("延期", "extended")
        case "void-entry": .both("作废一份提交", "an entry voided")
        case "regrade": .both("重新评分", "re-graded")
        case "favourable": .both("有利于参与者的变更", "a favourable change")
        case "neutral": .both("不影响结果的变更", "a neutral change")
        case "roll": .both("名册增加人员", "people added to the roll")
        default: "<bdi>\(amendment.kind)</bdi>"
        }
    }

    private func details(of amendment: Report.Amendment) -> Markup {
        switch amendment.content {
        case .extend(let closes, let sources):
            var part: Markup = "<br>\(Markup.both("新的截止时间", "new end of intake")) \(time.text(closes))"
            for source in sources {
                guard let available = source.available else { continue }
                part += "<br><code>\(source.text)</code> \(time.text(available))"
            }
            return part
        case .voidEntry(let index, _):
            return "<br>\(Markup.both("第 \(index) 条提交不再得签", "entry \(index) earns no chance"))"
        case .changes(let changes, _):
            return list(changes + (amendment.secret ?? []))
        case .roll(let roll):
            let added = report.roll?.added.first { $0.index == amendment.index }?.count ?? 0
            return "<br>\(Markup.both("增加 \(added) 人，共 \(roll.count) 人", "\(added) people, \(roll.count) in all"))"
        case .reason, .score, .review, nil:
            return ""
        }
    }

    private func list(_ changes: [RulesChange]) -> Markup {
        var part: Markup = ""
        for change in changes {
            let value = String(decoding: change.value.canonicalBytes(), as: UTF8.self)
            part += "<br><code>\(change.pointer)</code> → <code>\(value)</code>"
        }
        return part
    }
}
