import Auditing
import Foundation
import JSON
import Proofs
import Simulation
import Testing

@testable import Engine
@testable import Service

/// A contest in which nobody may vote for their own work: m01 made e01, m02 and m03 made e02, m02 also e03.
private struct Guarded {
    var house: House
    let place = TemporaryFolder()
    static let authors = "work,participant\ne01,m01\ne02,m02\ne02,m03\ne03,m02\n"

    static func campaign(own: Bool = false, prizes: String = Sample.rankedPrizes) -> String {
        Sample.contest(prizes: prizes).replacing(#""works": {"#, with: #""works": {"authors": "rolls/authors.csv", "#)
            .replacing(#""points": 3,"#, with: #""points": 3, "self": \#(own),"#)
    }

    static func folder(_ campaign: String = campaign(), authors: String = authors) -> CampaignsFolder {
        let folder = Sample.folder(["zhengwen.json": campaign], roll: Sample.roll(12))
        folder.write("rolls/authors.csv", authors)
        return folder
    }

    init(_ folder: CampaignsFolder = folder()) throws {
        house = try House(folder)
        house.go(to: instant(Sample.opens) + 1000)
    }

    func vote(_ person: String, _ choice: String, key: String) throws -> String {
        try house.call(
            "vote", #"{"campaign":"zhengwen","participant":"\#(person)","key":"\#(key)","choice":\#(choice)}"#
        ).outcome
    }

    func play() throws {
        #expect(try vote("m01", #"["e01"]"#, key: "a") == "vote.own")
        #expect(try vote("m01", #"["e02","e03"]"#, key: "b") == "ok")
        #expect(try vote("m02", #"["e01","e03"]"#, key: "a") == "vote.own")
        #expect(try vote("m03", #"["e03"]"#, key: "a") == "ok")
        #expect(try vote("m04", #"["e01"]"#, key: "a") == "ok")
    }

    func restarted() throws -> Guarded {
        var again = self
        let disk = try #require(house.disk as? SimulatedDisk)
        again.house = try House(on: disk.survivorOfPowerCut(), house.folder, at: house.tick)
        return again
    }

    /// Checks that fail in the bundle, by both verifiers; and its folder.
    func judged() throws -> (swift: [String], python: [String], path: String) {
        house.go(to: instant(Sample.closes) + 600_000)
        #expect(try house.control("draw", #"{"campaign":"zhengwen"}"#).outcome == "ok")
        _ = try house.waitForHeads()
        let path = "\(place.path)/bundle"
        #expect(try house.control("export", #"{"campaign":"zhengwen","into":"\#(path)"}"#).outcome == "ok")
        let vkey = try #require(try house.call("campaign", #"{"campaign":"zhengwen"}"#).result?["vkey"]?.string)
        let failed = Verifier(bundle: path, vkey: vkey).run().checks.filter { $0.status == .fail }
        return (failed.map(\.id.rawValue), try PythonCheck.failures(path, vkey: vkey), path)
    }
}

@Suite struct AuthorTests {
    @Test func `nobody votes for their own work, also after a restart, and both verifiers pass`() throws {
        let contest = try Guarded()
        try contest.play()
        let again = try contest.restarted()
        #expect(try again.vote("m02", #"["e02"]"#, key: "c") == "vote.own")
        #expect(try again.vote("m02", #"["e01"]"#, key: "d") == "ok")
        let judged = try again.judged()
        #expect(judged.swift == [] && judged.python == [])
        let roll = try String(contentsOfFile: judged.path + "/roll/roll.txt", encoding: .utf8)
        let groups = roll.split(separator: "\n").map { $0.split(separator: " ")[6] }
        #expect(groups.filter { $0 != "-" }.sorted() == ["work:e01", "work:e02", "work:e02,work:e03"])
    }

    @Test func `a vote for one's own work that was counted, both verifiers find`() throws {
        let contest = try Guarded()
        let state = try #require(contest.house.daemon.campaign("zhengwen")?.state)
        let cast = state.cast
        state.cast = Cast(
            pseudonyms: cast.pseudonyms, mayWin: cast.mayWin, households: cast.households, units: cast.units,
            paperKey: cast.paperKey)
        #expect(try contest.vote("m02", #"["e03"]"#, key: "a") == "ok")
        let judged = try contest.judged()
        #expect(judged.swift.contains("tally") && judged.python.contains("tally"), "\(judged)")
    }

    @Test func `where people may vote for themselves and works win nothing, the roll says nothing of authors`() throws {
        let contest = try Guarded(Guarded.folder(Guarded.campaign(own: true, prizes: "")))
        #expect(try contest.vote("m01", #"["e01"]"#, key: "a") == "ok")
        let judged = try contest.judged()
        #expect(judged.swift == [] && judged.python == [])
        let roll = try String(contentsOfFile: judged.path + "/roll/roll.txt", encoding: .utf8)
        #expect(!roll.contains("work:"))
    }

    @Test func `a list that is wrong keeps the campaign out, and a mended one lets it in`() throws {
        let folder = Guarded.folder(authors: "work,participant\ne1,m01\ne01,m99\n")
        let house = try House(folder)
        #expect(house.daemon.campaign("zhengwen") == nil)
        let problems = house.daemon.files["zhengwen.json"]?.problems.map { $0.text(.en) } ?? []
        let unknown = "rolls/authors.csv:2:1: error: there is no work “e1”"
        #expect(problems.contains { $0.hasPrefix(unknown) }, "\(problems)")
        #expect(problems.contains { $0.hasPrefix("rolls/authors.csv:3:5: error: “m99” is not on the roll") })
        folder.write("rolls/authors.csv", Guarded.authors)
        house.go(to: house.tick + 1000)
        try house.rescan()
        #expect(house.daemon.campaign("zhengwen") != nil)
    }

    @Test func `people who are added later are held against the list, and nothing seems changed`() throws {
        let contest = try Guarded()
        try contest.play()
        let again = try contest.restarted()
        contest.house.folder.write("rolls/sample.csv", Sample.roll(13))
        try again.house.rescan()
        let reply = try again.house.control("roll.add", #"{"campaign":"zhengwen"}"#)
        #expect(reply.outcome == "ok" && reply.result?["added"]?.integer == 1, "\(reply)")
        #expect(try again.vote("m13", #"["e01"]"#, key: "a") == "ok")
        #expect(try again.vote("m01", #"["e01"]"#, key: "z") == "vote.own")
        let judged = try again.judged()
        #expect(judged.swift == [] && judged.python == [])
    }

    @Test func `the journal keeps pseudonyms of authors, and no ids of theirs`() throws {
        let contest = try Guarded()
        let announced = try #require(contest.house.daemon.campaign("zhengwen")?.announced)
        let file = try #require(announced.further.bytes(of: RollFilter.authorsPath))
        #expect(file.count == 4 * 20)
        #expect(!String(decoding: file, as: UTF8.self).contains("m0"))
    }
}
