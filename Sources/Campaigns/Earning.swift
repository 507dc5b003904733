/// How one person comes by chances: what they do, taken in leaf order, and what of it counts.
package struct Earning: Sendable, Hashable {
    /// What of the rules says what earns a chance.
    package struct Rules: Sendable, Hashable {
        package var chancesFor: Campaign.Prizes.ChancesFor
        /// The most chances of a person.
        package var most: Int
        /// Days in a row that earn one.
        package var days: Int?
        package var points: Campaign.Points?
        /// Whether a person has a ballot of each day, not one of the campaign.
        package var ballotsAreDaily: Bool
    }

    package enum Deed: Sendable, Hashable {
        /// A submission or registration: questions that the person has right for the first time, and whether it passes.
        case entry(solved: Int, passes: Bool)
        /// A ballot that names a work.
        case ballot
        /// Signing in for a day, which is not the day of the deed where it is made up for.
        case signin(day: Int)
    }

    package private(set) var chances = 0
    package private(set) var points = 0
    private var pointsOfDay = 0
    private var pointsDay = -1
    private var ballotDay = -1
    private var attended = DaySet()

    package init() {}

    /// From here on chances are counted anew; points and runs of days go on.
    package mutating func beginPhase() { chances = 0 }

    /// The chances that count for a deed; those beyond the person's most don't.
    ///
    /// - Parameter day: On which it is done, counted from 0 on the day intake opens.
    package mutating func take(_ deed: Deed, on day: Int, _ rules: Rules) -> Int {
        let counted = min(earned(deed, on: day, rules), rules.most - chances)
        chances += counted
        return counted
    }

    private mutating func earned(_ deed: Deed, on day: Int, _ rules: Rules) -> Int {
        if deed == .ballot {
            // Later choices replace the ballot, and are worth nothing of their own.
            guard ballotDay < 0 || rules.ballotsAreDaily && ballotDay != day else { return 0 }
            ballotDay = day
        }
        switch (rules.chancesFor, deed) {
        case (.passing, .entry(_, let passes)): return passes ? 1 : 0
        case (.correct, .entry(let solved, _)): return solved
        case (.entry, .entry), (.entry, .ballot): return 1
        case (.signin, .signin(let attendedDay)): return attend(attendedDay, rules.days ?? 1)
        case (.points, _): return rules.points.map { credit($0.worth(of: deed), on: day, $0) } ?? 0
        case (.passing, _), (.correct, _), (.entry, _), (.signin, _): return 0
        }
    }

    /// Each run of days in a row has a chance for every `length` days of it: a day adds what its run has more than the two
    /// runs that it joins had.
    private mutating func attend(_ day: Int, _ length: Int) -> Int {
        guard !attended.contains(day) else { return 0 }
        let before = attended.run(endingWith: day - 1)
        let after = attended.run(beginningWith: day + 1)
        attended.insert(day)
        return (before + 1 + after) / length - before / length - after / length
    }

    private mutating func credit(_ worth: Int, on day: Int, _ rules: Campaign.Points) -> Int {
        if pointsDay != day {
            pointsDay = day
            pointsOfDay = 0
        }
        let counted = rules.day.map { min(worth, $0 - pointsOfDay) } ?? worth
        pointsOfDay += counted
        let before = points / rules.chance
        points += counted
        return points / rules.chance - before
    }
}

extension Earning.Rules {
    package init(_ campaign: Campaign) {
        self.init(
            chancesFor: campaign.prizes.chancesFor, most: campaign.countedChances, days: campaign.signin?.days,
            points: campaign.points, ballotsAreDaily: campaign.votes?.per == .day)
    }
}

extension Campaign.Points {
    /// The points of a deed, before the most of a day.
    fileprivate func worth(of deed: Earning.Deed) -> Int {
        switch deed {
        case .entry(let solved, _): entry + solved * correct
        case .ballot: vote
        case .signin: signin
        }
    }
}
