import Books
import Campaigns
import JSON
import Proofs

/// Places worked out again from the whole log.
struct PlacesAgain {
    var walk: PlaceWalk
    /// What the closing has to fix.
    var atClosing = SHA256.hash([UInt8]())
    /// Those who got tickets; nil without a lottery.
    var eligible: [EligibleRow]?
    /// What the draw of a lottery has to fix; nil without one.
    var drawn: CountedDigest?
}

/// Check `ledger` of places: every enrolment and event is one that could come then, none is missing, and who has which
/// place follows.
extension Verification {
    mutating func checkPlaces() {
        guard let campaign = amendments?.campaign ?? rules?.campaign, let places = rules?.campaign.places else {
            return
        }
        guard let judge, let timeline else { return }
        checkReviewHours(timeline, campaign)
        guard gaps.unopened.isEmpty else { return notePlacesUnopened(campaign) }
        var again = PlacesAgain(walk: PlaceWalk(places))
        for step in steps(judge, timeline) {
            // Without the seed there is no order; why, another check has said.
            if case .draw = step, campaign.allotsPlaces, seed == nil { return }
            guard let problem = take(step, &again, isLottery: campaign.allotsPlaces) else { continue }
            return findings.fail(.ledger, leaf: step.leaf, zh: problem.zh, en: problem.text(.en))
        }
        // What the last act brought about stands right behind it.
        guard again.walk.stop(at: again.walk.lastAt, leaf: Int.max) == nil else {
            return findings.fail(
                .ledger, zh: "log：缺少到期的候补递补或逾期", en: "log: an offer, or the end of one, that was due is missing")
        }
        placesAgain = again
        checkPlaceRecords(again, campaign, timeline)
        checkLottery(again, campaign, timeline)
        checkPlaceFiles(again)
    }

    /// What staff decided, in the phases that the rules have for it.
    private mutating func checkReviewHours(_ timeline: Timeline, _ campaign: Campaign) {
        for (index, body) in timeline.placeEvents {
            guard case .decide = body.kind, !campaign.schedule.allows(.review, at: body.at) else { continue }
            findings.fail(
                .limits, leaf: index, zh: "不在规则规定的时间里",
                en: "is from outside the time that the rules have for it")
        }
    }

    /// What closing and last leaf fix.
    private mutating func checkPlaceRecords(_ again: PlacesAgain, _ campaign: Campaign, _ timeline: Timeline) {
        if timeline.closing.record.ledger != again.atClosing { failLedger(timeline.closing.index) }
        guard let (leaf, record) = timeline.final else { return }
        let from = max(timeline.outcome.at + campaign.disputes, again.walk.rules.settledFrom ?? .min)
        if again.walk.isOpen || record.at < from {
            findings.fail(
                .ledger, leaf: leaf, zh: "终结过早：还有候补名额待确认，或仍可取消、异议期未满",
                en:
                    "ends the log too early: an offer stands, or places can be given back, or the dispute window is open"
            )
        }
        if record.events != timeline.events.count {
            findings.fail(
                .ledger, leaf: leaf, zh: "写的是 \(record.events) 个事件，实为 \(timeline.events.count)",
                en: "says \(record.events) events, found \(timeline.events.count)")
        }
        if record.ledger != again.walk.digest { failLedger(leaf) }
    }

    private mutating func failLedger(_ leaf: Int) {
        findings.fail(
            .ledger, leaf: leaf, zh: "固定的名额不是重新算出的", en: "fixes other places than those worked out again")
    }

    /// The list, the tickets and the places that were drawn.
    private mutating func checkLottery(_ again: PlacesAgain, _ campaign: Campaign, _ timeline: Timeline) {
        guard let rows = again.eligible else { return }
        let expected = DrawFiles.eligible(rows)
        requireFile(timeline.paths.eligible, holds: expected, .eligibility)
        findings.require(
            timeline.closing.record.eligible == CountedDigest(count: rows.count, digest: SHA256.hash(expected)),
            .eligibility, zh: "记录第 \(timeline.closing.index) 条：固定的抽签名单不是重新算出的那一份",
            en: "log, leaf \(timeline.closing.index): fixes another list than the one worked out again")
        findings.pass(
            .eligibility, zh: "抽签名单 \(rows.count) 行，与重新算出的一致",
            en: "the list of \(counted(rows.count, "row")) is the one worked out again")
        guard let tickets = again.walk.tickets, let draw = timeline.outcome.draw else { return }
        requireFile(timeline.paths.tickets, holds: PlaceTicket.file(tickets, again.walk.rules), .tickets)
        findings.pass(
            .tickets, zh: "\(tickets.count) 人的签号和抽中的名额与重新算出的一致",
            en:
                "tickets of \(counted(tickets.count, "person", "people")), and what they came to, are those worked out again"
        )
        findings.require(
            draw.record.winners == again.drawn, .winners, zh: "记录第 \(draw.index) 条：固定的名额不是重新算出的",
            en: "log, leaf \(draw.index): fixes other places than those worked out again")
        findings.pass(
            .winners, zh: "抽中的 \(again.drawn?.count ?? 0) 份名额与重新算出的一致",
            en: "the \(counted(again.drawn?.count ?? 0, "row")) of places that were drawn are those worked out again")
    }

    private mutating func checkPlaceFiles(_ again: PlacesAgain) {
        let files = again.walk.files
        requireFile(BundlePaths.places, holds: files.places, .ledger)
        requireFile(BundlePaths.waiting, holds: files.waiting, .ledger)
        findings.pass(
            .ledger, zh: "\(files.placed) 份名额与候补名单，与重新算出的一致",
            en: "\(counted(files.placed, "row")) of places, and who waits, are those worked out again")
    }

    /// Where enrolments were erased, others' places can't be worked out.
    private mutating func notePlacesUnopened(_ campaign: Campaign) {
        var checks: [CheckID] = [.ledger]
        if campaign.allotsPlaces { checks += [.eligibility, .tickets, .winners] }
        for id in checks {
            findings.notProvable(
                id, zh: "有报名的内容已抹去，名额只有较早的核验材料（--earlier）能重新算出",
                en: "enrolments were erased: working places out again takes an earlier bundle (--earlier)")
        }
    }
}

extension Verification {
    private enum Step {
        case asked(PlaceWalk.Asked)
        case event(leaf: Int, PlaceEventBody)
        case void(leaf: Int, index: Int, at: Int64)
        case changes(leaf: Int, [RulesChange], at: Int64)
        case closing(leaf: Int, Closing)
        case draw(leaf: Int, Draw)
        case final(leaf: Int, Final)

        var leaf: Int {
            switch self {
            case .asked(let asked): asked.leaf
            case .event(let leaf, _), .void(let leaf, _, _), .changes(let leaf, _, _), .closing(let leaf, _),
                .draw(let leaf, _), .final(let leaf, _):
                leaf
            }
        }
    }

    /// Everything that moves places, in leaf order.
    private func steps(_ judge: EntryJudge, _ timeline: Timeline) -> [Step] {
        var steps = judge.enrolments.map { Step.asked($0) }
        steps += timeline.placeEvents.map { .event(leaf: $0.index, $0.body) }
        steps += timeline.amendmentsInTime.compactMap { leaf, record in
            switch AmendmentContent(record) {
            case .voidEntry(let index, _): return .void(leaf: leaf, index: index, at: record.at)
            case .changes(let changes, _): return .changes(leaf: leaf, changes, at: record.at)
            default: return nil
            }
        }
        steps.append(.closing(leaf: timeline.closing.index, timeline.closing.record))
        if let draw = timeline.outcome.draw { steps.append(.draw(leaf: draw.index, draw.record)) }
        if let final = timeline.final { steps.append(.final(leaf: final.index, final.record)) }
        return steps.sorted { $0.leaf < $1.leaf }
    }

    /// Says why a step can't stand where it does.
    private func take(_ step: Step, _ again: inout PlacesAgain, isLottery: Bool) -> BilingualText? {
        switch step {
        case .asked(let asked): return again.walk.take(asked)
        case .event(let leaf, let body): return again.walk.take(body, leaf: leaf)
        case .void(let leaf, let index, let at): return again.walk.void(index, leaf: leaf, at: at)
        case .changes(let leaf, let changes, let at): return again.walk.widen(changes, leaf: leaf, at: at)
        case .final(let leaf, let record): return again.walk.stop(at: record.at, leaf: leaf)
        case .closing(let leaf, let record):
            let problem = again.walk.stop(at: record.at, leaf: leaf)
            again.atClosing = again.walk.digest
            again.walk.isVoidable = !isLottery
            again.eligible = isLottery ? again.walk.eligible : nil
            return problem
        case .draw(let leaf, let record):
            if let problem = again.walk.stop(at: record.at, leaf: leaf) { return problem }
            again.walk.isVoidable = true
            guard isLottery, let seed, let eligible = again.eligible else { return nil }
            guard again.walk.allot(eligible, seed) else {
                return BilingualText(zh: "名单上的报名已不在", en: "draws enrolments that are over")
            }
            again.drawn = CountedDigest(count: again.walk.files.placed, digest: again.walk.digest)
            return nil
        }
    }
}
