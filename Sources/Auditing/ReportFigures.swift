import Books
import Campaigns
import JSON
import Proofs

/// The values that both a writer and a verifier have at hand, from which ``Report`` and its page follow.
struct ReportFigures {
    var campaign: Campaign
    var timeline: Timeline
    var charterHash: Digest
    var checkpoint: Checkpoint
    /// Root of the prefix that ends with the closing.
    var closingRoot: Digest
    var rollMayWin: Int
    /// Lines of the roll that were erased.
    var rollErased: Int
    var eligible: [EligibleRow]
    /// What was won at once; nil where nothing could be.
    var stock: [StockRow]?
    var refusals: [(reason: String, count: Int)]
    var facts: RandomnessFacts
    /// Nil where the phase was voided, like ``walk``.
    var seed: Digest?
    var walk: DrawWalk?
    /// Nil where there is a draw.
    var noDraw: NoDraw?
    var prizes: PrizeWalk?
    var displays: [Pseudonym: String]
    /// By the leaf of the amendment that kept them secret.
    var secretChanges: [Int: [RulesChange]] = [:]
    var registry: Report.Registry?
    var works: CountedWorks?
    var flags = Report.Flags()
    /// Nil where no entry was voided.
    var voided: Report.Voided?
    /// The people in order; nil where they are not ranked, and without a draw.
    var ranked: RankedPeople?
    /// As of the last leaf; nil in campaigns without places, and where they could not be worked out.
    var places: PlaceFiles?

    /// Vouchers and money gone through; nil in campaigns that have neither.
    var money: FundWalk?
    /// Of a daily campaign those of each day; what is not of a day stands with the last one's here.
    var days: [ReportFigures] = []

    /// Everybody who got a prize, in order.
    var holders: [Pseudonym] {
        walk?.everyWinner(atOnce: stock, followed: prizes?.followed ?? []) ?? stock?.winners ?? []
    }

    private var claims: Report.Claims? {
        prizes.map { prizes in
            Report.Claims(
                within: prizes.within, claimed: prizes.claimed, open: prizes.open,
                forfeits: prizes.forfeits.map { forfeit(of: $0, prizes) }, ended: timeline.final?.record.at)
        }
    }

    private func forfeit(of forfeit: PrizeWalk.Forfeit, _ prizes: PrizeWalk) -> Report.Forfeit {
        let holder = prizes.holders[forfeit.holder]
        return Report.Forfeit(
            at: forfeit.at, reason: forfeit.reason.rawValue, tier: campaign.prizes.tiers[holder.tier].id,
            from: person(holder, prizes), to: forfeit.follower.map { person(prizes.holders[$0], prizes) })
    }

    private func person(_ holder: PrizeWalk.Holder, _ prizes: PrizeWalk) -> Report.Holder {
        let row = prizes.walk.rows[holder.row]
        let work = prizes.walk.order == .works ? campaign.works?.entries[row.index].id : nil
        return Report.Holder(
            display: names(of: holder.row, in: prizes.walk), index: row.index, rank: holder.row + 1, work: work)
    }

    private func names(of place: Int, in walk: DrawWalk) -> String {
        walk.people(of: place).map { displays[$0] ?? "" }.joined(separator: Report.nameSeparator)
    }

    var report: Report {
        guard !days.isEmpty else { return ownReport }
        var report = ownReport
        report.days = days.map(\.report)
        report.grade = Grade.least(of: report.days.compactMap(\.grade))
        report.noDraw = report.grade == nil ? report.noDraw : nil
        return report
    }

    private var ownReport: Report {
        let charter = timeline.charter
        let closing = timeline.closing.record
        return Report(
            grade: noDraw != nil ? nil : campaign.leavesToChance ? facts.wholeGrade() : .chanceless, noDraw: noDraw,
            phase: timeline.name,
            isRehearsal: charter.origin.isRehearsal, campaign: charter.origin.campaign,
            organiser: charter.origin.organiser, origin: charter.origin.text, verificationKey: charter.key.text,
            zone: campaign.zone, title: campaign.title, opens: charter.opens, closes: timeline.declared.closes,
            intakeEnded: closing.intakeEnded, charter: charterHash.hex,
            checkpoint: Report.Head(root: checkpoint.root.base64, size: checkpoint.size),
            closing: Report.Closing(at: closing.at, index: timeline.closing.index, root: closingRoot.base64),
            entries: closing.entries, people: closing.people,
            roll: charter.roll.map {
                Report.Roll(count: $0.count, mayWin: rollMayWin, root: $0.digest.hex, added: addedToRoll)
            },
            eligible: Report.Eligible(
                rows: eligible.count,
                people: campaign.allotsPlaces
                    ? eligible.count : drawnWalk?.people ?? Set(eligible.map(\.pseudonym)).count,
                chances: eligible.reduce(0) { $0 + $1.chances }),
            refusals: refusals.map { Report.Refusal(reason: $0.reason, count: $0.count) },
            amendments: timeline.amendments.filter { !["score", "work"].contains($0.record.class) }.map {
                index, record in
                Report.Amendment(
                    at: record.at, kind: record.class, index: index, content: AmendmentContent(record),
                    secret: record.secret == nil ? nil : secretChanges[index] ?? [])
            },
            randomness: facts.reported, instant: instant, seed: seed?.hex, tiers: tiers,
            alternates: walk?.alternates.count ?? 0,
            skips: Report.Skips(
                household: walk?.skips(.household) ?? 0, oneWin: walk?.skips(.oneWin) ?? 0,
                unit: walk?.skips(.unit) ?? 0),
            claims: claims, registry: registry,
            withheld: Report.Withheld(openings: timeline.withheld.count, roll: rollErased), contest: contest,
            flags: flags, voided: voided,
            ranking: ranked.map {
                Report.Ranking($0, walk.flatMap { $0.order == .people ? $0 : nil }, displays: displays)
            },
            money: money.map { Report.Money($0, campaign.id, ended: timeline.final?.record.at) },
            places: campaign.places.flatMap { rules in places.map { Report.Places(rules, $0) } })
    }

    /// The walk through tickets; nil where prizes go by rank.
    private var drawnWalk: DrawWalk? { walk.flatMap { $0.isRanked ? nil : $0 } }

    private var contest: Report.Contest? {
        works.map { works in
            var contest = Report.Contest(
                campaign, works.tally, works.ranked, walk.flatMap { $0.order == .works ? $0 : nil },
                displays: displays,
                ballots: campaign.votes == nil ? 0 : timeline.closing.record.entries,
                scores: timeline.amendmentsInTime.count { $0.record.class == "score" })
            if campaign.works?.areCollected == true { contest.collected = collected }
            return contest
        }
    }

    /// Each work as staff reviewed it last.
    private var collected: Report.Contest.Collected {
        var last: [Int: Bool] = [:]
        for (_, record) in timeline.amendmentsInTime {
            if case .review(let work, let isAccepted, _) = AmendmentContent(record) { last[work] = isAccepted }
        }
        let accepted = last.values.count { $0 }
        return Report.Contest.Collected(accepted: accepted, rejected: last.count - accepted)
    }

    private var addedToRoll: [Report.Added] {
        var before = timeline.declared.roll?.count ?? 0
        return timeline.amendmentsInTime.compactMap { index, record in
            guard case .roll(let roll) = AmendmentContent(record) else { return nil }
            defer { before = roll.count }
            return Report.Added(at: record.at, count: roll.count - before, index: index)
        }
    }

    private var instant: Report.Instant? {
        guard let stock else { return nil }
        let hits = stock.filter { $0.tier != nil }
        return Report.Instant(
            activation: facts.activation?.reported, hits: hits.count, awarded: stock.count { $0.outcome.isWin },
            fallbacks: campaign.prizes.fallback == nil ? nil : stock.count { $0.outcome == .fallback },
            tiers: campaign.prizes.tiers.enumerated().map { position, tier in
                let hits = stock.filter { $0.tier == position }
                let awarded = hits.filter(\.outcome.isWin)
                let firsts = campaign.prizes.firsts.contains { $0.tier == tier.id }
                return Report.Instant.Tier(
                    id: tier.id, hits: hits.count, awarded: awarded.count,
                    guaranteed: campaign.prizes.guarantee?.tier == tier.id
                        ? awarded.count { $0.outcome == .guarantee } : nil,
                    first: firsts ? awarded.count { $0.outcome == .first } : nil, left: tier.count - awarded.count,
                    winners: awarded.map { row in
                        Report.Instant.Winner(display: displays[row.pseudonym] ?? "", index: row.index)
                    })
            })
    }

    private var tiers: [Report.Tier] {
        guard let walk else { return undrawnTiers }
        let winners = Dictionary(grouping: walk.winners, by: \.tier)
        return zip(campaign.drawnTiers, walk.cuts).enumerated().map { position, pair in
            let (tier, cut) = pair
            return Report.Tier(
                id: tier.id, title: tier.title, count: walk.rules.tiers[position].count, cut: cut?.hex,
                winners: (winners[position] ?? []).map { winner in
                    Report.Winner(
                        display: displays[winner.row.pseudonym] ?? "", index: winner.row.index, rank: winner.rank,
                        ticket: winner.row.ticket.hex)
                })
        }
    }

    /// What would have been drawn.
    private var undrawnTiers: [Report.Tier] {
        campaign.drawnTiers.enumerated().map { position, tier in
            let won = (stock ?? []).count { $0.tier == position && $0.outcome.isWin }
            return Report.Tier(id: tier.id, title: tier.title, count: tier.count - won, cut: nil, winners: [])
        }
    }

    var page: ReportPage {
        ReportPage(
            report: report,
            prizes: campaign.prizes.tiers.map { ReportPage.Prize(tier: $0.id, prize: $0.prize, value: $0.value) },
            example: drawnWalk?.winners.first.map {
                ReportPage.Example(index: $0.row.index, chance: $0.row.chance, ticket: $0.row.ticket.hex)
            }, drawsTickets: campaign.drawsTickets)
    }
}

extension Verification {
    /// Check `report`: report.json and report.html rendered again from what was worked out.
    mutating func checkReport() {
        guard let rules, let log, let timeline, let judge, let roll,
            again.allSatisfy({ $0.drawn != nil && $0.seed != nil || $0.noDraw != nil })
        else { return }
        let key = timeline.charter.registry
        // A registry that could not be read has no figures; its own check has failed then.
        guard (key == nil) == (registry == nil) else { return }
        let registry = registry.flatMap { files in
            key.map {
                Report.Registry(
                    files.checkpoint, key: $0, siblings: files.book.siblings(of: timeline.charter.origin))
            }
        }
        // Nothing is said of places that could not be worked out; `ledger` says so.
        guard rules.campaign.places == nil || placesAgain != nil else { return }
        let gapRows = judge.rows.filter { gaps.indices.contains($0.index) }
        var all: [ReportFigures] = []
        eachPhase { verification, timeline in
            verification.phaseFigures(rules.campaign, log, timeline, judge, roll, registry).map { all.append($0) }
        }
        guard all.count == timelines.count, var figures = all.last else { return }
        figures.days = timeline.day == nil ? [] : all
        figures.flags = secondCount?.flags(timeline.amendmentsInTime.map(\.record)) ?? Report.Flags()
        figures.voided = secondCount?.withoutVoids(gapRows, works?.tally)
        figures.places = placesAgain?.walk.files
        figures.money = money
        requireFile(BundlePaths.report, holds: figures.report.jsonBytes(), .report)
        requireFile(BundlePaths.page, holds: figures.page.html(), .report)
        findings.pass(
            .report, zh: "两份报告与重新生成的一致", en: "both reports are those rendered again")
    }

    /// The figures of the phase that is looked at; nil where its refusals can't be read.
    private mutating func phaseFigures(
        _ announced: Campaign, _ log: LogFiles, _ timeline: Timeline, _ judge: EntryJudge, _ roll: RollTable,
        _ registry: Report.Registry?
    ) -> ReportFigures? {
        guard let file = read(timeline.paths.refusals, for: .report), let refusals = try? DrawFiles.parseRefusals(file)
        else { return nil }
        return ReportFigures(
            campaign: amendments?.campaign ?? announced, timeline: timeline,
            charterHash: log.tree.hash(level: 0, index: 0),
            checkpoint: log.checkpoint, closingRoot: log.tree.root(size: timeline.closingSize),
            rollMayWin: roll.mayWin, rollErased: roll.erased,
            eligible: placesAgain?.eligible ?? judge.rows(ofDay: timeline.day),
            stock: instant?.rows, refusals: refusals, facts: randomnessFacts(timeline, reportedQuorumTimes), seed: seed,
            walk: drawn?.walk, noDraw: reportedNoDraw(timeline), prizes: drawn?.prizes,
            displays: drawn?.displays ?? instant?.names ?? [:], secretChanges: amendments?.opened ?? [:],
            registry: registry, works: works, ranked: people?.ranked)
    }
}
