import Campaigns
import Proofs

/// Which entries are of which phase. Entries stand in the order of their times, so each phase's are in one piece.
extension CampaignState {
    /// The phase of what is done at an instant; what comes after the last one is of the last one.
    package func phase(of tick: Int64) -> Int {
        rules.isDaily ? min(max(0, rules.day(of: tick)), phases.count - 1) : 0
    }

    /// The name of that phase, where bodies don't all name the same one; nil in a campaign of one phase.
    package func phaseName(at tick: Int64) -> String? {
        rules.isDaily ? rules.phases[phase(of: tick)].name : nil
    }

    /// The place of a phase by its name; nil for one that the campaign does not have.
    package func phase(named name: String) -> Int? {
        phases.indices.first { rules.phases[$0].name == name }
    }

    /// When a phase takes nothing any more.
    package func end(ofPhase phase: Int) -> Int64 {
        phase == phases.count - 1 ? intakeEnds : rules.phases[phase].takes.upperBound
    }

    /// The phase that is closed next; the last one when all are.
    package var nextToClose: Int {
        phases.firstIndex { if case .running = $0 { true } else { false } } ?? phases.count - 1
    }

    /// Takes note that the next entry is of the phase of `tick`.
    func enterPhase(of tick: Int64) {
        let phase = phase(of: tick)
        while phaseStarts.count <= phase { phaseStarts.append(entries.count) }
    }

    /// The phase of the entry at a place.
    func phase(ofEntry place: Int) -> Int {
        guard rules.isDaily else { return 0 }
        var (low, high) = (0, phaseStarts.count)
        while low < high {
            let middle = (low + high) / 2
            if phaseStarts[middle] <= place { low = middle + 1 } else { high = middle }
        }
        return low - 1
    }

    /// The places of a phase's entries.
    func places(ofPhase phase: Int) -> Range<Int> {
        guard rules.isDaily else { return entries.indices }
        func start(_ phase: Int) -> Int { phase < phaseStarts.count ? phaseStarts[phase] : entries.count }
        return start(phase)..<start(phase + 1)
    }

    /// How many entries a phase has, and of how many people.
    func counts(ofPhase phase: Int) -> (entries: Int, people: Int) {
        guard rules.isDaily else { return (tally.entries, tally.people) }
        let places = places(ofPhase: phase)
        return (places.count, Set(places.lazy.map { self.entries[$0].person }).count)
    }

    /// Chances are counted anew in each phase.
    func beginChances(of person: Int, at place: Int) {
        let phase = Int16(phase(ofEntry: place))
        guard chancePhases[person] != phase else { return }
        chancePhases[person] = phase
        people[person].chances = 0
        if rules.keepsEarnings { earnings[person].beginPhase() }
    }

    /// Phases that begin at the end of intake or later are none any more, when an amendment ends it early.
    func dropPhases() {
        guard rules.isDaily else { return }
        let kept = rules.phases.prefix { $0.takes.lowerBound < intakeEnds }.count
        phases.removeLast(phases.count - max(1, kept))
    }

    /// How often people have won in draws before a phase's: in the draws themselves, or as alternates until its closing.
    /// What comes later than that comes when its numbers may be known.
    func wins(before phase: Int) -> [Pseudonym: Int] {
        let closing = phases[phase].closed?.index ?? 0
        var wins: [Pseudonym: Int] = [:]
        for (earlier, drawing) in drawings where earlier < phase {
            for winner in drawing.walk.winners { wins[winner.row.pseudonym, default: 0] += 1 }
            for follower in dailyClaims[earlier]?.followed(before: closing) ?? [] { wins[follower, default: 0] += 1 }
        }
        return wins
    }
}
