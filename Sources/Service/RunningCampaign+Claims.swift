import Auditing
import Engine
import Proofs

/// What happens to prizes after the draw, as the log has it.
extension RunningCampaign {
    /// What an event publishes.
    func body(of event: PrizeEvent) -> PrizeEventBody {
        let kind: PrizeEventBody.Kind =
            switch event.kind {
            case .claim: .claim
            case .decline: .decline
            case .forfeit(.unclaimed): .forfeit(.unclaimed)
            case .forfeit(.declined): .forfeit(.declined)
            case .alternate: alternate(event)
            }
        return PrizeEventBody(
            kind, event.pseudonym, index: event.refersTo, at: event.at, rank: isOnePrizeEach ? nil : event.row + 1,
            phase: rules.phases[event.phase].name)
    }

    private func alternate(_ event: PrizeEvent) -> PrizeEventBody.Kind {
        guard let walk = state.drawing?.walk, walk.order == .works else {
            return .alternate(display: roll.display(of: event.pseudonym, drawnPlaces))
        }
        return .work(
            authors: walk.people(of: event.row).map {
                PrizeEventBody.Author(pseudonym: $0, display: roll.display(of: $0, drawnPlaces))
            })
    }

    private var isOnePrizeEach: Bool { rules.drawnPersonCap == 1 }

    /// The leaves after the draw that speak of a person.
    func events(of person: Int) -> [Int] {
        let prizes = state.phases.indices.flatMap { phase in
            state.claims(ofPhase: phase)?.prizes(of: pseudonyms[person]).flatMap(\.leaves) ?? []
        }
        return prizes.sorted() + state.placeEvents(of: person)
    }

    /// Takes an event once more that somebody asked for; nil where it is refused now.
    func takeAgain(_ body: PrizeEventBody, _ payload: EntryPayload, person: Int) -> PrizeEvent? {
        guard let phase = state.phase(named: body.phase) else { return nil }
        let key = stableHash(payload.key)
        return switch body.kind {
        case .claim:
            try? state.settle(
                .claim, person: person, row: row(body), phase: phase, key: key,
                filled: PrizeClaims.Filled(isThere: body.fields != nil, content: payload.content), at: body.at
            ).event
        case .decline:
            try? state.settle(.decline, person: person, row: row(body), phase: phase, key: key, at: body.at).event
        case .forfeit, .alternate, .work: nil
        }
    }

    private func row(_ body: PrizeEventBody) -> Int? { body.rank.map { $0 - 1 } }
}
