import Foundation
import Platform
import Testing

@Suite struct WatcherTests {
    private let folder = TemporaryFolder()

    private func put(_ name: String) throws {
        try "x".write(toFile: "\(folder.path)/\(name)", atomically: false, encoding: .utf8)
    }

    @Test func `changes in a folder and one level below are told once`() throws {
        mkdir("\(folder.path)/rolls", 0o700)
        let watcher = FolderWatcher(path: folder.path)
        #expect(!watcher.drain())
        try put("a.json")
        #expect(watcher.drain())
        #expect(!watcher.drain())
        try put("rolls/sample.csv")
        #expect(watcher.drain())
    }

    @Test func `a new subfolder is watched from then on`() throws {
        let watcher = FolderWatcher(path: folder.path)
        mkdir("\(folder.path)/rolls", 0o700)
        #expect(watcher.drain())
        try put("rolls/sample.csv")
        #expect(watcher.drain())
    }

    @Test func `a file renamed over another is a change`() throws {
        try put("a.json")
        let watcher = FolderWatcher(path: folder.path)
        try put("b.json")
        _ = watcher.drain()
        rename("\(folder.path)/b.json", "\(folder.path)/a.json")
        #expect(watcher.drain())
    }

    @Test func `a folder that is replaced is found again`() throws {
        let path = "\(folder.path)/campaigns"
        let watcher = FolderWatcher(path: path)
        #expect(!watcher.isWatching)
        mkdir(path, 0o700)
        watcher.watchAgain()
        #expect(watcher.isWatching)
        rename(path, path + ".old")
        #expect(watcher.drain())
        #expect(!watcher.isWatching)
        mkdir(path, 0o700)
        watcher.watchAgain()
        try put("campaigns/a.json")
        #expect(watcher.drain())
    }

    @Test func `a link to a folder is followed anew, and the folder it led to is let go`() throws {
        for name in ["v1", "v2"] { mkdir("\(folder.path)/\(name)", 0o700) }
        let path = "\(folder.path)/campaigns"
        symlink("v1", path)
        let watcher = FolderWatcher(path: path)
        try put("v1/a.json")
        #expect(watcher.drain())
        symlink("v2", path + ".new")
        rename(path + ".new", path)
        watcher.watchAgain()
        // The kernel says that the old watch is gone.
        _ = watcher.drain()
        try put("v1/a.json")
        #expect(!watcher.drain())
        try put("v2/a.json")
        #expect(watcher.drain())
    }

    @Test func `an overflowing queue is a change like any other, and not the last`() throws {
        let watcher = FolderWatcher(path: folder.path)
        let limit =
            Int(
                (try? String(contentsOfFile: "/proc/sys/fs/inotify/max_queued_events", encoding: .utf8))?
                    .trimmingCharacters(in: .whitespacesAndNewlines) ?? "") ?? 16_384
        guard limit <= 100_000 else { return }
        for number in 0...limit / 2 {
            // Two events at least; equal ones that follow each other would count as one.
            let path = "\(folder.path)/\(number % 2)"
            close(creat(path, 0o600))
            unlink(path)
        }
        #expect(watcher.drain())
        #expect(!watcher.drain())
        try put("a.json")
        #expect(watcher.drain())
    }

    @Test func `watched signals become events`() throws {
        let watcher = try SignalWatcher([SIGUSR1, SIGUSR2])
        let poller = try Poller()
        try poller.add(watcher.descriptor, .readable, token: 1)
        #expect(watcher.drain() == [])
        kill(getpid(), SIGUSR1)
        #expect(try poller.wait(milliseconds: 5000) == 1)
        #expect(watcher.drain() == [SIGUSR1])
        #expect(try poller.wait(milliseconds: 0) == 0)
    }
}
