import Campaigns

/// The generic cell rate algorithm (ITU-T I.371) in whole numbers: time is counted in milliseconds × `count`, so that
/// an interval of `per / count` milliseconds is exact.
///
/// Ticks are counted from the opening of intake. A campaign is open for ten years at most and a rate is ten million at
/// most, so that an instant stays below 2^62 and everything fits 64 bits.
enum GCRA {
    /// The state of a limiter that nothing has been charged to.
    static let idle = Int64.min

    /// Nil when one more fits now, or after how many milliseconds it would.
    static func wait(_ rate: Campaign.Rate, arrival: Int64, at age: Int64) -> Int64? {
        let now = age * Int64(rate.count)
        let early = max(arrival, now) - now - rate.per * Int64(rate.burst - 1)
        return early <= 0 ? nil : (early + Int64(rate.count) - 1) / Int64(rate.count)
    }

    /// The theoretical arrival time after one more was charged.
    static func charged(_ rate: Campaign.Rate, arrival: Int64, at age: Int64) -> Int64 {
        max(arrival, age * Int64(rate.count)) + rate.per
    }
}
