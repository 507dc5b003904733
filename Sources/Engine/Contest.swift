import Campaigns
import JSON
import Proofs

/// What a contest of works has besides entries: ballots, a jury's scores, views.
package struct Contest: Sendable {
    /// Nil where people don't vote.
    package internal(set) var ballots: BallotBook?
    /// Nil where there is no jury.
    package internal(set) var jury: JuryBook?
    /// By work; nil where views are not counted.
    package internal(set) var views: [Int]?

    /// Nil where a campaign has no works.
    init?(_ campaign: Campaign) {
        guard let works = campaign.works else { return nil }
        ballots = campaign.votes.map { BallotBook($0, works: works.entries.count) }
        jury = campaign.jury.map { JuryBook($0, works: works.entries.count) }
        views = works.countsViews ? Array(repeating: 0, count: works.entries.count) : nil
    }
}

/// A juror's scores of one work, as the log has them: who and what at once, the numbers when the bundle opens them.
package struct JuryScore: Sendable, Hashable {
    /// Places in the file.
    package var juror: Int
    package var work: Int
    /// A number for each criterion, or one.
    package var marks: [Int]
    /// Commits to the marks.
    package var secret: Digest

    package init(juror: Int, work: Int, marks: [Int], secret: Digest) {
        self.juror = juror
        self.work = work
        self.marks = marks
        self.secret = secret
    }
}

extension CampaignState {
    /// Takes a juror's scores of a work; earlier ones of the same are replaced.
    ///
    /// From the opening of intake until the closing, or in the phase in which the jury scores where the campaign has one.
    package func take(_ score: JuryScore, at tick: Int64) throws(Untimely) -> Amendment {
        guard case .running = stage else { throw .ended }
        let campaign = rules.campaign
        guard contest?.jury != nil else { throw .unjudged }
        guard campaign.isScored(at: tick) else { throw .unscored }
        noteChange(at: tick)
        contest?.jury?.put(score.marks, juror: score.juror, work: score.work)
        let work = campaign.works?.entries[score.work].id ?? ""
        return amend(
            "score", ["juror": .string(campaign.jury?.members[score.juror].id ?? ""), "work": .string(work)],
            secret: score.secret, at: tick)
    }

    /// Counts views of works; they are no entries, and the operator's word.
    ///
    /// - Parameter counts: By work, as many as there are works.
    package func countViews(_ counts: [Int], at tick: Int64) {
        guard case .running = stage, let views = contest?.views, counts.count == views.count, areWorksFixed(at: tick)
        else { return }
        noteChange(at: tick)
        contest?.views = zip(views, counts).map { $0 + $1 }
    }

    /// What the works came to so far; nil where there are none.
    package var contestTally: ContestTally? {
        contest.map { contest in
            ContestTally(
                rules.campaign, votes: contest.ballots?.votes, jury: contest.jury, views: contest.views)
        }
    }

    /// The works in the order in which one viewer sees them: drawn from the paper key, so that it stays the same, or as in
    /// the file.
    package func worksShown(to person: Int) -> [Int] {
        guard let works = rules.campaign.works else { return [] }
        guard works.isShuffled else { return Array(works.entries.indices) }
        var stream = PaperStream(key: paperKey, pseudonym: cast.pseudonyms[person], attempt: 0, activation: nil)
        return stream.take(works.entries.count, of: Array(works.entries.indices))
    }
}
