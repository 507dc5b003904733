import Durability
import Platform
import Simulation
import Testing

/// Every step of a run fails in every way; whatever was acknowledged is there afterwards.
@Suite struct CrashMatrixTests {
    private let steps: [SimulatedDisk.Operation]

    init() {
        let disk = SimulatedDisk()
        let outcome = SmallDaemon().run(on: disk)
        precondition(outcome.failure == nil)
        steps = disk.operations
    }

    /// All that is wrong over a matrix of faults, each at each step.
    private func complaints(
        _ daemon: SmallDaemon = SmallDaemon(), faults: (SimulatedDisk.Operation) -> [SimulatedDisk.Fault]
    ) -> [String] {
        var found: [String] = []
        for (number, step) in steps.enumerated() {
            for fault in faults(step) {
                let disk = SimulatedDisk(faults: [number: fault])
                let outcome = daemon.run(on: disk)
                if let complaint = complaint(about: disk.survivor(), after: outcome) {
                    found.append("step \(number) \(step.step) \(step.path), \(fault): \(complaint)")
                }
            }
        }
        return found
    }

    @Test func `the run crosses segments and has steps of every kind`() {
        #expect(steps.count > 30)
        #expect(Set(steps.map(\.step)).isSuperset(of: [.write, .sync, .rename, .syncFolder, .makeFolder]))
        #expect(Set(steps.filter { $0.step == .write }.map(\.path)).count > 5)
    }

    @Test func `an error at any step loses nothing acknowledged`() {
        #expect(complaints { _ in [.fails] } == [])
    }

    @Test func `an error though the bytes are on the disk loses nothing acknowledged`() {
        #expect(complaints { _ in [.failsButPersists] } == [])
    }

    @Test func `the process may die at any step`() {
        #expect(complaints { _ in [.dies] } == [])
    }

    @Test func `a full disk at any step loses nothing acknowledged`() {
        #expect(complaints { _ in [.noSpace] } == [])
    }

    @Test func `the power may go at any step, with all or nothing kept`() {
        #expect(complaints { _ in [.powerCut(.none), .powerCut(.all)] } == [])
    }

    @Test func `the power may go during a sync, with any choice of sectors kept`() {
        let found = complaints { step in
            guard step.step == .sync else { return [] }
            if step.unsyncedSectors <= 8 {
                return (0..<UInt64(1) << UInt64(step.unsyncedSectors)).map { .powerCut(.subset($0)) }
            }
            let single = (0..<UInt64(min(step.unsyncedSectors, 63))).flatMap { bit in
                [SimulatedDisk.Fault.powerCut(.subset(1 << bit)), .powerCut(.subset(~(1 << bit)))]
            }
            return single + (0..<60).map { .powerCut(.seeded($0)) }
        }
        #expect(found == [])
    }

    @Test func `the power may go again while a torn batch is being cut`() throws {
        var found: [String] = []
        let syncs = steps.indices.filter { steps[$0].step == .sync && steps[$0].path.hasSuffix(".segment") }
        for number in syncs {
            for seed in UInt64(0)..<4 {
                let disk = SimulatedDisk(faults: [number: .powerCut(.seeded(seed))])
                let outcome = SmallDaemon().run(on: disk)
                let calm = disk.survivor()
                _ = try Recovered(calm)
                for step in calm.operations.indices {
                    for again in UInt64(0)..<3 {
                        let struck = disk.survivor(faults: [step: .powerCut(.seeded(again))])
                        #expect(throws: (any Error).self) { try Recovered(struck) }
                        if let complaint = complaint(about: struck.survivor(), after: outcome) {
                            found.append("step \(number) seed \(seed), recovery step \(step): \(complaint)")
                        }
                    }
                }
            }
        }
        #expect(found == [])
    }

    @Test func `the matrix catches a daemon that answers before the sync`() {
        var daemon = SmallDaemon()
        daemon.acknowledgesBeforeTheSync = true
        #expect(complaints(daemon) { _ in [.powerCut(.none)] }.isEmpty == false)
        #expect(complaints(daemon) { _ in [.fails] }.isEmpty == false)
    }

    @Test func `a failed write is the last one`() throws {
        let write = try #require(steps.firstIndex { $0.step == .write && $0.path.hasSuffix(".segment") })
        let disk = SimulatedDisk(faults: [write: .fails])
        let journal = try Journal.open(disk: disk, options: SmallDaemon.options) { _ in }
        _ = journal.stage(kind: 1, payload: [1, 2, 3])
        let first = try #require(journal.seal(tick: 1))
        #expect(throws: StorageError.self) { try journal.write(first) }
        // The disk would take it now; the journal does not ask.
        let operations = disk.operations.count
        #expect(throws: StorageError.self) { try journal.write(first) }
        #expect(disk.operations.count == operations)
        #expect(journal.durableIndex == 0)
    }
}
