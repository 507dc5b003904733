import Campaigns
import Proofs

/// What became of the prizes of each day of a daily campaign: the days one by one, and one end of the log for all.
package struct DailyClaims: Sendable {
    /// By phase; nil while it is not drawn, and of one that was voided.
    private var days: [PrizeClaims?] = []

    package internal(set) subscript(phase: Int) -> PrizeClaims? {
        get { phase < days.count ? days[phase] : nil }
        set {
            while days.count <= phase { days.append(nil) }
            days[phase] = newValue
        }
    }

    /// The days that were drawn, in their order.
    package var drawn: [(phase: Int, claims: PrizeClaims)] {
        days.indices.compactMap { phase in days[phase].map { (phase, $0) } }
    }

    /// The next event that follows from the rules alone, with the day that it is of: the days in their order.
    fileprivate mutating func takeDue(leaf: Int, at tick: Int64) -> PrizeEvent? {
        for phase in days.indices {
            guard var event = days[phase]?.takeDue(leaf: leaf, at: tick) else { continue }
            event.phase = phase
            return event
        }
        return nil
    }
}

extension CampaignState {
    /// Everybody who followed as an alternate, by phase.
    package var followed: [(phase: Int, people: [Pseudonym])] {
        rules.isDaily
            ? dailyClaims.drawn.map { ($0.phase, $0.claims.followed) } : claims.map { [(0, $0.followed)] } ?? []
    }

    /// What became of a phase's prizes; nil before its draw, and where the rules declare no claims.
    package func claims(ofPhase phase: Int) -> PrizeClaims? { rules.isDaily ? dailyClaims[phase] : claims }

    func settleDaily(
        _ wish: PrizeClaims.Wish, person: Int, row: Int?, phase: Int?, key: UInt64, filled: PrizeClaims.Filled,
        at tick: Int64
    ) throws(ClaimRefusal) -> PrizeClaims.Settled {
        if case .void = stage { throw .void }
        let pseudonym = cast.pseudonyms[person]
        let drawn = dailyClaims.drawn.filter { phase == nil || $0.phase == phase }
        guard !drawn.isEmpty else { throw phase.map { phases[$0].outcome != nil } == true ? .void : .early }
        guard !hasEntry(of: person, key: key) else { throw .keyConflict }
        let meant =
            drawn.first { $0.claims.isMeant(pseudonym, row: row, key: key) }
            ?? drawn.last { !$0.claims.prizes(of: pseudonym).isEmpty }
        guard let meant else { throw .nothing }
        var settled = try dailyClaims[meant.phase]!.settle(
            wish, of: pseudonym, row: row, key: key, filled: filled,
            asksForm: rules.campaign.formBearer == .claim, leaf: leafCount, at: tick)
        settled.event?.phase = meant.phase
        if settled.event != nil { _ = enterEvent() }
        return settled
    }

    func takeDueDaily(at tick: Int64) -> PrizeEvent? { dailyClaims.takeDue(leaf: leafCount, at: tick) }
}
