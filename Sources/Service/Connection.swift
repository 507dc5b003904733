import Glibc
import Platform

/// One client of a socket: its descriptor, the bytes of lines not whole yet, and the daemon's side of it.
final class Connection {
    let descriptor: Descriptor
    let peer: Peer
    var interest: Readiness = .readable
    /// Whether the poller knows the descriptor.
    var isWatched = true
    /// Nothing more is read: the client ended its side, or broke a rule.
    var isReadingOver = false
    /// When bytes last moved, either way, by the boot clock.
    var lastProgress: Int64
    let longestLine: Int
    /// Lines up to this length need no more room than a connection has at first.
    private let usualLine: Int
    private var input: UnsafeMutableRawBufferPointer
    private var inputCount = 0

    init(
        descriptor: Descriptor, socket: Method.Socket, slot: Int, longestLine: Int, usualLine: Int, at now: Int64
    ) {
        precondition(usualLine <= longestLine, "no line is longer than the longest")
        self.descriptor = descriptor
        peer = Peer(socket: socket, slot: slot)
        lastProgress = now
        self.longestLine = longestLine
        self.usualLine = usualLine
        input = Self.room(for: usualLine)
    }

    /// One byte more than a line may have: its line feed.
    private static func room(for line: Int) -> UnsafeMutableRawBufferPointer {
        .allocate(byteCount: line + 1, alignment: 16)
    }

    deinit { input.deallocate() }

    enum Reading {
        case more
        /// The client ended its side, or is gone.
        case over
        case lineTooLong
    }

    /// Reads once and hands out the lines that are whole; the pointer is valid during the call.
    func read(_ line: (UnsafeBufferPointer<UInt8>) -> Void) -> Reading {
        switch UnixSocket.receive(
            descriptor.number, into: UnsafeMutableRawBufferPointer(rebasing: input[inputCount...]))
        {
        case .wouldBlock: return .more
        case .closed, .failed: return .over
        case .bytes(let count):
            inputCount += count
            takeLines(searchFrom: inputCount - count, line)
            if inputCount == input.count { return grow() ? .more : .lineTooLong }
            if inputCount == 0, input.count > usualLine + 1 { move(toRoomFor: usualLine) }
            return .more
        }
    }

    /// Makes room for more of a line that has not ended; returns whether it may have more.
    private func grow() -> Bool {
        let line = input.count - 1
        guard line < longestLine else { return false }
        move(toRoomFor: min(2 * line, longestLine))
        return true
    }

    private func move(toRoomFor line: Int) {
        let room = Self.room(for: line)
        room.copyMemory(from: UnsafeRawBufferPointer(rebasing: input[..<inputCount]))
        input.deallocate()
        input = room
    }

    /// Whether a line has begun that has not ended.
    var hasPartialLine: Bool { inputCount > 0 }

    private func takeLines(searchFrom: Int, _ line: (UnsafeBufferPointer<UInt8>) -> Void) {
        guard let base = input.baseAddress else { return }
        var start = 0
        var search = searchFrom
        while let end = memchr(base + search, 0x0A, inputCount - search) {
            let stop = UnsafeRawPointer(end) - UnsafeRawPointer(base)
            let bytes = UnsafeBufferPointer(
                start: (base + start).assumingMemoryBound(to: UInt8.self), count: stop - start)
            if !bytes.allSatisfy({ $0 == 0x0D || $0 == 0x20 }) { line(bytes) }
            start = stop + 1
            search = start
        }
        if start > 0 {
            memmove(base, base + start, inputCount - start)
            inputCount -= start
        }
    }

    /// Sends what may leave. Returns whether the connection is still good.
    func send() -> Bool {
        while peer.releasedCount > 0 {
            let result = peer.withReleased { UnixSocket.send(descriptor.number, $0) }
            switch result {
            case .bytes(let count): peer.sent(count)
            case .wouldBlock: return true
            case .closed, .failed: return false
            }
        }
        return true
    }
}
