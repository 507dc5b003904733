/// A region of lines at the bottom of a terminal that is repainted in place.
///
/// It never clears the screen and never uses the alternate one: what stood above stays, and the last frame stays after
/// the end. A repaint writes only the lines that differ. `paint` returns the bytes to write, so it can be tested without
/// a terminal; the caller writes them in one piece.
///
/// The cursor rests in column one of the line below the region.
package struct Screen: Sendable {
    private var shown: [Line] = []
    private var shownWidth = 0

    private struct Line: Sendable, Hashable {
        var text: String
        var columns: Int
    }

    package init() {}

    /// The bytes that turn the frame shown before into `lines`, each cut to `width` columns.
    ///
    /// - Parameters:
    ///   - lines: the new frame, without line ends; escapes that a ``Style`` made take no columns.
    ///   - width: the columns of the terminal now.
    ///   - height: its rows; lines that do not fit above the cursor are left out from the end.
    package mutating func paint(_ lines: [String], width: Int, height: Int) -> String {
        let frame = lines.prefix(max(1, height - 1)).map {
            Line(text: clipped($0, to: width), columns: styledWidth($0))
        }
        defer {
            shown = frame
            shownWidth = width
        }
        if width != shownWidth, !shown.isEmpty {
            return erasure(at: width, height: height) + frame.map { $0.text + "\n" }.joined()
        }
        return difference(to: frame)
    }

    /// Forgets the region: what is painted next starts below it.
    package mutating func leave() {
        shown = []
        shownWidth = 0
    }

    /// A terminal that was resized has wrapped the old lines anew, so the rows they take now are counted and cleared.
    private func erasure(at width: Int, height: Int) -> String {
        let columns = max(1, width)
        let rows = shown.reduce(0) { $0 + max(1, (min($1.columns, shownWidth) + columns - 1) / columns) }
        let up = min(rows, max(0, height - 1))
        return (up > 0 ? "\u{1B}[\(up)A" : "") + "\r\u{1B}[J"
    }

    private func difference(to frame: [Line]) -> String {
        guard frame != shown else { return "" }
        var output = shown.isEmpty ? "" : "\u{1B}[\(shown.count)A"
        var pendingDown = 0
        for (index, line) in frame.enumerated() {
            if index < shown.count, shown[index] == line {
                pendingDown += 1
                continue
            }
            output += down(pendingDown)
            pendingDown = 0
            output += index < shown.count ? "\u{1B}[2K" + line.text + "\n" : line.text + "\n"
        }
        output += down(pendingDown)
        if frame.count < shown.count { output += "\u{1B}[J" }
        return output
    }

    private func down(_ rows: Int) -> String {
        rows > 0 ? "\u{1B}[\(rows)B" : ""
    }
}

/// The columns of a text in which a ``Style`` may have put escapes.
package func styledWidth(_ text: String) -> Int {
    displayWidth(withoutEscapes(text))
}

/// Cuts a styled text to `width` columns; escapes are kept whole and colours are ended where it was cut.
package func clipped(_ text: String, to width: Int) -> String {
    guard styledWidth(text) > width else { return text }
    guard text.contains("\u{1B}") else { return truncated(text, to: width) }
    var result = ""
    var used = 0
    var isInEscape = false
    for character in text {
        if character == "\u{1B}" { isInEscape = true }
        if isInEscape {
            result.append(character)
            if character == "m" { isInEscape = false }
            continue
        }
        let columns = displayWidth(character)
        if used + columns > width - 1 { break }
        used += columns
        result.append(character)
    }
    return result + (width > 0 ? "…" : "") + "\u{1B}[0m"
}

private func withoutEscapes(_ text: String) -> String {
    guard text.contains("\u{1B}") else { return text }
    var result = ""
    var isInEscape = false
    for character in text {
        if character == "\u{1B}" { isInEscape = true }
        if !isInEscape { result.append(character) }
        if character == "m" { isInEscape = false }
    }
    return result
}
