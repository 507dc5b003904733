import Glibc

/// What tells one version of a file from another without reading it: a write, a replacement, a change of rights, each
/// makes another stamp. Links are followed.
package struct FileStamp: Hashable, Sendable {
    private var device: UInt64 = 0
    private var inode: UInt64 = 0
    package private(set) var byteCount = 0
    /// Nanoseconds since 1970, as the file system's clock goes, which moves in steps of some milliseconds.
    private var modified: Int64 = 0
    /// When content, name or rights changed last; nobody can set it.
    private var changed: Int64 = 0
    private var mode: UInt32 = 0
    /// Why nothing could be learned: the system's error number, or 0.
    package private(set) var failure: Int32 = 0

    /// Of what stands at a path.
    package init(path: String) {
        var status = stat()
        let outcome = stat(path, &status)
        self.init(status, failure: outcome == 0 ? 0 : errno)
    }

    /// Of an open file.
    init(_ descriptor: Descriptor) {
        var status = stat()
        let outcome = fstat(descriptor.number, &status)
        self.init(status, failure: outcome == 0 ? 0 : errno)
    }

    private init(_ status: stat, failure: Int32) {
        self.failure = failure
        guard failure == 0 else { return }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        byteCount = Int(status.st_size)
        modified = FileStamp.nanoseconds(status.st_mtim)
        changed = FileStamp.nanoseconds(status.st_ctim)
        mode = UInt32(status.st_mode)
    }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Why this is no file to read, or nil for a regular file.
    var fault: FileFault? {
        guard failure == 0 else { return failure == ENOENT ? .missing : .unreadable(failure) }
        switch mode_t(mode) & S_IFMT {
        case S_IFREG: return nil
        case S_IFDIR: return .folder
        case S_IFIFO: return .pipe
        case S_IFSOCK: return .socket
        default: return .device
        }
    }

    /// Milliseconds since the last change; below zero where the file's time is ahead of ours.
    func age(_ clock: some Clock) -> Int64 {
        clock.wallMilliseconds() - changed / 1_000_000
    }
}

/// Why the bytes of a file can't be had.
package enum FileFault: Error, Hashable, Sendable {
    case missing
    /// A link that leads to nothing.
    case danglingLink
    case folder, pipe, socket, device
    /// The system's error number.
    case unreadable(Int32)
    /// More bytes than were asked for at most.
    case tooLarge(limit: Int)
    /// Somebody has it open for writing, or it changed while it was read: try again later.
    case beingWritten

    /// Whether another stamp means another outcome; a file whose rights or disk are at fault changes without one.
    package var isSettled: Bool {
        switch self {
        case .unreadable, .beingWritten: false
        case .missing, .danglingLink, .folder, .pipe, .socket, .device, .tooLarge: true
        }
    }
}
