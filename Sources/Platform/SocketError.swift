import Glibc

/// What went wrong with a socket, with the path where there is one.
package enum SocketError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A Unix socket's path has a short limit that is no fault of the directory's.
    case pathTooLong(path: String, bytes: Int, limit: Int)
    /// Another process answers on this path.
    case inUse(path: String)
    /// Something that is no socket has this name; it is left alone.
    case notASocket(path: String)
    /// Nobody listens on this path: no file, or one that a dead daemon left.
    case nobodyListens(path: String)
    case refused(path: String, operation: String, number: Int32)
    case system(String, Int32)
    case closed
    case lineTooLong(limit: Int)
    case timedOut

    package var description: String {
        switch self {
        case .pathTooLong(let path, let bytes, let limit):
            "socket path too long: \(bytes) bytes, at most \(limit) — \(path)"
        case .inUse(let path): "another daemon is listening — \(path)"
        case .notASocket(let path): "a file that is not a socket is in the way — \(path)"
        case .nobodyListens(let path): "no daemon is listening — \(path)"
        case .refused(let path, let operation, let number):
            "cannot \(operation): \(String(cString: strerror(number))) — \(path)"
        case .system(let operation, let number): "\(operation): \(String(cString: strerror(number)))"
        case .closed: "the connection was closed"
        case .lineTooLong(let limit): "the answer is longer than \(limit) bytes"
        case .timedOut: "no answer in time"
        }
    }
}
