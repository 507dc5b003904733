import Auditing
import Engine
import Proofs

/// Events as the log has them.
extension RunningCampaign {
    /// What an event publishes that nobody asked for.
    func body(of event: DueEvent) -> EventBody {
        switch event {
        case .place(let event): .place(body(of: event))
        case .prize(let event): .prize(body(of: event))
        case .fund: preconditionFailure("no campaign with vouchers or money runs yet")
        }
    }

    /// Takes an event that the journal has once more, and gives what it publishes but for what somebody filled in; nil where
    /// it does not follow now.
    func takeAgain(_ body: EventBody, _ payload: EntryPayload) -> EventBody? {
        guard !payload.key.isEmpty else { return state.takeDue(at: body.at).map { self.body(of: $0) } }
        let person = Int(payload.person)
        guard person < pseudonyms.count else { return nil }
        switch body {
        case .prize(let body):
            return takeAgain(body, payload, person: person).map { .prize(self.body(of: $0)) }
        case .place(let body):
            return takeAgain(body, payload, person: person).map { .place($0) }
        }
    }
}
