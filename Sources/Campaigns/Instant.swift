import Foundation

/// Instants of campaign files: RFC 3339 with an offset, kept as Unix milliseconds.
package enum Instant {
    /// Reads `YYYY-MM-DDTHH:MM:SS[.mmm](Z|±HH:MM)`, from 1970 to 9999, on the calendar and on the clock.
    package static func parse(_ text: String) -> Result<Int64, FormatProblem> {
        var rest = Array(text.utf8)[...]
        guard let year = number(&rest, 4, then: "-"), let month = number(&rest, 2, then: "-"),
            let day = number(&rest, 2, then: "T"), let hour = number(&rest, 2, then: ":"),
            let minute = number(&rest, 2, then: ":"), let second = number(&rest, 2),
            let fraction = milliseconds(&rest)
        else { return .failure(FormatProblem(suggestion: whole(text))) }
        guard !rest.isEmpty else {
            return .failure(FormatProblem(zh: "缺少时差", en: "the offset is missing", suggestion: text + "+08:00"))
        }
        guard let offset = offset(rest) else { return .failure(FormatProblem()) }
        guard year >= 1970 else { return .failure(FormatProblem(zh: "早于 1970 年", en: "it is before 1970")) }
        guard (1...12).contains(month) else {
            return .failure(FormatProblem(zh: "没有 \(month) 月", en: "there is no month \(month)"))
        }
        let days = dayCount(year, month)
        guard (1...days).contains(day) else {
            return .failure(
                FormatProblem(zh: "\(year) 年 \(month) 月只有 \(days) 天", en: "month \(month) of \(year) has \(days) days"))
        }
        guard hour < 24, minute < 60, second < 60 else {
            return .failure(FormatProblem(zh: "钟点不存在", en: "there is no such time of day"))
        }
        let seconds = daysFrom1970(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset
        guard seconds >= 0 else { return .failure(FormatProblem(zh: "早于 1970 年", en: "it is before 1970")) }
        return .success(Int64(seconds) * 1000 + Int64(fraction))
    }

    /// What somebody meant who wrote a space for the `T`, or left out the seconds or the offset.
    private static func whole(_ text: String) -> String? {
        let parts = text.split(whereSeparator: { $0 == " " || $0 == "T" })
        guard parts.count == 2 else { return nil }
        var clock = String(parts[1])
        if clock.utf8.count == 5 { clock += ":00" }
        if clock.utf8.count == 8 { clock += "+08:00" }
        let candidate = parts[0] + "T" + clock
        return candidate != text && parse(candidate).value != nil ? candidate : nil
    }

    /// The instant as a clock in the zone shows it, to the second or, where needed, the millisecond.
    package static func text(_ instant: Int64, zone: TimeZone) -> String {
        let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant) / 1000))
        let local = Int(instant.flooredQuotient(1000)) + offset
        let (year, month, day) = date(of: local.flooredQuotient(86_400))
        let time = local - local.flooredQuotient(86_400) * 86_400
        let fraction = Int(instant - instant.flooredQuotient(1000) * 1000)
        let sign = offset < 0 ? "-" : "+"
        return "\(padded(year, 4))-\(padded(month))-\(padded(day))T\(padded(time / 3600)):\(padded(time / 60 % 60)):"
            + padded(time % 60) + (fraction == 0 ? "" : ".\(padded(fraction, 3))")
            + "\(sign)\(padded(abs(offset) / 3600)):\(padded(abs(offset) / 60 % 60))"
    }

    private static func number(_ rest: inout ArraySlice<UInt8>, _ count: Int, then mark: Unicode.Scalar? = nil) -> Int?
    {
        let digits = rest.prefix(count)
        guard digits.count == count, digits.allSatisfy({ $0 &- UInt8(ascii: "0") <= 9 }) else { return nil }
        rest = rest.dropFirst(count)
        if let mark {
            guard rest.popFirst() == UInt8(ascii: mark) else { return nil }
        }
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    /// `.m`, `.mm`, `.mmm` or nothing.
    private static func milliseconds(_ rest: inout ArraySlice<UInt8>) -> Int? {
        guard rest.first == UInt8(ascii: ".") else { return 0 }
        rest = rest.dropFirst()
        let count = rest.prefix { $0 &- UInt8(ascii: "0") <= 9 }.count
        guard (1...3).contains(count), let digits = number(&rest, count) else { return nil }
        return digits * [100, 10, 1][count - 1]
    }

    /// Seconds east of Greenwich. `-00:00` says that the offset is not known, so it is refused.
    private static func offset(_ text: ArraySlice<UInt8>) -> Int? {
        var rest = text
        switch rest.popFirst() {
        case UInt8(ascii: "Z"):
            return rest.isEmpty ? 0 : nil
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            guard let hour = number(&rest, 2, then: ":"), let minute = number(&rest, 2), rest.isEmpty, hour < 24,
                minute < 60
            else { return nil }
            let seconds = hour * 3600 + minute * 60
            guard text.first == UInt8(ascii: "-") else { return seconds }
            return seconds == 0 ? nil : -seconds
        default:
            return nil
        }
    }

    private static func dayCount(_ year: Int, _ month: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// Days of the Gregorian calendar from 1 January 1970. Years are counted from March, so that the leap day is last.
    private static func daysFrom1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month > 2 ? year : year - 1
        let monthFromMarch = (month + 9) % 12
        return year * 365 + year / 4 - year / 100 + year / 400 + (monthFromMarch * 153 + 2) / 5 + day - 719_469
    }

    private static func date(of days: Int) -> (year: Int, month: Int, day: Int) {
        var year = 1970 + days / 366
        while daysFrom1970(year + 1, 1, 1) <= days { year += 1 }
        var month = 1
        while month < 12, daysFrom1970(year, month + 1, 1) <= days { month += 1 }
        return (year, month, days - daysFrom1970(year, month, 1) + 1)
    }

    private static func padded(_ value: Int, _ width: Int = 2) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension BinaryInteger {
    /// The quotient rounded down.
    fileprivate func flooredQuotient(_ divisor: Self) -> Self {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
