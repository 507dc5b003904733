import Campaigns

/// What an entry was beside its answers: on which day it was made, and what it was worth chances for.
struct PastDeed: Sendable {
    enum Act: Sendable {
        case entry, ballot, nothing
        /// For this day, which is another one than that of the deed where it was made up for.
        case signin(day: Int16)
    }

    /// Counted from 0 on the day intake opens.
    var day: Int16
    var act: Act

    /// What earns something, as it is counted.
    func deed(solved: Int, passes: Bool) -> Earning.Deed? {
        switch act {
        case .entry: .entry(solved: solved, passes: passes)
        case .ballot: .ballot
        case .signin(let day): .signin(day: Int(day))
        case .nothing: nil
        }
    }
}

extension CampaignState {
    /// Chances that count for what a person does now; those beyond the most of a person don't.
    func chances(for deed: Earning.Deed, of person: Int, on day: @autoclosure () -> Int) -> Int {
        if rules.keepsEarnings { return earnings[person].take(deed, on: day(), rules.earning) }
        let earned =
            switch (rules.chancesFor, deed) {
            case (.passing, .entry(_, let passes)): passes ? 1 : 0
            case (.correct, .entry(let solved, _)): solved
            case (.entry, .entry): 1
            case (.passing, _), (.correct, _), (.entry, _), (.signin, _), (.points, _): 0
            }
        return min(earned, rules.mostChances - Int(people[person].chances))
    }

    /// Points of a person so far; nil where there are none to get.
    package func points(of person: Int) -> Int? {
        rules.chancesFor == .points ? earnings[person].points : nil
    }

    /// Keeps of an entry that was just made what counting it again takes.
    func keepDeed(_ act: PastDeed.Act, at tick: Int64) {
        guard rules.keepsDeeds else { return }
        deeds.append(PastDeed(day: Int16(rules.day(of: tick)), act: act))
        assert(deeds.count == entries.count, "a deed for each entry")
    }

    /// Forgets what a person's entries were worth, not what they used of the limits.
    func forgetWorth(of person: Int) {
        people.forgetWorth(of: person)
        if rules.keepsEarnings { earnings[person] = Earning() }
    }
}
