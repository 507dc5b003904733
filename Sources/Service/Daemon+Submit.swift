import CKernel
import Campaigns
import Engine
import JSON
import Proofs

extension Daemon {
    /// What may wait for the disk at once; beyond it new work is refused, and what was accepted keeps its latency.
    static let mostStagedBytes = 64 << 20

    /// `submit`: decides one submission; an accepted one is staged in the journal and in the campaign's log.
    func submit(_ call: Call, _ address: ReplyAddress) throws(CallError) {
        let line = call.line
        let parameters = try SubmitParameters(call)
        let campaign = try campaign(named: try line.name("campaign", parameters.campaign))
        let participant = try line.name("participant", parameters.participant)
        let key = try line.name("key", parameters.key)
        let answers = try line.required("answers", parameters.answers, .object)
        let paper = try parameters.paper.map { node throws(CallError) in
            line.text(try line.required("paper", node, .string))
        }
        let device = try parameters.device.map { node throws(CallError) in try line.name("device", node) }
        let wantsReceipt = try line.bool("receipt", parameters.receipt) ?? false

        if wantsReceipt, address.peer.waitingCount >= Self.mostWaiting { throw CallError(Refusal(.overloaded)) }
        guard
            let person = campaign.people.place(of: participant) ?? campaign.roll.place(ofAdded: participant)
        else {
            throw refused(campaign, Refusal(.personUnlisted))
        }
        let keyHash = stableHash(key)
        fetchAhead(campaign, person, keyHash)
        answersScratch.removeAll()
        var submission: Submission
        do throws(Refusal) {
            let read = try campaign.answerReader.read(line, at: answers, canonical: answersScratch)
            guard answersScratch.count + EntryBody.mostBytesBesideAnswers <= Opening.mostBodyBytes else {
                throw Refusal(.answersForm)
            }
            submission = Submission(
                person: person, key: keyHash, content: contentHash(paper: paper, device: device),
                paper: paper ?? "", answers: read)
        } catch {
            throw refused(campaign, error)
        }
        // Decided twice only where something is won at once: a proof is worth its price where the answer is yes.
        let instant = campaign.prover == nil ? nil : proof(of: submission, to: campaign)
        submission.number = instant?.number
        switch campaign.state.decide(submission, at: tick, barred: barred) {
        case .refused(let refusal):
            campaign.version += 1
            throw CallError(refusal)
        case .replayed(let acceptance):
            reply(call, address, campaign, person, acceptance, isReplay: true, wantsReceipt: wantsReceipt)
        case .accepted(let acceptance):
            campaign.version += 1
            stage(campaign, submission, acceptance, instant, key: key)
            reply(call, address, campaign, person, acceptance, isReplay: false, wantsReceipt: wantsReceipt)
        }
    }

    /// The proof for a submission that will be accepted; nil for one that will not.
    private func proof(of submission: Submission, to campaign: RunningCampaign) -> InstantProof? {
        guard campaign.state.willAccept(submission, at: tick, barred: barred) else { return nil }
        return InstantProof(campaign, person: submission.person)
    }

    /// Has the memory of a person fetched while their answers are read: among a city's people it is in no cache.
    @inline(__always)
    private func fetchAhead(_ campaign: RunningCampaign, _ person: Int, _ key: UInt64) {
        let addresses = campaign.state.addresses(of: person, key: key)
        kernel_prefetch(addresses.person)
        kernel_prefetch(addresses.key)
        campaign.pseudonyms.withUnsafeBufferPointer { kernel_prefetch($0.baseAddress! + person) }
    }

    /// Why the daemon takes nothing new at the moment.
    var barred: Refusal? {
        if journal.stagedBytes >= Self.mostStagedBytes {
            return Refusal(.overloaded, retryAfterMilliseconds: 100)
        }
        return journal.canAccept ? nil : Refusal(.storage, retryAfterMilliseconds: 5000)
    }

    func refused(_ campaign: RunningCampaign, _ refusal: Refusal) -> CallError {
        _ = campaign.state.refuse(refusal)
        campaign.version += 1
        return CallError(refusal)
    }

    func contentHash(paper: String?, device: UnsafeBufferPointer<UInt8>?) -> UInt64 {
        var hash = StableHash()
        hash.combine(answersScratch.bytes)
        // A word before each says whether it is there, or a paper could pass for a device.
        hash.combine(paper == nil ? 0 : 1)
        if var paper { paper.withUTF8 { hash.combine($0) } }
        hash.combine(device == nil ? 0 : 1)
        if let device { hash.combine(device) }
        return hash.finalize()
    }

    /// Puts an accepted submission into the open batch and at the end of the log.
    func stage(
        _ campaign: RunningCampaign, _ submission: Submission, _ acceptance: Acceptance, _ instant: InstantProof?,
        key: UnsafeBufferPointer<UInt8>
    ) {
        precondition(acceptance.index == campaign.log.count, "an entry is the next leaf")
        payloadScratch.removeAll()
        EntryPayload.appendHead(
            campaign: UInt32(campaign.number), person: UInt32(submission.person), content: submission.content,
            key: key, to: payloadScratch)
        let opening = payloadScratch.count
        nonces.append(for: campaign, index: acceptance.index, to: payloadScratch)
        EntryBody(
            at: tick, attempt: acceptance.attempt, paper: submission.paper, proof: instant?.hex,
            pseudonym: campaign.pseudonyms[submission.person], isBallot: submission.ballot != nil
        ).append(answers: answersScratch, to: payloadScratch)
        let location = journal.stage(kind: FrameKind.entry.rawValue, payload: payloadScratch.raw)
        campaign.log.append(opening: UnsafeBufferPointer(rebasing: payloadScratch.bytes[opening...]), at: location)
    }

    func reply(
        _ call: Call, _ address: ReplyAddress, _ campaign: RunningCampaign, _ person: Int,
        _ acceptance: Acceptance, isReplay: Bool, wantsReceipt: Bool, isInclusionOnly: Bool = false
    ) {
        guard let id = call.id else { return }
        guard !wantsReceipt else {
            let result = ByteSink()
            acceptance.appendMembers(to: result, isReplay: isReplay, tiers: campaign.instantTiers)
            let request = HeadRequest(
                wish: .submission(result: Array(result.bytes)), isInclusionOnly: isInclusionOnly, index: acceptance.index, person: person,
                address: address,
                id: call.idBytes, language: call.language)
            address.wait()
            campaign.waitingForHead.append(request)
            return
        }
        guard case .direct(let peer) = address else {
            let reply = ByteSink()
            Self.append(
                acceptance, isReplay: isReplay, tiers: campaign.instantTiers, id: call.line.bytes[id], to: reply)
            return address.write { $0.append(contentsOf: reply.bytes) }
        }
        Self.append(
            acceptance, isReplay: isReplay, tiers: campaign.instantTiers, id: call.line.bytes[id], to: peer.out)
        peer.out.append(0x0A)
    }

    private static func append(
        _ acceptance: Acceptance, isReplay: Bool, tiers: [JSON]?, id: Slice<UnsafeBufferPointer<UInt8>>,
        to out: ByteSink
    ) {
        out.append("{\"jsonrpc\":\"2.0\",\"id\":")
        out.append(UnsafeBufferPointer(rebasing: id))
        out.append(",\"result\":{")
        acceptance.appendMembers(to: out, isReplay: isReplay, tiers: tiers)
        out.append("}}")
    }
}

/// The stable hash under which a key is remembered.
func stableHash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash = StableHash()
    hash.combine(bytes)
    return hash.finalize()
}

extension Acceptance {
    /// Appends the members of a submission's result, without the braces.
    ///
    /// - Parameter tiers: What is told of each tier that can be won at once; nil where none can.
    func appendMembers(to out: ByteSink, isReplay: Bool, tiers: [JSON]?) {
        out.append("\"index\":")
        out.append(decimal: Int64(index))
        out.append(",\"attempt\":")
        out.append(decimal: Int64(attempt))
        if let score {
            out.append(",\"score\":")
            out.append(decimal: Int64(score))
        }
        if let passed { out.append(passed ? ",\"passed\":true" : ",\"passed\":false") }
        if let chances {
            out.append(",\"chances\":")
            out.append(decimal: Int64(chances))
        }
        if let tiers {
            out.append(",\"prize\":")
            for byte in (prize.map { tiers[$0] } ?? .null).bytes() { out.append(byte) }
        }
        appendRemaining(to: out)
        if isVoid { out.append(",\"void\":true") }
        if isReplay { out.append(",\"replayed\":true") }
    }

    private func appendRemaining(to out: ByteSink) {
        out.append(",\"remaining\":{")
        if let remainingDay {
            out.append("\"day\":")
            out.append(decimal: Int64(remainingDay))
        }
        if let remainingTotal {
            out.append(remainingDay == nil ? "\"total\":" : ",\"total\":")
            out.append(decimal: Int64(remainingTotal))
        }
        out.append(UInt8(ascii: "}"))
    }
}
