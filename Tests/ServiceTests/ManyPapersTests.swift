import Engine
import Simulation
import Testing

@testable import Service

/// The papers of a hundred thousand people from one bank.
@Suite struct ManyPapersTests {
    private static let people = 100_000
    private static let strata = [(name: "甲", size: 30, take: 4), (name: "乙", size: 20, take: 3)]

    private static var quiz: String {
        let questions = strata.flatMap { stratum in
            (0..<stratum.size).map { number in
                """
                {"id": "\(stratum.name == "甲" ? "a" : "b")\(number)", "stratum": "\(stratum.name)", "type": "single",
                 "text": "?", "answer": "A",
                 "options": [{"id": "A", "text": "a"}, {"id": "B", "text": "b"}, {"id": "C", "text": "c"}, {"id": "D", "text": "d"}]}
                """
            }
        }
        let draw = strata.map { "{\"stratum\": \"\($0.name)\", \"take\": \($0.take)}" }.joined(separator: ", ")
        return QuestionTypeTests.quiz(questions.joined(separator: ",\n")).replacing(
            "\"pass\": 1,", with: "\"pass\": 1, \"shuffle\": true, \"draw\": [\(draw)],")
    }

    /// How often each question is drawn, how often each option stands first, and a hash of all papers.
    private struct Count: Equatable {
        var drawn = [Int](repeating: 0, count: 50)
        var first = [Int](repeating: 0, count: 4)
        var hash: UInt64 = 0

        init(_ state: CampaignState) {
            var hash = StableHash()
            for person in 0..<ManyPapersTests.people {
                for question in state.nextPaper(of: person, at: instant(Sample.opens)).questions {
                    drawn[question.question] += 1
                    first[question.options[0]] += 1
                    hash.combine(UInt64(question.question))
                    for option in question.options { hash.combine(UInt64(option)) }
                }
            }
            self.hash = hash.finalize()
        }
    }

    /// Chi-square of how often each of n things was among k taken of them without repeats. Counts of one paper exclude
    /// one another, which the factor (n − 1) ÷ (n − k) makes up for; with k = 1 it is 1.
    private static func chiSquare(_ counts: some Collection<Int>, taking taken: Int) -> Double {
        let expected = Double(counts.reduce(0, +)) / Double(counts.count)
        let sum = counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
        return sum * Double(counts.count - 1) / Double(counts.count - taken)
    }

    @Test func `every question is as likely as any other, and a restart draws the same`() throws {
        let roll = "id,name\n" + (0..<Self.people).map { "m\($0),王伟\n" }.joined()
        let house = try House(Sample.folder(["duanwu.json": Self.quiz], roll: roll))
        let count = Count(try #require(house.daemon.campaigns.first).state)
        #expect(count.drawn.reduce(0, +) == Self.people * 7)
        // 1 in 1,000 would be above: 29, 19 and 3 degrees of freedom.
        #expect(Self.chiSquare(count.drawn[..<30], taking: 4) < 58.30)
        #expect(Self.chiSquare(count.drawn[30...], taking: 3) < 43.82)
        #expect(Self.chiSquare(count.first, taking: 1) < 16.27)
        let disk = try #require(house.disk as? SimulatedDisk)
        let again = try House(on: disk.survivor(), house.folder, at: house.tick)
        #expect(Count(try #require(again.daemon.campaigns.first).state) == count)
        // A bank in which one question were a tenth part likelier would not pass.
        var skewed = count.drawn[..<30]
        skewed[0] += skewed[0] / 10
        #expect(Self.chiSquare(skewed, taking: 4) > 58.30)
    }
}
