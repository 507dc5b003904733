import Auditing
import Campaigns
import Foundation
import Platform
import Simulation
import Testing

@testable import Service

/// Who of a roll takes part and can win: units, groups, exclusions and the winners of earlier campaigns.
@Suite struct AudienceTests {
    private let place = TemporaryFolder()
    private static let settings = House.settings(isRehearsal: false, seed: nil)

    /// `m01`–`m03` of `u1`, `m04`–`m06` of `u2`, the others of none; `north` are the even ones, `staff` is `m05`.
    private static func roll(_ count: Int = 9) -> String {
        let people = (1...count).map { number in
            let groups = (number % 2 == 0 ? ["north"] : []) + (number == 5 ? ["staff"] : [])
            let unit = number <= 3 ? "u1" : number <= 6 ? "u2" : ""
            return "王\(number)伟,m0\(number),\(groups.joined(separator: ";")),\(unit)"
        }
        return (["name,id,groups,unit"] + people).joined(separator: "\n") + "\n"
    }

    private static func riddles(_ audience: String, id: String = "yuanxiao") -> String {
        let roll = #"{"roll": "rolls/sample.csv"}"#
        return Sample.riddles(id: id).replacing(roll, with: roll.dropLast() + ", \(audience)}")
    }

    private func house(
        _ files: [String: String], list: String? = nil, on disk: any Disk = SimulatedDisk()
    ) throws -> House {
        let folder = Sample.folder(files, roll: Self.roll())
        if let list { folder.write("rolls/list.txt", list) }
        let house = try House(on: disk, folder, settings: Self.settings)
        house.go(to: instant(Sample.opens))
        try house.pass([])
        return house
    }

    private func restarted(_ house: House) throws -> House {
        let disk = try #require(house.disk as? SimulatedDisk)
        return try House(on: disk.survivorOfPowerCut(), CampaignsFolder(), at: house.tick, settings: Self.settings)
    }

    /// Who may take part, by the last digit of the id; `-` after whoever is never drawn.
    private func people(_ house: House, _ id: String = "yuanxiao") throws -> String {
        let campaign = try #require(house.daemon.campaigns.first { $0.id == id })
        return (0..<campaign.roll.count).map { place in
            String(campaign.roll.id(place).suffix(1)) + (campaign.roll.cast.mayWin[place] ? "" : "-")
        }.joined()
    }

    private func problem(_ house: House, _ file: String = "yuanxiao.json") -> String {
        let files = try? house.control("status", #"{"lang":"en"}"#).result?["files"]
        return files?.elements.first { $0["file"]?.string == file }.map(\.source) ?? ""
    }

    @Test(arguments: [
        (#""units": ["u1"]"#, "123"), (#""groups": ["north"]"#, "2468"),
        (#""units": ["u1", "u2"], "groups": ["north"]"#, "246"),
        (#""exclude": {"from": "everything", "units": ["u1"], "groups": ["staff"]}"#, "46789"),
        (#""exclude": {"from": "prizes", "groups": ["north", "staff"]}"#, "12-34-5-6-78-9"),
        (#""exclude": {"from": "everything", "list": "rolls/list.txt"}"#, "12456789"),
        (#""units": ["u1"], "exclude": {"from": "prizes", "list": "rolls/list.txt"}"#, "123-"),
    ]) func `the audience makes the roll, and a restart has the same without the folder`(
        audience: String, expected: String
    ) throws {
        let house = try house(["yuanxiao.json": Self.riddles(audience)], list: "\u{FEFF}m03\r\n\r\nm99\r\n")
        #expect(try people(house) == expected, "\(problem(house))")
        let outside = (1...9).first { !expected.contains(String($0)) }
        if let outside {
            #expect(try house.call("submit", Sample.guess("m0\(outside)", "a")).reason == "person.unlisted")
        }
        #expect(try house.call("submit", Sample.guess("m0\(expected.prefix(1))", "a")).outcome == "ok")
        let again = try restarted(house)
        #expect(try people(again) == expected)
        #expect(try again.call("submit", Sample.guess("m0\(expected.prefix(1))", "a")).isReplay)
    }

    @Test func `whoever is added goes through the same audience`() throws {
        let audience = #""groups": ["north"], "exclude": {"from": "everything", "list": "rolls/list.txt"}"#
        let house = try house(["yuanxiao.json": Self.riddles(audience)], list: "m02\nm11\nm12\n")
        #expect(try people(house) == "468")
        // The list that counts is the one of the announcement.
        house.folder.write("rolls/list.txt", "m14\n")
        let more = ["李十,m10,north,", "李十一,m11,north,", "李十三,m13,,u1", "李十四,m14,north,"]
        house.folder.write("rolls/sample.csv", Self.roll() + more.joined(separator: "\n") + "\n")
        let reply = try house.control("roll.add", #"{"campaign":"yuanxiao"}"#)
        #expect(reply.result?["added"]?.integer == 2 && reply.result?["count"]?.integer == 5, "\(reply)")
        #expect(try people(house) == "46804")
        try house.rescan()
        #expect(problem(house).contains(#""problems":[]"#), "\(problem(house))")
        #expect(try people(try restarted(house)) == "46804")
    }

    @Test func `the roll of the folder is told apart from the one in force only by who takes part`() throws {
        let house = try house(["yuanxiao.json": Self.riddles(#""units": ["u1"]"#)])
        house.folder.write("rolls/sample.csv", Self.roll() + "李十,m10,,u2\n")
        try house.rescan()
        #expect(problem(house).contains(#""problems":[]"#), "\(problem(house))")
        house.folder.write("rolls/sample.csv", Self.roll() + "李十,m10,,u1\n")
        try house.rescan()
        #expect(!problem(house).contains(#""problems":[]"#))
    }

    @Test(arguments: [
        (#""exclude": {"from": "everything", "list": "rolls/none.txt"}"#, "rolls/none.txt"),
        (#""exclude": {"from": "everything", "list": "rolls/list.txt"}"#, "rolls/list.txt: line 2 is no id"),
        (#""units": ["u1"], "exclude": {"from": "everything", "units": ["u1"]}"#, "nobody on the roll takes part"),
        (#""winners": [{"campaign": "chunjie"}]"#, "chunjie is not drawn yet, or not known here"),
    ]) func `what the audience rests on and is not there keeps the campaign from being announced`(
        audience: String, words: String
    ) throws {
        let house = try house(["yuanxiao.json": Self.riddles(audience)], list: "m01\nm 02\n")
        #expect(house.daemon.campaigns.isEmpty)
        #expect(problem(house).contains(words), "\(problem(house))")
        // What is mended is announced.
        house.folder.write("rolls/list.txt", "m01\n")
        house.folder.write("rolls/none.txt", "m01\n")
        try house.rescan()
        try house.pass([])
        #expect(house.daemon.campaigns.isEmpty == !audience.contains("list"), "\(problem(house))")
    }

    @Test func `winners of an earlier campaign win nothing, once it is drawn`() throws {
        let later = Self.riddles(#""winners": [{"campaign": "chunjie", "tiers": ["first"]}]"#)
            .replacing("2027-02-20T0", with: "2027-03-20T0").replacing("2027-02-22T", with: "2027-03-22T")
        let house = try house([
            "chunjie.json": Sample.riddles(id: "chunjie"), "yuanxiao.json": later,
        ])
        for number in 1...9 { _ = try house.call("submit", Sample.guess("m0\(number)", "a", campaign: "chunjie")) }
        try house.rescan()
        #expect(house.daemon.campaigns.map(\.id) == ["chunjie"])
        house.go(to: instant(Sample.closes))
        try house.pass([])
        #expect(try house.control("draw", #"{"campaign":"chunjie"}"#).result != nil)
        try house.rescan()
        house.go(to: instant("2027-03-20T09:00:00+08:00"))
        try house.pass([])
        let winners = try (1...9).filter { number in
            let params = #"{"campaign":"chunjie","participant":"m0\#(number)"}"#
            return try house.call("result", params).result?["outcome"]?["tier"]?.string == "first"
        }
        #expect(winners.count == 2)
        let expected = (1...9).map { "\($0)" + (winners.contains($0) ? "-" : "") }.joined()
        #expect(try people(house) == expected, "\(problem(house))")
        #expect(try people(try restarted(house)) == expected)
    }

    @Test func `no id of a list or a winner stays in the journal, and a bundle of such a roll verifies`() throws {
        let audience = #""exclude": {"from": "everything", "list": "rolls/list.txt"}, "groups": ["north"]"#
        let house = try house(["yuanxiao.json": Self.riddles(audience)], list: "zhigong.4711\nm02\n")
        for person in ["m04", "m06"] { #expect(try house.call("submit", Sample.guess(person, "a")).outcome == "ok") }
        let image = try #require(house.disk as? SimulatedDisk).image
        let found = ["zhigong.4711", "王1伟", "王2伟", "王4伟"].filter { text in
            image.values.contains { Data($0).range(of: Data(text.utf8)) != nil }
        }
        #expect(found == ["王4伟"])
        house.go(to: instant(Sample.closes))
        try house.pass([])
        #expect(try house.control("draw", #"{"campaign":"yuanxiao"}"#).result != nil)
        house.go(to: house.tick + 2000)
        try house.pass([])
        let bundle = "\(place.path)/bundle"
        #expect(try house.control("export", #"{"campaign":"yuanxiao","into":"\#(bundle)"}"#).result != nil)
        let vkey = try house.call("campaign", #"{"campaign":"yuanxiao"}"#).result?["vkey"]?.string
        let report = Verifier(bundle: bundle, vkey: vkey).run()
        #expect(report.checks.allSatisfy { $0.status != .fail }, "\(report.text(.en))")
        let lines = try String(contentsOfFile: "\(bundle)/roll/roll.txt", encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 3)
    }
}
