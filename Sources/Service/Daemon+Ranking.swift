import Campaigns
import Engine
import JSON
import Proofs

/// Rankings: of people, which nobody is told anything of before the draw, and of works.
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

    /// The places of works that are shown, the best first: with the masked names of who got a prize by them.
    func shownWorks(_ ranked: RankedWorks, _ walk: DrawWalk?, of campaign: RunningCampaign) -> JSON {
        let shown = campaign.rules.ranking?.shown ?? ranked.rows.count
        return .array(
            ranked.rows.prefix(shown).enumerated().map { place, row in
                var members = [
                    JSON.Member("place", .integer(Int64(place + 1))), JSON.Member("rank", .integer(Int64(row.rank))),
                    JSON.Member("work", .string(row.id)), JSON.Member("total", .string(row.total.text)),
                ]
                if let walk, walk.order == .works, case .win(let tier) = walk.rows[place].outcome {
                    members.append(JSON.Member("tier", .string(campaign.rules.prizes.tiers[tier].id)))
                    members.append(JSON.Member("authors", campaign.displays(at: place, of: walk)))
                }
                return .object(members)
            })
    }
}

extension RunningCampaign {
    /// Masked names of whose a row of the walk is.
    func displays(at place: Int, of walk: DrawWalk) -> JSON {
        .array(walk.people(of: place).map { .string(roll.display(of: $0, drawnPlaces)) })
    }

    /// Of a winner the entry and the masked name, or the work and the masked names of who made it.
    func whose(_ winner: DrawWalk.Winner, of walk: DrawWalk) -> [JSON.Member] {
        guard walk.order == .works else {
            return [
                JSON.Member("index", .integer(Int64(winner.row.index))),
                JSON.Member("display", .string(roll.display(of: winner.row.pseudonym, drawnPlaces))),
            ]
        }
        return [
            JSON.Member("work", .string(rules.works?.entries[winner.row.index].id ?? "")),
            JSON.Member("authors", displays(at: winner.rank - 1, of: walk)),
        ]
    }
}
