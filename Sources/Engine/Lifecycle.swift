import Campaigns
import JSON
import Proofs

extension CampaignState {
    /// The phase at an instant; between two leaves only the clock moves it.
    package func phase(at tick: Int64) -> Phase {
        switch stage {
        case .drawn: isFinal ? .final : .drawn
        case .closed: .closed
        case .void: isFinal ? .final : .void
        case .running:
            tick < rules.campaign.opens ? .announced : isIntakeOver(at: tick) ? .review : isPaused ? .paused : .open
        }
    }

    /// When the next closing is due: the review window after the end of intake, or of the next phase to close.
    package var closingDue: Int64 { end(ofPhase: nextToClose) + rules.campaign.review }

    /// Whether nothing is taken any more: it is past the end, or an amendment ended it.
    func isIntakeOver(at tick: Int64) -> Bool { tick >= intakeEnds || isEndedEarly }

    /// Ends intake before its declared time.
    ///
    /// Every entry lies before the end: where one was taken in this very millisecond, the end is the next.
    ///
    /// - Returns: The amendment that is the next leaf.
    package func endIntake(reason: String, at tick: Int64) throws(Untimely) -> Amendment {
        guard tick >= rules.campaign.opens else { throw .before }
        // A day that has begun is closed behind this, or the amendment would stand behind the last closing.
        let begun = rules.isDaily ? rules.phases[nextToClose].takes.lowerBound + 1 : .min
        let end = max(tick, latestEntryAt + 1, begun)
        guard [.open, .paused].contains(phase(at: tick)), end < intakeEnds else { throw .ended }
        intakeEnds = end
        isEndedEarly = true
        dropPhases()
        return amend("close", ["reason": .string(reason)], at: end)
    }

    /// Freezes the log's prefix with the eligible list of the next phase, once that is due.
    ///
    /// - Parameter display: Gives the masked name of a person who won at once; asked only where people do.
    package func close(
        at tick: Int64, display: (Pseudonym) -> String = { _ in preconditionFailure("nothing is won at once") }
    ) throws(Untimely) -> Closing {
        guard case .running = stage else { throw .ended }
        guard tick >= closingDue else { throw .open }
        let phase = nextToClose
        let hasTickets = rules.drawsTickets || allotsPlaces
        let eligible = rules.drawsTickets ? eligibleRows(of: phase) : allotsPlaces ? placeRows() : []
        let refusals = refusals(ofPhase: phase)
        let counts = counts(ofPhase: phase)
        let record = Closing(
            phase: rules.phases[phase].name, intakeEnded: end(ofPhase: phase), entries: counts.entries,
            people: counts.people,
            eligible: hasTickets
                ? CountedDigest(count: eligible.count, digest: SHA256.hash(DrawFiles.eligible(eligible))) : nil,
            tally: (contestTally?.file ?? peopleTally?.file).map { SHA256.hash($0) },
            stock: stockFile(display).map { SHA256.hash($0) },
            ledger: ledgerDigest,
            refusals: SHA256.hash(DrawFiles.refusals(refusals)), at: tick)
        phases[phase] = .closed(
            ClosedPhase(
                phase: phase, index: leafCount, at: tick, eligible: eligible, refusals: refusals,
                values: Array(repeating: nil, count: sources(ofPhase: phase).count)))
        leafCount += 1
        return record
    }

    /// Draws: tickets from the seed, tiers and alternates in ticket order, or by rank.
    ///
    /// A person's wins in earlier phases count for the cap of a person, so these are drawn or void first.
    ///
    /// - Parameter closingRoot: The root of the prefix that ends with the closing.
    package func draw(
        phase: Int = 0, origin: Origin, closingRoot: Digest, display: (Pseudonym) -> String, at tick: Int64
    ) throws(Untimely) -> Draw {
        let closed = try requireClosed(phase)
        try requireDecided(before: phase)
        let seedInput = try seedInput(closed, origin: origin, closingRoot: closingRoot, at: tick)
        let people = rankedPeople(seedInput.seed)
        let works = rankedWorks(seedInput.seed)
        let walk =
            people?.walk ?? works?.walk
            ?? DrawWalk(
                seed: seedInput.seed, eligible: rules.drawsTickets ? closed.eligible : [], rules: finalDraw,
                alreadyWon: rules.isDaily ? wins(before: phase) : hits.wins, ties: ties(among: closed.eligible))
        let placed = allotPlaces(closed.eligible, seedInput.seed, at: tick)
        let record = Draw(
            phase: seedInput.phase, seed: seedInput.seed,
            winners: placed ?? winners(walk, works?.ranked, display: display), at: tick)
        let drawing = Drawing(
            index: leafCount, at: tick, seedInput: seedInput, walk: walk, works: works?.ranked, people: people?.ranked)
        phases[phase] = .drawn(closed, drawing)
        let claims = rules.campaign.prizes.claimWithin.map {
            PrizeClaims(drawing, within: $0)
        }
        if rules.isDaily { dailyClaims[phase] = claims } else { self.claims = claims }
        leafCount += 1
        return record
    }

    /// Rows and digest of winners.csv: of people who were drawn, or of works by their rank.
    private func winners(
        _ walk: DrawWalk, _ works: RankedWorks?, display: (Pseudonym) -> String
    ) -> CountedDigest {
        guard let works, rules.campaign.prizes.drawing == .ranking else {
            return CountedDigest(
                count: walk.winners.count, digest: SHA256.hash(DrawFiles.winners(walk, display: display)))
        }
        let winners = works.winners { place in
            guard case .win(let tier) = walk.rows[place].outcome else { return nil }
            return rules.draw.tiers[tier].id
        } authors: { place in
            walk.people(of: place).map { ($0.hex, display($0)) }
        }
        return CountedDigest(count: winners.count, digest: SHA256.hash(winners.file))
    }

    /// The reasons that were given, ascending, with their counts.
    package func refusalCounts() -> [(reason: String, count: Int)] {
        Reason.allCases.filter { refusals[$0.ordinal] > 0 }
            .map { ($0.rawValue, refusals[$0.ordinal]) }
            .sorted { $0.0 < $1.0 }
    }

    /// How often each reason was given since the closing before.
    private func refusals(ofPhase phase: Int) -> [(reason: String, count: Int)] {
        let all = refusalCounts() + shadowCounts()
        guard rules.isDaily else { return all }
        return all.map { reason, count in
            let before = phases[..<phase].compactMap(\.closed).reduce(0) { sum, closed in
                sum + (closed.refusals.first { $0.reason == reason }?.count ?? 0)
            }
            return (reason, count - before)
        }.filter { $0.1 > 0 }
    }

    private func eligibleRows(of phase: Int) -> [EligibleRow] {
        entries[places(ofPhase: phase)].compactMap { entry in
            guard entry.chances > 0, let row = row(of: Int(entry.person)) else { return nil }
            return EligibleRow(index: Int(entry.leaf), pseudonym: row.pseudonym, chances: Int(entry.chances))
        }
    }

    /// Households and units of those who are drawn, so that a cap asks for each in one step.
    private func ties(among eligible: [EligibleRow]) -> (Pseudonym) -> (household: Pseudonym?, unit: Pseudonym?) {
        guard rules.draw.householdCap != nil || rules.draw.unitCap != nil else { return { _ in (nil, nil) } }
        var rows: [Pseudonym: SettledEntry.Row] = [:]
        for entry in entries where entry.chances > 0 {
            if let row = row(of: Int(entry.person)) { rows[row.pseudonym] = row }
        }
        return { pseudonym in (rows[pseudonym]?.household, rows[pseudonym]?.unit) }
    }
}
