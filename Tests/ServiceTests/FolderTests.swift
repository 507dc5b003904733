import JSON
import Simulation
import Testing

@testable import Service

/// What the folder of campaigns does to a running daemon.
@Suite struct FolderTests {
    /// The state of each file, with what is said of it.
    private func files(_ house: House) throws -> [String: (state: String, campaign: String?, problems: String)] {
        let status = try house.control("status")
        return (status.result?["files"]?.elements ?? []).reduce(into: [:]) { files, report in
            files[report["file"]?.string ?? "-"] = (
                report["state"]?.string ?? "-", report["campaign"]?.string,
                (report["problems"]?.elements ?? []).compactMap(\.string).joined(separator: "\n")
            )
        }
    }

    private func ids(_ house: House) throws -> [String] {
        try house.call("campaigns").result?["campaigns"]?.elements.compactMap { $0["id"]?.string } ?? []
    }

    private func isTaking(_ house: House, _ key: String) throws -> Bool {
        house.go(to: instant(Sample.opens))
        return try house.call("submit", Sample.guess("m01", key, #"{"r3":"千"}"#)).result != nil
    }

    @Test func `a valid file waits for its time and then is in force`() throws {
        let house = try House(Sample.folder(), at: instant(Sample.announces) - 1)
        #expect(try files(house)["yuanxiao.json"]?.state == "waiting")
        #expect(try house.call("campaign", #"{"campaign":"yuanxiao"}"#).reason == "campaign.unknown")
        #expect(try ids(house) == [])
        house.go(to: instant(Sample.announces))
        try house.pass([])
        #expect(try files(house).mapValues(\.state) == ["yuanxiao.json": "in-force", "duanwu.json": "in-force"])
        #expect(try ids(house) == ["duanwu", "yuanxiao"])
    }

    @Test(arguments: [
        ("", "1:1"), ("{", "1:2"), ("[]", "1:1"), (#"{"id": "yuanxiao",}"#, "1:18"),
        (Sample.riddles().replacing(#""review""#, with: #""reviev""#), "reviev"),
        (Sample.riddles().replacing("jimo-union.example", with: "other.example"), "other.example"),
        (Sample.riddles().replacing("rolls/sample.csv", with: "../sample.csv"), "5:24"),
    ]) func `a broken file is named with its place and disturbs no other`(text: String, named: String) throws {
        let folder = Sample.folder(["duanwu.json": Sample.quiz(), "bad.json": text])
        let house = try House(folder)
        let report = try #require(try files(house)["bad.json"])
        #expect(report.state == "rejected")
        #expect(report.problems.contains(named) && report.problems.contains("bad.json"), "\(report.problems)")
        #expect(try ids(house) == ["duanwu"])
        folder.write("bad.json", Sample.riddles())
        try house.rescan()
        #expect(try files(house)["bad.json"]?.state == "in-force")
        #expect(try files(house)["bad.json"]?.problems.contains("error") == false)
        #expect(try ids(house) == ["duanwu", "yuanxiao"])
    }

    @Test(
        arguments: [
            (nil, "rolls/sample.csv"), ("", "rolls/sample.csv"), ("id,name\nm01,王\nm01,李\n", "3"),
            ("id,name\nm 01,王\n", "2"), ("id\nm01\n", "name"),
        ] as [(String?, String)])
    func `a roll that is missing or wrong is named, and a good one is taken`(roll: String?, named: String) throws {
        let folder = CampaignsFolder(["yuanxiao.json": Sample.riddles()])
        roll.map { folder.write("rolls/sample.csv", $0) }
        let house = try House(folder)
        let report = try #require(try files(house)["yuanxiao.json"])
        #expect(report.state == "rejected")
        #expect(report.campaign == "yuanxiao")
        #expect(report.problems.contains(named), "\(report.problems)")
        folder.write("rolls/sample.csv", Sample.roll())
        try house.rescan()
        #expect(try files(house)["yuanxiao.json"]?.state == "in-force")
    }

    @Test func `a bad edit before the announcement stops it, and a good one brings it back`() throws {
        let folder = Sample.folder(["yuanxiao.json": Sample.riddles()])
        let house = try House(folder, at: instant(Sample.announces) - 10)
        folder.write("yuanxiao.json", "{ broken")
        try house.rescan()
        house.go(to: instant(Sample.announces))
        try house.pass([])
        #expect(try ids(house) == [])
        folder.write("yuanxiao.json", Sample.riddles(most: 2))
        try house.rescan()
        let rules = try house.call("campaign", #"{"campaign":"yuanxiao"}"#).result?["rules"]
        #expect(rules?["prizes"]?["chances"]?["most"]?.integer == 2)
    }

    @Test func `an edit after the announcement of what may not change is refused, and undone it is in force`() throws {
        let folder = Sample.folder(["yuanxiao.json": Sample.riddles()])
        let house = try House(folder)
        for text in [Sample.riddles(most: 9), "", "{", Sample.riddles(limits: #"{"person": {"day": 9, "total": 9}}"#)] {
            folder.write("yuanxiao.json", text)
            try house.rescan()
            let report = try #require(try files(house)["yuanxiao.json"])
            #expect(report.state == "rejected")
            if text.count > 9 { #expect(report.problems.contains("已公布")) }
            let rules = try house.call("campaign", #"{"campaign":"yuanxiao"}"#).result?["rules"]
            #expect(rules?["prizes"]?["chances"]?["most"]?.integer == 3)
        }
        #expect(try isTaking(house, "k1"))
        folder.write("yuanxiao.json", Sample.riddles())
        try house.rescan()
        #expect(try files(house)["yuanxiao.json"]?.state == "in-force")
    }

    @Test func `a file that vanishes leaves its campaign running, also after a restart`() throws {
        let disk = SimulatedDisk()
        let folder = Sample.folder()
        let house = try House(on: disk, folder)
        folder.remove("yuanxiao.json")
        folder.remove("rolls/sample.csv")
        try house.rescan()
        #expect(try files(house)["yuanxiao.json"]?.state == "gone")
        #expect(try isTaking(house, "k1"))
        let again = try House(on: disk.survivor(), folder, at: house.tick)
        #expect(try ids(again) == ["duanwu", "yuanxiao"])
        #expect(try isTaking(again, "k2"))
        #expect(try again.control("status").result?["campaigns"]?[1]?["entries"]?.integer == 2)
    }

    @Test func `a file that vanishes before its time is not announced`() throws {
        let folder = Sample.folder(["yuanxiao.json": Sample.riddles()])
        let house = try House(folder, at: instant(Sample.announces) - 10)
        folder.remove("yuanxiao.json")
        try house.rescan()
        house.go(to: instant(Sample.announces))
        try house.pass([])
        #expect(try ids(house) == [])
        #expect(try files(house)["yuanxiao.json"]?.state == "gone")
    }

    @Test func `of two files with one id the first stays, and the other takes over when it is gone`() throws {
        let folder = Sample.folder(["a.json": Sample.riddles(), "b.json": Sample.riddles(most: 2)])
        let house = try House(folder, at: instant(Sample.announces) - 10)
        #expect(try files(house).mapValues(\.state) == ["a.json": "waiting", "b.json": "rejected"])
        #expect(try files(house)["b.json"]?.problems.contains("a.json") == true)
        folder.remove("a.json")
        try house.rescan()
        try house.rescan()
        #expect(try files(house).mapValues(\.state) == ["a.json": "gone", "b.json": "waiting"])
        house.go(to: instant(Sample.announces))
        try house.pass([])
        let rules = try house.call("campaign", #"{"campaign":"yuanxiao"}"#).result?["rules"]
        #expect(rules?["prizes"]?["chances"]?["most"]?.integer == 2)
    }

    @Test func `a second file for a campaign in force is reported, whether or not it is the same`() throws {
        let folder = Sample.folder(["m.json": Sample.riddles()])
        let house = try House(folder)
        folder.write("a.json", Sample.riddles())
        folder.write("z.json", Sample.riddles(most: 1))
        for _ in 0..<3 { try house.rescan() }
        let reports = try files(house)
        #expect(reports.mapValues(\.state) == ["a.json": "rejected", "m.json": "in-force", "z.json": "rejected"])
        #expect(reports["a.json"]?.problems.contains("m.json") == true)
        #expect(reports["z.json"]?.problems.contains("m.json") == true)
        #expect(try house.control("status").result?["campaigns"]?[0]?["file"]?.string == "m.json")
        // Renamed, it is the same campaign.
        folder.remove("m.json")
        for _ in 0..<2 { try house.rescan() }
        #expect(try files(house)["a.json"]?.state == "in-force")
        #expect(try house.control("status").result?["campaigns"]?[0]?["file"]?.string == "a.json")
    }

    @Test func `only campaign files count`() throws {
        let folder = Sample.folder(["yuanxiao.json": Sample.riddles()])
        for name in [".hidden.json", "~tmp.json", "campaign.schema.json", "notes.txt", "yuanxiao.json~"] {
            folder.write(name, "{")
        }
        folder.write("sub/deep.json", "{")
        #expect(try files(try House(folder)).keys.sorted() == ["yuanxiao.json"])
    }

    @Test func `a campaign that is over is not announced`() throws {
        let house = try House(Sample.folder(["yuanxiao.json": Sample.riddles()]), at: instant(Sample.closes))
        #expect(try files(house)["yuanxiao.json"]?.state == "rejected")
        #expect(try ids(house) == [])
    }

    @Test func `rules seen late bind from then`() throws {
        let house = try House(Sample.folder(["yuanxiao.json": Sample.riddles()]), at: instant(Sample.opens) + 5000)
        let status = try house.control("status").result?["campaigns"]?[0]
        #expect(status?["announces_ms"]?.integer == instant(Sample.opens) + 5000)
        #expect(try isTaking(house, "k1"))
    }
}
