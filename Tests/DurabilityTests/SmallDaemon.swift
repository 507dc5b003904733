import Durability
import Platform
import Simulation

/// The least program that keeps the journal's rules: stage, seal, write, acknowledge.
struct SmallDaemon {
    static let folder = "journal"

    static var options: Journal.Options {
        var options = Journal.Options()
        options.segmentBytes = 16_384
        options.reserveBytes = 4096
        options.laysOutInline = true
        return options
    }

    /// Payloads by batch; sizes around sectors, blocks and nothing.
    var batches = SmallDaemon.eightBatches
    private static let eightBatches = SmallDaemon.batches(count: 8)
    /// The fault a canary brings in: it speaks before the disk has answered.
    var acknowledgesBeforeTheSync = false

    /// What was promised to the outside, and what was handed to the disk at most.
    struct Outcome {
        var acknowledged: [[UInt8]] = []
        var written: [[UInt8]] = []
        var failure: (any Error)?
    }

    static func batches(count: Int) -> [[[UInt8]]] {
        let sizes = [[40, 0, 300], [513], [1, 2, 3], [3000, 700], [150], [5000], [10, 20], [4000, 30, 400]]
        return (0..<count).map { batch in
            sizes[batch % sizes.count].enumerated().map { position, size in
                (0..<size).map { UInt8(truncatingIfNeeded: 33 + ($0 &* 7 &+ batch &* 13 &+ position) % 90) }
            }
        }
    }

    func run(on disk: SimulatedDisk) -> Outcome {
        var outcome = Outcome()
        do {
            let journal = try Journal.open(disk: disk, options: Self.options) { _ in }
            for (tick, batch) in batches.enumerated() {
                for payload in batch { _ = journal.stage(kind: 1, payload: payload) }
                guard let sealed = journal.seal(tick: Int64(tick)) else { continue }
                outcome.written += batch
                if acknowledgesBeforeTheSync { outcome.acknowledged += batch }
                try journal.write(sealed)
                journal.markDurable(sealed)
                if !acknowledgesBeforeTheSync { outcome.acknowledged += batch }
            }
        } catch {
            outcome.failure = error
        }
        return outcome
    }
}

/// What a recovery gave.
struct Recovered {
    var payloads: [[UInt8]] = []
    var indices: [UInt64] = []
    var ends: [UInt64] = []
    var locations: [FrameLocation] = []
    var journal: Journal

    init(_ disk: any Disk) throws {
        var payloads: [[UInt8]] = []
        var indices: [UInt64] = []
        var ends: [UInt64] = []
        var locations: [FrameLocation] = []
        journal = try Journal.open(disk: disk, options: SmallDaemon.options) { frame in
            payloads.append(Array(frame.payload))
            indices.append(frame.index)
            locations.append(frame.location)
        } batchEnd: { end in
            ends.append(end.endIndex)
        }
        (self.payloads, self.indices, self.ends, self.locations) = (payloads, indices, ends, locations)
    }
}

/// Checks a disk after a crash; gives what is wrong, or nil.
func complaint(about disk: SimulatedDisk, after outcome: SmallDaemon.Outcome) -> String? {
    do {
        let first = try Recovered(disk)
        if !first.payloads.starts(with: outcome.acknowledged) {
            return "\(outcome.acknowledged.count) acknowledged, \(first.payloads.count) recovered"
        }
        if !outcome.written.starts(with: first.payloads) { return "recovered what was never written" }
        if first.indices != (0..<UInt64(first.payloads.count)).map({ $0 }) { return "indices have gaps" }
        // What was replayed may be spoken of: it must survive the next loss of power.
        let second = try Recovered(disk.survivorOfPowerCut())
        if second.payloads != first.payloads { return "a second recovery differs" }
        if second.journal.recovery.cut != nil { return "cut twice" }
        return try complaint(aboutGoingOnWith: disk.survivorOfPowerCut(), first.payloads)
    } catch {
        return "refused: \(error)"
    }
}

/// A recovered journal takes new batches, and they last.
private func complaint(aboutGoingOnWith disk: SimulatedDisk, _ before: [[UInt8]]) throws -> String? {
    let journal = try Recovered(disk).journal
    var added: [[UInt8]] = []
    for tick in 0..<2 {
        let payload = [UInt8](repeating: 0x61, count: 700 + tick)
        _ = journal.stage(kind: 2, payload: payload)
        guard let sealed = journal.seal(tick: Int64(tick)) else { return "nothing sealed" }
        try journal.write(sealed)
        journal.markDurable(sealed)
        added.append(payload)
    }
    let last = try Recovered(disk.survivorOfPowerCut())
    if last.journal.recovery.cut != nil { return "cut what was acknowledged after recovery" }
    return last.payloads == before + added ? nil : "what came after recovery is not there"
}
