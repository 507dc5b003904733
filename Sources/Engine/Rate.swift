import Campaigns

/// The generic cell rate algorithm (ITU-T I.371) in whole numbers: time is counted in milliseconds × `count`, so that
/// an interval of `per / count` milliseconds is exact.
///
/// A rate may have a thousand million submissions, which makes such an instant longer than 64 bits.
enum GCRA {
    /// The state of a limiter that nothing has been charged to.
    static let idle = Int128.min

    /// Nil when one more fits now, or after how many milliseconds it would.
    static func wait(_ rate: Campaign.Rate, arrival: Int128, at tick: Int64) -> Int64? {
        let count = Int128(rate.count)
        let now = Int128(tick) * count
        let early = max(arrival, now) - now - Int128(rate.per) * Int128(rate.burst - 1)
        return early <= 0 ? nil : Int64((early + count - 1) / count)
    }

    /// The theoretical arrival time after one more was charged.
    static func charged(_ rate: Campaign.Rate, arrival: Int128, at tick: Int64) -> Int128 {
        max(arrival, Int128(tick) * Int128(rate.count)) + Int128(rate.per)
    }
}
