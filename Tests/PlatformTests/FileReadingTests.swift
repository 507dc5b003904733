import Foundation
import Platform
import Testing

/// Files that other people change while we look.
@Suite struct FileReadingTests {
    private let folder = TemporaryFolder()
    private var path: String { folder.path + "/file" }

    private func put(_ text: String, _ name: String = "file") throws {
        try text.write(toFile: "\(folder.path)/\(name)", atomically: false, encoding: .utf8)
    }

    private func fault(_ name: String = "file", atMost limit: Int = 100) -> FileFault? {
        do throws(FileFault) {
            _ = try FileReading(path: "\(folder.path)/\(name)", atMost: limit)
            return nil
        } catch {
            return error
        }
    }

    /// A clock that is so far ahead of the machine's.
    private struct Ahead: Clock {
        let milliseconds: Int64
        func wallMilliseconds() -> Int64 { SystemClock().wallMilliseconds() + milliseconds }
        func bootMilliseconds() -> Int64 { SystemClock().bootMilliseconds() }
        func monotonicNanoseconds() -> Int64 { SystemClock().monotonicNanoseconds() }
    }

    @Test func `reads what stands at a path, through links, up to a limit`() throws {
        try put("hello")
        #expect(symlink("file", folder.path + "/link") == 0)
        #expect(try FileReading(path: folder.path + "/link", atMost: 5).bytes == Array("hello".utf8))
        #expect(fault(atMost: 4) == .tooLarge(limit: 4))
        try put("")
        #expect(try FileReading(path: path, atMost: 0).bytes == [])
    }

    @Test(.timeLimit(.minutes(1))) func `reads nothing but files, and waits for nobody`() throws {
        #expect(fault("missing") == .missing)
        mkdir(folder.path + "/folder", 0o700)
        #expect(fault("folder") == .folder)
        #expect(mkfifo(folder.path + "/pipe", 0o600) == 0)
        #expect(fault("pipe") == .pipe)
        symlink("pipe", folder.path + "/to-pipe")
        #expect(fault("to-pipe") == .pipe)
        symlink("/dev/zero", folder.path + "/to-device")
        #expect(fault("to-device") == .device)
        symlink("nowhere", folder.path + "/to-nothing")
        #expect(fault("to-nothing") == .danglingLink)
        symlink("loop", folder.path + "/loop")
        #expect(fault("loop") == .unreadable(ELOOP))
        let listener = try UnixListener(path: folder.path + "/socket", mode: 0o600)
        #expect(fault("socket") == .socket)
        _ = listener
    }

    @Test func `a file of somebody else that may not be read says so`() throws {
        // Root may read everything.
        guard geteuid() != 0 else { return }
        try put("secret")
        chmod(path, 0)
        #expect(fault() == .unreadable(EACCES))
        chmod(path, 0o600)
        #expect(fault() == nil)
    }

    @Test func `a file that somebody has open for writing is not read before they are done`() throws {
        let writer = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        #expect(write(writer, "half", 4) == 4)
        #expect(fault() == .beingWritten)
        #expect(write(writer, " and half", 9) == 9)
        close(writer)
        #expect(fault() == nil)
        #expect(try FileReading(path: path, atMost: 100).bytes == Array("half and half".utf8))
    }

    @Test func `every change of a file is a change of its stamp`() throws {
        try put("one")
        var stamps = [FileStamp(path: path)]
        func changed() -> Bool {
            stamps.append(FileStamp(path: path))
            return stamps[stamps.count - 1] != stamps[stamps.count - 2]
        }
        #expect(!changed())
        try put("three")
        #expect(changed())
        chmod(path, 0o600)
        #expect(changed())
        // The same size and the same times, as a copying program makes them: another file all the same.
        try put("tries", "other")
        rename(folder.path + "/other", path)
        #expect(changed())
        unlink(path)
        #expect(changed())
        #expect(stamps.last?.failure == ENOENT)
        symlink("elsewhere", path)
        #expect(!changed())
        try put("back", "elsewhere")
        #expect(changed())
    }

    @Test func `only a file that rested is known by its stamp`() throws {
        try put("now")
        #expect(try FileReading(path: path, atMost: 9, clock: Ahead(milliseconds: 0)).isFirm == false)
        #expect(try FileReading(path: path, atMost: 9, clock: Ahead(milliseconds: 10_000)).isFirm)
        // A file time in the far future says nothing, and would never be old enough.
        #expect(try FileReading(path: path, atMost: 9, clock: Ahead(milliseconds: -3_600_000)).isFirm)
    }
}
