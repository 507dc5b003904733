/// What opening a journal found and did.
package struct RecoveryReport: Hashable, Sendable {
    package var segments = 0
    package var batches: UInt64 = 0
    package var frames: UInt64 = 0
    /// Tick of the last durable batch.
    package var lastTick: Int64?
    package var cut: TornTail?

    /// A batch that was never acknowledged, because parts of it never reached the disk. It has been overwritten with
    /// zeros, durably, before anything else was written.
    package struct TornTail: Hashable, Sendable, CustomStringConvertible {
        package var path: String
        package var offset: Int
        package var byteCount: Int
        package var batch: UInt64
        /// The first index that was cut; it will be given out again.
        package var firstIndex: UInt64
        /// The last index of which a whole frame was found in the tail, when there was any.
        package var lastReadableIndex: UInt64?

        package var description: String {
            let last = lastReadableIndex.map { " to at least \($0)" } ?? ""
            return "cut a torn batch that was never acknowledged: \(path), bytes \(offset) to "
                + "\(offset + byteCount), batch \(batch), frames \(firstIndex)\(last)"
        }
    }
}
