import Books
import Proofs

/// One event that nobody asks for: it follows from the rules alone.
package enum DueEvent: Hashable, Sendable {
    case place(PlaceEvent)
    case prize(PrizeEvent)
    case fund(FundExpiry)
}

/// What happens to places, prizes, vouchers and money: events of the log, until its last leaf.
///
/// Whoever calls takes what is due before anything else of a later instant, and after everything that may have made
/// something due: ``takeDue(at:)`` until it gives nil.
extension CampaignState {
    /// The next event that nobody asks for, as the next leaf; nil when nothing is due.
    ///
    /// Those of places come first, then those of prizes, then those of vouchers and money.
    package func takeDue(at tick: Int64) -> DueEvent? {
        guard !isFinal, !isAhead(of: tick) else { return nil }
        if let event = takeDuePlaceEvent(at: tick) { return .place(event) }
        if let event = takeDueEvent(at: tick) { return .prize(event) }
        return takeDueExpiry(at: tick).map { .fund($0) }
    }

    /// When something happens that nobody asks for, the end of the log included; nil where nothing does as things are.
    package var eventsDueAt: Int64? {
        guard !isFinal else { return nil }
        return [nextEventAt, finalFrom].compactMap { $0 }.min()
    }

    /// When ``takeDue(at:)`` gives an event; nil where it gives none as things are.
    package var nextEventAt: Int64? {
        guard !isFinal else { return nil }
        var next = Int64.max
        if let at = claims?.dueAt { next = min(next, at) }
        for day in dailyClaims.drawn { day.claims.dueAt.map { next = min(next, $0) } }
        if let at = places?.dueAt { next = min(next, at) }
        if let at = funds?.book.dueAt { next = min(next, at) }
        return next == .max ? nil : max(next, latestRecordAt)
    }

    /// Whether the log has a time that is still to come: an early end may lie a millisecond ahead of the clock. Nothing is
    /// logged before that has passed, as times never go back.
    package func isAhead(of tick: Int64) -> Bool { tick < latestRecordAt }

    /// The time of the latest amendment.
    private var latestRecordAt: Int64 { amendments.last?.record.at ?? 0 }

    /// Counts an event as the next leaf, and gives that.
    func enterEvent() -> Int {
        eventCount += 1
        leafCount += 1
        return leafCount - 1
    }

    /// The record that ends the log, once it is due.
    package func takeFinal(at tick: Int64) -> Final? {
        guard !isFinal, let finalFrom, tick >= finalFrom else { return nil }
        isFinal = true
        leafCount += 1
        return Final(events: eventCount, ledger: ledgerDigest, at: tick)
    }

    /// When the log ends; nil in campaigns without events, before draw or void, and while something is open.
    private var finalFrom: Int64? {
        let drawn = dailyClaims.drawn
        guard claims != nil || !drawn.isEmpty || places != nil || funds != nil, let disputesEnd else { return nil }
        guard places?.dueAt == nil, claims?.isSettled != false, drawn.allSatisfy({ $0.claims.isSettled }),
            funds?.book.isSettled != false
        else { return nil }
        return max(disputesEnd, places?.rules.settledFrom ?? disputesEnd, funds?.book.returnsEnd ?? disputesEnd)
    }

    /// What the closing and the last leaf have as `ledger`; nil in campaigns with neither places nor money.
    var ledgerDigest: Digest? { ledgerFile.map { SHA256.hash($0) } ?? placeDigest }
}
