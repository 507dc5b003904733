import Durability
import JSON
import Platform
import Proofs
import Simulation
import Testing

@testable import Service

/// Disks that are full, fail, are damaged, or belong to another.
@Suite struct StorageTests {
    private static let settings: Settings = {
        var journal = House.journalOptions
        journal.segmentBytes = 48 << 10
        journal.reserveBytes = 12 << 10
        return House.settings(journal: journal)
    }()

    private let folder = Sample.folder(
        ["yuanxiao.json": Sample.riddles(limits: #"{"person": {"total": 1000}}"#)], roll: Sample.roll(9))

    private func house(on disk: any Disk, at tick: Int64 = instant(Sample.opens)) throws -> House {
        try House(on: disk, folder, at: tick, settings: Self.settings)
    }

    private func submit(_ house: House, _ number: Int) throws -> Reply {
        try house.call("submit", Sample.guess("m01", "k\(number)", #"{"r3":"千"}"#))
    }

    /// A daemon whose disk had no room for the segment after the first.
    private func fullHouse() throws -> (house: House, disk: SimulatedDisk, taken: Int) {
        let probe = SimulatedDisk()
        _ = try house(on: probe)
        // It is laid out when the journal is opened, and tried again only when the daemon is told to.
        let layout = try #require(probe.operations.firstIndex { $0.path == "journal/00000001.segment.new" })
        let disk = SimulatedDisk(faults: [layout: .noSpace])
        let house = try house(on: disk)
        for number in 0..<60 {
            house.go(to: house.tick + 10)
            if try submit(house, number).reason == "storage" { return (house, disk, number) }
        }
        throw Unexpected("never full")
    }

    @Test func `without room new submissions are refused, reads go on, and room brings them back`() throws {
        let (house, _, taken) = try fullHouse()
        #expect(taken > 0)
        let refusal = try submit(house, 1000)
        #expect(refusal.code == -32013)
        #expect(refusal.error?["data"]?["retry_after_ms"]?.integer == 5000)
        #expect(try house.call("tally", #"{"campaign":"yuanxiao"}"#).result?["entries"]?.integer == Int64(taken))
        #expect(try house.provenReceipt("yuanxiao", "m01", 1).index == 1)
        let storage = try house.control("status").result?["storage"]?.string
        #expect(storage != "ok" && storage?.contains("00000001.segment") == true)
        house.daemon.retryStorage()
        #expect(try submit(house, 1000).result?["attempt"]?.integer == Int64(taken) + 1)
        #expect(try house.control("status").result?["storage"]?.string == "ok")
    }

    @Test func `counts of refusals do not eat the room that is left`() throws {
        let (house, disk, _) = try fullHouse()
        _ = try house.waitForHeads()
        let before = disk.operations.count
        for number in 0..<50 {
            house.go(to: house.tick + 2000)
            #expect(try submit(house, 2000 + number).reason == "storage")
        }
        #expect(disk.operations.count == before)
    }

    @Test func `a replay is answered though there is no room`() throws {
        let (house, _, _) = try fullHouse()
        let reply = try submit(house, 0)
        #expect(reply.isReplay)
    }

    @Test func `a campaign that finds no room is announced later, and nobody waits for it`() throws {
        let probe = SimulatedDisk()
        let big = Sample.folder(
            ["yuanxiao.json": Sample.riddles()], roll: Sample.roll(99))
        var journal = House.journalOptions
        journal.segmentBytes = 8 << 10
        journal.reserveBytes = 4 << 10
        let settings = House.settings(journal: journal)
        _ = try House(on: probe, big, settings: settings)
        // The segment that the announcement needs is laid out in place of the empty first one.
        let places = probe.operations.indices.filter { probe.operations[$0].path == "journal/00000000.segment.new" }
        let place = try #require(places.last { probe.operations[$0].step == .write })
        let disk = SimulatedDisk(faults: [place: .noSpace])
        let house = try House(on: disk, big, settings: settings)
        #expect(!house.daemon.hasDueAnnouncements)
        var file = try house.control("status").result?["files"]?[0]
        #expect(file?["state"]?.string == "rejected")
        #expect(file?["problems"]?[0]?.string?.contains("没有空间") == true)
        let operations = disk.operations.count
        for _ in 0..<20 { try house.pass([]) }
        #expect(disk.operations.count == operations)
        house.go(to: house.tick + 1000)
        try house.pass([])
        file = try house.control("status").result?["files"]?[0]
        #expect(file?["state"]?.string == "in-force")
        #expect(file?["problems"]?.source.contains("没有空间") == false)
    }

    @Test func `after a failed write nothing more is written, and nothing of it was told`() throws {
        let probe = SimulatedDisk()
        let calm = try house(on: probe)
        let next = probe.operations.count
        _ = calm
        for fault in [SimulatedDisk.Fault.fails, .failsButPersists] {
            let disk = SimulatedDisk(faults: [next: fault])
            let house = try house(on: disk)
            house.decide([.intake(line("submit", Sample.guess("m01", "k1")))])
            let batch = try #require(house.daemon.seal())
            #expect(throws: StorageError.self) { try house.daemon.write(batch) }
            #expect(throws: StorageError.self) { try house.daemon.write(batch) }
            #expect(house.intake.releasedCount == 0)
            #expect(house.intake.out.count > 0)
        }
    }

    @Test func `a second daemon on the same data is refused`() throws {
        let folder = TemporaryFolder()
        let first = try House(on: try FileDisk(root: folder.path), self.folder, settings: Self.settings)
        let error = #expect(throws: StoreError.self) {
            try House(on: try FileDisk(root: folder.path), self.folder, settings: Self.settings)
        }
        guard case .disk(let disk)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(disk.reason == .lockedByAnother)
        _ = first
    }

    @Test(arguments: [true, false]) func `live and rehearsal data never mix`(isRehearsal: Bool) throws {
        let disk = SimulatedDisk()
        _ = try House(on: disk, folder, settings: House.settings(isRehearsal: isRehearsal))
        let error = #expect(throws: StoreError.self) {
            try House(on: disk.survivor(), folder, settings: House.settings(isRehearsal: !isRehearsal))
        }
        let text = error.map { "\($0)" } ?? ""
        #expect(text.contains("/simulated holds \(isRehearsal ? "rehearsal" : "live") data"))
    }

    @Test func `live secrets and nonces come from the kernel`() throws {
        let settings = House.settings(isRehearsal: false)
        let vkeys = try (0..<2).map { _ in
            try House(folder, settings: settings).call("campaign", #"{"campaign":"yuanxiao"}"#).result?["vkey"]?.string
        }
        #expect(vkeys[0] != vkeys[1])
        let origin = try House(folder, settings: settings).call("campaign", #"{"campaign":"yuanxiao"}"#).result?[
            "origin"]
        #expect(origin?.string == "jimo-union.example/yuanxiao")
    }

    @Test func `a newer journal is refused by its name and left as it is`() throws {
        let disk = SimulatedDisk()
        _ = try house(on: disk)
        let survivor = disk.survivor()
        survivor.flip("journal/00000000.segment", at: "huigong journal ".utf8.count, mask: 0x03)
        let image = survivor.image
        let error = #expect(throws: JournalError.self) { try house(on: survivor) }
        #expect(error.map { "\($0)" }?.contains("journal of version 2") == true)
        #expect(survivor.image == image)
    }

    @Test func `a flipped byte in the journal is named with its place, wherever it lies`() throws {
        let disk = SimulatedDisk()
        let first = try house(on: disk)
        for number in 0..<4 { #expect(try submit(first, number).index == number + 1) }
        try first.daemon.write(first.daemon.sealMark())
        let segment = try #require(disk.image["journal/00000000.segment"])
        let end = try #require(segment.lastIndex { $0 != 0 })
        for offset in stride(from: 3, to: end, by: 397) {
            let survivor = disk.survivor()
            survivor.flip("journal/00000000.segment", at: offset, mask: 0x10)
            let error = #expect(throws: JournalError.self, "byte \(offset)") { try house(on: survivor) }
            #expect(error.map { "\($0)" }?.contains("journal/00000000.segment") == true)
        }
    }

    @Test func `a secret that is gone or cut is named`() throws {
        let disk = SimulatedDisk()
        _ = try house(on: disk)
        let gone = disk.survivor()
        try gone.remove("secrets/yuanxiao")
        let cut = disk.survivor()
        try cut.replace("secrets/yuanxiao", with: [1, 2, 3], mode: 0o600)
        for (survivor, words) in [(gone, "secrets/yuanxiao"), (cut, "the secret of yuanxiao has 3 bytes")] {
            let error = #expect(throws: StoreError.self) { try house(on: survivor) }
            #expect(error.map { "\($0)" }?.contains(words) == true)
        }
    }

    @Test func `another organiser's daemon does not take up the data`() throws {
        let disk = SimulatedDisk()
        _ = try house(on: disk)
        var settings = Self.settings
        settings.organiser = "other.example"
        let error = #expect(throws: ReplayError.self) { try House(on: disk.survivor(), folder, settings: settings) }
        #expect(error.map { "\($0)" }?.contains("organiser") == true)
    }

    @Test func `the ticks of a restarted daemon never go back`() throws {
        let disk = SimulatedDisk()
        let first = try house(on: disk)
        #expect(try first.control("clock", #"{"advance_ms":86400000}"#).result != nil)
        let again = try house(on: disk.survivor())
        #expect(again.daemon.tick == instant(Sample.opens) + 86_400_000)
    }
}
