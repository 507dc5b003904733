import Campaigns

/// Of an entry, where it matters: on which day it was made, and for which day.
struct PastDeed: Sendable {
    /// Counted from 0 on the day intake opens.
    var day: Int16
    /// The day signed in or made up for; negative where nobody signed in.
    var attended: Int16

    init(_ act: Act, on day: Int) {
        self.day = Int16(day)
        attended = if case .signin(let made) = act { Int16(made ?? day) } else { -1 }
    }

    /// What is left of an erased one.
    init(erasedOn day: Int) {
        self.day = Int16(day)
        attended = -1
    }
}

extension CampaignState {
    /// Gives an entry, its person and the tally the chances that count for it; a void one earns none.
    func earn(_ place: Int, _ deed: Earning.Deed) {
        entries[place].chances = 0
        guard !entries[place].isVoid else { return }
        let person = Int(entries[place].person)
        if rules.isDaily { beginChances(of: person, at: place) }
        let chances = chances(for: deed, of: person, at: place)
        entries[place].chances = UInt16(chances)
        people[person].chances += UInt16(chances)
        tally.chances += cast.mayWin[person] ? chances : 0
    }

    /// Chances beyond the most of a person don't count.
    private func chances(for deed: Earning.Deed, of person: Int, at place: Int) -> Int {
        if rules.keepsEarnings { return earnings[person].take(deed, on: Int(deeds[place].day), rules.earning) }
        let earned =
            switch (rules.chancesFor, deed) {
            case (.passing, .entry(_, let passes)): passes ? 1 : 0
            case (.correct, .entry(let solved, _)): solved
            case (.entry, .entry): 1
            case (.passing, _), (.correct, _), (.entry, _), (.signin, _), (.points, _): 0
            }
        return min(earned, rules.mostChances - Int(people[person].chances))
    }

    /// Points of a person so far; nil where there are none to get, or while it is not told.
    package func points(of person: Int) -> Int? {
        rules.chancesFor == .points && isDisclosed ? earnings[person].points : nil
    }

    /// Forgets what a person's entries were worth, not what they used of the limits.
    func forgetWorth(of person: Int) {
        people.forgetWorth(of: person)
        if rules.isDaily { chancePhases[person] = -1 }
        if rules.keepsEarnings { earnings[person] = Earning() }
    }
}
