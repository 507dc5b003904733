import Campaigns
import Engine
import JSON
import Proofs

extension Daemon {
    /// `pause`
    func pause(_ parameters: Parameters) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        return ["index": try amend(campaign, .pause(reason: try parameters.reason()))]
    }

    /// `resume`
    func resume(_ parameters: Parameters) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        return ["index": try amend(campaign, .resume(reason: try parameters.reason()))]
    }

    /// `entry.void`: of several entries all or none.
    func voidEntries(_ parameters: Parameters) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        let indexes = try parameters.indexes("index")
        let reason = try parameters.reason()
        for index in indexes {
            do throws(Untimely) {
                try campaign.state.requireVoidable(index)
            } catch {
                var refusal = CallError(error)
                if indexes.count > 1 { refusal.index = index }
                throw refusal
            }
        }
        var leaves: [JSON] = []
        for index in indexes { leaves.append(try amend(campaign, .voidEntry(index: index, reason: reason))) }
        guard parameters.isArray("index") else { return ["index": leaves[0], "voided": .integer(Int64(indexes[0]))] }
        return ["index": .array(leaves), "voided": .array(indexes.map { .integer(Int64($0)) })]
    }

    /// `extend`
    func extend(_ parameters: Parameters) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        guard campaign.rules.days.isEmpty else { throw CallError(Untimely.extendDaily) }
        let closes = try parameters.closes()
        let declared = campaign.announced.sources(of: campaign.rules)
        let times = try parameters.sourceTimes(count: declared.count { $0.source.available != nil })
        var rest = times[...]
        let sources = declared.map { declared in
            declared.source.available == nil ? declared.source : declared.source.later(rest.removeFirst())
        }
        let step = AmendmentStep.extend(closes: closes, sources: sources.map(\.text), edit: [])
        return ["index": try amend(campaign, step), "closes_ms": .integer(campaign.state.intakeEnds)]
    }

    /// `regrade`
    func regrade(_ parameters: Parameters) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        let step = ChangeStep(
            sort: .regrade, changes: try parameters.changes(), isSecret: try parameters.optionalBool("secret") ?? false,
            reason: try parameters.reason(), nonce: amendmentNonce(of: campaign))
        return ["index": try amend(campaign, .change(step))]
    }

    /// Makes an amendment and stages it; gives its leaf.
    private func amend(_ campaign: RunningCampaign, _ step: AmendmentStep) throws(CallError) -> JSON {
        do throws(AmendmentRefusal) {
            return .integer(Int64(try make(step, in: campaign)))
        } catch {
            throw CallError(error)
        }
    }

    /// Makes an amendment and stages it; gives its leaf.
    func make(_ step: AmendmentStep, in campaign: RunningCampaign) throws(AmendmentRefusal) -> Int {
        if campaign.keepsBooks, let unsettled = unsettled(campaign) { throw .busy(unsettled) }
        let index = campaign.state.leafCount
        let record = try campaign.amend(step, at: tick) { [journal] in try journal.stagedPayload(at: $0) }
        stage(step: .amend(step), record: record.bytes, of: campaign)
        // Witnesses must see it in time, and are asked about heads.
        if case .extend = step { campaign.wantsHead = true }
        if campaign.keepsBooks { settleDue(campaign) }
        return index
    }

    func amendmentNonce(of campaign: RunningCampaign) -> Digest {
        let nonce = ByteSink()
        nonces.append(for: campaign, index: campaign.state.leafCount, to: nonce)
        guard let digest = Digest(nonce.bytes) else { preconditionFailure("a nonce has 32 bytes") }
        return digest
    }

    /// An amendment as everybody may read it.
    func amendmentJSON(_ amendment: LoggedAmendment) -> JSON {
        let content = try? JSONDocument(bytes: Array(amendment.record.public.utf8))
        return [
            "index": .integer(Int64(amendment.index)), "class": .string(amendment.record.class),
            "at_ms": .integer(amendment.record.at), "public": content.flatMap { JSON($0.root) } ?? .null,
        ]
    }
}

extension CallError {
    init(_ refusal: AmendmentRefusal) {
        let text = refusal.message
        switch refusal {
        case .untimely(let untimely): self.init(untimely)
        case .adverse: self.init(.notNow, "rules.adverse", zh: text.zh, en: text.text(.en))
        case .invalid: self.init(.notNow, "rules.invalid", zh: text.zh, en: text.text(.en))
        case .busy(let refusal): self.init(refusal)
        case .tooLarge: self.init(.notNow, "rules.size", zh: text.zh, en: text.text(.en))
        }
    }
}

extension RandomnessSource {
    /// The same source at a later time; of drand the first round that is not before it.
    func later(_ instant: Int64) -> RandomnessSource {
        switch self {
        case .commit, .reveal: return self
        case .publicNumber(let name, let form, _): return .publicNumber(name: name, form: form, available: instant)
        case .drand:
            let first = RandomnessSource.drand(round: 1).available ?? 0
            return .drand(round: max(0, instant - first + 2999) / 3000 + 1)
        }
    }
}

extension Parameters {
    /// When intake is to end: `closes` or `closes_ms`.
    fileprivate func closes() throws(CallError) -> Int64 {
        if let closes = try optionalInteger("closes_ms"), closes >= 0 { return closes }
        guard let node = node("closes"), let instant = instant(node) else { throw Self.noTime("closes") }
        return instant
    }

    /// The new times of the sources that have one, in the charter's order.
    fileprivate func sourceTimes(count: Int) throws(CallError) -> [Int64] {
        guard let array = node("sources") else {
            guard count == 0 else { throw CallError(.extendSources) }
            return []
        }
        guard call.line.nodes[array].kind == .array else { throw Self.noTime("sources") }
        var times: [Int64] = []
        var element = array + 1
        for _ in 0..<call.line.nodes[array].count {
            guard let instant = instant(element) else { throw Self.noTime("sources") }
            times.append(instant)
            element = Int(call.line.nodes[element].next)
        }
        guard times.count == count else { throw CallError(.extendSources) }
        return times
    }

    /// A time with an offset, or Unix milliseconds.
    private func instant(_ node: Int) -> Int64? {
        if call.line.nodes[node].kind == .string {
            guard case .success(let instant) = Instant.parse(call.line.text(node)) else { return nil }
            return instant
        }
        return call.line.integer(node).flatMap { $0 >= 0 ? $0 : nil }
    }

    private static func noTime(_ name: String) -> CallError {
        .params(
            "\(name) 应为带时区的时间（如 2027-02-20T21:10:00+08:00）或毫秒数",
            "\(name): times with an offset, such as 2027-02-20T21:10:00+08:00, or milliseconds")
    }

    /// `changes` of a re-grade.
    fileprivate func changes() throws(CallError) -> [RulesChange] {
        guard let node = node("changes"), call.line.nodes[node].kind == .array,
            let document = try? JSONDocument(bytes: call.line.source(of: node)),
            let changes = RulesChange.list(document.root)
        else {
            throw .params(
                "changes 应为 {\"pointer\",\"value\"} 的数组，指针不重复",
                "changes is an array of {\"pointer\",\"value\"}, no pointer twice")
        }
        return changes
    }
}

extension Line {
    /// The bytes of an array or object as it was sent.
    fileprivate func source(of node: Int) -> [UInt8] { Array(raw(node)) }
}
