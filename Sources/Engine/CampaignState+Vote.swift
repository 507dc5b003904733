import Campaigns

/// Ballots: what forbids one, and what one does.
extension CampaignState {
    /// What forbids a ballot now; nil where it can be taken.
    func refusal(of ballot: [Ballot.Vote], person: Int, at tick: Int64) -> Refusal? {
        guard let ballots = contest?.ballots else { return Refusal(.voteUnknown) }
        let fault = ballots.fault(ballot, of: person, day: rules.day(of: tick)) { cast.isOwn($0, of: person) }
        return fault.map(Refusal.init)
    }

    /// Takes a ballot that nothing forbids, as the entry of a leaf.
    func cast(_ ballot: [Ballot.Vote], person: Int, leaf: Int, at tick: Int64) {
        contest?.ballots?.take(ballot, of: person, day: rules.day(of: tick), leaf: leaf)
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
