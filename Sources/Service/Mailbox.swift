import Dispatch
import Durability
import Platform
import Synchronization

/// What other threads have to say to the daemon's thread; a letter wakes the loop.
final class Mailbox: Sendable {
    typealias Letter = @Sendable (Daemon) -> Void

    let wakeUp: WakeUp
    private let letters = Mutex<[Letter]>([])

    init() throws(SocketError) {
        wakeUp = try WakeUp()
    }

    func post(_ letter: @escaping Letter) {
        letters.withLock { $0.append(letter) }
        wakeUp.signal()
    }

    /// All letters that came so far.
    func take() -> [Letter] {
        wakeUp.drain()
        return letters.withLock { letters in
            defer { letters = [] }
            return letters
        }
    }
}

/// Writes batches on a thread of its own, one at a time, and wakes the loop when one is durable or lost.
final class CommitQueue: Sendable {
    let wakeUp: WakeUp
    private let queue = DispatchQueue(label: "huigong.commit")
    private let outcome = Mutex<Result<Void, StorageError>?>(nil)

    init() throws(SocketError) {
        wakeUp = try WakeUp()
    }

    func begin(_ batch: SealedBatch, _ writer: JournalWriter) {
        queue.async { [self] in
            let result = Result { () throws(StorageError) in try writer.write(batch) }
            outcome.withLock { $0 = result }
            wakeUp.signal()
        }
    }

    /// What became of the batch, once that is known.
    func take() -> Result<Void, StorageError>? {
        wakeUp.drain()
        return outcome.withLock { outcome in
            defer { outcome = nil }
            return outcome
        }
    }
}
