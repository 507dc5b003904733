import Glibc
import JSON
import Platform

/// `huigong bench-echo`: a server that sends back what it gets, the yardstick of the benchmark.
///
/// It stands on the same sockets, the same poller and the same buffer sizes as the daemon and does nothing else, so its
/// rate is what this machine can do over as many connections.
enum BenchEcho {
    static let command = Command(
        name: "bench-echo", summary: both("在套接字上原样送回，直到被结束", "Echo bytes on a socket until ended"),
        operands: [Command.Operand(name: "SOCKET")], isHidden: true
    ) { arguments in
        let server = try EchoServer(path: arguments.operands[0])
        while true { try server.serveOnce() }
    }
}

private final class EchoServer {
    private final class Peer {
        let socket: Descriptor
        /// What the peer has not taken yet.
        var unsent: [UInt8] = []

        init(_ socket: Descriptor) { self.socket = socket }
    }

    private let listener: UnixListener
    private let poller: Poller
    private var peers: [UInt64: Peer] = [:]
    private let buffer: UnsafeMutableRawBufferPointer
    private static let listenerToken = UInt64.max

    init(path: String) throws(SocketError) {
        listener = try UnixListener(path: path, mode: 0o600)
        poller = try Poller()
        buffer = .allocate(byteCount: 1 << 16, alignment: 16)
        try poller.add(listener.descriptor, .readable, token: EchoServer.listenerToken)
    }

    deinit { buffer.deallocate() }

    func serveOnce() throws(SocketError) {
        let count = try poller.wait(milliseconds: nil)
        for position in 0..<count {
            let (token, _) = poller[position]
            if token == EchoServer.listenerToken {
                try acceptAll()
            } else if let peer = peers[token] {
                try echo(peer, token)
            }
        }
    }

    private func acceptAll() throws(SocketError) {
        while let socket = try listener.accept() {
            let token = UInt64(socket.number)
            peers[token] = Peer(socket)
            try poller.add(socket.number, .readable, token: token)
        }
    }

    private func echo(_ peer: Peer, _ token: UInt64) throws(SocketError) {
        if !peer.unsent.isEmpty {
            let rest = peer.unsent
            peer.unsent = []
            let sent = rest.withUnsafeBytes { UnixSocket.send(peer.socket.number, $0) }
            try keep(rest[...].dropFirst(amount(sent)), peer, token)
            return
        }
        switch UnixSocket.receive(peer.socket.number, into: buffer) {
        case .bytes(let count):
            let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            let sent = amount(UnixSocket.send(peer.socket.number, bytes))
            if sent < count { try keep(Array(bytes[sent...])[...], peer, token) }
        case .wouldBlock: break
        case .closed, .failed:
            poller.remove(peer.socket.number)
            peers[token] = nil
        }
    }

    private func amount(_ transfer: Transfer) -> Int {
        if case .bytes(let count) = transfer { count } else { 0 }
    }

    private func keep(_ rest: ArraySlice<UInt8>, _ peer: Peer, _ token: UInt64) throws(SocketError) {
        peer.unsent = Array(rest)
        try poller.modify(peer.socket.number, rest.isEmpty ? .readable : .writable, token: token)
    }
}
