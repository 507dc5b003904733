import Campaigns
import Foundation
import JSON
import Proofs

@testable import Auditing

/// A riddle of two days with a draw on each, made and signed by an organiser who holds all keys; honest unless told to lie.
struct DailyBundle {
    /// What the organiser lies about; all that follows from it is made again.
    enum Lie: String, CaseIterable {
        /// An entry of midnight counts for the day before, in its body and in the lists.
        case midnight
        /// The same in the lists alone: the first closing takes every entry that stands before it.
        case prefix
        /// The other day in a body, and nothing else.
        case body
        /// An entry of the first day stands behind the day's closing.
        case late
        /// The second day is drawn before the first.
        case order
        /// Who won on the first day wins on the second.
        case oneWin
        /// A second chance on one day.
        case chances
        /// The first day's number is drawn at another time than the rules have it.
        case number
        /// The seed of the second day names the first.
        case seed
        /// The first day's intake ends an hour later.
        case ended
        /// An entry of the first day is voided after its closing.
        case void
        /// A claim for a day on which the person did not win.
        case claim
        /// The refusals of the second day's closing are of no file.
        case refusals
        /// Two draws of the first day.
        case twice
        /// The last leaf counts another number of events.
        case final

        /// The check that finds it.
        var check: CheckID {
            switch self {
            case .midnight, .body: .openings
            case .prefix, .chances: .eligibility
            case .late: .afterClosing
            case .order, .ended, .void, .refusals: .records
            case .oneWin: .tickets
            case .number: .rules
            case .seed: .seed
            case .claim, .final: .winners
            case .twice: .afterClosing
            }
        }
    }

    var lie: Lie?
    /// Whether the second day is voided, for want of its number.
    var isSecondVoid = false

    static let hour: Int64 = 3_600_000
    static let midnight: Int64 = 1_812_384_000_000  // 2027-06-08T00:00:00+08:00
    static let closes = midnight + 18 * hour
    static let numbers = [midnight + 10 * hour, midnight + 34 * hour]

    static let file = """
        {"id":"riddles","kind":"riddle","title":"每日猜灯谜","organiser":"jimo-union.example","contact":"工会",
        "opens":"2027-06-07T09:00:00+08:00","closes":"2027-06-08T18:00:00+08:00","review":"1h","disputes":"24h",
        "audience":{"roll":"rolls/sample.csv"},"schedule":{"daily":true},"paper":{"questions":[
        {"id":"r1","type":"text","text":"身穿大皮袄","answer":"灯笼"},{"id":"r2","type":"text","text":"千条线","answer":"雨"},
        {"id":"r3","type":"text","text":"半个月亮","answer":"胖"}]},
        "prizes":{"draw":"final","chances":{"for":"correct","most":1},
        "tiers":[{"id":"first","title":"一等奖","prize":"灯笼一盏","value":"88.00","count":1}],"alternates":1,
        "claims":{"within":"48h","how":"工会"}},
        "randomness":[{"source":"public","name":"notary.example","form":"digits 20","at":"2027-06-09T10:00:00+08:00",
        "wait":1}]}
        """

    static let values = ["1.2.3", "4.5.6"].map { $0 + String(repeating: ".0", count: 17) }

    let sample = SampleBundle(.riddle)

    var origin: Origin { sample.origin }
    var keys: CampaignKeys { sample.keys }

    private static let loaded: LoadedCampaign = {
        guard case .success(let loaded) = loadCampaign(bytes: Array(file.utf8), organiser: nil) else {
            preconditionFailure("the daily sample loads")
        }
        return loaded
    }()

    private struct Sent {
        var person: Int
        var attempt: Int
        var at: Int64
        var question: String
        var answer: String
        var day: Int
        var chances: Int
    }

    /// In leaf order. The first closing comes behind the fourth, which is of the second day.
    private var sent: [Sent] {
        let opens = SampleCampaign.opens
        let m = Self.midnight
        var sent = [
            Sent(person: 0, attempt: 1, at: opens, question: "r1", answer: "灯笼", day: 0, chances: 1),
            Sent(person: 0, attempt: 2, at: opens + 1, question: "r2", answer: "雨", day: 0, chances: 0),
            Sent(person: 2, attempt: 1, at: m - 1, question: "r1", answer: "雪", day: 0, chances: 0),
            Sent(person: 3, attempt: 1, at: m, question: "r1", answer: "灯笼", day: 1, chances: 1),
            Sent(person: 0, attempt: 3, at: m + 2 * Self.hour, question: "r3", answer: "胖", day: 1, chances: 1),
            Sent(person: 4, attempt: 1, at: m + 3 * Self.hour, question: "r2", answer: "雨", day: 1, chances: 1),
        ]
        switch lie {
        case .midnight:
            sent[3].day = 0
        case .chances: sent[1].chances = 1
        default: break
        }
        return sent
    }

    private func pseudonym(_ person: Int) -> Pseudonym { keys.pseudonym(of: SampleCampaign.people[person].id) }

    private func body(_ entry: Sent, phase: Int) -> [UInt8] {
        JSON.object([
            .init("answers", .object([.init(entry.question, .string(entry.answer))])), .init("at", .integer(entry.at)),
            .init("attempt", .integer(Int64(entry.attempt))), .init("kind", "submit"),
            .init("phase", .string("day-\(phase + 1)")), .init("pseudonym", .string(pseudonym(entry.person).hex)),
        ]).canonicalBytes()
    }

    /// Everything as it is put together, leaf by leaf.
    private struct Log {
        var leaves: [Leaf] = []
        var openings: [Int: Opening] = [:]
        var events: [(index: Int, opening: Opening)] = []

        mutating func append(entry body: [UInt8]) {
            let opening = Opening(nonce: SHA256.hash("nonce \(leaves.count)"), body: body)
            openings[leaves.count] = opening
            leaves.append(.entry(EntryLeaf(commitment: opening.commitment)))
        }

        mutating func append(_ event: PrizeEventBody) {
            let opening = Opening(nonce: SHA256.hash("nonce \(leaves.count)"), body: event.bytes)
            events.append((leaves.count, opening))
            leaves.append(.event(EventLeaf(commitment: opening.commitment)))
        }

        func root(size: Int) -> Digest { MerkleTree(leaves[..<size].map { MerkleTree.leafHash($0.bytes) }).root }
    }

    private var roll: RollFile {
        RollFile(
            SampleCampaign.people.map { person in
                keys.rollLine(
                    of: person.id, maskedName: person.masked, household: person.household, unit: person.unit,
                    groups: [], mayWin: person.mayWin)
            })
    }

    private var charter: Charter {
        let times = Self.numbers.enumerated().map { $1 + ($0 == 0 && lie == .number ? 60_000 : 0) }
        return Charter(
            origin: origin, key: keys.verificationKey, registry: nil,
            rules: Commitments.rules(salt: keys.rulesSalt, file: Array(Self.file.utf8)),
            publicRules: Commitments.publicRules(Self.loaded.publicRules), roll: roll.commitment, vrf: nil,
            paper: Commitments.paperKey(keys.paperKey), policy: nil, announces: SampleCampaign.opens - 600_000,
            opens: SampleCampaign.opens, closes: Self.closes,
            sources: times.enumerated().map { day, at in
                DeclaredSource(
                    phase: "day-\(day + 1)",
                    source: .publicNumber(name: "notary.example", form: "digits 20", available: at))
            })
    }

    private let refusals = [[(reason: "limit.day", count: 2)], [(reason: "person.unlisted", count: 1)]]

    func contents() -> BundleContents {
        var log = Log()
        log.leaves.append(.charter(charter))
        let entries = sent
        var leafOf: [Int] = []
        func put(_ place: Int, _ log: inout Log, _ leafOf: inout [Int]) {
            leafOf.append(log.leaves.count)
            log.append(entry: body(entries[place], phase: lie == .body && place == 3 ? 0 : entries[place].day))
        }
        for place in 0..<4 where lie != .late || place != 2 { put(place, &log, &leafOf) }
        var rows: [[EligibleRow]] = [[], []]
        func close(_ day: Int, _ log: inout Log) {
            let own = entries.filter { $0.day == day }
            let ended = day == 0 ? Self.midnight + (lie == .ended ? Self.hour : 0) : Self.closes
            log.leaves.append(
                .closing(
                    Closing(
                        phase: "day-\(day + 1)", intakeEnded: ended, entries: own.count,
                        people: Set(own.map(\.person)).count,
                        eligible: CountedDigest(
                            count: rows[day].count, digest: SHA256.hash(DrawFiles.eligible(rows[day]))),
                        tally: nil, stock: nil, ledger: nil,
                        refusals: lie == .refusals && day == 1
                            ? .zero : SHA256.hash(DrawFiles.refusals(refusals[day])),
                        at: ended + Self.hour)))
        }
        let moved = lie == .late ? [0, 1, 3] : [0, 1, 2, 3]
        for (position, place) in moved.enumerated() where entries[place].chances > 0 {
            let day = lie == .prefix ? 0 : entries[place].day
            rows[day].append(
                EligibleRow(index: leafOf[position], pseudonym: pseudonym(entries[place].person), chances: 1))
        }
        close(0, &log)
        var closings = [log.leaves.count]
        if lie == .late { put(2, &log, &leafOf) }
        if lie == .void {
            log.leaves.append(
                .amendment(
                    Amendment(
                        class: "void-entry", role: "organiser", public: #"{"index":3,"reason":"x"}"#, secret: nil,
                        at: Self.midnight + Self.hour)))
        }
        for place in 4..<6 {
            put(place, &log, &leafOf)
            rows[1].append(
                EligibleRow(
                    index: leafOf[leafOf.count - 1], pseudonym: pseudonym(entries[place].person), chances: 1))
        }
        let lines = Dictionary(uniqueKeysWithValues: roll.people.map { ($0.pseudonym, $0) })
        var walks: [DrawWalk?] = [nil, nil]
        var inputs: [SeedInput?] = [nil, nil]
        let names = Dictionary(
            uniqueKeysWithValues: SampleCampaign.people.map { (keys.pseudonym(of: $0.id), $0.masked) })
        func value(_ day: Int, _ log: inout Log) {
            log.leaves.append(
                .value(
                    Value(phase: "day-\(day + 1)", source: 1, value: Self.values[day], at: Self.numbers[day] + 60_000)))
        }
        func draw(_ day: Int, at: Int64, _ log: inout Log) {
            let input = SeedInput(
                origin: origin, phase: day == 1 && lie == .seed ? "day-1" : "day-\(day + 1)", size: closings[day],
                root: log.root(size: closings[day]),
                sources: [.publicNumber(name: "notary.example", value: Self.values[day])])
            var won: [Pseudonym: Int] = [:]
            if day == 1, lie != .oneWin {
                for winner in walks[0]?.winners ?? [] { won[winner.row.pseudonym] = 1 }
            }
            let walk = DrawWalk(
                seed: input.seed, eligible: rows[day], rules: Self.loaded.campaign.drawRules, alreadyWon: won
            ) { (lines[$0]?.household, lines[$0]?.unit) }
            (walks[day], inputs[day]) = (walk, input)
            let winners = DrawFiles.winners(walk) { names[$0] ?? "" }
            log.leaves.append(
                .draw(
                    Draw(
                        phase: "day-\(day + 1)", seed: input.seed,
                        winners: CountedDigest(count: walk.winners.count, digest: SHA256.hash(winners)), at: at)))
        }
        if lie != .order {
            value(0, &log)
            draw(0, at: Self.numbers[0] + 60_000, &log)
            if lie == .twice { log.leaves.append(log.leaves[log.leaves.count - 1]) }
        }
        let given = log.leaves.count - 1
        close(1, &log)
        closings.append(log.leaves.count)
        let last = Self.numbers[1] + 60_000
        var end = last
        if isSecondVoid {
            end = Self.numbers[1] + 24 * Self.hour
            log.leaves.append(.void(VoidRecord(phase: "day-2", at: end)))
        } else {
            value(1, &log)
            if lie == .order {
                draw(1, at: last, &log)
                value(0, &log)
                draw(0, at: last, &log)
            } else {
                draw(1, at: last, &log)
            }
        }
        if lie != .order, let winner = walks[0]?.winners.first {
            log.append(
                PrizeEventBody(
                    .claim, winner.row.pseudonym, index: lie == .claim ? log.leaves.count - 1 : given, at: end,
                    phase: lie == .claim ? "day-2" : "day-1"))
        }
        if lie == .final {
            log.leaves.append(.final(Final(events: 7, ledger: nil, at: end + 24 * Self.hour * 3)))
        }
        return contents(log, rows, walks, inputs, closings)
    }

    private func contents(
        _ log: Log, _ rows: [[EligibleRow]], _ walks: [DrawWalk?], _ inputs: [SeedInput?], _ closings: [Int]
    ) -> BundleContents {
        let tree = MerkleTree(log.leaves.map { MerkleTree.leafHash($0.bytes) })
        let records = log.leaves.enumerated().filter { if case .entry = $1 { false } else { true } }
        func head(_ size: Int) -> SignedNote {
            Checkpoint(origin: origin.text, size: size, root: tree.root(size: size)).signed(by: keys.signer)
        }
        let days = (0..<2).map { day in
            BundleContents.Day(
                eligible: rows[day], walk: walks[day], refusals: refusals[day], seedInput: inputs[day],
                closingHead: head(closings[day]))
        }
        var contents = BundleContents(
            campaignFile: Array(Self.file.utf8), campaign: Self.loaded.campaign, publicRules: Self.loaded.publicRules,
            rulesSalt: keys.rulesSalt, paperKey: keys.paperKey, roll: Array(roll.text.utf8),
            rollMayWin: SampleCampaign.people.count(where: \.mayWin), tree: tree,
            records: records.map { (index: $0.offset, leaf: $0.element) },
            entry: { [openings = log.openings] in .opening(openings[$0]!) }, checkpoint: head(tree.count),
            closingHead: days[0].closingHead, eligible: days[0].eligible, walk: days[0].walk,
            displays: Dictionary(
                uniqueKeysWithValues: SampleCampaign.people.map { person in
                    (
                        keys.pseudonym(of: person.id),
                        BundleContents.Display(name: person.masked, salt: keys.displaySalt(of: person.id))
                    )
                }), refusals: days[0].refusals, seedInput: days[0].seedInput)
        contents.days = days
        contents.events = log.events
        return contents
    }

    func written() throws -> BundleOnDisk {
        let disk = BundleOnDisk()
        try BundleWriter.write(contents(), to: disk.path)
        return disk
    }

    static let publicValues = ["day-1/notary.example": values[0], "day-2/notary.example": values[1]]

    func verify(_ disk: BundleOnDisk, publicValues: [String: String] = DailyBundle.publicValues) -> VerificationReport {
        Verifier(bundle: disk.path, vkey: keys.verificationKey.text, publicValues: publicValues).run()
    }

    func verifyInPython(_ disk: BundleOnDisk) throws -> (status: Int32, output: String) {
        let confirmed = Self.publicValues.sorted { $0.key < $1.key }.flatMap { ["--public", "\($0.key)=\($0.value)"] }
        return try PythonVerifier.run([disk.path, "--vkey", keys.verificationKey.text, "--lang", "en"] + confirmed)
    }
}
