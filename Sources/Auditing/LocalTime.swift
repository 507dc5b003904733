import Foundation

/// Writes instants as a person of the campaign's zone reads them: `2027-06-08 09:00:00 +08:00`.
package struct LocalTime {
    private let zone: TimeZone?

    package init(zone identifier: String) {
        // China has one offset and no summer time since 1991; the report needs no zone data for it.
        zone = identifier == "Asia/Shanghai" ? TimeZone(secondsFromGMT: 8 * 3600) : TimeZone(identifier: identifier)
    }

    /// Seconds and, where the instant has them, milliseconds; in UTC where the zone is unknown here.
    package func text(_ milliseconds: Int64) -> String {
        let seconds = milliseconds.flooredQuotient(1000)
        let offset = Int64(zone?.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))) ?? 0)
        let local = seconds + offset
        let (days, second) = (local.flooredQuotient(86_400), local.flooredRemainder(86_400))
        let (year, month, day) = LocalTime.civil(days)
        let fraction = milliseconds.flooredRemainder(1000)
        return "\(year)-\(two(month))-\(two(day)) \(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
            + (fraction == 0 ? "" : "." + String(String(1000 + fraction).dropFirst()))
            + " " + LocalTime.offsetText(offset)
    }

    private static func offsetText(_ seconds: Int64) -> String {
        let minutes = abs(seconds) / 60
        return (seconds < 0 ? "-" : "+") + two(minutes / 60) + ":" + two(minutes % 60)
    }

    /// The Gregorian date of a day counted from 1970-01-01: years that start in March end with the leap day.
    private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = shifted.flooredQuotient(146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }
}

private func two(_ value: Int64) -> String {
    value < 10 ? "0\(value)" : String(value)
}

extension Int64 {
    fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
        self >= 0 ? self / divisor : -((divisor - 1 - self) / divisor)
    }

    fileprivate func flooredRemainder(_ divisor: Int64) -> Int64 {
        self - flooredQuotient(divisor) * divisor
    }
}
