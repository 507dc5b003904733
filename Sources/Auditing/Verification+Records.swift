import JSON
import Proofs

/// The records of a campaign that has been drawn, or was voided, each with the index of its leaf.
struct Timeline {
    /// Leaf 0 as it was logged.
    var declared: Charter
    /// With the end of intake and the randomness that are in force at the closing.
    var charter: Charter
    var activation: (index: Int, record: Activation)?
    var amendments: [(index: Int, record: Amendment)] = []
    var closing: (index: Int, record: Closing)
    var values: [(index: Int, record: Value)] = []
    var outcome: Outcome
    var withheld: [(index: Int, record: Withheld)] = []
    /// What happened to places, prizes, vouchers and money.
    var events: [(index: Int, body: EventBody)] = []
    var final: (index: Int, record: Final)?

    var closingSize: Int { closing.index + 1 }

    var prizeEvents: [(index: Int, body: PrizeEventBody)] {
        events.compactMap { index, event in
            if case .prize(let body) = event { (index, body) } else { nil }
        }
    }

    var placeEvents: [(index: Int, body: PlaceEventBody)] {
        events.compactMap { index, event in
            if case .place(let body) = event { (index, body) } else { nil }
        }
    }

    /// Those before the closing.
    var amendmentsInTime: [(index: Int, record: Amendment)] { amendments.filter { $0.index < closing.index } }

    /// The roll in force after so many leaves.
    func roll(size: Int) -> CountedDigest? {
        declared.amended(by: amendmentsInTime.filter { $0.index < size }.map(\.record)).roll
    }

    /// The values as they count, with the places of what fallbacks stand in for, as the rules have them.
    func randomness(_ fallbacks: [Int?], _ times: QuorumTimes) -> RandomnessFacts {
        RandomnessFacts(
            charter, activation: activation?.record, fallbacks: fallbacks, closing: closing.record,
            closingSize: closingSize, values: values, extensions: extensions, times: times)
    }
}

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
            hasEvents: campaign.map { $0.hasLedger || $0.prizes.claimWithin != nil } ?? true)
        for (index, leaf) in log.records.dropFirst() { order.take(leaf, index: index) }
        findings = order.findings
        guard let closing = order.closing else {
            findings.fail(.records, zh: "没有截止记录", en: "there is no closing")
            return
        }
        guard let outcome = order.outcome else {
            findings.fail(.records, zh: "没有抽奖记录，也没有作废记录", en: "there is neither a draw nor a void")
            return
        }
        let timeline = Timeline(
            declared: charter,
            charter: charter.amended(by: order.amendments.filter { $0.index < closing.index }.map(\.record)),
            activation: order.activation, amendments: order.amendments, closing: closing, values: order.values,
            outcome: outcome, withheld: order.withheld, events: log.events, final: order.final)
        self.timeline = timeline
        checkTimes(timeline)
        checkClosing(timeline)
        checkWithheld(timeline)
        findings.pass(
            .records, zh: "\(log.records.count) 条记录齐全，次序和格式正确",
            en: "\(counted(log.records.count, "record")), all there, in order and well formed")
        let drawn = outcome.draw == nil ? ("抽奖", "draw") : ("第二次抽奖", "second draw")
        findings.pass(
            .afterClosing, zh: "截止之后没有提交、变更或\(drawn.0)", en: "no entry, amendment or \(drawn.1) after the closing")
    }

    private mutating func checkTimes(_ timeline: Timeline) {
        let closing = timeline.closing.record
        var last = timeline.charter.announces
        var times = timeline.activation.map { [($0.index, $0.record.at)] } ?? []
        times += timeline.amendments.map { ($0.index, $0.record.at) }
        times.append((timeline.closing.index, closing.at))
        times += timeline.values.map { ($0.index, $0.record.at) }
        times.append((timeline.outcome.index, timeline.outcome.at))
        times += (timeline.events.map { ($0.index, $0.body.at) } + timeline.withheld.map { ($0.index, $0.record.at) })
            .sorted { $0.0 < $1.0 }
        timeline.final.map { times.append(($0.index, $0.record.at)) }
        times.sort { $0.0 < $1.0 }
        for (index, at) in times {
            findings.require(
                at >= last, .records, zh: "记录第 \(index) 条：时间早于前一条记录",
                en: "leaf \(index): is earlier than the record before it")
            last = max(last, at)
        }
        findings.require(
            closing.intakeEnded == amendments?.ends ?? timeline.charter.closes, .records,
            zh: "记录第 \(timeline.closing.index) 条：停止接收的时间不是公布的时间",
            en: "leaf \(timeline.closing.index): intake did not end when it was announced to")
        findings.require(
            closing.at >= closing.intakeEnded + (rules?.campaign.review ?? 0), .records,
            zh: "记录第 \(timeline.closing.index) 条：早于复核期结束",
            en: "leaf \(timeline.closing.index): is from before the end of the review window")
        guard let latest = judge?.latestAt, latest.at >= closing.intakeEnded else { return }
        findings.fail(.limits, at: latest.index, zh: "在停止接收之后", en: "is from after the end of intake")
    }

    /// What the closing says of its entries, and the parts that it must not name.
    private mutating func checkClosing(_ timeline: Timeline) {
        let (index, closing) = timeline.closing
        if let judge {
            findings.require(
                closing.entries == judge.entries && judge.possiblePeople.contains(closing.people), .records,
                zh:
                    "记录第 \(index) 条：写的是 \(closing.entries) 次提交、\(closing.people) 人，实为 \(judge.entries)、\(judge.distinctPeople)",
                en: "leaf \(index): says \(closing.entries) entries of \(closing.people) people, "
                    + "found \(judge.entries) of \(judge.distinctPeople)")
        }
        findings.require(
            (closing.ledger != nil) == (rules?.campaign.hasLedger ?? (closing.ledger != nil)), .records,
            zh: "记录第 \(index) 条：含有本活动没有的部分，或缺少应有的部分",
            en: "leaf \(index): names parts that the campaign does not have, or lacks one that it has")
        if let refusals = read(BundlePaths.refusals, for: .records) {
            findings.require(
                closing.refusals == SHA256.hash(refusals) && (try? DrawFiles.parseRefusals(refusals)) != nil, .records,
                zh: "\(BundlePaths.refusals)：不是截止记录所固定的文件", en: "\(BundlePaths.refusals): is not what the closing fixes"
            )
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
    var activation: (index: Int, record: Activation)?
    var amendments: [(index: Int, record: Amendment)] = []
    var closing: (index: Int, record: Closing)?
    var values: [(index: Int, record: Value)] = []
    var outcome: Outcome?
    private var hasDraw: Bool { outcome?.draw != nil }
    var withheld: [(index: Int, record: Withheld)] = []
    var final: (index: Int, record: Final)?

    mutating func take(_ leaf: Leaf, index: Int) {
        switch leaf {
        case .amendment(let record):
            checkAmendment(record, index: index)
            amendments.append((index, record))
        case .activation(let record):
            require(closing == nil, index, zh: "启动记录晚于截止", en: "is an activation after the closing")
            require(activation == nil, index, zh: "是第二个启动记录", en: "is a second activation")
            activation = activation ?? (index, record)
        case .closing(let record):
            require(closing == nil && outcome == nil, index, zh: "是第二个截止记录", en: "is a second closing")
            require(record.phase == "main", index, zh: "阶段应为 main", en: "should be of phase main")
            closing = closing ?? (index, record)
        case .value(let record):
            require(closing != nil, index, zh: "随机数早于截止", en: "is a value before the closing")
            require(
                outcome == nil, index, zh: hasDraw ? "随机数晚于抽奖" : "随机数晚于作废",
                en: hasDraw ? "is a value after the draw" : "is a value after the void")
            require(record.phase == "main", index, zh: "阶段应为 main", en: "should be of phase main")
            values.append((index, record))
        case .draw(let record):
            require(closing != nil, index, zh: "抽奖早于截止", en: "is a draw before the closing")
            if let outcome {
                findings.fail(
                    .afterClosing, leaf: index, zh: outcome.draw == nil ? "是作废之后的抽奖" : "是第二次抽奖",
                    en: outcome.draw == nil ? "is a draw after the void" : "is a second draw")
            }
            require(record.phase == "main", index, zh: "阶段应为 main", en: "should be of phase main")
            outcome = outcome ?? .drawn(index: index, record: record)
        case .void(let record):
            require(closing != nil, index, zh: "作废早于截止", en: "is a void before the closing")
            if outcome != nil {
                findings.fail(
                    .afterClosing, leaf: index, zh: hasDraw ? "是开奖之后的作废" : "是第二次作废",
                    en: hasDraw ? "is a void after the draw" : "is a second void")
            }
            require(record.phase == "main", index, zh: "阶段应为 main", en: "should be of phase main")
            outcome = outcome ?? .void(index: index, record: record)
        case .withheld(let record):
            require(outcome != nil, index, zh: "抹去内容早于抽奖或作废", en: "withholds an opening before draw or void")
            withheld.append((index, record))
        case .event:
            requireEvents(index)
            require(hasDraw || hasLedger, index, zh: "是抽奖之前的事件", en: "is an event before the draw")
            require(final == nil, index, zh: "是终结之后的事件", en: "is an event after the end of the log")
        case .final(let record):
            requireEvents(index)
            require(
                hasDraw || hasLedger && outcome != nil, index, zh: "早于抽奖", en: "ends the log before the draw")
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

    private mutating func checkAmendment(_ record: Amendment, index: Int) {
        if closing != nil {
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
