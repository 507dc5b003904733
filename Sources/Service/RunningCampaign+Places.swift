import Auditing
import Books
import Engine
import Proofs

/// What happens to places, as the log has it.
extension RunningCampaign {
    /// What an event publishes that follows from the rules alone.
    func body(of event: PlaceEvent) -> PlaceEventBody {
        let name = state.pseudonym(of: event.person)
        return switch event.kind {
        case .offer:
            PlaceEventBody(
                .offer(slot: rules.places!.slots[event.slot].id), name, index: event.enrolment, at: event.at)
        case .expire(let offer): PlaceEventBody(.expire, name, index: offer, at: event.at)
        }
    }

    /// What a cancellation, or the answer to an offer, publishes.
    func body(of wish: PlaceWish, person: Int, at tick: Int64) -> PlaceEventBody {
        let name = state.pseudonym(of: person)
        return switch wish {
        case .cancel(let enrolment): PlaceEventBody(.cancel, name, index: enrolment, at: tick)
        case .accept(let offer): PlaceEventBody(.accept, name, index: offer, at: tick)
        case .decline(let offer): PlaceEventBody(.decline, name, index: offer, at: tick)
        case .decide(let enrolment, let isApproved):
            PlaceEventBody(.decide(isApproved: isApproved), name, index: enrolment, at: tick)
        case .void(let enrolment, let reason):
            PlaceEventBody(.void(reason: reason), name, index: enrolment, at: tick)
        }
    }

    /// Takes an event once more that somebody asked for; nil where it is refused now.
    func takeAgain(_ body: PlaceEventBody, _ payload: EntryPayload, person: Int) -> PlaceEventBody? {
        let wish: PlaceWish
        switch body.kind {
        case .cancel: wish = .cancel(enrolment: body.index)
        case .accept: wish = .accept(offer: body.index)
        case .decline: wish = .decline(offer: body.index)
        case .decide(let isApproved):
            return takeAgain(
                byStaff: .decide(enrolment: body.index, isApproved: isApproved), body, key: stableHash(payload.key))
        case .void(let reason):
            return takeAgain(
                byStaff: .void(enrolment: body.index, reason: reason), body, key: stableHash(payload.key))
        case .offer, .expire: return nil
        }
        let key = stableHash(payload.key)
        guard let settled = try? state.settle(wish, person: person, key: key, at: body.at), !settled.isReplay else {
            return nil
        }
        return self.body(of: wish, person: person, at: body.at)
    }

    private func takeAgain(byStaff wish: PlaceWish, _ body: PlaceEventBody, key: UInt64) -> PlaceEventBody? {
        guard let person = state.places?.person(enrolment: body.index),
            let settled = try? state.settle(byStaff: wish, key: key, at: body.at), !settled.isReplay
        else { return nil }
        return self.body(of: wish, person: person, at: body.at)
    }
}
