import Auditing
import Proofs

// Prices, invoices and reasons: the journal has them beside the event that commits to them.
extension JournalReplay {
    /// What the private members of an event hold; empty where they were erased.
    func openedPrivate(_ body: EventBody, _ campaign: RunningCampaign) throws(PayloadError) -> [PrivateValue] {
        guard case .fund(let body) = body, !body.concealed.isEmpty else { return [] }
        defer { nextPrivate = nil }
        guard let opened = nextPrivate, opened.leaf == campaign.log.count, opened.campaign == UInt32(campaign.number)
        else { throw PayloadError(what: "has private members that the journal does not open") }
        guard let values = opened.values else { return [] }
        guard values.map(\.pointer) == body.concealed.map(\.pointer),
            values.map(\.commitment) == body.concealed.map(\.commitment)
        else { throw PayloadError(what: "has private members that the journal opens otherwise") }
        return values
    }
}
