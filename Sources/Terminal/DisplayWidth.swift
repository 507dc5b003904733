/// The columns that `text` takes on a terminal: East Asian wide characters and emoji two, combining marks none.
package func displayWidth(_ text: some StringProtocol) -> Int {
    text.reduce(0) { $0 + displayWidth($1) }
}

/// The columns of one character: those of its base, or two where a variation selector or a joiner makes an emoji of it.
package func displayWidth(_ character: Character) -> Int {
    if let byte = character.asciiValue {
        return byte < 0x20 || byte == 0x7F ? 0 : 1
    }
    var width = 0
    for scalar in character.unicodeScalars {
        if scalar.value == 0xFE0F {
            width = max(width, 2)
        } else {
            width = max(width, displayWidth(scalar))
        }
    }
    return width
}

private func displayWidth(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .control, .format, .lineSeparator, .paragraphSeparator:
        return 0
    default:
        return isWide(scalar) ? 2 : 1
    }
}

private func isWide(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x1100 { return false }
    if scalar.properties.isEmojiPresentation { return true }
    return wideRanges.contains { $0.contains(scalar.value) }
}

/// The blocks that Unicode Standard Annex 11 gives as wide or fullwidth; the scattered emoji are known by their property.
private let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x3247, 0x3250...0x4DBF, 0x4E00...0xA4C6,
    0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60,
    0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F2FF, 0x20000...0x2FFFD, 0x30000...0x3FFFD,
]
