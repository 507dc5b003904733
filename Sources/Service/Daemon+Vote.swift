import Campaigns
import Engine
import JSON
import Proofs

extension Daemon {
    /// `vote`: a person's whole choice of the day, or of the campaign; an empty one withdraws it.
    func vote(_ parameters: Parameters, _ address: ReplyAddress) throws(CallError) {
        let call = parameters.call
        let campaign = try campaign(parameters)
        let participant = try parameters.name("participant")
        let key = try parameters.name("key")
        let device = parameters.node("device") == nil ? nil : try parameters.name("device")
        guard let node = parameters.node("choice") else {
            throw .params("缺少参数 choice", "the parameter choice is missing")
        }
        guard [.array, .object].contains(call.line.nodes[node].kind) else {
            throw .params(
                "choice 应为作品编号的数组，或作品编号到分数的对象", "choice is an array of work ids, or an object of work ids and points",
                column: call.line.column(node))
        }
        let isInclusionOnly = try parameters.optionalBool("inclusion_only") ?? false
        let wantsReceipt = try parameters.optionalBool("receipt") ?? isInclusionOnly
        if wantsReceipt, address.peer.waitingCount >= Self.mostWaiting { throw CallError(Refusal(.overloaded)) }
        guard let person = campaign.roll.place(of: participant) else {
            throw refused(campaign, Refusal(.personUnlisted))
        }
        answersScratch.removeAll()
        let ballot: [Ballot.Vote]
        do throws(Refusal) {
            ballot = try campaign.ballotReader.read(call.line, at: node, canonical: answersScratch)
        } catch {
            throw refused(campaign, error)
        }
        var submission = Submission(
            person: person, key: stableHash(key), content: contentHash(paper: nil, device: device), paper: "",
            answers: [])
        submission.ballot = ballot
        switch campaign.state.decide(submission, at: tick, barred: barred) {
        case .refused(let refusal):
            campaign.version += 1
            throw CallError(refusal)
        case .replayed(let acceptance):
            reply(call, address, campaign, person, acceptance, isReplay: true, wantsReceipt: wantsReceipt,
                isInclusionOnly: isInclusionOnly)
        case .accepted(let acceptance):
            campaign.version += 1
            stage(campaign, submission, acceptance, nil, key: key)
            reply(call, address, campaign, person, acceptance, isReplay: false, wantsReceipt: wantsReceipt,
                isInclusionOnly: isInclusionOnly)
        }
    }
}
