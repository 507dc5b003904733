import Campaigns
import JSON
import Proofs

extension Verification {
    /// Check `records`: leaf 0 is the charter, then entries and amendments, one closing, values, one draw or void.
    mutating func checkRecords() {
        guard let log else { return }
        guard let first = log.records.first, first.index == 0, case .charter(let charter) = first.leaf else {
            findings.fail(.records, leaf: 0, zh: "不是章程", en: "is not a charter")
            return
        }
        let campaign = amendments?.campaign ?? rules?.campaign
        var order = RecordOrder(
            findings: findings, hasLedger: campaign?.hasLedger ?? true,
            hasEvents: campaign.map { $0.hasLedger || $0.prizes.claimWithin != nil } ?? true,
            phases: PhaseRecords(phaseNames))
        for (index, leaf) in log.records.dropFirst() { order.take(leaf, index: index) }
        findings = order.findings
        guard order.phases.isClosed, let closing = order.phases.closings.last else {
            findings.fail(.records, zh: "没有截止记录", en: "there is no closing")
            return
        }
        guard order.phases.isDecided, let outcome = order.phases.outcomes.last ?? nil else {
            findings.fail(.records, zh: "没有抽奖记录，也没有作废记录", en: "there is neither a draw nor a void")
            return
        }
        timelines = order.phases.timelines(
            Timeline(
                declared: charter, charter: charter, activation: order.activation, amendments: order.amendments,
                closing: closing, outcome: outcome, withheld: order.withheld, events: log.events, final: order.final))
        guard let timeline = timelines.last else { return }
        self.timeline = timeline
        checkOrder(timelines)
        eachPhase { $0.checkClosing($1) }
        checkEventPhases(timelines, log)
        if timeline.day != nil { checkDays(timelines, log) }
        checkWithheld(timeline)
        findings.pass(
            .records, zh: "\(log.records.count) 条记录齐全，次序和格式正确",
            en: "\(counted(log.records.count, "record")), all there, in order and well formed")
        let drawn = order.phases.hasDraw ? ("第二次抽奖", "second draw") : ("抽奖", "draw")
        findings.pass(
            .afterClosing, zh: "截止之后没有提交、变更或\(drawn.0)", en: "no entry, amendment or \(drawn.1) after the closing")
    }

    /// The phases that there must be, by name: where the rules can't be read, the one of most campaigns.
    private var phaseNames: [String] {
        amendments?.phases.map(\.name) ?? rules?.campaign.phases.map(\.name) ?? [DrawPhase.wholeName]
    }

    /// When a phase takes nothing any more: the last one when intake ends.
    private func end(of timeline: Timeline) -> Int64 {
        let phases = amendments?.phases ?? rules?.campaign.phases ?? []
        if let day = timeline.day, day + 1 < phases.count { return phases[day].takes.upperBound }
        return amendments?.ends ?? timeline.charter.closes
    }

    /// Times never go back.
    private mutating func checkOrder(_ timelines: [Timeline]) {
        guard let timeline = timelines.last else { return }
        var last = timeline.charter.announces
        var times = timeline.activation.map { [($0.index, $0.record.at)] } ?? []
        times += timeline.amendments.map { ($0.index, $0.record.at) }
        for phase in timelines {
            times.append((phase.closing.index, phase.closing.record.at))
            times += phase.values.map { ($0.index, $0.record.at) }
            times.append((phase.outcome.index, phase.outcome.at))
            times += phase.events.map { ($0.index, $0.body.at) }
        }
        times += timeline.withheld.map { ($0.index, $0.record.at) }
        timeline.final.map { times.append(($0.index, $0.record.at)) }
        times.sort { $0.0 < $1.0 }
        for (index, at) in times {
            findings.require(
                at >= last, .records, zh: "记录第 \(index) 条：时间早于前一条记录",
                en: "leaf \(index): is earlier than the record before it")
            last = max(last, at)
        }
        guard let latest = judge?.latestAt, latest.at >= timeline.closing.record.intakeEnded else { return }
        findings.fail(.limits, at: latest.index, zh: "在停止接收之后", en: "is from after the end of intake")
    }

    /// What the closing says of its entries, and the parts that it must not name.
    private mutating func checkClosing(_ timeline: Timeline) {
        let (index, closing) = timeline.closing
        findings.require(
            closing.intakeEnded == end(of: timeline), .records,
            zh: "记录第 \(index) 条：停止接收的时间不是公布的时间",
            en: "leaf \(index): intake did not end when it was announced to")
        findings.require(
            closing.at >= closing.intakeEnded + (rules?.campaign.review ?? 0), .records,
            zh: "记录第 \(index) 条：早于复核期结束",
            en: "leaf \(index): is from before the end of the review window")
        if let judge {
            let (entries, people) = judge.possibleCounts(ofDay: timeline.day)
            findings.require(
                entries.contains(closing.entries) && people.contains(closing.people), .records,
                zh:
                    "记录第 \(index) 条：写的是 \(closing.entries) 次提交、\(closing.people) 人，实为 \(entries.lowerBound)、\(people.lowerBound)",
                en: "leaf \(index): says \(closing.entries) entries of \(closing.people) people, "
                    + "found \(entries.lowerBound) of \(people.lowerBound)")
        }
        findings.require(
            (closing.ledger != nil) == (rules?.campaign.hasLedger ?? (closing.ledger != nil)), .records,
            zh: "记录第 \(index) 条：含有本活动没有的部分，或缺少应有的部分",
            en: "leaf \(index): names parts that the campaign does not have, or lacks one that it has")
        let path = timeline.paths.refusals
        if let refusals = read(path, for: .records) {
            findings.require(
                closing.refusals == SHA256.hash(refusals) && (try? DrawFiles.parseRefusals(refusals)) != nil, .records,
                zh: "\(path)：不是截止记录所固定的文件", en: "\(path): is not what the closing fixes")
        }
    }
}

/// Takes the records after the charter one by one and says which must not stand where they do.
private struct RecordOrder {
    var findings: Findings
    /// Whether there are events before the draw too, and after a void.
    let hasLedger: Bool
    /// Whether there are any.
    let hasEvents: Bool
    var phases: PhaseRecords
    var activation: (index: Int, record: Activation)?
    var amendments: [(index: Int, record: Amendment)] = []
    var withheld: [(index: Int, record: Withheld)] = []
    var final: (index: Int, record: Final)?

    private var hasClosing: Bool { !phases.closings.isEmpty }

    mutating func take(_ leaf: Leaf, index: Int) {
        switch leaf {
        case .amendment(let record):
            checkAmendment(record, index: index)
            amendments.append((index, record))
        case .activation(let record):
            require(!hasClosing, index, zh: "启动记录晚于截止", en: "is an activation after the closing")
            require(activation == nil, index, zh: "是第二个启动记录", en: "is a second activation")
            activation = activation ?? (index, record)
        case .closing(let record): takeClosing(record, index)
        case .value(let record):
            let place = phase(record.phase, index)
            let outcome = phases.outcomes[place]
            require(phases.closings.count > place, index, zh: "随机数早于截止", en: "is a value before the closing")
            require(
                outcome == nil, index, zh: outcome?.draw != nil ? "随机数晚于抽奖" : "随机数晚于作废",
                en: outcome?.draw != nil ? "is a value after the draw" : "is a value after the void")
            phases.values[place].append((index, record))
        case .draw(let record): takeDraw(record, index)
        case .void(let record): takeVoid(record, index)
        case .withheld(let record):
            require(phases.isDecided, index, zh: "抹去内容早于抽奖或作废", en: "withholds an opening before draw or void")
            withheld.append((index, record))
        case .event:
            requireEvents(index)
            require(phases.hasDraw || hasLedger, index, zh: "是抽奖之前的事件", en: "is an event before the draw")
            require(final == nil, index, zh: "是终结之后的事件", en: "is an event after the end of the log")
        case .final(let record):
            requireEvents(index)
            require(
                phases.isDecided && (phases.hasDraw || hasLedger), index, zh: "早于抽奖",
                en: "ends the log before the draw")
            require(final == nil, index, zh: "是第二个终结记录", en: "ends the log a second time")
            final = final ?? (index, record)
        case .charter:
            require(false, index, zh: "是第二个章程", en: "is a second charter")
        default:
            require(false, index, zh: "是本活动不会有的记录", en: "is a record that such a campaign does not have")
        }
    }

    private mutating func requireEvents(_ index: Int) {
        require(hasEvents, index, zh: "是本活动不会有的记录", en: "is a record that such a campaign does not have")
    }

    /// The place of the phase that a record names.
    private mutating func phase(_ name: String, _ index: Int) -> Int {
        let names = phases.names.count == 1 ? phases.names[0] : "\(phases.names[0]) … \(phases.names.last ?? "")"
        require(phases.names.contains(name), index, zh: "阶段应为 \(names)", en: "should be of phase \(names)")
        return phases.place(of: name)
    }

    /// Phases are closed one after the other.
    private mutating func takeClosing(_ record: Closing, _ index: Int) {
        guard !phases.isClosed else {
            require(false, index, zh: "是第二个截止记录", en: "is a second closing")
            return
        }
        let name = phases.names[phases.closings.count]
        require(record.phase == name, index, zh: "阶段应为 \(name)", en: "should be of phase \(name)")
        phases.closings.append((index, record))
    }

    private mutating func takeDraw(_ record: Draw, _ index: Int) {
        let place = phase(record.phase, index)
        require(phases.closings.count > place, index, zh: "抽奖早于截止", en: "is a draw before the closing")
        requireOrder(place, index)
        if let outcome = phases.outcomes[place] {
            findings.fail(
                .afterClosing, leaf: index, zh: outcome.draw == nil ? "是作废之后的抽奖" : "是第二次抽奖",
                en: outcome.draw == nil ? "is a draw after the void" : "is a second draw")
        }
        phases.outcomes[place] = phases.outcomes[place] ?? .drawn(index: index, record: record)
    }

    private mutating func takeVoid(_ record: VoidRecord, _ index: Int) {
        let place = phase(record.phase, index)
        require(phases.closings.count > place, index, zh: "作废早于截止", en: "is a void before the closing")
        requireOrder(place, index)
        if let outcome = phases.outcomes[place] {
            findings.fail(
                .afterClosing, leaf: index, zh: outcome.draw != nil ? "是开奖之后的作废" : "是第二次作废",
                en: outcome.draw != nil ? "is a void after the draw" : "is a second void")
        }
        phases.outcomes[place] = phases.outcomes[place] ?? .void(index: index, record: record)
    }

    /// Who won on earlier days wins no more, so those are decided first.
    private mutating func requireOrder(_ place: Int, _ index: Int) {
        require(
            phases.outcomes[..<place].allSatisfy { $0 != nil }, index, zh: "前面的日子还没有开奖或作废",
            en: "comes before an earlier day was drawn or voided")
    }

    private mutating func checkAmendment(_ record: Amendment, index: Int) {
        if phases.isClosed {
            findings.fail(.afterClosing, leaf: index, zh: "是截止之后的变更", en: "is an amendment after the closing")
        }
    }

    private mutating func require(_ holds: Bool, _ index: Int, zh: String, en: String) {
        if !holds { findings.fail(.records, leaf: index, zh: zh, en: en) }
    }
}

extension Findings {
    /// A failure of what a record says: names its leaf.
    mutating func fail(_ id: CheckID, leaf index: Int, zh: String, en: String) {
        fail(id, zh: "log，记录第 \(index) 条：\(zh)", en: "log, leaf \(index): \(en)")
    }
}
