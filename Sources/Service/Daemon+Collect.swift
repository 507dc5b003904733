import Campaigns
import Engine
import JSON
import Proofs

/// Works that people hand in, and staff review.
extension Daemon {
    /// `work`: hands in a work, of whose file the digest comes and not the file; or with `withdraw` takes one back.
    func work(_ parameters: Parameters, _ address: ReplyAddress) throws(CallError) {
        let line = parameters.call.line
        let request = try actRequest(parameters, address)
        var members = ActMembers()
        answersScratch.removeAll()
        let act: WorkAct
        if let node = parameters.node("withdraw") {
            guard parameters.node("file") == nil, parameters.node("fields") == nil else {
                throw .params("withdraw 不与 file、fields 同用", "withdraw comes without file and fields")
            }
            members.work = line.text(try line.required("withdraw", node, .string))
            guard let leaf = members.work.flatMap(Campaign.leaf(ofCollected:)) else {
                throw refused(request, Refusal(.workUnknown))
            }
            act = .takeBack(leaf: leaf)
        } else {
            let file = try parameters.fileDigest()
            members.file = file
            if let node = parameters.node("fields") { members.filled = try readFields(line, node, of: request) }
            act = .handIn(file: file, title: members.filled?.title ?? "")
        }
        try take(
            .work(act), members, content: contentHash(.work, members, device: request.device), request)
    }

    /// `work.review`: staff accept a work, so that it stands for voting, or turn it down with a reason.
    func reviewWork(_ parameters: Parameters) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        let name = String(decoding: try parameters.name("work"), as: UTF8.self)
        guard let isAccepted = try parameters.optionalBool("accept") else {
            throw .params("缺少参数 accept（true 或 false）", "the parameter accept (true or false) is missing")
        }
        guard campaign.state.collected != nil else { throw CallError(Untimely.uncollected) }
        guard let leaf = Campaign.leaf(ofCollected: name) else { throw CallError(Untimely.workUnknown) }
        let reason = isAccepted && parameters.node("reason") == nil ? "" : try parameters.reason()
        do throws(AmendmentRefusal) {
            let step = AmendmentStep.review(work: leaf, isAccepted: isAccepted, reason: reason)
            let index = try make(step, in: campaign)
            campaign.version += 1
            return [
                "index": .integer(Int64(index)), "works": .integer(Int64(campaign.rules.works?.entries.count ?? 0)),
            ]
        } catch {
            throw CallError(error)
        }
    }

    /// Works that one answer has at most.
    private static let mostWorksListed = 256

    /// `work.list`: the works that came, some at a time, with who handed them in and what the form says; private fields stay
    /// closed.
    func workList(_ parameters: Parameters) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        guard let collected = campaign.state.collected else { throw CallError(Untimely.uncollected) }
        let from = try parameters.optionalInteger("from") ?? 0
        let state = try parameters.node("state").map { node throws(CallError) in
            try parameters.workState(parameters.call.line.text(node))
        }
        let found = collected.works.drop { $0.leaf < from }.filter { state == nil || $0.state == state }
        var listed: [JSON] = []
        for work in found.prefix(Self.mostWorksListed) {
            var members = [
                JSON.Member("work", .string(work.id)),
                JSON.Member("participant", .string(campaign.roll.id(work.author))),
            ]
            if let fields = try fields(of: campaign, leaf: work.leaf) { members.append(JSON.Member("fields", fields)) }
            listed.append(.object(members + work.members))
        }
        var members = [JSON.Member("works", .array(listed))]
        if let next = found.dropFirst(Self.mostWorksListed).first {
            members.append(JSON.Member("next", .integer(Int64(next.leaf))))
        }
        return .object(members)
    }

    /// What the form of an entry says, as its opening has it; nil where that was erased.
    private func fields(of campaign: RunningCampaign, leaf: Int) throws(CallError) -> JSON? {
        do {
            let payload = try journal.stagedPayload(at: campaign.log.locations[leaf])
            guard let body = try EntryPayload.published(of: payload).opening?.body else { return nil }
            return try JSONDocument(bytes: body).root["fields"].flatMap { JSON($0) }
        } catch {
            throw CallError(.internal, "journal", zh: "日志读不出来", en: "the journal can't be read")
        }
    }
}

extension CollectedWorks.Work {
    /// What its author and staff are told of it.
    var members: [JSON.Member] {
        var members = [
            JSON.Member("title", .string(title)), JSON.Member("file", .string(file)),
            JSON.Member("state", .string(state.rawValue)),
        ]
        if !reason.isEmpty { members.append(JSON.Member("reason", .string(reason))) }
        return members
    }

    var json: JSON { .object([JSON.Member("work", .string(id))] + members) }
}

extension FilledForm {
    /// The name of a work.
    var title: String? {
        guard case .text(let text)? = fields.first(where: { $0.id == Campaign.titleField })?.value else { return nil }
        return text
    }
}

extension Parameters {
    /// `file`: 64 hex digits in lower case.
    fileprivate func fileDigest() throws(CallError) -> String {
        let line = call.line
        guard let node = node("file") else {
            throw .params("缺少参数 file（作品文件的 SHA-256）", "the parameter file, the SHA-256 of the work's file, is missing")
        }
        let text = line.nodes[node].kind == .string ? line.text(node) : ""
        guard Digest(hex: text) != nil else {
            throw .params(
                "file 应为作品文件的 SHA-256：64 位小写十六进制数",
                "file is the SHA-256 of the work's file: 64 hex digits in lower case",
                column: line.column(node))
        }
        return text
    }

    fileprivate func workState(_ text: String) throws(CallError) -> CollectedWorks<Int>.State {
        guard let state = CollectedWorks<Int>.State(rawValue: text) else {
            let names = CollectedWorks<Int>.State.allCases.map(\.rawValue).joined(separator: "、")
            throw .params("state 应为 \(names) 之一", "state is one of \(names)")
        }
        return state
    }
}
