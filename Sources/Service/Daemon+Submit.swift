import CKernel
import Campaigns
import Engine
import JSON
import Proofs

extension Daemon {
    /// `submit`: answers to questions, or without any a registration. What is decided here comes by the hundred thousand.
    func submit(_ call: Call, _ address: ReplyAddress) throws(CallError) {
        let line = call.line
        let parameters = try SubmitParameters(call)
        let campaign = try campaign(named: try line.name("campaign", parameters.campaign))
        let participant = try line.name("participant", parameters.participant)
        let key = try line.name("key", parameters.key)
        let answers =
            parameters.answers == nil && campaign.takesRegistrations
            ? nil : try line.required("answers", parameters.answers, .object)
        let paper = try parameters.paper.map { node throws(CallError) in
            line.text(try line.required("paper", node, .string))
        }
        let device = try parameters.device.map { node throws(CallError) in try line.name("device", node) }
        let network = try parameters.address.map { node throws(CallError) in try line.address("ip", node) }
        let wantsReceipt = try line.bool("receipt", parameters.receipt) ?? false

        let sender = campaign.senders.sender(device: device, address: network)
        var members = ActMembers(paper: paper ?? "")
        let request = try actRequest(call, campaign, participant, key, device, sender, wantsReceipt, address)
        fetchAhead(request)
        if let node = parameters.fields { members.filled = try readFields(line, node, of: request) }
        guard let answers else {
            guard paper == nil else { throw refused(request, Refusal(.paperWrong)) }
            answersScratch.removeAll()
            if campaign.takesClaims { return try claim(parameters, &members, device, request) }
            guard !parameters.hasClaim else { throw refused(request, Refusal(.actAbsent)) }
            return try take(.register, members, content: contentHash(.register, members, device: device), request)
        }
        guard !parameters.hasClaim else { throw refused(request, Refusal(.actAbsent)) }
        let read = try readAnswers(line, answers, of: request)
        try take(
            .submit(read, paper: paper ?? ""), members,
            content: contentHash(paper: paper, device: device), request)
    }

    /// Reads answers; `answersScratch` has them in their canonical form then.
    func readAnswers(_ line: Line, _ node: Int, of request: ActRequest) throws(CallError) -> [Answer] {
        let campaign = request.campaign
        answersScratch.removeAll()
        do throws(Refusal) {
            let read = try campaign.actReader.answers.read(line, at: node, canonical: answersScratch)
            guard answersScratch.count + EntryBody.mostBytesBesideAnswers <= Opening.mostBodyBytes else {
                throw Refusal(.answersForm)
            }
            return read
        } catch {
            throw refused(request, error)
        }
    }

    /// Has the memory of a person fetched while their answers are read: among a city's people it is in no cache.
    @inline(__always)
    private func fetchAhead(_ request: ActRequest) {
        let campaign = request.campaign
        let addresses = campaign.state.addresses(of: request.person, key: request.keyHash)
        kernel_prefetch(addresses.person)
        kernel_prefetch(addresses.key)
        kernel_prefetch(addresses.mayWin)
        campaign.pseudonyms.withUnsafeBufferPointer { people in
            guard let first = people.baseAddress else { return }
            kernel_prefetch(first + request.person)
        }
    }

    private func contentHash(paper: String?, device: UnsafeBufferPointer<UInt8>?) -> UInt64 {
        var hash = StableHash()
        hash.combine(answersScratch.bytes)
        // A word before each says whether it is there, or a paper could pass for a device.
        hash.combine(paper == nil ? 0 : 1)
        if var paper { paper.withUTF8 { hash.combine($0) } }
        hash.combine(device == nil ? 0 : 1)
        if let device { hash.combine(device) }
        return hash.finalize()
    }
}

/// The stable hash under which a key is remembered.
func stableHash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash = StableHash()
    hash.combine(bytes)
    return hash.finalize()
}
