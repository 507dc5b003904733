/// Rows under a heading, each column as wide as its widest cell, two spaces between columns.
package struct Table: Sendable {
    package struct Column: Sendable {
        package var title: String
        package var alignment: Alignment
        /// A column that may be cut where the terminal is too narrow.
        package var isFlexible: Bool

        package init(_ title: String, _ alignment: Alignment = .left, isFlexible: Bool = false) {
            self.title = title
            self.alignment = alignment
            self.isFlexible = isFlexible
        }
    }

    package var columns: [Column]
    package private(set) var rows: [[String]] = []

    package init(_ columns: [Column]) {
        self.columns = columns
    }

    /// Adds a row of one cell a column; cells are made printable.
    package mutating func append(_ cells: [String]) {
        precondition(cells.count == columns.count, "a row has a cell for every column")
        rows.append(cells.map(printable))
    }

    /// The heading and the rows, without spaces at the ends of lines.
    ///
    /// - Parameter width: the columns of the terminal, or nil where lines may be as long as they like. Flexible columns
    ///   give way, from the widest, down to eight columns each.
    package func lines(width: Int? = nil, style: Style = .plain) -> [String] {
        let widths = columnWidths(limit: width)
        let heading = style.dim(line(columns.map(\.title), widths))
        return [heading] + rows.map { line($0, widths) }
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var result = ""
        for (index, cell) in cells.enumerated() {
            if index > 0 { result += "  " }
            result += fitted(cell, to: widths[index], columns[index].alignment)
        }
        while result.last == " " { result.removeLast() }
        return result
    }

    private func columnWidths(limit: Int?) -> [Int] {
        var widths = columns.indices.map { index in
            rows.reduce(displayWidth(columns[index].title)) { max($0, displayWidth($1[index])) }
        }
        guard let limit else { return widths }
        var excess = widths.reduce(0, +) + 2 * (columns.count - 1) - limit
        while excess > 0 {
            let flexible = columns.indices.filter { columns[$0].isFlexible && widths[$0] > 8 }
            guard let widest = flexible.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }
}
