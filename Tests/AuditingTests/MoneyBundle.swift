import Books
import Campaigns
import JSON
import Proofs

@testable import Auditing

/// A small subsidy with everything that happened in it written down by hand, honest unless told to lie; whatever a lie changes
/// is worked out and signed again, as far as an organiser could.
struct MoneyBundle {
    enum Leafing {
        /// The body of a registration, but for `attempt`, `kind`, `phase` and `pseudonym`.
        case claim(person: Int, at: Int64, [JSON.Member])
        case event(FundEventBody)
    }

    static let opens: Int64 = 1_812_330_000_000  // 2027-06-07T09:00:00+08:00
    static let closes: Int64 = 1_812_416_400_000
    static let hour: Int64 = 3_600_000

    static let file = """
        {"id":"riddles","kind":"subsidy","title":"家电补贴","organiser":"jimo-union.example","contact":"工会",
        "opens":"2027-06-07T09:00:00+08:00","closes":"2027-06-08T09:00:00+08:00","disputes":"24h",
        "audience":{"roll":"rolls/sample.csv"},"limits":{"person":{"total":3}},
        "schedule":{"phases":[{"id":"r","does":"redeem","opens":"2027-06-07T10:00:00+08:00",
        "closes":"2027-06-10T09:00:00+08:00"}]},
        "funds":{"budget":"1000.00","items":[
        {"id":"fridge","title":"冰箱","category":"large","gives":"bands","bands":[
        {"from":"500.00","below":"1000.00","amount":"200.00"},{"from":"1000.00","amount":"400.00"}]},
        {"id":"kettle","title":"水壶","gives":"fixed","amount":"50.00"}],
        "person":{"count":2},"household":{"amount":"600.00"},"category":{"count":1}},
        "merchants":[{"id":"east","name":"城东","shops":[{"id":"e1","name":"一店"},{"id":"e2","name":"二店"}],"amount":"800.00"},
        {"id":"west","name":"城西"}],
        "vouchers":{"hold":"1h","valid":"30h","refund":"free","transfer":true}}
        """

    /// The same with other parts.
    static func file(_ kind: String, _ parts: String) -> String {
        """
        {"id":"riddles","kind":"\(kind)","title":"补贴","organiser":"jimo-union.example","contact":"工会",
        "opens":"2027-06-07T09:00:00+08:00","closes":"2027-06-08T09:00:00+08:00","disputes":"24h",
        "audience":{"roll":"rolls/sample.csv"},"limits":{"person":{"total":3}},\(parts),
        "merchants":[{"id":"west","name":"城西"}]}
        """
    }

    /// Prices and invoices that the auditor is given, by leaf.
    static let opened: [(leaf: Int, pointer: String, value: String)] = [
        (6, "/invoice", "F001"), (6, "/price", "1200.00"), (8, "/invoice", "F002"), (8, "/price", "800.00"),
    ]

    static func commitment(_ leaf: Int, _ pointer: String, _ value: String) -> String {
        PrivateValue(pointer: pointer, nonce: SHA256.hash("\(leaf)\(pointer)"), value: Array(value.utf8)).commitment
    }

    private static func paid(
        _ leaf: Int, _ voucher: Int, _ amount: Int64, _ merchant: String, _ shop: String?, at: Int64
    ) -> Leafing {
        let own = opened.filter { $0.leaf == leaf }.map { commitment($0.leaf, $0.pointer, $0.value) }
        let till = FundEventBody.Till(merchant: merchant, shop: shop)
        return .event(
            FundEventBody(
                .redeem(amount: amount, till, price: own.last, invoice: own.first), index: voucher, at: at))
    }

    /// Three claims, one in vain; a reservation and its redemption, another redemption, both settled; then the closing.
    var before: [Leafing] = [
        .claim(person: 0, at: opens, [.init("amount", "40000"), .init("item", "fridge")]),
        .claim(person: 1, at: opens + 1000, [.init("amount", "20000"), .init("item", "fridge")]),
        .claim(person: 3, at: opens + 2000, [.init("item", "kettle"), .init("merchant", "west")]),
        .claim(person: 4, at: opens + 3000, [.init("amount", "20000"), .init("item", "fridge")]),
        .event(
            FundEventBody(
                .reserve(FundEventBody.Till(merchant: "east", shop: "e1")), index: 1, at: opens + 2 * hour)),
        paid(6, 1, 40_000, "east", "e1", at: opens + 2 * hour + 1),
        .event(
            FundEventBody(
                .reserve(FundEventBody.Till(merchant: "east", shop: "e2")), index: 2, at: opens + 3 * hour)),
        paid(8, 2, 20_000, "east", "e2", at: opens + 3 * hour + 1),
        .event(FundEventBody(.void(reason: "not-eligible"), index: 4, at: opens + 4 * hour)),
        .event(
            FundEventBody(
                .settle(merchant: "east", amount: 60_000, period: opens..<opens + 5 * hour), index: 9,
                at: opens + 5 * hour)),
    ]
    /// After the draw: goods come back, a voucher ends, and what is to be given back is settled.
    var after: [Leafing] = [
        .event(FundEventBody(.refund(amount: 20_000, reason: "returned"), index: 8, at: closes + hour)),
        .event(FundEventBody(.expire, index: 3, at: opens + 2000 + 30 * hour)),
        .event(
            FundEventBody(
                .settle(merchant: "east", amount: -20_000, period: opens..<closes + 8 * hour), index: 14,
                at: closes + 8 * hour)),
    ]
    var finalAt: Int64? = closes + 24 * hour
    var editClosing: (inout Closing) -> Swift.Void = { _ in }
    var editFinal: (inout Final) -> Swift.Void = { _ in }
    /// Right before the closing, and what they make of the rules of money.
    var amendments: [Amendment] = []
    var raises: [(leaf: Int, rules: FundRules)] = []
    var editContents: (inout BundleContents) -> Swift.Void = { _ in }
    var editFiles: (BundleOnDisk) -> Swift.Void = { _ in }
    var openedValues = opened

    /// Names, keys and people of the riddles' sample.
    private let base: SampleBundle
    private let file: String

    init(file: String = file) {
        self.file = file
        base = SampleBundle(SampleCampaign(file: file, people: SampleCampaign.people, entries: []))
    }

    var keys: CampaignKeys { base.keys }
    var vkey: String { base.vkey }

    private func body(_ leafing: Leafing, _ attempts: inout [Int: Int]) -> (isEntry: Bool, bytes: [UInt8]) {
        switch leafing {
        case .event(let body): return (false, body.bytes)
        case .claim(let person, let at, let members):
            attempts[person, default: 0] += 1
            let name = keys.pseudonym(of: SampleCampaign.people[person].id)
            let body: [JSON.Member] = [
                .init("at", .integer(at)), .init("attempt", .integer(Int64(attempts[person]!))),
                .init("kind", "register"), .init("phase", "main"), .init("pseudonym", .string(name.hex)),
            ]
            return (true, JSON.object(body + members).canonicalBytes())
        }
    }

    func contents() -> BundleContents {
        let loaded = base.sample.loaded
        let campaign = loaded.campaign
        var leaves: [Leaf] = [.charter(base.charter(loaded))]
        var (openings, attempts) = ([Int: Opening](), [Int: Int]())
        var (entries, events) = (Set<Int>(), [(index: Int, opening: Opening)]())
        func append(_ leafing: Leafing) {
            let (isEntry, bytes) = body(leafing, &attempts)
            let opening = Opening(nonce: SHA256.hash("nonce \(leaves.count)"), body: bytes)
            openings[leaves.count] = opening
            if isEntry { entries.insert(leaves.count) } else { events.append((leaves.count, opening)) }
            leaves.append(
                isEntry
                    ? .entry(EntryLeaf(commitment: opening.commitment))
                    : .event(EventLeaf(commitment: opening.commitment)))
        }
        for leafing in before { append(leafing) }
        leaves += amendments.map { .amendment($0) }
        var closing = Closing(
            phase: "main", intakeEnded: campaign.closes, entries: entries.count, people: attempts.count, eligible: nil,
            tally: nil, stock: nil, ledger: SHA256.hash(ledger(entries, openings, events)),
            refusals: SHA256.hash(DrawFiles.refusals([])), at: campaign.closes)
        editClosing(&closing)
        leaves.append(.closing(closing))
        let size = leaves.count
        leaves.append(.value(Value(phase: "main", source: 1, value: keys.revealValue.hex, at: closing.at)))
        let root = MerkleTree(leaves[..<size].map { MerkleTree.leafHash($0.bytes) }).root
        let line = SeedInput.Line(keys.commitSource, value: keys.revealValue.hex)!
        let input = SeedInput(origin: base.origin, phase: "main", size: size, root: root, sources: [line])
        let walk = DrawWalk(seed: input.seed, eligible: [], rules: campaign.drawRules) { _ in (nil, nil) }
        leaves.append(
            .draw(
                Draw(
                    phase: "main", seed: input.seed,
                    winners: CountedDigest(count: 0, digest: SHA256.hash(DrawFiles.winners(walk) { _ in "" })),
                    at: closing.at)))
        for leafing in after { append(leafing) }
        if let finalAt {
            var final = Final(
                events: events.count, ledger: SHA256.hash(ledger(entries, openings, events)), at: finalAt)
            editFinal(&final)
            leaves.append(.final(final))
        }
        let tree = MerkleTree(leaves.map { MerkleTree.leafHash($0.bytes) })
        var contents = BundleContents(
            campaignFile: Array(file.utf8), campaign: campaign, publicRules: loaded.publicRules,
            rulesSalt: keys.rulesSalt, paperKey: keys.paperKey, roll: Array(roll.text.utf8), rollMayWin: 5, tree: tree,
            records: leaves.enumerated().filter { !entries.contains($0.offset) }.map { ($0.offset, $0.element) },
            entry: { [openings] in .opening(openings[$0]!) },
            checkpoint: Checkpoint(origin: base.origin.text, size: tree.count, root: tree.root).signed(by: keys.signer),
            closingHead: Checkpoint(origin: base.origin.text, size: size, root: root).signed(by: keys.signer),
            eligible: [], walk: walk, displays: [:], refusals: [], seedInput: input)
        contents.events = events
        editContents(&contents)
        return contents
    }

    private var roll: RollFile {
        RollFile(
            SampleCampaign.people.map {
                keys.rollLine(
                    of: $0.id, maskedName: $0.masked, household: $0.household, unit: $0.unit, groups: [],
                    mayWin: $0.mayWin)
            })
    }

    /// What the book comes to that whoever lies would keep: it stops at the first thing that the rules do not allow.
    private func ledger(
        _ entries: Set<Int>, _ openings: [Int: Opening], _ events: [(index: Int, opening: Opening)]
    ) -> [UInt8] {
        var tape = JSONTape()
        let people = (try? RollTable(Array(roll.text.utf8)))?.people ?? [:]
        let claims = entries.sorted().compactMap { leaf -> LoggedClaim? in
            let body = openings[leaf]!.body.withUnsafeBufferPointer { try? SubmissionBody($0, tape: &tape) }
            return body.map {
                LoggedClaim(
                    $0, leaf: leaf, household: people[$0.pseudonym]?.household, unit: people[$0.pseudonym]?.unit, nil)
            }
        }
        let bodies = events.compactMap { index, opening -> (index: Int, body: FundEventBody)? in
            guard case .fund(let body)? = EventBody(reading: opening.body) else { return nil }
            return (index, body)
        }
        var walk = FundWalk(FundRules(base.sample.loaded.campaign)!, raises: raises)
        var (waiting, left) = (claims[...], bodies[...])
        _ = walk.take(&waiting, &left, before: .max)
        return walk.ledger
    }

    func auditorFile(_ contents: BundleContents) -> [UInt8] {
        var file = AuditorFile(origin: base.origin, seed: contents.walk?.seed, sample: 1, winners: [], people: [])
        let people = SampleCampaign.people.map { (pseudonym: keys.pseudonym(of: $0.id), id: $0.id) }
            .sorted { $0.pseudonym < $1.pseudonym }
        let chosen = Tickets(seed: contents.walk!.seed).sample(1, of: people.map(\.pseudonym)).map { people[$0] }
        file.people = chosen.map {
            AuditorFile.Person(pseudonym: $0.pseudonym, salt: keys.identitySalt(of: $0.id), id: $0.id)
        }
        file.concealed = openedValues.map {
            let nonce = SHA256.hash("\($0.leaf)\($0.pointer)")
            return ($0.leaf, PrivateValue(pointer: $0.pointer, nonce: nonce, value: Array($0.value.utf8)))
        }
        return Array(file.text.utf8)
    }
}
