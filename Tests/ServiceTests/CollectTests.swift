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
    /// Works come in for two hours, are reviewed for one, and voted for from three on; nobody votes for their own.
    static func collecting(
        works: String = #""collect": true, "most": 2, "views": true"#, tallies: String = #"{"tallies": "live"}"#,
        votes: String = #""per": "day", "most": 2, "self": false"#,
        prizes: String = #""alternates": 1, "caps": {"person": 1}, "claims": {"within": "24h"}"#,
        limits: String = "{}"
    ) -> String {
        """
        {
          "id": "sheying", "kind": "contest", "title": {"zh": "摄影大赛", "en": "Photos"},
          "organiser": "jimo-union.example", "contact": "工会宣教部",
          "announces": "\(announces)", "opens": "2027-02-20T09:00:00+08:00", "closes": "2027-02-22T21:00:00+08:00",
          "review": "10m", "audience": {"roll": "rolls/sample.csv"}, "limits": \(limits),
          "schedule": {"phases": [
            {"id": "in", "does": "collect", "opens": "2027-02-20T09:00:00+08:00", "closes": "2027-02-20T11:00:00+08:00"},
            {"id": "look", "does": "review", "opens": "2027-02-20T11:00:00+08:00", "closes": "2027-02-20T12:00:00+08:00"},
            {"id": "vote", "does": "vote", "opens": "2027-02-20T12:00:00+08:00", "closes": "2027-02-22T21:00:00+08:00"}]},
          "form": {"fields": [
            {"id": "title", "title": "作品名称", "type": "text", "most": 40},
            {"id": "place", "title": "拍摄地点", "type": "text", "most": 60, "optional": true},
            {"id": "mobile", "title": "电话", "type": "phone", "private": true}]},
          "works": {\(works)}, "votes": {\(votes)},
          "ranking": {"by": [{"measure": "votes", "weight": {"num": 1, "den": 1}}], "ties": ["early"]},
          "prizes": {"draw": "ranking", "tiers": [
            {"id": "first", "title": "一等奖", "prize": "证书", "value": "100.00", "count": 1},
            {"id": "second", "title": "二等奖", "prize": "证书", "value": "50.00", "count": 1}], \(prizes)},
          "disclosure": \(tallies)
        }
        """
    }

    static let mobile = "13800138000"
}

/// A photo contest from the first work on.
private struct Photos {
    var house: House
    let place = TemporaryFolder()
    private static let hour: Int64 = 3_600_000

    init(_ text: String = Sample.collecting(), people: Int = 24, authors: String? = nil) throws {
        let folder = Sample.folder(["sheying.json": text], roll: Sample.roll(people))
        if let authors { folder.write("rolls/authors.csv", authors) }
        house = try House(folder)
        house.go(to: instant("2027-02-20T09:00:00+08:00") + 1000)
    }

    var state: CampaignState {
        get throws { try #require(house.daemon.campaign("sheying")?.state) }
    }

    static func digest(_ number: Int) -> String { SHA256.hash("photo \(number)").hex }

    func ask(_ method: String, _ person: String, _ key: String, _ more: String) throws -> Reply {
        try house.call(method, #"{"campaign":"sheying","participant":"\#(person)","key":"\#(key)"\#(more)}"#)
    }

    func handIn(_ person: String, _ photo: Int, key: String? = nil, fields: String? = nil) throws -> Reply {
        let fields = fields ?? #"{"title":"照片 \#(photo)","mobile":"\#(Sample.mobile)"}"#
        return try ask("work", person, key ?? "w\(photo)", #","file":"\#(Self.digest(photo))","fields":\#(fields)"#)
    }

    func review(_ work: String, _ isAccepted: Bool, reason: String? = nil) throws -> Reply {
        let reason = reason.map { #","reason":"\#($0)""# } ?? ""
        return try house.control(
            "work.review", #"{"campaign":"sheying","work":"\#(work)","accept":\#(isAccepted)\#(reason)}"#)
    }

    func vote(_ person: String, _ works: String, key: String = "v") throws -> String {
        try ask("vote", person, key, #","choice":\#(works)"#).outcome
    }

    func go(hours: Double) { house.go(to: instant("2027-02-20T09:00:00+08:00") + Int64(hours * 3_600_000)) }

    /// m01 hands in w-1 and w-2, m02 w-3, m03 w-4 and takes it back, m04 w-6, which is turned down, m09, who may win
    /// nothing, w-7.
    func collect() throws {
        for (person, photo) in [("m01", 1), ("m01", 2), ("m02", 3), ("m03", 4)] {
            #expect(try handIn(person, photo).result?["work"]?.string == "w-\(photo)")
        }
        #expect(try ask("work", "m03", "back", #","withdraw":"w-4""#).outcome == "ok")
        #expect(try handIn("m04", 6).result?["work"]?.string == "w-6")
        #expect(try handIn("m09", 7).result?["work"]?.string == "w-7")
        go(hours: 2.5)
        for work in ["w-1", "w-2", "w-3", "w-7"] { #expect(try review(work, true).outcome == "ok") }
        #expect(try review("w-6", false, reason: "并非原片").outcome == "ok")
    }

    func play() throws {
        try collect()
        go(hours: 3)
        #expect(try vote("m05", #"["w-1","w-2"]"#) == "ok")
        #expect(try vote("m06", #"["w-1","w-7"]"#) == "ok")
        #expect(try vote("m01", #"["w-3","w-7"]"#) == "ok")
        #expect(try vote("m02", #"["w-2","w-7"]"#) == "ok")
    }

    func draw() throws {
        house.go(to: instant("2027-02-22T21:10:00+08:00"))
        try house.pass([])
        #expect(try house.control("draw", #"{"campaign":"sheying"}"#).outcome == "ok")
    }

    func restarted() throws -> Photos {
        var again = self
        let disk = try #require(house.disk as? SimulatedDisk)
        again.house = try House(on: disk.survivorOfPowerCut(), house.folder, at: house.tick)
        return again
    }

    func judged() throws -> (swift: [String], python: [String]) {
        house.go(to: house.tick + 1000)
        _ = try house.waitForHeads()
        let path = "\(place.path)/bundle"
        let export = try house.control("export", #"{"campaign":"sheying","into":"\#(path)"}"#)
        #expect(export.outcome == "ok", "\(export)")
        let vkey = try #require(try house.call("campaign", #"{"campaign":"sheying"}"#).result?["vkey"]?.string)
        let failed = Verifier(bundle: path, vkey: vkey).run().checks.filter { $0.status == .fail }
        return (failed.map(\.id.rawValue), try PythonCheck.failures(path, vkey: vkey))
    }

    func file(_ name: String) throws -> [[String]] {
        try String(contentsOfFile: "\(place.path)/bundle/draw/\(name)", encoding: .utf8).split(separator: "\n")
            .dropFirst().map { $0.split(separator: ",").map(String.init) }
    }
}

/// Works that people hand in, from the first photo to the bundle.
@Suite struct CollectTests {
    @Test func `works are handed in, reviewed, voted for and given prizes, and both verifiers pass`() throws {
        let photos = try Photos()
        try photos.play()
        try photos.draw()
        let judged = try photos.judged()
        #expect(judged.swift == [] && judged.python == [], "\(judged)")
        let tally = try photos.file("tally.csv").map { "\($0[0]) \($0[1])" }
        #expect(tally == ["w-1 2", "w-2 2", "w-3 1", "w-7 3"])
        let ranks = try photos.file("ranking.csv").map { "\($0[2]) \($0[5])" }
        #expect(ranks == ["w-7 none", "w-1 win first", "w-2 skip one-win", "w-3 win second"])
        let winners = try photos.file("winners.csv").map { "\($0[0]) \($0[3]) \($0[5])" }
        #expect(winners == ["first w-1 王**伟", "second w-3 王**伟"])
        let report = try String(contentsOfFile: "\(photos.place.path)/bundle/report.json", encoding: .utf8)
        #expect(report.contains(#""collected":{"accepted":4,"rejected":1}"#) && report.contains("照片 7"))
        #expect(try photos.ask("decline", "m01", "d", "").result?["tier"]?.string == "first")
    }

    @Test func `a restart at any step comes to the same`() throws {
        var photos = try Photos()
        try photos.collect()
        photos = try photos.restarted()
        #expect(try photos.review("w-6", true).outcome == "ok")
        #expect(try photos.review("w-6", false, reason: "并非原片").outcome == "ok")
        photos.go(hours: 3)
        #expect(try photos.vote("m05", #"["w-1","w-6"]"#) == "vote.unknown")
        #expect(try photos.vote("m05", #"["w-1","w-7"]"#) == "ok")
        photos = try photos.restarted()
        #expect(try photos.vote("m01", #"["w-2"]"#) == "vote.own")
        #expect(try photos.vote("m06", #"["w-2"]"#) == "ok")
        try photos.draw()
        let before = try photos.house.bundle(of: "sheying")
        photos = try photos.restarted()
        #expect(try photos.house.bundle(of: "sheying") == before)
        let judged = try photos.judged()
        #expect(judged.swift == [] && judged.python == [], "\(judged)")
    }

    @Test func `every refusal has its reason, and nothing is used up`() throws {
        let photos = try Photos()
        #expect(try photos.handIn("m01", 1).outcome == "ok")
        #expect(try photos.handIn("m01", 1).isReplay)
        #expect(try photos.handIn("m02", 1).outcome == "work.twice")
        #expect(try photos.handIn("m01", 2, key: "w1").outcome == "key.conflict")
        #expect(try photos.handIn("m01", 2).outcome == "ok")
        #expect(try photos.handIn("m01", 3).outcome == "work.most")
        #expect(try photos.ask("work", "m02", "x", #","withdraw":"w-1""#).outcome == "work.unknown")
        #expect(try photos.ask("work", "m01", "x", #","withdraw":"w-9""#).outcome == "work.unknown")
        #expect(try photos.ask("work", "m01", "x", #","withdraw":"p01""#).outcome == "work.unknown")
        #expect(try photos.ask("work", "m01", "y", #","withdraw":"w-2""#).outcome == "ok")
        #expect(try photos.ask("work", "m01", "z", #","withdraw":"w-2""#).outcome == "work.settled")
        #expect(try photos.handIn("m02", 2).outcome == "ok")
        #expect(try photos.review("w-1", true).outcome == "ok")
        #expect(try photos.ask("work", "m01", "q", #","withdraw":"w-1""#).outcome == "work.settled")
        for (fields, reason) in [
            (#"{"mobile":"13800138000"}"#, "form.missing"), (#"{"title":"","mobile":"13800138000"}"#, "form.value"),
            (#"{"title":"照片","mobile":"13800138000","camera":"x"}"#, "form.unknown"),
            (#"{"title":"照片","mobile":"电话"}"#, "form.value"),
        ] {
            #expect(try photos.handIn("m05", 5, fields: fields).outcome == reason, "\(fields)")
        }
        let file = #","file":"\#(Photos.digest(5))""#
        #expect(try photos.ask("work", "m05", "k", file).outcome == "form.required")
        for file in [#","file":"abc""#, #","file":7"#, "", #","file":"\#(Photos.digest(5).uppercased())""#] {
            let fields = #","fields":{"title":"照片","mobile":"13800138000"}"#
            #expect(try photos.ask("work", "m05", "k", file + fields).outcome == "params", "\(file)")
        }
        #expect(try photos.ask("work", "m05", "k", file + #","withdraw":"w-1""#).outcome == "params")
        #expect(try photos.vote("m05", #"["w-1"]"#) == "phase.act")
        photos.go(hours: 2)
        #expect(try photos.handIn("m05", 5).outcome == "phase.act")
        #expect(try photos.state.acceptances(of: 4).isEmpty)
    }

    @Test func `reviews have their time, their works and their reasons`() throws {
        let photos = try Photos()
        try photos.collect()
        #expect(try photos.review("w-4", true).outcome == "work.settled")
        #expect(try photos.review("w-5", true).outcome == "work.unknown")
        #expect(try photos.review("p01", true).outcome == "work.unknown")
        #expect(try photos.review("w-1", false).outcome == "params")
        let void = #"{"campaign":"sheying","index":3,"reason":"重复"}"#
        #expect(try photos.house.control("entry.void", void).outcome == "entry.work")
        photos.go(hours: 3)
        #expect(try photos.review("w-1", false, reason: "晚了").outcome == "work.settled")
        #expect(try photos.ask("work", "m02", "z", #","withdraw":"w-3""#).outcome == "work.settled")
    }

    @Test func `authors see their own works, staff all of them, and nobody a private field`() throws {
        let photos = try Photos()
        try photos.collect()
        let own = try photos.house.call("works", #"{"campaign":"sheying","participant":"m04"}"#)
        #expect(own.result?["works"]?.elements.count == 4)
        #expect(own.result?["own"]?[0]?["state"]?.string == "rejected")
        #expect(own.result?["own"]?[0]?["reason"]?.string == "并非原片")
        let pending = #"{"campaign":"sheying","state":"withdrawn"}"#
        let list = try photos.house.control("work.list", pending)
        #expect(list.result?["works"]?.elements.count == 1)
        #expect(list.result?["works"]?[0]?["participant"]?.string == "m03")
        #expect(list.result?["works"]?[0]?["fields"]?["title"]?.string == "照片 4")
        #expect(list.result?["works"]?[0]?["fields"]?["mobile"]?.string?.hasPrefix("#") == true)
        #expect(try photos.house.control("work.list", #"{"campaign":"sheying","state":"bad"}"#).outcome == "params")
        #expect(!"\(own)\(list)".contains(Sample.mobile))
        #expect(try photos.house.call("work.list", #"{"campaign":"sheying"}"#).outcome == "method.socket")
    }

    @Test func `views and delayed tallies of works that did not stand yet are none`() throws {
        let photos = try Photos(
            Sample.collecting(
                works:
                    #""collect": true, "views": true, "authors": "rolls/authors.csv", "entries": [{"id": "p01", "title": "旧作"}]"#,
                tallies: #"{"tallies": "delayed", "delay": "1h"}"#), authors: "work,participant\np01,m08\n")
        let view = #"{"campaign":"sheying","work":"p01"}"#
        #expect(try photos.house.call("view", view).result?["counted"]?.bool == false)
        #expect(try photos.handIn("m01", 1).outcome == "ok")
        photos.go(hours: 2.9)
        #expect(try photos.review("w-1", true).outcome == "ok")
        photos.go(hours: 3)
        #expect(try photos.house.call("view", view).result?["counted"]?.bool == true)
        #expect(try photos.vote("m05", #"["p01","w-1"]"#) == "ok")
        let works = try photos.house.call("tally", #"{"campaign":"sheying"}"#).result?["works"]
        #expect(works?.elements.map { $0["votes"]?.integer } == [0, 0])
        try photos.draw()
        let judged = try photos.judged()
        #expect(judged.swift == [] && judged.python == [], "\(judged)")
        #expect(try photos.file("ranking.csv").map { $0[2] } == ["p01", "w-1"])
    }

    @Test func `where nothing is accepted nobody wins, and the bundle holds`() throws {
        let photos = try Photos()
        #expect(try photos.handIn("m01", 1).outcome == "ok")
        photos.go(hours: 3)
        #expect(try photos.vote("m05", #"["w-1"]"#) == "vote.unknown")
        try photos.draw()
        let judged = try photos.judged()
        #expect(judged.swift == [] && judged.python == [], "\(judged)")
        #expect(try photos.file("ranking.csv").isEmpty)
    }

    @Test func `an author who was erased leaves a work without a name, also after a restart`() throws {
        var photos = try Photos(
            Sample.collecting(prizes: #""alternates": 0"#).replacing(#", "self": false"#, with: ""))
        try photos.collect()
        photos.go(hours: 3)
        #expect(try photos.vote("m05", #"["w-1","w-2"]"#) == "ok")
        try photos.draw()
        photos.house.go(to: photos.house.tick + 169 * 3_600_000)
        func erase(_ person: String) throws -> String {
            let parameters = #"{"campaign":"sheying","participant":"\#(person)","reason":"own-request"}"#
            return try photos.house.control("erase", parameters).outcome
        }
        #expect(try erase("m01") == "erase.holder")
        #expect(try erase("m02") == "ok")
        #expect(try erase("m03") == "ok")
        photos = try photos.restarted()
        let judged = try photos.judged()
        #expect(judged.swift == [] && judged.python == [], "\(judged)")
        let report = try String(contentsOfFile: "\(photos.place.path)/bundle/report.json", encoding: .utf8)
        #expect(report.contains(#""title":{"zh":"w-3"}"#) && !report.contains("照片 3"))
    }
}

/// What an organiser who holds every key might try with collected works; what follows from the lie is signed.
@Suite struct CollectLieTests {
    private static let lies: [(String, String, @Sendable (Photos) throws -> Void)] = [
        (
            "a work that nobody accepted", "tally",
            { photos in try photos.state.collected?.review(leaf: 6, isAccepted: true, reason: "") }
        ),
        (
            "an accepted work that is dropped", "tally",
            { photos in try photos.state.collected?.review(leaf: 2, isAccepted: false, reason: "") }
        ),
        (
            "a work of one's own that somebody votes for", "tally",
            { photos in
                let collected = try photos.state.collected
                try photos.state.collected = nil
                #expect(try photos.vote("m01", #"["w-2"]"#, key: "own") == "ok")
                try photos.state.collected = collected
            }
        ),
        (
            "a prize for somebody who may not win", "winners",
            { try $0.state.cast = Self.allWinning($0.state.cast) }
        ),
    ]

    private static func allWinning(_ cast: Cast) -> Cast {
        Cast(
            pseudonyms: cast.pseudonyms, mayWin: cast.pseudonyms.map { _ in true }, households: cast.households,
            units: cast.units, paperKey: cast.paperKey)
    }

    @Test func `works, votes and prizes that do not follow from the log, both verifiers find`() throws {
        for (name, check, lie) in Self.lies {
            let photos = try Photos()
            try photos.play()
            try lie(photos)
            let state = try photos.state
            state.rules = Rules(state.withWorks(state.rules.campaign))
            if state.contest?.ballots?.votes.count != state.rules.campaign.works?.entries.count {
                state.contest = Contest(state.rules.campaign)
            }
            try photos.draw()
            let judged = try photos.judged()
            #expect(judged.swift.contains(check) && judged.python.contains(check), "\(name): \(judged)")
        }
    }

    /// What the engine would have refused, with a rule of it switched off.
    private static let entries: [(String, String, @Sendable (Photos) throws -> Reply)] = [
        ("a third work", "tally", { try $0.handIn("m01", 8) }),
        ("a file that is there", "tally", { try $0.handIn("m05", 1, key: "again") }),
        (
            "a work taken back by another", "tally",
            { try $0.ask("work", "m05", "b", #","withdraw":"w-1""#) }
        ),
    ]

    @Test func `works that could not be taken, both verifiers find`() throws {
        for (name, check, lie) in Self.entries {
            let photos = try Photos()
            for (person, photo) in [("m01", 1), ("m01", 2)] {
                #expect(try photos.handIn(person, photo).outcome == "ok")
            }
            // A book that knows nothing of what came allows everything.
            let honest = try photos.state.collected
            let works = try #require(try photos.state.rules.campaign.works)
            var blank = CollectedWorks<Int>(works)
            blank.handIn(leaf: 1, by: 4, file: "", title: "")
            try photos.state.collected = blank
            #expect(try lie(photos).outcome == "ok")
            try photos.state.collected = honest
            photos.go(hours: 2.5)
            #expect(try photos.review("w-1", true).outcome == "ok")
            try photos.draw()
            let judged = try photos.judged()
            #expect(judged.swift.contains(check) && judged.python.contains(check), "\(name): \(judged)")
        }
    }

    @Test func `a work after the end of collecting and a review after voting began, both verifiers find`() throws {
        let photos = try Photos()
        try photos.collect()
        let state = try photos.state
        let honest = state.rules.campaign
        var rules = honest
        rules.schedule.phases[0].closes = honest.closes
        rules.schedule.phases[2].opens = honest.closes - 1
        state.rules = Rules(rules)
        photos.go(hours: 3)
        #expect(try photos.handIn("m05", 9).outcome == "ok")
        #expect(try photos.review("w-6", true).outcome == "ok")
        state.rules = Rules(state.withWorks(honest))
        try photos.draw()
        let judged = try photos.judged()
        for check in ["limits", "records"] {
            #expect(judged.swift.contains(check) && judged.python.contains(check), "\(judged)")
        }
    }
}
