/// Bytes that are not of the format they should be of: what was expected, what came, and where.
package struct FormatError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Place: Hashable, Sendable {
        /// A line of a text, counted from 1.
        case line(Int)
        /// A byte of binary data, counted from 0.
        case byte(Int)
    }

    /// The name of the format, such as `checkpoint` or `huigong/closing/v1`.
    package let format: String
    package let place: Place
    package let expected: String
    package let found: String

    package init(_ format: String, at place: Place, expected: String, found: String) {
        self.format = format
        self.place = place
        self.expected = expected
        self.found = found
    }

    package var description: String {
        let location =
            switch place {
            case .line(let line): "line \(line)"
            case .byte(let offset): "byte \(offset)"
            }
        return "\(format), \(location): expected \(expected), found \(found)"
    }
}

extension FormatError {
    /// Quotes what came, cut so that a hostile file can't fill a report.
    static func quoted(_ text: some StringProtocol) -> String {
        var quoted = "\""
        for (count, scalar) in text.unicodeScalars.enumerated() {
            if count == 80 {
                quoted += "…"
                break
            }
            quoted +=
                scalar.value < 0x20 || scalar.value == 0x7F ? "\\u{\(String(scalar.value, radix: 16))}" : "\(scalar)"
        }
        return quoted + "\""
    }
}
