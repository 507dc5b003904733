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
    private static let fewestRows = 3

    /// The whole frame; every line fits `width` columns.
    ///
    /// - Parameter height: The rows of the terminal. Slots and merchants are as many as fit, but some at least.
    func lines(width: Int, height: Int = TerminalSize.usual.rows) -> [String] {
        let above = heading(width) + clock(width) + [""] + counts(width) + [""]
        let below = questionLines(width) + refusalLines(width)
        let totals = [
            snapshot.places.map { placeTotals($0, width) } ?? [], snapshot.funds.map { fundTotals($0, width) } ?? [],
        ]
        let blocks = totals.filter { !$0.isEmpty }.count
        // The cursor has a row of its own, and each block a blank one below it.
        let left = height - 1 - above.count - below.count - totals.reduce(0) { $0 + $1.count } - blocks
        let most = max(Self.fewestRows, left / max(1, blocks))
        var lines = above
        if let places = snapshot.places { lines += totals[0] + slotLines(places, width, most: most) + [""] }
        if let funds = snapshot.funds { lines += totals[1] + merchantLines(funds, width, most: most) + [""] }
        return (lines + below).map { clipped($0, to: width) }
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
        if let places = snapshot.places { parts += places.words(language) }
        if let funds = snapshot.funds { parts += funds.words(language) }
        parts.append("\(say("拒绝", "refused")) \(grouped(snapshot.refused))")
        return parts.joined(separator: "  ")
    }

    func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

    private func heading(_ width: Int) -> [String] {
        let rehearsal = snapshot.isRehearsal ? style.yellow(say("演练", "rehearsal")) : ""
        let title = truncated(printable(snapshot.title.text(language)), to: width)
        return flowed([style.bold(title), phase, rehearsal], width: width, gap: 2)
    }

    private var phase: String {
        let name = PhaseName.text(snapshot.phase, language)
        return snapshot.phase == "open" ? style.green(name) : style.cyan(name)
    }

    private func clock(_ width: Int) -> [String] {
        let left: (Int64) -> String = { duration(milliseconds: $0 - now, day: say("天", "d")) }
        let countdown =
            switch snapshot.phase {
            case "announced": say("距开始 ", "opens in ") + left(snapshot.opens)
            case "open", "paused": say("距截止 ", "closes in ") + left(snapshot.closes)
            default: ""
            }
        return flowed([ZonedTime.text(now), countdown], width: width, gap: 2)
    }

    private func counts(_ width: Int) -> [String] {
        let all = snapshot.roll.map { " / \(grouped($0))" } ?? ""
        let people = "\(grouped(snapshot.people))\(all) \(say("人", "people"))"
        var parts = [
            style.bold(grouped(snapshot.entries)) + " " + say("条记录", "entries"),
            say("每秒 \(grouped(perSecond)) 条", "\(grouped(perSecond))/s"),
        ]
        if let passed = snapshot.passed { parts.append(grouped(passed) + " " + say("次合格", "passed")) }
        if let chances = snapshot.chances { parts.append(grouped(chances) + " " + say("次机会", "chances")) }
        guard let roll = snapshot.roll else { return flowed(parts + [people], width: width) }
        parts.append(people + " " + percent(snapshot.people, of: roll))
        let lines = flowed(parts, width: width)
        let room = width - styledWidth(lines[0]) - 2
        guard room >= 8, lines.count == 1 else { return lines }
        return [lines[0] + "  " + style.cyan(bar(snapshot.people, of: roll, width: min(room, 30)))]
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
        let words = top.map { style.dim("\(printable($0.reason)) \(grouped($0.count))") }
        return flowed([say("拒绝 ", "refused ") + style.yellow(grouped(snapshot.refused))] + words, width: width)
    }
}
