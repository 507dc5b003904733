import Auditing
import Engine
import Proofs

/// What happens to prizes after the draw, as the log has it.
extension RunningCampaign {
    /// What an event publishes.
    func body(of event: PrizeEvent) -> EventBody {
        let kind: EventBody.Kind =
            switch event.kind {
            case .claim: .claim
            case .decline: .decline
            case .forfeit(.unclaimed): .forfeit(.unclaimed)
            case .forfeit(.declined): .forfeit(.declined)
            case .alternate: alternate(event)
            }
        return EventBody(
            kind, event.pseudonym, index: event.refersTo, at: event.at, rank: isOnePrizeEach ? nil : event.row + 1)
    }

    private func alternate(_ event: PrizeEvent) -> EventBody.Kind {
        guard let walk = state.drawing?.walk, walk.order == .works else {
            return .alternate(display: roll.display(of: event.pseudonym, drawnPlaces))
        }
        return .work(
            authors: walk.people(of: event.row).map {
                EventBody.Author(pseudonym: $0, display: roll.display(of: $0, drawnPlaces))
            })
    }

    private var isOnePrizeEach: Bool { rules.drawnPersonCap == 1 }

    /// The leaves after the draw that speak of a person.
    func events(of person: Int) -> [Int] {
        state.claims?.prizes(of: pseudonyms[person]).flatMap(\.leaves) ?? []
    }

    /// Takes an event that the journal has once more; nil where it does not follow now.
    func takeAgain(_ body: EventBody, _ payload: EntryPayload) -> PrizeEvent? {
        let (person, key) = (Int(payload.person), stableHash(payload.key))
        guard person < pseudonyms.count else { return nil }
        return switch body.kind {
        case .claim:
            try? state.settle(
                .claim, person: person, row: row(body), key: key,
                filled: PrizeClaims.Filled(isThere: body.fields != nil, content: payload.content), at: body.at
            ).event
        case .decline: try? state.settle(.decline, person: person, row: row(body), key: key, at: body.at).event
        case .forfeit, .alternate, .work: state.takeDueEvent(at: body.at)
        }
    }

    private func row(_ body: EventBody) -> Int? { body.rank.map { $0 - 1 } }
}
