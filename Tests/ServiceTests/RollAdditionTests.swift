import Auditing
import Foundation
import JSON
import Platform
import Proofs
import Simulation
import Testing

@testable import Service

/// People who are added to a running campaign's roll: over the control socket, at a restart, in the bundle, and erased.
@Suite struct RollAdditionTests {
    private let place = TemporaryFolder()
    private static let named = #"{"campaign":"yuanxiao"}"#
    private static let settings = House.settings(isRehearsal: false, seed: nil)

    /// The sample's roll with other columns in another order, and two people more.
    private static let grown = roll(["m99,张三丰,h90,u4,1", "m88,李四,,u1,1"])

    private static func roll(_ more: [String], count: Int = 24) -> String {
        let rows = Sample.roll(count).split(separator: "\n").map(String.init) + more
        return rows.map { row in
            let fields = row.split(separator: ",", omittingEmptySubsequences: false)
            return [fields[4], fields[0], fields[3], fields[1], fields[2]].joined(separator: ",")
        }.joined(separator: "\r\n")
    }

    private func house(
        _ text: String = Sample.riddles(), on disk: any Disk = SimulatedDisk(), settings: Settings = settings
    ) throws -> House {
        let house = try House(on: disk, Sample.folder(["yuanxiao.json": text]), settings: settings)
        house.go(to: instant(Sample.opens))
        return house
    }

    private func add(_ house: House, _ roll: String) throws -> Reply {
        house.folder.write("rolls/sample.csv", roll)
        return try house.control("roll.add", Self.named)
    }

    private func guess(_ house: House, _ person: String, _ key: String = "a") throws -> Reply {
        try house.call("submit", Sample.guess(person, key))
    }

    private func rules(_ house: House) throws -> JSONValue {
        try #require(try house.call("campaign", Self.named).result)
    }

    private func restarted(_ house: House) throws -> House {
        let disk = try #require(house.disk as? SimulatedDisk)
        return try House(on: disk.survivorOfPowerCut(), house.folder, at: house.tick, settings: Self.settings)
    }

    private func size(_ house: House) throws -> Int64? {
        try house.control("status").result?["campaigns"]?[0]?["size"]?.integer
    }

    // MARK: Adding

    @Test func `whoever is added takes part from then on, as everybody does`() throws {
        let house = try house()
        #expect(try guess(house, "m99").reason == "person.unlisted")
        #expect(try guess(house, "m01").index == 1)
        let reply = try add(house, Self.grown)
        #expect(reply.index == 2 && reply.result?["added"]?.integer == 2, "\(reply)")
        let roll = try rules(house)["roll"]
        #expect(roll?["count"]?.integer == 26 && roll?["root"]?.string == reply.result?["root"]?.string)
        let amendment = try rules(house)["amendments"]?[0]
        #expect(amendment?["class"]?.string == "roll" && amendment?["public"]?["count"]?.integer == 26)
        #expect(try guess(house, "m99").index == 3)
        #expect(try guess(house, "m99").isReplay)
        #expect(try guess(house, "m88").index == 4)
        let limited = try ["b", "c", "d", "e"].map { key in
            try house.call("submit", Sample.guess("m99", key, #"{"r3":"月"}"#)).outcome
        }
        #expect(limited == ["ok", "ok", "ok", "limit.day"])
        #expect(try guess(house, "m02").result != nil)
        let tally = try house.call("tally", Self.named).result
        #expect(tally?["roll"]?.integer == 26 && tally?["people"]?.integer == 4)
        #expect(try house.provenReceipt("yuanxiao", "m88", 4).extra?.salts != nil)
        #expect(try house.control("status").result?["files"]?[0]?["state"]?.string == "in-force")
        #expect(house.said.contains("roll.add: 2 added to the roll of yuanxiao, 26 in all"))
    }

    @Test func `one pass may bring the addition and the entries that it allows`() throws {
        let house = try house()
        house.folder.write("rolls/sample.csv", Self.grown)
        let replies = try house.pass([
            .intake(line("submit", Sample.guess("m99", "a"), id: "1")),
            .control(line("roll.add", Self.named, id: "2")),
            .intake(line("submit", Sample.guess("m99", "a"), id: "3")),
        ])
        let outcomes = replies.sorted { $0.id ?? "" < $1.id ?? "" }.map(\.outcome)
        #expect(outcomes == ["person.unlisted", "ok", "ok"])
    }

    @Test func `a roll grows more than once, before the opening and while intake rests`() throws {
        let house = try House(Sample.folder(["yuanxiao.json": Sample.riddles()]))
        #expect(try add(house, Self.roll(["m99,张三丰,h90,u4,1"])).index == 1)
        house.go(to: instant(Sample.opens))
        _ = try house.control("pause", #"{"campaign":"yuanxiao","reason":"x"}"#)
        #expect(try add(house, Self.grown).index == 3)
        #expect(try add(house, Self.grown).reason == "roll.unchanged")
        _ = try house.control("resume", #"{"campaign":"yuanxiao","reason":"x"}"#)
        #expect(try guess(house, "m88").index == 5)
    }

    // MARK: Refused

    @Test(arguments: [
        ("roll.unchanged", Sample.roll()), ("roll.unchanged", Self.roll([])),
        // Another name under the same mask is the same line.
        ("roll.unchanged", Sample.roll().replacing("m03,王03伟", with: "m03,王33伟")),
        ("roll.adverse", Sample.roll(23) + "m99,张三丰,h90,u4,1\n"),
        ("roll.adverse", Self.grown.replacing("王03伟", with: "王三")),
        ("roll.adverse", Self.grown.replacing("0,m09,", with: "1,m09,")),
        ("roll.adverse", Self.grown.replacing(",u1,王07伟", with: ",u9,王07伟")),
        ("roll.invalid", Self.grown + "\r\n1,m01,u1,王五,h1"), ("roll.invalid", "id,name\n"), ("roll.invalid", ""),
    ]) func `is refused, and changes nothing`(reason: String, roll: String) throws {
        let house = try house()
        _ = try guess(house, "m01")
        let before = (try rules(house).source, try size(house))
        #expect(try add(house, roll).reason == reason)
        let after = (try rules(house).source, try size(house))
        #expect(before == after)
        #expect(try guess(house, "m99").reason == "person.unlisted")
        #expect(try rules(restarted(house)).source == before.0)
    }

    @Test func `what may not be is named by row, and how many there are`() throws {
        let house = try house()
        let many = Self.grown.replacing("王", with: "赵").replacing("1,m24,u4,赵24伟,h8\r\n", with: "")
        let message = try #require(
            try house.control("status").result != nil ? add(house, many).error?["message"]?.string : nil)
        let changed = "改动了 23 人：第 2 行（m01）、第 3 行（m02）、第 4 行（m03）、第 5 行（m04）、第 6 行（m05） 等"
        #expect(message == "rolls/sample.csv：公布之后名册只能增加人；\(changed)；少了 1 人：m24")
        #expect(!house.said.contains { $0.contains("m01") || $0.contains("m24") })
    }

    @Test func `is refused without a file, after intake, and where something is won at once`() throws {
        let house = try house(Sample.riddles(review: "10m"))
        house.folder.remove("rolls/sample.csv")
        #expect(try house.control("roll.add", Self.named).reason == "roll.missing")
        house.go(to: instant(Sample.closes))
        #expect(try add(house, Self.grown).reason == "phase.closed")
        house.go(to: instant(Sample.closes) + 600_000)
        #expect(try add(house, Self.grown).reason == "phase.closed")
        #expect(try house.control("roll.add", #"{"campaign":"none"}"#).reason == "campaign.unknown")
        #expect(try house.call("roll.add", Self.named).reason == "method.socket")
        let tickets = try self.house(Sample.tickets().replacing("dianying", with: "yuanxiao"))
        #expect(try add(tickets, Self.grown).reason == "instant.wins")
    }

    @Test func `too many new rows at once are refused`() throws {
        let house = try house()
        let many = (1...30_000).map { "n\($0),王小明,household-\($0),unit-\($0 % 100),1" }
        #expect(try add(house, Self.roll(many)).reason == "roll.size")
        #expect(try add(house, Self.roll(Array(many.prefix(1000)))).result?["added"]?.integer == 1000)
    }

    @Test func `of two calls that read one file the second finds nothing new, and the end of intake is asked again`()
        throws
    {
        let house = try house()
        house.folder.write("rolls/sample.csv", Self.grown)
        var waiting: [@Sendable (Daemon) -> Void] = []
        house.daemon.background = { waiting.append($0()) }
        let replies = try house.pass([
            .control(line("roll.add", Self.named, id: "1")), .control(line("roll.add", Self.named, id: "2")),
        ])
        #expect(replies.isEmpty)
        house.daemon.beginPass(tick: house.tick)
        for letter in waiting { letter(house.daemon) }
        house.daemon.endPass()
        let answers = try house.settle()
        #expect(answers.map(\.outcome) == ["ok", "roll.unchanged"])

        waiting = []
        house.folder.write("rolls/sample.csv", Self.grown + "\r\n1,m77,u1,王五,h1")
        #expect(try house.send(line("roll.add", Self.named), to: .control).isEmpty)
        house.go(to: instant(Sample.closes))
        house.daemon.beginPass(tick: house.tick)
        for letter in waiting { letter(house.daemon) }
        house.daemon.endPass()
        #expect(try house.settle().map(\.outcome) == ["phase.closed"])
    }

    // MARK: Afterwards

    /// The riddles up to their draw, with two additions and entries in between.
    private func drawn(on disk: any Disk = SimulatedDisk()) throws -> House {
        let house = try house(
            Sample.riddles(more: #", "disputes": "1h""#)
                .replacing(#""alternates": 3"#, with: #""alternates": 0, "caps": {"household": 1}"#), on: disk)
        for person in 1...9 { _ = try guess(house, "m0\(person)") }
        #expect(try add(house, Self.roll(["m99,张三丰,h90,u4,1"])).result != nil)
        _ = try guess(house, "m99")
        let crowd = (30...60).map { "m\($0),赵\($0)钱,h\($0 / 2),u9,\($0 % 7 == 0 ? 0 : 1)" }
        #expect(try add(house, Self.roll(["m99,张三丰,h90,u4,1"] + crowd)).result?["added"]?.integer == 31)
        for person in 30...60 { _ = try guess(house, "m\(person)") }
        house.go(to: instant(Sample.closes))
        try house.pass([])
        #expect(try house.control("draw", Self.named).result?["winners"]?.elements.count == 6)
        house.go(to: house.tick + 2000)
        try house.pass([])
        return house
    }

    private func verify(_ house: House, _ path: String, earlier: String? = nil) throws -> VerificationReport {
        let vkey = try rules(house)["vkey"]?.string
        let auditor = try house.control("auditor.file", #"{"campaign":"yuanxiao","sample":50}"#).result?["file"]?.string
        return Verifier(
            bundle: path, vkey: vkey, auditorFile: Array(try #require(auditor).utf8), earlier: earlier
        ).run()
    }

    private func export(_ house: House, _ name: String) throws -> String {
        let path = "\(place.path)/\(name)"
        let reply = try house.control("export", #"{"campaign":"yuanxiao","into":"\#(path)"}"#)
        guard reply.result?["path"] != nil else { throw Unexpected("not exported: \(reply)") }
        return path
    }

    @Test func `a grown campaign comes back the same, and its bundle verifies, ids and all`() throws {
        let house = try drawn()
        let again = try restarted(house)
        #expect(try rules(again).source == rules(house).source)
        let (first, second) = (try export(house, "first"), try export(again, "second"))
        let report = try verify(house, first)
        #expect(report.exitCode == 0, "\(report.text(.en))")
        for name in ["roll/roll.txt", "roll/added-10.txt", "roll/added-12.txt", "report.html", "SHA256SUMS"] {
            let bytes = FileManager.default.contents(atPath: "\(first)/\(name)")
            #expect(bytes != nil && bytes == FileManager.default.contents(atPath: "\(second)/\(name)"), "\(name)")
        }
        let added = FileManager.default.contents(atPath: "\(first)/roll/added-12.txt") ?? Data()
        #expect(added.count == 31 * 65)
        // Somebody who was added has a ticket, and is told so.
        let outcomes = try (30...60).map { number in
            try again.call("result", #"{"campaign":"yuanxiao","participant":"m\#(number)"}"#).result?["outcome"]?
                .source
        }
        #expect(outcomes.contains { $0?.contains("\"kind\":\"win\"") == true })
    }

    @Test func `who was added can be erased, and nothing of them stays`() throws {
        let disk = SimulatedDisk()
        let house = try drawn(on: disk)
        let whole = try export(house, "whole")
        house.go(to: house.tick + 3_600_000)
        let gone = try (30...60).filter { number in
            let reply = try house.call("result", #"{"campaign":"yuanxiao","participant":"m\#(number)"}"#)
            let kind = reply.result?["outcome"]?["kind"]?.string
            return kind == "none" || kind == "skip"
        }.prefix(3)
        #expect(gone.count == 3)
        let needles = gone.map { Data("m\($0),".utf8) } + gone.map { Data("赵\($0)钱".utf8) }
        func found(_ disk: SimulatedDisk) -> Int {
            disk.image.values.reduce(0) { sum, bytes in sum + needles.count { Data(bytes).range(of: $0) != nil } }
        }
        #expect(found(disk) == 6)
        var latest = house
        for number in gone {
            let erase = #"{"campaign":"yuanxiao","participant":"m\#(number)","reason":"own-request"}"#
            #expect(try latest.control("erase", erase).result != nil)
            latest = try restarted(latest)
        }
        let survivor = try #require(latest.disk as? SimulatedDisk)
        #expect(found(survivor) == 0)
        let path = try export(latest, "erased")
        let report = try verify(latest, path)
        #expect(report.checks.filter { $0.status == .fail }.isEmpty, "\(report.text(.en))")
        let closed = try verify(latest, path, earlier: whole)
        #expect(closed.exitCode == 0, "\(closed.text(.en))")
        // And a campaign that grew is retired like any other.
        let line = line("retire", #"{"campaign":"yuanxiao","bundle":"\#(path)"}"#)
        var replies = try latest.send(line, to: .control)
        for _ in 0..<20 where replies.isEmpty { replies += try latest.pass([]) }
        #expect(replies.first?.result?["retired"]?.string == "yuanxiao", "\(replies)")
        #expect(!survivor.image.values.contains { Data($0).range(of: Data("张三丰".utf8)) != nil })
        #expect(try restarted(latest).call("campaign", Self.named).reason == "retired")
    }

    @Test func `whatever happens meanwhile, everybody was added or nobody`() throws {
        let start = SimulatedDisk()
        let begun = try house(on: start)
        _ = try guess(begun, "m01")
        begun.folder.write("rolls/sample.csv", Self.grown)
        let run = { (disk: SimulatedDisk) throws -> Reply in
            let house = try House(on: disk, begun.folder, at: begun.tick, settings: Self.settings)
            return try house.control("roll.add", Self.named)
        }
        let dry = start.survivor()
        #expect(try run(dry).result != nil)
        var ends: Set<Bool> = []
        for step in start.survivor().operations.count..<dry.operations.count {
            for fault in [
                SimulatedDisk.Fault.dies, .failsButPersists, .powerCut(.none), .powerCut(.seeded(UInt64(step))),
            ] {
                let disk = start.survivor(faults: [step: fault])
                var isAcknowledged = false
                do { isAcknowledged = try run(disk).result != nil } catch {}
                let house = try House(on: disk.survivor(), begun.folder, at: begun.tick, settings: Self.settings)
                let count = try rules(house)["roll"]?["count"]?.integer
                let outcomes = [try guess(house, "m99").outcome, try guess(house, "m88").outcome]
                let isThere = count == 26
                #expect(outcomes == Array(repeating: isThere ? "ok" : "person.unlisted", count: 2), "step \(step)")
                #expect(isThere || !isAcknowledged && count == 24, "step \(step), \(fault)")
                ends.insert(isThere)
            }
        }
        #expect(ends == [true, false])
    }
}
