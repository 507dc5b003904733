import Foundation

/// The days of a campaign's zone, as instants.
enum DayStarts {
    static let defaultZoneName = "Asia/Shanghai"

    private static let dayMilliseconds: Int64 = 86_400_000
    private static let shanghaiOffset: Int64 = 8 * 3_600_000

    /// +8 h always, so that every verifier can make the days from nothing, and a machine without zone data too.
    private static let shanghai = TimeZone(secondsFromGMT: Int(shanghaiOffset / 1000))

    static func zone(named name: String) -> TimeZone? {
        name == defaultZoneName ? shanghai : TimeZone(identifier: name)
    }

    /// The starts of the days that touch `opens ..< closes`, ascending; the first is at or before `opens`.
    ///
    /// A day starts at the first instant that a calendar shows its date, whatever the clocks do that night.
    static func between(_ opens: Int64, _ closes: Int64, zone: TimeZone) -> [Int64] {
        guard zone != shanghai else {
            let first = opens - (opens + shanghaiOffset) % dayMilliseconds
            return Array(stride(from: first, to: closes, by: Int(dayMilliseconds)))
        }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        var start = calendar.startOfDay(for: Date(timeIntervalSince1970: Double(opens) / 1000))
        var starts: [Int64] = []
        while milliseconds(start) < closes {
            starts.append(milliseconds(start))
            // A day and a half later is always in the next day: days have 23 to 25 hours.
            start = calendar.startOfDay(for: start.addingTimeInterval(36 * 3600))
        }
        return starts
    }

    private static func milliseconds(_ date: Date) -> Int64 {
        Int64((date.timeIntervalSince1970 * 1000).rounded())
    }
}
