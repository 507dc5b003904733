import Platform

/// Why a journal can't be opened or read.
package enum JournalError: Error, Hashable, Sendable, CustomStringConvertible {
    case damaged(JournalDamage)
    /// Written by a newer program; nothing was changed.
    case newerVersion(path: String, version: String)
    case disk(DiskError)

    package var description: String {
        switch self {
        case .damaged(let damage): damage.description
        case .newerVersion(let path, let version):
            "\(path) is a journal of version \(version), this program reads version \(SegmentHeader.version)"
        case .disk(let error): error.description
        }
    }
}

/// Bytes of the journal that are neither what was written nor a write that was never acknowledged.
package struct JournalDamage: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Part: String, Hashable, Sendable {
        case segmentHeader = "segment header"
        case frameHeader = "frame header"
        case payload
        case commit = "commit frame"
        case fill = "fill between frames"
        /// The file is not there, though a later one is.
        case segment
        /// The frame is lost, and a later batch shows that it had been durable.
        case lostFrame = "lost frame before a later batch"
        /// What an overwriting that was begun still has to write.
        case overwriting = "list of bytes to overwrite"
    }

    package var part: Part
    package var path: String
    package var offset: Int
    /// The frame that is damaged, or the first that can't be read because of it; nil where only its place is known.
    package var frameIndex: UInt64?
    package var batch: UInt64?

    package var description: String {
        let frame = frameIndex.map { ", frame \($0)" } ?? ""
        let batch = batch.map { ", batch \($0)" } ?? ""
        return "journal damaged: \(part.rawValue) — \(path), byte \(offset)\(frame)\(batch)"
    }
}

/// Staged entries did not become durable: the process must end, and the journal takes nothing more.
package struct StorageError: Error, Hashable, Sendable, CustomStringConvertible {
    package var disk: DiskError
    package var batch: UInt64

    package var description: String { "batch \(batch) is not durable: \(disk)" }
}
