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
    /// Of an enrolment: what it asked for, and who asked; places went to others by it.
    package var enrolment: SettledEnrolment?
    /// Whether it handed in a work.
    package var isHandedIn = false

    package struct Row: Sendable, Hashable {
        package var pseudonym: Pseudonym
        package var household: Pseudonym?
        package var unit: Pseudonym?
        /// Whether the person could be drawn.
        package var mayWin = true

        package init(pseudonym: Pseudonym, household: Pseudonym?, unit: Pseudonym?) {
            self.pseudonym = pseudonym
            self.household = household
            self.unit = unit
        }
    }

    package struct SettledEnrolment: Sendable, Hashable {
        package var choices: [Int]
        package var dependants: Int
        /// The groups that shares and balance speak of, as places in the rules.
        package var groups: [Int]

        package init(choices: [Int], dependants: Int, groups: [Int]) {
            self.choices = choices
            self.dependants = dependants
            self.groups = groups
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
        phases[phases.count - 1].outcome.map { $0.at + rules.campaign.disputes }
    }

    /// So many groups have room in what stays of an entry.
    private static let mostGroupsKept = 12

    /// Whether a person's data may be erased now: nobody needs them any more, and no prize is theirs.
    package func requireErasable(_ person: Int, at tick: Int64) throws(Untimely) {
        guard let end = disputesEnd else { throw .undrawn }
        guard tick >= end else { throw .eraseEarly }
        // Until the log ends, what somebody has may still go to others.
        guard places == nil || isFinal else { throw .eraseEarly }
        guard cast.groups(of: person).count <= Self.mostGroupsKept else { throw .eraseHolder }
        let pseudonym = cast.pseudonyms[person]
        // Of works the people are authors, whom the rules name.
        let holds = drawings.filter { $0.drawing.walk.order != .works }.flatMap(\.drawing.walk.rows).contains { row in
            switch row.outcome {
            case .win, .alternate: row.pseudonym == pseudonym
            case .skip, .none: false
            }
        }
        // Accounts are kept of whoever claimed money or a voucher, or has or had one: what was handed on names both.
        guard vouchers(of: person).isEmpty, funds?.handedOn.contains(person) != true else { throw .eraseHolder }
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
            let enrolment = settledEnrolment(entry)
            let row =
                enrolment != nil ? anyRow(of: person) : entry.chances > 0 || score != nil ? row(of: person) : nil
            let chances = row == nil ? 0 : Int(entry.chances)
            var settled = SettledEntry(
                person: person, kind: entry.kind, at: at(Int(entry.leaf)), chances: chances, row: row,
                votes: contest?.ballots?.worth(leaf: Int(entry.leaf)) ?? [])
            settled.score = row == nil ? nil : score
            settled.enrolment = enrolment
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
        if rules.isDaily { enterPhase(of: settled.at) }
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
        if let enrolment = settled.enrolment { enter(enrolment, at: settled.at) }
        if rules.keepsDeeds { deeds.append(PastDeed(erasedOn: rules.day(of: settled.at))) }
        leafCount += 1
        tally.entries += 1
    }

    /// Puts back the tally as it was when the first person was erased; it was final then.
    package func restore(_ sealed: Tally) { tally = sealed }
}

// Of places.
extension CampaignState {
    private func settledEnrolment(_ entry: Entry) -> SettledEntry.SettledEnrolment? {
        guard let asked = places?.asked(leaf: Int(entry.leaf)) else { return nil }
        return SettledEntry.SettledEnrolment(
            choices: asked.choices, dependants: asked.dependants, groups: cast.groups(of: Int(entry.person)))
    }

    /// Gives an erased enrolment the places that it had: others' follow from it.
    private func enter(_ settled: SettledEntry.SettledEnrolment, at tick: Int64) {
        let place = entries.count - 1
        cast.declare(groups: settled.groups, of: Int(entries[place].person))
        enrol(settled.choices, dependants: settled.dependants, place, at: tick)
    }

    /// What the log says of a person, who may win or not.
    private func anyRow(of person: Int) -> SettledEntry.Row {
        erasedRows[person]
            ?? {
                var row = SettledEntry.Row(
                    pseudonym: cast.pseudonyms[person], household: cast.households[person], unit: cast.units[person])
                row.mayWin = cast.mayWin[person]
                return row
            }()
    }
}

extension CampaignState {
    /// What the list of the draw has of a person; nil for one who is never drawn.
    func row(of person: Int) -> SettledEntry.Row? {
        if let row = erasedRows[person] { return row.mayWin ? row : nil }
        guard cast.mayWin[person] else { return nil }
        return SettledEntry.Row(
            pseudonym: cast.pseudonyms[person], household: cast.households[person], unit: cast.units[person])
    }
}
