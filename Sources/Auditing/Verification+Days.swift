import Campaigns
import JSON
import Proofs

/// What the checks of one phase came to.
struct PhaseAgain {
    var grade: Grade?
    var noDraw: NoDraw?
    var seed: Digest?
    var drawn: DrawnAgain?
}

extension Verification {
    /// Makes checks for each phase, with its timeline in the place of the campaign's; what they fail names the day.
    mutating func eachPhase(_ check: (inout Verification, Timeline) -> Swift.Void) {
        guard let whole = timeline else { return }
        while again.count < timelines.count { again.append(PhaseAgain()) }
        for (place, phase) in timelines.enumerated() {
            timeline = phase
            if phase.day != nil { findings.enter(phase.name, of: timelines.count) }
            (grade, noDraw, seed, drawn) = (
                again[place].grade, again[place].noDraw, again[place].seed, again[place].drawn
            )
            check(&self, phase)
            again[place] = PhaseAgain(grade: grade, noDraw: noDraw, seed: seed, drawn: drawn)
        }
        findings.leave()
        timeline = whole
        sumUp()
    }

    /// The campaign's grade is the least of its draws'; there is no draw where none of its phases has one.
    private mutating func sumUp() {
        let drawn = again.filter { $0.noDraw == nil }
        grade = drawn.contains { $0.grade == nil } ? nil : Grade.least(of: drawn.compactMap(\.grade))
        noDraw = drawn.isEmpty ? again.last?.noDraw : nil
        seed = again.last { $0.seed != nil }?.seed
        self.drawn = again.last { $0.drawn != nil }?.drawn
    }

    /// How often people have won in draws of earlier days: in the draws, or as alternates before this day's closing.
    func wins(before timeline: Timeline) -> [Pseudonym: Int] {
        guard let day = timeline.day else { return [:] }
        var wins: [Pseudonym: Int] = [:]
        for earlier in 0..<day {
            for winner in again[earlier].drawn?.walk.winners ?? [] { wins[winner.row.pseudonym, default: 0] += 1 }
            for (index, body) in timelines[earlier].prizeEvents where index < timeline.closing.index {
                if case .alternate = body.kind { wins[body.pseudonym, default: 0] += 1 }
            }
        }
        return wins
    }

    /// Events are of a phase that there is, and of a day that was drawn.
    mutating func checkEventPhases(_ timelines: [Timeline], _ log: LogFiles) {
        for (index, body) in log.events {
            let own = timelines.first { $0.name == body.phase }
            if let own, own.day == nil || own.outcome.draw != nil && own.outcome.index < index { continue }
            findings.fail(
                .records, leaf: index, zh: "\(body.phase) 此时没有抽奖",
                en: "is of \(body.phase), which was not drawn by then")
        }
    }

    /// What only campaigns of several days can get wrong.
    mutating func checkDays(_ timelines: [Timeline], _ log: LogFiles) {
        guard let first = timelines.first, let last = timelines.last else { return }
        for (index, record) in last.amendments { checkAmendment(record, index, timelines, first) }
        if let final = last.final {
            findings.require(
                final.record.events == log.events.count, .winners,
                zh: "记录第 \(final.index) 条：写的是 \(final.record.events) 个事件，实为 \(log.events.count)",
                en: "leaf \(final.index): says \(final.record.events) events, found \(log.events.count)")
        }
        if let judge, gaps.unopened.isEmpty || judge.withheld == gaps.unopened.count {
            let entries = timelines.reduce(0) { $0 + $1.closing.record.entries }
            findings.require(
                entries == judge.entries, .records, zh: "各截止记录共写 \(entries) 次提交，实为 \(judge.entries)",
                en: "the closings say \(entries) entries together, found \(judge.entries)")
        }
    }

    /// What a closing froze is changed by nothing.
    private mutating func checkAmendment(
        _ record: Amendment, _ index: Int, _ timelines: [Timeline], _ first: Timeline
    ) {
        switch AmendmentContent(record) {
        case .extend:
            findings.fail(.records, leaf: index, zh: "每日开奖的活动不能延期", en: "extends a campaign with a draw every day")
        case .changes:
            findings.require(
                index < first.closing.index, .records, zh: "记录第 \(index) 条：首日截止之后改动规则",
                en: "leaf \(index): changes the rules after the first day's closing")
        case .voidEntry(let entry, _):
            guard !gaps.unopened.contains(entry), let day = judge?.day(ofLeaf: entry), timelines.indices.contains(day)
            else { return }
            findings.require(
                index < timelines[day].closing.index, .records, zh: "记录第 \(index) 条：作废的提交所在的那天已经截止",
                en: "leaf \(index): voids an entry of a day that was closed")
        default: return
        }
    }
}
