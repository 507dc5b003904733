import Terminal

/// How full an enrolment is.
extension TallyFrame {
    /// All slots together.
    func placeTotals(_ places: TallySnapshot.Places, _ width: Int) -> [String] {
        let (taken, capacity) = (places.taken, places.capacity)
        var parts = [
            style.bold(say("名额 ", "places ") + "\(grouped(taken)) / \(grouped(capacity))") + " "
                + percent(taken, of: capacity)
        ]
        if places.offered > 0 { parts.append(say("待确认 ", "offered ") + grouped(places.offered)) }
        let free = capacity - taken - places.offered
        parts.append(say("空余 ", "free ") + grouped(max(0, free)))
        if places.waiting > 0 {
            parts.append(style.yellow(say("候补 \(grouped(places.waiting)) 人", "\(grouped(places.waiting)) waiting")))
        }
        let lines = flowed(parts, width: width)
        let room = min(30, width - (lines.last.map(styledWidth) ?? 0) - 2)
        guard room >= 8, lines.count == 1 else { return lines }
        return [lines[0] + "  " + Self.slotBar(taken, places.offered, capacity).text(width: room, style)]
    }

    /// The slots that most people want or have, in at most so many lines.
    func slotLines(_ places: TallySnapshot.Places, _ width: Int, most: Int) -> [String] {
        let slots = places.byInterest
        let shown = slots.count <= most ? slots.count : max(1, most - 1)
        var rows = BarRows()
        for slot in slots.prefix(shown) {
            let title = printable(slot.title.text(language))
            rows.rows.append(
                BarRows.Row(
                    name: title.isEmpty ? slot.id : title,
                    bar: { Self.slotBar(slot.taken, slot.offered, slot.capacity).text(width: $0, style) },
                    figures: [
                        "\(grouped(slot.taken))/\(grouped(slot.capacity))",
                        slot.waiting > 0 ? say("候补 ", "waiting ") + grouped(slot.waiting) : "",
                        slot.offered > 0 ? say("待确认 ", "offered ") + grouped(slot.offered) : "",
                    ]))
        }
        return rows.lines(width: width) + more(slots.count - shown)
    }

    /// That there are so many lines that found no room.
    func more(_ count: Int) -> [String] {
        count > 0 ? ["  " + style.dim(say("还有 \(grouped(count)) 个", "\(grouped(count)) more"))] : []
    }

    private static func slotBar(_ taken: Int, _ offered: Int, _ capacity: Int) -> PartedBar {
        PartedBar(parts: [(.full, taken), (.medium, offered)], total: capacity)
    }
}
