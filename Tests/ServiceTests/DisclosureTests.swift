import JSON
import Simulation
import Testing

@testable import Service

/// The answer key leaves no sooner than the rules say, on whatever path; hidden answers never do.
@Suite struct DisclosureTests {
    /// Words that stand in the key alone.
    private static let key = [
        "答案甲", "别答乙", "解析丙", "98.7654", "0.012345", "填空丁", "填空戊", "解析己",
    ]
    private static let neverTold = ["暗答庚", "禁答辛"]

    private static let questions = """
        {"id":"q1","type":"text","text":"一？","answer":"答案甲","also":["别答乙"],"hidden":["暗答庚"],"forbidden":["禁答辛"],
         "solution":"解析丙"},
        {"id":"q2","type":"number","text":"二？","answer":"98.7654","tolerance":"0.012345"},
        {"id":"q3","type":"blanks","text":"____ 和 ____","blanks":[{"answer":"填空丁"},{"answer":"填空戊"}],
         "solution":{"zh":"解析己"}}
        """

    private static func house(result: String, answers: String) throws -> House {
        let more = #", "disclosure": {"result": "\#(result)", "answers": "\#(answers)"}"#
        let house = try House(Sample.folder(["duanwu.json": QuestionTypeTests.quiz(questions, more: more)]))
        return house
    }

    /// Calls every method of the intake socket and `status`, rightly and wrongly, and gives all that was sent.
    private static func walk(_ house: House, by person: String, _ stage: String) throws -> String {
        let params = [
            "{}", #"{"campaign":"duanwu"}"#, #"{"campaign":"duanwu","participant":"\#(person)"}"#,
            #"{"campaign":"duanwu","participant":"\#(person)","key":"\#(stage)","answers":{"q1":"不知道","q2":"1","q3":["","无"]}}"#,
            #"{"campaign":"duanwu","participant":"\#(person)","key":"\#(stage)","answers":{"q1":"又一个"}}"#,
            #"{"campaign":"duanwu","participant":"\#(person)","key":"\#(stage)r","answers":{"q2":"1"},"receipt":true}"#,
            #"{"campaign":"duanwu","participant":"\#(person)","key":"\#(stage)f","answers":{"q1":["不"],"q9":"1"}}"#,
            #"{"campaign":"duanwu","participant":"\#(person)","key":"\#(stage)c","answers":{"q1":"\u0001"}}"#,
            #"{"campaign":"duanwu","participant":"\#(person)","index":1}"#, #"{"campaign":"无"}"#,
        ]
        var sent = ""
        for method in Method.allCases where method.socket == .intake {
            for params in params {
                let line = #"{"jsonrpc":"2.0","id":1,"method":"\#(method.rawValue)","params":\#(params)}"#
                sent += try house.send(line).map(\.description).joined(separator: "\n")
            }
        }
        sent += try house.control("status").description
        // Live tallies, and what waited for a head.
        house.go(to: house.tick + 2000)
        sent += try house.pass([]).map(\.description).joined(separator: "\n")
        return sent
    }

    private static func result(_ house: House, _ person: String) throws -> JSONValue? {
        try house.call("result", #"{"campaign":"duanwu","participant":"\#(person)"}"#).result?["answers"]
    }

    static let stages: [(result: String, answers: String)] = [
        ("at-once", "with-bundle"), ("after-closing", "with-bundle"), ("at-once", "after-closing"),
        ("after-closing", "after-closing"), ("after-closing", "with-result"),
    ]

    @Test(arguments: stages.indices)
    func `nothing tells the key before its stage`(place: Int) throws {
        let (result, answers) = Self.stages[place]
        let house = try Self.house(result: result, answers: answers)
        var sent = try Self.walk(house, by: "m01", "before")
        house.go(to: instant(Sample.opens))
        sent += try Self.walk(house, by: "m01", "open")
        // Whoever knows the answer is told no more than that it is right.
        let right = Sample.guess(
            "m02", "k", #"{"q1":"答案甲","q2":"98.7654","q3":["填空丁","填空戊"]}"#, campaign: "duanwu")
        sent += try house.call("submit", right).description
        sent += try house.call("result", #"{"campaign":"duanwu","participant":"m02"}"#).description
        sent += try house.call("submit", right.replacing("98.7654", with: "1")).description
        #expect((Self.key + Self.neverTold).filter(sent.contains) == [])
        house.go(to: instant(Sample.closes))
        try house.pass([])
        _ = try house.control("draw", #"{"campaign":"duanwu"}"#)
        let after = try Self.walk(house, by: "m01", "after")
        #expect(Self.key.filter(after.contains) == (answers == "with-bundle" ? [] : Self.key))
        #expect(Self.neverTold.filter(after.contains) == [])
        // Answers are for people of the roll, whether they took part or not.
        #expect(try Self.result(house, "m03")?.elements.count == (answers == "with-bundle" ? nil : 3))
        let disk = try #require(house.disk as? SimulatedDisk)
        let again = try House(on: disk.survivor(), house.folder, at: house.tick)
        #expect(try Self.result(again, "m01")?.source == Self.result(house, "m01")?.source)
    }

    @Test func `with the score, people are told the answers of what they have answered`() throws {
        let house = try Self.house(result: "at-once", answers: "with-result")
        house.go(to: instant(Sample.opens))
        #expect(try Self.result(house, "m01") == nil)
        let other = try Self.walk(house, by: "m05", "open")
        #expect(Self.neverTold.filter(other.contains) == [])
        _ = try house.call("submit", Sample.guess("m01", "a", #"{"q2":"1"}"#, campaign: "duanwu"))
        let number = #"{"id":"q2","answer":"98.7654","tolerance":"0.012345"}"#
        #expect(try Self.result(house, "m01")?.source == "[\(number)]")
        #expect(try Self.result(house, "m02") == nil)
        _ = try house.call("submit", Sample.guess("m01", "b", #"{"q1":"不"}"#, campaign: "duanwu"))
        let typed = #"{"id":"q1","answer":"答案甲","also":["别答乙"],"solution":"解析丙"}"#
        for house in [house, try House(on: (house.disk as! SimulatedDisk).survivor(), house.folder, at: house.tick)] {
            #expect(try Self.result(house, "m01")?.source == "[\(typed),\(number)]")
        }
        // A refused submission answers nothing.
        _ = try house.call("submit", Sample.guess("m02", "a", #"{"q1":["不"]}"#, campaign: "duanwu"))
        #expect(try Self.result(house, "m02") == nil)
        house.go(to: instant(Sample.closes))
        try house.pass([])
        #expect(try Self.result(house, "m02")?.elements.compactMap { $0["id"]?.string } == ["q1", "q2", "q3"])
    }

    @Test func `a re-graded answer is told as it is now`() throws {
        let house = try Self.house(result: "at-once", answers: "with-result")
        house.go(to: instant(Sample.opens))
        _ = try house.call("submit", Sample.guess("m01", "a", #"{"q2":"1"}"#, campaign: "duanwu"))
        let changes = #"[{"pointer":"/paper/questions/1/answer","value":"1.5"}]"#
        _ = try house.control("regrade", #"{"campaign":"duanwu","changes":\#(changes),"reason":"算错了"}"#)
        #expect(try Self.result(house, "m01")?[0]?["answer"]?.string == "1.5")
    }

    @Test func `where papers are drawn, only what was on a person's papers is told`() throws {
        let quiz = Sample.quiz().replacing(
            #""disclosure": {"result": "at-once"}"#,
            with: #""disclosure": {"result": "at-once", "answers": "after-closing"}"#)
        let house = try House(Sample.folder(["duanwu.json": quiz]))
        house.go(to: instant(Sample.opens))
        let paper = try #require(try house.call("paper", #"{"campaign":"duanwu","participant":"m01"}"#).result)
        let ids = paper["questions"]?.elements.compactMap { $0["id"]?.string } ?? []
        let answers = "{\"\(ids[1])\":\"B\"}"
        _ = try house.call(
            "submit",
            Sample.guess(
                "m01", "a", answers, campaign: "duanwu", more: ",\"paper\":\"\(paper["paper"]?.string ?? "")\""))
        house.go(to: instant(Sample.closes) + 600_000)
        try house.pass([])
        #expect(try Self.result(house, "m01")?.elements.compactMap { $0["id"]?.string } == ids.sorted())
        #expect(try Self.result(house, "m02") == nil)
    }
}
