import Campaigns

/// The generic cell rate algorithm (ITU-T I.371) in whole numbers: time is counted in milliseconds × `count`, so that
/// an interval of `per / count` milliseconds is exact.
///
/// Ticks are counted from the opening of intake: at most ten years of them times a rate of some millions fits well.
enum GCRA {
    /// The state of a limiter that nothing has been charged to.
    static let idle = Int64.min

    /// Nil when one more fits now, or after how many milliseconds it would.
    static func wait(_ rate: Campaign.Rate, arrival: Int64, at tick: Int64) -> Int64? {
        let now = tick * Int64(rate.count)
        let early = max(arrival, now) - now - rate.per * Int64(rate.burst - 1)
        return early <= 0 ? nil : (early + Int64(rate.count) - 1) / Int64(rate.count)
    }

    /// The theoretical arrival time after one more was charged.
    static func charged(_ rate: Campaign.Rate, arrival: Int64, at tick: Int64) -> Int64 {
        max(arrival, tick * Int64(rate.count)) + rate.per
    }
}
