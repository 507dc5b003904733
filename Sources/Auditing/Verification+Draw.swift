import Campaigns
import JSON
import Proofs

/// The draw as the verifier made it again.
struct DrawnAgain {
    var walk: DrawWalk
    /// Masked names by pseudonym, as winners.csv and the events have them.
    var displays: [Pseudonym: String]
    /// What became of the prizes; nil where they are not claimed here.
    var prizes: PrizeWalk?
}

extension Campaign {
    /// What of the rules the draw goes by.
    var drawRules: DrawRules {
        DrawRules(
            tiers: prizes.tiers.map { DrawRules.Tier(id: $0.id, count: $0.count) }, alternates: prizes.alternates,
            householdCap: prizes.householdCap, unitCap: prizes.unitCap, personCap: drawnPersonCap,
            mostChances: prizes.mostChances)
    }

    /// What of the rules says what is given before the draw; nil where nothing is, or where the odds are none.
    var stockRules: StockRules? {
        guard prizes.givesBeforeDraw else { return nil }
        let fractions = prizes.tiers.map { InstantOdds.Odds($0.odds?.numerator ?? 0, $0.odds?.denominator ?? 1) }
        guard let odds = try? InstantOdds(fractions) else { return nil }
        let ids = prizes.tiers.map(\.id)
        var stock = StockRules(
            tiers: prizes.tiers.map { tier in
                StockRules.Tier(
                    count: tier.count, releases: tier.releases.map { StockRules.Release(at: $0.at, count: $0.count) })
            }, odds: prizes.isInstant ? odds : nil)
        stock.personCap = prizes.personCap
        stock.hasFallback = prizes.fallback != nil
        stock.fallbackCount = prizes.fallback?.count
        stock.guarantee = prizes.guarantee.flatMap { guarantee in
            ids.firstIndex(of: guarantee.tier).map { StockRules.Guarantee(attempt: guarantee.attempt, tier: $0) }
        }
        stock.firsts = prizes.firsts.compactMap { first in
            guard let tier = ids.firstIndex(of: first.tier) else { return nil }
            let questions = paper.questions.indices.filter { place in
                first.questions?.contains(paper.questions[place].id) ?? true
            }
            return StockRules.First(tier: tier, questions: questions, people: first.people)
        }
        return stock
    }
}

extension Verification {
    /// Check `eligibility`: the list of the draw made again, and fixed by the closing.
    mutating func checkEligibility() {
        guard let judge, timeline != nil else { return }
        eachPhase { $0.checkList(judge, $1) }
        findings.pass(.attempts, zh: "每人的次数连续，没有缺口", en: "everyone's attempts count without gaps")
        findings.pass(.limits, zh: "时间和次数都在限制之内", en: "times and counts are within the limits")
        if judge.papers == nil {
            if !findings.hasFailed(.papers) {
                findings.notUsed(.papers, zh: "本活动不抽题", en: "no papers are drawn")
            }
        } else {
            findings.pass(.papers, zh: "每份试卷都与重新抽出的一致", en: "every paper is the one drawn again")
        }
    }

    /// The list of the draw, where tickets are drawn.
    private mutating func checkList(_ judge: EntryJudge, _ timeline: Timeline) {
        let (index, closing) = timeline.closing
        // Of a lottery of places the list is made with them.
        guard !judge.campaign.allotsPlaces else { return }
        guard judge.campaign.drawsTickets else {
            findings.require(
                closing.eligible == nil, .eligibility, zh: "记录第 \(index) 条：固定了抽奖名单，而本活动不抽签",
                en: "log, leaf \(index): fixes a list of a draw that the campaign does not have")
            return findings.notUsed(.eligibility, zh: "本活动不抽签", en: "no tickets are drawn")
        }
        let rows = judge.rows(ofDay: timeline.day)
        let expected = DrawFiles.eligible(rows)
        requireFile(timeline.paths.eligible, holds: expected, .eligibility)
        findings.require(
            closing.eligible == CountedDigest(count: rows.count, digest: SHA256.hash(expected)), .eligibility,
            zh: "记录第 \(index) 条：固定的抽奖名单不是重新算出的那一份",
            en: "log, leaf \(index): fixes another list than the one worked out again")
        findings.pass(
            .eligibility, zh: "抽奖名单 \(rows.count) 行，与重新算出的一致",
            en: "the list of \(counted(rows.count, "row")) is the one worked out again")
    }

    /// Checks `tickets`, `winners` and `identity`.
    mutating func checkDraw() {
        guard let judge, let timeline, let rules, let roll else { return }
        // What was left to draw is not known where it is not known what was won at once.
        guard instant != nil || !rules.campaign.prizes.givesBeforeDraw else { return }
        guard let draw = timeline.outcome.draw else { return checkAtOnce(roll, timeline) }
        guard let seed else { return }
        // Without scores or a tally there are no ranks, and a check has failed.
        guard !judge.campaign.ranksPeople || people != nil, judge.campaign.works == nil || works != nil else { return }
        let walk =
            checkWorkRanking(seed, roll) ?? checkPeopleRanking(seed, roll) ?? ticketWalk(seed, judge, roll, timeline)
        if judge.campaign.drawsTickets {
            requireFile(timeline.paths.tickets, holds: DrawFiles.tickets(walk), .tickets)
            findings.pass(
                .tickets, zh: "\(walk.people) 人的签号和名次与重新算出的一致",
                en: "tickets and order of \(counted(walk.people, "person", "people")) are those worked out again")
        }
        if !rules.campaign.leavesToChance {
            findings.notUsed(.tickets, zh: "本活动不抽签", en: "no tickets are drawn")
        }
        guard !rules.campaign.allotsPlaces else {
            checkDisplays([], [:], roll)
            checkIdentities(of: [], roll, timeline, seed)
            drawn = DrawnAgain(walk: walk, displays: [:], prizes: nil)
            return
        }
        guard let file = read(timeline.paths.winners, for: .winners) else { return }
        let listed = walk.listed
        findings.require(
            draw.record.winners == CountedDigest(count: listed.count, digest: SHA256.hash(file)),
            .winners,
            zh: "\(timeline.paths.winners)：不是记录第 \(draw.index) 条所固定的文件",
            en: "\(timeline.paths.winners): is not what leaf \(draw.index) fixes")
        guard let displays = NameColumn.names(file, count: listed.count) else {
            findings.fail(.winners, BundleFileError(timeline.paths.winners, zh: "格式不对", en: "is malformed"))
            return
        }
        var names = instant?.names ?? [:]
        for case (let winner?, let display) in zip(listed, displays) { names[winner] = display }
        let expected =
            walk.order == .works
            ? works?.ranked?.winners(walk, names: names) ?? [] : DrawFiles.winners(walk) { names[$0] ?? "" }
        requireFile(timeline.paths.winners, holds: expected, .winners)
        let prizes = checkPrizes(walk, draw, timeline)
        findings.pass(
            .winners, zh: "\(walk.winners.count) 名中奖者与重新算出的一致",
            en: "the list of \(counted(walk.winners.count, "winner")) is the one worked out again")
        names.merge(prizes?.displays ?? [:]) { won, _ in won }
        let winners = walk.everyWinner(atOnce: instant?.rows, followed: prizes?.followed ?? [])
        checkHolders(walk, roll)
        checkDisplays(winners, names, roll)
        checkIdentities(of: winners, roll, timeline, seed)
        drawn = DrawnAgain(walk: walk, displays: names, prizes: prizes)
    }

    /// The walk through the tickets of the list.
    private mutating func ticketWalk(
        _ seed: Digest, _ judge: EntryJudge, _ roll: RollTable, _ timeline: Timeline
    ) -> DrawWalk {
        let rows = judge.rows(ofDay: timeline.day)
        var drawRules = (amendments?.campaign ?? judge.campaign).drawRules
        if let instant {
            for tier in drawRules.tiers.indices { drawRules.tiers[tier].count = instant.left[tier] }
        }
        return DrawWalk(
            seed: seed, eligible: rows, rules: drawRules, alreadyWon: instant?.rows.wins ?? wins(before: timeline),
            passedOver: passedOver(rows.map(\.pseudonym), roll, drawRules, timeline.paths.tickets)
        ) { pseudonym in
            (roll.people[pseudonym]?.household, roll.people[pseudonym]?.unit)
        }
    }

    /// Who everybody is, once it is known who won in the last of the phases; the seed is that of the last draw.
    private mutating func checkIdentities(
        of winners: [Pseudonym], _ roll: RollTable, _ timeline: Timeline, _ seed: Digest?
    ) {
        everyone += winners.filter { !everyone.contains($0) }
        guard (timeline.day ?? 0) + 1 == timelines.count else { return }
        // Who they are is no matter of the day.
        findings.leave()
        checkIdentities(everyone, roll, timeline.charter, seed ?? again.last { $0.seed != nil }?.seed)
    }

    /// Check `identity` where there is no draw: those who won at once stay winners.
    private mutating func checkAtOnce(_ roll: RollTable, _ timeline: Timeline) {
        let winners = instant?.rows.winners ?? []
        if let instant { checkDisplays(winners, instant.names, roll) }
        checkIdentities(of: winners, roll, timeline, nil)
    }
}

/// winners.csv and stock.csv: only their last column can't be worked out again.
enum NameColumn {
    /// The masked names in order; nil unless there are `count` well-formed rows.
    static func names(_ bytes: [UInt8], count: Int) -> [String]? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        let rows = text.utf8.split(separator: 0x0A).dropFirst().map { row in
            row.split(separator: 0x2C, omittingEmptySubsequences: false).map { String(Substring($0)) }
        }
        guard rows.count == count, rows.allSatisfy({ $0.count == 6 && DrawFiles.isField($0[5]) }) else { return nil }
        return rows.map { $0[5] }
    }
}
