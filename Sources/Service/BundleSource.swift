import Auditing
import Campaigns
import Durability
import Engine
import Proofs

/// Everything that a bundle is made from, as it stood when it was asked for; works in the background, where the loop
/// is not disturbed. Openings are read from the journal one by one.
struct BundleSource: Sendable {
    struct Failure: Error, Sendable {
        let text: String
    }

    let announced: Announced
    /// The rules in force at the closing.
    let rules: Campaign
    /// What amendments kept secret.
    let secretAmendments: [(index: Int, opening: Opening)]
    let tree: MerkleTree
    /// Where each leaf's frame lies.
    let locations: [FrameLocation]
    /// The leaves that are records.
    let records: [(index: Int, text: [UInt8])]
    let closed: ClosedPhase
    let drawing: Drawing
    /// Alternates who got a prize, in order.
    let followed: [Pseudonym]
    /// What was won at once; nil where nothing could be.
    let stock: [StockRow]?
    let head: Head
    let closingHead: Head
    /// Heads besides, with the cosignatures that tell when witnesses saw the records.
    let cosignedHeads: [SignedNote]
    /// The registry up to a head that covers the draw.
    let registry: RegistryCopy
    let journal: JournalReader

    func write(to path: String) -> Result<BundleWriter.Summary, Failure> {
        do {
            return .success(try BundleWriter.write(try contents(), to: path))
        } catch {
            return .failure(Failure(text: "\(error)"))
        }
    }

    private func contents() throws -> BundleContents {
        let records = try records.map { ($0.index, try Leaf(parsing: $0.text)) }
        let events = try records.compactMap { index, leaf -> (index: Int, opening: Opening)? in
            guard case .event = leaf else { return nil }
            return (index, try EntryPayload.opening(of: try journal.payload(at: locations[index])))
        }
        guard case .success(let roll) = loadRoll(bytes: announced.rollFile) else {
            throw Failure(text: "the accepted roll is not accepted any more")
        }
        let book = RollBook(roll, keys: announced.keys).file
        var contents = BundleContents(
            campaignFile: announced.file, campaign: rules, publicRules: announced.publicRules,
            rulesSalt: announced.keys.rulesSalt, paperKey: announced.keys.paperKey, roll: book.bytes,
            rollMayWin: roll.people.count(where: \.mayWin), tree: tree,
            records: records,
            opening: { [journal, locations] index in
                try EntryPayload.opening(of: try journal.payload(at: locations[index]))
            },
            checkpoint: head.note, closingHead: closingHead.note, eligible: closed.eligible, stock: stock,
            walk: drawing.walk, displays: displays(), refusals: closed.refusals, seedInput: drawing.seedInput,
            beacons: beacons(), policy: announced.policy?.file, cosignedHeads: cosignedHeads,
            secretAmendments: secretAmendments, registry: registry)
        contents.events = events
        return contents
    }

    private func beacons() -> [Beacon] {
        zip(rules.randomness, closed.values).compactMap { source, value in
            guard case .drand(let round) = source, let signature = value?.signature.flatMap({ Hex.decode($0) }) else {
                return nil
            }
            return Beacon(round: round, signature: signature)
        }
    }

    private func displays() -> [Pseudonym: BundleContents.Display] {
        var displays: [Pseudonym: BundleContents.Display] = [:]
        let places = announced.places()
        for winner in drawing.walk.everyWinner(atOnce: stock, followed: followed) {
            guard let place = places[winner] else { continue }
            displays[winner] = BundleContents.Display(
                name: maskedName(announced.names[place]),
                salt: announced.keys.displaySalt(of: announced.people[place]))
        }
        return displays
    }
}
