import Campaigns
import Proofs

/// People whom the engine did not know when the campaign was announced.
extension CampaignState {
    /// The place that somebody who has not taken part would have, where there is no roll; nil where no more may come.
    ///
    /// It is theirs once an act of theirs is accepted. Until then the next one who asks gets the same place, so whatever is
    /// refused takes no room.
    package func place(forNewcomer pseudonym: Pseudonym) -> Int? {
        let audience = rules.campaign.audience
        precondition(audience.isOpen, "with a roll nobody is new")
        let last = cast.count - 1
        if last >= 0, people[last].lastEntry == People.noEntry {
            cast.rename(last, pseudonym)
            return last
        }
        guard cast.count < audience.most else { return nil }
        append(Cast(newcomer: pseudonym, paperKey: cast.paperKey))
        return last + 1
    }

    /// Puts people behind the others, who have sent nothing yet.
    func append(_ added: Cast) {
        cast.append(added)
        people.append(added.count)
        answered?.append(added.count)
        scopes?.append(added)
        if rules.isDaily { chancePhases += Array(repeating: -1, count: added.count) }
        if rules.keepsEarnings { earnings += Array(repeating: Earning(), count: added.count) }
    }
}
