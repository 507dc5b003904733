import Platform

/// A file as sectors: what is on the disk, and what the kernel alone holds.
struct SectorFile {
    /// What survives a loss of power.
    var durable: [UInt8]
    /// What a read gives.
    var cached: [UInt8]
    /// Sectors that were written since the last sync.
    var unsynced: Set<Int> = []

    /// A new file of which nothing is synced.
    init(written bytes: [UInt8]) {
        durable = []
        cached = bytes
        unsynced = Set(0..<(bytes.count + diskSectorBytes - 1) / diskSectorBytes)
    }

    mutating func write(_ bytes: [UInt8], at offset: Int) {
        guard !bytes.isEmpty else { return }
        let end = offset + bytes.count
        if cached.count < end { cached += [UInt8](repeating: 0, count: end - cached.count) }
        SectorFile.copy(bytes, 0..<bytes.count, to: &cached, at: offset)
        unsynced.formUnion(offset / diskSectorBytes...(end - 1) / diskSectorBytes)
    }

    mutating func sync() { keep(unsynced) }

    /// Puts some of the unsynced sectors on the disk; the rest stays in the cache alone, and counts as clean.
    mutating func keep(_ sectors: Set<Int>) {
        for sector in sectors {
            let range = (sector * diskSectorBytes..<(sector + 1) * diskSectorBytes).clamped(to: 0..<cached.count)
            if durable.count < range.upperBound {
                durable += [UInt8](repeating: 0, count: range.upperBound - durable.count)
            }
            SectorFile.copy(cached, range, to: &durable, at: range.lowerBound)
        }
        unsynced = []
    }

    /// By memory copy: the tests do this very often, and in debug builds.
    private static func copy(_ from: [UInt8], _ range: Range<Int>, to: inout [UInt8], at offset: Int) {
        from.withUnsafeBytes { from in
            to.withUnsafeMutableBytes { to in
                UnsafeMutableRawBufferPointer(rebasing: to[offset..<offset + range.count])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: from[range]))
            }
        }
    }

    mutating func forgetCache() { cached = durable }

    mutating func flip(_ offset: Int, _ mask: UInt8) {
        durable[offset] ^= mask
        cached[offset] ^= mask
    }
}

/// Everything a simulated disk is, and the steps that may fail.
struct DiskState {
    var files: [String: SectorFile] = [:]
    var folders: Set<String> = []
    /// Names changed since their folder was synced, with the file that had the name before.
    var unsyncedRenames: [String: SectorFile?] = [:]
    var operations: [SimulatedDisk.Operation] = []
    var faults: [Int: SimulatedDisk.Fault]
    var isGone = false
    var isLocked = false

    init(faults: [Int: SimulatedDisk.Fault]) { self.faults = faults }

    func check(_ operation: DiskError.Operation, _ path: String) throws(DiskError) {
        if isGone { throw DiskError(operation, path, reason: .gone) }
    }

    /// Counts an operation, and fails where that is planned.
    ///
    /// A write that fails, or during which the power goes, may have put anything on the disk that a sync might have:
    /// `unsynced` is what it would have written.
    mutating func begin(
        _ step: SimulatedDisk.Operation.Step, _ path: String, _ operation: DiskError.Operation,
        unsynced: (path: String, bytes: [UInt8], offset: Int)? = nil
    ) throws(DiskError) {
        try check(operation, path)
        let number = operations.count
        let fault = faults[number]
        if fault != nil && fault != .dies, let unsynced {
            files[unsynced.path]!.write(unsynced.bytes, at: unsynced.offset)
        }
        operations.append(
            .init(step: step, path: path, unsyncedSectors: files.values.reduce(0) { $0 + $1.unsynced.count }))
        switch fault {
        case nil: return
        case .fails:
            loseUnsynced(path)
            throw DiskError(operation, path, reason: .failed)
        case .failsButPersists:
            files[path]?.sync()
            throw DiskError(operation, path, reason: .failed)
        case .noSpace:
            files[path] = step == .write && operation != .write ? nil : files[path]
            throw DiskError(operation, path, reason: .noSpace)
        case .powerCut(let kept):
            loseUnsynced(kept)
            isGone = true
            throw DiskError(operation, path, reason: .gone)
        case .dies:
            isGone = true
            throw DiskError(operation, path, reason: .gone)
        }
    }

    /// The kernel takes the pages of a failed sync for clean: they are never written, and reads still show them.
    private mutating func loseUnsynced(_ path: String) { files[path]?.unsynced = [] }

    /// The power is gone: only what is durable stays, and the chosen sectors.
    private mutating func loseUnsynced(_ kept: SimulatedDisk.Kept) {
        var coin = KeptSectors(kept)
        for (path, before) in unsyncedRenames.sorted(by: { $0.key < $1.key }) where !coin.keepsNext() {
            files[path] = before
        }
        unsyncedRenames = [:]
        for path in files.keys.sorted() {
            let sectors = files[path]!.unsynced.sorted().filter { _ in coin.keepsNext() }
            files[path]!.keep(Set(sectors))
            files[path]!.forgetCache()
        }
    }

    /// A synced folder keeps all of its names.
    mutating func syncFolder(of path: String) {
        let folder = path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex)
        for name in unsyncedRenames.keys where name.prefix(upTo: name.lastIndex(of: "/") ?? name.startIndex) == folder {
            unsyncedRenames[name] = nil
        }
    }

    func afterProcess(_ faults: [Int: SimulatedDisk.Fault]) -> DiskState {
        var next = self
        (next.faults, next.operations, next.isGone, next.isLocked) = (faults, [], false, false)
        return next
    }

    func afterPowerCut(_ kept: SimulatedDisk.Kept) -> DiskState {
        var next = afterProcess([:])
        next.loseUnsynced(kept)
        return next
    }
}

/// Decides sector by sector what a loss of power keeps.
private struct KeptSectors {
    private let kept: SimulatedDisk.Kept
    private var position: UInt64 = 0
    private var random = SplitMix(state: 0)

    init(_ kept: SimulatedDisk.Kept) {
        self.kept = kept
        if case .seeded(let seed) = kept { random = SplitMix(state: seed) }
    }

    mutating func keepsNext() -> Bool {
        defer { position += 1 }
        switch kept {
        case .none: return false
        case .all: return true
        case .subset(let bits): return position < 64 && bits & (1 << position) != 0
        case .seeded: return random.next() & 1 == 1
        }
    }
}
