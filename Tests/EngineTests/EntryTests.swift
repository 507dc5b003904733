import Campaigns
import Testing

@testable import Engine

@Suite struct EntryTests {
    @Test func `the same key and content give the same answer again, whatever came between`() {
        var trial = Trial(Trial.riddles(limits: #"{"person": {"day": 1, "total": 2}}"#))
        let first = trial.decide(key: 5, Trial.right(0, 1), content: 6).acceptance
        #expect(first?.index == 1)
        #expect(first?.score == 3)
        #expect(first?.chances == 2)
        #expect(first?.remaining.person.day == 0)
        let before = trial.visible
        for tick in [Trial.opens, Trial.opens - 1, Trial.closes, Trial.closes + 1000] {
            #expect(trial.decide(key: 5, Trial.right(0, 1), content: 6, at: tick).replay == first)
        }
        #expect(trial.visible == before)
        #expect(trial.state.refusalCounts().isEmpty)
    }

    @Test func `a replay after the closing and the draw changes nothing`() throws {
        var trial = Trial()
        let first = trial.decide(key: 5, Trial.right(0), content: 6).acceptance
        try trial.drawNow()
        let before = trial.visible
        #expect(trial.decide(key: 5, Trial.right(0), content: 6, at: Trial.closes + 9).replay == first)
        #expect(trial.decide(key: 5, Trial.right(0), content: 7, at: Trial.closes + 9).reason == .keyConflict)
        #expect(trial.decide(key: 6, Trial.right(0), content: 6, at: Trial.closes + 9).reason == .phaseClosed)
        #expect(trial.visible == before)
    }

    @Test func `a key belongs to one person`() {
        var trial = Trial()
        for person in 0..<4 {
            #expect(trial.decide(key: 5, Trial.right(0), content: 6, person: person).acceptance?.attempt == 1)
        }
    }

    @Test func `a refused submission does not keep its key`() {
        var trial = Trial()
        #expect(trial.decide(key: 5, [], content: 1).reason == .answersEmpty)
        #expect(trial.decide(key: 5, Trial.right(0), content: 2).acceptance != nil)
    }

    @Test func `a question earns its chance once, in leaf order, up to the cap`() {
        var trial = Trial(Trial.riddles(most: 2))
        let chances = [Trial.wrong(0), Trial.right(0), Trial.right(0, 1), Trial.right(2)].map {
            trial.send(0, $0).acceptance?.chances
        }
        #expect(chances == [0, 1, 1, 0])
        #expect(trial.state.tally.chances == 2)
        #expect(trial.send(1, Trial.right(0, 1, 2)).acceptance?.chances == 2)
    }

    @Test func `what is solved may be sent again beside what is not`() {
        var trial = Trial()
        trial.send(0, Trial.right(0))
        #expect(trial.send(0, Trial.wrong(0)).reason == .answersSolved)
        let both = trial.send(0, Trial.wrong(0) + Trial.right(1)).acceptance
        #expect(both?.score == 2)
        #expect(both?.chances == 1)
        #expect(trial.send(1, Trial.right(0)).acceptance != nil)
    }

    @Test func `nothing tells right from wrong while results wait for the closing`() throws {
        var trial = Trial(Trial.riddles(disclosure: "after-closing"))
        let right = trial.send(0, Trial.right(0)).acceptance
        let wrong = trial.send(1, Trial.wrong(0)).acceptance
        for acceptance in [right, wrong] {
            #expect(acceptance?.score == nil)
            #expect(acceptance?.chances == nil)
            #expect(acceptance?.passed == nil)
        }
        // Neither is refused, though one has solved it: the refusal would tell.
        #expect(trial.send(0, Trial.right(0)).acceptance != nil)
        #expect(trial.send(1, Trial.wrong(0)).acceptance != nil)
        #expect(!trial.state.isDisclosed)
        _ = try trial.state.close(at: Trial.closes)
        #expect(trial.state.isDisclosed)
        #expect(trial.state.acceptances(of: 0).map(\.chances) == [1, 0])
        #expect(trial.state.acceptances(of: 1).map(\.score) == [0, 0])
    }

    @Test func `someone who may not win takes part and is never eligible`() throws {
        var trial = Trial(mayNotWin: [0])
        #expect(trial.send(0, Trial.right(0)).acceptance?.chances == 1)
        #expect(trial.send(1, Trial.right(0)).acceptance?.chances == 1)
        #expect(trial.state.tally.chances == 1)
        #expect(trial.state.tally.people == 2)
        _ = try trial.state.close(at: Trial.closes)
        guard case .closed(let closed) = trial.state.stage else {
            Issue.record("not closed")
            return
        }
        #expect(closed.eligible.map(\.pseudonym) == [trial.state.cast.pseudonyms[1]])
    }

    @Test func `a paper belongs to a person and an attempt`() {
        var trial = Trial(Trial.quiz())
        let first = trial.paper(of: 0)
        #expect(trial.paper(of: 0).id == first.id)
        #expect(trial.send(1, first.answers, paper: first.id).reason == .paperWrong)
        let accepted = trial.send(0, first.answers, paper: first.id).acceptance
        #expect(accepted?.score == 30)
        #expect(accepted?.passed == true)
        #expect(trial.send(0, first.answers, paper: first.id).reason == .paperWrong)
        let second = trial.paper(of: 0)
        #expect(second.id != first.id)
        // Passing again earns nothing more, and some questions may stay open.
        let again = trial.send(0, [second.answers[0]], paper: second.id).acceptance
        #expect(again?.passed == false)
        let third = trial.paper(of: 0)
        #expect(trial.send(0, third.answers, paper: third.id).acceptance?.chances == 0)
        #expect(trial.state.tally.passed == 2)
        #expect(trial.state.tally.chances == 1)
    }

    @Test func `a paper where none are drawn is not the right one`() {
        var trial = Trial()
        #expect(trial.send(0, Trial.right(0), paper: "p-1").reason == .paperWrong)
    }

    @Test func `several right options are right only as a set`() {
        var trial = Trial(Trial.quiz(), people: 40)
        let person = (0..<40).first { trial.paper(of: $0).answers[0].question == 1 }!
        for (attempt, bits) in [UInt64(0b001), 0b111, 0b100, 0b101].enumerated() {
            let paper = trial.paper(of: person)
            guard let multi = paper.answers.firstIndex(where: { $0.question == 1 }) else {
                trial.send(person, paper.answers, paper: paper.id)
                continue
            }
            let score = trial.send(person, [Answer(question: 1, choice: .multi(bits))], paper: paper.id).acceptance?
                .score
            #expect(multi == 0 && score == (bits == 0b101 ? 20 : 0), "attempt \(attempt)")
        }
    }

    @Test func `every option of a long question counts`() {
        let options = (1...64).map { "{\"id\": \"o\($0)\", \"text\": \"\($0)\"}" }.joined(separator: ", ")
        let text = Trial.quiz()
            .replacing(
                #"{"id": "A", "text": "赛龙舟"}, {"id": "B", "text": "赏月"}, {"id": "C", "text": "包粽子"}"#, with: options
            )
            .replacing(#"["A", "C"]"#, with: #"["o1", "o64"]"#)
        let question = Trial(text).state.rules.questions[1]
        #expect(!question.isRight(.multi(1)))
        #expect(question.isRight(.multi(1 | 1 << 63)))
    }

    /// Two campaigns that take turns decide as each would alone.
    @Test func `campaigns do not see each other`() {
        func steps(_ trial: inout Trial, _ number: Int) {
            trial.send(
                number % 8, number % 3 == 0 ? Trial.right(number % 2) : Trial.wrong(1), at: Trial.opens + Int64(number))
        }
        let text = Trial.riddles(
            limits: #"{"person": {"total": 4}, "campaign": {"rate": {"count": 1, "per": "1s", "burst": 70}}}"#)
        var (leftAlone, rightAlone, left, right) = (Trial(text), Trial(text), Trial(text), Trial(text))
        for number in 0..<60 { steps(&leftAlone, number) }
        for number in 0..<180 { steps(&rightAlone, number * 7) }
        for number in 0..<60 {
            steps(&left, number)
            for other in 0..<3 { steps(&right, (number * 3 + other) * 7) }
        }
        #expect(left.visible == leftAlone.visible)
        #expect(right.visible == rightAlone.visible)
    }
}
