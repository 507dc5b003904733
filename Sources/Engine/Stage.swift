import Campaigns
import Proofs

/// Where a campaign, or one of its phases, stands in its log. What the hours of intake add to it is
/// `CampaignState.phase(at:)`.
package enum Stage: Sendable {
    /// The charter is logged; entries and amendments may follow.
    case running
    /// The closing is logged; values may follow.
    case closed(ClosedPhase)
    /// The draw is logged.
    case drawn(ClosedPhase, Drawing)
    /// The randomness never came, and the log says so: there is no draw.
    case void(ClosedPhase, Voiding)
}

/// What a closing fixed, and the values that came after it.
package struct ClosedPhase: Sendable {
    /// Which of the campaign's phases it is, from 0.
    package let phase: Int
    /// The closing's leaf; the frozen prefix has one leaf more.
    package let index: Int
    package let at: Int64
    package let eligible: [EligibleRow]
    /// What had been refused until then, and what limits in shadow would have, as `refusals.csv` has it.
    package let refusals: [(reason: String, count: Int)]
    /// By source, in the charter's order; nil while it has not come.
    package internal(set) var values: [LoggedValue?]
}

/// A draw and everything it rests on.
package struct Drawing: Sendable {
    package let index: Int
    package let at: Int64
    package let seedInput: SeedInput
    package let walk: DrawWalk
    /// The works in order; nil in campaigns without works.
    package var works: RankedWorks?
    /// The people in order; nil where they are not ranked.
    package var people: RankedPeople?
}

extension Stage {
    /// What the closing fixed; nil before it.
    package var closed: ClosedPhase? {
        switch self {
        case .running: nil
        case .closed(let closed), .drawn(let closed, _), .void(let closed, _): closed
        }
    }

    /// The draw; nil without one.
    package var drawing: Drawing? {
        if case .drawn(_, let drawing) = self { drawing } else { nil }
    }

    /// What the closing fixed and the leaf of the draw or void with its time; nil before it.
    package var outcome: (closed: ClosedPhase, index: Int, at: Int64)? {
        switch self {
        case .running, .closed: nil
        case .drawn(let closed, let drawing): (closed, drawing.index, drawing.at)
        case .void(let closed, let voiding): (closed, voiding.index, voiding.at)
        }
    }
}

extension CampaignState {
    /// What the last closing fixed and the leaf of the last draw or void; nil while one is still to come.
    package var outcome: (closed: ClosedPhase, index: Int)? {
        guard case (let closed, let index, _)? = phases[phases.count - 1].outcome else { return nil }
        return (closed, index)
    }

    /// The draw, of a campaign of several phases the last one; nil without one, and while one is still to come.
    package var drawing: Drawing? { stage.drawing }

    /// The draws that there are, in their order.
    package var drawings: [(phase: Int, drawing: Drawing)] {
        phases.indices.compactMap { phase in phases[phase].drawing.map { (phase, $0) } }
    }

    /// Where the campaign stands as a whole: while a closing is to come it runs, and while a draw is to come it is closed.
    /// Phases close one after the other, and so are drawn or voided.
    static func whole(_ phases: [Stage]) -> Stage {
        if phases.count == 1 { return phases[0] }
        if case .running = phases[phases.count - 1] { return .running }
        if let open = phases.first(where: { $0.outcome == nil }) { return open }
        return phases.last { $0.drawing != nil } ?? phases[phases.count - 1]
    }
}

/// An amendment in the log.
package struct LoggedAmendment: Sendable {
    package let index: Int
    package let record: Amendment
}

/// An extension, which holds only if the witnesses, where there are any, saw it in time.
package struct PromisedExtension: Sendable, Hashable {
    /// Its leaf.
    package let index: Int
    /// Ten minutes before the first time at which randomness was to exist without it.
    package let seenBy: Int64
}

/// The phase of a campaign as people see it.
package enum Phase: String, Sendable {
    case announced, open, paused, review, closed, drawn, void, final
}

/// A step that the campaign's stage does not allow now.
package enum Untimely: String, Error, Sendable {
    /// Intake has not begun.
    case before = "phase.before"
    /// Intake has ended already.
    case ended = "phase.closed"
    /// There is no closing yet.
    case open = "phase.open"
    /// There is a draw already.
    case drawn
    /// The charter has no such source.
    case sourceUnknown = "source.unknown"
    /// The source's value is the daemon's own number, which nobody gives.
    case sourceOwn = "source.own"
    /// The value comes before its time.
    case valueEarly = "value.early"
    /// The value has been given.
    case valueTwice = "value.twice"
    /// The value comes after its deadline.
    case valueLate = "value.late"
    /// The value would stand in for one that is there.
    case valueUnneeded = "value.unneeded"
    /// A value is still missing.
    case drawWaiting = "draw.waiting"
    /// The closing came after the randomness could be known.
    case closingLate = "closing.late"
    /// The time for a missing value is not over, or nothing is missing.
    case voidEarly = "void.early"
    /// The time for a missing value is over: nothing but the void may follow.
    case voidDue = "void.due"
    /// The draw is void.
    case voided = "void"
    /// Intake rests already.
    case paused = "phase.paused"
    /// Intake does not rest.
    case notPaused = "phase.running"
    /// No entry has this index.
    case entryUnknown = "entry.unknown"
    /// The entry is void already.
    case entryVoid = "entry.voided"
    /// The entry is a claim for money or a voucher, which has events of its own.
    case entryClaim = "entry.claim"
    /// Earlier phases are drawn or void first.
    case drawOrder = "draw.order"
    /// A campaign with a draw every day ends when it was announced to end, or earlier.
    case extendDaily = "extend.daily"
    /// The entry hands in a work, which is turned down and not voided.
    case entryWork = "entry.work"
    /// No works are collected.
    case uncollected = "collect.missing"
    /// There is no such work.
    case workUnknown = "work.unknown"
    /// The work was taken back, or the works are fixed.
    case workSettled = "work.settled"
    /// Intake would not end later than it does now.
    case extendEarlier = "extend.earlier"
    /// What is won at once rests on the rules, the roll and the count as they are.
    case instantWins = "instant.wins"
    /// There is no roll to add anybody to.
    case rollMissing = "roll.open"
    /// Not every source of randomness with a time has a later one, or one from after the closing.
    case extendSources = "extend.sources"
    /// There is no jury.
    case unjudged = "jury.missing"
    /// The jury does not score now.
    case unscored = "phase.score"
    /// It is less than ten minutes to a time at which randomness was to exist.
    case extendLate = "extend.late"
    /// There is neither a draw nor a void yet.
    case undrawn = "draw.missing"
    /// The window in which the draw may be disputed is not over.
    case eraseEarly = "erase.early"
    /// The person won, or is an alternate.
    case eraseHolder = "erase.holder"
    /// The witnesses did not see an extension in time, so it does not hold: the closing is later than it may be.
    case extendUnwitnessed = "extend.unwitnessed"
}
