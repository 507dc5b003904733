import Auditing
import Foundation
import JSON
import Simulation
import Testing

@testable import Service

/// Questions of every type over the sockets: what is taken, what it is worth, and what a restart and a re-grade make of it.
@Suite struct QuestionTypeTests {
    private static let table: [JSONValue] = {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("CampaignsTests/Corpus/scoring.json")
        guard let data = try? Data(contentsOf: path), let document = try? JSONDocument(bytes: Array(data)) else {
            preconditionFailure("the table of answers is JSON")
        }
        return document.root.elements
    }()

    static func quiz(_ questions: String, pass: Int = 1, more: String = "") -> String {
        """
        {
          "id": "duanwu", "kind": "quiz", "title": "竞答", "organiser": "jimo-union.example", "contact": "工会",
          "announces": "\(Sample.announces)", "opens": "\(Sample.opens)", "closes": "\(Sample.closes)",
          "audience": {"roll": "rolls/sample.csv"}, "paper": {"pass": \(pass), "questions": [\(questions)]},
          "prizes": {"draw": "final", "chances": {"for": "passing", "most": 1},
            "tiers": [{"id": "first", "title": "一等奖", "prize": "卡", "value": "5.00", "count": 3}]}\(more)
        }
        """
    }

    private static func house(_ questions: String) throws -> House {
        let house = try House(Sample.folder(["duanwu.json": quiz(questions)]))
        house.go(to: instant(Sample.opens))
        return house
    }

    private static func submit(_ house: House, _ key: String, _ answers: String, by person: String = "m01") throws
        -> Reply
    {
        try house.call("submit", Sample.guess(person, key, answers, campaign: "duanwu"))
    }

    private static func tally(_ house: House) throws -> JSONValue {
        try #require(try house.call("tally", #"{"campaign":"duanwu"}"#).result)
    }

    private static func restarted(_ house: House) throws -> House {
        let disk = try #require(house.disk as? SimulatedDisk)
        return try House(on: disk.survivor(), house.folder, at: house.tick)
    }

    @Test func `every answer of the table is taken for what it is worth, or refused`() throws {
        let house = try Self.house(Self.table.compactMap { $0["question"]?.source }.joined(separator: ","))
        var number = 0
        for item in Self.table {
            let id = try #require(item["question"]?["id"]?.string)
            for row in item["answers"]?.elements ?? [] {
                number += 1
                let reply = try Self.submit(house, "k\(number)", "{\"\(id)\":\(row.elements[0].source)}")
                if let points = row.elements[1].integer {
                    #expect(reply.result?["score"]?.integer == points, "\(row.source)")
                } else {
                    #expect(["answers.form", "answers.characters"].contains(reply.reason), "\(row.source)")
                }
            }
        }
        let (before, after) = (try Self.tally(house), try Self.tally(Self.restarted(house)))
        #expect(before["questions"]?.source == after["questions"]?.source)
        #expect(before["passed"]?.integer == after["passed"]?.integer)
    }

    @Test(arguments: ["true", "99.5", "[1]", "[[\"A\"]]", "null", "{}", "[null]"])
    func `an answer is a string or an array of strings`(answer: String) throws {
        let house = try Self.house(Self.table.compactMap { $0["question"]?.source }.joined(separator: ","))
        for id in Self.table.compactMap({ $0["question"]?["id"]?.string }) {
            #expect(try Self.submit(house, "k", "{\"\(id)\":\(answer)}").reason == "answers.form")
        }
    }

    @Test func `what comes twice under a key is the same only with the same bytes`() throws {
        let house = try Self.house(Self.table.compactMap { $0["question"]?.source }.joined(separator: ","))
        _ = try Self.submit(house, "k", #"{"order":["C","A","D","B"],"number":"100"}"#)
        #expect(try Self.submit(house, "k", #"{"number":"100", "order":["C", "A","D","B"]}"#).isReplay)
        #expect(try Self.submit(house, "k", #"{"number":"100.0","order":["C","A","D","B"]}"#).reason == "key.conflict")
    }

    @Test func `a paper has all that an answer needs, and no key`() throws {
        let house = try Self.house(Self.table.compactMap { $0["question"]?.source }.joined(separator: ","))
        let reply = try house.call("paper", #"{"campaign":"duanwu","participant":"m01"}"#)
        let questions = try #require(reply.result?["questions"]?.elements)
        let byID = Dictionary(uniqueKeysWithValues: questions.map { ($0["id"]?.string ?? "", $0) })
        #expect(byID["number"]?.source == #"{"id":"number","type":"number","text":{"zh":"?"},"points":3,"unit":"℃"}"#)
        #expect(byID["match"]?["with"]?.elements.count == 3)
        #expect(byID["match"]?["options"]?.elements.count == 2)
        #expect(byID["order"]?["options"]?.elements.compactMap { $0["id"]?.string } == ["A", "B", "C", "D"])
        #expect(byID["blanks"]?["blanks"]?.integer == 3)
        #expect(byID["survey-two"]?["most"]?.integer == 2)
        #expect(byID["survey"]?["points"]?.integer == 0)
        #expect(byID["text"]?.members.map(\.key) == ["id", "type", "text", "points"])
        #expect(byID["true-false"]?.members.map(\.key) == ["id", "type", "text", "points"])
    }

    /// Questions whose keys are wrong, the answers of people, and what puts the keys right.
    private static let wronglyKeyed: [(question: String, answer: String, pointer: String, value: String)] = [
        (#"{"id":"q","type":"true-false","text":"?","answer":false}"#, #""true""#, "answer", "true"),
        (#"{"id":"q","type":"number","text":"?","answer":"99"}"#, #""99.5""#, "tolerance", #""0.5""#),
        (#"{"id":"q","type":"number","text":"?","answer":"99"}"#, #""99.5""#, "answer", #""99.500""#),
        (
            #"{"id":"q","type":"order","text":"?","options":[{"id":"A","text":"a"},{"id":"B","text":"b"}],"answer":["B","A"]}"#,
            #"["A","B"]"#, "answer", #"["A","B"]"#
        ),
        (
            #"{"id":"q","type":"match","text":"?","options":[{"id":"A","text":"a"},{"id":"B","text":"b"}],"with":[{"id":"x","text":"x"},{"id":"y","text":"y"}],"answer":[{"left":"A","right":"y"},{"left":"B","right":"x"}]}"#,
            #"["x","y"]"#, "answer", #"[{"left":"A","right":"x"},{"left":"B","right":"y"}]"#
        ),
        (
            #"{"id":"q","type":"blanks","text":"____","fold":["space"],"blanks":[{"answer":"a"}]}"#, #"["b c"]"#,
            "blanks/0/also", #"["bc"]"#
        ),
        (
            #"{"id":"q","type":"blanks","text":"____","blanks":[{"answer":"a"}]}"#, #"["b"]"#, "blanks/0/answer",
            #""b""#
        ),
        (#"{"id":"q","type":"text","text":"?","answer":"a"}"#, #""b""#, "hidden", #"["b"]"#),
    ]

    @Test(arguments: wronglyKeyed.indices)
    func `a re-grade puts every kind of key right`(place: Int) throws {
        let row = Self.wronglyKeyed[place]
        let house = try Self.house(row.question)
        #expect(try Self.submit(house, "k", "{\"q\":\(row.answer)}").result?["score"]?.integer == 0)
        let changes = "[{\"pointer\":\"/paper/questions/0/\(row.pointer)\",\"value\":\(row.value)}]"
        let reply = try house.control(
            "regrade", "{\"campaign\":\"duanwu\",\"changes\":\(changes),\"reason\":\"答案有误\"}")
        #expect(reply.result?["index"]?.integer == 2, "\(reply)")
        let described = try house.call("campaign", #"{"campaign":"duanwu"}"#)
        let amendments = try #require(described.result?["amendments"]?.source)
        #expect(!amendments.contains(row.value), "a key stays secret in its amendment")
        for house in [house, try Self.restarted(house)] {
            let result = try house.call("result", #"{"campaign":"duanwu","participant":"m01"}"#).result
            #expect(result?["entries"]?[0]?["score"]?.integer == 1)
            #expect(try Self.tally(house)["passed"]?.integer == 1)
        }
    }

    @Test func `a re-grade that makes a forbidden answer right is refused`() throws {
        let house = try Self.house(#"{"id":"q","type":"text","text":"?","answer":"a","forbidden":["b"]}"#)
        let reply = try house.control(
            "regrade",
            #"{"campaign":"duanwu","changes":[{"pointer":"/paper/questions/0/also","value":["b"]}],"reason":"也对"}"#)
        #expect(reply.reason == "rules.invalid")
    }
}
