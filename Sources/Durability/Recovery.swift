import CKernel
import Platform

/// Brings a journal's frames back, in order, and leaves it ready for the next batch.
struct Recovery {
    struct Result {
        var segment: Segment
        var tail: Int
        var chain: ChainPosition
        /// The segment after it, laid out and empty.
        var next: Segment?
        var report: RecoveryReport
    }

    let disk: any Disk
    let folder: String
    let options: Journal.Options
    private var chain = ChainPosition()
    private var tail = 0
    private var current: Segment?
    /// Segments laid out and not written to, ascending.
    private var empty: [Segment] = []
    private var loss: (segment: Segment, loss: SegmentScan.Loss)?
    private var report = RecoveryReport()

    init(disk: any Disk, folder: String, options: Journal.Options) {
        self.disk = disk
        self.folder = folder
        self.options = options
    }

    mutating func run(
        replay: (Frame) throws -> Void, batchEnd: (BatchEnd) throws -> Void
    ) throws -> Result {
        do {
            let numbers = try segmentNumbers()
            try SegmentPatch.finish(on: disk, folder: folder)
            let buffer = SegmentBuffer()
            let last = try lastInUse(numbers)
            for number in numbers {
                // Only the last batch may be in a cache alone: what came before it was synced first.
                let segment = try open(number, settled: number >= last)
                try buffer.load(segment)
                try read(segment, buffer.bytes, replay: replay, batchEnd: batchEnd)
            }
            try cut()
            if current == nil { current = try firstSegment() }
        } catch let error as DiskError {
            throw JournalError.disk(error)
        }
        report.batches = chain.batch
        report.frames = chain.index
        guard let current else { preconditionFailure("a journal has a segment") }
        let next = empty.first { $0.number == current.number + 1 }
        return Result(segment: current, tail: tail, chain: chain, next: next, report: report)
    }

    /// The numbers of the segments that are there: 0, 1, 2, … without a gap.
    private func segmentNumbers() throws -> [UInt32] {
        try disk.makeDirectory(folder, mode: 0o700)
        let names = try disk.list(folder)
        for name in names where name.hasSuffix(".new") { try disk.remove("\(folder)/\(name)") }
        let numbers = names.compactMap(SegmentHeader.number).sorted()
        for (position, number) in numbers.enumerated() where UInt32(position) != number {
            throw JournalError.damaged(
                JournalDamage(part: .segment, path: "\(folder)/\(SegmentHeader.name(UInt32(position)))", offset: 0))
        }
        return numbers
    }

    private func open(_ number: UInt32, settled: Bool) throws -> Segment {
        let path = "\(folder)/\(SegmentHeader.name(number))"
        let file = settled ? try disk.openSettled(path) : try disk.open(path)
        return Segment(number: number, file: file, byteCount: try file.byteCount())
    }

    /// The last segment that seems to have been written to, by its first block.
    private func lastInUse(_ numbers: [UInt32]) throws -> UInt32 {
        try numbers.last { number in
            let block = try disk.read("\(folder)/\(SegmentHeader.name(number))", at: 0, count: SegmentHeader.byteCount)
            return kernel_leading_zeros(block, block.count) < block.count
        } ?? 0
    }

    private func firstSegment() throws -> Segment {
        if let first = empty.first { return first }
        let file = try disk.createZeroed("\(folder)/\(SegmentHeader.name(0))", byteCount: options.segmentBytes)
        return Segment(number: 0, file: file, byteCount: options.segmentBytes)
    }

    /// Reads one segment: nothing in it, whole batches, or whole batches and a loss.
    private mutating func read(
        _ segment: Segment, _ bytes: UnsafeMutableRawBufferPointer, replay: (Frame) throws -> Void,
        batchEnd: (BatchEnd) throws -> Void
    ) throws {
        let scan = SegmentScan(
            bytes: bytes, path: "\(folder)/\(SegmentHeader.name(segment.number))", segment: segment.number)
        if scan.isZero(from: 0) {
            empty.append(segment)
            return
        }
        report.segments += 1
        // A batch is written only after the one before it is durable: whatever follows a loss proves that the lost
        // batch had been durable.
        if let (lost, loss) = loss {
            throw JournalError.damaged(loss.damage(.lostFrame, "\(folder)/\(SegmentHeader.name(lost.number))"))
        }
        if let empty = empty.first {
            throw JournalError.damaged(
                JournalDamage(
                    part: .lostFrame, path: "\(folder)/\(SegmentHeader.name(empty.number))", offset: 0,
                    frameIndex: chain.index, batch: chain.batch))
        }
        if let found = try scan.loseHeader(chain) {
            loss = (segment, found)
            return
        }
        var position = SegmentHeader.byteCount
        while true {
            switch try scan.batch(at: position, chain) {
            case .whole(let batch):
                try scan.replay(batch, chain, replay)
                chain = batch.chain
                report.lastTick = batch.tick
                position = batch.end
                (current, tail) = (segment, position)
                try batchEnd(BatchEnd(batch: chain.batch - 1, tick: batch.tick, endIndex: chain.index))
            case .lost(let found):
                // The header alone, or a batch in part; where nothing follows at all, the segment just ends here.
                if position == SegmentHeader.byteCount || !scan.isZero(from: position) { loss = (segment, found) }
                return
            }
        }
    }

    /// Overwrites a torn batch with zeros, so that its frames never come to life again.
    private mutating func cut() throws {
        guard let (segment, loss) = loss else { return }
        let zeros = BatchArena(capacity: min(1 << 20, loss.end - loss.start))
        zeros.base.initializeMemory(as: UInt8.self, repeating: 0, count: zeros.capacity)
        var offset = loss.start
        while offset < loss.end {
            let count = min(zeros.capacity, loss.end - offset)
            try segment.file.writeDurably(UnsafeRawBufferPointer(start: zeros.base, count: count), at: offset)
            offset += count
        }
        if loss.start == 0 { empty.insert(segment, at: 0) }
        report.cut = RecoveryReport.TornTail(
            path: "\(folder)/\(SegmentHeader.name(segment.number))", offset: loss.start,
            byteCount: loss.end - loss.start, batch: chain.batch, firstIndex: chain.index,
            lastReadableIndex: loss.lastReadableIndex)
    }
}

/// Memory for one segment at a time, used again for the next.
final class SegmentBuffer {
    private var memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    private var count = 0

    deinit { memory.deallocate() }

    var bytes: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(rebasing: memory[..<count]) }

    func load(_ segment: Segment) throws(DiskError) {
        if memory.count < segment.byteCount {
            memory.deallocate()
            memory = .allocate(byteCount: segment.byteCount, alignment: diskBlockBytes)
        }
        count = try segment.file.read(
            at: 0, into: UnsafeMutableRawBufferPointer(rebasing: memory[..<segment.byteCount]))
    }
}

extension Journal {
    /// Opens a journal, making it when there is none, and hands out every frame of every durable batch in order, each
    /// batch followed by its end.
    ///
    /// Throws `JournalError`, or what `replay` and `batchEnd` throw. An overwriting that was begun is finished
    /// first; nothing else on the disk changes before all frames have been handed out; then a torn tail is cut (see `recovery.cut`, which the caller should report).
    package static func open(
        disk: any Disk, folder: String = "journal", options: Options = Options(),
        replay: (Frame) throws -> Void, batchEnd: (BatchEnd) throws -> Void = { _ in }
    ) throws -> Journal {
        var recovery = Recovery(disk: disk, folder: folder, options: options)
        let recovered = try recovery.run(replay: replay, batchEnd: batchEnd)
        return Journal(disk: disk, folder: folder, options: options, recovered: recovered)
    }
}
