import Auditing
import Durability
import Engine
import Proofs

// Events, and what is due before whatever else is done to places, prizes and money.
extension JournalReplay {
    func event(_ frame: Frame) throws {
        let payload = try EntryPayload(reading: frame.payload)
        let campaign = try campaign(payload.campaign)
        guard let opening = Opening(joined: payload.opening),
            let body = EventBody(reading: opening.body, isOfPlaces: campaign.rules.places != nil),
            try areFilledRightly(body.fields, [], campaign), try isDueTaken(payload, campaign, at: body.at),
            let event = campaign.takeAgain(body, payload, opened: try openedPrivate(body, campaign)),
            event == body.unfilled
        else { throw PayloadError(what: "an event of \(campaign.id) comes out otherwise now") }
        campaign.log.append(event: opening, at: frame.location)
    }

    /// What is due is taken before anything else that its books are asked, as it was then; had there been something, it
    /// would stand in the journal.
    func requireNothingDue(_ campaign: RunningCampaign, at tick: Int64) throws(PayloadError) {
        guard campaign.keepsBooks, campaign.state.takeDue(at: tick) != nil else { return }
        throw PayloadError(what: "comes where an event of \(campaign.id) is due first now")
    }

    private func isDueTaken(
        _ payload: EntryPayload, _ campaign: RunningCampaign, at tick: Int64
    ) throws(PayloadError) -> Bool {
        if !payload.key.isEmpty { try requireNothingDue(campaign, at: tick) }
        return true
    }
}
