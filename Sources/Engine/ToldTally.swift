import Campaigns

/// Counts as they were some time ago, for campaigns that tell their tallies late.
///
/// Time goes in steps of an eighth of the delay, at least a second: what is told is the count at the beginning of a step,
/// at least as old as the delay. Made from the ticks of decisions alone, so a restart tells the same.
struct TallyHistory {
    private struct Kept {
        /// The steps at whose beginning the count was this.
        let from: Int64
        let to: Int64
        let tally: Tally
    }

    private let opens: Int64
    private let delay: Int64
    private let step: Int64
    private var kept: [Kept] = []
    /// The step of the latest change.
    private var latest: Int64 = -1

    init(opens: Int64, delay: Int64) {
        self.opens = opens
        self.delay = delay
        step = max(1000, delay / 8)
    }

    /// The step that an instant is in; −1 before the opening.
    private func place(_ tick: Int64) -> Int64 { tick < opens ? -1 : (tick - opens) / step }

    /// Takes note that the count changes; `tally` is what it is before.
    mutating func change(at tick: Int64, from tally: @autoclosure () -> Tally) {
        let now = place(tick)
        guard now > latest else { return }
        kept.append(Kept(from: latest + 1, to: now, tally: tally()))
        latest = now
        let oldest = place(tick - delay)
        kept.removeAll { $0.to < oldest }
    }

    /// The step whose count is told.
    func told(at tick: Int64) -> Int64 { place(tick - delay) }

    /// The count that may be told, where it is `now` at the moment; nil before there is any.
    func tally(at tick: Int64, now: Tally) -> Tally? {
        let wanted = told(at: tick)
        guard wanted >= 0 else { return nil }
        return wanted > latest ? now : kept.first { $0.from <= wanted && wanted <= $0.to }?.tally ?? now
    }
}

extension CampaignState {
    /// The count with the works' votes and views.
    var wholeTally: Tally {
        var whole = tally
        whole.votes = contest?.ballots?.votes ?? whole.votes
        whole.ballots = contest?.ballots?.counted ?? whole.ballots
        whole.views = contest?.views ?? whole.views
        return whole
    }

    /// What may be told of the count now: all of it, as it was some time ago, or nothing (nil) before the closing.
    package func toldTally(at tick: Int64) -> Tally? {
        guard case .running = stage else { return wholeTally }
        switch rules.campaign.disclosure.tallies {
        case .live: return wholeTally
        case .afterClosing: return nil
        case .delayed: return history?.tally(at: tick, now: wholeTally)?.padded(to: wholeTally)
        }
    }

    /// Changes whenever what is told of the count may have changed without anything having come.
    package func toldStep(at tick: Int64) -> Int64 {
        if case .running = stage { return history?.told(at: tick) ?? 0 }
        return 0
    }

    /// Before every change of the count.
    @inline(__always)
    func noteChange(at tick: Int64) {
        guard history != nil else { return }
        history?.change(at: tick, from: wholeTally)
    }
}
