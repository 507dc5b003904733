import Campaigns
import Engine
import JSON
import Proofs

/// What all calls have in common by which participants do something. Valid while the daemon works on the line.
struct ActRequest {
    let call: Call
    let campaign: RunningCampaign
    /// The place in the roll.
    let person: Int
    let key: UnsafeBufferPointer<UInt8>
    let keyHash: UInt64
    let device: UnsafeBufferPointer<UInt8>?
    /// Who it counts for besides the person, where the campaign limits that.
    let sender: Sender
    let wantsReceipt: Bool
    /// Whether the receipt leaves out what was sent.
    var isInclusionOnly = false
    let address: ReplyAddress
}

extension Daemon {
    /// What may wait for the disk at once; beyond it new work is refused, and what was accepted keeps its latency.
    static let mostStagedBytes = 64 << 20

    /// Finds the person; one who is not on the roll, or comes when no more may, is a refusal.
    func actRequest(
        _ call: Call, _ campaign: RunningCampaign, _ participant: UnsafeBufferPointer<UInt8>,
        _ key: UnsafeBufferPointer<UInt8>, _ device: UnsafeBufferPointer<UInt8>?, _ sender: Sender,
        _ wantsReceipt: Bool, _ address: ReplyAddress
    ) throws(CallError) -> ActRequest {
        if wantsReceipt, address.peer.waitingCount >= Self.mostWaiting { throw CallError(Refusal(.overloaded)) }
        let person: Int
        do throws(Refusal) { person = try campaign.participant(participant) } catch { throw refused(campaign, error) }
        return ActRequest(
            call: call, campaign: campaign, person: person, key: key, keyHash: stableHash(key), device: device,
            sender: sender, wantsReceipt: wantsReceipt, address: address)
    }

    /// The same for a call whose parameters were read by name.
    func actRequest(_ parameters: Parameters, _ address: ReplyAddress) throws(CallError) -> ActRequest {
        let campaign = try campaign(parameters)
        let participant = try parameters.name("participant")
        let key = try parameters.name("key")
        let device = try parameters.node("device") == nil ? nil : parameters.name("device")
        let line = parameters.call.line
        let network = try parameters.node("ip").map { node throws(CallError) in try line.address("ip", node) }
        let sender = campaign.senders.sender(device: device, address: network)
        let isInclusionOnly = try parameters.optionalBool("inclusion_only") ?? false
        let wantsReceipt = try parameters.optionalBool("receipt") ?? isInclusionOnly
        var request = try actRequest(
            parameters.call, campaign, participant, key, device, sender, wantsReceipt, address)
        request.isInclusionOnly = isInclusionOnly
        return request
    }

    /// Decides an act; an accepted one is staged in the journal and in the campaign's log.
    ///
    /// The canonical `answers` or `choice`, where it has one, is in `answersScratch`.
    ///
    /// - Parameter content: Stable hash of what the call says.
    func take(
        _ act: Act, _ members: ActMembers, content: UInt64, _ request: ActRequest
    ) throws(CallError) {
        let (acceptance, isReplay) = try decide(act, members, content: content, request)
        reply(request, acceptance, isReplay: isReplay)
        if !isReplay, request.campaign.keepsBooks { settleDue(request.campaign) }
    }

    /// The same without an answer.
    func decide(
        _ act: Act, _ members: ActMembers, content: UInt64, _ request: ActRequest
    ) throws(CallError) -> (acceptance: Acceptance, isReplay: Bool) {
        let campaign = request.campaign
        if campaign.isTimed { handInDue(before: request) }
        let barred = campaign.keepsBooks ? unsettled(campaign) ?? self.barred : self.barred
        var submission = Submission(person: request.person, key: request.keyHash, content: content, act: act)
        submission.sender = request.sender
        submission.hasFields = members.filled != nil
        // Decided twice only where something is won at once: a proof is worth its price where the answer is yes.
        let isNumbered = campaign.prover != nil && campaign.state.isInstantAttempt(act.kind)
        let instant = isNumbered ? proof(of: submission, to: campaign, barred) : nil
        submission.number = instant?.number
        switch campaign.state.decide(submission, at: tick, barred: barred) {
        case .refused(let refusal):
            campaign.version += 1
            throw CallError(refusal).telling(left(request))
        case .replayed(let acceptance):
            return (acceptance, true)
        case .accepted(let acceptance):
            campaign.version += 1
            campaign.review?.take(act, leaf: acceptance.index, campaign.state.rules)
            if case .save = act { campaign.savedAnswers[request.person] = Array(answersScratch.bytes) }
            stage(submission, members, acceptance, instant, of: campaign, key: request.key)
            return (acceptance, false)
        }
    }

    /// The stable hash of an act by its kind, its members and what stands in `answersScratch`.
    func contentHash(_ kind: ActKind, _ members: ActMembers, device: UnsafeBufferPointer<UInt8>?) -> UInt64 {
        var hash = StableHash(seed: UInt64(kind.rawValue) + 1)
        hash.combine(answersScratch.bytes)
        for text in [members.paper, members.day ?? "", members.question ?? "", members.file ?? "", members.work ?? ""] {
            var text = text
            text.withUTF8 { hash.combine($0) }
        }
        hash.combine(UInt64(members.hint ?? 0))
        members.filled?.combine(into: &hash)
        members.claim?.combine(into: &hash)
        for dependant in members.dependants { dependant.combine(into: &hash) }
        hash.combine(UInt64(members.dependants.count))
        hash.combine(device == nil ? 0 : 1)
        if let device { hash.combine(device) }
        return hash.finalize()
    }

    /// The proof for a submission that will be accepted; nil for one that will not.
    private func proof(
        of submission: Submission, to campaign: RunningCampaign, _ barred: Refusal?
    ) -> InstantProof? {
        guard campaign.state.willAccept(submission, at: tick, barred: barred) else { return nil }
        return InstantProof(campaign, person: submission.person)
    }

    /// Why the daemon takes nothing new at the moment.
    var barred: Refusal? {
        if journal.stagedBytes >= Self.mostStagedBytes {
            return Refusal(.overloaded, retryAfterMilliseconds: 100)
        }
        return journal.canAccept ? nil : Refusal(.storage, retryAfterMilliseconds: 5000)
    }

    /// Counts a refusal that was found before the engine was asked.
    func refused(_ request: ActRequest, _ refusal: Refusal) -> CallError {
        refused(request.campaign, refusal).telling(left(request))
    }

    /// What all limits leave whoever asks.
    private func left(_ request: ActRequest) -> Remaining {
        request.campaign.state.remaining(of: request.person, request.sender, at: tick)
    }

    func refused(_ campaign: RunningCampaign, _ refusal: Refusal) -> CallError {
        _ = campaign.state.refuse(refusal)
        campaign.version += 1
        return CallError(refusal)
    }

    /// Puts an accepted act into the open batch and at the end of the log.
    func stage(
        _ submission: Submission, _ members: ActMembers, _ acceptance: Acceptance, _ instant: InstantProof?,
        of campaign: RunningCampaign, key: UnsafeBufferPointer<UInt8>
    ) {
        precondition(acceptance.index == campaign.log.count, "an entry is the next leaf")
        let newcomer = campaign.admit(submission.person)
        let (fields, dependants) = stageConcealed(members, of: campaign)
        payloadScratch.removeAll()
        EntryPayload.appendHead(
            campaign: UInt32(campaign.number), person: UInt32(submission.person), content: submission.content,
            key: key, sender: submission.sender, newcomer: newcomer, to: payloadScratch)
        let opening = payloadScratch.count
        nonces.append(for: campaign, index: acceptance.index, to: payloadScratch)
        EntryBody(
            kind: submission.act.kind, at: tick, attempt: acceptance.attempt, members: members, proof: instant?.hex,
            pseudonym: campaign.pseudonyms[submission.person], commitments: campaign.commitments(to: submission.person),
            phase: campaign.state.phaseName(at: tick)
        ).append(value: answersScratch, fields: fields, dependants: dependants, to: payloadScratch)
        let location = journal.stage(kind: FrameKind.entry.rawValue, payload: payloadScratch.raw)
        campaign.log.append(opening: UnsafeBufferPointer(rebasing: payloadScratch.bytes[opening...]), at: location)
    }

    private func reply(_ request: ActRequest, _ acceptance: Acceptance, isReplay: Bool) {
        guard let id = request.call.id else { return }
        guard !request.wantsReceipt else {
            let result = ByteSink()
            acceptance.appendMembers(to: result, isReplay: isReplay, of: request.campaign)
            let wish = HeadRequest.Wish.submission(result: Array(result.bytes))
            request.address.wait()
            request.campaign.waitingForHead.append(
                HeadRequest(
                    wish: wish, isInclusionOnly: request.isInclusionOnly, index: acceptance.index,
                    person: request.person, address: request.address, id: request.call.idBytes,
                    language: request.call.language))
            return
        }
        let idBytes = request.call.line.bytes[id]
        guard case .direct(let peer) = request.address else {
            let reply = ByteSink()
            Self.append(acceptance, isReplay: isReplay, of: request.campaign, id: idBytes, to: reply)
            return request.address.write { $0.append(contentsOf: reply.bytes) }
        }
        Self.append(acceptance, isReplay: isReplay, of: request.campaign, id: idBytes, to: peer.out)
        peer.out.append(0x0A)
    }

    private static func append(
        _ acceptance: Acceptance, isReplay: Bool, of campaign: RunningCampaign,
        id: Slice<UnsafeBufferPointer<UInt8>>,
        to out: ByteSink
    ) {
        out.append("{\"jsonrpc\":\"2.0\",\"id\":")
        out.append(UnsafeBufferPointer(rebasing: id))
        out.append(",\"result\":{")
        acceptance.appendMembers(to: out, isReplay: isReplay, of: campaign)
        out.append("}}")
    }
}
