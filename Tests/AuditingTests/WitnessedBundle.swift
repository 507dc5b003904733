import Campaigns
import Foundation
import Proofs

@testable import Auditing

/// What two witnesses saw of a campaign's log and of its registry, and when: by the size of the head, in seconds.
struct Sightings {
    typealias Second = UInt64

    var log: [Int: [Second?]]
    var registry: [Int: [Second?]]

    /// The last second that is early enough for what has to stand before the public number.
    static let inTime = Second(SampleCampaign.publicTime / 1000) - 60
    static let opening = Second(SampleCampaign.opens / 1000)
    static let later = Second(SampleCampaign.publicTime / 1000) + 3600

    static let signers = (1...2).compactMap {
        NoteSigner(name: "witness.example/w\($0)", algorithm: .cosignature, seed: SHA256.hash([$0]))
    }

    static func policy(_ quorum: String = "both") -> [UInt8] {
        let lines = signers.enumerated().map { "witness w\($0 + 1) \($1.verificationKey.text)\n" }
        return Array((lines.joined() + "group both all w1 w2\nquorum \(quorum)\n").utf8)
    }

    /// The note with a line of each witness that saw it.
    static func cosigned(_ note: SignedNote, _ seconds: [Second?]) -> SignedNote {
        var note = note
        for (signer, second) in zip(signers, seconds) {
            if let second { note.add(signer.cosign(note.text, at: second)) }
        }
        return note
    }
}

extension SampleBundle {
    private static let registrySigner = CampaignKeys.registrySigner(
        named: Origin.registry(of: "jimo-union.example", isRehearsal: false), secret: SHA256.hash("registry"))

    static var registryKey: VerificationKey { registrySigner.verificationKey }

    /// A party's number and one drawn in public, in a registry, before two witnesses.
    ///
    /// Leaf 6 is the closing, 7 the party's number, 8 the public one, 9 the draw.
    static func witnessed(
        quorum: String = "both", by sightings: Sightings = .allInTime,
        edit: (inout SampleBundle) -> Swift.Void = { _ in }
    ) -> SampleBundle {
        var bundle = SampleBundle(.quiz(SampleParty.source(), SampleCampaign.notary + "}"))
        bundle.editCharter = { charter in
            charter.policy = Commitments.policy(Sightings.policy(quorum))
            charter.registry = registryKey
        }
        let keys = bundle.keys
        bundle.editContents = { contents in
            contents.policy = Sightings.policy(quorum)
            for (size, seconds) in sightings.log.sorted(by: { $0.key < $1.key }) {
                switch size {
                case contents.closingSize: contents.closingHead = Sightings.cosigned(contents.closingHead, seconds)
                case contents.tree.count: contents.checkpoint = Sightings.cosigned(contents.checkpoint, seconds)
                default:
                    let head = Checkpoint(
                        origin: keys.verificationKey.name, size: size, root: contents.tree.root(size: size))
                    contents.cosignedHeads.append(Sightings.cosigned(head.signed(by: keys.signer), seconds))
                }
            }
            contents.registry = registry(of: contents, key: keys.verificationKey, sightings.registry)
        }
        edit(&bundle)
        return bundle
    }

    private static func registry(
        of contents: BundleContents, key: VerificationKey, _ sightings: [Int: [Sightings.Second?]]
    ) -> RegistryCopy {
        let records = contents.records.compactMap { index, leaf -> Registered? in
            guard let event = leaf.registryEvent, let charter = contents.charter else { return nil }
            return Registered(
                event: event, origin: charter.origin, key: key, leaf: contents.tree.hash(level: 0, index: index),
                size: index + 1, root: contents.tree.root(size: index + 1), roll: charter.roll,
                prizes: PublicRules.prizes(in: contents.publicRules).map { SHA256.hash($0) }, opens: charter.opens,
                closes: event == .announced ? charter.closes : contents.intakeEnded ?? charter.closes,
                at: event == .announced ? charter.announces : SampleCampaign.publicTime + 600_000)
        }
        let leaves = records.map(\.bytes)
        let tree = MerkleTree(MerkleTree.leafHashes(leaves))
        func head(_ size: Int) -> SignedNote {
            let text = Checkpoint(origin: registryKey.name, size: size, root: tree.root(size: size))
            return Sightings.cosigned(text.signed(by: registrySigner), sightings[size] ?? [])
        }
        return RegistryCopy(
            leaves: leaves, checkpoint: head(tree.count),
            heads: sightings.keys.filter { $0 < tree.count }.sorted().map(head))
    }
}

extension Sightings {
    static let allInTime = Sightings(
        log: [7: [inTime, inTime], 8: [inTime, inTime]], registry: [1: [opening, opening], 3: [later, later]])
}

extension BundleContents {
    fileprivate var closingSize: Int {
        (records.first { if case .closing = $0.leaf { true } else { false } }?.index ?? 0) + 1
    }

    fileprivate var charter: Charter? {
        guard case .charter(let charter) = records.first?.leaf else { return nil }
        return charter
    }

    fileprivate var intakeEnded: Int64? {
        records.lazy.compactMap { if case .closing(let closing) = $0.leaf { closing.intakeEnded } else { nil } }.first
    }
}
