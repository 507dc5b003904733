import Platform
import Proofs
import Simulation
import Synchronization
import Testing

@testable import Witnessing

/// Every step on the disk fails in every way: no two cosignatures that left are of inconsistent heads.
struct CrashMatrixTests {
    /// What left a witness in one life: sizes cosigned on the trunk, in order.
    private func live(on disk: SimulatedDisk, bodies: [(old: Int, new: Int)]) -> [Int] {
        var cosigned: [Int] = []
        guard let witness = try? Witness(disk: disk) else { return [] }
        for body in bodies {
            do {
                cosigned.append(try witness.cosign(Bodies.trunk(body.old, body.new), at: 10).size)
            } catch {
                // A process that met an error of its disk ends.
                return cosigned
            }
        }
        return cosigned
    }

    private static let bodies = [(0, 22), (22, 22), (22, 30)]

    /// What is wrong with a disk on which some heads were cosigned.
    private func complaint(about disk: SimulatedDisk, cosigned: [Int]) throws -> String? {
        let next = try Witness(disk: disk)
        let size = try next.logs().first { $0.origin == Trunk.origin }?.size ?? 0
        if let last = cosigned.last, size < last { return "knows \(size) after it cosigned \(last)" }
        // Nothing was vouched for beyond the leaves that fork and trunk share: then either may go on.
        guard let last = cosigned.last else { return nil }
        for new in Set([max(last, size), 50]) where (try? next.cosign(Bodies.fork(size, new), at: 10)) != nil {
            return "cosigned the fork at \(new) after \(cosigned)"
        }
        if size > 0, try next.cosign(Bodies.trunk(size, 60), at: 10).size != 60 { return "does not go on" }
        return nil
    }

    private func complaints(_ faults: [SimulatedDisk.Fault], afterwards kept: SimulatedDisk.Kept) throws -> [String] {
        let begun = SimulatedDisk()
        _ = try Witness.begun(on: begun)
        let probe = begun.survivor()
        #expect(live(on: probe, bodies: Self.bodies) == [22, 22, 30])
        var complaints: [String] = []
        for (number, step) in probe.operations.enumerated() {
            for fault in faults {
                let disk = begun.survivor(faults: [number: fault])
                let cosigned = live(on: disk, bodies: Self.bodies)
                // A second life on what the kernel still shows, and then the power goes.
                let second = disk.survivor()
                let more = live(on: second, bodies: Self.bodies.filter { $0.0 >= cosigned.last ?? 0 })
                if let found = try complaint(about: second.survivorOfPowerCut(kept), cosigned: cosigned + more) {
                    complaints.append("step \(number) \(step.step) \(step.path), \(fault), \(kept): \(found)")
                }
            }
        }
        return complaints
    }

    @Test func `the disk may fail at any step, and the power go afterwards`() throws {
        #expect(try complaints([.fails, .failsButPersists, .noSpace, .dies], afterwards: .none) == [])
    }

    @Test func `the power may go at any step`() throws {
        let cuts: [SimulatedDisk.Fault] = [
            .powerCut(.none), .powerCut(.all), .powerCut(.seeded(3)), .powerCut(.seeded(8)),
        ]
        #expect(try complaints(cuts, afterwards: .none) == [])
    }
}

/// Bodies made once: signing takes most of a test's time.
private enum Bodies {
    private struct Key: Hashable {
        var old: Int
        var new: Int
        var isFork: Bool
    }

    private static let made = Mutex<[Key: [UInt8]]>([:])

    static func trunk(_ old: Int, _ new: Int) -> [UInt8] { body(Key(old: old, new: new, isFork: false)) }
    static func fork(_ old: Int, _ new: Int) -> [UInt8] { body(Key(old: old, new: new, isFork: true)) }

    private static func body(_ key: Key) -> [UInt8] {
        made.withLock { made in
            if let body = made[key] { return body }
            let body = Trunk.body(key.old, key.new, of: key.isFork ? Trunk.fork : Trunk.tree)
            made[key] = body
            return body
        }
    }
}
