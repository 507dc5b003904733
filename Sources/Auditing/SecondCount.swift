import Campaigns
import JSON
import Proofs

/// What the openings of a bundle show besides what they are worth: how entries came about, and what would have been
/// counted had no entry been voided. Whoever writes a bundle and whoever verifies it count so.
///
/// Only what the bundle itself opens is looked at: what an earlier one has of erased entries would give other figures
/// than those that the later one was written with.
struct SecondCount {
    private let campaign: Campaign
    private let roll: RollTable
    /// Leaves of entries that were voided, ascending.
    private let voided: [Int]
    private var people = Numbering<Pseudonym>()
    private var units = Numbering<Pseudonym>()
    private var traces: [Trace] = []
    private let works: [String: Int]
    /// Counts without voids; nil where there are none.
    private var judge: EntryJudge?
    private var ballots: BallotBook?
    private var findings = Findings()

    /// - Parameter campaign: The rules at the closing.
    init(_ campaign: Campaign, paperKey: Digest, roll: RollTable, voided: [Int]) {
        self.campaign = campaign
        self.roll = roll
        self.voided = voided
        let entries = campaign.works?.entries ?? []
        works = Dictionary(entries.enumerated().map { ($1.id, $0) }) { first, _ in first }
        guard !voided.isEmpty else { return }
        judge = EntryJudge(campaign: campaign, paperKey: paperKey, roll: roll)
        ballots = campaign.votes.map { BallotBook($0, works: entries.count) }
    }

    /// Takes the entries up to the closing, in leaf order.
    mutating func take(_ body: SubmissionBody, index: Int) {
        let kind = TracedKind(rawValue: body.kind.rawValue)
        let named = body.choice.compactMap { works[$0.work] }
        if campaign.isTraced(kind) {
            let unit = roll.people[body.pseudonym]?.unit
            traces.append(
                Trace(
                    leaf: index, at: body.at, activity: kind?.activity, person: people.number(of: body.pseudonym),
                    unit: unit.map { units.number(of: $0) }, works: named))
        }
        judge?.take(body, index: index, into: &findings)
        guard body.kind == .vote else { return }
        // The judge tells what is wrong with a ballot; here it must only not overflow.
        let most = campaign.votes?.points ?? 1
        let votes = body.choice.compactMap { vote in
            works[vote.work].map { Ballot.Vote(work: $0, points: min(vote.points, most)) }
        }
        ballots?.take(votes, of: people.number(of: body.pseudonym), day: campaign.day(of: body.at), leaf: index)
    }

    /// What looks like stuffing.
    func flags(_ amendments: [Amendment]) -> Report.Flags {
        let names = FlagNames(works: campaign.works?.entries.map(\.id) ?? [], units: units.names.map(\.hex))
        let search = FlagSearch(campaign, pauses: Amendment.pauses(amendments))
        return Report.Flags(
            found: Flag.sorted(search.published(traces), names), names: names, voided: Set(voided))
    }

    /// What would have been counted without voids; nil where there are none.
    ///
    /// - Parameters:
    ///   - withheld: The rows of eligible.csv whose entries were erased; they stay as they are.
    ///   - tally: What the works came to.
    func withoutVoids(_ withheld: [EligibleRow], _ tally: ContestTally?) -> Report.Voided? {
        guard var judge, !voided.isEmpty else { return nil }
        var findings = findings
        judge.finish(into: &findings)
        let rows = judge.rows + withheld
        let eligible = Report.Eligible(
            rows: rows.count, people: Set(rows.map(\.pseudonym)).count, chances: rows.reduce(0) { $0 + $1.chances })
        return Report.Voided(
            entries: voided.count, eligible: campaign.drawsTickets ? eligible : nil, votes: votes(tally))
    }

    /// By work, in the file's order: what was counted, and what voids took from it.
    private func votes(_ tally: ContestTally?) -> [Report.Voided.Votes]? {
        guard let before = ballots, let tally else { return nil }
        var after = before
        for leaf in voided { after.void(leaf: leaf) }
        return tally.rows.enumerated().map { place, row in
            Report.Voided.Votes(
                work: row.work, before: (row.votes ?? 0) + before.votes[place] - after.votes[place],
                after: row.votes ?? 0)
        }
    }
}

extension Amendment {
    /// When intake rested; an open end is a pause that lasted.
    package static func pauses(_ amendments: [Amendment]) -> [(from: Int64, to: Int64?)] {
        var pauses: [(from: Int64, to: Int64?)] = []
        for record in amendments {
            if record.class == "pause" { pauses.append((record.at, nil)) }
            if record.class == "resume", !pauses.isEmpty { pauses[pauses.count - 1].to = record.at }
        }
        return pauses
    }

    /// The leaves of entries that amendments took out of the count, ascending.
    package static func voided(_ amendments: [Amendment]) -> [Int] {
        let leaves = amendments.compactMap { record -> Int? in
            guard case .voidEntry(let index, _) = AmendmentContent(record) else { return nil }
            return index
        }
        return Set(leaves).sorted()
    }
}

extension BundleContents {
    /// Reads the openings once more, for the figures.
    func secondCount(_ amendments: [Amendment], closing: Int) throws -> SecondCount {
        let table = roll.map { (try? RollTable($0)) ?? RollTable() } ?? .open
        var count = SecondCount(campaign, paperKey: paperKey, roll: table, voided: Amendment.voided(amendments))
        let records = Set(records.map(\.index))
        var tape = JSONTape()
        for leaf in 1..<max(1, closing) where !records.contains(leaf) {
            guard let body = try entry(leaf).opening?.body else { continue }
            // What no verifier can read is published as it is, and they say so.
            let read = body.withUnsafeBufferPointer { try? SubmissionBody($0, tape: &tape) }
            if let read { count.take(read, index: leaf) }
        }
        return count
    }
}
