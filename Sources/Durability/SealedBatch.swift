import Platform
import Synchronization

/// A closed batch on its way to the disk: one write, one sync.
package final class SealedBatch: Sendable {
    package let number: UInt64
    package let tick: Int64
    /// Frames `firstIndex ..< endIndex` become durable together.
    package let firstIndex: UInt64
    package let endIndex: UInt64
    let arena: BatchArena
    let segment: UInt32
    let file: any DiskFile
    let offset: Int
    private let written = Atomic<Bool>(false)

    init(
        number: UInt64, tick: Int64, indices: Range<UInt64>, arena: BatchArena, segment: UInt32, file: any DiskFile,
        offset: Int
    ) {
        self.number = number
        self.tick = tick
        self.firstIndex = indices.lowerBound
        self.endIndex = indices.upperBound
        self.arena = arena
        self.segment = segment
        self.file = file
        self.offset = offset
    }

    /// What one write puts on the disk, fill included.
    package var byteCount: Int { arena.count }

    /// The write and its sync have returned.
    package var isWritten: Bool { written.load(ordering: .acquiring) }

    func markWritten() { written.store(true, ordering: .releasing) }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: arena.base, count: arena.count) }
}
