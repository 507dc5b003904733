import Auditing
import Engine
import Proofs

/// Events as the log has them.
extension RunningCampaign {
    /// What an event publishes that nobody asked for.
    func body(of event: DueEvent, at tick: Int64) -> EventBody {
        switch event {
        case .place(let event): .place(body(of: event))
        case .prize(let event): .prize(body(of: event))
        case .fund(let event): .fund(body(of: event, at: tick))
        }
    }

    /// Takes an event that the journal has once more, and gives what it publishes but for what somebody filled in; nil where
    /// it does not follow now.
    ///
    /// - Parameter opened: What private members of the event hold; empty where they were erased.
    func takeAgain(_ body: EventBody, _ payload: EntryPayload, opened: [PrivateValue]) -> EventBody? {
        guard !payload.key.isEmpty else {
            return state.takeDue(at: body.at).map { self.body(of: $0, at: body.at) }
        }
        if case .fund(let body) = body { return takeAgain(body, payload, opened: opened).map { .fund($0) } }
        let person = Int(payload.person)
        guard person < pseudonyms.count else { return nil }
        switch body {
        case .prize(let body):
            return takeAgain(body, payload, person: person).map { .prize(self.body(of: $0)) }
        case .place(let body):
            return takeAgain(body, payload, person: person).map { .place($0) }
        case .fund: return nil
        }
    }
}
