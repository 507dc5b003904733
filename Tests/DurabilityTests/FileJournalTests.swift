import Durability
import Foundation
import Platform
import Testing

/// The same journal on the real file system, with its background work.
@Suite struct FileJournalTests {
    private final class Folder: Sendable {
        let path: String

        init() {
            var template = Array("/tmp/huigong-journal-XXXXXX".utf8CString)
            path = String(cString: mkdtemp(&template))
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    private let folder = Folder()

    private var options: Journal.Options {
        var options = Journal.Options()
        options.segmentBytes = 1 << 18
        return options
    }

    private static func payload(_ batch: Int, _ frame: Int) -> [UInt8] {
        (0..<(200 + frame)).map { UInt8(33 + (batch &* 5 &+ frame &+ $0) % 90) }
    }

    @Test func `batches written on another thread come back after reopening`() async throws {
        var locations: [FrameLocation] = []
        do {
            let disk = try FileDisk(root: folder.path)
            try disk.lock()
            let journal = try Journal.open(disk: disk, options: options) { _ in }
            for batch in 0..<40 {
                locations += (0..<50).map { journal.stage(kind: 1, payload: Self.payload(batch, $0)) }
                let sealed = try #require(journal.seal(tick: Int64(batch)))
                let writer = journal.writer
                try await Task.detached { try writer.write(sealed) }.value
                journal.markDurable(sealed)
            }
            #expect(journal.durableIndex == 2000)
            #expect(Set(locations.map(\.segment)).count > 2)
        }
        let disk = try FileDisk(root: folder.path)
        try disk.lock()
        var found: [FrameLocation] = []
        let journal = try Journal.open(disk: disk, options: options) { frame in
            #expect(Array(frame.payload) == Self.payload(Int(frame.index) / 50, Int(frame.index) % 50))
            found.append(frame.location)
        }
        #expect(found == locations)
        #expect(journal.recovery.cut == nil)
        let reader = journal.reader
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for start in 0..<4 {
                let sample = stride(from: start, to: found.count, by: 97).map { ($0, found[$0]) }
                group.addTask {
                    try sample.allSatisfy { try reader.payload(at: $1) == Self.payload($0 / 50, $0 % 50) }
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }

    @Test func `segments are private to their owner`() throws {
        _ = try Journal.open(disk: try FileDisk(root: folder.path), options: options) { _ in }
        var status = stat()
        #expect(stat(folder.path + "/journal/00000000.segment", &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        #expect(stat(folder.path + "/journal", &status) == 0)
        #expect(status.st_mode & 0o777 == 0o700)
    }

    @Test func `a block that became zeros under a later batch is refused`() throws {
        let disk = try FileDisk(root: folder.path)
        let journal = try Journal.open(disk: disk, options: options) { _ in }
        for batch in 0..<3 {
            _ = journal.stage(kind: 1, payload: Self.payload(batch, 0))
            let sealed = try #require(journal.seal(tick: 0))
            try journal.write(sealed)
            journal.markDurable(sealed)
        }
        // The second batch's block becomes zeros while the third stands.
        let file = try disk.open("journal/00000000.segment")
        let zeros = [UInt8](repeating: 0, count: 4096)
        try zeros.withUnsafeBytes { try write($0, to: file) }
        let error = try #require(throws: JournalError.self) {
            _ = try Journal.open(disk: disk, options: options) { _ in }
        }
        #expect(
            "\(error)"
                == "journal damaged: lost frame before a later batch — journal/00000000.segment, byte 8192, frame 1, batch 1"
        )
    }

    private func write(_ bytes: UnsafeRawBufferPointer, to file: any DiskFile) throws {
        try file.writeDurably(bytes, at: 8192)
    }
}
