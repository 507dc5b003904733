import Campaigns

/// What one person, household, … has used of its limits.
struct Usage: Sendable, Hashable {
    /// The limiter's theoretical arrival time.
    var arrival: Int64 = GCRA.idle
    var total: UInt32 = 0
    /// Of `day`.
    var dayUsed: UInt32 = 0
    var day: Int16 = -1

    init() {}

    init(_ person: People.Person) {
        arrival = person.arrival
        total = person.total
        dayUsed = person.dayUsed
        day = person.day
    }

    func used(on day: Int) -> Int { Int(self.day) == day ? Int(dayUsed) : 0 }

    mutating func count(on day: Int) {
        if Int(self.day) != day {
            self.day = Int16(day)
            dayUsed = 0
        }
        dayUsed += 1
        total += 1
    }
}

/// An instant as limits see it.
struct LimitTime {
    let tick: Int64
    /// The day of the campaign's zone, from 0.
    let day: Int
    /// Since the opening of intake.
    let age: Int64
    /// When the next day begins, where intake still runs then.
    let nextDay: Int64?
}

extension Campaign.ScopeLimits {
    /// The limit without room whose wait is the longest, or nil.
    ///
    /// - Parameter isCounted: Whether the submission uses up counts; rates it always does.
    func full(_ scope: LimitScope, _ usage: Usage, at time: LimitTime, isCounted: Bool) -> Refusal? {
        guard isCounted else { return fullRate(scope, usage, at: time) }
        if let total, usage.total >= total { return Refusal(scope.totalReason, limit: total, remaining: 0) }
        guard let day, usage.used(on: time.day) >= day else { return fullRate(scope, usage, at: time) }
        let tomorrow = Refusal(
            scope.dayReason, limit: day, remaining: 0, retryAfterMilliseconds: time.nextDay.map { $0 - time.tick })
        return Refusal.longer(tomorrow, fullRate(scope, usage, at: time))
    }

    private func fullRate(_ scope: LimitScope, _ usage: Usage, at time: LimitTime) -> Refusal? {
        guard let rate, let wait = GCRA.wait(rate, arrival: usage.arrival, at: time.age) else { return nil }
        return Refusal(scope.rateReason, limit: rate.burst, remaining: 0, retryAfterMilliseconds: wait)
    }

    /// Every limit without room.
    func allFull(_ scope: LimitScope, _ usage: Usage, at time: LimitTime, isCounted: Bool) -> [Reason] {
        var reasons: [Reason] = []
        if isCounted, let total, usage.total >= total { reasons.append(scope.totalReason) }
        if isCounted, let day, usage.used(on: time.day) >= day { reasons.append(scope.dayReason) }
        if let refusal = fullRate(scope, usage, at: time) { reasons.append(refusal.reason) }
        return reasons
    }

    /// Charges all limits. In shadow, a rate without room is not charged: the submission would not have come so far,
    /// and without it the next one may fit.
    func charge(_ usage: inout Usage, at time: LimitTime, isCounted: Bool) {
        if isCounted { usage.count(on: time.day) }
        guard let rate, GCRA.wait(rate, arrival: usage.arrival, at: time.age) == nil else { return }
        usage.arrival = GCRA.charged(rate, arrival: usage.arrival, at: time.age)
    }

    /// What remains, never below nothing.
    func remaining(_ usage: Usage, on day: Int) -> Remaining.Counts {
        Remaining.Counts(
            day: self.day.map { max(0, $0 - usage.used(on: day)) }, total: total.map { max(0, $0 - Int(usage.total)) })
    }
}

extension Refusal {
    /// The one that waiting helps later or not at all; the first of equals.
    static func longer(_ one: Refusal?, _ other: Refusal?) -> Refusal? {
        guard let one, let other else { return one ?? other }
        guard let wait = one.retryAfterMilliseconds else { return one }
        return (other.retryAfterMilliseconds.map { $0 > wait } ?? true) ? other : one
    }
}
