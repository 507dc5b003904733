import Campaigns
import JSON
import Proofs

/// Works that people hand in: what forbids it, what it does, and what staff make of them.
extension CampaignState {
    /// What forbids handing in or taking back now; nil where it may be.
    func refusal(of act: WorkAct, by person: Int, at tick: Int64) -> Refusal? {
        guard let collected else { return Refusal(.actAbsent) }
        switch act {
        case .handIn(let file, _): return collected.fault(handingIn: file, by: person).map(Refusal.init)
        case .takeBack(let leaf):
            if let fault = collected.fault(takingBack: leaf, by: person) { return Refusal(fault) }
            return areWorksFixed(at: tick) ? Refusal(.workSettled) : nil
        }
    }

    /// Takes what the latest entry does, which nothing forbids.
    func take(_ act: WorkAct, _ place: Int) {
        switch act {
        case .handIn(let file, let title):
            collected?.handIn(leaf: Int(entries[place].leaf), by: Int(entries[place].person), file: file, title: title)
        case .takeBack(let leaf): collected?.takeBack(leaf: leaf)
        }
    }

    /// Accepts a work or turns it down; a later review replaces the earlier, until the works are fixed.
    package func review(
        work leaf: Int, isAccepted: Bool, reason: String, at tick: Int64
    ) throws(Untimely) -> Amendment {
        guard case .running = stage else { throw .ended }
        guard let collected else { throw .uncollected }
        guard !areWorksFixed(at: tick) else { throw .workSettled }
        switch collected.fault(reviewing: leaf, isAccepted: isAccepted) {
        case nil: break
        case .unknown: throw .workUnknown
        case .some: throw .workSettled
        }
        noteChange(at: tick)
        if let change = self.collected?.review(leaf: leaf, isAccepted: isAccepted, reason: reason) { stand(change) }
        return amend(
            "work",
            [
                "accepted": .bool(isAccepted), "reason": .string(reason),
                "work": .string(Campaign.collectedID(leaf: leaf)),
            ], at: tick)
    }

    /// Whether nothing changes the works any more: somebody may vote for them, or a jury score them.
    package func areWorksFixed(at tick: Int64) -> Bool {
        collected == nil || tick >= rules.campaign.worksStandFrom
    }

    /// Puts a work into the rules, or takes it out. Nobody has voted or scored by then.
    private func stand(_ change: CollectedWorks<Int>.Change) {
        var campaign = rules.campaign
        switch change {
        case .inserted(let work, let place): campaign.works?.entries.insert(work, at: place)
        case .removed(let place): campaign.works?.entries.remove(at: place)
        }
        rules = Rules(campaign)
        contest = Contest(campaign)
    }

    /// Rules with the works that stand.
    func withWorks(_ campaign: Campaign) -> Campaign {
        collected.map { campaign.standing($0.entries, filed: $0.filed) } ?? campaign
    }

    /// What is left of a work whose author was erased: that there was one.
    func handInErased(by person: Int) {
        collected?.handIn(leaf: leafCount, by: person, file: "", title: Campaign.collectedID(leaf: leafCount))
    }

    /// Nobody is told any more what a person called their works.
    func forgetWorks(of person: Int) {
        guard collected != nil else { return }
        collected?.forget(person)
        rules = Rules(withWorks(rules.campaign))
    }
}

extension Act {
    /// What the phases are about that it must come in; nil for one that needs none.
    var activity: Campaign.Phase.Activity? {
        if case .work(.takeBack) = self { nil } else { kind.activity }
    }
}

extension Refusal {
    init(_ fault: WorkFault) {
        switch fault {
        case .most(let limit): self.init(.workMost, limit: limit, remaining: 0)
        case .full(let limit): self.init(.workFull, limit: limit, remaining: 0)
        case .twice: self.init(.workTwice)
        case .unknown: self.init(.workUnknown)
        case .settled: self.init(.workSettled)
        }
    }
}
