import Auditing
import Campaigns
import Engine
import JSON
import Proofs

extension Daemon {
    /// `flags`: what looks like stuffing, with the entries that show it. Answered once a head covers all entries, and they
    /// were looked at in the background.
    func flags(_ parameters: Parameters, _ address: ReplyAddress) throws(CallError) {
        let campaign = try campaign(parameters)
        guard address.peer.waitingCount < Self.mostWaiting else { throw CallError(Refusal(.overloaded)) }
        guard parameters.call.id != nil else { return }
        address.wait()
        campaign.waitingForHead.append(
            HeadRequest(
                wish: .flags, index: campaign.log.count - 1, person: 0, address: address,
                id: parameters.call.idBytes, language: parameters.call.language))
        if let head = campaign.head, head.size == campaign.log.count { answerHeadRequests(of: campaign) }
    }

    /// Once intake is over, looks by itself: whoever reviews the entries finds it in `status`.
    func lookDue() {
        guard !isTakingUp else { return }
        for campaign in campaigns where !campaign.isLooking && campaign.state.phase(at: tick) == .review {
            guard let head = campaign.head, head.size == campaign.log.count, pendingErasures.isEmpty,
                campaign.state.tally.entries != campaign.entriesLookedAt
            else { continue }
            look(at: campaign, size: head.size)
        }
    }

    /// Answers who asks, at once where nothing came since the last look.
    func startLook(at campaign: RunningCampaign, size: Int, for request: HeadRequest) {
        if let look = campaign.look, look.size > request.index { return answer(request, look, campaign) }
        campaign.lookers.append(request)
        if !campaign.isLooking { look(at: campaign, size: size) }
    }

    private func look(at campaign: RunningCampaign, size: Int) {
        campaign.isLooking = true
        campaign.entriesLookedAt = campaign.state.tally.entries
        let reading = FlagReading(campaign, size: size, journal: journal.reader)
        let number = campaign.number
        background {
            let outcome = reading.look()
            return { $0.finishLook(number, outcome) }
        }
    }

    private func finishLook(_ number: Int, _ outcome: Result<FlagLook, FlagFault>) {
        guard let campaign = campaigns.first(where: { $0.number == number }) else { return }
        campaign.isLooking = false
        if case .success(let look) = outcome { campaign.look = look }
        let waiting = campaign.lookers
        campaign.lookers = []
        for request in waiting where request.address.peer.isOpen {
            switch outcome {
            case .failure(let fault):
                touch(request.address.peer)
                let error = CallError(.internal, "journal", zh: fault.text.zh, en: fault.text.text(.en))
                request.address.write(error: error, id: request.id, language: request.language)
                request.address.arrived()
            case .success(let look) where look.size > request.index: answer(request, look, campaign)
            case .success: startLook(at: campaign, size: campaign.head?.size ?? 0, for: request)
            }
        }
    }

    private func answer(_ request: HeadRequest, _ look: FlagLook, _ campaign: RunningCampaign) {
        touch(request.address.peer)
        request.address.write(result: json(look, of: campaign), id: request.id)
        request.address.arrived()
    }

    /// Ballots for one work are counts: before the review nobody is told of them where the tally is not told either.
    private func json(_ look: FlagLook, of campaign: RunningCampaign) -> JSON {
        let voided = Set(Amendment.voided(campaign.state.amendments.map(\.record)))
        let areWorksTold =
            campaign.rules.disclosure.tallies == .live
            || ![.open, .paused].contains(campaign.state.phase(at: tick))
        let told = look.flags.filter { areWorksTold || !$0.group.isOfWork }
        let flags = told.map { flag -> JSON in
            let members = [
                JSON.Member("from_ms", .integer(flag.from)), JSON.Member("to_ms", .integer(flag.to)),
                JSON.Member("text", JSON(flag.text(look.names))),
            ]
            return .object(flag.members(look.names) { voided.contains($0) } + members)
        }
        return [
            "campaign": .string(campaign.id), "size": .integer(Int64(look.size)), "flags": .array(flags),
            "unseen": .array(campaign.senders.unseen.map { .string($0) }), "thresholds": FlagRules.json,
        ]
    }
}
