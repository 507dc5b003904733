import Campaigns
import Proofs
import Testing

@testable import Engine

/// People whom no roll lists: each has a place from their first accepted act on, and no sooner.
@Suite struct NewcomerTests {
    private static func open(most: Int = 1000, _ text: String = Trial.riddles()) -> Trial {
        Trial(
            text.replacing(#"{"roll": "rolls/sample.csv"}"#, with: #"{"open": true, "most": \#(most)}"#), people: 0)
    }

    private static func pseudonym(_ number: Int) -> Pseudonym { Pseudonym(high: 7, low: UInt64(number)) }

    @Test func `what is refused takes no room: the next one who comes gets the place`() {
        var trial = Self.open()
        for stranger in 0..<1000 {
            #expect(trial.state.place(forNewcomer: Self.pseudonym(stranger)) == 0)
            #expect(trial.send(0, []).reason == .answersEmpty)
        }
        #expect(trial.state.cast.count == 1 && trial.state.tally.people == 0)
        #expect(trial.state.place(forNewcomer: Self.pseudonym(5)) == 0)
        #expect(trial.send(0).acceptance != nil)
        #expect(trial.state.cast.pseudonyms == [Self.pseudonym(5)])
        #expect(trial.state.place(forNewcomer: Self.pseudonym(6)) == 1)
        #expect(trial.state.tally.people == 1)
    }

    @Test func `no more come than the rules say, and those who came go on`() {
        var trial = Self.open(most: 3)
        for number in 0..<3 {
            #expect(trial.state.place(forNewcomer: Self.pseudonym(number)) == number)
            #expect(trial.send(number).acceptance != nil)
        }
        for number in 3..<6 { #expect(trial.state.place(forNewcomer: Self.pseudonym(number)) == nil) }
        #expect(trial.send(1, Trial.right(0)).acceptance?.attempt == 2)
        #expect(trial.state.cast.count == 3)
    }

    @Test func `people who came one by one are what people of a roll are`() {
        var open = Self.open()
        var listed = Trial(people: 600)
        for number in 0..<600 {
            #expect(open.state.place(forNewcomer: Self.pseudonym(number)) == number)
            let answers = number % 3 == 0 ? Trial.right(0, 1) : Trial.wrong(2)
            // Now and then somebody who came long ago.
            for person in [number, number / 2] {
                let at = Trial.opens + Int64(number) * 60_000
                #expect(open.send(person, answers, at: at) == listed.send(person, answers, at: at))
            }
        }
        #expect(open.visible == listed.visible)
    }

    @Test func `nobody is added to a roll that is not there`() {
        let trial = Self.open()
        #expect(throws: Untimely.rollMissing) { try trial.state.requireRollToGrow(at: Trial.opens) }
    }
}
