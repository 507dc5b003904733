import Dispatch
import Platform
import Synchronization

/// A segment that the journal writes to.
struct Segment: Sendable {
    var number: UInt32
    var file: any DiskFile
    var byteCount: Int
}

/// Lays out the next segment ahead of need, so that no batch waits for it.
final class SegmentLayout: Sendable {
    private enum State {
        case idle
        case working
        case ready(Segment)
        case failed(DiskError)
    }

    private let disk: any Disk
    private let folder: String
    private let isInline: Bool
    private let state = Mutex<State>(.idle)
    private let queue = DispatchQueue(label: "huigong.journal.layout", qos: .utility)

    init(disk: any Disk, folder: String, isInline: Bool) {
        self.disk = disk
        self.folder = folder
        self.isInline = isInline
    }

    /// A segment that recovery found laid out already.
    func offer(_ segment: Segment) { state.withLock { $0 = .ready(segment) } }

    /// Starts laying out unless that is done or under way.
    func begin(number: UInt32, byteCount: Int) {
        let starts = state.withLock { state in
            switch state {
            case .ready, .working: return false
            case .idle, .failed:
                state = .working
                return true
            }
        }
        guard starts else { return }
        if isInline { return work(number, byteCount) }
        queue.async { self.work(number, byteCount) }
    }

    /// The segment that is laid out, waiting for one that is under way; nil when there is none.
    func take() -> Segment? {
        finish()
        return state.withLock { state in
            guard case .ready(let segment) = state else { return nil }
            state = .idle
            return segment
        }
    }

    /// Lays one out on the calling thread, in place of any file of that name.
    func layOutNow(number: UInt32, byteCount: Int) throws(DiskError) -> Segment {
        finish()
        let file = try disk.createZeroed("\(folder)/\(SegmentHeader.name(number))", byteCount: byteCount)
        return Segment(number: number, file: file, byteCount: byteCount)
    }

    func finish() { queue.sync {} }

    /// Why the last attempt failed, until one succeeds.
    var failure: DiskError? {
        state.withLock { state in
            if case .failed(let error) = state { error } else { nil }
        }
    }

    private func work(_ number: UInt32, _ byteCount: Int) {
        let outcome: State
        do throws(DiskError) {
            let file = try disk.createZeroed("\(folder)/\(SegmentHeader.name(number))", byteCount: byteCount)
            outcome = .ready(Segment(number: number, file: file, byteCount: byteCount))
        } catch {
            outcome = .failed(error)
        }
        state.withLock { $0 = outcome }
    }
}
