/// `1234567` as `1,234,567`.
package func grouped(_ number: Int) -> String {
    let digits = Array(String(number.magnitude))
    var result = number < 0 ? "-" : ""
    for (position, digit) in digits.enumerated() {
        if position > 0, (digits.count - position) % 3 == 0 { result.append(",") }
        result.append(digit)
    }
    return result
}

/// Fen as yuan, `1234550` as `12,345.50`.
package func yuan(_ fen: Int64) -> String {
    let whole = Int(fen.magnitude / 100)
    let rest = Int(fen.magnitude % 100)
    return (fen < 0 ? "-" : "") + grouped(whole) + "." + (rest < 10 ? "0" : "") + String(rest)
}

/// The share of `part` in `whole` with one decimal, rounded down so that only the whole reads `100.0%`.
package func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "–" }
    let tenths = part.multipliedReportingOverflow(by: 1_000)
    let value = tenths.overflow ? part / (whole / 1_000 + 1) : tenths.partialValue / whole
    return "\(value / 10).\(value % 10)%"
}

/// `thousandths` of anything as a decimal with `decimals` digits (at most three), rounded down: `12340` as `12.34`.
package func decimal(thousandths: Int, decimals: Int = 2) -> String {
    let whole = thousandths.magnitude / 1_000
    let rest = String(thousandths.magnitude % 1_000)
    let digits = String(repeating: "0", count: 3 - rest.count) + rest
    let sign = thousandths < 0 ? "-" : ""
    guard decimals > 0 else { return sign + grouped(Int(whole)) }
    return sign + grouped(Int(whole)) + "." + digits.prefix(decimals)
}

/// Milliseconds as `2d 03:04:05`, without days where there are none.
///
/// - Parameter day: what stands after the number of days.
package func duration(milliseconds: Int64, day: String = "d") -> String {
    let seconds = max(0, milliseconds) / 1_000
    let clock = [seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60].map(twoDigits).joined(separator: ":")
    return seconds >= 86_400 ? "\(seconds / 86_400)\(day) \(clock)" : clock
}

/// Microseconds as `850 µs`, `12.3 ms` or `1.20 s`, with about three digits.
package func latency(microseconds: Int) -> String {
    if microseconds < 1_000 { return "\(microseconds) µs" }
    if microseconds < 1_000_000 {
        return decimal(thousandths: microseconds, decimals: microseconds < 10_000 ? 2 : 1) + " ms"
    }
    return decimal(thousandths: microseconds / 1_000, decimals: 2) + " s"
}

/// Bytes as `512 B`, `1.4 KB`, `23.0 MB` in powers of ten, as `ls --si` counts.
package func byteCount(_ bytes: Int) -> String {
    if bytes < 1_000 { return "\(bytes) B" }
    if bytes < 1_000_000 { return decimal(thousandths: bytes, decimals: 1) + " KB" }
    if bytes < 1_000_000_000 { return decimal(thousandths: bytes / 1_000, decimals: 1) + " MB" }
    return decimal(thousandths: bytes / 1_000_000, decimals: 1) + " GB"
}

private func twoDigits(_ number: Int64) -> String {
    number < 10 ? "0\(number)" : String(number)
}
