import Campaigns
import Engine
import JSON
import Proofs

/// The ranking of people, which nobody is told anything of before the draw.
extension Daemon {
    /// The person's own rank; `null` without one, nil where people are not ranked and before the draw.
    func ranking(of person: Int, in campaign: RunningCampaign) -> JSON? {
        guard let drawing = campaign.state.drawing, let ranked = drawing.people else { return nil }
        guard let place = campaign.rankedPlaces[campaign.pseudonyms[person].hex] else { return .null }
        return .object(members(ranked, place) + [JSON.Member("people", .integer(Int64(ranked.rows.count)))])
    }

    /// The places that are shown, the best first: with a masked name for who got a prize by them.
    func shownPeople(_ ranked: RankedPeople, _ walk: DrawWalk, of campaign: RunningCampaign) -> JSON {
        .array(
            (0..<ranked.shown).map { place in
                var members = members(ranked, place)
                if walk.isRanked, case .win(let tier) = walk.rows[place].outcome {
                    let display = campaign.roll.display(of: walk.rows[place].pseudonym, campaign.drawnPlaces)
                    members.append(JSON.Member("tier", .string(campaign.rules.prizes.tiers[tier].id)))
                    members.append(JSON.Member("display", .string(display)))
                }
                return .object(members)
            })
    }

    private func members(_ ranked: RankedPeople, _ place: Int) -> [JSON.Member] {
        let (row, scored) = (ranked.rows[place], ranked.score(at: place))
        var members = [
            JSON.Member("place", .integer(Int64(place + 1))), JSON.Member("rank", .integer(Int64(row.rank))),
            JSON.Member("index", .integer(Int64(scored.index))), JSON.Member("score", .string(scored.score.text)),
        ]
        if let time = scored.time { members.append(JSON.Member("time_ms", .integer(time))) }
        members.append(JSON.Member("total", .string(row.total.text)))
        return members
    }
}
