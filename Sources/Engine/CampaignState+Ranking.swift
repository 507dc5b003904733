import Campaigns
import Proofs

/// What an erased submission is still worth in the ranking of people.
package struct SettledScore: Sendable, Hashable {
    package var points: Int
    /// In milliseconds; nil without a time limit.
    package var time: Int64?

    package init(points: Int, time: Int64?) {
        self.points = points
        self.time = time
    }
}

/// The ranking of people.
extension CampaignState {
    /// What the people who are ranked came to so far, and who they are, row by row; nil where people are not ranked.
    var scores: (tally: PeopleTally, people: [SettledEntry.Row])? {
        guard rules.campaign.ranksPeople, let ranking = rules.campaign.ranking else { return nil }
        let found = cast.pseudonyms.indices.compactMap { person -> (PeopleTally.Row, SettledEntry.Row)? in
            guard people[person].lastEntry != People.noEntry, let row = row(of: person) else { return nil }
            let attempts = scoredPlaces(of: person, upTo: entries.count).map { place in
                PeopleTally.Attempt(
                    index: Int(entries[place].leaf), points: Int(entries[place].score), time: paperTimes[place])
            }
            return PeopleTally.Row(attempts, by: rules.campaign.rankedAttempts, pseudonym: row.pseudonym.hex)
                .map { ($0, row) }
        }.sorted { $0.0.index < $1.0.index }
        return (PeopleTally(ranking, rows: found.map(\.0)), found.map(\.1))
    }

    /// What tally.csv has of people; nil where they are not ranked.
    package var peopleTally: PeopleTally? { scores?.tally }

    /// The people in the order of the ranking, and what becomes of the prizes that go by it; nil where people are not
    /// ranked, and without a walk where prizes are drawn.
    func rankedPeople(_ seed: Digest) -> (ranked: RankedPeople, walk: DrawWalk?)? {
        guard let (tally, people) = scores else { return nil }
        let source = Tickets(seed: seed)
        let tickets = people.map { source.ticket(.rank, id: $0.pseudonym.hex) }
        let ranked = RankedPeople(tally) { tickets[$0].hex }
        guard rules.campaign.prizes.drawing == .ranking else { return (ranked, nil) }
        let ties = Dictionary(people.map { ($0.pseudonym, $0) }) { first, _ in first }
        let order = ranked.rows.map { row in
            DrawWalk.Ranked(
                ticket: tickets[row.candidate], index: tally.rows[row.candidate].index,
                pseudonym: people[row.candidate].pseudonym)
        }
        let walk = DrawWalk(seed: seed, ranked: order, rules: rules.draw) { pseudonym in
            (ties[pseudonym]?.household, ties[pseudonym]?.unit)
        }
        return (ranked, walk)
    }

    /// Keeps how long a paper took that is handed in: what the daemon hands in later took all the time there was.
    func keepTime(_ place: Int, _ paper: OpenPapers.Paper, at tick: Int64) {
        guard rules.keepsTimes, let timing = rules.timing else { return }
        let start = paper.deadline - rules.timeLimit(paper.variant) - timing.grace
        paperTimes[place] = min(tick, paper.deadline) - start
    }

    /// What stays of a submission for the ranking when it is erased; nil for what it does not rest on.
    func settledScore(_ place: Int) -> SettledScore? {
        let entry = entries[place]
        guard rules.campaign.ranksPeople, entry.kind == .submit, !entry.isVoid else { return nil }
        return SettledScore(points: Int(entry.score), time: paperTimes[place])
    }
}

/// The ranking of works.
extension CampaignState {
    /// The works in the order of the ranking, where only the seed's tickets were still wanting, and what becomes of the
    /// prizes that go by it; nil in campaigns without works, and without a walk where no prizes go to them.
    func rankedWorks(_ seed: Digest) -> (ranked: RankedWorks, walk: DrawWalk?)? {
        let source = Tickets(seed: seed)
        guard let ranked = contestTally.map({ RankedWorks($0) { source.ticket(.work, id: $0).hex } }) else {
            return nil
        }
        guard rules.campaign.prizesGoToWorks else { return (ranked, nil) }
        var ties: [Pseudonym: (household: Pseudonym?, unit: Pseudonym?)] = [:]
        let works = ranked.rows.map { row in
            let people = authors(of: row.work)
            for person in people { ties[cast.pseudonyms[person]] = (cast.households[person], cast.units[person]) }
            return DrawWalk.RankedWork(
                ticket: source.ticket(.work, id: row.id), work: row.work,
                authors: people.map { cast.pseudonyms[$0] }.sorted(), mayWin: mayWin(people))
        }
        let walk = DrawWalk(seed: seed, works: works, rules: rules.draw) { ties[$0] ?? (nil, nil) }
        return (ranked, walk)
    }

    /// Who made a work: as the list of authors says, or whoever handed it in.
    package func authors(of work: Int) -> [Int] {
        collected?.author(ofPlace: work).map { [$0] } ?? cast.authors(of: work)
    }

    func isOwn(_ work: Int, of person: Int) -> Bool {
        cast.isOwn(work, of: person) || collected?.author(ofPlace: work) == person
    }

    /// Whether a work can be given a prize: nobody who made it is barred from winning, and where it has to be claimed there
    /// is somebody to claim it.
    private func mayWin(_ authors: [Int]) -> Bool {
        authors.allSatisfy { cast.mayWin[$0] } && !(authors.isEmpty && rules.campaign.prizes.claimWithin != nil)
    }

    /// Whether the prizes of works would go elsewhere if nobody knew any more that this person made one: it got something,
    /// or was passed over while there was something to give.
    func boundByWork(_ person: Int) -> Bool {
        guard let walk = drawing?.walk, walk.order == .works else { return false }
        let pseudonym = cast.pseudonyms[person]
        return walk.rows.indices.contains { place in
            walk.people(of: place).contains(pseudonym)
                && (walk.rows[place].outcome != .none || !mayWin(authors(of: walk.rows[place].index)))
        }
    }
}
