import Foundation
import Testing

@testable import Proofs

/// A file of test vectors.
func vectorFile(_ name: String) throws -> String {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors")
    return String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
}

/// The worked example of the proof format: a small campaign whose files another program made.
enum Example {
    static func file(_ path: String) throws -> [UInt8] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Example")
        return Array(try Data(contentsOf: folder.appending(path: path)))
    }

    static func text(_ path: String) throws -> String {
        String(decoding: try file(path), as: UTF8.self)
    }

    static let origin =
        Origin(organiser: "jimo-union.example", campaign: "yuanxiao-mini")
        ?? { preconditionFailure("the example's origin is one") }()
    static let keys = CampaignKeys(secret: SHA256.hash("huigong example campaign secret"), origin: origin)
    static let registry = CampaignSigner.registry(SHA256.hash("huigong example registry secret"), origin: origin)
    static let witnessSeed = SHA256.hash("huigong example witness key")
    static let partySeed = SHA256.hash("huigong example party key")
    static let notaryReveal = SHA256.hash("huigong example notary reveal")
    static let numbers = "7.3.5.1.9.4.0.6.2.8.7.3.1.5.9.0.2.6.4.8"

    static func nonce(_ number: Int) -> Digest { SHA256.hash("huigong example nonce \(number)") }

    static func pseudonym(_ person: Int) -> Pseudonym { keys.pseudonym(of: "m00\(person)") }

    static let people = [
        (id: "m001", name: "张*三", household: "h1", unit: "u1"), (id: "m002", name: "李*", household: "h2", unit: "u1"),
        (id: "m003", name: "王*", household: "h3", unit: "u2"), (id: "m004", name: "赵*", household: "h1", unit: "u2"),
        (id: "m005", name: "孙*美", household: "h5", unit: "u2"),
    ]

    static let roll = RollFile(
        people.map { person in
            keys.rollLine(
                of: person.id, maskedName: person.name, household: person.household, unit: person.unit, groups: [],
                mayWin: true)
        })

    static let openings = ["灯笼", "月亮", "燈籠", "灯笼", "灯笼"].enumerated().map { number, answer in
        let body =
            #"{"answers":{"q1":"\#(answer)"},"at":180304980\#(number + 1)000,"attempt":1,"kind":"submit","#
            + #""phase":"main","pseudonym":"\#(pseudonym(number + 1).hex)"}"#
        return Opening(nonce: nonce(number), body: Array(body.utf8))
    }

    static let eligible = [1, 3, 4, 5].map { EligibleRow(index: $0, pseudonym: pseudonym($0), chances: 1) }

    static let partyKey =
        NoteSigner(name: "notary.example", seed: partySeed)
        ?? { preconditionFailure("notary.example is a name") }()

    static func charter() throws -> Charter {
        Charter(
            origin: origin, key: keys.verificationKey, registry: registry,
            rules: Commitments.rules(salt: keys.rulesSalt, file: try file("rules/campaign.json")),
            publicRules: Commitments.publicRules(try file("rules/public.json")), roll: roll.commitment,
            vrf: Digest(Ed25519.publicKey(seed: keys.key(.vrf))), paper: Commitments.paperKey(keys.paperKey),
            policy: Commitments.policy(try file("policy.txt")), announces: 1_803_049_200_000,
            opens: 1_803_049_800_000, closes: 1_803_053_400_000,
            sources: [
                DeclaredSource(
                    source: .reveal(
                        party: "notary.example", key: partyKey.verificationKey,
                        digest: SHA256.hash(notaryReveal.bytes))),
                DeclaredSource(
                    source: .publicNumber(name: "notary.example", form: "digits 20", available: 1_803_054_300_000)),
            ])
    }

    static func leaves() throws -> [Leaf] {
        let closing = Closing(
            phase: "main", intakeEnded: 1_803_053_400_000, entries: 5, people: 5,
            eligible: CountedDigest(count: 4, digest: SHA256.hash(DrawFiles.eligible(eligible))), tally: nil,
            stock: nil, ledger: nil,
            refusals: SHA256.hash(DrawFiles.refusals([(reason: "limit.day", count: 2)])), at: 1_803_053_460_000)
        let walk = try walk()
        let winners = DrawFiles.winners(walk, display: display)
        return [.charter(try charter())] + openings.map { .entry(EntryLeaf(commitment: $0.commitment)) } + [
            .closing(closing),
            .value(Value(phase: "main", source: 1, value: notaryReveal.hex, at: 1_803_053_580_000)),
            .value(Value(phase: "main", source: 2, value: numbers, at: 1_803_054_330_000)),
            .draw(
                Draw(
                    phase: "main", seed: try seedInput().seed,
                    winners: CountedDigest(count: walk.winners.count, digest: SHA256.hash(winners)),
                    at: 1_803_054_360_000)),
        ]
    }

    /// Takes the closing prefix's root from the worked example, so that seed and tree are checked apart.
    static func seedInput() throws -> SeedInput {
        let sources = try charter().sources.map(\.source)
        return SeedInput(
            origin: origin, phase: "main", size: 7,
            root: try #require(Base64.decode("x6SWCSgtciVM2hYaNABHSSqGWyUGaYNT32SOyFfqcHA=").flatMap { Digest($0) }),
            sources: [
                try #require(SeedInput.Line(sources[0], value: notaryReveal.hex)),
                try #require(SeedInput.Line(sources[1], value: numbers)),
            ])
    }

    static func walk() throws -> DrawWalk {
        let rules = DrawRules(
            tiers: [DrawRules.Tier(id: "first", count: 1), DrawRules.Tier(id: "second", count: 1)], alternates: 20,
            mostChances: 1)
        return DrawWalk(seed: try seedInput().seed, eligible: eligible, rules: rules) { _ in (nil, nil) }
    }

    static func display(_ pseudonym: Pseudonym) -> String {
        people.first { keys.pseudonym(of: $0.id) == pseudonym }?.name ?? "?"
    }

    static func displaySalt(_ pseudonym: Pseudonym) -> Digest {
        people.first { keys.pseudonym(of: $0.id) == pseudonym }.map { keys.displaySalt(of: $0.id) } ?? .zero
    }
}

enum CampaignSigner {
    /// The registry's log key, derived from its own secret like a campaign's.
    static func registry(_ secret: Digest, origin: Origin) -> VerificationKey {
        let seed = HMACSHA256(key: secret).authenticate("huigong/key/log/v1")
        return NoteSigner(name: origin.registry, seed: seed)?.verificationKey
            ?? { preconditionFailure("a registry's origin is a name") }()
    }
}
