import Auditing
import Campaigns
import Foundation
import JSON
import Proofs
import Simulation
import Testing

@testable import Service

extension Sample {
    /// A raffle: two of three days signed in are a chance, and a person may have two prizes.
    static let signing = """
        {
          "id": "dianying", "kind": "raffle", "title": "签到抽奖", "organiser": "jimo-union.example", "contact": "工会",
          "announces": "\(announces)", "opens": "\(opens)", "closes": "\(closes)",
          "audience": {"roll": "rolls/sample.csv"}, "limits": {"person": {"total": 2}},
          "signin": {"days": 1, "makeup": 1},
          "prizes": {"draw": "final", "chances": {"for": "signin", "most": 3}, "alternates": 3,
            "caps": {"person": 2}, "claims": {"within": "24h"},
            "tiers": [{"id": "first", "title": "一等奖", "prize": "票", "value": "80.00", "count": 3}]}
        }
        """

    /// A raffle where every number hits a tier that has no piece yet, and the second attempt is sure.
    static let sure = """
        {
          "id": "dianying", "kind": "raffle", "title": "即开", "organiser": "jimo-union.example", "contact": "工会",
          "announces": "\(announces)", "opens": "\(opens)", "closes": "\(closes)",
          "audience": {"roll": "rolls/sample.csv"}, "activation": {"source": "commit"},
          "prizes": {"draw": "instant", "chances": {"for": "entry", "most": 4}, "caps": {"person": 2},
            "tiers": [
              {"id": "later", "title": "晚奖", "prize": "票", "value": "8.00", "count": 2, "odds": {"num": 1, "den": 1},
               "releases": [{"at": "2027-02-21T09:00:00+08:00", "count": 2}]},
              {"id": "sure", "title": "保底", "prize": "券", "value": "2.00", "count": 3, "odds": {"num": 0, "den": 1}}],
            "none": {"num": 0, "den": 1}, "guarantee": {"attempt": 2, "tier": "sure"},
            "fallback": {"prize": "纸巾", "value": "1.00", "count": 2}}
        }
        """

    /// Riddles for points, with a lamp for the first to solve each of two.
    static let solving = riddles(
        id: "dianying",
        more: """
            , "signin": {}, "points": {"entry": 1, "correct": 2, "signin": 1, "day": 5, "chance": 3}
            """
    )
    .replacing(#""for": "correct""#, with: #""for": "points""#)
    .replacing(#""alternates": 3"#, with: #""alternates": 3, "first": [{"tier": "second", "questions": ["r1", "r2"]}]"#)
}

/// Raffles, sign-ins, points and prizes before the draw, from the campaign file to both verifiers.
@Suite struct ChancesTests {
    private let place = TemporaryFolder()
    private static let day: Int64 = 86_400_000

    private func house(_ text: String) throws -> House {
        let house = try House(Sample.folder(["dianying.json": text]))
        _ = try house.waitForHeads()
        house.go(to: instant(Sample.opens))
        try house.pass([])
        return house
    }

    private func params(_ person: String, _ key: String, _ more: String = "") -> String {
        #"{"campaign":"dianying","participant":"\#(person)","key":"\#(key)"\#(more)}"#
    }

    /// Starts the daemon again on the same disk.
    private func restarted(_ house: House) throws -> House {
        _ = try house.waitForHeads()
        let disk = try #require(house.disk as? SimulatedDisk)
        return try House(on: disk.survivor(), house.folder, at: house.tick)
    }

    @Test func `signing in, making up and registering, over a restart`() throws {
        var house = try house(Sample.signing)
        let registered = try house.call("submit", params("m02", "r"))
        #expect(registered.result?["attempt"]?.integer == 1, "\(registered)")
        let first = try house.call("signin", params("m01", "a"))
        #expect(first.result?["chances"]?.integer == 1 && first.result?["streak"]?.integer == 1, "\(first)")
        #expect(first.result?["remaining"]?["makeup"]?.integer == 1)
        let twice = try house.call("signin", params("m01", "b"))
        #expect(twice.reason == "signin.twice", "\(twice)")
        #expect(try house.call("signin", params("m01", "c", #","day":"2027-02-21""#)).reason == "signin.day")
        #expect(try house.call("signin", params("m01", "c", #","day":"2026-02-21""#)).reason == "signin.day")
        #expect(try house.call("signin", params("m01", "c", #","day":"21.2.2027""#)).reason == "params")
        house.go(to: house.tick + Self.day)
        let made = try house.call("signin", params("m03", "a", #","day":"2027-02-20""#))
        #expect(made.result?["remaining"]?["makeup"]?.integer == 0, "\(made)")
        house = try restarted(house)
        let replayed = try house.call("signin", params("m03", "a", #","day":"2027-02-20""#))
        #expect(replayed.isReplay && replayed.result?["streak"]?.integer == 1, "\(replayed)")
        #expect(try house.call("signin", params("m03", "a")).reason == "key.conflict")
        #expect(try house.call("signin", params("m03", "b", #","day":"2027-02-20""#)).reason == "signin.twice")
        #expect(try house.call("signin", params("m03", "b")).result?["streak"]?.integer == 2)
        house.go(to: house.tick + Self.day)
        #expect(try house.call("signin", params("m03", "c", #","day":"2027-02-20""#)).reason == "signin.twice")
        #expect(try house.call("signin", params("m01", "d", #","day":"2027-02-21""#)).result != nil)
        #expect(try house.call("signin", params("m01", "e")).result?["streak"]?.integer == 3)
        let result = try house.call("result", #"{"campaign":"dianying","participant":"m01"}"#)
        #expect(result.result?["signin"]?["streak"]?.integer == 3, "\(result)")
        #expect(result.result?["attempts"]?.integer == 0)
        try claimAll(house)
        _ = try verified(house)
    }

    /// Draws; three prizes are of two people at most two each. One claims both, by rank, and then no more.
    private func claimAll(_ house: House) throws {
        house.go(to: instant(Sample.closes))
        #expect(try house.control("draw", #"{"campaign":"dianying"}"#).result != nil)
        for person in ["m01", "m03"] {
            let told = try house.call("result", #"{"campaign":"dianying","participant":"\#(person)"}"#)
            let outcome = try #require(told.result?["outcome"])
            let all = [outcome] + (outcome["more"]?.elements ?? [])
            #expect(all.count == 2, "\(told)")
            let won = all.filter { $0["kind"]?.string == "win" }.compactMap { $0["rank"]?.integer }
            #expect((1...2).contains(won.count))
            for rank in won.reversed() {
                let claim = try house.call("claim", params(person, "claim\(rank)", #","rank":\#(rank)"#))
                #expect(claim.result?["tier"]?.string == "first", "\(claim)")
            }
            #expect(try house.call("claim", params(person, "more")).reason == "claim.claimed")
            #expect(try house.call("claim", params(person, "other", #","rank":9"#)).reason == "claim.nothing")
        }
    }

    @Test func `pieces that come later, a sure attempt, fallbacks and a cap, over a restart`() throws {
        var house = try house(Sample.sure)
        func play(_ person: String, _ key: String) throws -> Reply { try house.call("submit", params(person, key)) }
        let early = try play("m01", "1")
        #expect(early.result?["prize"]?.kind == .null && early.result?["fallback"]?.bool == true, "\(early)")
        let sure = try play("m01", "2")
        #expect(sure.result?["prize"]?["tier"]?.string == "sure", "\(sure)")
        #expect(sure.result?["fallback"] == nil)
        #expect(try play("m02", "1").result?["fallback"]?.bool == true)
        #expect(try play("m03", "1").result?["fallback"] == nil)
        house.go(to: house.tick + Self.day)
        house = try restarted(house)
        #expect(try play("m01", "2").result?["prize"]?["tier"]?.string == "sure")
        #expect(try play("m01", "3").result?["prize"]?["tier"]?.string == "later")
        #expect(try play("m01", "4").result?["prize"]?.kind == .null)
        #expect(try play("m09", "1").result?["prize"]?.kind == .null)
        #expect(try play("m03", "2").result?["prize"]?["tier"]?.string == "later")
        #expect(try play("m03", "3").result?["prize"]?.kind == .null)
        let status = try house.control("status").result?["campaigns"]?[0]
        #expect(status?["stock"]?["sure"]?.integer == 2, "\(String(describing: status))")
        house.go(to: instant(Sample.closes))
        #expect(try house.control("draw", #"{"campaign":"dianying"}"#).result != nil)
        let path = try verified(house)
        let stock = try String(contentsOfFile: path + "/draw/stock.csv", encoding: .utf8)
        let outcomes = stock.split(separator: "\n").dropFirst().map { $0.split(separator: ",")[4] }
        #expect(
            outcomes == [
                "gone", "fallback", "gone", "guarantee", "gone", "fallback", "gone", "win", "capped", "barred", "win",
                "gone",
            ])
    }

    @Test func `points make chances, and who was first to solve moves with a void entry`() throws {
        var house = try house(Sample.solving)
        func guess(_ person: String, _ key: String, _ answers: String) throws -> Reply {
            try house.call("submit", Sample.guess(person, key, answers, campaign: "dianying"))
        }
        let first = try guess("m01", "1", #"{"r1":"灯笼"}"#)
        #expect(first.result?["first"]?[0]?["tier"]?.string == "second", "\(first)")
        #expect(first.result?["chances"]?.integer == 1 && first.result?["prize"] == nil)
        #expect(try guess("m09", "1", #"{"r2":"胖"}"#).result?["first"] == nil)
        #expect(try guess("m02", "1", #"{"r1":"花灯","r2":"胖","r3":"月"}"#).result?["first"]?.elements.count == 1)
        #expect(try house.call("signin", params("m02", "s")).result?["chances"]?.integer == 0)
        house = try restarted(house)
        let replayed = try guess("m01", "1", #"{"r1":"灯笼"}"#)
        #expect(replayed.isReplay && replayed.result?["first"]?.elements.count == 1, "\(replayed)")
        let void = #"{"campaign":"dianying","index":1,"reason":"代答"}"#
        #expect(try house.control("entry.void", void).result != nil)
        #expect(try guess("m01", "1", #"{"r1":"灯笼"}"#).result?["first"] == nil)
        let points = try house.call("result", #"{"campaign":"dianying","participant":"m02"}"#)
        #expect(points.result?["points"]?.integer == 5, "\(points)")
        house.go(to: instant(Sample.closes))
        #expect(try house.control("draw", #"{"campaign":"dianying"}"#).result != nil)
        let path = try verified(house)
        let stock = try String(contentsOfFile: path + "/draw/stock.csv", encoding: .utf8)
        #expect(stock.split(separator: "\n").count { $0.contains(",second,first,") } == 2, "\(stock)")
        #expect(stock.split(separator: "\n").count { $0.contains(",second,barred,") } == 1)
    }

    /// Exports the bundle and has both verifiers pass it; gives its path.
    private func verified(_ house: House) throws -> String {
        _ = try house.waitForHeads()
        let vkey = try #require(try house.call("campaign", #"{"campaign":"dianying"}"#).result?["vkey"]?.string)
        let path = "\(place.path)/dianying"
        let exported = try house.control("export", #"{"campaign":"dianying","into":"\#(path)"}"#)
        #expect(exported.result != nil, "\(exported)")
        let auditor = try house.control("auditor.file", #"{"campaign":"dianying","sample":5}"#)
        let file = try #require(auditor.result?["file"]?.string, "\(auditor)")
        let report = Verifier(bundle: path, vkey: vkey, auditorFile: Array(file.utf8)).run()
        #expect(report.exitCode == 0, "\(report.text(.en))")
        try Data(file.utf8).write(to: URL(fileURLWithPath: path + "-auditor"))
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("tools/verify.py").path
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", script, path, "--vkey", vkey, "--auditor-file", path + "-auditor", "--lang", "en",
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(String(decoding: data, as: UTF8.self))")
        return path
    }
}
