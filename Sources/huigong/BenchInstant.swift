import Campaigns
import Dispatch
import Engine
import JSON
import Proofs
import Terminal

/// `huigong bench instant`: a million attempts with real proofs through the real engine.
enum BenchInstant {
    static func run(_ arguments: Arguments) throws -> ExitCode {
        let attempts = try arguments.integer("--attempts", in: 1_000...10_000_000, usual: 1_000_000)
        let crowd = InstantCrowd(attempts: attempts)
        let count = grouped(crowd.attempts)
        Output.message(both("正在算 \(count) 个数和证明", "proving \(count) numbers").text(arguments.language))
        let began = monotonicMilliseconds()
        let numbers = crowd.numbers()
        let proving = monotonicMilliseconds() - began
        let forward = try InstantTrial(crowd, numbers, isReversed: false)
        let backward = try InstantTrial(crowd, numbers, isReversed: true)
        try forward.checkAwards()
        try backward.checkAwards()
        guard forward.hits == backward.hits else {
            throw CommandFailure(
                both("命中随时间、次序或序号变了", "a hit changed with time, order or index"), at: "2")
        }
        let figures = InstantFigures(crowd: crowd, trial: forward, provingMilliseconds: proving)
        Output.result(arguments.has("--json") ? prettyJSON(figures.json.bytes()) : figures.text(arguments.language))
        guard figures.keepsToTheOdds else {
            throw CommandFailure(
                both("命中不合赔率", "hits don't keep to the odds"), at: "chi-square \(figures.chiSquareText)")
        }
        return .ok
    }
}

/// Everybody attempts ten times.
struct InstantCrowd: Sendable {
    static let attemptsEach = 10

    let people: Int
    let loaded: LoadedCampaign
    private let pseudonyms: [Pseudonym]
    private let prover: ECVRF.SecretKey
    private let origin: Origin
    private let activation = SHA256.hash("an activation")

    var attempts: Int { people * Self.attemptsEach }

    init(attempts: Int) {
        people = attempts / Self.attemptsEach
        guard let origin = Origin(organiser: "bench.example", campaign: "bench-instant", isRehearsal: true),
            case .success(let loaded) = loadCampaign(bytes: Array(Self.file.utf8), organiser: nil)
        else { preconditionFailure("the campaign of the benchmark loads") }
        let keys = CampaignKeys(secret: SHA256.hash("bench"), origin: origin)
        self.origin = origin
        self.loaded = loaded
        pseudonyms = (0..<people).map { keys.pseudonym(of: "m\($0)") }
        prover = ECVRF.SecretKey(keys.key(.vrf))
    }

    var cast: Cast {
        let none = [Pseudonym?](repeating: nil, count: people)
        return Cast(
            pseudonyms: pseudonyms, mayWin: Array(repeating: true, count: people), households: none, units: none,
            paperKey: .zero)
    }

    var activationValue: String { activation.hex }

    /// The number of each attempt, person by person, each from a proof of its own.
    func numbers() -> [UInt128] {
        [UInt128](unsafeUninitializedCapacity: attempts) { buffer, count in
            count = attempts
            // Every slot is written by one thread alone.
            nonisolated(unsafe) let slots = buffer
            DispatchQueue.concurrentPerform(iterations: people) { person in
                for attempt in 1...Self.attemptsEach {
                    let message = InstantWin.message(
                        origin: origin, activation: activation, pseudonym: pseudonyms[person], attempt: attempt)
                    // Nobody can find a message that has no point; see `VRFError.noPoint`.
                    guard let proof = try? prover.prove(message) else { preconditionFailure("it has a point") }
                    slots[person * Self.attemptsEach + attempt - 1] = InstantWin.number(proof.output)
                }
            }
        }
    }

    private static let file = """
        {"id":"bench-instant","kind":"quiz","title":"即开","organiser":"bench.example","contact":"bench",
        "opens":"2027-06-08T09:00:00+08:00","closes":"2027-06-18T21:00:00+08:00","audience":{"roll":"r.csv"},
        "paper":{"pass":10,"questions":[{"id":"q1","type":"single","text":"？","answer":"A","points":10,
        "options":[{"id":"A","text":"是"},{"id":"B","text":"否"}]}]},
        "prizes":{"draw":"instant","chances":{"for":"passing","most":10},"tiers":[
        {"id":"first","title":"一等奖","prize":"券","value":"10.00","count":900,"odds":{"num":1,"den":1000}},
        {"id":"second","title":"二等奖","prize":"券","value":"5.00","count":20000,"odds":{"num":1,"den":100}},
        {"id":"third","title":"三等奖","prize":"券","value":"1.00","count":60000,"odds":{"num":3,"den":25}}],
        "none":{"num":869,"den":1000}},
        "activation":{"source":"commit"}}
        """
}

/// One run through the engine, from the first attempt to the draw.
struct InstantTrial {
    /// Person and attempt (from 0) → the tier that was hit.
    let hits: [Int: Int]
    private let rows: [StockRow]
    private let walk: DrawWalk
    private let counts: [Int]

    /// - Parameter isReversed: People come in the other order, and a day later.
    init(_ crowd: InstantCrowd, _ numbers: [UInt128], isReversed: Bool) throws {
        let campaign = crowd.loaded.campaign
        let cast = crowd.cast
        let state = CampaignState(rules: Rules(campaign), cast: cast)
        _ = try state.activate(value: crowd.activationValue, at: campaign.opens - 1)
        let right = [Answer(question: 0, choice: .single(0))]
        for attempt in 0..<InstantCrowd.attemptsEach {
            for position in 0..<crowd.people {
                let person = isReversed ? crowd.people - 1 - position : position
                let place = person * InstantCrowd.attemptsEach + attempt
                let submission = Submission(
                    person: person, key: UInt64(place + 1), content: isReversed ? 1 : 2,
                    act: .submit(right, paper: ""), number: numbers[place])
                let tick = campaign.opens + Int64(attempt) + (isReversed ? 86_400_000 : 0)
                guard case .accepted = state.decide(submission, at: tick) else {
                    throw CommandFailure(both("一次尝试没有被接受", "an attempt was not accepted"), at: "\(person).\(attempt)")
                }
            }
        }
        _ = try state.close(at: campaign.closes + campaign.review) { _ in "*" }
        _ = try state.take(value: SHA256.hash("seed").hex, source: 0, at: campaign.closes + campaign.review)
        _ = try state.draw(
            origin: Origin(organiser: "bench.example", campaign: "bench-instant", isRehearsal: true)!,
            closingRoot: MerkleTree.emptyRoot, display: { _ in "*" }, at: campaign.closes + campaign.review)
        guard case .drawn(_, let drawing) = state.stage else { preconditionFailure("it has been drawn") }
        walk = drawing.walk
        rows = state.hits
        counts = campaign.prizes.tiers.map(\.count)
        let places = Dictionary(uniqueKeysWithValues: zip(cast.pseudonyms, 0...))
        hits = Dictionary(
            uniqueKeysWithValues: state.hits.compactMap { row in
                row.tier.map { ((places[row.pseudonym] ?? 0) * InstantCrowd.attemptsEach + row.attempt - 1, $0) }
            })
    }

    func hits(of tier: Int) -> Int { rows.count { $0.tier == tier } }
    func awarded(of tier: Int) -> Int { rows.count { $0.tier == tier && $0.outcome == .win } }
    func drawn(of tier: Int) -> Int { walk.winners.count { $0.tier == tier } }

    /// The first hits of a tier win, as many as there are pieces; what is left is drawn, to nobody who has won.
    func checkAwards() throws {
        for tier in counts.indices {
            let outcomes = rows.filter { $0.tier == tier }.map(\.outcome)
            let most = min(outcomes.count, counts[tier])
            guard outcomes.prefix(most).allSatisfy({ $0 == .win }), outcomes.dropFirst(most).allSatisfy({ $0 == .gone })
            else { throw CommandFailure(both("奖品没有按次序发", "pieces did not go in order"), at: "tier \(tier + 1)") }
            guard drawn(of: tier) == counts[tier] - most || walk.everyWinner(atOnce: rows).count == walk.rows.count
            else { throw CommandFailure(both("剩下的奖品没有抽出", "what was left was not drawn"), at: "tier \(tier + 1)") }
        }
        let atOnce = Set(rows.winners)
        guard walk.winners.allSatisfy({ !atOnce.contains($0.row.pseudonym) }) else {
            throw CommandFailure(
                both("有人即开中奖后又在抽奖里中奖", "somebody won at once and again in the draw"))
        }
    }
}

/// What is shown.
struct InstantFigures {
    let crowd: InstantCrowd
    let trial: InstantTrial
    let provingMilliseconds: Int64

    private var tiers: [Campaign.Tier] { crowd.loaded.campaign.prizes.tiers }

    private func expected(_ tier: Campaign.Tier) -> Int {
        crowd.attempts * (tier.odds?.numerator ?? 0) / (tier.odds?.denominator ?? 1)
    }

    /// The sum of (found − expected)² / expected over the tiers and no prize, in thousandths.
    private var chiSquare: Int {
        var pairs = tiers.enumerated().map { (trial.hits(of: $0), expected($1)) }
        pairs.append(
            (crowd.attempts - pairs.reduce(0) { $0 + $1.0 }, crowd.attempts - pairs.reduce(0) { $0 + $1.1 }))
        return pairs.reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) * 1000 / $1.1 }
    }

    var chiSquareText: String {
        let digits = String(chiSquare % 1000)
        return "\(chiSquare / 1000)." + String(repeating: "0", count: 3 - digits.count) + digits
    }

    /// Three degrees of freedom: 16.27 is passed once in a thousand.
    var keepsToTheOdds: Bool { chiSquare < 16_270 }

    func text(_ language: Language) -> String {
        let say = { (zh: String, en: String) in both(zh, en).text(language) }
        let (attempts, people) = (grouped(crowd.attempts), grouped(crowd.people))
        var lines = [
            say(
                "\(people) 人 \(attempts) 次尝试，证明用时 \(provingMilliseconds) 毫秒",
                "\(attempts) attempts of \(people) people, proven in \(provingMilliseconds) ms")
        ]
        for (place, tier) in tiers.enumerated() {
            let (hits, expected) = (grouped(trial.hits(of: place)), grouped(expected(tier)))
            let (pieces, won) = (grouped(tier.count), grouped(trial.awarded(of: place)))
            let drawn = grouped(trial.drawn(of: place))
            lines.append(
                say(
                    "\(tier.id)：命中 \(hits) 次，应约 \(expected) 次；\(pieces) 件中即开 \(won) 件，抽出 \(drawn) 件",
                    "\(tier.id): \(hits) hits, \(expected) expected; of \(pieces) pieces \(won) won at once, "
                        + "\(drawn) drawn"))
        }
        lines.append(
            say(
                "卡方 \(chiSquareText)，三个自由度（超过 16.27 的机会是千分之一）",
                "chi-square \(chiSquareText), three degrees of freedom (16.27 is passed once in a thousand)"))
        lines.append(
            say("换了次序、时间和序号，命中相同", "the same hits in another order, at other times, under other indices"))
        return lines.joined(separator: "\n")
    }

    var json: JSON {
        [
            "attempts": .integer(Int64(crowd.attempts)), "people": .integer(Int64(crowd.people)),
            "proving_ms": .integer(provingMilliseconds), "chi_square": .string(chiSquareText),
            "tiers": .array(
                tiers.enumerated().map { place, tier in
                    [
                        "id": .string(tier.id), "hits": .integer(Int64(trial.hits(of: place))),
                        "expected": .integer(Int64(expected(tier))), "count": .integer(Int64(tier.count)),
                        "awarded": .integer(Int64(trial.awarded(of: place))),
                        "drawn": .integer(Int64(trial.drawn(of: place))),
                    ]
                }),
        ]
    }
}
