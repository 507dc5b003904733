import Durability
import Platform
import Simulation
import Testing

@Suite struct DamageTests {
    /// A journal of two segments and a laid-out third.
    private static let original: (disk: SimulatedDisk, payloads: [[UInt8]]) = {
        let disk = SimulatedDisk()
        var daemon = SmallDaemon()
        daemon.batches = SmallDaemon.batches(count: 4)
        let outcome = daemon.run(on: disk)
        precondition(outcome.failure == nil)
        return (disk, outcome.acknowledged)
    }()

    private enum Verdict {
        case named, harmless
        case lost(String)
    }

    private func verdict(_ disk: SimulatedDisk, _ path: String) -> Verdict {
        do {
            let found = try Recovered(disk)
            return found.payloads == Self.original.payloads ? .harmless : .lost("\(found.payloads.count) frames")
        } catch JournalError.damaged(let damage) where damage.path == path || damage.part == .lostFrame {
            return .named
        } catch JournalError.newerVersion(path, _) {
            return .named
        } catch {
            return .lost("\(error)")
        }
    }

    @Test(arguments: [UInt8(0x01), 0x80])
    func `a flipped bit anywhere is named, or lies where nothing was written`(mask: UInt8) throws {
        let disk = Self.original.disk
        var named = 0
        for (path, bytes) in disk.image {
            for (offset, byte) in bytes.enumerated() {
                // A zero far from anything written is like the next one.
                if byte == 0 && offset % 61 != 0 { continue }
                let copy = disk.survivor()
                copy.flip(path, at: offset, mask: mask)
                switch verdict(copy, path) {
                case .named: named += 1
                case .harmless:
                    let isWritten = bytes[(offset / 512 * 512)..<(offset / 512 * 512 + 512)].contains { $0 != 0 }
                    #expect(!isWritten, "\(path) byte \(offset) passed over")
                case .lost(let what): Issue.record("\(path) byte \(offset): \(what)")
                }
            }
        }
        #expect(named > 20_000)
    }

    @Test func `damage is named by segment, byte and frame`() throws {
        let copy = Self.original.disk.survivor()
        let location = try Recovered(Self.original.disk.survivor()).locations[2]
        copy.flip("journal/00000000.segment", at: Int(location.offset) + 41, mask: 4)
        let error = try #require(throws: JournalError.self) { try Recovered(copy) }
        guard case .damaged(let damage) = error else { throw error }
        #expect(damage.part == .payload)
        #expect(damage.offset == Int(location.offset))
        #expect(damage.frameIndex == 2)
        #expect(
            "\(error)"
                == "journal damaged: payload — journal/00000000.segment, byte \(location.offset), frame 2, batch 0")
    }

    @Test func `a lost sector in a batch that a later one follows is refused`() throws {
        let disk = Self.original.disk
        let bytes = try #require(disk.image["journal/00000000.segment"])
        for sector in [8, 9, 16, 17] {
            let copy = disk.survivor()
            for offset in sector * 512..<(sector + 1) * 512 where bytes[offset] != 0 {
                copy.flip("journal/00000000.segment", at: offset, mask: bytes[offset])
            }
            // A sector of mere fill costs nothing; any other proves damage.
            let isFill = bytes[sector * 512..<(sector + 1) * 512].allSatisfy { $0 == 0xF5 }
            switch verdict(copy, "journal/00000000.segment") {
            case .named: #expect(!isFill)
            case .harmless: #expect(isFill)
            case .lost(let what): Issue.record("sector \(sector): \(what)")
            }
        }
    }

    @Test func `after a mark, even a lost last batch is refused`() throws {
        let disk = SimulatedDisk()
        let journal = try Journal.open(disk: disk, options: SmallDaemon.options) { _ in }
        let location = journal.stage(kind: 1, payload: [UInt8](repeating: 0x62, count: 900))
        for batch in [try #require(journal.seal(tick: 1)), journal.sealMark(tick: 2)] {
            try journal.write(batch)
            journal.markDurable(batch)
        }
        #expect(try Recovered(disk.survivor()).payloads.count == 1)
        let bytes = try #require(disk.image["journal/00000000.segment"])
        let copy = disk.survivor()
        for offset in Int(location.offset)..<Int(location.offset) + 512 {
            copy.flip("journal/00000000.segment", at: offset, mask: bytes[offset])
        }
        #expect(throws: JournalError.self) { try Recovered(copy) }
    }

    @Test func `a missing segment is named`() throws {
        let copy = Self.original.disk.survivor()
        try copy.remove("journal/00000000.segment")
        let error = try #require(throws: JournalError.self) { try Recovered(copy) }
        #expect("\(error)" == "journal damaged: segment — journal/00000000.segment, byte 0")
    }

    @Test func `a newer version is refused by name`() throws {
        let copy = Self.original.disk.survivor()
        copy.flip("journal/00000000.segment", at: 16, mask: UInt8(ascii: "1") ^ UInt8(ascii: "2"))
        #expect(throws: JournalError.newerVersion(path: "journal/00000000.segment", version: "2")) {
            try Recovered(copy)
        }
    }

    @Test func `reading a payload back finds a flipped byte`() throws {
        let copy = Self.original.disk.survivor()
        let found = try Recovered(copy)
        for (location, payload) in zip(found.locations, found.payloads) {
            #expect(try found.journal.payload(at: location) == payload)
        }
        let location = found.locations[0]
        copy.flip("journal/00000000.segment", at: Int(location.offset) + 50, mask: 1)
        let error = try #require(throws: JournalError.self) { try found.journal.payload(at: location) }
        #expect(
            "\(error)"
                == "journal damaged: payload — journal/00000000.segment, byte \(location.offset), frame 0, batch 0")
    }
}
