import Glibc

/// What a disk could not do: the operation, the path and the system's own words.
package struct DiskError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What a caller may decide on; everything else is `.failed`.
    package enum Reason: Hashable, Sendable {
        case noSpace
        case notFound
        case alreadyExists
        case permission
        /// Another process holds the data directory.
        case lockedByAnother
        /// The disk has lost its power or its process (simulated disks only).
        case gone
        case failed
    }

    package enum Operation: String, Hashable, Sendable {
        case open, read, write, sync, create, list, replace, remove, lock
        case makeDirectory = "make directory"
    }

    package var operation: Operation
    package var path: String
    package var reason: Reason
    package var number: Int32

    package init(_ operation: Operation, _ path: String, errno number: Int32) {
        self.operation = operation
        self.path = path
        self.number = number
        self.reason = Self.reason(number)
    }

    package init(_ operation: Operation, _ path: String, reason: Reason) {
        self.operation = operation
        self.path = path
        self.reason = reason
        self.number = reason == .noSpace ? ENOSPC : EIO
    }

    /// The system's text for the error number.
    package var text: String {
        switch reason {
        case .lockedByAnother: "another huigong daemon is using this data directory"
        case .gone: "the disk is gone"
        default: String(cString: strerror(number))
        }
    }

    package var description: String { "cannot \(operation.rawValue) \(path): \(text)" }

    private static func reason(_ number: Int32) -> Reason {
        switch number {
        case ENOSPC, EDQUOT: .noSpace
        case ENOENT: .notFound
        case EEXIST: .alreadyExists
        case EACCES, EPERM, EROFS: .permission
        default: .failed
        }
    }
}
