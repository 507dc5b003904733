import Engine
import JSON

extension Acceptance {
    /// Appends the members of a submission's result, without the braces.
    ///
    func appendMembers(to out: ByteSink, isReplay: Bool, of campaign: RunningCampaign) {
        out.append("\"index\":")
        out.append(decimal: Int64(index))
        if let attempt {
            out.append(",\"attempt\":")
            out.append(decimal: Int64(attempt))
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
        if let tiers = campaign.instantTiers {
            out.append(",\"prize\":")
            for byte in (prize.map { tiers[$0] } ?? .null).bytes() { out.append(byte) }
        }
        remaining.appendMembers(counts: ",\"remaining\":", to: out)
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
