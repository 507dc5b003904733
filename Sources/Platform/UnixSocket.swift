import CKernel
import Glibc

/// Who is at the other end of a Unix socket, as the kernel saw it when the connection was made.
package struct PeerCredentials: Hashable, Sendable {
    package var uid: UInt32
    package var gid: UInt32
    package var pid: Int32
}

/// What a non-blocking transfer came to.
package enum Transfer: Hashable, Sendable {
    case bytes(Int)
    case wouldBlock
    /// The other side closed in order (receive) or is gone (send).
    case closed
    case failed(Int32)
}

/// Calls on a connected socket's descriptor; none of them raises SIGPIPE.
package enum UnixSocket {
    package static func peer(of descriptor: Int32) throws(SocketError) -> PeerCredentials {
        var peer = PeerCredentials(uid: .max, gid: .max, pid: 0)
        guard kernel_peer(descriptor, &peer.uid, &peer.gid, &peer.pid) == 0 else {
            throw .system("peer credentials", errno)
        }
        return peer
    }

    package static func receive(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Transfer {
        let count = kernel_receive(descriptor, buffer.baseAddress, buffer.count)
        if count > 0 { return .bytes(count) }
        return count == 0 ? .closed : failure()
    }

    package static func send(_ descriptor: Int32, _ buffer: UnsafeRawBufferPointer) -> Transfer {
        let count = kernel_send(descriptor, buffer.baseAddress, buffer.count)
        return count >= 0 ? .bytes(count) : failure()
    }

    private static func failure() -> Transfer {
        switch errno {
        case EAGAIN, EWOULDBLOCK: .wouldBlock
        case EPIPE, ECONNRESET: .closed
        default: .failed(errno)
        }
    }
}
