import Foundation

extension Campaign {
    /// The day of the zone that holds the instant, from 0 on the day intake opens; before it, -1.
    package func day(of at: Int64) -> Int {
        var (low, high) = (0, dayStarts.count)
        while low < high {
            let middle = (low + high) / 2
            if dayStarts[middle] <= at { low = middle + 1 } else { high = middle }
        }
        return low - 1
    }

    /// The date of a day, such as `2027-09-14`, as a calendar in the zone shows it.
    package func date(of day: Int) -> String {
        guard let zone = DayStarts.zone(named: zone) else { preconditionFailure("a campaign has a zone") }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let start = Date(timeIntervalSince1970: Double(dayStarts[day]) / 1000)
        let date = calendar.dateComponents([.year, .month, .day], from: start)
        func digits(_ number: Int?, _ count: Int) -> String {
            let text = String(number ?? 0)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        return "\(digits(date.year, 4))-\(digits(date.month, 2))-\(digits(date.day, 2))"
    }

    /// The day that a date names; nil where it is none of the campaign's.
    package func day(named text: String) -> Int? {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard Campaign.isDate(text), let year = Int(String(parts[0])!), let month = Int(String(parts[1])!),
            let day = Int(String(parts[2])!), let zone = DayStarts.zone(named: zone)
        else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        // Noon is in the day whatever the clocks do in its night.
        let noon = DateComponents(year: year, month: month, day: day, hour: 12)
        guard let date = calendar.date(from: noon) else { return nil }
        let place = self.day(of: Int64(date.timeIntervalSince1970 * 1000))
        return place >= 0 && self.date(of: place) == text ? place : nil
    }

    /// Whether a text has the form of a date, `2027-09-14`.
    package static func isDate(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.count == 10
            && bytes.indices.allSatisfy { place in
                place == 4 || place == 7
                    ? bytes[place] == UInt8(ascii: "-") : (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place])
            }
    }
}
