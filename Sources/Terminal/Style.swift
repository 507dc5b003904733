/// Colour and weight, or plain text where nobody would see them.
package struct Style: Sendable, Hashable {
    package var isColoured: Bool

    package init(isColoured: Bool) {
        self.isColoured = isColoured
    }

    package static let plain = Style(isColoured: false)

    /// Colours only for a terminal that can show them and a person who did not ask for none (`NO_COLOR`, any value but
    /// the empty one).
    package init(isTerminal: Bool, environment: [String: String]) {
        let isRefused = !(environment["NO_COLOR"] ?? "").isEmpty
        isColoured = isTerminal && !isRefused && environment["TERM"] != "dumb"
    }

    package func bold(_ text: String) -> String { wrapped(text, 1) }
    package func dim(_ text: String) -> String { wrapped(text, 2) }
    package func red(_ text: String) -> String { wrapped(text, 31) }
    package func green(_ text: String) -> String { wrapped(text, 32) }
    package func yellow(_ text: String) -> String { wrapped(text, 33) }
    package func cyan(_ text: String) -> String { wrapped(text, 36) }

    private func wrapped(_ text: String, _ code: Int) -> String {
        isColoured && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
