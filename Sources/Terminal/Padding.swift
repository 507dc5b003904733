/// Where a text stands in its column.
package enum Alignment: Sendable, Hashable {
    case left, right
}

/// `text` filled with spaces to `width` columns; a longer text is returned as it is.
package func padded(_ text: String, to width: Int, _ alignment: Alignment = .left) -> String {
    let spaces = String(repeating: " ", count: max(0, width - displayWidth(text)))
    return alignment == .left ? text + spaces : spaces + text
}

/// `text` cut to at most `width` columns, its end replaced by `…` where it was longer. Never cuts through a character.
package func truncated(_ text: String, to width: Int) -> String {
    guard displayWidth(text) > width else { return text }
    guard width > 0 else { return "" }
    var result = ""
    var used = 0
    for character in text {
        let columns = displayWidth(character)
        if used + columns > width - 1 { break }
        used += columns
        result.append(character)
    }
    return result + "…"
}

/// `text` made exactly `width` columns wide.
package func fitted(_ text: String, to width: Int, _ alignment: Alignment = .left) -> String {
    padded(truncated(text, to: width), to: width, alignment)
}

/// `text` without what a terminal would obey: control characters, escapes and line ends become spaces.
///
/// Texts of campaigns and answers come from outside, and must not be able to move the cursor.
package func printable(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate: result.append(" ")
        case .format where isBidirectionalControl(scalar): continue
        default: result.append(scalar)
        }
    }
    return String(result)
}

/// The same, but for the ends of lines.
package func printableLines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { printable(String($0)) }.joined(separator: "\n")
}

/// Overrides and isolates could make a line read as another one.
private func isBidirectionalControl(_ scalar: Unicode.Scalar) -> Bool {
    (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
}
