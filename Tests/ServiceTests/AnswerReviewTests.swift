import JSON
import Simulation
import Testing

@testable import Service

/// What came close to a right answer, as the organiser is told of it.
@Suite struct AnswerReviewTests {
    private func house() throws -> House {
        let house = try House(
            Sample.folder([
                "yuanxiao.json": Sample.riddles().replacing(
                    #"{"id": "r3", "type": "text", "text": "千里相逢（打一字）", "answer": "重"}"#,
                    with:
                        #"{"id": "r3", "type": "text", "text": "千里相逢", "answer": "重逢", "forbidden": ["重庆"], "fold": ["space"]}"#
                )
            ]))
        house.go(to: instant(Sample.opens))
        for (place, answers) in [
            #"{"r1":"燈籠"}"#, #"{"r1":"灯龙"}"#, #"{"r1":"宫灯"}"#, #"{"r1":"月亮"}"#, #"{"r1":"灯笼"}"#, #"{"r2":"月"}"#,
            #"{"r3":"重庆"}"#, #"{"r3":"重 复"}"#, #"{"r3":"重复"}"#,
        ].enumerated() {
            _ = try house.call("submit", Sample.guess("m\(10 + place)", "k\(place)", answers))
        }
        // The same again under the same key is the same answer, and what is refused is none.
        _ = try house.call("submit", Sample.guess("m10", "k0", #"{"r1":"燈籠"}"#))
        _ = try house.call("submit", Sample.guess("m99", "k0", #"{"r1":"燈籠"}"#))
        return house
    }

    private func review(_ house: House, _ more: String = "") throws -> String {
        try #require(try house.control("answers.review", #"{"campaign":"yuanxiao"\#(more)}"#).result?.source)
    }

    private static let r1 =
        #"{"id":"r1","different":3,"near":[{"text":"宫灯","count":1},{"text":"灯龙","count":1},{"text":"燈籠","count":1}]}"#
    private static let r3 = #"{"id":"r3","different":1,"near":[{"text":"重复","count":2}]}"#

    @Test func `close answers are counted as folded, also after a restart`() throws {
        let house = try house()
        let all = #"{"questions":[\#(Self.r1),\#(Self.r3)],"unread":0}"#
        #expect(try review(house) == all)
        let disk = try #require(house.disk as? SimulatedDisk)
        #expect(try review(House(on: disk.survivor(), house.folder, at: house.tick)) == all)
    }

    @Test func `one question can be asked for, and one that is not there is an error`() throws {
        let house = try house()
        #expect(try review(house, #","question":"r3""#) == #"{"questions":[\#(Self.r3)],"unread":0}"#)
        #expect(try review(house, #","question":"r2""#) == #"{"questions":[],"unread":0}"#)
        #expect(
            try house.control("answers.review", #"{"campaign":"yuanxiao","question":"r9"}"#).reason == "params")
        #expect(try house.call("answers.review", #"{"campaign":"yuanxiao"}"#).reason == "method.socket")
    }

    @Test func `a re-grade takes what is right now off the list`() throws {
        let house = try house()
        let changes = #"[{"pointer":"/paper/questions/0/also","value":["花灯","宫灯"]}]"#
        _ = try house.control("regrade", #"{"campaign":"yuanxiao","changes":\#(changes),"reason":"宫灯也是灯笼"}"#)
        #expect(
            try review(house, #","question":"r1""#)
                == #"{"questions":[{"id":"r1","different":2,"near":[{"text":"灯龙","count":1},{"text":"燈籠","count":1}]}],"unread":0}"#
        )
        let result = try house.call("result", #"{"campaign":"yuanxiao","participant":"m12"}"#).result
        #expect(result?["entries"]?[0]?["score"]?.integer == 1)
    }

    @Test func `gaps are told apart`() throws {
        let quiz = QuestionTypeTests.quiz(
            #"{"id":"b","type":"blanks","text":"____第一、____为主","blanks":[{"answer":"安全"},{"answer":"预防"}]}"#)
        let house = try House(Sample.folder(["duanwu.json": quiz]))
        house.go(to: instant(Sample.opens))
        _ = try house.call("submit", Sample.guess("m01", "k", #"{"b":["预防","予防"]}"#, campaign: "duanwu"))
        _ = try house.call("submit", Sample.guess("m02", "k", #"{"b":["按全",""]}"#, campaign: "duanwu"))
        #expect(
            try house.control("answers.review", #"{"campaign":"duanwu"}"#).result?.source
                == #"{"questions":[{"id":"b","different":2,"near":[{"text":"按全","gap":1,"count":1},{"text":"予防","gap":2,"count":1}]}],"unread":0}"#
        )
    }
}
