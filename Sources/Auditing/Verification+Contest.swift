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

    /// Checks `tickets` of the works: the ranking, and what becomes of the prizes that go by it.
    ///
    /// - Returns: The walk of these prizes; nil where none go to works.
    mutating func checkWorkRanking(_ seed: Digest, _ roll: RollTable) -> DrawWalk? {
        guard let rules, let works else { return nil }
        let campaign = amendments?.campaign ?? rules.campaign
        let source = Tickets(seed: seed)
        let ranked = RankedWorks(works.tally) { source.ticket(.work, id: $0).hex }
        var walk: DrawWalk?
        if campaign.prizesGoToWorks {
            let authors = judge?.authors ?? [:]
            let order = ranked.rows.map { row in
                let own = authors[row.id] ?? []
                let mayWin = own.allSatisfy { roll.people[$0]?.mayWin == true }
                return DrawWalk.RankedWork(
                    ticket: source.ticket(.work, id: row.id), work: row.work, authors: own,
                    mayWin: mayWin && !(own.isEmpty && campaign.areWorksClaimed))
            }
            walk = DrawWalk(seed: seed, works: order, rules: campaign.drawRules) {
                (roll.people[$0]?.household, roll.people[$0]?.unit)
            }
        }
        self.works?.ranked = ranked
        requireFile(BundlePaths.ranking, holds: ranked.file(walk), .tickets)
        findings.pass(
            .tickets, zh: "\(ranked.rows.count) 件作品的签号和名次与重新算出的一致",
            en: "tickets and ranks of \(counted(ranked.rows.count, "work")) are those worked out again")
        return walk
    }
}

extension RankedWorks {
    /// ranking.csv; `walk` is that of prizes by rank, nil where none go to works.
    func file(_ walk: DrawWalk?) -> [UInt8] {
        file { place in walk.map { $0.text(of: $0.rows[place].outcome) } ?? "-" }
    }

    /// winners.csv of prizes that go to works.
    func winners(_ walk: DrawWalk, names: [Pseudonym: String]) -> [UInt8] {
        winners { place in
            guard case .win(let tier) = walk.rows[place].outcome else { return nil }
            return walk.rules.tiers[tier].id
        } authors: { place in
            walk.people(of: place).map { ($0.hex, names[$0] ?? "") }
        }.file
    }
}
