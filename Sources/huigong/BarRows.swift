import Terminal

/// Lines of a name, a bar and figures, each below its like.
///
/// Where there is little room the bar goes first, then figures from the last, then the name is cut.
struct BarRows {
    struct Row {
        var name: String
        /// Draws the bar in so many columns.
        var bar: (Int) -> String
        /// Empty where the row has none in that column.
        var figures: [String]
    }

    var rows: [Row] = []

    private static let widestBar = 30
    private static let shortBar = 10
    private static let narrowestBar = 6
    private static let narrowestName = 8

    func lines(width: Int) -> [String] {
        let inner = width - 2
        let longest = rows.map { displayWidth($0.name) }.max() ?? 0
        let columns = figureWidths(in: inner - min(longest, Self.narrowestName))
        let figures = columns.reduce(0) { $0 + ($1 > 0 ? $1 + 2 : 0) }
        // Names that begin alike are told apart by their ends: a long one may take all but a short bar.
        let names = min(longest, max(inner / 3, inner - figures - Self.shortBar - 4))
        let room = min(Self.widestBar, inner - figures - names - 2)
        let hasBar = room >= Self.narrowestBar
        let nameWidth = hasBar ? names : max(0, min(longest, inner - figures))
        return rows.map { row in
            var line = "  " + fitted(row.name, to: nameWidth)
            if hasBar { line += "  " + row.bar(room) }
            for (figure, columns) in zip(row.figures, columns) where columns > 0 {
                line += "  " + padded(figure, to: columns, .right)
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    /// The widths of the columns of figures, 0 of those that are empty or find no room.
    private func figureWidths(in room: Int) -> [Int] {
        var widths = (0..<(rows.first?.figures.count ?? 0)).map { column in
            rows.map { displayWidth($0.figures[column]) }.max() ?? 0
        }
        while let last = widths.lastIndex(where: { $0 > 0 }),
            widths.reduce(0, { $0 + ($1 > 0 ? $1 + 2 : 0) }) > room
        {
            widths[last] = 0
        }
        return widths
    }
}

/// A bar of several parts, each drawn with its own block; what is left of the total is dotted.
struct PartedBar {
    enum Part: String {
        case full = "█"
        case dark = "▓"
        case medium = "▒"
        case light = "░"
        case none = "·"

        func styled(_ text: String, _ style: Style) -> String {
            switch self {
            case .full: style.green(text)
            case .dark: style.yellow(text)
            case .medium, .light: style.cyan(text)
            case .none: style.dim(text)
            }
        }

        /// What stands for it in a legend.
        func sign(_ style: Style) -> String { styled(rawValue, style) }
    }

    var parts: [(part: Part, amount: Int)]
    var total: Int

    func text(width: Int, _ style: Style) -> String {
        let columns = barColumns(parts.map(\.amount), of: total, width: width)
        let drawn = zip(parts, columns).map { part, columns in
            part.part.styled(String(repeating: part.part.rawValue, count: columns), style)
        }
        let rest = max(0, width - columns.reduce(0, +))
        return drawn.joined() + String(repeating: Part.none.rawValue, count: rest)
    }
}
