import Foundation

/// Quiet hours as instants. The clock on the wall decides: an instant is quiet where the zone's clock shows a time within
/// the hours, also where it shows a time twice, or never.
enum QuietSpans {
    private static let dayMilliseconds: Int64 = 86_400_000
    /// Clocks are looked at so often to find when they change; no zone changes twice in that time.
    private static let step: Int64 = 6 * 3_600_000

    /// The quiet spans within `opens ..< closes`, ascending, none touching the next.
    static func between(
        _ opens: Int64, _ closes: Int64, hours: [Campaign.QuietHours], zone: TimeZone
    ) -> [Range<Int64>] {
        guard !hours.isEmpty, opens < closes else { return [] }
        let found = offsets(opens, closes, zone).flatMap { part in
            hours.flatMap { spans(of: $0, in: part.span, offset: part.offset) }
        }
        return merged(found)
    }

    /// The parts of the time in which the clocks stay as far from UTC as they are, in milliseconds.
    private static func offsets(
        _ opens: Int64, _ closes: Int64, _ zone: TimeZone
    ) -> [(span: Range<Int64>, offset: Int64)] {
        var parts: [(span: Range<Int64>, offset: Int64)] = []
        var start = opens
        var offset = offset(of: zone, at: opens)
        for next in stride(from: opens + step, to: closes, by: Int(step)) {
            guard self.offset(of: zone, at: next) != offset else { continue }
            let change = change(of: zone, after: next - step, until: next)
            parts.append((start..<change, offset))
            (start, offset) = (change, self.offset(of: zone, at: next))
        }
        guard self.offset(of: zone, at: closes - 1) != offset else { return parts + [(start..<closes, offset)] }
        let change = change(of: zone, after: start, until: closes - 1)
        return parts + [(start..<change, offset), (change..<closes, self.offset(of: zone, at: closes - 1))]
    }

    /// The first instant with the offset of `end`, which `start` does not have.
    private static func change(of zone: TimeZone, after start: Int64, until end: Int64) -> Int64 {
        var (low, high) = (start, end)
        let after = offset(of: zone, at: end)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if offset(of: zone, at: middle) == after { high = middle } else { low = middle }
        }
        return high
    }

    private static func offset(of zone: TimeZone, at instant: Int64) -> Int64 {
        // Whole seconds, rounded down: clocks change at these.
        let seconds = instant >= 0 ? instant / 1000 : (instant - 999) / 1000
        return Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))) * 1000
    }

    private static func spans(of hours: Campaign.QuietHours, in span: Range<Int64>, offset: Int64) -> [Range<Int64>] {
        let (from, to) = (Int64(hours.from) * 60_000, Int64(hours.to) * 60_000)
        let length = to > from ? to - from : to - from + dayMilliseconds
        let first = (span.lowerBound + offset) / dayMilliseconds - 1
        let last = (span.upperBound - 1 + offset) / dayMilliseconds
        return (first...last).compactMap { day in
            let start = day * dayMilliseconds + from - offset
            let quiet = (start..<start + length).clamped(to: span)
            return quiet.isEmpty ? nil : quiet
        }
    }

    private static func merged(_ spans: [Range<Int64>]) -> [Range<Int64>] {
        spans.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { merged, span in
            guard let last = merged.last, span.lowerBound <= last.upperBound else { return merged.append(span) }
            merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
        }
    }
}
