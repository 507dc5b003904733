import Books
import Campaigns
import JSON
import Proofs

/// Everything a bundle is made from; all files that follow from other values are derived from it in one place.
package struct BundleContents: Sendable {
    /// The exact bytes that the organiser gave, as announced.
    package var campaignFile: [UInt8]
    /// What the loader makes of them with all amendments.
    package var campaign: Campaign
    package var publicRules: [UInt8]
    /// Key `rules-salt`.
    package var rulesSalt: Digest
    package var paperKey: Digest
    /// roll.txt, ascending by pseudonym; nil without a roll.
    package var roll: [UInt8]?
    /// How many of the people on it who were not erased may win.
    package var rollMayWin: Int
    /// How many of its lines were erased.
    package var rollErased: Int
    /// The tree over exactly the leaves of ``checkpoint``.
    package var tree: MerkleTree
    /// Every leaf that is no entry, with its index, ascending; the first is the charter.
    package var records: [(index: Int, leaf: Leaf)]
    /// The entry at a leaf index. Asked in ascending order, for the figures and then for the tiles, and kept no longer
    /// than either takes.
    package var entry: @Sendable (Int) throws -> PublishedEntry
    /// The last head, and the one over the prefix that ends with the closing.
    package var checkpoint: SignedNote
    package var closingHead: SignedNote
    /// What happened to places, prizes, vouchers and money: the openings of those leaves, ascending.
    package var events: [(index: Int, opening: Opening)] = []
    /// The rows of eligible.csv.
    package var eligible: [EligibleRow]
    /// The rows of stock.csv; nil where nothing is won at once.
    package var stock: [StockRow]?
    /// What the works came to, and their ranking, which a void phase lacks; nil in campaigns without works.
    package var tally: ContestTally?
    package var ranked: RankedWorks?
    /// What the people came to, and their ranking, which a void phase lacks; nil where people are not ranked.
    package var scores: PeopleTally?
    package var people: RankedPeople?
    /// Who has which places, and what a lottery drew; nil in campaigns without places.
    package var places: PlacePublication?
    /// Nil where the phase was voided, like ``seedInput``.
    package var walk: DrawWalk?
    /// Of everybody who got a prize, in the draw, at once or as an alternate: the masked name and its salt.
    package var displays: [Pseudonym: Display]
    /// Ascending by reason.
    package var refusals: [(reason: String, count: Int)]
    package var seedInput: SeedInput?
    /// Where the charter names a registry.
    package var registry: RegistryCopy?
    /// The beacon's rounds whose values were logged.
    package var beacons: [Beacon]
    /// policy.txt, where the charter has its digest.
    package var policy: [UInt8]?
    /// Further heads, with cosignatures.
    package var cosignedHeads: [SignedNote]
    /// What amendments kept secret, by leaf, ascending: the opening of canonical `{"changes":[…]}`.
    package var secretAmendments: [(index: Int, opening: Opening)]
    /// What amendments added to the roll, by leaf, ascending: leaf hashes of roll.txt, in its order.
    package var rollAdditions: [(index: Int, hashes: [Digest])] = []

    /// What each day of a daily campaign has of its own, in the place of the members above of the same names; else empty.
    package var days: [Day] = []

    /// A closing and its draw.
    package struct Day: Sendable {
        package var eligible: [EligibleRow]
        /// Nil where the day was voided, like ``seedInput``.
        package var walk: DrawWalk?
        package var refusals: [(reason: String, count: Int)]
        package var seedInput: SeedInput?
        package var closingHead: SignedNote

        package init(
            eligible: [EligibleRow], walk: DrawWalk?, refusals: [(reason: String, count: Int)], seedInput: SeedInput?,
            closingHead: SignedNote
        ) {
            self.eligible = eligible
            self.walk = walk
            self.refusals = refusals
            self.seedInput = seedInput
            self.closingHead = closingHead
        }
    }

    package struct Display: Sendable, Hashable {
        package var name: String
        package var salt: Digest

        package init(name: String, salt: Digest) {
            self.name = name
            self.salt = salt
        }
    }

    package init(
        campaignFile: [UInt8], campaign: Campaign, publicRules: [UInt8], rulesSalt: Digest, paperKey: Digest,
        roll: [UInt8]?, rollMayWin: Int, rollErased: Int = 0, tree: MerkleTree, records: [(index: Int, leaf: Leaf)],
        entry: @escaping @Sendable (Int) throws -> PublishedEntry, checkpoint: SignedNote, closingHead: SignedNote,
        eligible: [EligibleRow], stock: [StockRow]? = nil, walk: DrawWalk?, displays: [Pseudonym: Display],
        refusals: [(reason: String, count: Int)], seedInput: SeedInput?, beacons: [Beacon] = [],
        policy: [UInt8]? = nil, cosignedHeads: [SignedNote] = [],
        secretAmendments: [(index: Int, opening: Opening)] = [], registry: RegistryCopy? = nil
    ) {
        self.campaignFile = campaignFile
        self.campaign = campaign
        self.publicRules = publicRules
        self.rulesSalt = rulesSalt
        self.paperKey = paperKey
        self.roll = roll
        self.rollMayWin = rollMayWin
        self.rollErased = rollErased
        self.tree = tree
        self.records = records
        self.entry = entry
        self.checkpoint = checkpoint
        self.closingHead = closingHead
        self.eligible = eligible
        self.stock = stock
        self.walk = walk
        self.displays = displays
        self.refusals = refusals
        self.seedInput = seedInput
        self.registry = registry
        self.beacons = beacons
        self.policy = policy
        self.cosignedHeads = cosignedHeads
        self.secretAmendments = secretAmendments
    }
}

/// An entry as a bundle shows it.
package enum PublishedEntry: Sendable, Hashable {
    case opening(Opening)
    /// What it committed to was erased; a `withheld` record says so.
    case withheld(commitment: Digest)

    package var commitment: Digest {
        switch self {
        case .opening(let opening): opening.commitment
        case .withheld(let commitment): commitment
        }
    }

    package var opening: Opening? {
        if case .opening(let opening) = self { opening } else { nil }
    }
}

extension BundleContents {
    /// The files that are small or follow from values: all but the tiles, the openings and the sums.
    func derivedFiles() throws -> [(path: String, bytes: [UInt8])] {
        let figures = try figures()
        var files: [(path: String, bytes: [UInt8])] = [
            (BundlePaths.paperKey, Array((paperKey.hex + "\n").utf8)),
            (BundlePaths.campaign, campaignFile),
            (BundlePaths.salt, Array((rulesSalt.hex + "\n").utf8)),
            (BundlePaths.publicRules, publicRules),
            (BundlePaths.checkpoint, checkpoint.bytes),
            (BundlePaths.report, figures.report.jsonBytes()),
            (BundlePaths.page, figures.page.html()),
        ]
        if let roll { files.append((BundlePaths.roll, roll)) }
        for (place, figures) in (figures.days.isEmpty ? [figures] : figures.days).enumerated() {
            files += (days.isEmpty ? self : contents(ofDay: place)).drawFiles(figures)
        }
        if let tally { files.append((BundlePaths.tally, tally.file)) }
        if let ranked {
            files.append((BundlePaths.ranking, ranked.file(campaign.prizesGoToWorks ? walk : nil)))
        }
        if let scores { files.append((BundlePaths.tally, scores.file)) }
        if let people {
            files.append((BundlePaths.ranking, people.file(campaign.prizes.drawing == .ranking ? walk : nil)))
        }
        if let places { files += places.files(campaign, eligible) }
        if let stock {
            let tiers = campaign.prizes.tiers.map(\.id)
            files.append(
                (BundlePaths.stock, DrawFiles.stock(stock, tiers: tiers) { displays[$0]?.name ?? "" }))
        }
        for (place, source) in campaign.randomness.enumerated() {
            guard case .reveal(let reveal) = source else { continue }
            files.append((BundlePaths.note(place + 1), Array(reveal.note.utf8)))
        }
        if case .reveal(let reveal)? = campaign.activation {
            files.append((BundlePaths.activationNote, Array(reveal.note.utf8)))
        }
        files += beacons.map { (BundlePaths.beacon($0.round), $0.bytes) }
        if let policy { files.append((BundlePaths.policy, policy)) }
        for note in cosignedHeads {
            guard let head = try? Checkpoint(parsing: note.text) else {
                throw BundleWriter.Failure.inconsistent("a head is no checkpoint")
            }
            files.append((BundlePaths.head(head.size), note.bytes))
        }
        files += secretAmendments.map { (BundlePaths.amendment($0), AmendmentFile.bytes($1)) }
        files += rollAdditions.map { (BundlePaths.added($0), AddedFile.bytes($1)) }
        if BundleDays.isNeeded(for: campaign) { files.append((BundlePaths.days, BundleDays.bytes(campaign))) }
        if let registry { files += try registry.files() }
        if let money = figures.money {
            files.append((BundlePaths.ledger, money.ledger))
            files += money.settlementFiles(campaign.id)
        }
        return files
    }

    /// A day's own values in the place of the campaign's.
    private func contents(ofDay day: Int) -> BundleContents {
        var contents = self
        contents.eligible = days[day].eligible
        contents.walk = days[day].walk
        contents.refusals = days[day].refusals
        contents.seedInput = days[day].seedInput
        contents.closingHead = days[day].closingHead
        return contents
    }

    /// The files of one draw.
    private func drawFiles(_ figures: ReportFigures) -> [(path: String, bytes: [UInt8])] {
        let paths = figures.timeline.paths
        var files: [(path: String, bytes: [UInt8])] = [
            (BundlePaths.head(figures.timeline.closingSize), closingHead.bytes),
            (paths.refusals, DrawFiles.refusals(refusals)),
        ]
        if campaign.drawsTickets { files.append((paths.eligible, DrawFiles.eligible(eligible))) }
        if let walk, let seedInput {
            if campaign.drawsTickets { files.append((paths.tickets, DrawFiles.tickets(walk))) }
            if !campaign.allotsPlaces { files.append((paths.winners, winnersFile(walk))) }
            files.append((paths.seedInput, Array(seedInput.text.utf8)))
        }
        if walk != nil || stock != nil {
            let salts = DrawFiles.displays(figures.holders) { displays[$0]?.salt ?? .zero }
            files.append((paths.displays, salts))
        }
        return files
    }

    /// Of people who were drawn, or of works by their rank.
    private func winnersFile(_ walk: DrawWalk) -> [UInt8] {
        if let ranked, walk.order == .works { return ranked.winners(walk, names: displays.mapValues(\.name)) }
        return DrawFiles.winners(walk) { displays[$0]?.name ?? "" }
    }

    private func reportedRegistry(_ charter: Charter) throws(BundleWriter.Failure) -> Report.Registry? {
        guard let key = charter.registry else { return nil }
        guard let registry else { throw .inconsistent("the charter names a registry, which is not there") }
        return try registry.reported(of: charter.origin, key: key)
    }

    /// What the reports show. Fails where the values don't make a campaign that was drawn or voided, or where an entry
    /// can't be read back.
    func figures() throws -> ReportFigures {
        let timelines = try timelines()
        let all = try timelines.map { timeline in
            try (timeline.day.map(contents(ofDay:)) ?? self).figures(timeline)
        }
        guard var figures = all.last, let timeline = timelines.last else {
            throw BundleWriter.Failure.inconsistent("a bundle is of one phase at least")
        }
        figures.days = days.isEmpty ? [] : all
        let amendments = timeline.amendmentsInTime.map(\.record)
        let count = try secondCount(amendments, closing: timeline.closing.index)
        let withheld = Set(timeline.withheld.map(\.record.index))
        figures.flags = count.flags(amendments)
        figures.voided = count.withoutVoids(all.flatMap(\.eligible).filter { withheld.contains($0.index) }, tally)
        figures.places = places?.places
        figures.money = try moneyWalk(timeline)
        return figures
    }

    /// What the reports show of one phase.
    private func figures(_ timeline: Timeline) throws -> ReportFigures {
        let prizes = prizes(timeline)
        let facts = timeline.randomness(campaign.randomnessTerms.map(\.fallbackOf), quorumTimes(timeline))
        guard let head = try? Checkpoint(parsing: checkpoint.text), head.size == tree.count, head.root == tree.root,
            (walk == nil) == (timeline.outcome.draw == nil), (walk == nil) == (seedInput == nil)
        else {
            throw BundleWriter.Failure.inconsistent("the checkpoint, the tree and the winners don't belong together")
        }
        let figures = ReportFigures(
            campaign: campaign, timeline: timeline, charterHash: tree.hash(level: 0, index: 0), checkpoint: head,
            closingRoot: tree.root(size: timeline.closingSize), rollMayWin: rollMayWin, rollErased: rollErased,
            eligible: eligible, stock: stock, refusals: refusals.filter { $0.count > 0 },
            facts: facts, seed: seedInput?.seed, walk: walk,
            noDraw: timeline.outcome.voiding.map { facts.noDraw($0, waits: campaign.randomnessTerms.map(\.wait)) },
            prizes: prizes, displays: displays.mapValues(\.name),
            secretChanges: Dictionary(
                uniqueKeysWithValues: secretAmendments.map { index, opening in
                    (index, AmendmentFile.parse(AmendmentFile.bytes(opening))?.changes ?? [])
                }),
            registry: try reportedRegistry(timeline.charter),
            works: tally.map { CountedWorks(tally: $0, ranked: ranked) }, ranked: people)
        guard Set(figures.holders).isSubset(of: displays.keys) else {
            throw BundleWriter.Failure.inconsistent("somebody won whose name is not there")
        }
        return figures
    }

    /// The rules of vouchers and money as announced, and as each amendment left them that changed them, which has them in the
    /// open; nil in campaigns that have neither.
    private func fundRules(
        _ timeline: Timeline
    ) -> (announced: FundRules, raises: [(leaf: Int, rules: FundRules)])? {
        guard FundRules(campaign) != nil,
            case .success(let loaded) = loadCampaign(bytes: campaignFile, organiser: nil),
            let announced = FundRules(loaded.campaign)
        else { return nil }
        var inForce = RulesInForce(loaded.campaign, publicRules: loaded.publicRules, file: campaignFile)
        var (latest, raises) = (announced, [(leaf: Int, rules: FundRules)]())
        for (index, record) in timeline.amendments where record.class == "favourable" {
            guard case .changes(let changes, _)? = AmendmentContent(record),
                let changed = try? inForce.changed(changes), let rules = FundRules(changed.campaign)
            else { continue }
            inForce = changed
            if rules != latest { raises.append((index, rules)) }
            latest = rules
        }
        return (announced, raises)
    }

    /// Vouchers and money, gone through from the log; nil in campaigns that have neither.
    private func moneyWalk(_ timeline: Timeline) throws -> FundWalk? {
        guard let rules = fundRules(timeline) else { return nil }
        let people = roll.flatMap { try? RollTable($0) }?.people ?? [:]
        var claims: [LoggedClaim] = []
        var times: [Int: Int64] = [:]
        var tape = JSONTape()
        let recorded = Set(records.map(\.index))
        for leaf in 0..<timeline.closing.index where !recorded.contains(leaf) {
            guard let opening = try entry(leaf).opening else { continue }
            let read = opening.body.withUnsafeBufferPointer { try? SubmissionBody($0, tape: &tape) }
            guard let body = read, body.kind == .register else { continue }
            times[leaf] = body.at
            guard campaign.kind.claimsByRegistering else { continue }
            let place = people[body.pseudonym]
            claims.append(
                LoggedClaim(
                    body, leaf: leaf, household: place?.household, unit: place?.unit, campaign.form))
        }
        if campaign.kind == .raffle {
            claims = .won(atOnce: stock ?? [], at: times, claims: timeline.prizeEvents, people)
        }
        var walk = FundWalk(rules.announced, raises: rules.raises)
        var (waiting, events) = (claims[...], timeline.fundEvents[...])
        // What must not have happened and yet was logged is published as it is; whoever verifies is told.
        _ = walk.take(&waiting, &events, before: .max)
        return walk
    }

    private func prizes(_ timeline: Timeline) -> PrizeWalk? {
        guard let within = campaign.prizes.claimWithin, let walk, let draw = timeline.outcome.draw else { return nil }
        var prizes = PrizeWalk(walk, draw: draw, within: within)
        for (index, body) in timeline.prizeEvents {
            // What must not have happened and yet was logged is published as it is; whoever verifies is told.
            if prizes.take(body, leaf: index) != nil { break }
        }
        return prizes
    }

    private func eventBodies() throws(BundleWriter.Failure) -> [(index: Int, body: EventBody)] {
        var bodies: [(index: Int, body: EventBody)] = []
        for (index, opening) in events {
            guard let body = EventBody(reading: opening.body, isOfPlaces: campaign.places != nil) else {
                throw .inconsistent("leaf \(index) is no event")
            }
            bodies.append((index, body))
        }
        return bodies
    }

    private func timelines() throws(BundleWriter.Failure) -> [Timeline] {
        var charter: Charter?
        var amendments: [(index: Int, record: Amendment)] = []
        var activation: (index: Int, record: Activation)?
        var phases = PhaseRecords(days.isEmpty ? [DrawPhase.wholeName] : days.indices.map(DrawPhase.name(ofDay:)))
        var withheld: [(index: Int, record: Withheld)] = []
        var final: (index: Int, record: Final)?
        for (index, leaf) in records {
            switch leaf {
            case .charter(let record): charter = record
            case .amendment(let record): amendments.append((index, record))
            case .activation(let record): activation = (index, record)
            case .closing(let record): phases.closings.append((index, record))
            case .value(let record): phases.values[phases.place(of: record.phase)].append((index, record))
            case .draw(let record):
                let place = phases.place(of: record.phase)
                phases.outcomes[place] = phases.outcomes[place] ?? .drawn(index: index, record: record)
            case .void(let record):
                let place = phases.place(of: record.phase)
                phases.outcomes[place] = phases.outcomes[place] ?? .void(index: index, record: record)
            case .withheld(let record): withheld.append((index, record))
            case .event: break
            case .final(let record): final = (index, record)
            default: throw .inconsistent("leaf \(index) is of a type that a bundle does not hold yet")
            }
        }
        guard let charter, let closing = phases.closings.last, let outcome = phases.outcomes.last ?? nil,
            phases.closings.count >= phases.names.count, phases.isDecided
        else { throw .inconsistent("a bundle comes after charter, closing and draw or void") }
        return phases.timelines(
            Timeline(
                declared: charter, charter: charter, activation: activation, amendments: amendments, closing: closing,
                outcome: outcome, withheld: withheld, events: try eventBodies(), final: final))
    }
}
