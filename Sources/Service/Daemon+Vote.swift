import Campaigns
import Engine
import JSON
import Proofs

extension Daemon {
    /// `vote`: a person's whole choice of the day, or of the campaign; an empty one withdraws it.
    func vote(_ parameters: Parameters, _ address: ReplyAddress) throws(CallError) {
        let line = parameters.call.line
        guard let node = parameters.node("choice") else {
            throw .params("缺少参数 choice", "the parameter choice is missing")
        }
        guard [.array, .object].contains(line.nodes[node].kind) else {
            throw .params(
                "choice 应为作品编号的数组，或作品编号到分数的对象", "choice is an array of work ids, or an object of work ids and points",
                column: line.column(node))
        }
        let request = try actRequest(parameters, address)
        answersScratch.removeAll()
        let ballot: [Vote]
        request.campaign.knowWorks()
        do throws(Refusal) {
            ballot = try request.campaign.actReader.ballots.read(line, at: node, canonical: answersScratch)
            guard answersScratch.count + EntryBody.mostBytesBesideAnswers <= Opening.mostBodyBytes else {
                throw Refusal(.voteMost)
            }
        } catch {
            throw refused(request.campaign, error)
        }
        var members = ActMembers()
        if let node = parameters.node("fields") {
            members.filled = try readFields(line, node, beside: answersScratch.count, of: request)
        }
        try take(
            .vote(ballot), members, content: contentHash(.vote, members, device: request.device), request)
    }
}
