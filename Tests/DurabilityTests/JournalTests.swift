import CKernel
import Durability
import Platform
import Simulation
import Testing

@Suite struct JournalTests {
    private func commit(_ journal: Journal, _ payloads: [[UInt8]]) throws -> [FrameLocation] {
        let locations = payloads.map { journal.stage(kind: 7, payload: $0) }
        let batch = try #require(journal.seal(tick: 5))
        try journal.write(batch)
        journal.markDurable(batch)
        return locations
    }

    @Test func `frames come back in order with batch, tick and place`() throws {
        let disk = SimulatedDisk()
        let outcome = SmallDaemon().run(on: disk)
        let found = try Recovered(disk.survivor())
        #expect(found.payloads == outcome.acknowledged)
        #expect(found.ends == [3, 4, 7, 9, 10, 11, 13, 16])
        #expect(found.journal.durableIndex == 16)
        #expect(found.journal.recovery.lastTick == 7)
        #expect(found.journal.recovery.batches == 8)
        #expect(found.journal.recovery.cut == nil)
    }

    @Test func `a frame may be staged in pieces`() throws {
        let disk = SimulatedDisk()
        let journal = try Journal.open(disk: disk, options: SmallDaemon.options) { _ in }
        journal.begin(kind: 3)
        journal.append([1, 2])
        journal.append(3)
        journal.append(capacity: 10) { room in
            room.copyBytes(from: [4, 5])
            return 2
        }
        let location = journal.end()
        #expect(journal.stagedFrames == 1)
        let batch = try #require(journal.seal(tick: 1))
        #expect(batch.byteCount % 4096 == 0)
        try journal.write(batch)
        #expect(journal.durableIndex == 0)
        journal.markDurable(batch)
        #expect(journal.durableIndex == 1)
        #expect(try journal.payload(at: location) == [1, 2, 3, 4, 5])
    }

    @Test func `nothing staged gives no batch`() throws {
        let journal = try Journal.open(disk: SimulatedDisk(), options: SmallDaemon.options) { _ in }
        #expect(journal.seal(tick: 1) == nil)
        #expect(journal.stagedBytes == 0)
    }

    @Test func `the next batch is staged while one is written`() throws {
        let disk = SimulatedDisk()
        let journal = try Journal.open(disk: disk, options: SmallDaemon.options) { _ in }
        var locations: [FrameLocation] = []
        var sealed: [SealedBatch] = []
        for batch in 0..<5 {
            locations.append(journal.stage(kind: 1, payload: [UInt8](repeating: UInt8(batch + 65), count: 3000)))
            sealed.append(try #require(journal.seal(tick: Int64(batch))))
        }
        for batch in sealed { try journal.writer.write(batch) }
        for batch in sealed { journal.markDurable(batch) }
        #expect(Set(locations.map(\.segment)).count > 1)
        for (batch, location) in locations.enumerated() {
            #expect(try journal.payload(at: location).allSatisfy { $0 == UInt8(batch + 65) })
        }
        #expect(try Recovered(disk.survivorOfPowerCut()).locations == locations)
    }

    @Test func `payloads of zeros and of single bits are told from lost sectors`() throws {
        let disk = SimulatedDisk()
        let journal = try Journal.open(disk: disk, options: SmallDaemon.options) { _ in }
        var sparse = [UInt8](repeating: 0, count: 2000)
        sparse[1000] = 1
        let payloads = [[UInt8](repeating: 0, count: 5000), sparse, [UInt8](repeating: 0, count: 431)]
        let locations = try commit(journal, payloads)
        for (location, payload) in zip(locations, payloads) {
            #expect(try journal.payload(at: location) == payload)
        }
        #expect(try Recovered(disk.survivor()).payloads == payloads)
        let image = try #require(disk.image["journal/00000000.segment"])
        let end = try #require(image.lastIndex { $0 != 0 })
        for sector in 0...end / 512 {
            #expect(image[sector * 512..<sector * 512 + 512].count { $0 != 0 } >= 8, "sector \(sector)")
        }
    }

    @Test func `a batch bigger than a segment gets a segment of its own size`() throws {
        let disk = SimulatedDisk()
        let journal = try Journal.open(disk: disk, options: SmallDaemon.options) { _ in }
        let big = (0..<50_000).map { UInt8(truncatingIfNeeded: $0 % 90 + 33) }
        try journal.prepare(bytes: big.count)
        _ = try commit(journal, [big])
        _ = try commit(journal, [[1]])
        try journal.prepare(bytes: big.count)
        _ = try commit(journal, [big, [2]])
        let found = try Recovered(disk.survivorOfPowerCut())
        #expect(found.payloads == [big, [1], big, [2]])
    }

    @Test func `a batch that outgrows its segment makes it longer`() throws {
        let disk = SimulatedDisk()
        let journal = try Journal.open(disk: disk, options: SmallDaemon.options) { _ in }
        let big = (0..<50_000).map { UInt8(truncatingIfNeeded: $0 % 90 + 33) }
        _ = try commit(journal, [[1], big])
        _ = try commit(journal, [[2]])
        #expect(try Recovered(disk.survivorOfPowerCut()).payloads == [[1], big, [2]])
    }

    @Test func `no room for a big batch harms nothing`() throws {
        let probe = SimulatedDisk()
        _ = try Journal.open(disk: probe, options: SmallDaemon.options) { _ in }
        let disk = SimulatedDisk(faults: [probe.operations.count: .noSpace])
        let journal = try Journal.open(disk: disk, options: SmallDaemon.options) { _ in }
        #expect(throws: DiskError.self) { try journal.prepare(bytes: 50_000) }
        _ = try commit(journal, [[1]])
        #expect(try Recovered(disk.survivor()).payloads == [[1]])
    }

    @Test func `no space for the next segment refuses new work until there is`() throws {
        // Step 9 is the writing of segment 1: a folder, four steps of segment 0, then its four.
        let disk = SimulatedDisk(faults: [5: .noSpace])
        let journal = try Journal.open(disk: disk, options: SmallDaemon.options) { _ in }
        #expect(disk.operations[5].path == "journal/00000001.segment.new")
        #expect(journal.canAccept)
        let text = [UInt8](repeating: 0x61, count: 3000)
        var locations: [FrameLocation] = []
        while journal.canAccept { locations += try commit(journal, [text]) }
        #expect(journal.storageRefusal?.reason == .noSpace)
        #expect(try locations.allSatisfy { try journal.payload(at: $0) == text })
        journal.layOutAhead()
        #expect(journal.canAccept)
        locations += try commit(journal, [text])
        #expect(locations.last?.segment == 1)
        #expect(try Recovered(disk.survivorOfPowerCut()).locations == locations)
    }

    @Test func `a torn tail is reported with its place and indices`() throws {
        let probe = SimulatedDisk()
        _ = SmallDaemon().run(on: probe)
        let sync = try #require(probe.operations.lastIndex { $0.step == .sync && $0.path.hasSuffix(".segment") })
        let disk = SimulatedDisk(faults: [sync: .powerCut(.subset(0b0111_1111))])
        let outcome = SmallDaemon().run(on: disk)
        let cut = try #require(try Recovered(disk.survivor()).journal.recovery.cut)
        #expect(cut.firstIndex == UInt64(outcome.acknowledged.count))
        #expect(cut.byteCount > 0)
        #expect(cut.description.hasPrefix("cut a torn batch that was never acknowledged: journal/0000000"))
    }

    @Test func `errors of the caller come through, and nothing is changed`() throws {
        struct Refusal: Error {}
        let disk = SimulatedDisk()
        _ = SmallDaemon().run(on: disk)
        let copy = disk.survivor()
        let before = copy.image
        #expect(throws: Refusal.self) {
            _ = try Journal.open(disk: copy, options: SmallDaemon.options) { _ in throw Refusal() }
        }
        #expect(copy.image == before)
    }

    @Test func `both checksums agree with the published values`() {
        let vectors: [([UInt8], UInt32)] = [
            (Array("123456789".utf8), 0xE306_9283),
            ([UInt8](repeating: 0, count: 32), 0x8A91_36AA),
            ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
            ((0..<32).map { UInt8($0) }, 0x46DD_794E),
        ]
        for (bytes, crc) in vectors {
            #expect(crc32c(0, bytes, bytes.count) == crc)
            #expect(crc32c_portable(0, bytes, bytes.count) == crc)
        }
        let long = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for count in 0..<1000 { #expect(crc32c(7, long, count) == crc32c_portable(7, long, count)) }
    }
}
