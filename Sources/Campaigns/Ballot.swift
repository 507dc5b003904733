/// A person's whole choice of a day, or of the campaign.
package enum Ballot {
    package struct Vote: Sendable, Hashable {
        /// The work's place in the file.
        package var work: Int
        /// 1 where votes have no points.
        package var points: Int

        package init(work: Int, points: Int = 1) {
            self.work = work
            self.points = points
        }
    }

    /// Why a ballot can't be taken.
    package enum Fault: Error, Sendable, Hashable {
        /// A work that is not there.
        case unknown
        /// A work is named twice.
        case twice
        /// More works than `votes.most`, or fewer than `votes.least`.
        case most(Int)
        case least(Int)
        /// Less than a point for a work, or more than `votes.points`.
        case points(Int)
        /// A work that the person has voted for as often as `votes.work` allows.
        case work(Int)
        /// A work of one's own.
        case own
        /// It is empty, and there is nothing to withdraw.
        case nothing
    }
}

/// All ballots of a campaign, and what they come to.
///
/// A ballot holds a person's whole choice of its time: a later one replaces it, an empty one withdraws it, and the last
/// that is not void counts.
package struct BallotBook: Sendable {
    /// A ballot as it was cast.
    private struct Cast: Sendable {
        let leaf: Int
        /// The day it is for; 0 where there is one ballot for the campaign.
        let day: Int
        let votes: [Ballot.Vote]
        var isVoid = false
    }

    package let rules: Campaign.Votes
    /// Votes by work; where they have points, points.
    package private(set) var votes: [Int]
    /// Ballots that count and name a work.
    package private(set) var counted = 0
    // Looked up by key only, never walked.
    private var people: [Int: [Cast]] = [:]
    private var voters: [Int: Int] = [:]

    package init(_ rules: Campaign.Votes, works: Int) {
        self.rules = rules
        votes = [Int](repeating: 0, count: works)
    }

    /// The day that a ballot of a day of the campaign is for.
    private func time(_ day: Int) -> Int { rules.per == .day ? day : 0 }

    /// What a person's ballot of a day says now; nothing where it was withdrawn, or there is none.
    package func choice(of person: Int, day: Int) -> [Ballot.Vote] {
        people[person]?.last { $0.day == time(day) && !$0.isVoid }?.votes ?? []
    }

    /// What forbids a ballot; nil where it can be taken.
    ///
    /// - Parameter isOwn: Whether a work is the person's own.
    package func fault(
        _ ballot: [Ballot.Vote], of person: Int, day: Int, isOwn: (Int) -> Bool
    ) -> Ballot.Fault? {
        var works: Set<Int> = []
        for vote in ballot {
            guard votes.indices.contains(vote.work) else { return .unknown }
            guard works.insert(vote.work).inserted else { return .twice }
            guard (1...rules.points).contains(vote.points) else { return .points(rules.points) }
        }
        if ballot.isEmpty { return choice(of: person, day: day).isEmpty ? .nothing : nil }
        guard ballot.count <= rules.most else { return .most(rules.most) }
        guard ballot.count >= rules.least else { return .least(rules.least) }
        if !rules.allowsOwn, ballot.contains(where: { isOwn($0.work) }) { return .own }
        guard let most = rules.work else { return nil }
        let others = current(people[person] ?? []).filter { $0.day != time(day) }
        let isOver = ballot.contains { vote in
            others.count { ballot in ballot.votes.contains { $0.work == vote.work } } >= most
        }
        return isOver ? .work(most) : nil
    }

    /// Takes a ballot that nothing forbids, as the entry of a leaf.
    package mutating func take(_ ballot: [Ballot.Vote], of person: Int, day: Int, leaf: Int) {
        voters[leaf] = person
        let cast = Cast(leaf: leaf, day: time(day), votes: ballot)
        change(person) { $0.append(cast) }
    }

    /// Counts what is left of a ballot whose person was erased.
    package mutating func add(_ ballot: [Ballot.Vote]) {
        counted += ballot.isEmpty ? 0 : 1
        for vote in ballot { votes[vote.work] += vote.points }
    }

    /// Takes the ballot of a leaf out; what it had replaced counts again.
    package mutating func void(leaf: Int) {
        guard let person = voters[leaf] else { return }
        change(person) { ballots in
            guard let place = ballots.firstIndex(where: { $0.leaf == leaf }) else { return }
            ballots[place].isVoid = true
        }
    }

    /// What the ballot of a leaf adds to the count: nothing where it is void or was replaced.
    package func worth(leaf: Int) -> [Ballot.Vote] {
        guard let person = voters[leaf] else { return [] }
        let ballots = people[person] ?? []
        guard let ballot = current(ballots).first(where: { $0.leaf == leaf }) else { return [] }
        return worth(ballot, of: current(ballots))
    }

    private mutating func change(_ person: Int, _ body: (inout [Cast]) -> Void) {
        var ballots = people.removeValue(forKey: person) ?? []
        count(ballots, -1)
        body(&ballots)
        count(ballots, 1)
        people[person] = ballots
    }

    private mutating func count(_ ballots: [Cast], _ sign: Int) {
        let current = current(ballots)
        for ballot in current {
            counted += ballot.votes.isEmpty ? 0 : sign
            for vote in worth(ballot, of: current) { votes[vote.work] += sign * vote.points }
        }
    }

    /// The last valid ballot of each day, by day.
    private func current(_ ballots: [Cast]) -> [Cast] {
        var latest: [Cast] = []
        for ballot in ballots where !ballot.isVoid {
            if let place = latest.firstIndex(where: { $0.day == ballot.day }) {
                latest[place] = ballot
            } else {
                latest.append(ballot)
            }
        }
        return latest.sorted { $0.day < $1.day }
    }

    /// The votes of a ballot that count: once a later ballot is void, an earlier one may again name a work too often, and
    /// the first days count.
    private func worth(_ ballot: Cast, of current: [Cast]) -> [Ballot.Vote] {
        guard let most = rules.work else { return ballot.votes }
        return ballot.votes.filter { vote in
            let before = current.prefix { $0.day < ballot.day }
            return before.count { earlier in earlier.votes.contains { $0.work == vote.work } } < most
        }
    }
}
