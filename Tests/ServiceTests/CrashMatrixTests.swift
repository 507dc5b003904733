import Durability
import JSON
import Proofs
import Simulation
import Testing

@testable import Service

/// Every write and sync of a daemon's life fails in every way; what a reply promised is there afterwards.
@Suite struct CrashMatrixTests {
    private let run = ShortRun()
    private let steps: [SimulatedDisk.Operation]
    /// The opening of each entry, by index, as the undisturbed run logged it.
    private let openings: [Int: Opening]

    init() throws {
        let disk = SimulatedDisk()
        let outcome = run.run(on: disk)
        steps = disk.operations
        try #require(outcome.failure == nil)
        try #require(outcome.acknowledged.drawn != nil && outcome.acknowledged.entries.count == 7)
        let house = try run.house(on: disk.survivor())
        var openings: [Int: Opening] = [:]
        for (line, index) in outcome.acknowledged.entries {
            openings[index] = try house.provenReceipt("yuanxiao", ShortRun.participant(line), index).extra?.opening
        }
        self.openings = openings
    }

    /// What is wrong over a matrix of faults, each at each step.
    private func complaints(_ faults: (Int, SimulatedDisk.Operation) -> [SimulatedDisk.Fault]) -> [String] {
        steps.enumerated().flatMap { number, step in
            faults(number, step).compactMap { fault in
                let disk = SimulatedDisk(faults: [number: fault])
                let outcome = run.run(on: disk)
                return complaint(about: disk.survivor(), after: outcome).map {
                    "step \(number) \(step.step) \(step.path), \(fault): \($0)"
                }
            }
        }
    }

    /// What is wrong with a disk after a run that failed, or nil.
    private func complaint(about disk: SimulatedDisk, after outcome: ShortRun.Outcome) -> String? {
        do {
            if outcome.leaked > 0 { return "\(outcome.leaked) bytes could leave before they were durable" }
            let house = try run.house(on: disk)
            if let complaint = try complaint(about: house, outcome.acknowledged) { return complaint }
            // What was said after the restart holds too, if the power goes now.
            let again = try run.house(on: disk.survivorOfPowerCut(), at: house.tick)
            if again.daemon.recovery.cut != nil { return "cut what a restarted daemon had said" }
            return try complaint(about: again, outcome.acknowledged)
        } catch {
            return "\(error)"
        }
    }

    private func complaint(about house: House, _ acknowledged: ShortRun.Acknowledged) throws -> String? {
        for (line, index) in acknowledged.entries.sorted(by: { $0.value < $1.value }) {
            guard let replay = try house.send(line.replacing(#","receipt":true"#, with: "")).first else {
                return "no answer to a replay"
            }
            guard replay.isReplay, replay.index == index else { return "entry \(index) is gone: \(replay)" }
        }
        let size = try house.control("status").result?["campaigns"]?[0]?["size"]?.integer ?? 0
        if let last = acknowledged.entries.max(by: { $0.value < $1.value }) {
            guard last.value < size else { return "the log is shorter than index \(last.value)" }
            let receipt = try house.provenReceipt("yuanxiao", ShortRun.participant(last.key), last.value)
            guard receipt.extra?.opening == openings[last.value] else { return "leaf \(last.value) is another" }
        }
        let phase = try house.control("status").result?["campaigns"]?[0]?["phase"]?.string
        if acknowledged.drawn != nil, phase != "drawn" { return "the draw is gone: \(phase ?? "-")" }
        if acknowledged.closed != nil, phase != "closed", phase != "drawn" { return "the end of intake is gone" }
        return try goOn(house, phase)
    }

    /// Sends everything once more, as clients do that had no answer: nothing counts twice.
    private func goOn(_ house: House, _ phase: String?) throws -> String? {
        guard phase == "announced" || phase == "open" else { return nil }
        house.go(to: instant(Sample.opens))
        for request in ShortRun.submissions {
            let reply = try house.send(request.line.replacing(#","receipt":true"#, with: "")).first
            guard reply?.result != nil else { return "not taken after the restart: \(reply?.description ?? "-")" }
        }
        let tally = try house.call("tally", #"{"campaign":"yuanxiao"}"#)
        return tally.result?["entries"]?.integer == 7 ? nil : "entries counted twice: \(tally)"
    }

    @Test func `the run crosses segments and has steps of every kind`() {
        #expect(steps.count > 35)
        #expect(Set(steps.map(\.step)).isSuperset(of: [.write, .sync, .rename, .syncFolder, .makeFolder]))
        #expect(Set(steps.map(\.path)).isSuperset(of: ["journal/00000001.segment", "secrets/yuanxiao"]))
    }

    @Test func `an error at any step loses nothing acknowledged, whether or not it persists`() {
        #expect(complaints { _, _ in [.fails, .failsButPersists] } == [])
    }

    @Test func `the process may die at any step`() {
        #expect(complaints { _, _ in [.dies] } == [])
    }

    @Test func `the disk may be full at any step`() {
        #expect(complaints { _, _ in [.noSpace] } == [])
    }

    @Test func `the power may go at any step, with any sectors kept`() {
        let found = complaints { number, step in
            guard step.step == .sync || step.step == .write else { return [.powerCut(.none)] }
            return [.powerCut(.none), .powerCut(.all), .powerCut(.seeded(UInt64(number) &* 7 &+ 1))]
                + (step.step == .sync ? [.powerCut(.seeded(UInt64(number) &* 11 &+ 5))] : [])
        }
        #expect(found == [])
    }
}
