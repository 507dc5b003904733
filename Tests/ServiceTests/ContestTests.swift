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
    /// Four works, ballots of a day with points, a jury of three, prizes by rank.
    static func contest(
        id: String = "zhengwen", tallies: String = #"{"tallies": "live"}"#, prizes: String = rankedPrizes,
        work: Int = 2, order: String = "random", limits: String = #"{"person": {"day": 5}}"#
    ) -> String {
        """
        {
          "id": "\(id)", "kind": "contest", "title": {"zh": "征文大赛", "en": "Essays"},
          "organiser": "jimo-union.example", "contact": "工会宣教部",
          "announces": "\(announces)", "opens": "\(opens)", "closes": "\(closes)", "review": "10m",
          "audience": {"roll": "rolls/sample.csv"}, "limits": \(limits),
          "works": {"order": "\(order)", "views": true, "entries": [
            {"id": "e01", "title": "第一堂课"}, {"id": "e02", "title": {"zh": "工具箱", "en": "Tools"}},
            {"id": "e03", "title": "夜班公交"}, {"id": "e04", "title": "档案室"}]},
          "votes": {"per": "day", "least": 1, "most": 2, "points": 3, "work": \(work)},
          "jury": {"members": [{"id": "j1", "name": "甲"}, {"id": "j2", "name": "乙"}, {"id": "j3", "name": "丙"}],
            "most": 100, "trim": {"highest": 1, "lowest": 0},
            "criteria": [{"id": "theme", "title": "主题", "weight": {"num": 2, "den": 3}},
              {"id": "craft", "title": "文笔", "weight": {"num": 1, "den": 3}}]},
          "ranking": {"by": [{"measure": "votes", "weight": {"num": 3, "den": 10}},
              {"measure": "jury", "weight": {"num": 7, "den": 10}}],
            "funnel": {"by": "votes", "top": 3}, "ties": ["jury"], "shown": 3},
          \(prizes) "disclosure": \(tallies)
        }
        """
    }

    static let rankedPrizes = """
        "prizes": {"draw": "ranking", "tiers": [
          {"id": "first", "title": "一等奖", "prize": "证书", "value": "100.00", "count": 1},
          {"id": "second", "title": "二等奖", "prize": "证书", "value": "50.00", "count": 1}]},
        """
}

/// A contest with what comes to it, from the first ballot to the bundle.
private struct Essays {
    var house: House
    let place = TemporaryFolder()

    init(_ text: String = Sample.contest(), people: Int = 12) throws {
        house = try House(Sample.folder(["zhengwen.json": text], roll: Sample.roll(people)))
        house.go(to: instant(Sample.opens) + 1000)
    }

    func vote(_ person: Int, _ choice: String, key: String, more: String = "") throws -> Reply {
        let id = person < 10 ? "m0\(person)" : "m\(person)"
        return try house.call(
            "vote",
            #"{"campaign":"zhengwen","participant":"\#(id)","key":"\#(key)","choice":\#(choice)\#(more)}"#)
    }

    func score(_ juror: String, _ work: String, _ theme: Int, _ craft: Int) throws -> Reply {
        try house.control(
            "jury.score",
            #"{"campaign":"zhengwen","juror":"\#(juror)","work":"\#(work)","scores":{"theme":\#(theme),"craft":\#(craft)}}"#
        )
    }

    /// Ballots of two days: changed, withdrawn, void; scores of a jury; views.
    func play() throws {
        #expect(try vote(1, #"["e01","e02"]"#, key: "a").outcome == "ok")
        #expect(try vote(2, #"{"e01":3}"#, key: "a").outcome == "ok")
        #expect(try vote(3, #"{"e02":2,"e03":1}"#, key: "a").outcome == "ok")
        #expect(try vote(2, #"{"e03":3,"e01":1}"#, key: "b").outcome == "ok")
        #expect(try vote(4, #"["e04"]"#, key: "a").outcome == "ok")
        #expect(try vote(4, "{}", key: "b").outcome == "ok")
        let voided = try vote(5, #"{"e04":3}"#, key: "a")
        for work in ["e01", "e01", "e03"] {
            #expect(try house.call("view", #"{"campaign":"zhengwen","work":"\#(work)"}"#).outcome == "ok")
        }
        house.go(to: instant("2027-02-21T10:00:00+08:00"))
        #expect(try vote(1, #"{"e03":2}"#, key: "c").outcome == "ok")
        let index = try #require(voided.index)
        let void = #"{"campaign":"zhengwen","index":\#(index),"reason":"刷票"}"#
        #expect(try house.control("entry.void", void).outcome == "ok")
        for (number, work) in ["e01", "e02", "e03"].enumerated() {
            for (seat, juror) in ["j1", "j2", "j3"].enumerated() {
                #expect(try score(juror, work, 80 + number + seat, 70 + 3 * number - seat).outcome == "ok")
            }
        }
        #expect(try score("j1", "e02", 99, 98).outcome == "ok")
    }

    func finish() throws {
        house.go(to: instant(Sample.closes) + 600_000)
        #expect(try house.control("draw", #"{"campaign":"zhengwen"}"#).outcome == "ok")
        _ = try house.waitForHeads()
    }

    /// What both verifiers say of the bundle: checks that fail, by id.
    func failures() throws -> (swift: [String], python: [String]) {
        let path = "\(place.path)/bundle"
        let export = try house.control("export", #"{"campaign":"zhengwen","into":"\#(path)"}"#)
        #expect(export.outcome == "ok", "\(export)")
        return try judged()
    }

    /// The same of the bundle as it lies there.
    func judged() throws -> (swift: [String], python: [String]) {
        let vkey = try #require(try house.call("campaign", #"{"campaign":"zhengwen"}"#).result?["vkey"]?.string)
        let path = "\(place.path)/bundle"
        let report = Verifier(bundle: path, vkey: vkey, publicValues: [:], auditorFile: nil).run()
        let failed = report.checks.filter { $0.status == .fail }.map(\.id.rawValue)
        return (failed, try PythonCheck.failures(path, vkey: vkey))
    }
}

@Suite struct ContestTests {
    @Test(arguments: [Sample.rankedPrizes, ""]) func `a contest runs to a bundle that both verifiers pass`(
        prizes: String
    ) throws {
        let essays = try Essays(Sample.contest(prizes: prizes))
        try essays.play()
        let tally = try essays.house.call("tally", #"{"campaign":"zhengwen"}"#).result
        #expect(tally?["works"]?.elements.map { $0["votes"]?.integer } == [2, 3, 6, 0])
        try essays.finish()
        let failures = try essays.failures()
        #expect(failures.swift == [])
        #expect(failures.python == [])
        let file = try String(contentsOfFile: "\(essays.place.path)/bundle/draw/tally.csv", encoding: .utf8)
        #expect(
            file.split(separator: "\n").map { $0.split(separator: ",").dropLast(2).joined(separator: ",") }
                == ["work,votes,jury", "e01,2,461/6", "e02,3,473/6", "e03,6,481/6", "e04,0,0"])
        let page = try String(contentsOfFile: "\(essays.place.path)/bundle/report.html", encoding: .utf8)
        #expect(page.contains("夜班公交"))
    }

    @Test func `a restarted daemon has the same ballots, scores and views, and the same bundle`() throws {
        let essays = try Essays()
        try essays.play()
        let disk = try #require(essays.house.disk as? SimulatedDisk)
        let again = try House(on: disk.survivorOfPowerCut(), essays.house.folder, at: essays.house.tick)
        let before = try #require(essays.house.daemon.campaign("zhengwen")?.state)
        let after = try #require(again.daemon.campaign("zhengwen")?.state)
        #expect(after.contestTally == before.contestTally)
        #expect(after.contestTally?.rows.map(\.views) == [2, 0, 1, 0])
    }

    @Test func `what the organiser counts otherwise than it was logged, both verifiers find`() throws {
        let lies: [(String, String, (CampaignState) -> Void)] = [
            ("a dropped ballot", "tally", { $0.contest?.ballots?.void(leaf: 1) }),
            ("a ballot of nobody", "tally", { $0.contest?.ballots?.take([.init(work: 3)], of: 9, day: 0, leaf: 999) }),
            ("a changed score", "tally", { $0.contest?.jury?.put([100, 100], juror: 0, work: 0) }),
        ]
        for (name, check, lie) in lies {
            let essays = try Essays()
            try essays.play()
            lie(try #require(essays.house.daemon.campaign("zhengwen")?.state))
            try essays.finish()
            let failures = try essays.failures()
            #expect(failures.swift.contains(check), "\(name): \(failures)")
            #expect(failures.python.contains(check), "\(name): \(failures)")
        }
    }

    @Test func `ranks that were swapped in the bundle, both verifiers find`() throws {
        let essays = try Essays()
        try essays.play()
        try essays.finish()
        #expect(try essays.failures().swift == [])
        let file = URL(fileURLWithPath: "\(essays.place.path)/bundle/draw/ranking.csv")
        var lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        lines.swapAt(1, 2)
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
        let failures = try essays.judged()
        #expect(failures.swift.contains("tickets"))
        #expect(failures.python.contains("tickets"))
    }

    @Test func `the ballots of a voter who was erased stay in the count, also after a restart`() throws {
        var essays = try Essays()
        try essays.play()
        try essays.finish()
        essays.house.go(to: essays.house.tick + 169 * 3_600_000)
        let erase = #"{"campaign":"zhengwen","participant":"m03","reason":"own-request"}"#
        #expect(try essays.house.control("erase", erase).outcome == "ok")
        let disk = try #require(essays.house.disk as? SimulatedDisk)
        essays.house = try House(on: disk.survivorOfPowerCut(), essays.house.folder, at: essays.house.tick)
        let state = try #require(essays.house.daemon.campaign("zhengwen")?.state)
        #expect(state.contestTally?.rows.map(\.votes) == [2, 3, 6, 0])
        _ = try essays.house.waitForHeads()
        let failures = try essays.failures()
        #expect(failures.swift == [])
        #expect(failures.python == [])
    }

    @Test func `a receipt of inclusion only leaves out what was sent`() throws {
        let essays = try Essays()
        func receipt(_ more: String, _ key: String) throws -> String {
            // Heads are signed 20 ms apart at least.
            essays.house.go(to: essays.house.tick + 100)
            let reply = try essays.vote(1, #"["e01"]"#, key: key, more: more)
            return try #require(reply.result?["receipt"]?.string, "\(reply)")
        }
        #expect(try receipt(#","receipt":true"#, "a").contains("\nextra "))
        #expect(try !receipt(#","inclusion_only":true"#, "b").contains("\nextra "))
        let asked = #"{"campaign":"zhengwen","participant":"m01","index":1,"inclusion_only":true}"#
        #expect(try essays.house.call("receipt", asked).result?["receipt"]?.string?.contains("\nextra ") == false)
    }

    @Test func `every refusal of a ballot has its reason, and the ballot before it stands`() throws {
        let essays = try Essays(Sample.contest(work: 1))
        #expect(try essays.vote(1, #"["e01"]"#, key: "a").outcome == "ok")
        for (choice, reason) in [
            (#"["e09"]"#, "vote.unknown"), (#"["e01","e01"]"#, "vote.twice"), (#"{"e01":4}"#, "vote.points"),
            (#"{"e01":0}"#, "vote.points"), (#"["e01","e02","e03"]"#, "vote.most"),
        ] {
            #expect(try essays.vote(1, choice, key: "x").outcome == reason, "\(choice)")
        }
        #expect(try essays.vote(2, "[]", key: "a").outcome == "vote.nothing")
        #expect(try essays.vote(1, #"["e02"]"#, key: "a").outcome == "key.conflict")
        #expect(try essays.vote(1, #"["e01"]"#, key: "a").isReplay)
        essays.house.go(to: instant("2027-02-21T10:00:00+08:00"))
        #expect(try essays.vote(1, #"["e01"]"#, key: "b").outcome == "vote.work")
        let tally = try essays.house.call("tally", #"{"campaign":"zhengwen"}"#).result
        #expect(tally?["works"]?[0]?["votes"]?.integer == 1)
    }

    @Test func `each viewer has an order of their own, which stays`() throws {
        let essays = try Essays()
        func order(_ person: String) throws -> [String?] {
            let reply = try essays.house.call("works", #"{"campaign":"zhengwen","participant":"\#(person)"}"#)
            return reply.result?["works"]?.elements.map { $0["id"]?.string } ?? []
        }
        let orders = try (1...9).map { try order("m0\($0)") }
        #expect(Set(orders).count > 3)
        #expect(orders.allSatisfy { Set($0) == ["e01", "e02", "e03", "e04"] })
        #expect(try order("m01") == orders[0])
    }

    @Test func `scores have their range, their time and their jury`() throws {
        let essays = try Essays()
        #expect(try essays.score("j9", "e01", 1, 1).outcome == "juror.unknown")
        #expect(try essays.score("j1", "e09", 1, 1).outcome == "work.unknown")
        #expect(try essays.score("j1", "e01", 101, 1).outcome == "params")
        #expect(try essays.score("j1", "e01", 90, 80).outcome == "ok")
        essays.house.go(to: instant(Sample.closes) + 60_000)
        #expect(try essays.score("j2", "e01", 90, 80).outcome == "ok")
        essays.house.go(to: instant(Sample.closes) + 600_000)
        #expect(try essays.score("j3", "e01", 90, 80).outcome == "phase.closed")
    }
}

@Suite struct HiddenTallyTests {
    /// Nine ballots of three points: a number that stands nowhere else.
    private func voted(_ disclosure: String) throws -> Essays {
        let essays = try Essays(Sample.contest(tallies: disclosure), people: 20)
        for person in 1...19 { #expect(try essays.vote(person, #"{"e02":3}"#, key: "k").outcome == "ok") }
        for _ in 0..<7 { _ = try essays.house.call("view", #"{"campaign":"zhengwen","work":"e03"}"#) }
        return essays
    }

    /// Everything that a client can be told, on either socket, less what tells the time.
    private func everything(_ essays: Essays) throws -> String {
        let named = #"{"campaign":"zhengwen","participant":"m20","key":"z","index":3,"work":"e01","choice":["e09"]}"#
        var told = ""
        for method in Method.allCases where method.socket == .intake || method == .status {
            let members = method.parameters.map { "\($0)" }
            let document = try JSONDocument(bytes: Array(named.utf8))
            let fitting = document.root.members.filter { members.contains($0.key) }
            let params = "{" + fitting.map { "\"\($0.key)\":\($0.value.source)" }.joined(separator: ",") + "}"
            let line = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\(method.rawValue)\",\"params\":\(params)}"
            told += try essays.house.send(line, to: .control).map(\.description).joined(separator: "\n")
        }
        essays.house.go(to: essays.house.tick + 1000)
        told += try essays.house.pass([]).map(\.description).joined(separator: "\n")
        return told
    }

    @Test func `a tally that is told after the closing stands nowhere before it`() throws {
        let hidden = try voted(#"{"tallies": "after-closing"}"#)
        let live = try voted(#"{"tallies": "live"}"#)
        #expect(try everything(live).contains("\"votes\":57"))
        let told = try everything(hidden)
        #expect(!told.contains(/[^0-9]57[^0-9]/))
        #expect(!told.contains("\"votes\":") || told.contains("\"votes\":{"))
        #expect(!told.contains("\"views\":7"))
        try hidden.finish()
        #expect(try hidden.house.call("tally", #"{"campaign":"zhengwen"}"#).description.contains("\"votes\":57"))
    }

    @Test func `a delayed tally is at least so old`() throws {
        let essays = try voted(#"{"tallies": "delayed", "delay": "8h"}"#)
        func votes() throws -> Int64? {
            try essays.house.call("tally", #"{"campaign":"zhengwen"}"#).result?["works"]?[1]?["votes"]?.integer
        }
        let start = instant(Sample.opens)
        #expect(try votes() == nil)
        essays.house.go(to: start + 8 * 3_600_000 + 2000)
        #expect(try votes() == 0)
        essays.house.go(to: start + 9 * 3_600_000)
        #expect(try votes() == 57)
        #expect(try essays.vote(20, #"{"e02":3}"#, key: "k").outcome == "ok")
        essays.house.go(to: start + 17 * 3_600_000 - 1)
        #expect(try votes() == 57)
        essays.house.go(to: start + 18 * 3_600_000)
        #expect(try votes() == 60)
    }
}
