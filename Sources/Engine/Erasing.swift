import Proofs

/// What stays of an erased entry: enough to make the log, the closing and the draw again, and nothing of what it said.
package struct SettledEntry: Sendable, Hashable {
    /// The place in the roll.
    package var person: Int
    package var kind: ActKind
    package var at: Int64
    /// What it has in the list of the draw; 0 has no row.
    package var chances: Int
    /// Of an entry with a row in a list that is fixed by the closing; nil without one.
    package var row: Row?
    /// Of a ballot that counts: its votes, which the closing fixed among all others.
    package var votes: [Vote]
    /// Of a submission that counts where people are ranked.
    package var score: SettledScore?
    /// Whether it handed in a work.
    package var isHandedIn = false

    package struct Row: Sendable, Hashable {
        package var pseudonym: Pseudonym
        package var household: Pseudonym?
        package var unit: Pseudonym?

        package init(pseudonym: Pseudonym, household: Pseudonym?, unit: Pseudonym?) {
            self.pseudonym = pseudonym
            self.household = household
            self.unit = unit
        }
    }

    package init(person: Int, kind: ActKind, at: Int64, chances: Int, row: Row?, votes: [Vote] = []) {
        self.votes = votes
        self.person = person
        self.kind = kind
        self.at = at
        self.chances = chances
        self.row = row
    }
}

// After the dispute window.
extension CampaignState {
    /// When the draw, or that there is none, can't be disputed any more; nil before it.
    package var disputesEnd: Int64? {
        switch stage {
        case .running, .closed: nil
        case .drawn(_, let drawing): drawing.at + rules.campaign.disputes
        case .void(_, let voiding): voiding.at + rules.campaign.disputes
        }
    }

    /// Whether a person's data may be erased now: nobody needs them any more, and no prize is theirs.
    package func requireErasable(_ person: Int, at tick: Int64) throws(Untimely) {
        guard let end = disputesEnd else { throw .undrawn }
        guard tick >= end else { throw .eraseEarly }
        let pseudonym = cast.pseudonyms[person]
        let holds =
            drawing?.walk.order != .works
            && (drawing?.walk.rows ?? []).contains { row in
                switch row.outcome {
                case .win, .alternate: row.pseudonym == pseudonym
                case .skip, .none: false
                }
            }
        // What hit stands with its pseudonym in stock.csv, which the closing fixes, and is worked out from the opening.
        guard !holds, !boundByWork(person), !hits.contains(where: { $0.pseudonym == pseudonym }) else {
            throw .eraseHolder
        }
    }

    /// Logs that the opening of an entry is withheld from now on.
    package func withhold(index: Int, reason: String, at tick: Int64) throws(Untimely) -> Withheld {
        guard let end = disputesEnd else { throw .undrawn }
        guard tick >= end else { throw .eraseEarly }
        guard entryPlace(leaf: index) != nil else { throw .entryUnknown }
        leafCount += 1
        return Withheld(index: index, reason: reason, at: tick)
    }

    /// A person's entries with what stays of each, by leaf, ascending. Nothing changes them after the closing.
    ///
    /// - Parameter at: When an entry was logged, by its leaf.
    package func settled(_ person: Int, at: (Int) -> Int64) -> [(index: Int, entry: SettledEntry)] {
        places(of: person).map { place in
            let entry = entries[place]
            let score = settledScore(place)
            let row = entry.chances > 0 || score != nil ? row(of: person) : nil
            let chances = row == nil ? 0 : Int(entry.chances)
            var settled = SettledEntry(
                person: person, kind: entry.kind, at: at(Int(entry.leaf)), chances: chances, row: row,
                votes: contest?.ballots?.worth(leaf: Int(entry.leaf)) ?? [])
            settled.score = row == nil ? nil : score
            settled.isHandedIn = collected?.work(leaf: Int(entry.leaf)) != nil
            return (Int(entry.leaf), settled)
        }
    }

    /// Forgets what tells a person's submissions apart: none of them is answered as a replay any more.
    package func forget(_ person: Int) {
        forgetWorks(of: person)
        for place in places(of: person) {
            entries[place].key = 0
            entries[place].content = 0
            entries[place].isSettled = true
        }
    }

    /// Makes an erased entry the next leaf, in the place of the decision that nobody can repeat.
    ///
    /// The tally lacks what it said until ``restore(_:)`` brings the one that was sealed.
    package func enter(_ settled: SettledEntry) {
        let person = settled.person
        if let row = settled.row { erasedRows[person] = row }
        // Where it was sent from is gone with its bytes; nothing is taken any more that would be held against it.
        charge(person, Sender(), settled.kind, at: settled.at)
        keepRemaining(person, Sender(), at: settled.at)
        latestEntryAt = settled.at
        if settled.kind == rules.form?.bearer { fillForm(person) }
        if settled.isHandedIn { handInErased(by: person) }
        var row = people[person]
        var entry = Entry(
            key: 0, content: 0, leaf: UInt32(leafCount), person: UInt32(person), previous: row.lastEntry,
            attempt: rules.isCharged(settled.kind) ? row.total : 0, score: 0, dayUsed: row.dayUsed,
            chances: UInt16(settled.chances), kind: settled.kind)
        entry.isSettled = true
        if let score = settled.score {
            entry.score = Int64(score.points)
            paperTimes[entries.count] = score.time
        }
        tally.people += row.lastEntry == People.noEntry ? 1 : 0
        row.lastEntry = UInt32(entries.count)
        row.chances += entry.chances
        people[person] = row
        contest?.ballots?.add(settled.votes)
        entries.append(entry)
        if rules.keepsDeeds { deeds.append(PastDeed(erasedOn: rules.day(of: settled.at))) }
        leafCount += 1
        tally.entries += 1
    }

    /// Puts back the tally as it was when the first person was erased; it was final then.
    package func restore(_ sealed: Tally) { tally = sealed }
}

extension CampaignState {
    /// What the list of the draw has of a person; nil for one who is never drawn.
    func row(of person: Int) -> SettledEntry.Row? {
        if let row = erasedRows[person] { return row }
        guard cast.mayWin[person] else { return nil }
        return SettledEntry.Row(
            pseudonym: cast.pseudonyms[person], household: cast.households[person], unit: cast.units[person])
    }
}
