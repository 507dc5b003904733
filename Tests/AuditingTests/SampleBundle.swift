import Campaigns
import Foundation
import JSON
import Proofs

@testable import Auditing

/// An organiser who holds all keys and makes a bundle, honest unless told to lie; whatever a lie changes is signed again.
struct SampleBundle {
    var sample: SampleCampaign
    /// Of the round in force; nil is the one that the tests' network makes.
    var beaconSignature: [UInt8]?
    /// Who drew the public number that counts.
    var drawer = "notary.example"
    /// Puts the campaign into a registry, between two others of its time, and changes the records of that.
    var editRegistry: ((inout [Registered]) -> Swift.Void)?
    var isRehearsal = false
    var editCharter: (inout Charter) -> Swift.Void = { _ in }
    var editBodies: (inout [JSON]) -> Swift.Void = { _ in }
    var editOpenings: (inout [[UInt8]]) -> Swift.Void = { _ in }
    var editRows: (inout [EligibleRow]) -> Swift.Void = { _ in }
    var editActivation: (inout Activation) -> Swift.Void = { _ in }
    /// Of the number that the proofs depend on, where it is not the logged one.
    var provenActivation: String?
    /// Where the activation stands among the leaves.
    var activationIndex = 1
    /// Whether who won at once takes part in the draw like everybody else.
    var winAgain = false
    /// What a caller saw drawn, where that is not what was logged.
    var seenInPublic: [String: String]?
    var editStock: (inout [StockRow]) -> Swift.Void = { _ in }
    var amendments: [Amendment] = []
    /// Amendments between the charter and the entries.
    var earlyAmendments: [Amendment] = []
    var secretAmendments: [(index: Int, opening: Opening)] = []
    /// People who are not on the announced roll, by the amendment of class `roll` that adds them, in leaf order.
    var additions: [[Int]] = []
    /// What the amendments make of the rules; nil is the file as announced.
    var inForce: Campaign?
    /// When intake ended, where the amendments say more than an early end.
    var intakeEnded: Int64?
    var editClosing: (inout Closing) -> Swift.Void = { _ in }
    var editValues: (inout [Value]) -> Swift.Void = { _ in }
    var editSeedInput: (inout SeedInput) -> Swift.Void = { _ in }
    var editDrawRules: (inout DrawRules) -> Swift.Void = { _ in }
    var editDraw: (inout Draw) -> Swift.Void = { _ in }
    /// In the place of the draw.
    var voiding: VoidRecord?
    /// Between the closing and the values.
    var leavesAfterClosing: [Leaf] = []
    var leavesAtEnd: [Leaf] = []
    /// What happens to prizes after the draw, from the walk and the leaf of the draw.
    var events: (DrawWalk, Draw, Int) -> [PrizeEventBody] = { _, _, _ in [] }
    var editEvents: (inout [PrizeEventBody]) -> Swift.Void = { _ in }
    /// The places among the bodies that are events, and not entries.
    var eventBodies: Set<Int> = []
    /// Events about places after the draw.
    var placeEvents: [PlaceEventBody] = []
    /// Ends the log, where there is one.
    var final: Final?
    var displayName: (String) -> String = { $0 }
    /// Leaves of entries whose openings the bundle lacks.
    var withheld: Set<Int> = []
    var editContents: (inout BundleContents) -> Swift.Void = { _ in }

    init(_ sample: SampleCampaign) {
        self.sample = sample
    }

    var origin: Origin {
        Origin(
            organiser: "jimo-union.example", campaign: sample.name, isRehearsal: isRehearsal)!
    }

    /// Made once for each origin: deriving a public key takes longer than all else here.
    private static let keys: [String: CampaignKeys] = {
        let origins = ["riddles", "quiz", "instant"].flatMap { campaign in
            [false, true].compactMap { Origin(organiser: "jimo-union.example", campaign: campaign, isRehearsal: $0) }
        }
        let secret = SHA256.hash("a campaign secret")
        return Dictionary(uniqueKeysWithValues: origins.map { ($0.text, CampaignKeys(secret: secret, origin: $0)) })
    }()

    var keys: CampaignKeys { SampleBundle.keys[origin.text]! }

    var vkey: String { keys.verificationKey.text }

    /// What a caller who saw the public number drawn passes on.
    var publicValues: [String: String] {
        if let seenInPublic { return seenInPublic }
        var values = sample.publicValue.map { [drawer: $0] } ?? [:]
        values["opening.example"] = sample.activation
        return values
    }

    private var prover: ECVRF.SecretKey { ECVRF.SecretKey(keys.key(.vrf)) }

    /// The proof of an attempt's number.
    func proof(of id: String, attempt: Int) -> String {
        let message = InstantWin.message(
            origin: origin, activation: InstantWin.activation(provenActivation ?? sample.activation!),
            pseudonym: keys.pseudonym(of: id), attempt: attempt)
        return try! prover.prove(message).hex
    }

    /// What became of the hits, in leaf order; nil where nothing is won at once.
    private func stock(_ campaign: Campaign, from first: Int) -> [StockRow]? {
        guard sample.activation != nil else { return nil }
        var left = campaign.prizes.tiers.map(\.count)
        var rows: [StockRow] = []
        for (position, entry) in sample.entries.enumerated() where entry.chances > 0 {
            guard let tier = entry.hit else { continue }
            let person = sample.people[entry.person]
            let outcome: StockRow.Outcome = !person.mayWin ? .barred : left[tier] == 0 ? .gone : .win
            if outcome == .win { left[tier] -= 1 }
            rows.append(
                StockRow(
                    index: first + position, pseudonym: keys.pseudonym(of: person.id), attempt: entry.attempt,
                    tier: tier, outcome: outcome))
        }
        return rows
    }

    private var rollFile: RollFile { rollFile(without: []) }

    private func rollFile(without missing: [Int]) -> RollFile {
        RollFile(
            sample.people.enumerated().filter { !missing.contains($0.offset) }.map { _, person in
                keys.rollLine(
                    of: person.id, maskedName: person.masked, household: person.household, unit: person.unit,
                    groups: [], mayWin: person.mayWin)
            })
    }

    /// Count and root of the roll with the first so many additions.
    func roll(after count: Int) -> CountedDigest {
        rollFile(without: additions[count...].flatMap(\.self)).commitment
    }

    /// The hashes that an addition brought, in the order of the roll.
    private func hashes(of addition: [Int]) -> [Digest] {
        let own = addition.map { keys.pseudonym(of: sample.people[$0].id) }
        return rollFile.people.filter { own.contains($0.pseudonym) }.map { MerkleTree.leafHash(Array($0.text.utf8)) }
    }

    func charter(_ loaded: LoadedCampaign) -> Charter {
        let campaign = loaded.campaign
        return Charter(
            origin: origin, key: keys.verificationKey,
            registry: editRegistry == nil ? nil : SampleRegistry.signer.verificationKey,
            rules: Commitments.rules(salt: keys.rulesSalt, file: Array(sample.file.utf8)),
            publicRules: Commitments.publicRules(loaded.publicRules),
            roll: campaign.audience.isOpen ? nil : roll(after: 0),
            vrf: campaign.prizes.isInstant ? keys.vrfPublicKey : nil,
            paper: Commitments.paperKey(keys.paperKey), policy: nil, announces: campaign.announces,
            opens: campaign.opens, closes: campaign.closes,
            sources: campaign.randomness.map(declared)
                + (campaign.activation.map {
                    [DeclaredSource(phase: Charter.activationPhase, source: declared($0).source)]
                } ?? []))
    }

    private func declared(_ source: Campaign.RandomnessSource) -> DeclaredSource {
        switch source {
        case .commit: DeclaredSource(source: keys.commitSource)
        case .reveal(let reveal):
            DeclaredSource(
                source: .reveal(
                    party: reveal.party, key: try! VerificationKey(parsing: reveal.vkey),
                    digest: Digest(hex: reveal.commitment)!))
        case .drand(let round): DeclaredSource(source: .drand(round: round))
        case .public(let name, let form, let available):
            DeclaredSource(source: .publicNumber(name: name, form: form.text, available: available))
        }
    }

    /// The body of a submission as the daemon would log it.
    func body(_ entry: SampleCampaign.Entry, _ campaign: Campaign) -> JSON {
        let pseudonym = keys.pseudonym(of: sample.people[entry.person].id)
        var members: [JSON.Member] = [
            .init("at", .integer(entry.at)), .init("attempt", .integer(Int64(entry.attempt))), .init("kind", "submit"),
            .init("phase", "main"), .init("pseudonym", .string(pseudonym.hex)),
        ]
        if campaign.audience.isOpen { members += commitments(to: sample.people[entry.person]) }
        var numbers: [Int] = []
        if !campaign.paper.draw.isEmpty {
            let strata = campaign.paper.draw.map { stratum in
                PaperDrawing.Stratum(
                    questions: campaign.paper.questions.indices.filter {
                        campaign.paper.questions[$0].stratum == stratum.name
                    }, take: stratum.take)
            }
            let drawing = PaperDrawing.draw(
                key: HMACSHA256(key: keys.paperKey), pseudonym: pseudonym, attempt: entry.attempt,
                activation: sample.activation.map(InstantWin.activation), strata: strata,
                shuffledOptions: { campaign.paper.questions[$0].options.count })
            numbers = drawing.questions.map(\.number)
            let id = PaperDrawing.id(key: keys.paperKey, pseudonym: pseudonym, attempt: entry.attempt)
            members.append(.init("paper", .string(id)))
        }
        if sample.activation != nil {
            members.append(.init("pi", .string(proof(of: sample.people[entry.person].id, attempt: entry.attempt))))
        }
        members.append(.init("answers", .object(entry.answers(numbers).map { JSON.Member($0.0, $0.1) })))
        return .object(members)
    }

    /// What a body says of its person where there is no roll.
    func commitments(to person: SampleCampaign.Person) -> [JSON.Member] {
        let identity = Commitments.identity(salt: keys.identitySalt(of: person.id), id: person.id)
        let display = Commitments.display(salt: keys.displaySalt(of: person.id), maskedName: person.masked)
        return [.init("dc", .string(display.hex)), .init("ic", .string(identity.hex))]
    }

    private func signature(of round: Int64) -> [UInt8] { beaconSignature ?? SampleParty.network.sign(round) }

    /// The values as an honest organiser logs them, in the order of their times; a fallback is not needed.
    private func values(_ campaign: Campaign, closedAt: Int64) -> [Value] {
        var values: [Value] = []
        for (place, source) in campaign.randomness.enumerated()
        where campaign.randomnessTerms[place].fallbackOf == nil {
            let (value, at): (String, Int64) =
                switch source {
                case .commit: (keys.revealValue.hex, closedAt)
                case .reveal: (SampleParty.number.hex, closedAt + 60_000)
                case .drand(let round): (SHA256.hash(signature(of: round)).hex, source.availableAt! + 1000)
                case .public: (sample.publicValue!, source.availableAt! + 60_000)
                }
            values.append(Value(phase: "main", source: place + 1, value: value, at: at))
        }
        return values.sorted { $0.at < $1.at }
    }

    func contents() -> BundleContents {
        let loaded = sample.loaded
        var leaves: [Leaf] = []
        var openings: [Int: Opening] = [:]
        var charter = charter(loaded)
        editCharter(&charter)
        leaves.append(.charter(charter))
        leaves += earlyAmendments.map { .amendment($0) }
        var activation = sample.activation.map { Activation(source: 1, value: $0, at: SampleCampaign.opens - 200_000) }
        if activation != nil { editActivation(&activation!) }
        if let activation, activationIndex == 1 { leaves.append(.activation(activation)) }
        let first = earlyAmendments.count + (sample.activation == nil || activationIndex > 1 ? 1 : 2)

        var bodies = sample.entries.map { body($0, loaded.campaign) }
        editBodies(&bodies)
        var texts = bodies.map { $0.canonicalBytes() }
        editOpenings(&texts)
        var opened: [(index: Int, opening: Opening)] = []
        for (place, text) in texts.enumerated() {
            let opening = Opening(nonce: SHA256.hash("nonce \(leaves.count)"), body: text)
            guard !eventBodies.contains(place) else {
                opened.append((leaves.count, opening))
                leaves.append(.event(EventLeaf(commitment: opening.commitment)))
                continue
            }
            openings[leaves.count] = opening
            leaves.append(.entry(EntryLeaf(commitment: opening.commitment)))
            if let activation, activationIndex > 1, leaves.count == activationIndex {
                leaves.append(.activation(activation))
            }
        }
        leaves += amendments.map { .amendment($0) }

        let eligible = sample.entries.enumerated().filter { $1.chances > 0 && sample.people[$1.person].mayWin }
        var rows = eligible.map { position, entry in
            EligibleRow(
                index: first + position, pseudonym: keys.pseudonym(of: sample.people[entry.person].id),
                chances: entry.chances)
        }
        editRows(&rows)
        var stock = stock(loaded.campaign, from: first)
        if stock != nil { editStock(&stock!) }
        let names = Dictionary(
            uniqueKeysWithValues: sample.people.map { (keys.pseudonym(of: $0.id), displayName($0.masked)) })
        let tiers = loaded.campaign.prizes.tiers.map(\.id)
        let refusals = [(reason: "limit.day", count: 2), (reason: "person.unlisted", count: 1)]
        let ended = intakeEnded ?? amendments.first?.at ?? loaded.campaign.closes
        var closing = Closing(
            phase: "main", intakeEnded: ended, entries: bodies.count, people: Set(sample.entries.map(\.person)).count,
            eligible: CountedDigest(count: rows.count, digest: SHA256.hash(DrawFiles.eligible(rows))), tally: nil,
            stock: stock.map { SHA256.hash(DrawFiles.stock($0, tiers: tiers) { names[$0]! }) }, ledger: nil,
            refusals: SHA256.hash(DrawFiles.refusals(refusals)),
            at: ended + loaded.campaign.review)
        editClosing(&closing)
        leaves.append(.closing(closing))
        let closingSize = leaves.count
        leaves += leavesAfterClosing

        var values = values(inForce ?? loaded.campaign, closedAt: closing.at)
        editValues(&values)
        leaves += values.map { .value($0) }

        let closingTree = MerkleTree(leaves[..<closingSize].map { MerkleTree.leafHash($0.bytes) })
        var input = SeedInput(
            origin: origin, phase: "main", size: closingSize, root: closingTree.root,
            sources: charter.amended(by: amendments).seedSources.enumerated().map { place, source in
                guard let value = values.first(where: { $0.source == place + 1 }) else { return .missing(place + 1) }
                return SeedInput.Line(source.source, value: value.value)
                    ?? .publicNumber(name: "notary.example", value: value.value)
            })
        editSeedInput(&input)
        var rules = (inForce ?? loaded.campaign).drawRules
        for row in stock ?? [] where row.outcome.isWin { rules.tiers[row.tier!].count -= 1 }
        editDrawRules(&rules)
        let lines = Dictionary(uniqueKeysWithValues: rollFile.people.map { ($0.pseudonym, $0) })
        let walk = DrawWalk(
            seed: input.seed, eligible: rows, rules: rules, alreadyWon: winAgain ? [:] : (stock ?? []).wins
        ) {
            (lines[$0]?.household, lines[$0]?.unit)
        }
        var displays: [Pseudonym: BundleContents.Display] = [:]
        for person in sample.people {
            displays[keys.pseudonym(of: person.id)] = BundleContents.Display(
                name: displayName(person.masked), salt: keys.displaySalt(of: person.id))
        }
        let winners = DrawFiles.winners(walk) { displays[$0]?.name ?? "" }
        var draw = Draw(
            phase: "main", seed: input.seed,
            winners: CountedDigest(count: walk.winners.count, digest: SHA256.hash(winners)),
            at: values.last.map { $0.at + 1000 } ?? closing.at)
        editDraw(&draw)
        leaves.append(voiding.map { .void($0) } ?? .draw(draw))
        var happened = events(walk, draw, leaves.count - 1)
        editEvents(&happened)
        for body in happened.map(\.bytes) + placeEvents.map(\.bytes) {
            let opening = Opening(nonce: SHA256.hash("nonce \(leaves.count)"), body: body)
            opened.append((leaves.count, opening))
            leaves.append(.event(EventLeaf(commitment: opening.commitment)))
        }
        if let final { leaves.append(.final(final)) }
        leaves += leavesAtEnd

        let tree = MerkleTree(leaves.map { MerkleTree.leafHash($0.bytes) })
        let records = leaves.enumerated().filter { if case .entry = $1 { false } else { true } }
        var contents = BundleContents(
            campaignFile: Array(sample.file.utf8), campaign: inForce ?? loaded.campaign,
            publicRules: loaded.publicRules,
            rulesSalt: keys.rulesSalt, paperKey: keys.paperKey,
            roll: loaded.campaign.audience.isOpen ? nil : Array(rollFile.text.utf8),
            rollMayWin: sample.people.count(where: \.mayWin), tree: tree,
            records: records.map { (index: $0.offset, leaf: $0.element) },
            entry: { [openings, withheld] index in
                let opening = openings[index]!
                return withheld.contains(index) ? .withheld(commitment: opening.commitment) : .opening(opening)
            },
            checkpoint: Checkpoint(origin: origin.text, size: tree.count, root: tree.root).signed(by: keys.signer),
            closingHead: Checkpoint(origin: origin.text, size: closingSize, root: closingTree.root)
                .signed(by: keys.signer),
            eligible: rows, stock: stock, walk: voiding == nil ? walk : nil, displays: displays, refusals: refusals,
            seedInput: voiding == nil ? input : nil,
            beacons: (inForce ?? loaded.campaign).randomness.compactMap { source in
                guard case .drand(let round) = source, voiding == nil else { return nil }
                return Beacon(round: round, signature: signature(of: round))
            }, secretAmendments: secretAmendments)
        contents.events = opened
        let logged = leaves.indices.filter { index in
            if case .amendment(let record) = leaves[index] { record.class == "roll" } else { false }
        }
        contents.rollAdditions = zip(logged, additions).map { ($0, hashes(of: $1)) }
        if editRegistry != nil {
            contents.registry = SampleRegistry.copy(SampleRegistry.records(of: contents, loaded, charter, closing))
        }
        editContents(&contents)
        return contents
    }

    /// What the organiser hands to the auditor.
    func auditorFile(sample: Int = 2, _ edit: (inout AuditorFile) -> Swift.Void = { _ in }) -> [UInt8] {
        let contents = contents()
        let walk = contents.walk
        let people = walk.map { chosen(by: $0.seed, sample) } ?? []
        let ids = Dictionary(uniqueKeysWithValues: self.sample.people.map { (keys.pseudonym(of: $0.id), $0.id) })
        func opened(_ pseudonym: Pseudonym) -> AuditorFile.Person {
            let id = ids[pseudonym]!
            return AuditorFile.Person(pseudonym: pseudonym, salt: keys.identitySalt(of: id), id: id)
        }
        let followed = contents.events.compactMap { event -> Pseudonym? in
            guard case .prize(let body)? = EventBody(reading: event.opening.body), case .alternate = body.kind else {
                return nil
            }
            return body.pseudonym
        }
        var file = AuditorFile(
            origin: origin, seed: walk?.seed, sample: walk == nil ? 0 : sample,
            winners: (walk?.everyWinner(atOnce: contents.stock, followed: followed) ?? contents.stock?.winners ?? [])
                .map(opened),
            people: people.map(opened))
        edit(&file)
        return Array(file.text.utf8)
    }

    /// Whether anybody's id is opened for the auditor.
    var hasAuditorFile: Bool { voiding == nil || sample.activation != nil }

    /// The sample as the page describes it: everyone's ticket, in order.
    private func chosen(by seed: Digest, _ count: Int) -> [Pseudonym] {
        let people = self.sample.people.map { keys.pseudonym(of: $0.id) }
        let tickets = people.map { (SHA256.hash("\(seed.hex),sample,\($0.hex)").hex, $0) }
        return tickets.sorted { $0 < $1 }.prefix(count).map(\.1)
    }

    /// The receipt that the holder of an entry was given, under the last head.
    func receipt(of index: Int, hasExtra: Bool = true) throws -> Receipt {
        let contents = contents()
        let person = sample.people[sample.entries[index - 1].person].id
        let salts = Receipt.Extra.Salts(identity: keys.identitySalt(of: person), display: keys.displaySalt(of: person))
        return Receipt(
            extra: hasExtra ? try contents.entry(index).opening.map { Receipt.Extra(opening: $0, salts: salts) } : nil,
            index: index,
            siblings: contents.tree.inclusionProof(index: index, size: contents.tree.count),
            checkpoint: contents.checkpoint)
    }

    /// Writes the bundle into a folder of its own, which lives as long as the returned value.
    func written() throws -> BundleOnDisk {
        let bundle = BundleOnDisk()
        var contents = contents()
        guard let editRegistry, let copy = contents.registry else {
            try BundleWriter.write(contents, to: bundle.path)
            return bundle
        }
        var records = try copy.leaves.map { try Registered(parsing: $0) }
        editRegistry(&records)
        let edited = SampleRegistry.copy(records)
        let isOrderly = (try? RegistryBook(records)) != nil
        if isOrderly { contents.registry = edited }
        try BundleWriter.write(contents, to: bundle.path)
        // Of a registry that makes no sense the honest code makes no report.
        if !isOrderly { bundle.replaceRegistry(by: edited) }
        return bundle
    }
}
