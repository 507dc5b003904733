import JSON
import Proofs

/// What became of the prizes after the draw: part of check `winners`.
extension Verification {
    /// Every event is the one that follows, and none is missing.
    mutating func checkPrizes(
        _ walk: DrawWalk, _ draw: (index: Int, record: Draw), _ timeline: Timeline
    ) -> PrizeWalk? {
        guard let campaign = amendments?.campaign ?? rules?.campaign else { return nil }
        guard let within = campaign.prizes.claimWithin else { return nil }
        let events = timeline.prizeEvents
        checkClaimForms(events, campaign)
        var prizes = PrizeWalk(walk, draw: draw, within: within)
        for (index, body) in events {
            guard let problem = prizes.take(body, leaf: index) else { continue }
            findings.fail(.winners, leaf: index, zh: problem.zh, en: problem.text(.en))
            return prizes
        }
        let last = timeline.final?.record.at ?? events.last?.body.at ?? draw.record.at
        if prizes.isBehind(at: last) {
            findings.fail(
                .winners, zh: "log：缺少到期的弃奖或递补", en: "log: a forfeit or an alternate that was due is missing")
        }
        if let final = timeline.final {
            checkFinal(final, prizes, timeline, from: draw.record.at + campaign.disputes)
        }
        return prizes
    }

    private mutating func checkFinal(
        _ final: (index: Int, record: Final), _ prizes: PrizeWalk, _ timeline: Timeline, from earliest: Int64
    ) {
        let record = final.record
        if prizes.open > 0 || record.at < earliest {
            findings.fail(
                .winners, leaf: final.index, zh: "终结过早：还有奖可以领取，或异议期未满",
                en: "ends the log too early: prizes can still be claimed, or the dispute window is open")
        }
        let hasLedger = (amendments?.campaign ?? rules?.campaign)?.hasLedger == true
        if record.events != timeline.events.count || (record.ledger != nil) != hasLedger {
            findings.fail(
                .winners, leaf: final.index, zh: "写的是 \(record.events) 个事件，实为 \(timeline.events.count)",
                en: "says \(record.events) events, found \(timeline.events.count)")
        }
    }
}
