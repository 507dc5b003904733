import Auditing
import Engine
import Proofs

/// Events: what happens to places, prizes, vouchers and money, until the last leaf of the log.
extension Daemon {
    /// Logs what follows from the rules alone and is due, and the end of logs.
    func settleDue() {
        for campaign in campaigns where campaign.state.eventsDueAt.map({ $0 <= tick }) == true {
            settleDue(campaign)
            guard let record = campaign.state.takeFinal(at: tick) else { continue }
            stage(step: .final, record: record.bytes, of: campaign)
        }
    }

    /// The same of one campaign: before anything else of this tick is done to what it keeps books of, and after.
    func settleDue(_ campaign: RunningCampaign) {
        let nobody = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        while let event = campaign.state.takeDue(at: tick) {
            stage(campaign.body(of: event), content: 0, of: campaign, person: 0, key: nobody)
        }
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
