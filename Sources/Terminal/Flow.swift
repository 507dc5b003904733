/// Parts one behind the other with `gap` spaces between them, on as many lines of `width` columns as they take.
///
/// A part is never divided; one that is wider than a line has a line of its own, cut to it. Escapes of a ``Style`` take no
/// columns.
package func flowed(_ parts: [String], width: Int, gap: Int = 3) -> [String] {
    var lines: [String] = []
    var used = 0
    for part in parts where !part.isEmpty {
        let columns = styledWidth(part)
        if let last = lines.indices.last, used + gap + columns <= width {
            lines[last] += String(repeating: " ", count: gap) + part
            used += gap + columns
        } else {
            lines.append(clipped(part, to: width))
            used = min(columns, width)
        }
    }
    return lines
}
