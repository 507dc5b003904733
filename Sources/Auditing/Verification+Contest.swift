import Campaigns
import Proofs

/// The works as the verifier counted them again.
struct CountedWorks {
    var tally: ContestTally
    /// Nil where there is no draw, whose seed breaks the last ties.
    var ranked: RankedWorks?
}

extension Verification {
    /// Check `tally`: ballots counted and jurors' means made again, to the byte of tally.csv, which the closing fixes.
    mutating func checkTally() {
        guard let judge, let timeline, let rules else { return }
        let campaign = amendments?.campaign ?? rules.campaign
        let (index, closing) = timeline.closing
        if campaign.ranksPeople { return checkScores(judge, timeline.closing) }
        guard let works = campaign.works else {
            findings.require(
                closing.tally == nil, .tally, zh: "记录第 \(index) 条：含有本活动没有的计票",
                en: "leaf \(index): names a tally of a campaign without works or ranking")
            return findings.notUsed(
                .tally, zh: "本活动没有计票，也没有名次", en: "the campaign has no works to count and no ranking")
        }
        guard let file = read(BundlePaths.tally, for: .tally) else { return }
        guard let views = ContestTally.views(file, works: works.entries.count),
            works.countsViews == views.allSatisfy({ $0 != nil })
        else {
            return findings.fail(.tally, BundleFileError(BundlePaths.tally, zh: "格式不对", en: "is malformed"))
        }
        findings.require(
            closing.tally == SHA256.hash(file), .tally,
            zh: "\(BundlePaths.tally)：不是记录第 \(index) 条所固定的文件",
            en: "\(BundlePaths.tally): is not what leaf \(index) fixes")
        let counted = works.countsViews ? views.map { $0 ?? 0 } : nil
        let jury = amendments?.jury ?? campaign.jury.map { JuryBook($0, works: works.entries.count) }
        var counting = judge
        counting.takeVoids(before: Int.max)
        var votes = counting.ballots?.votes
        // Ballots that nobody can read any more: the closing fixed what they came to.
        if campaign.votes != nil, !gaps.unopened.isEmpty {
            votes = ContestTally.votes(file, works: works.entries.count)
        }
        let tally = ContestTally(campaign, votes: votes, jury: jury, views: counted)
        requireFile(BundlePaths.tally, holds: tally.file, .tally)
        findings.pass(
            .tally, zh: "\(works.entries.count) 件作品的票数、评委分和总分与重新算出的一致",
            en: "votes, jury scores and totals of \(works.entries.count) works are those worked out again")
        self.works = CountedWorks(tally: tally)
    }

    /// Checks `tickets` and `winners` of the works: the ranking, and the prizes that go by it.
    mutating func checkRanking(_ seed: Digest, _ draw: (index: Int, record: Draw)) {
        guard let rules, let works else { return }
        let campaign = amendments?.campaign ?? rules.campaign
        let tickets = Tickets(seed: seed)
        let ranked = RankedWorks(works.tally, campaign) { tickets.ticket(.work, id: $0).hex }
        self.works?.ranked = ranked
        requireFile(BundlePaths.ranking, holds: ranked.file, .tickets)
        findings.pass(
            .tickets, zh: "\(ranked.rows.count) 件作品的签号和名次与重新算出的一致",
            en: "tickets and ranks of \(counted(ranked.rows.count, "work")) are those worked out again")
        guard campaign.prizes.drawing == .ranking else { return }
        let winners = ranked.winners { _ in [] }
        requireFile(DrawPaths().winners, holds: winners.file, .winners)
        findings.require(
            draw.record.winners == CountedDigest(count: winners.count, digest: SHA256.hash(winners.file)), .winners,
            zh: "\(DrawPaths().winners)：不是记录第 \(draw.index) 条所固定的文件",
            en: "\(DrawPaths().winners): is not what leaf \(draw.index) fixes")
        findings.pass(
            .winners, zh: "\(winners.count) 件得奖作品与重新算出的一致",
            en: "the list of \(counted(winners.count, "prize")) by rank is the one worked out again")
    }
}
