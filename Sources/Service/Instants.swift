import Foundation

/// Instants as people write them.
package enum Instant {
    /// Unix milliseconds of an RFC 3339 time with offset; nil for anything else.
    package static func parse(_ text: String) -> Int64? {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains("."))
        guard let date = try? Date(text, strategy: style) else { return nil }
        return Int64((date.timeIntervalSince1970 * 1000).rounded())
    }

    /// RFC 3339 in a zone, to the second.
    package static func text(_ milliseconds: Int64, zone: String = "Asia/Shanghai") -> String {
        var style = Date.ISO8601FormatStyle()
        style.timeZone = TimeZone(identifier: zone) ?? .gmt
        style.timeZoneSeparator = .colon
        return Date(timeIntervalSince1970: Double(milliseconds) / 1000).formatted(style)
    }
}
