import Campaigns
import JSON
import Proofs

/// The people of a quiz as the verifier scored and ranked them again.
struct RankedAgain {
    var tally: PeopleTally
    /// Row by row, as `tally` has them.
    var people: [Pseudonym]
    /// Nil where there is no draw, whose seed breaks the last ties.
    var ranked: RankedPeople?
}

extension EntryJudge {
    /// What the entries came to of whoever may win and handed something in, ascending by leaf.
    var scores: [(row: PeopleTally.Row, person: Pseudonym)] {
        progress.compactMap { pseudonym, person -> (row: PeopleTally.Row, person: Pseudonym)? in
            guard roll.people[pseudonym]?.mayWin == true else { return nil }
            return PeopleTally.Row(person.scored, by: campaign.rankedAttempts, pseudonym: pseudonym.hex)
                .map { ($0, pseudonym) }
        }.sorted { $0.row.index < $1.row.index }
    }
}

extension Verification {
    /// Check `tally` of a quiz that ranks its people: tally.csv made again, and fixed by the closing.
    mutating func checkScores(_ judge: EntryJudge, _ closing: (index: Int, record: Closing)) {
        guard let ranking = judge.campaign.ranking, let file = read(BundlePaths.tally, for: .tally) else { return }
        findings.require(
            closing.record.tally == SHA256.hash(file), .tally,
            zh: "\(BundlePaths.tally)：不是记录第 \(closing.index) 条所固定的文件",
            en: "\(BundlePaths.tally): is not what leaf \(closing.index) fixes")
        guard let withheld = withheldScores(in: file, judge) else {
            return findings.fail(.tally, BundleFileError(BundlePaths.tally, zh: "格式不对", en: "is malformed"))
        }
        let scores = (judge.scores + withheld).sorted { $0.row.index < $1.row.index }
        let tally = PeopleTally(ranking, rows: scores.map(\.row))
        requireFile(BundlePaths.tally, holds: tally.file, .tally)
        findings.pass(
            .tally, zh: "\(scores.count) 人的得分和用时与重新算出的一致",
            en: "scores and times of \(counted(scores.count, "person", "people")) are those worked out again")
        for (row, person) in scores where gaps.indices.contains(row.index) { gaps.people.insert(person) }
        people = RankedAgain(tally: tally, people: scores.map(\.person))
    }

    /// Rows of entries that can't be read any more, from the file itself, which the closing fixes; nil where it is
    /// malformed.
    private func withheldScores(
        in file: [UInt8], _ judge: EntryJudge
    ) -> [(row: PeopleTally.Row, person: Pseudonym)]? {
        guard !gaps.unopened.isEmpty else { return [] }
        guard let rows = PeopleTally.rows(file, isTimed: judge.campaign.paper.time != nil) else { return nil }
        var seen: Set<Pseudonym> = []
        return rows.compactMap { row in
            guard gaps.unopened.contains(row.index), let person = Pseudonym(hex: row.pseudonym),
                seen.insert(person).inserted, judge.progress[person]?.scored.isEmpty ?? true,
                judge.roll.people[person]?.mayWin ?? true
            else { return nil }
            return (row, person)
        }
    }

    /// Checks `tickets` of a ranking of people.
    ///
    /// - Returns: The walk of prizes that go by it; nil where they are drawn.
    mutating func checkPeopleRanking(_ seed: Digest, _ roll: RollTable) -> DrawWalk? {
        guard let again = people, let campaign = amendments?.campaign ?? rules?.campaign else { return nil }
        let source = Tickets(seed: seed)
        let tickets = again.people.map { source.ticket(.rank, id: $0.hex) }
        let ranked = RankedPeople(again.tally) { tickets[$0].hex }
        var walk: DrawWalk?
        if campaign.prizes.drawing == .ranking {
            let order = ranked.rows.map { row in
                DrawWalk.Ranked(
                    ticket: tickets[row.candidate], index: again.tally.rows[row.candidate].index,
                    pseudonym: again.people[row.candidate])
            }
            let drawRules = campaign.drawRules
            walk = DrawWalk(
                seed: seed, ranked: order, rules: drawRules,
                passedOver: passedOver(order.map(\.pseudonym), roll, drawRules, BundlePaths.ranking)
            ) { (roll.people[$0]?.household, roll.people[$0]?.unit) }
        }
        requireFile(BundlePaths.ranking, holds: ranked.file(walk), .tickets)
        findings.pass(
            .tickets, zh: "\(ranked.rows.count) 人的名次与重新算出的一致",
            en: "the ranks of \(counted(ranked.rows.count, "person", "people")) are those worked out again")
        people?.ranked = ranked
        return walk
    }
}

extension RankedPeople {
    /// ranking.csv; `walk` is that of prizes by rank, nil where they are drawn.
    func file(_ walk: DrawWalk?) -> [UInt8] {
        file { place in walk.map { $0.text(of: $0.rows[place].outcome) } ?? "-" }
    }
}
