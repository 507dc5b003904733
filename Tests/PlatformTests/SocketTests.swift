import Foundation
import Platform
import Testing

/// A folder of its own for each test, removed with it.
final class TemporaryFolder {
    let path: String

    init() {
        var template = Array("/tmp/huigong-platform-XXXXXX".utf8CString)
        path = String(cString: mkdtemp(&template))
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

@Suite struct SocketTests {
    private let folder = TemporaryFolder()
    private var path: String { folder.path + "/intake.sock" }

    @Test func `a path that is too long is named with its length and the limit`() throws {
        let long = folder.path + "/" + String(repeating: "x", count: 108 - folder.path.utf8.count - 1)
        #expect(long.utf8.count == 108)
        let error = SocketError.pathTooLong(path: long, bytes: 108, limit: 107)
        #expect(throws: error) { try UnixListener(path: long, mode: 0o600) }
        #expect(throws: error) { try UnixClient(path: long) }
        #expect("\(error)" == "socket path too long: 108 bytes, at most 107 — \(long)")
        let longest = String(long.dropLast())
        _ = try UnixListener(path: longest, mode: 0o600)
    }

    @Test func `a living daemon's socket is never taken`() throws {
        let first = try UnixListener(path: path, mode: 0o600)
        #expect(throws: SocketError.inUse(path: path)) { try UnixListener(path: path, mode: 0o600) }
        _ = try UnixClient(path: path)
        _ = first
    }

    @Test func `a socket that nobody listens on is replaced`() throws {
        // Bound and closed without listening: what a killed daemon leaves.
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
        }
        #expect(isBound == 0)
        close(descriptor)
        #expect(throws: SocketError.nobodyListens(path: path)) { try UnixClient(path: path) }
        let listener = try UnixListener(path: path, mode: 0o600)
        _ = try UnixClient(path: path)
        #expect(try listener.accept() != nil)
    }

    @Test func `a file that is no socket is left alone`() throws {
        try "precious".write(toFile: path, atomically: false, encoding: .utf8)
        #expect(throws: SocketError.notASocket(path: path)) { try UnixListener(path: path, mode: 0o600) }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
    }

    @Test(arguments: [UInt32(0o600), 0o660, 0o666])
    func `the socket has the mode it was asked for`(mode: UInt32) throws {
        let listener = try UnixListener(path: path, mode: mode)
        var status = stat()
        #expect(stat(path, &status) == 0)
        #expect(status.st_mode & 0o777 == mode)
        _ = listener
    }

    @Test func `a listener takes its file with it, and only its own`() throws {
        var listener: UnixListener? = try UnixListener(path: path, mode: 0o600)
        #expect(listener != nil)
        listener = nil
        #expect(!FileManager.default.fileExists(atPath: path))
        listener = try UnixListener(path: path, mode: 0o600)
        unlink(path)
        try "another".write(toFile: path, atomically: false, encoding: .utf8)
        listener = nil
        #expect(FileManager.default.fileExists(atPath: path))
    }

    @Test func `no daemon gives a plain error`() {
        #expect(throws: SocketError.nobodyListens(path: path)) { try UnixClient(path: path) }
    }

    @Test func `lines go there and back through a poller`() throws {
        let listener = try UnixListener(path: path, mode: 0o600)
        let poller = try Poller()
        try poller.add(listener.descriptor, .readable, token: 1)
        #expect(try poller.wait(milliseconds: 0) == 0)

        let client = try UnixClient(path: path)
        #expect(try poller.wait(milliseconds: 1000) == 1)
        #expect(poller[0].token == 1)
        #expect(poller[0].readiness.contains(.readable))
        let connection = try #require(try listener.accept())
        #expect(try listener.accept() == nil)
        let peer = try UnixSocket.peer(of: connection.number)
        #expect(peer.uid == getuid())
        #expect(peer.pid == getpid())

        var buffer = [UInt8](repeating: 0, count: 100)
        #expect(buffer.withUnsafeMutableBytes { UnixSocket.receive(connection.number, into: $0) } == .wouldBlock)
        try client.write(Array("hello\n".utf8))
        try poller.add(connection.number, [.readable, .writable], token: 2)
        _ = try poller.wait(milliseconds: 1000)
        #expect(buffer.withUnsafeMutableBytes { UnixSocket.receive(connection.number, into: $0) } == .bytes(6))
        #expect(buffer.starts(with: Array("hello\n".utf8)))

        let answer = Array("one\ntwo\n\nthree".utf8)
        #expect(answer.withUnsafeBytes { UnixSocket.send(connection.number, $0) } == .bytes(answer.count))
        #expect(try client.readLine() == Array("one".utf8))
        #expect(try client.readLine() == Array("two".utf8))
        #expect(try client.readLine() == [])
        shutdown(connection.number, Int32(SHUT_RDWR))
        #expect(throws: SocketError.closed) { try client.readLine() }
    }

    @Test func `writing to a peer that left is an answer, not a signal`() throws {
        let listener = try UnixListener(path: path, mode: 0o600)
        var client: UnixClient? = try UnixClient(path: path)
        let connection = try #require(try listener.accept())
        #expect(client != nil)
        client = nil
        #expect([1, 2, 3].withUnsafeBytes { UnixSocket.send(connection.number, $0) } == .closed)
        var buffer = [UInt8](repeating: 0, count: 4)
        #expect(buffer.withUnsafeMutableBytes { UnixSocket.receive(connection.number, into: $0) } == .closed)
    }

    @Test func `a client that is not answered in time says so`() throws {
        let listener = try UnixListener(path: path, mode: 0o600)
        let client = try UnixClient(path: path, timeoutMilliseconds: 1)
        #expect(throws: SocketError.timedOut) { try client.readLine() }
        _ = listener
    }

    @Test func `a poller is woken from another thread`() throws {
        let poller = try Poller()
        let wakeUp = try WakeUp()
        try poller.add(wakeUp.descriptor, .readable, token: 9)
        Thread { wakeUp.signal() }.start()
        #expect(try poller.wait(milliseconds: nil) == 1)
        #expect(poller[0].token == 9)
        wakeUp.drain()
        #expect(try poller.wait(milliseconds: 0) == 0)
    }
}
