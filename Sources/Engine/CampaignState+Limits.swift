import Campaigns

// Limits: all must have room, or none is charged.
extension CampaignState {
    /// The limit without room that keeps the submission waiting longest; nil where all have room.
    func overLimit(_ submission: Submission, at tick: Int64) -> Refusal? {
        let (person, sender) = (submission.person, submission.sender)
        let isCounted = rules.isCharged(submission.act.kind)
        let time = limitTime(tick)
        var full = personLimits(of: person).full(.person, Usage(people[person]), at: time, isCounted: isCounted)
        if let scopes {
            full = Refusal.longer(full, scopes.full(person, sender, at: time, isCounted: isCounted))
        }
        guard let rate = rules.campaignRate, let wait = GCRA.wait(rate, arrival: campaignArrival, at: time.age) else {
            return full
        }
        return Refusal.longer(
            full, Refusal(.rateCampaign, limit: rate.burst, remaining: 0, retryAfterMilliseconds: wait))
    }

    /// The limits that refuse a person: of its variant of the rules, and none of them in shadow.
    private func personLimits(of person: Int) -> Campaign.ScopeLimits {
        let variant = variant(of: person)
        guard variant != 0, !rules.limits.person.isShadow else { return rules.personLimits }
        var limits = rules.personLimits
        limits.total = rules.total(of: variant)
        return limits
    }

    /// Charges the limits of everybody whom the next entry counts for.
    func charge(_ submission: Submission, at tick: Int64) {
        charge(submission.person, submission.sender, submission.act.kind, at: tick)
    }

    func charge(_ person: Int, _ sender: Sender, _ kind: ActKind, at tick: Int64) {
        let isCounted = rules.isCharged(kind)
        let time = limitTime(tick)
        var row = people[person]
        scopes?.charge(person, Usage(row), sender, at: time, isCounted: isCounted)
        if isCounted { row.count(on: time.day) }
        if let rate = rules.limits.person.rate { row.arrival = charged(rate, row.arrival, at: time) }
        people[person] = row
        if let rate = rules.campaignRate {
            campaignArrival = GCRA.charged(rate, arrival: campaignArrival, at: time.age)
        }
    }

    /// A rate without room is charged nothing: only one in shadow comes so far without.
    private func charged(_ rate: Campaign.Rate, _ arrival: Int64, at time: LimitTime) -> Int64 {
        if rules.limits.person.isShadow, GCRA.wait(rate, arrival: arrival, at: time.age) != nil { return arrival }
        return GCRA.charged(rate, arrival: arrival, at: time.age)
    }

    /// Keeps what limits leave after the entry that is about to be the next leaf, for its replays.
    func keepRemaining(_ person: Int, _ sender: Sender, at tick: Int64) {
        guard scopes != nil || rules.hasDayLimits else { return }
        let day = day(of: tick)
        scopes?.keepUses(person, sender, on: day)
        if dayLeaves.last?.day != day { dayLeaves.append((leafCount, day)) }
    }

    private func limitTime(_ tick: Int64) -> LimitTime {
        let day = day(of: tick)
        return LimitTime(
            tick: tick, day: day, age: tick - rules.campaign.opens, nextDay: today.end < intakeEnds ? today.end : nil)
    }

    /// The day of the campaign's zone, from 0.
    private func day(of tick: Int64) -> Int {
        if !(today.start <= tick && tick < today.end) { today = rules.dayWindow(of: tick) }
        return today.day
    }
}

// What remains.
extension CampaignState {
    /// What limits leave a person now, who sends from there.
    package func remaining(of person: Int, _ sender: Sender = Sender(), at tick: Int64) -> Remaining {
        let day = day(of: tick)
        var remaining = Remaining()
        remaining.person = personLimits(of: person).remaining(Usage(people[person]), on: day)
        if let scopes { remaining.others = scopes.remaining(of: person, sender, on: day) }
        remaining.resets = resets(after: day)
        return remaining
    }

    /// What limits left after an entry, the same whenever it is asked.
    func remaining(after entry: Entry) -> Remaining {
        var remaining = Remaining()
        let limits = personLimits(of: Int(entry.person))
        remaining.person.day = limits.day.map { max(0, $0 - Int(entry.dayUsed)) }
        remaining.person.total = entry.attempt == 0 ? nil : limits.total.map { max(0, $0 - Int(entry.attempt)) }
        if let scopes, let place = entryPlace(leaf: Int(entry.leaf)) {
            remaining.others = scopes.remaining(afterEntry: place)
        }
        if rules.hasDayLimits { remaining.resets = resets(after: day(ofLeaf: Int(entry.leaf))) }
        return remaining
    }

    private func resets(after day: Int) -> Int64? {
        rules.hasDayLimits && day >= 0 ? rules.start(after: day, intakeEnds: intakeEnds) : nil
    }

    /// The day of an entry: that of the last day's first entry at or before it.
    private func day(ofLeaf leaf: Int) -> Int {
        var (low, high) = (0, dayLeaves.count)
        while low < high {
            let middle = (low + high) / 2
            if dayLeaves[middle].leaf <= leaf { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? -1 : dayLeaves[low - 1].day
    }
}

// Limits in shadow.
extension CampaignState {
    /// Where a count of a limit in shadow stands among refusals.
    package static let shadowPrefix = "shadow."

    /// How often each limit in shadow would have refused, by `Reason.ordinal`; empty where none is.
    package var shadows: [Int] { scopes?.shadows ?? [] }

    /// Brings journalled counts back.
    package func restoreShadow(_ reason: Reason, count: Int) {
        scopes?.restoreShadow(reason, count: count)
    }

    /// The limits in shadow that would have refused, ascending, as `refusals.csv` names them, with their counts.
    package func shadowCounts() -> [(reason: String, count: Int)] {
        guard let scopes else { return [] }
        return Reason.allCases.filter { scopes.shadows[$0.ordinal] > 0 }
            .map { (Self.shadowPrefix + $0.rawValue, scopes.shadows[$0.ordinal]) }
            .sorted { $0.0 < $1.0 }
    }
}
