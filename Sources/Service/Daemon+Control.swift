import Campaigns
import Engine
import JSON
import Proofs

extension Daemon {
    /// `close`: ends intake now; the closing follows after the review window.
    func close(_ parameters: Parameters) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        let reason = try parameters.reason()
        let index = campaign.state.leafCount
        let record: Amendment
        do throws(Untimely) {
            record = try campaign.state.endIntake(reason: reason, at: tick)
        } catch {
            throw CallError(error)
        }
        stage(step: .endIntake(reason: reason), record: record.bytes, of: campaign)
        // Without a review window it closes now, whatever else shares the pass.
        closeDue()
        return ["index": .integer(Int64(index)), "intake_ended_ms": .integer(campaign.state.intakeEnds)]
    }

    /// `draw`
    func draw(_ parameters: Parameters) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        let phase = try parameters.phase(of: campaign)
        try requireNotAhead(campaign)
        if campaign.keepsBooks { try requireSettled(campaign) }
        let index = campaign.state.leafCount
        let record: Draw
        do throws(Untimely) {
            record = try campaign.draw(phase: phase, at: tick)
        } catch {
            throw CallError(error, of: campaign, phase: phase, at: tick)
        }
        stage(step: .draw(phase: phase), record: record.bytes, of: campaign)
        if campaign.keepsBooks { settleDue(campaign) }
        guard let drawing = campaign.state.phases[phase].drawing else { preconditionFailure("it has been drawn") }
        return drawingJSON(drawing, of: campaign, index: index)
    }

    private func drawingJSON(_ drawing: Drawing, of campaign: RunningCampaign, index: Int) -> JSON {
        let tiers = campaign.rules.prizes.tiers
        let walk = drawing.walk
        return [
            "seed": .string(drawing.seedInput.seed.hex),
            "winners": .array(
                walk.winners.map { winner in
                    .object(
                        [
                            JSON.Member("tier", .string(tiers[winner.tier].id)),
                            JSON.Member("title", JSON(tiers[winner.tier].title)),
                            JSON.Member("rank", .integer(Int64(winner.rank))),
                            JSON.Member("ticket", .string(winner.row.ticket.hex)),
                        ] + campaign.whose(winner, of: walk))
                }),
            "cuts": .array(
                zip(tiers, walk.cuts).map { tier, cut in
                    ["tier": .string(tier.id), "cut": cut.map { .string($0.hex) } ?? .null]
                }),
            "alternates": .integer(Int64(walk.alternates.count)), "index": .integer(Int64(index)),
        ]
    }

    /// `clock`: moves a rehearsal's clock forward; live it says that the wall clock is right.
    func clock(_ parameters: Parameters) throws(CallError) -> JSON {
        guard settings.isRehearsal else {
            guard try parameters.optionalBool("confirm") == true else {
                throw CallError(
                    .notNow, "live", zh: "只有演练可以拨钟；正式运行只能 {\"confirm\":true}",
                    en: "only a rehearsal's clock is moved; live there is {\"confirm\":true}")
            }
            confirmClock()
            return ["tick_ms": .integer(tick)]
        }
        let target = try clockTarget(parameters)
        guard target <= Self.latestTick else {
            throw .params("时间晚于 9999 年", "the time is later than the year 9999")
        }
        guard target >= tick else {
            throw CallError(
                .notNow, "clock.back", zh: "演练的时钟只能向前拨", en: "a rehearsal's clock only goes forward")
        }
        var payload = PayloadWriter()
        payload.integer(target)
        _ = payload.bytes.withUnsafeBytes { journal.stage(kind: FrameKind.clock.rawValue, payload: $0) }
        moveClock(target)
        tick = target
        eventBytesLeft = settings.mostEventBytes
        closeDue()
        return ["tick_ms": .integer(tick)]
    }

    /// The end of the year 9999: what comes after has no RFC 3339 form.
    private static let latestTick: Int64 = 253_402_300_799_999

    private func clockTarget(_ parameters: Parameters) throws(CallError) -> Int64 {
        if let target = try parameters.optionalInteger("to_ms") { return target }
        if let step = try parameters.optionalInteger("advance_ms") { return tick + step }
        guard let text = try parameters.optionalString("to") else {
            throw .params("需要 to、to_ms 或 advance_ms", "one of to, to_ms and advance_ms is needed")
        }
        guard case .success(let target) = Instant.parse(text) else {
            throw .params(
                "to 应为带时区的时间，如 2027-02-20T21:10:00+08:00",
                "to is a time with an offset, such as 2027-02-20T21:10:00+08:00")
        }
        return target
    }
}

extension RunningCampaign {
    /// Freezes the log's prefix, once that is due.
    func close(at tick: Int64) throws(Untimely) -> Closing {
        let places = rules.prizes.givesBeforeDraw ? roll.places() : [:]
        return try state.close(at: tick) { [roll] in roll.display(of: $0, places) }
    }

    /// Draws, from the seed that the closing prefix and the values give.
    func draw(phase: Int, at tick: Int64) throws(Untimely) -> Draw {
        log.advance()
        let closingRoot: Digest
        if case .closed(let closed) = state.phases[phase] {
            closingRoot = log.tree.root(size: closed.index + 1)
        } else {
            closingRoot = MerkleTree.emptyRoot
        }
        let record = try state.draw(
            phase: phase, origin: announced.origin, closingRoot: closingRoot,
            display: { [roll, places = roll.places()] in roll.display(of: $0, places) },
            at: tick)
        witnessed.freeze(at: log.count)
        return record
    }

    /// Ends the phase without a draw.
    func void(phase: Int, at tick: Int64) throws(Untimely) -> VoidRecord {
        let record = try state.void(phase: phase, at: tick)
        witnessed.freeze(at: log.count)
        return record
    }
}

extension Parameters {
    /// The phase that a call names, as a place: of a daily campaign it says which, of any other there is one only.
    func phase(of campaign: RunningCampaign) throws(CallError) -> Int {
        guard let name = try optionalPhase(of: campaign) else {
            guard campaign.rules.days.isEmpty else {
                throw .params(
                    "缺少参数 phase：每日开奖的活动须写明哪一天，如 day-1",
                    "the parameter phase is missing: of a campaign with a draw every day it names the day, such as day-1"
                )
            }
            return 0
        }
        return name
    }

    /// The same where it may be left open.
    func optionalPhase(of campaign: RunningCampaign) throws(CallError) -> Int? {
        guard let name = try optionalString("phase") else { return nil }
        guard let phase = campaign.state.phase(named: name) else {
            throw CallError(
                .params, "phase.unknown", zh: "这个活动没有阶段 \(name)", en: "the campaign has no phase \(name)")
        }
        return phase
    }
}
