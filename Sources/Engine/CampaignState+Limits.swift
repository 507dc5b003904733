import Campaigns

/// Counts and rates: all must have room, or nothing is charged.
extension CampaignState {
    /// The first limit without room for the submission; nil where all have room.
    func overLimit(_ submission: Submission, at tick: Int64) -> Refusal? {
        let limits = rules.limits
        let person = submission.person
        let row = people[person]
        let age = tick - rules.campaign.opens
        if rules.isCharged(submission.act.kind) {
            if let limit = rules.total(of: cast.variants[person]), row.total >= limit {
                return Refusal(.limitTotal, limit: limit, remaining: 0)
            }
            if let limit = limits.person.day, dayUsed(row, at: tick) >= limit {
                return Refusal(
                    .limitDay, limit: limit, remaining: 0,
                    retryAfterMilliseconds: rules.untilNextDay(from: tick, intakeEnds: intakeEnds))
            }
        }
        if let rate = limits.person.rate, let wait = GCRA.wait(rate, arrival: row.arrival, at: age) {
            return Refusal(.ratePerson, limit: rate.burst, remaining: 0, retryAfterMilliseconds: wait)
        }
        if let rate = limits.campaign.rate, let wait = GCRA.wait(rate, arrival: campaignArrival, at: age) {
            return Refusal(.rateCampaign, limit: rate.burst, remaining: 0, retryAfterMilliseconds: wait)
        }
        return nil
    }

    func dayUsed(_ row: People.Person, at tick: Int64) -> Int {
        Int(row.day) == rules.day(of: tick) ? Int(row.dayUsed) : 0
    }

    /// Charges all limits for an accepted submission.
    func charge(_ submission: Submission, at tick: Int64) {
        let limits = rules.limits
        let person = submission.person
        let age = tick - rules.campaign.opens
        if rules.isCharged(submission.act.kind) { countAttempt(of: person, at: tick) }
        if let rate = limits.person.rate {
            people[person].arrival = GCRA.charged(rate, arrival: people[person].arrival, at: age)
        }
        if let rate = limits.campaign.rate {
            campaignArrival = GCRA.charged(rate, arrival: campaignArrival, at: age)
        }
    }

    /// Counts one more attempt of a person, in all and of the day.
    func countAttempt(of person: Int, at tick: Int64) {
        var row = people[person]
        let day = rules.day(of: tick)
        if Int(row.day) != day {
            row.day = Int16(day)
            row.dayUsed = 0
        }
        row.dayUsed += 1
        row.total += 1
        people[person] = row
    }
}
