import Campaigns
import Proofs
import Testing

@testable import Engine

@Suite struct ChanceTests {
    private static let day: Int64 = 86_400_000

    private func earned(_ decision: Decision) -> Int? { decision.acceptance?.chances }

    @Test func `a registration is a chance, up to the most`() {
        var trial = Trial(Trial.raffle(prizes: Trial.drawn("entry", most: 2)), mayNotWin: [1])
        #expect((0..<3).map { _ in earned(trial.act(0, .register)) } == [1, 1, 0])
        #expect(earned(trial.act(1, .register)) == 1)
        #expect(trial.state.tally.chances == 2)
        #expect(trial.send(0, Trial.right(0)).reason == .actAbsent)
        #expect(trial.act(0, .signin(madeUp: nil)).reason == .actAbsent)
        #expect(trial.act(0, .register).acceptance?.attempt == 4)
    }

    @Test func `days in a row are a chance, and a day made up for joins them`() {
        var trial = Trial(
            Trial.raffle(prizes: Trial.drawn("signin"), more: #", "signin": {"days": 3, "makeup": 2}"#))
        let day = ChanceTests.day
        let first = trial.sign(0)
        #expect(first.acceptance?.streak == 1 && first.acceptance?.makeups == 2 && first.acceptance?.attempt == nil)
        #expect(earned(trial.sign(0, at: Trial.opens + 2 * day)) == 0)
        #expect(earned(trial.act(0, .register, at: Trial.opens + 2 * day)) == nil)
        let made = trial.sign(0, madeUp: 1, at: Trial.opens + 3 * day)
        #expect(earned(made) == 1 && made.acceptance?.streak == 3 && made.acceptance?.makeups == 1)
        #expect(trial.sign(0, madeUp: 1, at: Trial.opens + 3 * day).reason == .signinTwice)
        let today = trial.sign(0, at: Trial.opens + 3 * day)
        #expect(earned(today) == 0 && today.acceptance?.streak == 4)
        #expect(trial.state.standing(of: 0, at: Trial.opens + 4 * day)?.streak == 4)
        #expect(trial.state.standing(of: 1, at: Trial.opens + 4 * day)?.streak == 0)
        // What a replay is told is what was told at first.
        #expect(trial.state.acceptances(of: 0).first == first.acceptance)
    }

    @Test func `a sign-in takes nothing of the counts`() {
        var trial = Trial(
            Trial.raffle(
                prizes: Trial.drawn("signin"), more: #", "signin": {"days": 1}"#, limits: #"{"person": {"total": 1}}"#))
        trial.act(0, .register)
        #expect(trial.act(0, .register).reason == .limitTotal)
        #expect(earned(trial.sign(0)) == 1)
        #expect(trial.state.acceptances(of: 0).last?.remaining.person.total == nil)
    }

    @Test func `a void sign-in is worth nothing, and its day stays used`() throws {
        let text = Trial.raffle(prizes: Trial.drawn("signin"), more: #", "signin": {"days": 2}"#)
        var trial = Trial(text)
        var acts: [Int: Act] = [:]
        for offset in 0..<3 {
            let decision = trial.sign(0, at: Trial.opens + Int64(offset) * ChanceTests.day)
            acts[decision.acceptance!.index] = .signin(madeUp: nil)
        }
        #expect(trial.state.tally.chances == 1)
        _ = try trial.state.voidEntry(
            index: 2, reason: "代签", at: Trial.opens + 2 * ChanceTests.day, act: { acts[$0]! })
        #expect(trial.state.tally.chances == 0)
        #expect(trial.sign(0, at: Trial.opens + 2 * ChanceTests.day).reason == .signinTwice)
        #expect(trial.state.standing(of: 0, at: Trial.opens + 2 * ChanceTests.day)?.streak == 3)
    }

    static let firstLamp = #", "first": [{"tier": "first", "questions": ["r1"]}]"#

    @Test func `the first to solve a question wins, and not again in the draw`() throws {
        var trial = Trial(Trial.riddles(prizes: ChanceTests.firstLamp), mayNotWin: [1])
        #expect(trial.send(0, Trial.wrong(0)).acceptance?.firsts == [])
        #expect(trial.send(1, Trial.right(0)).acceptance?.firsts == [])
        #expect(trial.send(2, Trial.right(0, 1)).acceptance?.firsts == [0])
        #expect(trial.send(3, Trial.right(0)).acceptance?.firsts == [])
        #expect(trial.state.stock == [2])
        try trial.drawNow()
        #expect(trial.walk?.winners.map(\.row.pseudonym) == [Pseudonym(high: 7, low: 3)])
        #expect(trial.walk?.skips(.oneWin) == 1)
    }

    @Test func `is not told before the closing where results are not`() throws {
        var trial = Trial(Trial.riddles(disclosure: "after-closing", prizes: ChanceTests.firstLamp))
        #expect(trial.send(2, Trial.right(0)).acceptance?.firsts == [])
        _ = try trial.state.close(at: Trial.closes) { $0.hex }
        #expect(trial.state.acceptances(of: 2).first?.firsts == [0])
    }

    @Test func `who was first moves with voids and re-grades`() throws {
        let sent = AmendingTests.Sent(Trial(Trial.riddles(review: "10m", prizes: ChanceTests.firstLamp)))
        sent.send(0, Trial.right(0))
        sent.send(1, Trial.wrong(0))
        sent.send(2, Trial.right(0))
        func first() -> [Int?] {
            let state = sent.trial.state
            return state.hits.filter(\.outcome.isWin).map { state.cast.pseudonyms.firstIndex(of: $0.pseudonym) }
        }
        #expect(first() == [0])
        _ = try sent.trial.state.voidEntry(index: 1, reason: "代答", at: Trial.closes, act: sent.answered)
        #expect(first() == [2])
        let regrade = RulesAmendment(
            sort: .regrade, changes: [], secret: SHA256.hash("secret"), reason: "谜底有误",
            campaign: try sent.trial.rules(
                [("/paper/questions/0/also", ["月"])], of: Trial.riddles(review: "10m", prizes: ChanceTests.firstLamp)))
        _ = try sent.trial.state.change(regrade, at: Trial.closes, act: sent.answered)
        #expect(first() == [1])
    }
}

/// Splitmix: numbers for random campaigns, the same at every run.
struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Random small campaigns and what random people do in them.
@Suite struct RandomCampaignTests {
    private struct Step {
        var person: Int
        var act: Act
        var tick: Int64
        var number: UInt128?
    }

    private static let people = 9

    private static let texts = [
        Trial.riddles(most: 2), Trial.riddles(most: 3, prizes: ChanceTests.firstLamp),
        Trial.riddles(
            randomness: """
                [{"source": "commit"}], "signin": {"makeup": 1},
                "points": {"entry": 1, "correct": 2, "signin": 1, "day": 4, "chance": 3}
                """, prizes: #", "caps": {"person": 2}, "first": [{"tier": "first", "people": 2}]"#
        ).replacing(#""for": "correct""#, with: #""for": "points""#),
        Trial.quiz(limits: #"{"person": {"day": 2, "total": 4}}"#),
        Trial.raffle(prizes: Trial.drawn("entry", more: #", "caps": {"person": 2}"#)),
        Trial.raffle(
            prizes: Trial.drawn("signin", most: 2), more: #", "signin": {"days": 2, "makeup": 2}"#,
            limits: #"{"person": {"day": 1}}"#),
        Trial.raffle(prizes: Trial.wonAtOnce, more: #", "activation": {"source": "commit"}"#),
    ]

    private func trial(_ text: String) throws -> Trial {
        let trial = Trial(text, people: Self.people, mayNotWin: [4])
        if trial.state.isAwaitingActivation {
            _ = try trial.state.activate(value: SHA256.hash("activation").hex, at: Trial.opens - 1)
        }
        return trial
    }

    /// What somebody does next; papers are those of the trial's state.
    private func step(_ trial: Trial, at tick: Int64, _ numbers: inout Numbers) -> Step {
        let person = Int.random(in: 0..<Self.people, using: &numbers)
        let rules = trial.state.rules
        let signs = rules.campaign.signin != nil && Int.random(in: 0..<2, using: &numbers) == 0
        guard !signs else {
            let made = Bool.random(using: &numbers) ? nil : Int.random(in: 0..<5, using: &numbers)
            return Step(person: person, act: .signin(madeUp: made), tick: tick)
        }
        guard !rules.questions.isEmpty else {
            return Step(
                person: person, act: .register, tick: tick,
                number: rules.instant == nil ? nil : UInt128(numbers.next()) << 64)
        }
        let paper = trial.paper(of: person, at: tick)
        let answers = paper.answers.shuffled(using: &numbers).prefix(Int.random(in: 1...3, using: &numbers)).map {
            guard Bool.random(using: &numbers) else { return $0 }
            if case .single(let place) = $0.choice { return Answer(question: $0.question, choice: .single(1 - place)) }
            if case .multi = $0.choice { return Answer(question: $0.question, choice: .multi(2)) }
            return Answer(question: $0.question, choice: .text("月"))
        }
        return Step(person: person, act: .submit(answers, paper: paper.id), tick: tick)
    }

    private func decide(_ step: Step, _ trial: inout Trial) -> Decision {
        trial.act(step.person, step.act, at: step.tick, number: step.number)
    }

    @Test func `tallies, stock and wins are those of the log, whoever else plays`() throws {
        var numbers = Numbers(state: 20_270_222)
        for round in 0..<70 {
            let text = Self.texts[round % Self.texts.count]
            var live = try trial(text)
            var again = try trial(text)
            var other = try trial(Self.texts[(round + 3) % Self.texts.count])
            var log: [Int: Act] = [:]
            var tick = Trial.opens
            for _ in 0..<Int.random(in: 20...90, using: &numbers) {
                tick += Int64.random(in: 0..<4_000_000, using: &numbers)
                let step = step(live, at: tick, &numbers)
                let decision = decide(step, &live)
                if Bool.random(using: &numbers) {
                    _ = decide(self.step(other, at: tick, &numbers), &other)
                }
                #expect(decide(step, &again) == decision)
                if let index = decision.acceptance?.index { log[index] = step.act }
                try void(log, &live, &again, at: tick, &numbers)
                #expect(live.state.stock.allSatisfy { $0 >= 0 })
            }
            #expect(live.visible == again.visible && live.state.hits == again.state.hits)
            check(live, recounted: again, log)
            try checkDraw(live)
        }
    }

    /// Takes an entry out of the count now and then, where that may be.
    private func void(
        _ log: [Int: Act], _ live: inout Trial, _ again: inout Trial, at tick: Int64, _ numbers: inout Numbers
    ) throws {
        let leaf = Int.random(in: 1...200, using: &numbers)
        guard log[leaf] != nil, live.state.rules.instant == nil else { return }
        for state in [live.state, again.state] {
            _ = try? state.voidEntry(index: leaf, reason: "测试", at: tick, act: { log[$0]! })
        }
    }

    /// Counting all entries again changes nothing, but what is won by numbers, which stands.
    private func check(_ live: Trial, recounted: Trial, _ log: [Int: Act]) {
        let state = live.state
        let counted = state.entries.reduce(0) { $0 + (state.cast.mayWin[Int($1.person)] ? Int($1.chances) : 0) }
        #expect(state.tally.chances == counted)
        for person in 0..<Self.people {
            let chances = state.entries.reduce(0) { $0 + (Int($1.person) == person ? Int($1.chances) : 0) }
            #expect(chances <= state.rules.mostChances && chances == Int(state.people[person].chances))
        }
        guard state.rules.instant == nil else { return }
        recounted.state.recount { log[$0]! }
        #expect(recounted.visible == live.visible && recounted.state.hits == state.hits)
    }

    private func checkDraw(_ trial: Trial) throws {
        try trial.drawNow(at: trial.state.intakeEnds)
        let prizes = trial.state.rules.campaign.prizes
        var wins = trial.state.hits.wins
        #expect(prizes.personCap.map { cap in wins.values.allSatisfy { $0 <= cap } } ?? true)
        let before = wins
        for winner in trial.walk?.winners ?? [] { wins[winner.row.pseudonym, default: 0] += 1 }
        for (person, count) in wins where count > before[person, default: 0] {
            #expect(count <= prizes.personCap ?? 1)
        }
        for (place, tier) in prizes.tiers.enumerated() {
            let given = trial.state.hits.count { $0.tier == place && $0.outcome.isWin }
            let drawn = trial.walk?.winners.count { $0.tier == place } ?? 0
            #expect(given + drawn <= tier.count)
        }
    }
}
