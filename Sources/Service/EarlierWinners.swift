import Campaigns
import Engine
import Proofs

/// Who won in a campaign that is drawn, for later ones that leave its winners without prizes.
struct KnownWinners: Sendable {
    struct Winner: Sendable {
        let tier: String
        let id: String
    }

    let winners: [Winner]

    /// Ids of winners of some tiers; of all where none is named.
    func ids(ofTiers tiers: [String]) -> [String] {
        winners.filter { tiers.isEmpty || tiers.contains($0.tier) }.map(\.id)
    }
}

extension RunningCampaign {
    /// Whoever has a prize of it now: drawn, won at once, or as an alternate who followed; not who declined or forfeited.
    /// Nil before the draw.
    var knownWinners: KnownWinners? {
        guard state.drawing != nil else { return nil }
        if let cached = winnersCache, cached.size == state.leafCount { return cached.winners }
        var found = state.hits.filter { [.win, .guarantee, .first].contains($0.outcome) }
            .compactMap { hit in hit.tier.flatMap { winner(hit.pseudonym, tier: $0) } }
        for (phase, drawing) in state.drawings {
            if let claims = state.claims(ofPhase: phase) {
                found += claims.holders.filter { $0.state == .open || $0.state == .claimed }
                    .flatMap { holder in claims.people(of: holder).compactMap { winner($0, tier: holder.tier) } }
            } else {
                for won in drawing.walk.winners {
                    found += drawing.walk.people(of: won.rank - 1).compactMap { winner($0, tier: won.tier) }
                }
            }
        }
        let winners = KnownWinners(winners: found)
        winnersCache = (state.leafCount, winners)
        return winners
    }

    private func winner(_ pseudonym: Pseudonym, tier: Int) -> KnownWinners.Winner? {
        drawnPlaces[pseudonym].map {
            KnownWinners.Winner(tier: announced.campaign.prizes.tiers[tier].id, id: roll.id($0))
        }
    }
}
