import Campaigns

/// Ballots: what forbids one, and what one does.
extension CampaignState {
    /// What forbids a ballot now; nil where it can be taken.
    func refusal(of ballot: [Vote], person: Int, at tick: Int64) -> Refusal? {
        guard let ballots = contest?.ballots else { return Refusal(.actAbsent) }
        let fault = ballots.fault(ballot, of: person, day: rules.day(of: tick)) { isOwn($0, of: person) }
        return fault.map(Refusal.init)
    }

    /// Takes the ballot of the latest entry, which nothing forbids. What it is worth to the works is no part of what it is
    /// worth to the person: counting entries again leaves it as it is.
    func cast(_ ballot: [Vote], _ place: Int) {
        let entry = entries[place]
        contest?.ballots?.take(
            ballot, of: Int(entry.person), day: rules.day(of: latestEntryAt), leaf: Int(entry.leaf))
    }
}

extension Refusal {
    init(_ fault: Ballot.Fault) {
        switch fault {
        case .unknown: self.init(.voteUnknown)
        case .twice: self.init(.voteTwice)
        case .most(let limit): self.init(.voteMost, limit: limit)
        case .least(let limit): self.init(.voteLeast, limit: limit)
        case .points(let limit): self.init(.votePoints, limit: limit)
        case .work(let limit): self.init(.voteWork, limit: limit, remaining: 0)
        case .own: self.init(.voteOwn)
        case .nothing: self.init(.voteNothing)
        }
    }
}
