import Campaigns
import Engine
import JSON

/// What is told of each tier that can be won before the draw.
struct AtOnceTiers {
    let tiers: [JSON]
    /// Whether every attempt is told what it won, though it be nothing.
    let isInstant: Bool

    /// Nil where nothing is given before the draw.
    init?(_ prizes: Campaign.Prizes) {
        guard prizes.givesBeforeDraw else { return nil }
        tiers = prizes.tiers.map { ["tier": .string($0.id), "title": JSON($0.title)] }
        isInstant = prizes.isInstant
    }

    /// The members of a result that tell what was won by it.
    func members(_ acceptance: Acceptance) -> [JSON.Member] {
        var members: [JSON.Member] = []
        if isInstant, acceptance.attempt != nil {
            members.append(JSON.Member("prize", acceptance.prize.map { tiers[$0] } ?? .null))
        }
        if acceptance.hasFallback { members.append(JSON.Member("fallback", true)) }
        if !acceptance.firsts.isEmpty {
            members.append(JSON.Member("first", .array(acceptance.firsts.map { tiers[$0] })))
        }
        return members
    }
}

extension Acceptance {
    /// Appends the members of a submission's result, without the braces.
    func appendMembers(to out: ByteSink, isReplay: Bool, of campaign: RunningCampaign) {
        out.append("\"index\":")
        out.append(decimal: Int64(index))
        if let attempt {
            out.append(",\"attempt\":")
            out.append(decimal: Int64(attempt))
        }
        if campaign.isCollecting, let work = campaign.state.collected?.work(leaf: index) {
            out.append(",\"work\":\"")
            out.append(text: work.id)
            out.append("\"")
        }
        if let deadline {
            out.append(",\"deadline_ms\":")
            out.append(decimal: deadline)
        }
        if let score {
            out.append(",\"score\":")
            out.append(decimal: Int64(score))
        }
        if let passed { out.append(passed ? ",\"passed\":true" : ",\"passed\":false") }
        if let chances {
            out.append(",\"chances\":")
            out.append(decimal: Int64(chances))
        }
        if let hint {
            out.append(",\"hint\":")
            for byte in campaign.hintJSON(hint).bytes() { out.append(byte) }
        }
        if let atOnce = campaign.atOnce {
            for member in atOnce.members(self) {
                out.append(",\"")
                out.append(text: member.key)
                out.append("\":")
                for byte in member.value.bytes() { out.append(byte) }
            }
        }
        if let granted {
            out.append(",\"granted\":\"")
            out.append(text: MoneyText.text(granted))
            out.append("\"")
        }
        if let streak {
            out.append(",\"streak\":")
            out.append(decimal: Int64(streak))
        }
        if let standing = campaign.standing(enrolment: index) {
            out.append(",\"places\":")
            for byte in standing.bytes() { out.append(byte) }
            if let replaced = campaign.state.replaced(by: index) {
                out.append(",\"replaced\":")
                out.append(decimal: Int64(replaced))
            }
        }
        remaining.appendMembers(counts: ",\"remaining\":", makeups: makeups, to: out)
        if isVoid { out.append(",\"void\":true") }
        if isReplay { out.append(",\"replayed\":true") }
    }
}

extension RunningCampaign {
    /// What whoever took a hint is told.
    func hintJSON(_ hint: TakenHint) -> JSON {
        let declared = rules.paper.questions[hint.question].hints[hint.number]
        return [
            "question": .string(rules.paper.questions[hint.question].id), "number": .integer(Int64(hint.number + 1)),
            "text": JSON(declared.text), "cost": .integer(Int64(declared.cost)),
        ]
    }
}
