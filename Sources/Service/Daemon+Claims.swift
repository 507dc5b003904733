import Campaigns
import Engine
import JSON
import Proofs

/// What happens to prizes after the draw.
extension Daemon {
    /// `claim` and `decline`: a winner takes the prize, or leaves it to the next alternate.
    func settle(_ wish: PrizeClaims.Wish, _ parameters: Parameters, _ peer: Peer) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        let key = try parameters.name("key")
        let rank = try parameters.optionalInteger("rank")
        let phase = try parameters.optionalPhase(of: campaign)
        let person = try person(parameters, in: campaign, peer)
        let filled = try parameters.node("fields").map { node throws(CallError) in
            try filledForm(parameters.call.line, node, of: campaign)
        }
        let content = filled?.content ?? 0
        guard journal.canAccept else { throw CallError(Refusal(.storage, retryAfterMilliseconds: 5000)) }
        let settled: PrizeClaims.Settled
        do throws(ClaimRefusal) {
            let row = rank.map { Int(clamping: max($0, 1)) - 1 }
            settled = try campaign.state.settle(
                wish, person: person, row: row, phase: phase, key: stableHash(key),
                filled: PrizeClaims.Filled(isThere: filled != nil, content: content), at: tick)
        } catch {
            throw CallError(error)
        }
        if let event = settled.event {
            stage(event, filled, content: content, of: campaign, person: person, key: key)
            settleDue(campaign)
        }
        let tier = campaign.rules.prizes.tiers[settled.tier]
        var members = [
            JSON.Member("index", .integer(Int64(settled.leaf))), JSON.Member("tier", .string(tier.id)),
            JSON.Member("title", JSON(tier.title)), JSON.Member("at_ms", .integer(tick)),
        ]
        if settled.event == nil { members.append(JSON.Member("replayed", true)) }
        return .object(members)
    }

    /// Logs what follows from the rules alone: forfeits, the alternates that follow, and the end of the log.
    func settleDue() {
        for campaign in campaigns where campaign.state.claimsDueAt.map({ $0 <= tick }) == true {
            settleDue(campaign)
            guard let record = campaign.state.takeFinal(at: tick) else { continue }
            stage(step: .final, record: record.bytes, of: campaign)
        }
    }

    private func settleDue(_ campaign: RunningCampaign) {
        let nobody = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        while let event = campaign.state.takeDueEvent(at: tick) {
            stage(event, nil, content: 0, of: campaign, person: 0, key: nobody)
        }
    }

    private func stage(
        _ event: PrizeEvent, _ filled: FilledForm?, content: UInt64, of campaign: RunningCampaign, person: Int,
        key: UnsafeBufferPointer<UInt8>
    ) {
        var body = campaign.body(of: event)
        body.fields = filled.map { conceal($0, of: campaign) }
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
