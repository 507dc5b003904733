import Durability
import Platform
import Simulation
import Testing

/// What must not stay is overwritten in place: whole or not at all, whatever happens meanwhile.
@Suite struct OverwritingTests {
    private static let secret = Array("a guess that nobody may read any more".utf8)
    private static let cover = [UInt8](repeating: UInt8(ascii: "x"), count: secret.count)

    /// Payloads around the secret, each with its place in it; one is so full of zeros that it is stored under a mask.
    private static let payloads: [[UInt8]] = [
        Array("before".utf8), Array("head ".utf8) + secret + Array("____".utf8),
        [UInt8](repeating: 0, count: 2000) + secret + [UInt8](repeating: 0, count: 600), Array("after".utf8),
    ]
    private static let offsets: [Int?] = [nil, 5, 2000, nil]

    private func open(_ disk: SimulatedDisk) throws -> (journal: Journal, found: [[UInt8]], places: [FrameLocation]) {
        var found: [[UInt8]] = []
        var places: [FrameLocation] = []
        let journal = try Journal.open(disk: disk, options: SmallDaemon.options) { frame in
            found.append(Array(frame.payload))
            places.append(frame.location)
        }
        return (journal, found, places)
    }

    /// A journal with the payloads in two batches.
    private func filled() throws -> SimulatedDisk {
        let disk = SimulatedDisk()
        let journal = try open(disk).journal
        for (number, payload) in Self.payloads.enumerated() {
            _ = journal.stage(kind: 1, payload: payload)
            guard number % 2 == 1, let batch = journal.seal(tick: 1) else { continue }
            try journal.write(batch)
            journal.markDurable(batch)
        }
        return disk
    }

    private func overwriteAll(_ journal: Journal, _ places: [FrameLocation]) throws {
        try journal.overwrite(
            zip(places, Self.offsets).compactMap { place, offset in
                offset.map { PayloadEdit(location: place, replacements: [.init(offset: $0, bytes: Self.cover)]) }
            })
    }

    private static func holdsSecret(_ bytes: [UInt8]) -> Bool {
        bytes.count >= secret.count
            && (0...bytes.count - secret.count).contains { bytes[$0] == secret[0] && bytes[$0...].starts(with: secret) }
    }

    @Test func `nothing of it is left, and everything else is as it was`() throws {
        let disk = try filled().survivor()
        let (journal, _, places) = try open(disk)
        #expect(disk.image.contains { Self.holdsSecret($0.value) })
        try overwriteAll(journal, places)
        #expect(disk.image.filter { Self.holdsSecret($0.value) }.isEmpty)
        #expect(disk.image["journal/overwriting"] == nil)
        let again = try open(disk.survivorOfPowerCut())
        #expect(again.found[0] == Self.payloads[0] && again.found[3] == Self.payloads[3])
        for place in [1, 2] {
            var expected = Self.payloads[place]
            let start = try #require(Self.offsets[place])
            expected.replaceSubrange(start..<start + Self.cover.count, with: Self.cover)
            let kept = expected.count - PayloadEdit.givenUpBytes
            #expect(again.found[place][..<kept] == expected[..<kept])
            #expect(try again.journal.payload(at: again.places[place]) == again.found[place])
        }
        #expect(again.journal.nextIndex == 4)
    }

    @Test func `a crash at any step leaves each payload whole, and opening goes on with what was begun`() throws {
        let start = try filled()
        let dry = start.survivor()
        let opened = try open(dry)
        let first = dry.operations.count
        try overwriteAll(opened.journal, opened.places)
        let last = dry.operations.count
        #expect(last - first > 6)
        var ends: Set<Bool> = []
        for step in first..<last {
            for fault in [
                SimulatedDisk.Fault.dies, .fails, .failsButPersists, .powerCut(.none), .powerCut(.all),
                .powerCut(.seeded(UInt64(step))), .powerCut(.subset(1)),
            ] {
                let disk = start.survivor(faults: [step: fault])
                let (journal, _, places) = try open(disk)
                #expect(throws: JournalError.self) { try overwriteAll(journal, places) }
                let after = try open(disk.survivor())
                let isGone = after.found.map { !Self.holdsSecret($0) }
                #expect(isGone[1] == isGone[2], "step \(step), \(fault)")
                #expect(after.found[0] == Self.payloads[0] && after.found[3] == Self.payloads[3])
                ends.insert(isGone[1])
            }
        }
        #expect(ends == [true, false])
    }

    @Test func `a list that is not what was written is damage`() throws {
        let disk = try filled().survivor()
        try disk.replace("journal/overwriting", with: Array("huigong overwriting 1\nxxxx".utf8), mode: 0o600)
        #expect(throws: JournalError.self) { try open(disk) }
    }
}
