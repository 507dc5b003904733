import Auditing
import Foundation
import JSON
import Platform
import Proofs
import Simulation
import Testing

@testable import Service

/// Once its bundle is out a campaign can be retired: its data go, and what everybody knows of it stays.
@Suite struct RetirementTests {
    private let place = TemporaryFolder()

    private static var settings: Settings {
        var settings = House.settings(isRehearsal: false, seed: nil)
        settings.mostFramesOverwritten = 3
        return settings
    }

    /// Words that stand in the data directory while the campaign runs: rules, roll, answers, keys.
    private static let needles = ["灯笼", "花灯", "有眼无珠", "王07伟", "一个少见的猜法", "key-of-m07", "\"answers\""]

    private static func found(_ needles: [[UInt8]], in files: [String: [UInt8]]) -> [String] {
        files.flatMap { path, bytes in
            needles.filter { Data(bytes).range(of: Data($0)) != nil }
                .map { "\(String(decoding: $0, as: UTF8.self)) in \(path)" }
        }
    }

    private static func files(below root: String) -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for path in FileManager.default.subpaths(atPath: root) ?? [] {
            files[path] = FileManager.default.contents(atPath: "\(root)/\(path)").map { [UInt8]($0) }
        }
        return files
    }

    private func folder() -> CampaignsFolder {
        Sample.folder(["yuanxiao.json": Sample.riddles(review: "10m"), "duanwu.json": Sample.quiz()])
    }

    /// Both campaigns with entries, an answer added in secret, and the riddles drawn.
    private func drawn(on disk: any Disk, _ folder: CampaignsFolder) throws -> House {
        let house = try House(on: disk, folder, settings: Self.settings)
        house.go(to: instant(Sample.opens))
        for number in 1...12 {
            house.go(to: house.tick + 500)
            let id = number < 10 ? "m0\(number)" : "m\(number)"
            let guess = number == 7 ? "一个少见的猜法" : "重"
            _ = try house.call("submit", Sample.guess(id, "key-of-\(id)", #"{"r1":"灯笼","r3":"\#(guess)"}"#))
        }
        house.go(to: instant(Sample.closes))
        let regrade =
            #"{"campaign":"yuanxiao","reason":"r","secret":true,"changes":[{"pointer":"/paper/questions/0/also","value":["花灯","走马灯"]}]}"#
        #expect(try house.control("regrade", regrade).result != nil)
        house.go(to: house.tick + 600_000)
        try house.pass([])
        #expect(try house.control("draw", #"{"campaign":"yuanxiao"}"#).result != nil)
        house.go(to: house.tick + 168 * 3_600_000)
        try house.pass([])
        return house
    }

    private func export(_ house: House, to path: String) throws {
        let reply = try house.control("export", #"{"campaign":"yuanxiao","into":"\#(path)"}"#)
        guard reply.result != nil else { throw Unexpected("\(reply)") }
    }

    private func retire(_ house: House, _ bundle: String, earlier: String? = nil) throws -> Reply {
        let more = earlier.map { #","earlier":"\#($0)""# } ?? ""
        let line = line("retire", #"{"campaign":"yuanxiao","bundle":"\#(bundle)"\#(more)}"#)
        var replies = try house.send(line, to: .control)
        for _ in 0..<20 where replies.isEmpty { replies += try house.pass([]) }
        return try #require(replies.first { $0.id == "1" })
    }

    /// What anybody sees of the campaigns.
    private func phases(_ house: House) throws -> [String] {
        let list = try house.call("campaigns").result?["campaigns"]?.elements ?? []
        return list.map { "\($0["id"]?.string ?? "") \($0["phase"]?.string ?? "")" }.sorted()
    }

    @Test func `the data of a retired campaign are gone, and its id, its head and the registry stay`() throws {
        let root = "\(place.path)/data"
        let bundle = "\(place.path)/bundle"
        let folder = folder()
        var registry: String?
        var checkpoint: String?
        var secret: [UInt8] = []
        do {
            let house = try drawn(on: try FileDisk(root: root), folder)
            try export(house, to: "\(root)/bundles/yuanxiao")
            try export(house, to: bundle)
            secret = [UInt8](FileManager.default.contents(atPath: "\(root)/secrets/yuanxiao") ?? Data())
            #expect(secret.count == 32)
            let all = Self.needles.map { Array($0.utf8) }
            #expect(Set(Self.found(all, in: Self.files(below: root)).map { $0.split(separator: " in ")[0] }).count == 7)
            let reply = try retire(house, bundle)
            #expect(reply.result?["retired"]?.string == "yuanxiao", "\(reply)")
            #expect(reply.result?["bundles_removed"]?.integer == 1)
            registry = try house.call("registry").result?["checkpoint"]?.string
            #expect(try phases(house) == ["duanwu closed", "yuanxiao retired"])
            #expect(try house.call("campaign", #"{"campaign":"yuanxiao"}"#).reason == "retired")
            #expect(try house.control("export", #"{"campaign":"yuanxiao"}"#).reason == "retired")
        }
        let house = try House(on: try FileDisk(root: root), folder, settings: Self.settings)
        // The quiz shares the roll, so its people are still there; the riddles' words are not.
        let gone = ["灯笼", "有眼无珠", "一个少见的猜法", "key-of-m07", "走马灯"].map { Array($0.utf8) } + [secret]
        #expect(Self.found(gone, in: Self.files(below: root)) == [])
        #expect(!FileManager.default.fileExists(atPath: "\(root)/secrets/yuanxiao"))
        #expect(try phases(house) == ["duanwu closed", "yuanxiao retired"])
        #expect(try house.call("registry").result?["checkpoint"]?.string == registry)
        let line = try house.control("status").result?["campaigns"]?.elements.first { $0["id"]?.string == "yuanxiao" }
        checkpoint = line?["checkpoint"]?.string
        let published = FileManager.default.contents(atPath: "\(bundle)/log/checkpoint") ?? Data()
        #expect(checkpoint == String(decoding: published, as: UTF8.self))
        // The file is still in the folder: the id is never used again, and no new secret is made for it.
        let files = try house.control("status").result?["files"]?.elements ?? []
        let file = files.first { $0["file"]?.string == "yuanxiao.json" }
        #expect(file?["state"]?.string == "rejected")
        #expect(!FileManager.default.fileExists(atPath: "\(root)/secrets/yuanxiao"))
        // Everything else goes on.
        house.go(to: house.tick + 1000)
        #expect(try house.call("tally", #"{"campaign":"duanwu"}"#).result != nil)
        #expect(Verifier(bundle: bundle).run().exitCode != 1)
    }

    @Test func `what is not out is not retired`() throws {
        let root = "\(place.path)/data"
        let house = try drawn(on: try FileDisk(root: root), folder())
        let (bundle, inside) = ("\(place.path)/bundle", "\(root)/bundles/yuanxiao")
        try export(house, to: bundle)
        try export(house, to: inside)
        #expect(try retire(house, "\(place.path)/nowhere").reason == "retire.bundle")
        #expect(try retire(house, inside).reason == "params")
        let other = #"{"campaign":"duanwu","bundle":"\#(bundle)"}"#
        #expect(try house.control("retire", other).reason == "draw.missing")
        // Somebody is erased, so the bundle has not the whole log any more.
        // Whoever it is has two chances: the seventh guessed wrongly, and the ninth is never drawn.
        let nobody = try #require(
            (1...12).filter { $0 != 7 && $0 != 9 }.map { $0 < 10 ? "m0\($0)" : "m\($0)" }.first { id in
                let params = #"{"campaign":"yuanxiao","participant":"\#(id)"}"#
                return try house.call("result", params).result?["outcome"]?["kind"]?.string == "none"
            })
        let erase = #"{"campaign":"yuanxiao","participant":"\#(nobody)","reason":"r"}"#
        #expect(try house.control("erase", erase).result != nil)
        house.go(to: house.tick + 2000)
        try house.pass([])
        #expect(try retire(house, bundle).reason == "retire.bundle")
        let second = "\(place.path)/second"
        try export(house, to: second)
        // Two chances of an entry that nobody can read take the bundle that shows them.
        #expect(try retire(house, second).reason == "retire.bundle")
        #expect(try retire(house, second, earlier: bundle).result != nil)
    }

    @Test func `wherever it is cut off, a restart goes on with it`() throws {
        let folder = folder()
        let start = SimulatedDisk()
        let begun = try drawn(on: start, folder)
        let bundle = "\(place.path)/bundle"
        try export(begun, to: bundle)
        let tick = begun.tick
        let gone = ["有眼无珠", "一个少见的猜法", "key-of-m07", "走马灯"].map { Array($0.utf8) }
        let run = { (disk: SimulatedDisk) throws -> Reply in
            try self.retire(try House(on: disk, folder, at: tick, settings: Self.settings), bundle)
        }
        let dry = start.survivor()
        #expect(try run(dry).result != nil)
        #expect(Self.found(gone, in: dry.image) == [])
        var ends: Set<Bool> = []
        for step in start.survivor().operations.count..<dry.operations.count {
            for fault in [SimulatedDisk.Fault.dies, .powerCut(.none), .powerCut(.seeded(UInt64(step)))] {
                let disk = start.survivor(faults: [step: fault])
                _ = try? run(disk)
                let after = disk.survivor()
                let house = try House(on: after, folder, at: tick, settings: Self.settings)
                let isRetired = try phases(house).contains("yuanxiao retired")
                #expect(Self.found(gone, in: after.image).isEmpty == isRetired, "step \(step), \(fault)")
                #expect((after.image["secrets/yuanxiao"] == nil) == isRetired, "step \(step), \(fault)")
                let again = try House(on: after.survivorOfPowerCut(), folder, at: house.tick, settings: Self.settings)
                #expect(try phases(again).contains("yuanxiao retired") == isRetired)
                ends.insert(isRetired)
            }
        }
        #expect(ends == [true, false])
    }
}
