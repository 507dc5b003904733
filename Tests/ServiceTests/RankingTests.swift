import Auditing
import Campaigns
import Foundation
import JSON
import Proofs
import Simulation
import Testing

@testable import Engine
@testable import Service

extension Sample {
    /// A quiz of four questions with a time limit, whose people are ranked by score and time.
    static func knowledge(prizes: String = byRank, ties: String = #", "ties": ["time"]"#) -> String {
        let questions = (1...4).map {
            #"{"id": "q\#($0)", "type": "true-false", "text": "第 \#($0) 题", "answer": true, "points": 10}"#
        }
        return """
            {
              "id": "jingsai", "kind": "quiz", "title": {"zh": "知识竞赛", "en": "Contest"},
              "organiser": "jimo-union.example", "contact": "工会宣教部",
              "announces": "\(announces)", "opens": "\(opens)", "closes": "\(closes)",
              "audience": {"roll": "rolls/sample.csv"}, "limits": {"person": {"total": 2}},
              "paper": {"time": "10m", "grace": "30s", "attempts": "highest", "pass": 20,
                "questions": [\(questions.joined(separator: ","))]},
              "ranking": {"by": [{"measure": "score", "weight": {"num": 1, "den": 1}}]\(ties), "shown": 4},
              \(prizes),
              "disclosure": {"result": "after-closing", "tallies": "after-closing"}
            }
            """
    }

    static let byRank = """
        "prizes": {"draw": "ranking", "tiers": [
          {"id": "first", "title": "冠军", "prize": "奖杯", "value": "100.00", "count": 1},
          {"id": "second", "title": "亚军", "prize": "读书卡", "value": "50.00", "count": 2}],
          "alternates": 2, "caps": {"household": 1}, "claims": {"within": "24h"}}
        """

    static let drawnBesides = """
        "prizes": {"draw": "final", "chances": {"for": "passing"}, "tiers": [
          {"id": "first", "title": "幸运奖", "prize": "读书卡", "value": "50.00", "count": 2}]}
        """
}

/// A ranked quiz with what comes to it, from the first paper to the bundle.
private struct Knowledge {
    var house: House
    let place = TemporaryFolder()

    init(_ text: String = Sample.knowledge()) throws {
        house = try House(Sample.folder(["jingsai.json": text]))
        house.go(to: instant(Sample.opens))
    }

    func ask(_ method: String, _ person: String, _ key: String = "k", _ more: String = "") throws -> Reply {
        try house.call(method, #"{"campaign":"jingsai","participant":"\#(person)","key":"\#(key)"\#(more)}"#)
    }

    private func answers(_ right: Int) -> String {
        let answers = (1...4).map { #""q\#($0)":"\#($0 <= right)""# }
        return #","answers":{\#(answers.joined(separator: ","))}"#
    }

    /// m02 before m01, who shares a household with m02; m01 and m03 alike; m09 may not win; m20 never comes back; m21 is
    /// void.
    func play() throws {
        let papers = [
            ("m21", 4, 10), ("m09", 4, 20), ("m06", 3, 30), ("m12", 2, 40), ("m15", 0, 45), ("m02", 4, 50),
            ("m01", 4, 60), ("m03", 4, 60),
        ]
        for person in papers.map(\.0) + ["m20"] {
            #expect(try ask("start", person, "s").outcome == "ok")
        }
        #expect(try ask("save", "m20", "a", answers(1)).outcome == "ok")
        for (person, right, seconds) in papers {
            house.go(to: instant(Sample.opens) + Int64(seconds) * 1000)
            let reply = try ask("submit", person, "a", answers(right))
            #expect(reply.outcome == "ok" && reply.result?["score"] == nil && reply.result?["chances"] == nil)
            guard person == "m21" else { continue }
            let index = try #require(reply.index)
            let void = #"{"campaign":"jingsai","index":\#(index),"reason":"代答"}"#
            #expect(try house.control("entry.void", void).outcome == "ok")
        }
    }

    func close() throws {
        house.go(to: instant(Sample.opens) + 3_600_000)
        try house.pass([])
        house.go(to: instant(Sample.closes))
        try house.pass([])
    }

    func draw() throws {
        #expect(try house.control("draw", #"{"campaign":"jingsai"}"#).outcome == "ok")
        _ = try house.waitForHeads()
    }

    func finish() throws {
        try play()
        try close()
        try draw()
    }

    func result(_ person: String) throws -> JSONValue? {
        try house.call("result", #"{"campaign":"jingsai","participant":"\#(person)"}"#).result
    }

    var state: CampaignState {
        get throws { try #require(house.daemon.campaign("jingsai")?.state) }
    }

    /// What both verifiers say of a bundle that is written now: checks that fail.
    func failures() throws -> (swift: [String], python: [String]) {
        let path = "\(place.path)/bundle"
        #expect(try house.control("export", #"{"campaign":"jingsai","into":"\#(path)"}"#).outcome == "ok")
        return try judged()
    }

    func judged() throws -> (swift: [String], python: [String]) {
        let vkey = try #require(try house.call("campaign", #"{"campaign":"jingsai"}"#).result?["vkey"]?.string)
        let path = "\(place.path)/bundle"
        let report = Verifier(bundle: path, vkey: vkey).run()
        return (
            report.checks.filter { $0.status == .fail }.map(\.id.rawValue), try PythonCheck.failures(path, vkey: vkey)
        )
    }

    func file(_ name: String) throws -> [String] {
        try String(contentsOfFile: "\(place.path)/bundle/draw/\(name)", encoding: .utf8).split(separator: "\n").map(
            String.init)
    }

    /// The columns of ranking.csv that don't depend on pseudonyms and tickets.
    func ranks() throws -> [String] {
        try file("ranking.csv").dropFirst().map { line in
            let fields = line.split(separator: ",")
            return [fields[1], fields[4], fields[5], fields[8]].joined(separator: ",")
        }
    }
}

/// People who are ranked by what they answered, and prizes by rank, over the sockets and in the bundle.
@Suite struct RankingTests {
    @Test func `a ranked quiz runs to a bundle that both verifiers pass`() throws {
        let quiz = try Knowledge()
        try quiz.finish()
        let failures = try quiz.failures()
        #expect(failures.swift == [] && failures.python == [], "\(failures)")
        let second = try quiz.result("m01")?["outcome"]?["rule"]?.string
        #expect(second == "household")
        let ranks = try quiz.ranks()
        #expect(ranks.first == "1,40,50000,win first")
        #expect(Set(ranks[1...2]) == ["2,40,60000,skip household", "2,40,60000,win second"])
        #expect(
            ranks[3...] == [
                "4,30,30000,win second", "5,20,40000,alternate 1", "6,10,630000,alternate 2", "7,0,45000,none",
            ])
        #expect(try quiz.file("tally.csv").first == "index,pseudonym,score,time")
        #expect(try quiz.file("tally.csv").count == 8)
        #expect(try quiz.file("winners.csv").count == 4)
        let page = try String(contentsOfFile: "\(quiz.place.path)/bundle/report.html", encoding: .utf8)
        #expect(page.contains("draw/ranking.csv") && page.contains("50.000") && !page.contains("draw/tickets.csv"))
    }

    @Test func `nobody is told a rank before the draw, and afterwards everybody their own`() throws {
        let quiz = try Knowledge()
        try quiz.play()
        func isTold() throws -> [Bool] {
            [
                try quiz.result("m02")?["ranking"] != nil,
                try quiz.house.call("tally", #"{"campaign":"jingsai"}"#).result?["ranking"] != nil,
                try quiz.result("m02")?["entries"]?[1]?["score"] != nil,
            ]
        }
        #expect(try isTold() == [false, false, false])
        try quiz.close()
        #expect(try isTold() == [false, false, true])
        try quiz.draw()
        #expect(try isTold() == [true, true, true])
        let own = try quiz.result("m06")?["ranking"]
        #expect(own?["rank"]?.integer == 4 && own?["place"]?.integer == 4 && own?["people"]?.integer == 7)
        #expect(own?["score"]?.string == "30" && own?["time_ms"]?.integer == 30_000)
        #expect(try quiz.result("m09")?["ranking"]?.isNull == true)
        #expect(try quiz.result("m21")?["ranking"]?.isNull == true)
        let shown = try quiz.house.call("tally", #"{"campaign":"jingsai"}"#).result?["ranking"]?.elements ?? []
        #expect(shown.count == 4)
        #expect(shown.first?["tier"]?.string == "first" && shown.first?["display"]?.string == "王**伟")
        #expect(shown.filter { $0["display"] == nil }.count == 1)
    }

    @Test func `what is declined or not claimed goes to the next in rank`() throws {
        let quiz = try Knowledge()
        try quiz.finish()
        #expect(try quiz.ask("decline", "m02").result?["tier"]?.string == "first")
        #expect(try quiz.result("m12")?["outcome"]?["tier"]?.string == "first")
        #expect(try quiz.ask("claim", "m12").outcome == "ok")
        #expect(try quiz.ask("claim", "m06").outcome == "ok")
        #expect(try quiz.ask("claim", "m01").reason == "claim.nothing")
        quiz.house.go(to: quiz.house.tick + 25 * 3_600_000)
        try quiz.house.pass([])
        #expect(try quiz.ask("claim", "m03").reason == "claim.late")
        #expect(try quiz.result("m20")?["outcome"]?["tier"]?.string == "second")
        _ = try quiz.house.waitForHeads()
        let failures = try quiz.failures()
        #expect(failures.swift == [] && failures.python == [], "\(failures)")
    }

    @Test func `a restarted daemon writes the same bundle, also after somebody was erased`() throws {
        var quiz = try Knowledge()
        try quiz.finish()
        let tally = try quiz.state.peopleTally
        let disk = try #require(quiz.house.disk as? SimulatedDisk)
        let again = try House(on: disk.survivor(), quiz.house.folder, at: quiz.house.tick)
        #expect(try again.bundle(of: "jingsai") == quiz.house.bundle(of: "jingsai"))
        quiz.house.go(to: quiz.house.tick + 169 * 3_600_000)
        try quiz.house.pass([])
        func erase(_ person: String) throws -> String {
            try quiz.house.control(
                "erase", #"{"campaign":"jingsai","participant":"\#(person)","reason":"own-request"}"#
            )
            .outcome
        }
        #expect(try erase("m02") == "erase.holder")
        #expect(try erase("m15") == "ok")
        #expect(try erase("m01") == "ok")
        quiz.house = try House(on: disk.survivorOfPowerCut(), quiz.house.folder, at: quiz.house.tick)
        #expect(try quiz.state.peopleTally == tally)
        _ = try quiz.house.waitForHeads()
        let failures = try quiz.failures()
        #expect(failures.swift == [] && failures.python == [], "\(failures)")
    }

    @Test func `people are ranked besides a draw, and their rank wins nothing`() throws {
        let quiz = try Knowledge(Sample.knowledge(prizes: Sample.drawnBesides))
        try quiz.finish()
        let failures = try quiz.failures()
        #expect(failures.swift == [] && failures.python == [], "\(failures)")
        #expect(try quiz.ranks().first == "1,40,50000,-")
        #expect(try quiz.file("tickets.csv").count == 6)
        #expect(try quiz.result("m06")?["ranking"]?["rank"]?.integer == 4)
    }
}

/// What an organiser who holds every key might try with a ranking; what follows from the lie is signed.
@Suite struct RankingLieTests {
    private static let lies: [(String, String, @Sendable (CampaignState) throws -> Void)] = [
        ("points given to a friend", "tally", { $0.entries[$0.entries.count - 1].score = 45 }),
        (
            "a paper that took less time", "tally",
            { state in
                for place in state.paperTimes.keys where state.paperTimes[place] == 60_000 {
                    state.paperTimes[place] = 1
                }
            }
        ),
        ("somebody left out", "tally", { $0.entries[$0.entries.count - 1].isVoid = true }),
    ]

    @Test func `scores and times that are not those of the log, both verifiers find`() throws {
        for (name, check, lie) in Self.lies {
            let quiz = try Knowledge()
            try quiz.play()
            try lie(quiz.state)
            try quiz.close()
            try quiz.draw()
            let failures = try quiz.failures()
            #expect(failures.swift.contains(check) && failures.python.contains(check), "\(name): \(failures)")
        }
    }

    @Test func `another tie-break than the declared one, both verifiers find`() throws {
        let quiz = try Knowledge()
        try quiz.play()
        try quiz.close()
        let state = try quiz.state
        var rules = state.rules.campaign
        rules.ranking?.ties = [.early]
        rules.ranking?.shares[0].measure = .early
        state.rules = Rules(rules)
        try quiz.draw()
        let failures = try quiz.failures()
        for check in ["tickets", "winners"] {
            #expect(failures.swift.contains(check) && failures.python.contains(check), "\(failures)")
        }
    }

    @Test func `ranks, tickets and outcomes that were changed in the bundle, both verifiers find`() throws {
        let quiz = try Knowledge()
        try quiz.finish()
        #expect(try quiz.failures().swift == [])
        let file = URL(fileURLWithPath: "\(quiz.place.path)/bundle/draw/ranking.csv")
        let honest = try String(contentsOf: file, encoding: .utf8)
        let lines = honest.split(separator: "\n")
        let swapped = [lines[0], lines[2], lines[1]] + lines[3...]
        let ticket = lines[1].split(separator: ",")[7]
        for text in [
            swapped.joined(separator: "\n") + "\n", honest.replacing(ticket, with: String(ticket.reversed())),
            honest.replacing("skip household", with: "alternate 3"), honest.replacing(",30000,", with: ",29999,"),
        ] {
            try Data(text.utf8).write(to: file)
            let failures = try quiz.judged()
            #expect(failures.swift.contains("tickets") && failures.python.contains("tickets"), "\(failures)")
        }
    }
}
