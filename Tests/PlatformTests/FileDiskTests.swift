import Foundation
import Platform
import Testing

@Suite struct FileDiskTests {
    private let folder = TemporaryFolder()
    private let disk: FileDisk

    init() throws { disk = try FileDisk(root: folder.path + "/data") }

    @Test func `files are replaced whole, with their mode`() throws {
        try disk.replace("secret", with: Array("one".utf8), mode: 0o600)
        try disk.replace("secret", with: Array("two!".utf8), mode: 0o640)
        #expect(try disk.read("secret") == Array("two!".utf8))
        #expect(try disk.read("secret", at: 1, count: 2) == Array("wo".utf8))
        #expect(try disk.read("secret", at: 2, count: 10) == Array("o!".utf8))
        var status = stat()
        #expect(stat(disk.absolute("secret"), &status) == 0)
        #expect(status.st_mode & 0o777 == 0o640)
        #expect(try disk.list("") == ["secret"])
        try disk.remove("secret")
        try disk.remove("secret")
        #expect(try disk.exists("secret") == false)
    }

    @Test func `a file left half written by a crash is replaced`() throws {
        try "half".write(toFile: disk.absolute("head.new"), atomically: false, encoding: .utf8)
        try disk.replace("head", with: [1], mode: 0o600)
        #expect(try disk.list("") == ["head"])
    }

    @Test func `a file laid out is full of zeros and takes aligned and odd writes`() throws {
        try disk.makeDirectory("journal", mode: 0o700)
        try disk.makeDirectory("journal", mode: 0o700)
        let file = try disk.createZeroed("journal/0", byteCount: 3 << 19)
        #expect(try file.byteCount() == 3 << 19)
        #expect(try disk.read("journal/0").allSatisfy { $0 == 0 })
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 4096)
        defer { block.deallocate() }
        block.initializeMemory(as: UInt8.self, repeating: 7)
        try file.writeDurably(UnsafeRawBufferPointer(block), at: 8192)
        try file.writeDurably(UnsafeRawBufferPointer(rebasing: block[..<3]), at: 5)
        let settled = try disk.openSettled("journal/0")
        var bytes = [UInt8](repeating: 9, count: 3 << 19)
        #expect(try bytes.withUnsafeMutableBytes { try settled.read(at: 0, into: $0) } == 3 << 19)
        #expect(bytes[5..<8].allSatisfy { $0 == 7 } && bytes[8192..<12288].allSatisfy { $0 == 7 })
        #expect(bytes.count { $0 != 0 } == 4099)
    }

    @Test func `a second daemon is refused with the path`() throws {
        try disk.lock()
        let other = try FileDisk(root: disk.root)
        let error = try #require(throws: DiskError.self) { try other.lock() }
        #expect(error.reason == .lockedByAnother)
        #expect("\(error)" == "cannot lock \(disk.root)/lock: another huigong daemon is using this data directory")
    }

    @Test func `the lock goes with its holder`() throws {
        var first: FileDisk? = try FileDisk(root: disk.root)
        try first?.lock()
        first = nil
        try disk.lock()
    }

    @Test func `a missing file is told apart`() throws {
        let error = try #require(throws: DiskError.self) { try disk.read("nothing") }
        #expect(error.reason == .notFound)
        #expect("\(error)" == "cannot open \(disk.root)/nothing: No such file or directory")
    }

    @Test func `a full disk is told apart`() throws {
        #expect(DiskError(.write, "x", errno: ENOSPC).reason == .noSpace)
        #expect(DiskError(.write, "x", errno: EDQUOT).reason == .noSpace)
    }

    @Test func `clocks go forward`() {
        let clock = SystemClock()
        let (boot, monotonic) = (clock.bootMilliseconds(), clock.monotonicNanoseconds())
        #expect(clock.bootMilliseconds() >= boot)
        #expect(clock.monotonicNanoseconds() >= monotonic)
        #expect(clock.wallMilliseconds() > 1_700_000_000_000)
    }

    @Test func `random bytes do not repeat`() {
        let random = SystemRandom()
        let nonces = (0..<1000).map { _ in random.bytes(32) }
        #expect(Set(nonces).count == 1000)
        #expect(random.bytes(10_000).count == 10_000)
        #expect(SystemRandom.bytes(32) != SystemRandom.bytes(32))
    }
}
