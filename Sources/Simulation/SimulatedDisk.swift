import Platform
import Synchronization

/// A disk in memory that fails as it is told to.
///
/// Every step that touches the disk is an operation with a number, counted from 0: a durable write is two (write,
/// sync), a file laid out or replaced is four (write, sync, rename, sync of the folder). What is written and not yet
/// synced lies in 512-byte sectors of which a loss of power keeps any choice.
package final class SimulatedDisk: Disk {
    /// What happens at one operation.
    package enum Fault: Hashable, Sendable {
        /// An I/O error; what was not synced is lost, though a cache may still show it.
        case fails
        /// An I/O error is reported, yet everything reached the disk.
        case failsButPersists
        /// The power goes: of the unsynced sectors and names, the chosen ones are kept.
        case powerCut(Kept)
        /// The process ends before the operation; the kernel still has what was written.
        case dies
        /// The disk is full. Only creating reports it.
        case noSpace
    }

    /// Which unsynced sectors survive, in the order of file names and offsets.
    package enum Kept: Hashable, Sendable {
        case none
        case all
        /// Bit n keeps sector n.
        case subset(UInt64)
        /// Each sector by the toss of a seeded coin.
        case seeded(UInt64)
    }

    package struct Operation: Hashable, Sendable {
        package enum Step: String, Hashable, Sendable { case write, sync, rename, syncFolder, remove, makeFolder }
        package var step: Step
        package var path: String
        /// Sectors that were unsynced when the operation began.
        package var unsyncedSectors: Int
    }

    package let root = "/simulated"
    let state: Mutex<DiskState>

    package convenience init(faults: [Int: Fault] = [:]) { self.init(DiskState(faults: faults)) }

    init(_ state: DiskState) { self.state = Mutex(state) }

    /// All operations so far, by number.
    package var operations: [Operation] { state.withLock { $0.operations } }

    /// The power or the process is gone: every call fails.
    package var isGone: Bool { state.withLock { $0.isGone } }

    /// What a new process finds after this one ended, on a disk that fails no more unless told to.
    package func survivor(faults: [Int: Fault] = [:]) -> SimulatedDisk {
        SimulatedDisk(state.withLock { $0.afterProcess(faults) })
    }

    /// What is left after the power goes now.
    package func survivorOfPowerCut(_ kept: Kept = .none) -> SimulatedDisk {
        SimulatedDisk(state.withLock { $0.afterPowerCut(kept) })
    }

    /// Every file with its bytes as they would be read now.
    package var image: [String: [UInt8]] { state.withLock { $0.files.mapValues(\.cached) } }

    /// Flips the bits of `mask` in one byte, durably and unseen.
    package func flip(_ path: String, at offset: Int, mask: UInt8) {
        state.withLock { $0.files[path]!.flip(offset, mask) }
    }

    // MARK: Disk

    package func exists(_ path: String) throws(DiskError) -> Bool {
        try state.withLock { state throws(DiskError) in
            try state.check(.open, path)
            return state.files[path] != nil || state.folders.contains(path)
        }
    }

    package func list(_ folder: String) throws(DiskError) -> [String] {
        try state.withLock { state throws(DiskError) in
            try state.check(.list, folder)
            guard folder.isEmpty || state.folders.contains(folder) else {
                throw DiskError(.list, folder, reason: .notFound)
            }
            let prefix = folder.isEmpty ? "" : folder + "/"
            let names = (Array(state.files.keys) + Array(state.folders)).filter { $0.hasPrefix(prefix) }
                .map { $0.dropFirst(prefix.count) }.filter { !$0.isEmpty && !$0.contains("/") }
            return names.map(String.init).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        }
    }

    package func read(_ path: String) throws(DiskError) -> [UInt8] {
        try state.withLock { state throws(DiskError) in
            try state.check(.read, path)
            guard let file = state.files[path] else { throw DiskError(.read, path, reason: .notFound) }
            return file.cached
        }
    }

    package func makeDirectory(_ path: String, mode: UInt32) throws(DiskError) {
        try state.withLock { state throws(DiskError) in
            try state.begin(.makeFolder, path, .makeDirectory)
            state.folders.insert(path)
        }
    }

    package func createZeroed(_ path: String, byteCount: Int) throws(DiskError) -> any DiskFile {
        try place([UInt8](repeating: 0, count: byteCount), path, .create)
        return try open(path)
    }

    package func replace(_ path: String, with bytes: [UInt8], mode: UInt32) throws(DiskError) {
        try place(bytes, path, .replace)
    }

    package func open(_ path: String) throws(DiskError) -> any DiskFile {
        guard try exists(path) else { throw DiskError(.open, path, reason: .notFound) }
        return SimulatedFile(disk: self, path: path)
    }

    package func openSettled(_ path: String) throws(DiskError) -> any DiskFile {
        let file = try open(path)
        try state.withLock { state throws(DiskError) in
            try state.begin(.sync, path, .sync)
            state.files[path]!.sync()
            state.files[path]!.forgetCache()
            try state.begin(.syncFolder, path, .sync)
            state.syncFolder(of: path)
        }
        return file
    }

    package func remove(_ path: String) throws(DiskError) {
        try state.withLock { state throws(DiskError) in
            try state.begin(.remove, path, .remove)
            state.files[path] = nil
        }
    }

    package func lock() throws(DiskError) {
        try state.withLock { state throws(DiskError) in
            try state.check(.lock, root)
            if state.isLocked { throw DiskError(.lock, "\(root)/lock", reason: .lockedByAnother) }
            state.isLocked = true
        }
    }

    /// Temporary file, sync, rename, sync of the folder.
    private func place(
        _ bytes: [UInt8], _ path: String, _ operation: DiskError.Operation
    ) throws(DiskError) {
        let temporary = path + ".new"
        try state.withLock { state throws(DiskError) in
            try state.begin(.write, temporary, operation)
            state.files[temporary] = SectorFile(written: bytes)
            try state.begin(.sync, temporary, .sync)
            state.files[temporary]!.sync()
            try state.begin(.rename, path, operation)
            let replaced = state.files[path]
            state.files[path] = state.files.removeValue(forKey: temporary)
            state.unsyncedRenames.updateValue(replaced, forKey: path)
            try state.begin(.syncFolder, path, .sync)
            state.syncFolder(of: path)
        }
    }
}

/// An open file of a simulated disk.
final class SimulatedFile: DiskFile {
    private let disk: SimulatedDisk
    let path: String

    init(disk: SimulatedDisk, path: String) {
        self.disk = disk
        self.path = path
    }

    func byteCount() throws(DiskError) -> Int { try disk.read(path).count }

    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(DiskError) -> Int {
        let bytes = try disk.read(path)
        guard offset < bytes.count else { return 0 }
        let count = min(buffer.count, bytes.count - offset)
        bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + count])) }
        return count
    }

    func writeDurably(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(DiskError) {
        let bytes = Array(bytes)
        try disk.state.withLock { state throws(DiskError) in
            try state.begin(.write, path, .write, unsynced: (path, bytes, offset))
            state.files[path]!.write(bytes, at: offset)
            try state.begin(.sync, path, .sync)
            state.files[path]!.sync()
        }
    }
}
