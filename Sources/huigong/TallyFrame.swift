import JSON
import Terminal

/// A tally laid out as the lines of a terminal.
struct TallyFrame {
    var snapshot: TallySnapshot
    var perSecond: Int
    /// The campaign's clock now: the tick of the snapshot and what has passed since it came.
    var now: Int64
    var language: Language
    var style: Style

    private static let mostQuestions = 6
    private static let mostRefusals = 4

    /// The whole frame; every line fits `width` columns.
    func lines(width: Int) -> [String] {
        [heading, clock, "", counts(width), ""] + questionLines(width) + refusalLines(width)
    }

    /// One line for a log.
    var line: String {
        var parts = [
            ZonedTime.text(snapshot.tick), snapshot.campaign, PhaseName.text(snapshot.phase, language),
            "\(say("记录", "entries")) \(grouped(snapshot.entries))",
            "\(say("人数", "people")) \(grouped(snapshot.people))",
            "\(say("每秒", "per second")) \(grouped(perSecond))",
        ]
        if let chances = snapshot.chances { parts.append("\(say("机会", "chances")) \(grouped(chances))") }
        parts.append("\(say("拒绝", "refused")) \(grouped(snapshot.refused))")
        return parts.joined(separator: "  ")
    }

    private func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

    private var heading: String {
        let rehearsal = snapshot.isRehearsal ? "  " + style.yellow(say("演练", "rehearsal")) : ""
        return style.bold(printable(snapshot.title.text(language))) + "  " + phase + rehearsal
    }

    private var phase: String {
        let name = PhaseName.text(snapshot.phase, language)
        return snapshot.phase == "open" ? style.green(name) : style.cyan(name)
    }

    private var clock: String {
        let time = ZonedTime.text(now)
        switch snapshot.phase {
        case "announced":
            return time + "  " + say("距开始 ", "opens in ")
                + duration(milliseconds: snapshot.opens - now, day: say("天", "d"))
        case "open", "paused":
            return time + "  " + say("距截止 ", "closes in ")
                + duration(milliseconds: snapshot.closes - now, day: say("天", "d"))
        default:
            return time
        }
    }

    private func counts(_ width: Int) -> String {
        let all = snapshot.roll.map { " / \(grouped($0))" } ?? ""
        let people = "\(grouped(snapshot.people))\(all) \(say("人", "people"))"
        var parts = [
            style.bold(grouped(snapshot.entries)) + " " + say("条记录", "entries"),
            say("每秒 \(grouped(perSecond)) 条", "\(grouped(perSecond))/s"),
        ]
        if let passed = snapshot.passed { parts.append(grouped(passed) + " " + say("次合格", "passed")) }
        if let chances = snapshot.chances { parts.append(grouped(chances) + " " + say("次机会", "chances")) }
        guard let roll = snapshot.roll else { return (parts + [people]).joined(separator: "   ") }
        parts.append(people + " " + percent(snapshot.people, of: roll))
        let text = parts.joined(separator: "   ")
        let room = width - styledWidth(text) - 2
        return room >= 8
            ? text + "  " + style.cyan(bar(snapshot.people, of: roll, width: min(room, 30))) : text
    }

    private func questionLines(_ width: Int) -> [String] {
        let top = snapshot.questions.enumerated()
            .sorted { ($1.element.answered, $0.offset) < ($0.element.answered, $1.offset) }
            .prefix(TallyFrame.mostQuestions).map(\.element).filter { $0.answered > 0 }
        guard let most = top.first?.answered else { return [] }
        // A title that is long must leave room for its bar.
        let titles = top.map { truncated(printable($0.title?.text(language) ?? $0.id), to: max(8, width / 3)) }
        let names = titles.map { displayWidth($0) }.max() ?? 0
        let numbers = top.map { grouped($0.answered).count }.max() ?? 0
        let room = min(max(width - names - numbers - 28, 6), 30)
        return zip(top, titles).map { question, title in
            let columns = question.right == nil ? room : room * question.answered / most
            let drawn = bar(
                question.right ?? question.answered, of: question.right == nil ? most : question.answered,
                width: max(1, columns))
            let right = question.right.map { "  " + say("答对 ", "right ") + percent($0, of: question.answered) } ?? ""
            return "  " + padded(title, to: names) + "  " + style.green(padded(drawn, to: room)) + "  "
                + padded(grouped(question.answered), to: numbers, .right) + right
        } + [""]
    }

    private func refusalLines(_ width: Int) -> [String] {
        let top = snapshot.refusals.prefix(TallyFrame.mostRefusals).filter { $0.count > 0 }
        guard !top.isEmpty else { return [say("没有拒绝", "nothing refused")] }
        let words = top.map { "\(printable($0.reason)) \(grouped($0.count))" }.joined(separator: "   ")
        return [say("拒绝 ", "refused ") + style.yellow(grouped(snapshot.refused)) + "   " + style.dim(words)]
    }
}
