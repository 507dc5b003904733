import Glibc
import Platform

/// A connection to a daemon that never blocks: bytes are queued and flushed, and whole lines handed out as they come.
///
/// Used by what talks to a daemon while it does something else: live tallies, the demo and the benchmark.
final class LineConnection {
    private let client: UnixClient
    private var input: UnsafeMutableRawBufferPointer
    /// Bytes of a line that has not ended yet.
    private var pending = 0
    private var output: [UInt8] = []
    private var sent = 0

    init(path: String) throws(SocketError) {
        client = try UnixClient(path: path)
        let flags = fcntl(client.descriptor, F_GETFL)
        guard flags >= 0, fcntl(client.descriptor, F_SETFL, flags | O_NONBLOCK) == 0 else {
            throw .system("fcntl", errno)
        }
        input = .allocate(byteCount: 1 << 16, alignment: 16)
    }

    deinit { input.deallocate() }

    var descriptor: Int32 { client.descriptor }
    var hasUnsentBytes: Bool { sent < output.count }
    var unsentBytes: Int { output.count - sent }

    /// Adds bytes to what the next ``flush()`` sends.
    func queue(_ bytes: UnsafeRawBufferPointer) {
        output.append(contentsOf: bytes)
    }

    func queue(_ bytes: [UInt8]) {
        output.append(contentsOf: bytes)
    }

    /// Sends what the socket takes now; true when nothing is left.
    func flush() throws(SocketError) -> Bool {
        while sent < output.count {
            let transfer = output.withUnsafeBytes {
                UnixSocket.send(descriptor, UnsafeRawBufferPointer(rebasing: $0[sent...]))
            }
            switch transfer {
            case .bytes(let count): sent += count
            case .wouldBlock: return false
            case .closed: throw .closed
            case .failed(let number): throw .system("send", number)
            }
        }
        output.removeAll(keepingCapacity: true)
        sent = 0
        return true
    }

    /// Takes what has come, once, and calls `body` for each whole line, without its LF.
    ///
    /// - Returns: false when the daemon has closed the connection.
    func receive(_ body: (UnsafeRawBufferPointer) -> Void) throws(SocketError) -> Bool {
        if pending == input.count { try grow() }
        switch UnixSocket.receive(descriptor, into: UnsafeMutableRawBufferPointer(rebasing: input[pending...])) {
        case .bytes(let count): handOut(pending + count, searchingFrom: pending, body)
        case .wouldBlock: break
        case .closed: return false
        case .failed(let number) where number == ECONNRESET: return false
        case .failed(let number): throw .system("receive", number)
        }
        return true
    }

    private func handOut(_ end: Int, searchingFrom from: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
        guard let base = input.baseAddress else { return }
        var start = 0
        var search = from
        while let found = memchr(base + search, 0x0A, end - search) {
            let line = UnsafeRawPointer(found) - UnsafeRawPointer(base)
            body(UnsafeRawBufferPointer(start: base + start, count: line - start))
            start = line + 1
            search = start
        }
        pending = end - start
        if start > 0, pending > 0 { memmove(base, base + start, pending) }
    }

    /// An exported report or public rules can be long; nothing a daemon says is longer than 64 MiB.
    private func grow() throws(SocketError) {
        let limit = 1 << 26
        guard input.count < limit else { throw .lineTooLong(limit: limit) }
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: input.count * 4, alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(input))
        input.deallocate()
        input = larger
    }
}
