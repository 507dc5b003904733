import Durability
import Foundation
import JSON
import Platform
import Synchronization

@testable import Service

/// A disk whose files stop taking writes when they are told to.
final class FailingDisk: Disk {
    private let disk: FileDisk
    let fails = Atomic<Bool>(false)

    init(_ disk: FileDisk) { self.disk = disk }

    private final class File: DiskFile {
        let file: any DiskFile
        let disk: FailingDisk

        init(_ file: any DiskFile, _ disk: FailingDisk) { (self.file, self.disk) = (file, disk) }

        var path: String { file.path }
        func byteCount() throws(DiskError) -> Int { try file.byteCount() }
        func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(DiskError) -> Int {
            try file.read(at: offset, into: buffer)
        }
        func writeDurably(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(DiskError) {
            if disk.fails.load(ordering: .acquiring) { throw DiskError(.sync, path, reason: .failed) }
            try file.writeDurably(bytes, at: offset)
        }
    }

    var root: String { disk.root }
    func exists(_ path: String) throws(DiskError) -> Bool { try disk.exists(path) }
    func list(_ folder: String) throws(DiskError) -> [String] { try disk.list(folder) }
    func read(_ path: String) throws(DiskError) -> [UInt8] { try disk.read(path) }
    func makeDirectory(_ path: String, mode: UInt32) throws(DiskError) { try disk.makeDirectory(path, mode: mode) }
    func createZeroed(_ path: String, byteCount: Int) throws(DiskError) -> any DiskFile {
        File(try disk.createZeroed(path, byteCount: byteCount), self)
    }
    func open(_ path: String) throws(DiskError) -> any DiskFile { File(try disk.open(path), self) }
    func openSettled(_ path: String) throws(DiskError) -> any DiskFile { File(try disk.openSettled(path), self) }
    func replace(_ path: String, with bytes: [UInt8], mode: UInt32) throws(DiskError) {
        try disk.replace(path, with: bytes, mode: mode)
    }
    func remove(_ path: String) throws(DiskError) { try disk.remove(path) }
    func lock() throws(DiskError) { try disk.lock() }
}

/// A server on a thread of its own, in a folder of its own.
final class RunningServer {
    /// Protected by `ended`: the server belongs to its thread until that has signalled.
    private final class Run: @unchecked Sendable {
        var server: Server?
        var failure: (any Error)?
        let ended = DispatchSemaphore(value: 0)
    }

    /// Let go when the server has ended, so that another may take its data.
    private(set) var disk: FailingDisk?
    private let socketPath: @Sendable (Method.Socket) -> String
    private let run = Run()
    private var isSignalled = false

    init(
        in data: TemporaryFolder, _ folder: CampaignsFolder, at start: String = Sample.opens,
        _ change: (inout ServerOptions) -> Void = { _ in }
    ) throws {
        let root = data.path + "/store"
        socketPath = { "\(root)/\($0.rawValue).sock" }
        let disk = FailingDisk(try FileDisk(root: root))
        self.disk = disk
        let store = try Store(disk: disk, isRehearsal: true)
        var options = ServerOptions(campaignsFolder: folder.path, rehearsalStart: instant(start))
        change(&options)
        var journal = Journal.Options()
        journal.segmentBytes = 4 << 20
        journal.reserveBytes = 256 << 10
        run.server = try Server(
            store: store, settings: House.settings(journal: journal), options: options, clock: SystemClock(),
            random: SystemRandom())
        Thread.detachNewThread { [run] in
            do { try run.server?.run() } catch { run.failure = error }
            run.server = nil
            run.ended.signal()
        }
    }

    func client(_ socket: Method.Socket = .intake) throws -> UnixClient {
        try UnixClient(path: socketPath(socket), timeoutMilliseconds: 20_000)
    }

    /// Tells the server to end, as whoever runs it would.
    func signal() {
        isSignalled = true
        kill(getpid(), SIGTERM)
    }

    /// Waits until the server has ended; gives what ended it.
    func end() -> (any Error)? {
        // Signals belong to the process: another test that looks for its own may take ours away.
        while run.ended.wait(timeout: .now() + 5) == .timedOut {
            if isSignalled { kill(getpid(), SIGTERM) }
        }
        disk = nil
        return run.failure
    }
}

extension UnixClient {
    func send(_ lines: String...) throws { try write(Array((lines.joined(separator: "\n") + "\n").utf8)) }

    func reply() throws -> Reply {
        guard let line = try readLine() else { throw Unexpected("the server has closed") }
        return Reply(line)
    }

    func call(_ method: String, _ params: String) throws -> Reply {
        try send(line(method, params))
        return try reply()
    }
}
