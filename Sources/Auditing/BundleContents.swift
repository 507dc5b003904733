import Campaigns
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
            (BundlePaths.head(figures.timeline.closingSize), closingHead.bytes),
            (BundlePaths.refusals, DrawFiles.refusals(refusals)),
            (BundlePaths.report, figures.report.jsonBytes()),
            (BundlePaths.page, figures.page.html()),
        ]
        if let roll { files.append((BundlePaths.roll, roll)) }
        if campaign.drawsTickets { files.append((BundlePaths.eligible, DrawFiles.eligible(eligible))) }
        if let tally { files.append((BundlePaths.tally, tally.file)) }
        if let ranked {
            files.append((BundlePaths.ranking, ranked.file(campaign.prizesGoToWorks ? walk : nil)))
        }
        if let scores { files.append((BundlePaths.tally, scores.file)) }
        if let people {
            files.append((BundlePaths.ranking, people.file(campaign.prizes.drawing == .ranking ? walk : nil)))
        }
        if let walk, let seedInput {
            if campaign.drawsTickets { files.append((BundlePaths.tickets, DrawFiles.tickets(walk))) }
            files += [
                (BundlePaths.winners, winnersFile(walk)),
                (BundlePaths.seedInput, Array(seedInput.text.utf8)),
            ]
        }
        if walk != nil || stock != nil {
            let salts = DrawFiles.displays(figures.holders) { displays[$0]?.salt ?? .zero }
            files.append((BundlePaths.displays, salts))
        }
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
        let timeline = try timeline()
        let prizes = prizes(timeline)
        let facts = timeline.randomness(campaign.randomnessTerms.map(\.fallbackOf), quorumTimes(timeline))
        guard let head = try? Checkpoint(parsing: checkpoint.text), head.size == tree.count, head.root == tree.root,
            (walk == nil) == (timeline.outcome.draw == nil), (walk == nil) == (seedInput == nil)
        else {
            throw BundleWriter.Failure.inconsistent("the checkpoint, the tree and the winners don't belong together")
        }
        var figures = ReportFigures(
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
        let amendments = timeline.amendmentsInTime.map(\.record)
        let count = try secondCount(amendments, closing: timeline.closing.index)
        let withheld = Set(timeline.withheld.map(\.record.index))
        figures.flags = count.flags(amendments)
        figures.voided = count.withoutVoids(eligible.filter { withheld.contains($0.index) }, tally)
        return figures
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

    private func timeline() throws(BundleWriter.Failure) -> Timeline {
        var charter: Charter?
        var amendments: [(index: Int, record: Amendment)] = []
        var activation: (index: Int, record: Activation)?
        var closing: (index: Int, record: Closing)?
        var values: [(index: Int, record: Value)] = []
        var outcome: Outcome?
        var withheld: [(index: Int, record: Withheld)] = []
        var final: (index: Int, record: Final)?
        for (index, leaf) in records {
            switch leaf {
            case .charter(let record): charter = record
            case .amendment(let record): amendments.append((index, record))
            case .activation(let record): activation = (index, record)
            case .closing(let record): closing = (index, record)
            case .value(let record): values.append((index, record))
            case .draw(let record): outcome = outcome ?? .drawn(index: index, record: record)
            case .void(let record): outcome = outcome ?? .void(index: index, record: record)
            case .withheld(let record): withheld.append((index, record))
            case .event: break
            case .final(let record): final = (index, record)
            default: throw .inconsistent("leaf \(index) is of a type that a bundle does not hold yet")
            }
        }
        guard let charter, let closing, let outcome else {
            throw .inconsistent("a bundle comes after charter, closing and draw or void")
        }
        return Timeline(
            declared: charter, charter: charter.amended(by: amendments.map(\.record)), activation: activation,
            amendments: amendments, closing: closing, values: values, outcome: outcome, withheld: withheld,
            events: try eventBodies(), final: final)
    }
}
