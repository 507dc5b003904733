import Auditing
import Campaigns
import Durability
import Proofs

// What people filled in: the journal has private values beside the entry that commits to them.
extension JournalReplay {
    func fields(_ frame: Frame) throws(PayloadError) {
        let payload = try PrivateFields(reading: frame.payload)
        let campaign = try campaign(payload.campaign)
        guard payload.leaf == campaign.log.count else {
            throw PayloadError(what: "has private fields of another leaf of \(campaign.id) than the next")
        }
        campaign.concealed.append((payload.leaf, frame.location))
        nextPrivate = payload
    }

    /// Whether an entry's body has a form.
    ///
    /// - Throws: Where it is not one that could have been taken.
    func hasFields(_ line: Line, _ campaign: RunningCampaign) throws(PayloadError) -> Bool {
        guard let node = line.member("fields", of: 0) else { return false }
        guard case .object = line.nodes[node].kind else {
            throw PayloadError(what: "has a body whose fields are no object")
        }
        var filled: [FilledField] = []
        var key = node + 1
        for _ in 0..<line.nodes[node].count {
            let value = line.integer(key + 1).map(FieldValue.integer) ?? .text(line.text(key + 1))
            filled.append(FilledField(line.text(key), value))
            key = Int(line.nodes[key + 1].next)
        }
        guard try areFilledRightly(filled, campaign) else {
            throw PayloadError(what: "has a body whose fields don't fit the form of \(campaign.id)")
        }
        return true
    }

    /// Whether the fields of a body fit the form, and the private ones open.
    func areFilledRightly(_ filled: [FilledField]?, _ campaign: RunningCampaign) throws(PayloadError) -> Bool {
        guard let filled else { return true }
        guard let fields = campaign.announced.campaign.form?.fields, fields.problem(inBody: filled) == nil else {
            return false
        }
        let concealed = fields.concealed(filled)
        guard !concealed.isEmpty else { return true }
        defer { nextPrivate = nil }
        guard let opened = nextPrivate, opened.leaf == campaign.log.count, opened.campaign == UInt32(campaign.number)
        else { throw PayloadError(what: "has private fields that the journal does not open") }
        // Erased between two leaves of one batch nothing can be; an erased entry is not decided again.
        return opened.values?.map { FilledField(String($0.pointer.dropFirst("/fields/".count)), .text($0.commitment)) }
            == concealed
    }
}

extension EventBody {
    /// The same without what somebody filled in.
    var unfilled: EventBody {
        guard case .prize(var body) = self else { return self }
        body.fields = nil
        return .prize(body)
    }
}
