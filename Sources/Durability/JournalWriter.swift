import Platform
import Synchronization

/// Writes sealed batches in order. May be called from a commit thread while the owner stages the next batch.
package final class JournalWriter: Sendable {
    private struct State {
        var nextBatch: UInt64
        var failure: StorageError?
    }

    private let state: Mutex<State>

    init(nextBatch: UInt64) { state = Mutex(State(nextBatch: nextBatch)) }

    /// Makes a batch durable. After the first error nothing is written any more: a second try could report success
    /// for pages that the kernel had already given up.
    package func write(_ batch: SealedBatch) throws(StorageError) {
        try state.withLock { state throws(StorageError) in
            if let failure = state.failure { throw failure }
            precondition(batch.number == state.nextBatch, "batches are written in the order they were sealed")
            do throws(DiskError) {
                try batch.file.writeDurably(batch.bytes, at: batch.offset)
            } catch {
                let failure = StorageError(disk: error, batch: batch.number)
                state.failure = failure
                throw failure
            }
            state.nextBatch += 1
            batch.markWritten()
        }
    }

    /// The error that ended the writing, if one did.
    package var failure: StorageError? { state.withLock { $0.failure } }
}
