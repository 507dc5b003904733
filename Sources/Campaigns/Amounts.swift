/// Durations of campaign files: `90s`, `10m`, `24h`; kept as milliseconds.
enum DurationText {
    /// Ten years; a longer one is a slip of the pen.
    static let mostHours = 87_600

    static func parse(_ text: String) -> Result<Int64, FormatProblem> {
        let bytes = Array(text.utf8)
        guard let unit = bytes.last, let count = decimal(bytes.dropLast()) else { return .failure(FormatProblem()) }
        let seconds: Int64
        switch unit {
        case UInt8(ascii: "s"): seconds = 1
        case UInt8(ascii: "m"): seconds = 60
        case UInt8(ascii: "h"): seconds = 3600
        case UInt8(ascii: "d") where count <= mostHours / 24:
            return .failure(FormatProblem(zh: "天数请写成小时", en: "days are written as hours", suggestion: "\(count * 24)h"))
        default: return .failure(FormatProblem())
        }
        guard count <= Int64(mostHours) * 3600 / seconds else {
            return .failure(FormatProblem(zh: "超过十年", en: "it is longer than ten years"))
        }
        return .success(count * seconds * 1000)
    }
}

/// Money of campaign files: a string in yuan with two decimals; kept as fen.
package enum MoneyText {
    static func parse(_ text: String) -> Result<Int64, FormatProblem> {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard let yuan = parts.first.flatMap({ decimal(Array($0)[...]) }) else {
            return .failure(FormatProblem(suggestion: bare(text)))
        }
        guard parts.count == 2, parts[1].count == 2, parts[1].allSatisfy({ $0 &- UInt8(ascii: "0") <= 9 }) else {
            return .failure(FormatProblem(suggestion: parts.count == 1 ? "\(yuan).00" : nil))
        }
        return .success(parts[1].reduce(yuan) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) })
    }

    /// The amount of somebody who wrote the currency to it, or grouped its digits.
    private static func bare(_ text: String) -> String? {
        let digits = text.filter { !"元￥¥, ".contains($0) }
        guard digits != text else { return nil }
        let candidate = suggestion(forNumber: digits)
        return parse(candidate).value != nil && digits.utf8.allSatisfy({ (0x2E...0x39).contains($0) }) ? candidate : nil
    }

    /// The fen of an amount as files and sockets have them; nil where it is none.
    package static func fen(_ text: String) -> Int64? { parse(text).value }

    /// Fen as a file has them, `300.00`.
    package static func text(_ fen: Int64) -> String {
        let rest = fen % 100
        return "\(fen / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// What somebody meant who wrote a JSON number, as the string it should be.
    static func suggestion(forNumber text: String) -> String {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let decimals = parts.count == 2 ? String(parts[1]) : ""
        let candidate = "\(parts[0]).\(decimals)\(String(repeating: "0", count: max(0, 2 - decimals.count)))"
        return parse(candidate).value == nil ? "300.00" : candidate
    }
}

/// Times of day of campaign files, `22:30`; kept as minutes.
enum ClockText {
    static func parse(_ text: String) -> Result<Int, FormatProblem> {
        let bytes = Array(text.utf8)
        if bytes.count == 4, bytes[1] == UInt8(ascii: ":"), parse("0" + text).value != nil {
            return .failure(FormatProblem(suggestion: "0" + text))
        }
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"), let hour = number(bytes[..<2]),
            let minute = number(bytes[3...])
        else { return .failure(FormatProblem()) }
        guard hour < 24, minute < 60 else {
            return .failure(FormatProblem(zh: "没有这个时刻", en: "there is no such time of day"))
        }
        return .success(hour * 60 + minute)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.allSatisfy({ $0 &- UInt8(ascii: "0") <= 9 }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }
}

/// Decimal numbers of campaign files: a sign, at most nine digits, at most six decimals; kept as millionths.
enum DecimalText {
    static func parse(_ text: String) -> Result<Int64, FormatProblem> {
        let isNegative = text.hasPrefix("-")
        let parts = text.utf8.dropFirst(isNegative ? 1 : 0)
            .split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first.flatMap({ decimal(Array($0)[...]) }), whole < 1_000_000_000 else {
            return .failure(FormatProblem())
        }
        let decimals = parts.count == 2 ? Array(parts[1]) : []
        guard parts.count == 1 || !decimals.isEmpty, decimals.allSatisfy({ $0 &- UInt8(ascii: "0") <= 9 })
        else { return .failure(FormatProblem()) }
        guard decimals.count <= 6 else {
            return .failure(FormatProblem(zh: "小数最多六位", en: "it has more than six decimals"))
        }
        let padded = decimals + Array(repeating: UInt8(ascii: "0"), count: 6 - decimals.count)
        let millionths = padded.reduce(whole) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
        return .success(isNegative ? -millionths : millionths)
    }
}

/// A decimal below 10^13 without leading zeros: far from overflow in any unit here, far beyond any use.
private func decimal(_ digits: ArraySlice<UInt8>) -> Int64? {
    guard (1...13).contains(digits.count), digits.allSatisfy({ $0 &- UInt8(ascii: "0") <= 9 }),
        digits.count == 1 || digits.first != UInt8(ascii: "0")
    else { return nil }
    return digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
}
