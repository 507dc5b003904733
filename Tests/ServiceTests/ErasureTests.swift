import Auditing
import Durability
import Foundation
import JSON
import Platform
import Proofs
import Simulation
import Testing

@testable import Service

/// After the dispute window a person can be erased: nothing of them stays in the data directory, and all else holds.
@Suite struct ErasureTests {
    private let place = TemporaryFolder()

    /// Whatever of a person's must not be found any more.
    private struct Traces {
        var needles: [String: [UInt8]] = [:]

        mutating func add(_ name: String, _ bytes: [UInt8]) {
            needles[name] = bytes
            needles["\(name) in hex"] = Array(Hex.encode(bytes).utf8)
            needles["\(name) in base64"] = Array(Base64.encode(bytes).utf8)
        }

        /// Which of them stand in some bytes.
        func found(in bytes: [UInt8]) -> [String] {
            let data = Data(bytes)
            return needles.filter { data.range(of: Data($0.value)) != nil }.map(\.key)
        }

        func found(below root: String) -> [String] {
            (FileManager.default.subpaths(atPath: root) ?? []).flatMap { path -> [String] in
                guard let data = FileManager.default.contents(atPath: "\(root)/\(path)") else { return [] }
                return found(in: [UInt8](data)).map { "\($0) in \(path)" }
            }
        }

        func found(in image: [String: [UInt8]]) -> [String] {
            image.flatMap { path, bytes in found(in: bytes).map { "\($0) in \(path)" } }
        }
    }

    private static let names = ["欧阳文斌", "司马相如", "诸葛孔明", "上官婉儿"]

    private static func id(_ number: Int) -> String { "zhigong.\(1000 + number * 37)" }
    private static func name(_ number: Int) -> String { "\(names[number % 4])\(number)号" }
    private static func key(_ number: Int) -> String { "idempotent-\(number * 7919)-once" }
    private static func guess(_ number: Int) -> String { "不会是\(number * 104_729)只走马灯" }

    private static let count = 16

    private static func roll() -> String {
        let people = (0..<count).map { "\(id($0)),\(name($0)),hu.\($0 / 2),u1,north-\($0)" }
        return (["id,name,household,unit,groups"] + people).joined(separator: "\n") + "\n"
    }

    private static let settings = House.settings(isRehearsal: false, seed: nil)

    private func folder(_ more: String = "", review: String = "0s") -> CampaignsFolder {
        Sample.folder(["yuanxiao.json": Sample.riddles(review: review, more: more)], roll: Self.roll())
    }

    /// A campaign that was drawn, everybody with a guess that is right and one of their own that is wrong.
    ///
    /// - Parameter amending: Calls in the review window.
    private func drawn(
        on disk: any Disk, _ folder: CampaignsFolder, amending: [(method: String, params: String)] = []
    ) throws -> House {
        let house = try House(on: disk, folder, settings: Self.settings)
        house.go(to: instant(Sample.opens))
        for number in 0..<Self.count {
            house.go(to: house.tick + 700)
            let answers = #"{"r1":"灯笼","r3":"\#(Self.guess(number))"}"#
            _ = try house.call("submit", Sample.guess(Self.id(number), Self.key(number), answers))
        }
        house.go(to: instant(Sample.closes))
        try house.pass([])
        for (method, params) in amending { #expect(try house.control(method, params).result != nil) }
        if !amending.isEmpty { house.go(to: house.tick + 600_000) }
        try house.pass([])
        #expect(try house.control("draw", #"{"campaign":"yuanxiao"}"#).result != nil)
        house.go(to: house.tick + 2000)
        try house.pass([])
        return house
    }

    private func kind(_ house: House, _ number: Int) throws -> String? {
        let params = #"{"campaign":"yuanxiao","participant":"\#(Self.id(number))"}"#
        return try house.call("result", params).result?["outcome"]?["kind"]?.string
    }

    private func number(_ house: House, whose kind: String) throws -> Int {
        try #require(try (0..<Self.count).first { try self.kind(house, $0) == kind })
    }

    private func erase(_ house: House, _ number: Int) throws -> Reply {
        try house.control(
            "erase", #"{"campaign":"yuanxiao","participant":"\#(Self.id(number))","reason":"own-request"}"#)
    }

    private func questions(_ house: House) throws -> String? {
        try house.call("tally", #"{"campaign":"yuanxiao"}"#).result?["questions"]?.source
    }

    private static let window: Int64 = 168 * 3_600_000

    private func export(_ house: House, to path: String) throws {
        let reply = try house.control("export", #"{"campaign":"yuanxiao","into":"\#(path)"}"#)
        guard reply.result?["path"] != nil else { throw Unexpected("not exported: \(reply)") }
    }

    private func verify(_ house: House, _ path: String, earlier: String? = nil) throws -> VerificationReport {
        let vkey = try house.call("campaign", #"{"campaign":"yuanxiao"}"#).result?["vkey"]?.string
        let auditor = try house.control("auditor.file", #"{"campaign":"yuanxiao","sample":20}"#).result?["file"]?.string
        return Verifier(
            bundle: path, vkey: vkey, auditorFile: Array(try #require(auditor).utf8), earlier: earlier
        ).run()
    }

    /// What the first bundle and a receipt have of a person.
    private func traces(_ house: House, _ number: Int) throws -> Traces {
        let index = number + 1
        let receipt = try house.provenReceipt("yuanxiao", Self.id(number), index)
        let extra = try #require(receipt.extra)
        var traces = Traces()
        traces.add("id", Array(Self.id(number).utf8))
        traces.add("name", Array(Self.name(number).utf8))
        traces.add("key", Array(Self.key(number).utf8))
        traces.add("guess", Array(Self.guess(number).utf8))
        traces.add("group", Array("north-\(number)\n".utf8))
        traces.add("nonce", extra.opening.nonce.bytes)
        traces.add("body", extra.opening.body)
        traces.add("identity salt", try #require(extra.salts).identity.bytes)
        traces.add("display salt", try #require(extra.salts).display.bytes)
        return traces
    }

    @Test func `nothing of a person stays in the data directory, and everything else still verifies`() throws {
        let root = "\(place.path)/data"
        let folder = folder()
        let (first, second) = ("\(place.path)/first", "\(place.path)/second")
        var traces = Traces()
        var number = 0
        var tally: String?
        do {
            let house = try drawn(on: try FileDisk(root: root), folder)
            try house.daemon.startPublishing()
            number = try self.number(house, whose: "none")
            traces = try self.traces(house, number)
            try export(house, to: first)
            try export(house, to: "\(root)/bundles/yuanxiao")
            tally = try questions(house)
            let names = Set(traces.found(below: root).map { $0.split(separator: " in ")[0] })
            #expect(names == ["id", "name", "key", "guess", "group", "nonce", "body"])

            house.go(to: house.tick + Self.window)
            let reply = try erase(house, number)
            #expect(reply.result?["withheld"]?[0]?.integer == Int64(number + 1), "\(reply)")
            #expect(reply.result?["bundles_removed"]?.integer == 1)
            #expect(traces.found(below: root) == [])
            let again = try erase(house, number)
            #expect(again.reason == "person.unlisted", "\(again)")
            house.go(to: house.tick + 2000)
            try house.pass([])
            #expect(traces.found(below: root) == [])
        }

        let house = try House(on: try FileDisk(root: root), folder, settings: Self.settings)
        #expect(traces.found(below: root) == [])
        #expect(try questions(house) == tally)
        try export(house, to: second)
        #expect(traces.found(below: second) == [])
        let report = try verify(house, second)
        #expect(report.checks.filter { $0.status == .fail }.isEmpty, "\(report.text(.en))")
        let open: [CheckID] = [.records, .roll, .attempts, .limits, .eligibility]
        #expect(report.checks.filter { $0.status == .notProvable }.map(\.id) == CheckID.allCases.filter(open.contains))
        #expect(report.exitCode == 3)
        let whole = try verify(house, second, earlier: first)
        #expect(whole.exitCode == 0, "\(whole.text(.en))")
        let json = FileManager.default.contents(atPath: "\(second)/report.json") ?? Data()
        #expect(String(decoding: json, as: UTF8.self).contains(#""withheld":{"openings":1,"roll":1}"#))
        // The first bundle still verifies by itself.
        let vkey = try house.call("campaign", #"{"campaign":"yuanxiao"}"#).result?["vkey"]?.string
        #expect(Verifier(bundle: first, vkey: vkey).run().checks.filter { $0.status == .fail }.isEmpty)
    }

    @Test func `several people are erased one after the other, across restarts, and the roll keeps its root`() throws {
        let folder = folder(#", "disputes": "1h""#)
        var disk = SimulatedDisk()
        var house = try drawn(on: disk, folder)
        house.go(to: house.tick + 3_600_000)
        var gone: [(number: Int, traces: Traces)] = []
        while gone.count < 5 {
            let number = try #require(try (0..<Self.count).first { try kind(house, $0) == "none" })
            gone.append((number, try traces(house, number)))
            #expect(try erase(house, number).result != nil)
            if gone.count == 2 {
                // Two in one pass go together.
                let others = try (0..<Self.count).filter { try kind(house, $0) == "none" }.prefix(2)
                for other in others { gone.append((other, try traces(house, other))) }
                let requests = others.map { number in
                    Request.control(
                        line("erase", #"{"campaign":"yuanxiao","participant":"\#(Self.id(number))","reason":"r"}"#))
                }
                #expect(try house.pass(requests).filter { $0.result != nil }.count == 2)
            }
            house.go(to: house.tick + 2000)
            try house.pass([])
            #expect(gone.flatMap { $0.traces.found(in: disk.image) } == [])
            disk = disk.survivorOfPowerCut()
            house = try House(on: disk, folder, at: house.tick, settings: Self.settings)
        }
        let path = "\(place.path)/bundle"
        try export(house, to: path)
        let report = try verify(house, path)
        #expect(report.checks.filter { $0.status == .fail }.isEmpty, "\(report.text(.en))")
    }

    @Test func `what amendments did to entries stands when they are erased`() throws {
        let folder = folder(review: "10m")
        let disk = SimulatedDisk()
        let changes = #"[{"pointer":"/paper/questions/2/also","value":["\#(Self.guess(3))"]}]"#
        let house = try drawn(
            on: disk, folder,
            amending: [
                ("entry.void", #"{"campaign":"yuanxiao","index":3,"reason":"r"}"#),
                ("regrade", #"{"campaign":"yuanxiao","reason":"r","changes":\#(changes)}"#),
            ])
        let before = try questions(house)
        house.go(to: house.tick + Self.window)
        // The third is void and so in no draw; another one meant nothing to it.
        let other = try #require(try (0..<Self.count).first { try $0 != 2 && kind(house, $0) == "none" })
        for number in [2, other] { #expect(try erase(house, number).result != nil) }
        let again = try House(
            on: disk.survivorOfPowerCut(), folder, at: house.tick + 2000, settings: Self.settings)
        #expect(try questions(again) == before)
        let path = "\(place.path)/amended"
        try export(again, to: path)
        let report = try verify(again, path)
        let failing = report.checks.filter { $0.status == .fail }.map(\.id)
        #expect(failing.isEmpty, "\(report.text(.en))")
    }

    @Test func `what may not be erased is refused with its reason, and nothing is logged`() throws {
        let house = try drawn(on: SimulatedDisk(), folder())
        let size = { try house.control("status").result?["campaigns"]?[0]?["size"]?.integer }
        let before = try size()
        let nobody = try number(house, whose: "none")
        let early = try erase(house, nobody)
        #expect(early.reason == "erase.early")
        #expect(early.error?["data"]?["retry_after_ms"]?.integer ?? 0 > Self.window - 3000)
        house.go(to: house.tick + Self.window)
        #expect(try erase(house, try number(house, whose: "win")).reason == "erase.holder")
        #expect(try erase(house, try number(house, whose: "alternate")).reason == "erase.holder")
        let unknown = #"{"campaign":"yuanxiao","participant":"nobody","reason":"r"}"#
        #expect(try house.control("erase", unknown).reason == "person.unlisted")
        let export = Request.control(line("export", #"{"campaign":"yuanxiao","into":"\#(place.path)/b"}"#))
        let erase = #"{"campaign":"yuanxiao","participant":"\#(Self.id(nobody))","reason":"r"}"#
        house.daemon.background = { _ in }
        let replies = try house.pass([export, .control(line("erase", erase, id: "2"))])
        #expect(replies.first { $0.id == "2" }?.reason == "erase.busy")
        #expect(try size() == before)
    }

    @Test func `nobody is erased before the draw`() throws {
        let house = try House(on: SimulatedDisk(), folder(), settings: Self.settings)
        #expect(try erase(house, 1).reason == "draw.missing")
    }

    @Test func `whatever happens meanwhile, a person is there or gone, and a restart ends what was begun`() throws {
        let folder = folder()
        let start = SimulatedDisk()
        let begun = try drawn(on: start, folder)
        let number = try number(begun, whose: "none")
        let traces = try traces(begun, number)
        let tick = begun.tick + Self.window
        let run = { (disk: SimulatedDisk) throws -> Reply in
            let house = try House(on: disk, folder, at: tick, settings: Self.settings)
            return try erase(house, number)
        }
        let dry = start.survivor()
        #expect(try run(dry).result != nil)
        let first = start.survivor().operations.count
        let last = dry.operations.count
        var ends: Set<String> = []
        for step in first..<last {
            for fault in [
                SimulatedDisk.Fault.dies, .failsButPersists, .powerCut(.none), .powerCut(.seeded(UInt64(step))),
            ] {
                let disk = start.survivor(faults: [step: fault])
                var isAcknowledged = false
                do { isAcknowledged = try run(disk).result != nil } catch {}
                let after = disk.survivor()
                let house = try House(on: after, folder, at: tick, settings: Self.settings)
                let isGone = try kind(house, number) == nil
                #expect(isGone || !isAcknowledged, "step \(step), \(fault)")
                #expect(traces.found(in: after.image).isEmpty == isGone, "step \(step), \(fault)")
                house.go(to: house.tick + 2000)
                try house.pass([])
                let again = try House(on: after.survivorOfPowerCut(), folder, at: tick, settings: Self.settings)
                #expect(try (kind(again, number) == nil) == isGone)
                ends.insert("\(isAcknowledged) \(isGone)")
            }
        }
        #expect(ends == ["false false", "false true"])
    }
}
