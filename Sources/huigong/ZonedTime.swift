import Foundation

/// Instants for people, on the clock of a zone.
enum ZonedTime {
    static let usualZone = "Asia/Shanghai"

    /// `2027-06-08 09:00:00 +08:00`
    static func text(_ milliseconds: Int64, zone: String = usualZone) -> String {
        let parts = Parts(milliseconds, zone)
        let sign = parts.offset < 0 ? "-" : "+"
        let minutes = abs(parts.offset) / 60
        return "\(parts.date) \(parts.time) \(sign)\(two(minutes / 60)):\(two(minutes % 60))"
    }

    /// `06-08 09:00`
    static func short(_ milliseconds: Int64, zone: String = usualZone) -> String {
        let parts = Parts(milliseconds, zone)
        return "\(parts.date.dropFirst(5)) \(parts.time.prefix(5))"
    }

    /// `2027-06-08T09:00:00+08:00`, as files and options have it.
    static func rfc3339(_ milliseconds: Int64, zone: String = usualZone) -> String {
        let words = text(milliseconds, zone: zone).split(separator: " ")
        return words[0] + "T" + words[1] + words[2]
    }

    private struct Parts {
        var date: String
        var time: String
        var offset: Int

        init(_ milliseconds: Int64, _ zone: String) {
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = TimeZone(identifier: zone) ?? TimeZone(secondsFromGMT: 0) ?? calendar.timeZone
            let instant = Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
            let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: instant)
            date = "\(four(parts.year ?? 0))-\(two(parts.month ?? 0))-\(two(parts.day ?? 0))"
            time = "\(two(parts.hour ?? 0)):\(two(parts.minute ?? 0)):\(two(parts.second ?? 0))"
            offset = calendar.timeZone.secondsFromGMT(for: instant)
        }
    }
}

private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
private func four(_ number: Int) -> String {
    String(repeating: "0", count: max(0, 4 - String(number).count)) + String(number)
}
