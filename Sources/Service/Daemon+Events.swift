import Auditing
import Engine
import Proofs

/// Events: what happens to places, prizes, vouchers and money, until the last leaf of the log.
extension Daemon {
    /// Logs what follows from the rules alone and is due, and the end of logs.
    func settleDue() {
        for campaign in campaigns where campaign.state.eventsDueAt.map({ $0 <= tick }) == true {
            guard isSettled(campaign), let record = campaign.state.takeFinal(at: tick) else { continue }
            stage(step: .final, record: record.bytes, of: campaign)
        }
    }

    /// Logs what is due, as much as there is room for and as this pass may take; whether that was all.
    ///
    /// Whatever is decided from the campaign's books comes after what is due: where it can't, it waits.
    func isSettled(_ campaign: RunningCampaign) -> Bool {
        while isEventDue(campaign), journal.canAccept, eventBytesLeft > 0 {
            let before = journal.stagedBytes
            guard logNextDue(campaign) else { return true }
            eventBytesLeft -= journal.stagedBytes - before
        }
        return !isEventDue(campaign)
    }

    func isEventDue(_ campaign: RunningCampaign) -> Bool {
        campaign.state.nextEventAt.map { $0 <= tick } ?? false
    }

    /// Lets nothing be decided where there is no room for it, or before what is due is logged.
    func requireSettled(_ campaign: RunningCampaign) throws(CallError) {
        if let refusal = unsettled(campaign) ?? barred { throw CallError(refusal) }
    }

    /// Why nothing can be decided from the campaign's books in this pass; nil where something can.
    func unsettled(_ campaign: RunningCampaign) -> Refusal? {
        if let ahead = ahead(campaign) { return ahead }
        return isSettled(campaign) ? nil : barred ?? Refusal(.overloaded, retryAfterMilliseconds: 100)
    }

    /// Why nothing of this tick can be logged; nil where something can.
    private func ahead(_ campaign: RunningCampaign) -> Refusal? {
        campaign.state.isAhead(of: tick) ? Refusal(.overloaded, retryAfterMilliseconds: 1) : nil
    }

    /// Lets nothing be logged before a time that the log has.
    func requireNotAhead(_ campaign: RunningCampaign) throws(CallError) {
        if let ahead = ahead(campaign) { throw CallError(ahead) }
    }

    /// Logs all that has become due by something that was just done: no more than that could bring about.
    func settleDue(_ campaign: RunningCampaign) {
        while logNextDue(campaign) {}
    }

    private func logNextDue(_ campaign: RunningCampaign) -> Bool {
        guard let event = campaign.state.takeDue(at: tick) else { return false }
        let nobody = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        stage(campaign.body(of: event, at: tick), content: 0, of: campaign, person: 0, key: nobody)
        return true
    }

    /// Puts an event into the open batch and at the end of the log.
    ///
    /// - Parameters:
    ///   - person: Who asked for it, by the place in the roll; 0 where nobody did.
    ///   - key: What it was asked for under; empty where nobody did.
    func stage(
        _ body: EventBody, content: UInt64, of campaign: RunningCampaign, person: Int,
        key: UnsafeBufferPointer<UInt8>
    ) {
        payloadScratch.removeAll()
        EntryPayload.appendHead(
            campaign: UInt32(campaign.number), person: UInt32(person), content: content, key: key, to: payloadScratch)
        let start = payloadScratch.count
        nonces.append(for: campaign, index: campaign.log.count, to: payloadScratch)
        payloadScratch.append(body.bytes)
        guard let opening = Opening(joined: payloadScratch.bytes[start...]) else {
            preconditionFailure("nonce and body are an opening")
        }
        let location = journal.stage(kind: FrameKind.event.rawValue, payload: payloadScratch.raw)
        campaign.log.append(event: opening, at: location)
        campaign.version += 1
    }
}
