import Auditing
import Campaigns
import Foundation
import JSON
import Platform
import Proofs
import Simulation
import Testing

@testable import Service

/// A campaign whose randomness never came: its bundle goes out, and afterwards its data may go as after a draw.
@Suite struct VoidTests {
    private let place = TemporaryFolder()
    private static let round = Quicknet.firstRound(at: instant(Sample.drawnInPublic))
    private static let due = Quicknet.time(of: round) + 86_400_000
    private static let named = #"{"campaign":"yuanxiao"}"#
    private static let window: Int64 = 168 * 3_600_000

    private static var settings: Settings {
        var settings = House.settings(isRehearsal: false, seed: nil)
        settings.mostFramesOverwritten = 3
        return settings
    }

    private func folder() -> CampaignsFolder {
        let beacon = #","randomness":[{"source":"drand","round":\#(Self.round),"wait":1}]"#
        return Sample.folder(["yuanxiao.json": Sample.riddles(more: beacon)])
    }

    /// A campaign with entries that was voided when the beacon's day was over.
    private func voided(on disk: any Disk, _ folder: CampaignsFolder) throws -> House {
        let house = try House(on: disk, folder, settings: Self.settings)
        house.go(to: instant(Sample.opens))
        for number in 1...9 {
            house.go(to: house.tick + 500)
            let answers = number == 7 ? #"{"r1":"灯笼","r3":"一个少见的猜法"}"# : #"{"r1":"灯笼"}"#
            _ = try house.call("submit", Sample.guess("m0\(number)", "key-of-m0\(number)", answers))
        }
        house.go(to: instant(Sample.closes))
        try house.pass([])
        #expect(try house.control("export", Self.named).outcome == "draw.missing")
        house.go(to: Self.due)
        #expect(try house.control("void", Self.named).outcome == "ok")
        return house
    }

    private func restarted(_ house: House) throws -> House {
        let disk = try #require(house.disk as? SimulatedDisk)
        return try House(on: disk.survivorOfPowerCut(), house.folder, at: house.tick, settings: Self.settings)
    }

    /// Exports a bundle and gives what the verifier says of it.
    @discardableResult
    private func export(_ house: House, _ name: String, earlier: String? = nil) throws -> VerificationReport {
        let reply = try house.control("export", #"{"campaign":"yuanxiao","into":"\#(place.path)/\#(name)"}"#)
        guard reply.result != nil else { throw Unexpected("\(reply)") }
        let vkey = try house.call("campaign", Self.named).result?["vkey"]?.string
        return Verifier(
            bundle: "\(place.path)/\(name)", vkey: vkey, earlier: earlier.map { "\(place.path)/\($0)" },
            beaconKey: House.network.key
        ).run()
    }

    private func retire(_ house: House, _ bundle: String) throws -> Reply {
        let params = #"{"campaign":"yuanxiao","bundle":"\#(place.path)/\#(bundle)"}"#
        var replies = try house.send(line("retire", params), to: .control)
        for _ in 0..<20 where replies.isEmpty { replies += try house.pass([]) }
        return try #require(replies.first { $0.id == "1" })
    }

    private func phase(_ house: House) throws -> String? {
        try house.call("campaigns").result?["campaigns"]?.elements.first?["phase"]?.string
    }

    @Test func `its bundle says why there is no draw, the same after a restart`() throws {
        let house = try voided(on: SimulatedDisk(), folder())
        let report = try export(house, "first")
        #expect(report.exitCode == 0 && report.grade == nil, "\(report.text(.en))")
        #expect(
            report.noDraw?.text(.en).hasPrefix(
                "No draw: round \(Self.round) of the public beacon drand never came, "
                    + "or the organiser did not log it (source 1). ") == true)
        #expect(try export(try restarted(house), "second").exitCode == 0)
        for file in ["report.json", "report.html", "draw/eligible.csv", "registry/checkpoint"] {
            let copies = ["first", "second"].map { FileManager.default.contents(atPath: "\(place.path)/\($0)/\(file)") }
            #expect(copies[0] != nil && copies[0] == copies[1], "\(file)")
        }
    }

    @Test func `everybody is told that the draw is void`() throws {
        let house = try voided(on: SimulatedDisk(), folder())
        #expect(try phase(house) == "void")
        let result = try house.call("result", #"{"campaign":"yuanxiao","participant":"m01"}"#).result
        #expect(result?["outcome"]?["kind"]?.string == "void")
        #expect(try house.control("auditor.file", Self.named).outcome == "void")
        #expect(try house.control("draw", Self.named).outcome == "void")
    }

    @Test func `nobody holds a prize, so after the window anybody may be erased`() throws {
        let house = try voided(on: SimulatedDisk(), folder())
        try export(house, "first")
        let erase = #"{"campaign":"yuanxiao","participant":"m07","reason":"r"}"#
        house.go(to: Self.due + Self.window - 5)
        let early = try house.control("erase", erase)
        #expect(early.outcome == "erase.early" && early.error?["data"]?["retry_after_ms"]?.integer == 5)
        house.go(to: Self.due + Self.window)
        #expect(try house.control("erase", erase).result?["withheld"]?.elements.compactMap(\.integer) == [7])
        let again = try restarted(house)
        _ = try again.waitForHeads()
        let report = try export(again, "second")
        #expect(report.exitCode == 3 && report.noDraw != nil, "\(report.text(.en))")
        #expect(report[.openings]?.sentence.en == "8 openings as committed to; 1 withheld, each on record")
        #expect(try export(again, "third", earlier: "first").exitCode == 0)
    }

    @Test func `it is retired like one that was drawn, the window counted from the void`() throws {
        let house = try voided(on: SimulatedDisk(), folder())
        try export(house, "bundle")
        house.go(to: Self.due + Self.window - 5)
        let early = try retire(house, "bundle")
        #expect(early.reason == "erase.early" && early.error?["data"]?["retry_after_ms"]?.integer == 5)
        house.go(to: Self.due + Self.window)
        #expect(try retire(house, "bundle").result?["retired"]?.string == "yuanxiao")
        #expect(try phase(house) == "retired")
        #expect(try phase(try restarted(house)) == "retired")
        #expect(Verifier(bundle: "\(place.path)/bundle", beaconKey: House.network.key).run().exitCode == 3)
    }

    @Test func `wherever its retirement is cut off, a restart goes on with it`() throws {
        let folder = folder()
        let start = SimulatedDisk()
        let begun = try voided(on: start, folder)
        try export(begun, "bundle")
        let tick = Self.due + Self.window
        let run = { (disk: SimulatedDisk) throws -> Reply in
            try self.retire(try House(on: disk, folder, at: tick, settings: Self.settings), "bundle")
        }
        let dry = start.survivor()
        #expect(try run(dry).result != nil)
        var ends: Set<String> = []
        for step in start.survivor().operations.count..<dry.operations.count {
            let disk = start.survivor(faults: [step: .powerCut(.seeded(UInt64(step)))])
            _ = try? run(disk)
            let after = disk.survivor()
            let house = try House(on: after, folder, at: tick, settings: Self.settings)
            let phase = try #require(try self.phase(house))
            let guess = Data("一个少见的猜法".utf8)
            let isThere = after.image.contains { Data($0.value).range(of: guess) != nil }
            #expect(isThere == (phase == "void"), "step \(step): \(phase)")
            ends.insert(phase)
        }
        #expect(ends == ["void", "retired"])
    }
}
