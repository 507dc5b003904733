import CKernel
import Platform

/// The append-only record of everything accepted: frames in batches, each made durable by one write and one sync.
///
/// One thread owns a journal and stages, seals and marks; `writer` and `reader` may be used from other threads. The
/// order of a batch is `stage…`, `seal`, `write`, `markDurable`; the next batch may be staged while one is written.
package final class Journal {
    package struct Options: Sendable {
        /// Size of a segment, a multiple of 4 KiB.
        package var segmentBytes = 64 << 20
        /// Room that a batch should find in its segment: with less, it starts in the next one. At most a quarter of
        /// `segmentBytes` counts.
        package var reserveBytes = 4 << 20
        /// Lay the next segment out on the calling thread, for tests that count every step.
        package var laysOutInline = false

        package init() {}
    }

    package let writer: JournalWriter
    package let reader: JournalReader
    /// What opening found.
    package let recovery: RecoveryReport
    /// The next index that is not yet durable: nothing at or past it may be spoken of outside.
    package private(set) var durableIndex: UInt64

    private let options: Options
    private let layout: SegmentLayout
    private var segment: Segment
    /// Where the next batch starts in the segment; 0 while the segment has no header.
    private var tail: Int
    private var chain: ChainPosition
    private var arena: BatchArena
    private var spareArenas: [BatchArena] = []
    /// Batches that are closed and not marked durable yet.
    private var closedBatches: [SealedBatch] = []
    /// Where in the segment byte 0 of the open batch's arena will lie.
    private var arenaOffset = 0
    private var isBatchOpen = false
    /// Index of the open batch's first frame.
    private var batchStart: UInt64
    /// Where in the arena the frame lies that is being staged, and its kind.
    private var openFrame: (start: Int, kind: UInt8)?

    init(disk: any Disk, folder: String, options: Options, recovered: Recovery.Result) {
        self.options = options
        segment = recovered.segment
        tail = recovered.tail
        chain = recovered.chain
        recovery = recovered.report
        durableIndex = chain.index
        batchStart = chain.index
        writer = JournalWriter(nextBatch: chain.batch)
        reader = JournalReader(disk: disk, folder: folder)
        layout = SegmentLayout(disk: disk, folder: folder, isInline: options.laysOutInline)
        arena = BatchArena(capacity: 1 << 16)
        if let next = recovered.next { layout.offer(next) }
        layOutAhead()
    }

    /// Waits for the layout of the next segment, so that nothing touches the disk after the journal is gone.
    deinit { layout.finish() }

    // MARK: Staging

    /// The index that the next staged frame gets.
    package var nextIndex: UInt64 { chain.index }

    package var stagedFrames: Int { Int(chain.index - batchStart) }

    /// What the open batch holds so far, headers included.
    package var stagedBytes: Int { isBatchOpen ? arena.count : 0 }

    /// Puts a frame into the open batch, in memory only. `kind` is 1…255.
    package func stage(kind: UInt8, payload: UnsafeRawBufferPointer) -> FrameLocation {
        precondition(kind != FrameHeader.commitKind, "kind 0 is the commit frame's")
        // The arena is held once for all of it: each time it is asked for, letting go of it again waits until all that was
        // written is in memory.
        let arena = openArena()
        beginFrame(kind: kind, in: arena)
        arena.append(payload)
        let location = endFrame(in: arena)
        chain.index += 1
        return location
    }

    package func stage(kind: UInt8, payload: [UInt8]) -> FrameLocation {
        payload.withUnsafeBytes { stage(kind: kind, payload: $0) }
    }

    /// Begins a frame whose payload is then appended piece by piece, until `end()`.
    package func begin(kind: UInt8) {
        precondition(kind != FrameHeader.commitKind, "kind 0 is the commit frame's")
        beginFrame(kind: kind, in: openArena())
    }

    package func append(_ bytes: UnsafeRawBufferPointer) { arena.append(bytes) }

    package func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { arena.append($0) } }

    package func append(_ byte: UInt8) {
        arena.makeRoom(1)
        arena.base.storeBytes(of: byte, toByteOffset: arena.count, as: UInt8.self)
        arena.count += 1
    }

    /// Lets the caller write up to `capacity` bytes straight into the batch; it gives back how many it wrote.
    package func append(capacity: Int, _ write: (UnsafeMutableRawBufferPointer) -> Int) {
        arena.makeRoom(capacity)
        let count = write(UnsafeMutableRawBufferPointer(start: arena.base + arena.count, count: capacity))
        precondition((0...capacity).contains(count), "wrote past the room it asked for")
        arena.count += count
    }

    /// Ends the frame and says where it will lie.
    package func end() -> FrameLocation {
        let location = endFrame(in: arena)
        chain.index += 1
        return location
    }

    /// Closes the open batch with its commit frame; nil when nothing is staged.
    package func seal(tick: Int64) -> SealedBatch? {
        stagedFrames == 0 ? nil : closeBatch(tick: tick)
    }

    /// A batch without frames, to be written like any other: once it is durable, the batch before it is provably
    /// complete, so any later damage to it is named and none can be taken for a torn write. Worth 4 KiB when the
    /// daemon falls idle and before it ends.
    package func sealMark(tick: Int64) -> SealedBatch {
        precondition(stagedFrames == 0, "a mark goes between batches")
        return closeBatch(tick: tick)
    }

    /// Makes a batch durable; see `JournalWriter.write`.
    package func write(_ batch: SealedBatch) throws(StorageError) { try writer.write(batch) }

    /// Takes note, on the owner's thread, that a batch is written; batches in order.
    package func markDurable(_ batch: SealedBatch) {
        precondition(batch.isWritten && batch.firstIndex == durableIndex, "durable batches follow each other")
        durableIndex = batch.endIndex
        closedBatches.removeAll { $0 === batch }
        if spareArenas.count < 2 && batch.arena.capacity <= 8 << 20 { spareArenas.append(batch.arena) }
    }

    /// The payload of a durable frame, checked against its digest.
    package func payload(at location: FrameLocation) throws(JournalError) -> [UInt8] {
        try reader.payload(at: location)
    }

    /// The payload of any frame, also of one that is still in memory: in the open batch, or in one on its way.
    ///
    /// For deciding only: what it says must not leave before it is durable.
    package func stagedPayload(at location: FrameLocation) throws(JournalError) -> [UInt8] {
        var memory = closedBatches.map { ($0.segment, $0.offset, $0.arena) }
        if isBatchOpen { memory.append((segment.number, arenaOffset, arena)) }
        for (segment, offset, arena) in memory where segment == location.segment {
            let start = Int(location.offset) - offset
            guard start >= 0, start < arena.count else { continue }
            let frame = UnsafeRawBufferPointer(
                start: arena.base + start, count: FrameHeader.byteCount + Int(location.length))
            return try reader.payload(of: Array(frame), at: location)
        }
        return try payload(at: location)
    }

    // MARK: Room

    /// Nil while new work may be staged; else why the next segment can't be laid out. Reading goes on.
    package var storageRefusal: DiskError? {
        let used = isBatchOpen ? arenaOffset + arena.count : tail
        return segment.byteCount - used >= reserve ? nil : layout.failure
    }

    package var canAccept: Bool { storageRefusal == nil }

    /// Lays out the next segment unless that is done or under way; call it from a timer to retry after a full disk.
    package func layOutAhead() { layout.begin(number: segment.number + 1, byteCount: options.segmentBytes) }

    /// Makes sure that the next batch may hold `bytes` of payload, laying out a bigger segment when it must. With
    /// nothing staged only; throws without harm when there is no space.
    package func prepare(bytes: Int) throws(DiskError) {
        precondition(stagedFrames == 0, "room is made between batches")
        let needed = bytes + 2 * diskBlockBytes
        if isBatchOpen || segment.byteCount - tail >= needed { return }
        let wanted = max(options.segmentBytes, (needed / diskBlockBytes + 2) * diskBlockBytes)
        // A segment without a header is replaced: an empty one must never lie before one in use.
        if tail == 0 {
            segment = try layout.layOutNow(number: segment.number, byteCount: wanted)
            return
        }
        let ready = layout.take()
        if let ready, ready.byteCount >= wanted { return move(to: ready) }
        do throws(DiskError) {
            move(to: try layout.layOutNow(number: segment.number + 1, byteCount: wanted))
        } catch {
            if let ready { layout.offer(ready) }
            throw error
        }
    }

    private var reserve: Int { min(options.reserveBytes, options.segmentBytes / 4) }

    private func move(to next: Segment) {
        precondition(next.number == segment.number + 1, "segments follow each other")
        segment = next
        tail = 0
        layOutAhead()
    }

    // MARK: The open batch

    private func beginBatch() {
        if tail > 0, segment.byteCount - tail < reserve, let next = layout.take() { move(to: next) }
        arenaOffset = tail
        isBatchOpen = true
        if tail == 0 { SegmentHeader.bytes(segment: segment.number, chain: chain).withUnsafeBytes(arena.append) }
    }

    /// Where the open batch is staged; opens one where none is.
    private func openArena() -> BatchArena {
        if !isBatchOpen { beginBatch() }
        return arena
    }

    private func beginFrame(kind: UInt8, in arena: BatchArena) {
        precondition(openFrame == nil, "one frame at a time")
        openFrame = (arena.count, kind)
        arena.makeRoom(FrameHeader.byteCount)
        arena.count += FrameHeader.byteCount
    }

    private func endFrame(in arena: BatchArena) -> FrameLocation {
        guard let (start, kind) = openFrame else { preconditionFailure("no frame was begun") }
        openFrame = nil
        let payloadStart = start + FrameHeader.byteCount
        let count = arena.count - payloadStart
        precondition(arenaOffset + arena.count < Int(UInt32.max), "a segment's offsets have 32 bits")
        let payload = UnsafeMutableRawBufferPointer(start: arena.base + payloadStart, count: count)
        let mask = PayloadMask.choose(payload, offset: payloadStart, index: chain.index)
        let header = FrameHeader(
            length: UInt32(count), index: chain.index, batch: chain.batch,
            digest: crc32c(0, payload.baseAddress, count),
            previous: chain.check, kind: kind, mask: mask)
        chain.check = header.write(to: arena.base + start)
        arena.padFrame()
        return FrameLocation(
            segment: segment.number, offset: UInt32(arenaOffset + start), length: UInt32(count))
    }

    private func closeBatch(tick: Int64) -> SealedBatch {
        precondition(openFrame == nil, "a frame is still being staged")
        let arena = openArena()
        let commitBytes = FrameHeader.frameBytes(payload: CommitPayload.byteCount)
        let commit = CommitPayload(
            tick: tick, frames: UInt32(stagedFrames), batchBytes: UInt32(arena.count + commitBytes))
        beginFrame(kind: FrameHeader.commitKind, in: arena)
        append(capacity: CommitPayload.byteCount) { place in
            commit.write(to: place.baseAddress!)
            return CommitPayload.byteCount
        }
        _ = endFrame(in: arena)
        arena.pad(to: diskBlockBytes, with: FrameHeader.fill)
        let batch = SealedBatch(
            number: chain.batch, tick: tick, indices: batchStart..<chain.index, arena: arena,
            segment: segment.number, file: segment.file, offset: arenaOffset)
        closedBatches.append(batch)
        tail = arenaOffset + arena.count
        chain.batch += 1
        batchStart = chain.index
        isBatchOpen = false
        self.arena = spareArenas.popLast() ?? BatchArena(capacity: batch.arena.capacity)
        self.arena.count = 0
        return batch
    }
}
