import Books
import Campaigns
import JSON
import Proofs

/// Other values in the rules, as an amendment logs them.
package struct RulesAmendment: Sendable {
    package enum Sort: String, Sendable {
        case favourable, neutral, regrade
    }

    package var sort: Sort
    /// Those that everybody may read at once.
    package var changes: [RulesChange]
    /// Commits to the others; nil where there are none.
    package var secret: Digest?
    /// Of a re-grade.
    package var reason: String?
    /// What the rules are with all changes.
    package var campaign: Campaign

    package init(sort: Sort, changes: [RulesChange], secret: Digest?, reason: String?, campaign: Campaign) {
        self.sort = sort
        self.changes = changes
        self.secret = secret
        self.reason = reason
        self.campaign = campaign
    }
}

// Until intake is over.
extension CampaignState {
    /// Lets intake rest: what comes is refused and uses up nothing; reading and replays go on.
    package func pause(reason: String, at tick: Int64) throws(Untimely) -> Amendment {
        try requireIntakeToCome(at: tick)
        guard !isPaused else { throw .paused }
        isPaused = true
        return amend("pause", ["reason": .string(reason)], at: tick)
    }

    /// Ends a pause. The time that intake rested is not added at its end: that takes an extension.
    package func resume(reason: String, at tick: Int64) throws(Untimely) -> Amendment {
        try requireIntakeToCome(at: tick)
        guard isPaused else { throw .notPaused }
        isPaused = false
        return amend("resume", ["reason": .string(reason)], at: tick)
    }

    /// An extension must be logged so long before every time at which randomness was to exist.
    package static let extensionNotice: Int64 = 10 * 60_000

    /// Makes intake end later, and all public randomness come later with it.
    ///
    /// - Parameters:
    ///   - campaign: The rules with the new times.
    ///   - sources: The charter's source lines with the new times, in its order.
    package func extend(
        to campaign: Campaign, sources: [String], at tick: Int64
    ) throws(Untimely) -> Amendment {
        guard !rules.isDaily else { throw .extendDaily }
        try requireIntakeToCome(at: tick)
        guard campaign.closes > intakeEnds else { throw .extendEarlier }
        for (old, new) in zip(rules.campaign.randomness, campaign.randomness) {
            guard let before = old.availableAt, let after = new.availableAt else { continue }
            guard after > before, after > campaign.closes + campaign.review else { throw .extendSources }
            guard tick <= before - Self.extensionNotice else { throw .extendLate }
        }
        if let first = firstPublicTime() {
            extensions.append(PromisedExtension(index: leafCount, seenBy: first - Self.extensionNotice))
        }
        rules = Rules(withWorks(campaign))
        intakeEnds = campaign.closes
        return amend(
            "extend", ["closes": .integer(campaign.closes), "sources": .array(sources.map { .string($0) })], at: tick)
    }

    /// Adds people to the roll; they take part from the next leaf on.
    ///
    /// - Parameter roll: Count and root of the whole roll with them.
    package func addPeople(
        _ added: Cast, roll: CountedDigest, at tick: Int64
    ) throws(Untimely) -> Amendment {
        try requireRollToGrow(at: tick)
        append(added)
        return amend(
            "roll", ["count": .integer(Int64(roll.count)), "root": .string(roll.digest.hex)], at: tick)
    }

    /// Whether people can be added now.
    package func requireRollToGrow(at tick: Int64) throws(Untimely) {
        // Whose attempts hit is fixed by the activation: whoever came after it could have been chosen by it.
        guard rules.instant == nil else { throw .instantWins }
        guard !rules.campaign.audience.isOpen else { throw .rollMissing }
        try requireIntakeToCome(at: tick)
    }

    private func requireIntakeToCome(at tick: Int64) throws(Untimely) {
        guard case .running = stage, !isIntakeOver(at: tick) else { throw .ended }
    }
}

// Until the closing, re-grades and voids also in the review window.
extension CampaignState {
    /// Takes an entry out of the count: it keeps its leaf, its attempt and what it used of the limits, and is worth
    /// nothing.
    ///
    /// - Parameter act: What an entry was, by its leaf; asked for the entries of its person, or where being
    ///   first to solve a question wins something, for all.
    package func voidEntry(
        index: Int, reason: String, at tick: Int64, act: (Int) -> Act
    ) throws(Untimely) -> Amendment {
        let place = try voidable(index)
        noteChange(at: tick)
        recount(voiding: place, act)
        contest?.ballots?.void(leaf: index)
        voidEnrolment(index, at: tick)
        return amend("void-entry", ["index": .integer(Int64(index)), "reason": .string(reason)], at: tick)
    }

    /// Whether an entry can be voided now.
    package func requireVoidable(_ index: Int) throws(Untimely) { _ = try voidable(index) }

    private func voidable(_ index: Int) throws(Untimely) -> Int {
        guard case .running = stage else { throw .ended }
        guard rules.instant == nil else { throw .instantWins }
        guard let place = entryPlace(leaf: index) else { throw .entryUnknown }
        guard !entries[place].isVoid else { throw .entryVoid }
        guard funds?.book.place(of: VoucherName(leaf: index)) == nil else { throw .entryClaim }
        guard entries[place].kind != .work else { throw .entryWork }
        // What a closing froze stands.
        guard phases[phase(ofEntry: place)].closed == nil else { throw .ended }
        return place
    }

    /// Puts other values into the rules. What an entry is worth follows from the rules at the closing, so where an answer
    /// key or points change, every entry of the campaign is scored again.
    ///
    /// - Parameter act: What an entry was, by its leaf; asked in leaf order.
    package func change(
        _ amendment: RulesAmendment, at tick: Int64, act: (Int) -> Act
    ) throws(Untimely) -> Amendment {
        // What was won at once stays won: nothing that decided it may change.
        guard rules.instant == nil else { throw .instantWins }
        // What one day's closing froze was worth what the rules said, and all days are of one set of rules.
        guard phases[0].closed == nil else { throw .ended }
        if amendment.sort == .regrade {
            guard case .running = stage else { throw .ended }
        } else {
            try requireIntakeToCome(at: tick)
        }
        noteChange(at: tick)
        let before = (rules.questions, rules.stock)
        rules = Rules(withWorks(amendment.campaign))
        if rules.questions != before.0 || rules.stock != before.1 { recount(act) }
        if let declared = rules.campaign.places { places?.widen(declared, at: tick) }
        if let raised = FundRules(amendment.campaign) { funds?.raise(to: raised) }
        var content = [JSON.Member("changes", .array(amendment.changes.map(\.json)))]
        if let reason = amendment.reason { content.append(JSON.Member("reason", .string(reason))) }
        return amend(amendment.sort.rawValue, .object(content), secret: amendment.secret, at: tick)
    }

    /// The place of the entry at a leaf: entries ascend by leaf.
    func entryPlace(leaf: Int) -> Int? {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if Int(entries[middle].leaf) < leaf { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && Int(entries[low].leaf) == leaf ? low : nil
    }

    /// Logs an amendment. An early end may lie a millisecond ahead of the clock, and times never go back.
    func amend(_ sort: String, _ content: JSON, secret: Digest? = nil, at tick: Int64) -> Amendment {
        let record = Amendment(
            class: sort, role: "organiser", public: String(decoding: content.canonicalBytes(), as: UTF8.self),
            secret: secret, at: max(tick, amendments.last?.record.at ?? 0))
        amendments.append(LoggedAmendment(index: leafCount, record: record))
        leafCount += 1
        return record
    }
}
