import Books
import Campaigns
import Proofs

/// One running campaign: every submission decided, counted and charged, from values passed in.
///
/// The same calls in the same order give the same state on every machine; nothing here reads a clock or a file. Owned
/// by one thread.
package final class CampaignState {
    /// The rules in force: as announced, and since then as amended.
    package internal(set) var rules: Rules {
        // Other days may follow the last one.
        didSet { today = DayWindow() }
    }
    /// Who takes part: the people of the announced roll, and those who were added since.
    package internal(set) var cast: Cast
    /// What the list of the draw has of people whose rows of the roll were erased, by their place; looked up only.
    var erasedRows: [Int: SettledEntry.Row] = [:]
    /// Of a campaign as a whole; see ``phases``.
    package private(set) var stage: Stage = .running
    /// Where each phase stands: one, or in a daily campaign one for each day up to the last that intake reached.
    package internal(set) var phases: [Stage] { didSet { stage = Self.whole(phases) } }
    /// The place of the first entry of each phase that has been entered; empty where there is one phase only.
    var phaseStarts: [Int] = []
    /// In which phase each person's chances are counted; empty where there is one phase only.
    var chancePhases: [Int16] = []
    /// Leaves of the campaign's log; leaf 0 is the charter.
    package internal(set) var leafCount = 1
    /// How many of them are events.
    package internal(set) var eventCount = 0
    /// Whether the log has its last leaf.
    package internal(set) var isFinal = false
    package internal(set) var tally: Tally
    /// How often each reason was given, by `Reason.ordinal`.
    package internal(set) var refusals = [Int](repeating: 0, count: Reason.allCases.count)
    /// When intake ends: as declared, or earlier or later by an amendment.
    package internal(set) var intakeEnds: Int64
    /// Whether an amendment of class `close` ended intake.
    var isEndedEarly = false
    /// Whether intake rests between an amendment of class `pause` and one of class `resume`.
    package internal(set) var isPaused = false
    /// Amendments in leaf order.
    package internal(set) var amendments: [LoggedAmendment] = []

    /// What became of the prizes since the draw; nil before it, and where the rules declare no claims.
    package internal(set) var claims: PrizeClaims?
    /// The same of the days of a daily campaign, which has no ``claims``.
    package internal(set) var dailyClaims = DailyClaims()

    /// Vouchers and money; nil in campaigns that have neither.
    package internal(set) var funds: FundDesk?

    /// The number that instant wins and papers depend on, once it is logged.
    package internal(set) var activation: Activation?
    /// Where the activation is a beacon's round: its signature in hex.
    package internal(set) var activationSignature: String?
    /// Whether it is still to come; nothing is taken before it is logged.
    package internal(set) var isAwaitingActivation: Bool
    /// What is given before the draw; nil where nothing is.
    var pieces: Stock?
    /// Whether a quorum of witnesses is declared, so that values count from when they cosigned them.
    package var hasWitnesses = false
    /// Since when the quorum of witnesses vouches for a size; asked only where the campaign has witnesses, and answered
    /// from what the journal has up to the call, so that a restart is told the same.
    package var cosigned: CosigningTime = { _ in nil }
    /// Extensions, and by when the witnesses must have seen each.
    package internal(set) var extensions: [PromisedExtension] = []

    /// Ballots, scores and views; nil in campaigns without works.
    package internal(set) var contest: Contest?
    /// The works that people hand in; nil where none are collected.
    package internal(set) var collected: CollectedWorks<Int>?
    /// Who has which places; nil in campaigns without.
    package internal(set) var places: PlaceBook?
    /// What the lottery of places drew, in the order of tickets; nil before it, and where there is none.
    package internal(set) var placeTickets: [PlaceTicket]?
    /// Cancellations and answers to offers, by the person and the key that they came with; looked up only.
    var placeWishes: [PlaceWishKey: (wish: PlaceWish, leaf: Int)] = [:]
    /// The leaves of what each person asked for, ascending; looked up only.
    var wishLeaves: [Int: [Int]] = [:]
    /// Of enrolments that ended an earlier one: its leaf; looked up only.
    var replacedEnrolments: [Int: Int] = [:]
    /// What was counted some time ago; nil where tallies are not delayed.
    var history: TallyHistory?
    /// Papers with a time limit.
    var openPapers: OpenPapers
    /// Who has filled in a form that is asked for once; looked up only.
    var filledForms: Set<Int> = []
    /// How many hints each person has taken, by question; looked up only.
    var hints: [Int: [Int: Int]] = [:]
    /// How long the paper of a submission took, by the entry's place, where people are ranked by it; looked up only.
    var paperTimes: [Int: Int64] = [:]

    let people: People
    /// Nil where right answers are told to nobody who can still answer.
    let answered: AnsweredQuestions?
    /// How each person comes by chances, where that takes more than a count.
    var earnings: [Earning]
    /// Of each entry, where it matters, on which day it was made.
    var deeds: [PastDeed] = []
    var entries: [Entry] = []
    let keys: KeyIndex
    var latestEntryAt: Int64 = 0
    /// The arrival time of a rate that is the campaign's only limit.
    var campaignArrival = GCRA.idle
    /// The day of the latest instant that was asked for: nearly always that of the next one.
    var today = DayWindow()
    /// What others than single persons have used; nil where no limit is on them and none is in shadow.
    let scopes: ScopeBook?
    /// The first leaf of each day that has entries, ascending; empty where no limit is by the day.
    var dayLeaves: [(leaf: Int, day: Int)] = []
    let paperKey: HMACSHA256

    package init(rules: Rules, cast: Cast) {
        self.rules = rules
        self.cast = cast
        paperKey = HMACSHA256(key: cast.paperKey)
        phases = rules.phases.map { _ in .running }
        chancePhases = rules.isDaily ? Array(repeating: -1, count: cast.pseudonyms.count) : []
        keys = KeyIndex(seed: cast.paperKey.bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
        tally = Tally(questions: rules.questions.count)
        intakeEnds = rules.campaign.closes
        pieces = rules.stock.map { Stock($0) }
        isAwaitingActivation = rules.campaign.activation != nil
        contest = Contest(rules.campaign)
        collected = rules.campaign.works.flatMap { $0.areCollected ? CollectedWorks($0) : nil }
        places = rules.campaign.places.map { PlaceBook(PlaceRules($0)) }
        funds = FundRules(rules.campaign).map(FundDesk.init)
        let disclosure = rules.campaign.disclosure
        history =
            disclosure.tallies == .delayed
            ? TallyHistory(opens: rules.campaign.opens, delay: disclosure.delay ?? 0) : nil
        openPapers = OpenPapers(variants: rules.campaign.paper.overrides.count + 1)
        answered =
            rules.campaign.disclosure.tellsAnswersAtOnce
            ? AnsweredQuestions(people: cast.pseudonyms.count, questions: rules.questions.count) : nil
        people = People(
            count: cast.pseudonyms.count, questions: rules.questions.count,
            keepsSolved: rules.keepsSolved)
        earnings = rules.keepsEarnings ? Array(repeating: Earning(), count: cast.pseudonyms.count) : []
        scopes = ScopeBook(rules.limits, cast: cast)
    }
}

extension CampaignState {
    /// Decides a submission at an instant; an accepted one is an entry when this returns.
    ///
    /// All limits must have room or none is charged. A replay is answered whatever the phase.
    ///
    /// - Parameter barred: Why nothing new can be taken now, such as no room to store it.
    package func decide(_ submission: Submission, at tick: Int64, barred: Refusal? = nil) -> Decision {
        if let earlier = entry(of: submission.person, key: submission.key) {
            guard earlier.content == submission.content else { return refuse(Refusal(.keyConflict)) }
            return .replayed(acceptance(earlier))
        }
        if let barred { return refuse(barred) }
        if let refusal = refusal(of: submission, at: tick) { return refuse(refusal) }
        let attempt = attempt(of: submission.act.kind, by: submission.person)
        noteChange(at: tick)
        charge(submission, at: tick)
        latestEntryAt = tick
        return .accepted(acceptance(enter(submission, attempt: attempt, at: tick)))
    }

    /// Whether ``decide(_:at:barred:)`` would accept it now; changes nothing. So the number of an instant win, which is
    /// dear to compute, is computed for accepted submissions alone.
    package func willAccept(_ submission: Submission, at tick: Int64, barred: Refusal? = nil) -> Bool {
        barred == nil && entry(of: submission.person, key: submission.key) == nil
            && refusal(of: submission, at: tick) == nil
    }

    private func refusal(of submission: Submission, at tick: Int64) -> Refusal? {
        outsidePhase(tick) ?? outsideSchedule(submission.act.activity, at: tick) ?? malformed(submission, at: tick)
            ?? misfilled(submission) ?? overLimit(submission, at: tick)
    }

    /// The number of a person's next attempt, from 1.
    package func nextAttempt(of person: Int) -> Int { Int(people[person].total) + 1 }

    /// The attempt that an act would be of; nil for one that is of none.
    package func attempt(of kind: ActKind, by person: Int) -> Int? {
        if rules.isCharged(kind) { return nextAttempt(of: person) }
        return kind == .submit || kind == .save ? openPapers[person]?.attempt : nil
    }

    /// Counts a refusal that was found before the engine was asked, such as a person who is not on the roll.
    package func refuse(_ refusal: Refusal) -> Decision {
        refusals[refusal.reason.ordinal] += 1
        return .refused(refusal)
    }

    /// Brings journalled refusal counts back; they only grow.
    package func restoreRefusals(_ reason: Reason, count: Int) {
        precondition(count >= refusals[reason.ordinal], "refusal counts never go back")
        refusals[reason.ordinal] = count
    }

    /// The refusal of everything that comes outside the hours of intake; nil inside them.
    package func outsidePhase(_ tick: Int64) -> Refusal? {
        if tick < rules.campaign.opens {
            return Refusal(.phaseBefore, retryAfterMilliseconds: rules.campaign.opens - tick)
        }
        guard case .running = stage, !isIntakeOver(at: tick) else { return Refusal(.phaseClosed) }
        if isAwaitingActivation { return Refusal(.phaseBefore, retryAfterMilliseconds: 1000) }
        return isPaused ? Refusal(.phasePaused) : nil
    }

    /// Where deciding a submission will read: for fetching it while the rest of the request is still being read.
    package func addresses(
        of person: Int, key: UInt64
    ) -> (person: UnsafeRawPointer, key: UnsafeRawPointer, mayWin: UnsafeRawPointer) {
        (
            people.address(of: person), keys.address(of: keys.hash(person: person, key: key)),
            cast.mayWin.withUnsafeBufferPointer { UnsafeRawPointer($0.baseAddress! + person) }
        )
    }

    /// The variant of the rules that a person has (``Cast/variants``). Where there is one only, what each person has isn't
    /// read: that would wait for memory.
    func variant(of person: Int) -> UInt8 { rules.overrides.isEmpty ? 0 : cast.variants[person] }

    /// Whether an entry of the person was accepted under the key.
    func hasEntry(of person: Int, key: UInt64) -> Bool { entry(of: person, key: key) != nil }

    private func entry(of person: Int, key: UInt64) -> Entry? {
        let place = keys.place(of: keys.hash(person: person, key: key)) {
            entries[$0].person == person && entries[$0].key == key
        }
        return place.map { entries[$0] }
    }

    /// Why an act can't be what it says, whoever does it and whatever room the limits have.
    private func malformed(_ submission: Submission, at tick: Int64) -> Refusal? {
        switch submission.act {
        case .submit(let answers, let paper):
            malformed(answers, paper: paper, by: submission.person, at: tick)
        case .register: rules.takesRegistrations ? nil : Refusal(.actAbsent)
        case .claim(let wish): refusal(of: wish, by: submission.person, at: tick)
        case .signin(let day): refusal(signin: day, of: submission.person, at: tick)
        case .start(let paper): malformedStart(paper: paper, by: submission.person, at: tick)
        case .save(let answers, let paper):
            malformedSave(answers, paper: paper, by: submission.person, at: tick)
        case .hint(let question, let number):
            malformedHint(question: question, number: number, by: submission.person, at: tick)
        case .vote(let ballot): refusal(of: ballot, person: submission.person, at: tick)
        case .work(let act): refusal(of: act, by: submission.person, at: tick)
        case .enrol(let choices, let dependants):
            refusal(ofEnrolling: submission.person, choices, dependants: dependants, at: tick)
        }
    }

    /// Makes an accepted submission the next leaf.
    func enter(_ submission: Submission, attempt: Int?, at tick: Int64) -> Entry {
        let place = entries.count
        if rules.isDaily { enterPhase(of: tick) }
        keepRemaining(submission.person, submission.sender, at: tick)
        var row = people[submission.person]
        entries.append(
            Entry(
                key: submission.key, content: submission.content, leaf: UInt32(leafCount),
                person: UInt32(submission.person), previous: row.lastEntry, attempt: UInt32(attempt ?? 0), score: 0,
                dayUsed: row.dayUsed, chances: 0, kind: submission.act.kind))
        tally.people += row.lastEntry == People.noEntry ? 1 : 0
        row.lastEntry = UInt32(place)
        people[submission.person] = row
        keys.insert(keys.hash(person: submission.person, key: submission.key), place: place)
        leafCount += 1
        tally.entries += 1
        if rules.timing != nil { time(place, submission, at: tick) }
        if submission.hasFields { fillForm(submission.person) }
        if rules.keepsDeeds { deeds.append(PastDeed(submission.act, on: rules.day(of: tick))) }
        precondition(
            rules.instant == nil || submission.number != nil || !isInstantAttempt(submission.act.kind),
            "an attempt at an instant win has its number")
        count(place, submission.act, number: submission.number, at: tick)
        switch submission.act {
        case .vote(let ballot): cast(ballot, place)
        case .enrol(let choices, let dependants): enrol(choices, dependants: dependants, place, at: tick)
        case .claim(let wish): claim(wish, place, at: tick)
        case .register where funds != nil: issueWon(place, at: tick)
        case .work(let act): take(act, place)
        case .submit, .register, .start, .save, .hint, .signin: break
        }
        return entries[place]
    }

    /// Opens, keeps and closes papers with a time limit.
    private func time(_ place: Int, _ submission: Submission, at tick: Int64) {
        switch submission.act {
        case .start: open(place, by: submission.person, at: tick)
        case .save(let answers, _): openPapers.save(answers, by: submission.person)
        case .submit:
            guard let open = openPapers[submission.person] else { break }
            keepTime(place, open, at: tick)
            // One that is handed in when time is up stays over, so that who comes late is told so.
            guard tick < min(open.deadline, intakeEnds) else { break }
            openPapers.close(by: submission.person)
        case .register, .claim, .hint, .signin, .vote, .enrol, .work: break
        }
    }

    /// All entries of a person, in the order they came.
    package func acceptances(of person: Int) -> [Acceptance] {
        var found: [Acceptance] = []
        var place = people[person].lastEntry
        while place != People.noEntry {
            found.append(acceptance(entries[Int(place)]))
            place = entries[Int(place)].previous
        }
        return found.reversed()
    }

    /// Whether right and wrong may be told: always, or once the closing is logged.
    package var isDisclosed: Bool {
        if case .running = stage { return rules.campaign.disclosure.result == .atOnce }
        return true
    }

    func acceptance(_ entry: Entry) -> Acceptance {
        let isScored = isDisclosed && entry.kind == .submit
        let won = pieces?.rows(of: Int(entry.leaf)) ?? []
        let attendance = entry.kind == .signin ? standing(after: entry) : nil
        return Acceptance(
            index: Int(entry.leaf), attempt: entry.attempt == 0 ? nil : Int(entry.attempt),
            score: isScored ? Int(entry.score) : nil,
            passed: isScored ? rules.pass.map { _ in passes(entry) } : nil,
            chances: isDisclosed && rules.earnsChances(entry.kind) ? Int(entry.chances) : nil,
            prize: won.first { $0.outcome == .win || $0.outcome == .guarantee }?.tier,
            hasFallback: won.contains { $0.outcome == .fallback },
            firsts: isDisclosed ? won.compactMap { $0.outcome == .first ? $0.tier : nil } : [],
            remaining: remaining(after: entry), streak: attendance?.streak, makeups: attendance?.makeups,
            deadline: entry.kind == .start ? entry.deadline : nil,
            hint: entry.kind == .hint ? entry.hint : nil,
            granted: entry.kind == .register ? granted(leaf: Int(entry.leaf)) : nil, isVoid: entry.isVoid)
    }
}
