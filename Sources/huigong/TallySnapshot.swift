import JSON

/// One state of a campaign's tally, as the daemon tells it.
struct TallySnapshot: Sendable, Hashable {
    /// A question with its answers, or a work with its votes.
    struct Question: Sendable, Hashable {
        var id: String
        /// Of a work.
        var title: BilingualText?
        var answered: Int
        /// Absent while results are not disclosed.
        var right: Int?
    }

    struct Refusal: Sendable, Hashable {
        var reason: String
        var count: Int
    }

    var campaign: String
    var title: BilingualText
    var phase: String
    var tick: Int64
    var opens: Int64
    var closes: Int64
    var entries: Int
    var people: Int
    /// Nil where anybody may take part.
    var roll: Int?
    var passed: Int?
    var chances: Int?
    var questions: [Question]
    /// Of an enrolment.
    var places: Places?
    /// Of a campaign with vouchers or money.
    var funds: Funds?
    /// Most frequent first.
    var refusals: [Refusal]
    var leaves: Int
    var isRehearsal: Bool

    init(_ value: JSONValue) {
        campaign = value.text("campaign")
        title = value.bilingual("title")
        phase = value.text("phase")
        tick = value["tick_ms"]?.integer ?? 0
        opens = value["opens_ms"]?.integer ?? 0
        closes = value["closes_ms"]?.integer ?? 0
        entries = value.count("entries")
        people = value.count("people")
        roll = value["roll"]?.integer.map(Int.init)
        passed = value["passed"]?.integer.map(Int.init)
        chances = value["chances"]?.integer.map(Int.init)
        questions = (value["questions"]?.elements ?? []).map {
            Question(
                id: $0.text("id"), answered: $0.count("answered"), right: $0["right"]?.integer.map(Int.init))
        }
        questions += (value["works"]?.elements ?? []).map {
            Question(
                id: $0.text("id"), title: $0.bilingual("title"), answered: $0.count("votes"), right: nil)
        }
        places = value["places"].map(Places.init)
        funds = value["funds"].map(Funds.init)
        refusals = (value["refusals"]?.members ?? [])
            .map { Refusal(reason: $0.key, count: Int($0.value.integer ?? 0)) }
            .sorted { ($1.count, $0.reason) < ($0.count, $1.reason) }
        leaves = value.count("size")
        isRehearsal = value["rehearsal"]?.bool == true
    }

    /// Whether nothing but the clock has moved.
    func isSameState(as other: TallySnapshot) -> Bool {
        var other = other
        other.tick = tick
        return self == other
    }

    var refused: Int { refusals.reduce(0) { $0 + $1.count } }
}

/// Entries a second over the last few seconds, from the counts that came.
struct RateMeter: Sendable {
    private var samples: [(milliseconds: Int64, entries: Int)] = []
    private let window: Int64 = 3_000

    /// Adds a count at an instant of the caller's clock.
    mutating func add(entries: Int, at milliseconds: Int64) {
        samples.append((milliseconds, entries))
        while samples.count > 2, samples[1].milliseconds <= milliseconds - window { samples.removeFirst() }
    }

    /// Zero until two counts came and where the newest is older than the window.
    func perSecond(at milliseconds: Int64) -> Int {
        guard let first = samples.first, let last = samples.last, milliseconds - last.milliseconds < window else {
            return 0
        }
        let elapsed = max(milliseconds, last.milliseconds) - first.milliseconds
        return elapsed > 0 ? (last.entries - first.entries) * 1_000 / Int(elapsed) : 0
    }
}
