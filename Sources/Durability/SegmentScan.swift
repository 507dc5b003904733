import CKernel
import Platform

/// Reads one segment's bytes and tells whole batches, lost writes and damage apart.
///
/// What is known of a batch that was written but not acknowledged: each of its sectors holds either what was written
/// or the zeros that were there before, and no sector of a batch is zeros by its content. So the first frame that
/// doesn't read must touch a sector of zeros (or lie past the end of the file): then the batch is torn. A frame that
/// doesn't read though all of its sectors were written is damage, in whichever batch it lies.
struct SegmentScan {
    let bytes: UnsafeMutableRawBufferPointer
    let path: String
    let segment: UInt32

    /// A batch of which parts never reached the disk.
    struct Loss {
        /// What is to be cut.
        var start: Int
        var end: Int
        /// The first frame that can't be read.
        var offset: Int
        var frameIndex: UInt64
        var batch: UInt64
        var lastReadableIndex: UInt64?

        func damage(_ part: JournalDamage.Part, _ path: String) -> JournalDamage {
            JournalDamage(part: part, path: path, offset: offset, frameIndex: frameIndex, batch: batch)
        }
    }

    struct Batch {
        var start: Int
        /// Of the fill: where the next batch starts.
        var end: Int
        var tick: Int64
        /// What the next batch continues.
        var chain: ChainPosition
    }

    enum Outcome {
        case whole(Batch)
        case lost(Loss)
    }

    /// Nil when the segment's header is whole; throws when it is damaged or of another version.
    func loseHeader(_ chain: ChainPosition) throws(JournalError) -> Loss? {
        let expected = SegmentHeader.bytes(segment: segment, chain: chain)
        if bytes.count >= expected.count && kernel_is_equal(bytes.baseAddress, expected, expected.count) == 1 {
            return nil
        }
        if isLost(0..<expected.count) { return try loss(start: 0, at: 0, chain) }
        if let version = SegmentHeader.otherVersion(UnsafeRawBufferPointer(bytes)) {
            throw .newerVersion(path: path, version: version)
        }
        throw .damaged(damage(.segmentHeader, 0, chain))
    }

    /// Reads the batch that starts at `start`, where the chain must go on.
    func batch(at start: Int, _ from: ChainPosition) throws(JournalError) -> Outcome {
        var chain = from
        var position = start
        while true {
            guard position + FrameHeader.byteCount <= bytes.count,
                let header = FrameHeader(at: bytes.baseAddress! + position)
            else {
                return try lostOrDamaged(
                    .frameHeader, position..<position + FrameHeader.byteCount, start, position, from, chain)
            }
            guard header.previous == chain.check, header.index == chain.index, header.batch == chain.batch else {
                throw .damaged(damage(.frameHeader, position, chain))
            }
            let payload = position + FrameHeader.byteCount..<position + FrameHeader.byteCount + Int(header.length)
            let end = position + FrameHeader.frameBytes(payload: Int(header.length))
            guard end <= bytes.count, digest(payload) == header.digest else {
                return try lostOrDamaged(.payload, payload, start, position, from, chain)
            }
            guard isFill(payload.upperBound..<end) else {
                return try lostOrDamaged(.fill, payload.upperBound..<end, start, position, from, chain)
            }
            chain.check = header.check
            if header.kind == FrameHeader.commitKind {
                return .whole(try commit(payload, end, start, from, chain))
            }
            chain.index += 1
            position = end
        }
    }

    /// Hands out the frames of a batch that has been read whole.
    func replay(_ batch: Batch, _ from: ChainPosition, _ body: (Frame) throws -> Void) throws {
        var position = batch.start
        for index in from.index..<batch.chain.index {
            guard let header = FrameHeader(at: bytes.baseAddress! + position) else { preconditionFailure() }
            let start = position + FrameHeader.byteCount
            let payload = UnsafeMutableRawBufferPointer(rebasing: bytes[start..<start + Int(header.length)])
            if header.mask != 0 { PayloadMask.apply(header.mask, index: index, to: payload) }
            try body(
                Frame(
                    kind: header.kind, index: index, batch: from.batch,
                    location: FrameLocation(segment: segment, offset: UInt32(position), length: header.length),
                    payload: UnsafeRawBufferPointer(payload)))
            position += FrameHeader.frameBytes(payload: Int(header.length))
        }
    }

    func isZero(from start: Int) -> Bool {
        start >= bytes.count
            || kernel_leading_zeros(bytes.baseAddress! + start, bytes.count - start) == bytes.count - start
    }

    /// The batch's commit frame is whole, so all that is left to check is what it says and the fill behind it.
    private func commit(
        _ payload: Range<Int>, _ end: Int, _ start: Int, _ from: ChainPosition, _ chain: ChainPosition
    ) throws(JournalError) -> Batch {
        guard payload.count == CommitPayload.byteCount else {
            throw .damaged(damage(.commit, payload.lowerBound, chain))
        }
        let commit = CommitPayload(at: bytes.baseAddress! + payload.lowerBound)
        let written = start == SegmentHeader.byteCount ? end : end - start
        guard commit.frames == chain.index - from.index, Int(commit.batchBytes) == written else {
            throw .damaged(damage(.commit, payload.lowerBound, chain))
        }
        let next = (end + diskBlockBytes - 1) / diskBlockBytes * diskBlockBytes
        // Every frame is there, so a lost sector of mere fill costs nothing, now or later.
        guard isFillOrLost(end..<min(next, bytes.count)) else { throw .damaged(damage(.fill, end, chain)) }
        return Batch(
            start: start, end: next, tick: commit.tick,
            chain: ChainPosition(index: chain.index, batch: chain.batch + 1, check: chain.check))
    }

    private func lostOrDamaged(
        _ part: JournalDamage.Part, _ range: Range<Int>, _ start: Int, _ position: Int, _ from: ChainPosition,
        _ chain: ChainPosition
    ) throws(JournalError) -> Outcome {
        guard isLost(range) else { throw .damaged(damage(part, position, chain)) }
        return .lost(try loss(start: start == SegmentHeader.byteCount ? 0 : start, at: position, from, chain))
    }

    /// Bounds the loss and looks for proof in this segment that the lost batch had been durable.
    private func loss(
        start: Int, at offset: Int, _ from: ChainPosition, _ chain: ChainPosition? = nil
    ) throws(JournalError) -> Loss {
        let written = start + kernel_without_trailing_zeros(bytes.baseAddress! + start, bytes.count - start)
        var loss = Loss(
            start: start, end: (written + diskBlockBytes - 1) / diskBlockBytes * diskBlockBytes, offset: offset,
            frameIndex: chain?.index ?? from.index, batch: from.batch)
        var position = start
        while position + FrameHeader.byteCount <= written {
            if bytes[position] == FrameHeader.firstByte, let header = FrameHeader(at: bytes.baseAddress! + position) {
                if header.batch > from.batch { throw .damaged(loss.damage(.lostFrame, path)) }
                if header.batch == from.batch && header.kind != FrameHeader.commitKind {
                    loss.lastReadableIndex = max(loss.lastReadableIndex ?? 0, header.index)
                }
            }
            position += FrameHeader.alignment
        }
        return loss
    }

    private func damage(_ part: JournalDamage.Part, _ offset: Int, _ chain: ChainPosition) -> JournalDamage {
        JournalDamage(part: part, path: path, offset: offset, frameIndex: chain.index, batch: chain.batch)
    }

    private func digest(_ range: Range<Int>) -> UInt32 { crc32c(0, bytes.baseAddress! + range.lowerBound, range.count) }

    private func isFill(_ range: Range<Int>) -> Bool {
        kernel_is_filled(bytes.baseAddress! + range.lowerBound, range.count, FrameHeader.fill) == 1
    }

    /// Some sector that the range touches was never written.
    private func isLost(_ range: Range<Int>) -> Bool {
        sectors(of: range).contains { $0.upperBound > bytes.count || isZero($0) }
    }

    private func isFillOrLost(_ range: Range<Int>) -> Bool {
        sectors(of: range).allSatisfy { isFill($0.clamped(to: range)) || isZero($0) }
    }

    private func isZero(_ range: Range<Int>) -> Bool {
        kernel_leading_zeros(bytes.baseAddress! + range.lowerBound, range.count) == range.count
    }

    private func sectors(of range: Range<Int>) -> some Sequence<Range<Int>> {
        let first = range.lowerBound / diskSectorBytes
        let end = (range.upperBound + diskSectorBytes - 1) / diskSectorBytes
        return (first..<max(first, end)).lazy.map { $0 * diskSectorBytes..<($0 + 1) * diskSectorBytes }
    }
}
