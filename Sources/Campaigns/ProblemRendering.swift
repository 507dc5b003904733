import JSON

extension Problem {
    /// Columns of a terminal that a source line may take before it is cut around the place.
    private static let widestExcerpt = 100

    /// The problem as compilers print it, then the source line and a caret under the place:
    ///
    /// ```
    /// Campaigns/dengmi.json:12:20: error: unknown key "anser"; did you mean "answer"?
    ///     {"id":"r1","谜底":1,"anser":"灯笼"}
    ///                         ^
    /// ```
    package func rendered(file: String, source: [UInt8], language: Language) -> String {
        let heading = "\(file):\(line):\(column): \(severity.rawValue): \(message.text(language))"
        let excerpt = excerpt(of: source)
        return heading + "\n    \(excerpt.line)\n    \(String(repeating: " ", count: excerpt.caret))^"
    }

    /// The source line, cut to what fits, and the terminal column of the place in it.
    private func excerpt(of source: [UInt8]) -> (line: String, caret: Int) {
        let offset = min(offset, source.count)
        let newline = UInt8(ascii: "\n")
        // No more than could be shown: a file may be one line of megabytes, with a thousand problems in it.
        let (lowest, highest) = (max(0, offset - 256), min(source.count, offset + 512))
        let start = source[lowest..<offset].lastIndex(of: newline).map { $0 + 1 } ?? lowest
        let end = source[offset..<highest].firstIndex(of: newline) ?? highest
        var before = String(decoding: source[start..<offset], as: UTF8.self).map(Problem.shown)
        var after = String(decoding: source[offset..<end], as: UTF8.self).map(Problem.shown)
        if after.last == "\r" || after.last == "\u{FFFD}" && source[start..<end].last == 0x0D { after.removeLast() }

        let isCutBefore = Problem.width(of: before) > Problem.widestExcerpt / 2
        while Problem.width(of: before) > Problem.widestExcerpt / 2 { before.removeFirst() }
        let isCutAfter = Problem.width(of: before) + Problem.width(of: after) > Problem.widestExcerpt
        if isCutAfter { after = Problem.prefix(of: after, width: Problem.widestExcerpt - Problem.width(of: before)) }
        let line = (isCutBefore ? "..." : "") + String(before + after) + (isCutAfter ? "..." : "")
        return (line, Problem.width(of: before) + (isCutBefore ? 3 : 0))
    }

    /// A tab as one space, so that the caret stands right; other control characters as what can't harm a terminal.
    private static func shown(_ character: Character) -> Character {
        guard let scalar = character.unicodeScalars.first else { return character }
        if scalar == "\t" { return " " }
        return scalar.properties.generalCategory == .control ? "\u{FFFD}" : character
    }

    private static func prefix(of characters: [Character], width: Int) -> [Character] {
        var left = width
        return Array(
            characters.prefix { character in
                left -= character.terminalWidth
                return left >= 0
            })
    }

    private static func width(of characters: [Character]) -> Int {
        characters.reduce(0) { $0 + $1.terminalWidth }
    }
}

extension Character {
    /// The columns of a terminal that the character takes: two where East Asian Width is wide or full-width, and for
    /// emoji; none for a combining mark or a format character on its own.
    var terminalWidth: Int {
        guard let first = unicodeScalars.first else { return 0 }
        if first.isASCII { return 1 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        if first.properties.isEmojiPresentation || unicodeScalars.contains("\u{FE0F}") { return 2 }
        switch first.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3,
            0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x17000...0x18CFF,
            0x1B000...0x1B2FF, 0x1F200...0x1F2FF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
