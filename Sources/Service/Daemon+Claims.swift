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
        try requireSettled(campaign)
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
            var body = campaign.body(of: event)
            body.fields = filled.map { conceal($0, of: campaign) }
            stage(.prize(body), content: content, of: campaign, person: person, key: key)
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
}
