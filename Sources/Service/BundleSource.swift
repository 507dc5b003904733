import Auditing
import Campaigns
import Durability
import Engine
import JSON
import Proofs

/// The signed heads that stand in a bundle.
struct BundleHeads: Sendable {
    /// Over all leaves of the bundle.
    let last: Head
    /// Of each phase that was closed.
    let closings: [Head]
    /// Heads besides, with the cosignatures that tell when witnesses saw the records.
    let cosigned: [SignedNote]
    /// The registry up to a head that covers the draw.
    let registry: RegistryCopy
}

/// What a campaign had come to when a head over all of its leaves was signed: everything that its bundle is made from but
/// the signed heads. A bundle is made in the background, where the loop is not disturbed; openings are read from the journal
/// one by one.
struct BundleSource: Sendable {
    struct Failure: Error, Sendable {
        let text: BilingualText
    }

    let announced: Announced
    let roll: RollInForce
    let erasures: Erasures
    /// The rules in force at the closing.
    let rules: Campaign
    /// What amendments kept secret.
    let secretAmendments: [(index: Int, opening: Opening)]
    let tree: MerkleTree
    /// Where each leaf's frame lies.
    let locations: [FrameLocation]
    /// The leaves that are records.
    let records: [(index: Int, text: [UInt8])]
    /// Each phase with what its closing fixed and its draw; without one where it was voided.
    let phases: [Stage]
    /// Where the activation is a beacon's round: its signature in hex.
    let activationSignature: String?
    /// Alternates who got a prize, by phase, in order.
    let followed: [(phase: Int, people: [Pseudonym])]
    /// What was won at once; nil where nothing could be.
    let stock: [StockRow]?
    /// What the works came to; nil in campaigns without works.
    let tally: ContestTally?
    /// What the people came to; nil where they are not ranked.
    let scores: PeopleTally?
    /// Who has which places; nil in campaigns without.
    let places: PlacePublication?
    let journal: JournalReader

    /// The leaves that it has.
    var size: Int { locations.count }

    /// Writes the bundle.
    func write(_ heads: BundleHeads, to path: String) -> Result<BundleWriter.Summary, Failure> {
        do {
            return .success(try BundleWriter.write(try contents(heads), to: path))
        } catch {
            return .failure(
                error as? Failure ?? Failure(text: (error as? BundleWriter.Failure)?.words ?? .asWritten(error)))
        }
    }

    private func contents(_ heads: BundleHeads) throws -> BundleContents {
        let records = try records.map { ($0.index, try Leaf(parsing: $0.text)) }
        let events = try records.compactMap { index, leaf -> (index: Int, opening: Opening)? in
            guard case .event = leaf else { return nil }
            return (index, try EntryPayload.opening(of: try journal.payload(at: locations[index])))
        }
        guard let people = erasures.people() else {
            throw Failure(
                text: BilingualText(zh: "采用过的名册现在读不了", en: "the accepted roll is not accepted any more"))
        }
        let book = RollBook(people, keys: announced.keys, masking: announced.masking)
        let file = announced.isOpen ? nil : book.file(erased: erasures.lines)
        let days = days(heads)
        var contents = BundleContents(
            campaignFile: announced.file, campaign: rules, publicRules: announced.publicRules,
            rulesSalt: announced.keys.rulesSalt, paperKey: announced.keys.paperKey, roll: file?.bytes,
            rollMayWin: people.people.count(where: \.mayWin), rollErased: erasures.lines.count, tree: tree,
            records: records,
            entry: { [journal, locations] index in
                try EntryPayload.published(of: try journal.payload(at: locations[index]))
            },
            checkpoint: heads.last.note, closingHead: heads.closings[0].note, eligible: days[0].eligible, stock: stock,
            walk: days[0].walk, displays: displays(), refusals: days[0].refusals, seedInput: days[0].seedInput,
            beacons: beacons(), policy: announced.policy?.file, cosignedHeads: heads.cosigned,
            secretAmendments: secretAmendments, registry: heads.registry)
        contents.days = rules.days.isEmpty ? [] : days
        contents.events = events
        contents.tally = tally
        contents.ranked = phases[0].drawing?.works
        contents.scores = scores
        contents.places = places
        contents.people = phases[0].drawing?.people
        if let file { contents.rollAdditions = additions(to: file) }
        return contents
    }

    /// For each amendment of the roll the leaf hashes of what it added, in the order of roll.txt.
    private func additions(to file: RollFile) -> [(index: Int, hashes: [Digest])] {
        let parts = erasures.parts.dropFirst()
        guard !parts.isEmpty else { return [] }
        var leafOf: [Pseudonym: Int] = [:]
        for place in parts[1].firstPlace..<roll.count {
            leafOf[roll.cast.pseudonyms[place]] = erasures.part(of: place).leaf
        }
        let erasedLeafOf = Dictionary(
            erasures.erased.map { ($0.line.hash, erasures.part(of: $0.place).leaf) }
        ) { first, _ in first }
        let tree = file.tree
        var hashes: [Int: [Digest]] = [:]
        for (position, line) in file.lines.enumerated() {
            let leaf: Int? =
                switch line {
                case .person(let person): leafOf[person.pseudonym]
                case .erased(let hash): erasedLeafOf[hash]
                }
            if let leaf, leaf > 0 { hashes[leaf, default: []].append(tree.hash(level: 0, index: position)) }
        }
        return parts.map { ($0.leaf, hashes[$0.leaf] ?? []) }
    }

    /// What each phase has of its own.
    private func days(_ heads: BundleHeads) -> [BundleContents.Day] {
        zip(phases, heads.closings).compactMap { stage, head in
            stage.closed.map { closed in
                BundleContents.Day(
                    eligible: closed.eligible, walk: stage.drawing?.walk, refusals: closed.refusals,
                    seedInput: stage.drawing?.seedInput, closingHead: head.note)
            }
        }
    }

    /// Rounds that feed the activation and the seeds.
    private func beacons() -> [Beacon] {
        var sources = zip(rules.phases, phases).flatMap { phase, stage in
            zip(phase.randomness, (stage.closed?.values ?? []).map { $0?.signature })
        }
        if let activation = rules.activation { sources.append((activation, activationSignature)) }
        return sources.compactMap { source, signature in
            guard case .drand(let round) = source, let signature = signature.flatMap({ Hex.decode($0) }) else {
                return nil
            }
            return Beacon(round: round, signature: signature)
        }
    }

    private func displays() -> [Pseudonym: BundleContents.Display] {
        var displays: [Pseudonym: BundleContents.Display] = [:]
        let places = roll.places()
        let drawn = phases.enumerated().flatMap { place, stage in
            stage.drawing?.walk.everyWinner(
                atOnce: stock, followed: followed.first { $0.phase == place }?.people ?? []) ?? []
        }
        for winner in drawn.isEmpty ? stock?.winners ?? [] : drawn {
            guard let place = places[winner] else { continue }
            displays[winner] = BundleContents.Display(
                name: roll.display(place), salt: announced.keys.displaySalt(of: roll.id(place)))
        }
        return displays
    }
}

extension BundleWriter.Failure {
    /// Why there is no bundle, for people.
    fileprivate var words: BilingualText {
        switch self {
        case .notABundle(let place):
            BilingualText(
                zh: "\(place) 已有别的东西，不是审计包，没有动它；应是一个新的或空的文件夹，或以前的审计包",
                en: "\(place) holds something that is no bundle, and was left alone; "
                    + "a new or empty folder or an earlier bundle belongs there")
        case .system(let path, let number):
            BilingualText(
                zh: "\(path)：\(systemMessage(number).zh)", en: "\(path): \(systemMessage(number).text(.en))")
        case .inconsistent(let what): BilingualText(zh: "数据前后不一致：\(what)", en: "the data don't agree: \(what)")
        }
    }
}

extension BilingualText {
    /// An error that only a fault of the data or the program explains, as it describes itself.
    fileprivate static func asWritten(_ error: any Error) -> BilingualText {
        BilingualText(zh: "\(error)", en: "\(error)")
    }
}
