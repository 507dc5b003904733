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
    /// Prizes of works, for a first and a second: `more` is what else the part says.
    static func workPrizes(_ more: String) -> String {
        rankedPrizes.replacing(#""count": 1}]},"#, with: #""count": 1}], \#(more)},"#)
    }

    /// e01 by m01; e02 by m02 and m03; e03 by m02; e04 by m04, in the households h0, h0 and h1, h0, h1.
    static let authors = "work,participant\ne01,m01\ne02,m02\ne02,m03\ne03,m02\ne04,m04\n"
}

/// A contest whose works come in the order e03, e02, e01, e04, and whose prizes their authors get.
private struct Awards {
    var house: House
    let place = TemporaryFolder()
    static let all = #""alternates": 1, "caps": {"person": 1}, "claims": {"within": "24h"}"#

    init(_ prizes: String = all, authors: String = Sample.authors) throws {
        let text = Sample.contest(prizes: Sample.workPrizes(prizes))
            .replacing(#""works": {"#, with: #""works": {"authors": "rolls/authors.csv", "#)
            .replacing(#""funnel": {"by": "votes", "top": 3}, "#, with: "")
        let folder = Sample.folder(["zhengwen.json": text], roll: Sample.roll(12))
        folder.write("rolls/authors.csv", authors)
        house = try House(folder)
        house.go(to: instant(Sample.opens) + 1000)
    }

    var state: CampaignState {
        get throws { try #require(house.daemon.campaign("zhengwen")?.state) }
    }

    func play() throws {
        for (person, choice) in [("m05", #"["e03","e02"]"#), ("m06", #"["e03","e02"]"#), ("m07", #"["e03","e01"]"#)] {
            let parameters = #"{"campaign":"zhengwen","participant":"\#(person)","key":"a","choice":\#(choice)}"#
            #expect(try house.call("vote", parameters).outcome == "ok")
        }
        house.go(to: instant(Sample.closes) + 600_000)
    }

    func finish() throws {
        try play()
        #expect(try house.control("draw", #"{"campaign":"zhengwen"}"#).outcome == "ok")
    }

    func ask(_ method: String, _ person: String, _ key: String = "k", rank: Int? = nil) throws -> Reply {
        let rank = rank.map { #","rank":\#($0)"# } ?? ""
        return try house.call(method, #"{"campaign":"zhengwen","participant":"\#(person)","key":"\#(key)"\#(rank)}"#)
    }

    func outcome(_ person: String) throws -> JSONValue? {
        try house.call("result", #"{"campaign":"zhengwen","participant":"\#(person)"}"#).result?["outcome"]
    }

    func judged() throws -> (swift: [String], python: [String]) {
        house.go(to: house.tick + 1000)
        _ = try house.waitForHeads()
        let path = "\(place.path)/bundle"
        let export = try house.control("export", #"{"campaign":"zhengwen","into":"\#(path)"}"#)
        #expect(export.outcome == "ok", "\(export)")
        return try judgedAgain()
    }

    /// The bundle as it lies there.
    func judgedAgain() throws -> (swift: [String], python: [String]) {
        let path = "\(place.path)/bundle"
        let vkey = try #require(try house.call("campaign", #"{"campaign":"zhengwen"}"#).result?["vkey"]?.string)
        let failed = Verifier(bundle: path, vkey: vkey).run().checks.filter { $0.status == .fail }
        return (failed.map(\.id.rawValue), try PythonCheck.failures(path, vkey: vkey))
    }

    func file(_ name: String) throws -> [[String]] {
        try String(contentsOfFile: "\(place.path)/bundle/draw/\(name)", encoding: .utf8).split(separator: "\n")
            .dropFirst().map { $0.split(separator: ",").map(String.init) }
    }

    /// Work and outcome of each place.
    func places() throws -> [String] {
        try file("ranking.csv").map { "\($0[2]) \($0[5])" }
    }
}

/// Prizes of works by rank: whose they are, who is passed over, and what becomes of them.
@Suite struct WorkPrizeTests {
    @Test(arguments: [
        ("", ["win first", "win second", "none", "none"], ["e03 王**伟", "e02 王**伟", "e02 王**伟"]),
        (#""alternates": 5"#, ["win first", "win second", "alternate 1", "alternate 2"], nil),
        (
            #""alternates": 1, "caps": {"person": 1}"#, ["win first", "skip one-win", "win second", "alternate 1"],
            ["e03 王**伟", "e01 王**伟"]
        ),
        (#""caps": {"household": 1}"#, ["win first", "skip household", "skip household", "win second"], nil),
        (#""caps": {"unit": 1}, "alternates": 1"#, ["win first", "skip unit", "skip unit", "skip unit"], nil),
        (#""caps": {"person": 2, "household": 2}"#, ["win first", "win second", "none", "none"], nil),
    ])
    func `prizes go to the authors of the best works, as far as caps let them`(
        more: String, outcomes: [String], winners: [String]?
    ) throws {
        let awards = more.isEmpty ? try Awards(#""alternates": 0"#) : try Awards(more)
        try awards.finish()
        let judged = try awards.judged()
        #expect(judged.swift == [] && judged.python == [], "\(judged)")
        #expect(try awards.places() == zip(["e03", "e02", "e01", "e04"], outcomes).map { "\($0) \($1)" })
        if let winners { #expect(try awards.file("winners.csv").map { "\($0[3]) \($0[5])" } == winners) }
        let salts = try awards.file("displays.csv").map { $0[0] }
        #expect(try Set(awards.file("winners.csv").map { $0[4] }) == Set(salts) && Set(salts).count == salts.count)
    }

    @Test func `a work of whom the roll lets win nothing has a rank and no prize`() throws {
        let awards = try Awards(#""alternates": 1"#, authors: Sample.authors.replacing("e03,m02", with: "e03,m09"))
        try awards.finish()
        let judged = try awards.judged()
        #expect(judged.swift == [] && judged.python == [], "\(judged)")
        #expect(try awards.places() == ["e03 none", "e02 win first", "e01 win second", "e04 alternate 1"])
        let file = try awards.file("winners.csv")
        #expect(file.count == 3 && file[0][3] == "e02" && file[0][4] < file[1][4])
    }

    @Test func `what an author declines or nobody claims goes to the next work in rank, and then the log ends`() throws
    {
        var awards = try Awards()
        try awards.finish()
        #expect(try awards.outcome("m02")?["work"]?.string == "e03")
        #expect(try awards.outcome("m03")?["kind"]?.string == "skip")
        #expect(try awards.outcome("m04")?["kind"]?.string == "alternate")
        #expect(try awards.ask("claim", "m03").reason == "claim.nothing")
        #expect(try awards.ask("decline", "m02").result?["tier"]?.string == "first")
        #expect(try awards.outcome("m04")?["tier"]?.string == "first")
        #expect(try awards.ask("claim", "m04").outcome == "ok")
        var judged = try awards.judged()
        #expect(judged.swift == [] && judged.python == [], "\(judged)")
        let disk = try #require(awards.house.disk as? SimulatedDisk)
        awards.house = try House(on: disk.survivorOfPowerCut(), awards.house.folder, at: awards.house.tick)
        #expect(try awards.ask("claim", "m04").isReplay)
        awards.house.go(to: awards.house.tick + 25 * 3_600_000)
        try awards.house.pass([])
        #expect(try awards.ask("claim", "m01").reason == "claim.late")
        awards.house.go(to: awards.house.tick + 200 * 3_600_000)
        try awards.house.pass([])
        #expect(try awards.state.phase(at: awards.house.tick) == .final)
        judged = try awards.judged()
        #expect(judged.swift == [] && judged.python == [], "\(judged)")
        #expect(try awards.file("displays.csv").count == 3)
        let report = try String(contentsOfFile: "\(awards.place.path)/bundle/report.json", encoding: .utf8)
        #expect(report.contains(#""to":{"display":"王**伟","rank":4,"work":"e04"}"#))
    }

    @Test func `any author speaks for a work, once, and somebody with several says for which`() throws {
        let awards = try Awards(#""alternates": 2, "claims": {"within": "24h"}"#)
        try awards.finish()
        #expect(try awards.ask("claim", "m03", "a").result?["tier"]?.string == "second")
        #expect(try awards.ask("claim", "m03", "a").isReplay)
        #expect(try awards.ask("decline", "m02", "a", rank: 2).reason == "claim.claimed")
        #expect(try awards.ask("claim", "m02", "a").result?["tier"]?.string == "first")
        #expect(try awards.ask("claim", "m02", "b", rank: 9).reason == "claim.nothing")
        let judged = try awards.judged()
        #expect(judged.swift == [] && judged.python == [], "\(judged)")
    }

    @Test func `two authors follow together, and are named together`() throws {
        let awards = try Awards(
            #""alternates": 2, "claims": {"within": "24h"}"#,
            authors: Sample.authors.replacing("e02,m02\ne02,m03", with: "e02,m07").replacing(
                "e01,m01\n", with: "e01,m01\ne01,m10\n"))
        try awards.finish()
        #expect(try awards.ask("decline", "m07").outcome == "ok")
        #expect(try awards.outcome("m10")?["tier"]?.string == "second")
        let judged = try awards.judged()
        #expect(judged.swift == [] && judged.python == [], "\(judged)")
        #expect(try awards.file("displays.csv").count == 4)
    }

    @Test func `whose work got something or was passed over is not erased, others are`() throws {
        var awards = try Awards(#""alternates": 1, "caps": {"person": 1}"#)
        try awards.finish()
        awards.house.go(to: awards.house.tick + 169 * 3_600_000)
        func erase(_ person: String) throws -> String {
            let parameters = #"{"campaign":"zhengwen","participant":"\#(person)","reason":"own-request"}"#
            return try awards.house.control("erase", parameters).outcome
        }
        for person in ["m01", "m02", "m03", "m04"] { #expect(try erase(person) == "erase.holder") }
        #expect(try erase("m05") == "ok")
        let disk = try #require(awards.house.disk as? SimulatedDisk)
        awards.house = try House(on: disk.survivorOfPowerCut(), awards.house.folder, at: awards.house.tick)
        let judged = try awards.judged()
        #expect(judged.swift == [] && judged.python == [], "\(judged)")
    }

    @Test func `a work without an author keeps a campaign out whose prizes have to be claimed`() throws {
        let awards = try Awards(authors: "work,participant\ne01,m01\ne02,m02\ne03,m02\n")
        #expect(awards.house.daemon.campaign("zhengwen") == nil)
        let problems = awards.house.daemon.files["zhengwen.json"]?.problems.map { $0.text(.en) } ?? []
        let nobody = "rolls/authors.csv:1:1: error: nobody made the work “e04”"
        #expect(problems.contains { $0.hasPrefix(nobody) }, "\(problems)")
    }
}

/// What an organiser who holds every key might try with the prizes of works; what follows from the lie is signed.
@Suite struct WorkPrizeLieTests {
    private static let lies: [(String, [String], @Sendable (CampaignState) throws -> Void)] = [
        ("a friend who made nothing", ["winners"], { $0.cast.declare(author: 10, of: 2) }),
        ("a cap that is not kept", ["tickets", "winners"], { try edit($0) { $0.prizes.personCap = nil } }),
        ("fewer alternates than declared", ["tickets"], { try edit($0) { $0.prizes.alternates = 0 } }),
        ("a unit's cap that nobody declared", ["tickets", "winners"], { try edit($0) { $0.prizes.unitCap = 1 } }),
        (
            "another household", ["tickets", "winners"],
            { state in
                try edit(state) { $0.prizes.personCap = nil }
                state.cast.declare(author: 3, of: 2)
            }
        ),
    ]

    private static func edit(_ state: CampaignState, _ change: (inout Campaign) -> Void) throws {
        var rules = state.rules.campaign
        change(&rules)
        state.rules = Rules(rules)
    }

    @Test func `other authors, caps and alternates than the roll and the rules say, both verifiers find`() throws {
        for (name, checks, lie) in Self.lies {
            let awards = try Awards()
            try awards.play()
            try lie(awards.state)
            #expect(try awards.house.control("draw", #"{"campaign":"zhengwen"}"#).outcome == "ok")
            let judged = try awards.judged()
            for check in checks {
                #expect(judged.swift.contains(check) && judged.python.contains(check), "\(name): \(judged)")
            }
        }
    }

    @Test func `a prize that is walked on to another work than the next, both verifiers find`() throws {
        let awards = try Awards(#""alternates": 2, "claims": {"within": "24h"}"#)
        try awards.finish()
        let state = try awards.state
        let drawing = try #require(state.drawing)
        let walk = drawing.walk
        let works = [0, 1, 3, 2].map { place in
            DrawWalk.RankedWork(
                ticket: walk.rows[place].ticket, work: walk.rows[place].index, authors: walk.people(of: place),
                mayWin: true)
        }
        let swapped = DrawWalk(seed: walk.seed, works: works, rules: walk.rules) { _ in (nil, nil) }
        let lie = Drawing(
            index: drawing.index, at: drawing.at, seedInput: drawing.seedInput, walk: swapped, works: drawing.works)
        state.claims = PrizeClaims(lie, within: 24 * 3_600_000)
        #expect(try awards.ask("decline", "m03").outcome == "ok")
        let judged = try awards.judged()
        #expect(judged.swift.contains("winners") && judged.python.contains("winners"), "\(judged)")
    }

    @Test func `a name and an outcome that were changed in the bundle, both verifiers find`() throws {
        let awards = try Awards()
        try awards.finish()
        #expect(try awards.judged().swift == [])
        let folder = "\(awards.place.path)/bundle/draw/"
        let lies = [
            ("winners.csv", "王**伟\n", "李**伟\n", "identity"), ("ranking.csv", "skip one-win", "none", "tickets"),
            ("winners.csv", ",e01,", ",e02,", "winners"),
        ]
        for (name, old, new, check) in lies {
            let honest = try String(contentsOfFile: folder + name, encoding: .utf8)
            try Data(honest.replacing(old, with: new).utf8).write(to: URL(fileURLWithPath: folder + name))
            let judged = try awards.judgedAgain()
            #expect(judged.swift.contains(check) && judged.python.contains(check), "\(name): \(judged)")
            try Data(honest.utf8).write(to: URL(fileURLWithPath: folder + name))
        }
    }
}
