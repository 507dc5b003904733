import CKernel
import Glibc

/// A listening Unix stream socket that owns its file.
package final class UnixListener: Sendable {
    package let path: String
    private let socket: Descriptor
    /// Device and inode of the file we made, so that we never remove another's.
    private let file: FileIdentity

    /// Binds and listens.
    ///
    /// A file that nobody listens on is replaced; one that a process answers on never is. `mode` is on the file from
    /// its first moment: the socket's own mode is set before it gets a name, and bits that the umask took are given
    /// back after.
    package init(path: String, mode: UInt32, backlog: Int32 = 1024) throws(SocketError) {
        try UnixListener.checkLength(path)
        try UnixListener.clearStale(path)
        let socket = Descriptor(kernel_unix_socket(0))
        guard socket.isOpen else { throw .system("socket", errno) }
        guard fchmod(socket.number, mode) == 0 else { throw .system("fchmod", errno) }
        guard kernel_unix_bind(socket.number, path) == 0 else {
            if errno == EADDRINUSE { throw .inUse(path: path) }
            throw .refused(path: path, operation: "bind", number: errno)
        }
        guard chmod(path, mode) == 0 else { throw .refused(path: path, operation: "chmod", number: errno) }
        guard listen(socket.number, backlog) == 0 else {
            throw .refused(path: path, operation: "listen", number: errno)
        }
        guard let file = FileIdentity(path) else { throw .refused(path: path, operation: "bind", number: errno) }
        self.path = path
        self.socket = socket
        self.file = file
    }

    deinit {
        if FileIdentity(path) == file { unlink(path) }
    }

    package var descriptor: Int32 { socket.number }

    /// The next waiting connection, non-blocking and closed on exec; nil when none waits.
    package func accept() throws(SocketError) -> Descriptor? {
        let descriptor = kernel_accept(socket.number)
        if descriptor >= 0 { return Descriptor(descriptor) }
        if errno == EAGAIN || errno == EWOULDBLOCK { return nil }
        throw .refused(path: path, operation: "accept", number: errno)
    }

    static func checkLength(_ path: String) throws(SocketError) {
        let limit = kernel_unix_path_limit()
        if path.utf8.count > limit { throw .pathTooLong(path: path, bytes: path.utf8.count, limit: limit) }
    }

    private static func clearStale(_ path: String) throws(SocketError) {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return }
            throw .refused(path: path, operation: "look at", number: errno)
        }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path: path) }
        let probe = Descriptor(kernel_unix_socket(0))
        guard probe.isOpen else { throw .system("socket", errno) }
        if kernel_unix_connect(probe.number, path) == 0 || errno == EAGAIN { throw .inUse(path: path) }
        // Only a refused connection says that nobody is there; anything else might hide a living daemon.
        guard errno == ECONNREFUSED else { throw .refused(path: path, operation: "connect", number: errno) }
        guard unlink(path) == 0 || errno == ENOENT else {
            throw .refused(path: path, operation: "remove", number: errno)
        }
    }
}

/// Which file a name stands for at the moment.
private struct FileIdentity: Equatable, Sendable {
    let device: dev_t
    let inode: ino_t

    init?(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        device = status.st_dev
        inode = status.st_ino
    }
}
