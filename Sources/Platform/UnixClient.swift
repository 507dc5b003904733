import CKernel
import Glibc

/// A blocking connection for the command line: whole lines out, whole lines in.
package final class UnixClient {
    private let socket: Descriptor
    private var received: [UInt8] = []
    private var start = 0
    private let lineLimit: Int

    /// - Parameter timeoutMilliseconds: the longest wait for the next bytes; nil waits without end.
    package init(path: String, timeoutMilliseconds: Int? = nil, lineLimit: Int = 1 << 26) throws(SocketError) {
        try UnixListener.checkLength(path)
        socket = Descriptor(kernel_unix_socket(1))
        self.lineLimit = lineLimit
        guard socket.isOpen else { throw .system("socket", errno) }
        guard kernel_unix_connect(socket.number, path) == 0 else {
            if errno == ENOENT || errno == ECONNREFUSED { throw .nobodyListens(path: path) }
            throw .refused(path: path, operation: "connect", number: errno)
        }
        if let timeoutMilliseconds { try setTimeout(timeoutMilliseconds) }
    }

    package var descriptor: Int32 { socket.number }

    /// Sends all the bytes.
    package func write(_ bytes: [UInt8]) throws(SocketError) {
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(SocketError) in try sendAll(buffer) }
        }
        try result.get()
    }

    /// The next line without its LF; nil when the other side has closed after the last whole line.
    package func readLine() throws(SocketError) -> [UInt8]? {
        var searched = start
        while true {
            if let end = received[searched...].firstIndex(of: 0x0A) {
                defer { start = end + 1 }
                return Array(received[start..<end])
            }
            searched = received.count - start
            received.removeFirst(start)
            start = 0
            guard received.count <= lineLimit else { throw .lineTooLong(limit: lineLimit) }
            guard try receiveMore() else {
                guard received.isEmpty else { throw .closed }
                return nil
            }
        }
    }

    private func sendAll(_ buffer: UnsafeRawBufferPointer) throws(SocketError) {
        var sent = 0
        while sent < buffer.count {
            switch UnixSocket.send(socket.number, UnsafeRawBufferPointer(rebasing: buffer[sent...])) {
            case .bytes(let count): sent += count
            case .wouldBlock: throw .timedOut
            case .closed: throw .closed
            case .failed(let number): throw .system("send", number)
            }
        }
    }

    private func receiveMore() throws(SocketError) -> Bool {
        let room = 65_536
        let before = received.count
        received.append(contentsOf: repeatElement(0, count: room))
        let transfer = received.withUnsafeMutableBytes { buffer in
            UnixSocket.receive(socket.number, into: UnsafeMutableRawBufferPointer(rebasing: buffer[before...]))
        }
        guard case .bytes(let count) = transfer else {
            received.removeLast(room)
            switch transfer {
            case .failed(let number): throw .system("receive", number)
            case .wouldBlock: throw .timedOut
            default: return false
            }
        }
        received.removeLast(room - count)
        return true
    }

    private func setTimeout(_ milliseconds: Int) throws(SocketError) {
        var time = timeval(tv_sec: milliseconds / 1000, tv_usec: (milliseconds % 1000) * 1000)
        let size = socklen_t(MemoryLayout<timeval>.size)
        guard setsockopt(socket.number, SOL_SOCKET, SO_RCVTIMEO, &time, size) == 0,
            setsockopt(socket.number, SOL_SOCKET, SO_SNDTIMEO, &time, size) == 0
        else { throw .system("socket timeout", errno) }
    }
}
