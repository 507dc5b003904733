import Glibc
import JSON
import Platform

extension Server {
    var openConnections: Int { connections.count - freeSlots.count }

    /// Takes the connections that wait. Who may not use the socket, or comes when it is full, is told so.
    ///
    /// The system may have no descriptor left for one more: those who are connected go on, others wait a while.
    func accept(from listener: UnixListener, _ socket: Method.Socket) throws {
        do throws(SocketError) {
            try acceptAll(from: listener, socket)
        } catch {
            let pause = Server.acceptPauseMilliseconds
            daemon.log(
                BilingualText(
                    zh: "\(error.words.zh)；\(pause) 毫秒内不再接受连接", en: "\(error); nobody else is connected for \(pause) ms"
                ))
            acceptsAgain = now + Server.acceptPauseMilliseconds
            for (token, listener) in listeners.enumerated() {
                try poller.modify(listener.descriptor, [], token: UInt64(token))
            }
        }
    }

    /// Listens again, some time after no connection could be taken.
    func acceptAgainIfDue() throws {
        guard let due = acceptsAgain, now >= due else { return }
        acceptsAgain = nil
        for (token, listener) in listeners.enumerated() {
            try poller.modify(listener.descriptor, .readable, token: UInt64(token))
        }
    }

    static let acceptPauseMilliseconds: Int64 = 200

    private func acceptAll(from listener: UnixListener, _ socket: Method.Socket) throws(SocketError) {
        while let descriptor = try listener.accept() {
            if let error = refusal(of: descriptor, socket) {
                refuse(descriptor, error)
                continue
            }
            let slot = freeSlots.last ?? connections.count
            try poller.add(descriptor.number, .readable, token: Token.firstConnection + UInt64(slot))
            if freeSlots.popLast() == nil { connections.append(nil) }
            let longestLine = socket == .control ? options.longestControlLine : options.longestLine
            connections[slot] = Connection(
                descriptor: descriptor, socket: socket, slot: slot, longestLine: longestLine,
                usualLine: min(longestLine, options.longestLine), at: now)
        }
    }

    private func refusal(of descriptor: Descriptor, _ socket: Method.Socket) -> CallError? {
        guard openConnections < options.mostConnections else {
            return CallError(
                .overloaded, "overloaded", zh: "连接太多", en: "too many connections",
                limit: options.mostConnections, retryAfterMilliseconds: 1000)
        }
        // The intake socket is guarded by its file's mode; control is for the daemon's own user alone.
        guard socket == .control else { return nil }
        let uid = (try? UnixSocket.peer(of: descriptor.number))?.uid
        guard uid != geteuid(), uid != 0 else { return nil }
        return CallError(
            .request, "role", zh: "控制套接字只供运行守护进程的用户使用",
            en: "the control socket is for the user that runs the daemon")
    }

    private func refuse(_ descriptor: Descriptor, _ error: CallError) {
        let peer = Peer(socket: .intake, slot: -1)
        ReplyAddress.direct(peer).write(error: error, id: "null".utf8, language: .zh)
        // Best effort: the connection ends whether or not the reason arrives.
        _ = UnixSocket.send(descriptor.number, peer.out.raw)
    }

    /// Reads from and writes to one connection.
    func serve(slot: Int, _ readiness: Readiness) {
        guard let connection = connections[slot] else { return }
        // A client that only has no more to say still waits for its answers; one that is gone shows when it is sent to.
        if readiness.contains(.writable) || connection.isReadingOver { send(slot: slot) }
        guard !readiness.isDisjoint(with: [.readable, .closed]), !connection.isReadingOver,
            connections[slot] === connection
        else { return }
        connection.lastProgress = now
        switch connection.read({ daemon.receive($0, from: connection.peer) }) {
        case .more: break
        case .over:
            connection.isReadingOver = true
        case .lineTooLong:
            daemon.refuse(connection.peer, .lineTooLong(connection.longestLine))
            connection.isReadingOver = true
        }
        settleInterest(slot)
    }

    /// Sends what may leave, and closes what is over.
    func send(slot: Int) {
        guard let connection = connections[slot] else { return }
        let before = connection.peer.releasedCount
        guard connection.send() else { return close(slot: slot) }
        if connection.peer.releasedCount < before { connection.lastProgress = now }
        settleInterest(slot)
    }

    /// What a connection is watched for follows from what is left to do on it.
    private func settleInterest(_ slot: Int) {
        guard let connection = connections[slot] else { return }
        let peer = connection.peer
        if connection.isReadingOver, peer.unsentCount == 0, peer.waitingCount == 0 { return close(slot: slot) }
        var interest: Readiness = []
        if !connection.isReadingOver, peer.unsentCount < Daemon.mostUnsentBytes { interest.insert(.readable) }
        if peer.releasedCount > 0 { interest.insert(.writable) }
        guard interest != connection.interest || connection.isWatched && connection.isReadingOver && interest.isEmpty
        else { return }
        do throws(SocketError) {
            try watch(connection, interest)
        } catch {
            close(slot: slot)
        }
    }

    /// The end of a client's side would be reported without end, so nothing is watched while only answers are to come.
    private func watch(_ connection: Connection, _ interest: Readiness) throws(SocketError) {
        let (descriptor, token) = (connection.descriptor.number, Token.firstConnection + UInt64(connection.peer.slot))
        let wasWatched = connection.isWatched
        connection.interest = interest
        connection.isWatched = !(connection.isReadingOver && interest.isEmpty)
        switch (wasWatched, connection.isWatched) {
        case (true, true): try poller.modify(descriptor, interest, token: token)
        case (false, true): try poller.add(descriptor, interest, token: token)
        case (_, false): poller.remove(descriptor)
        }
    }

    func close(slot: Int) {
        guard let connection = connections[slot] else { return }
        poller.remove(connection.descriptor.number)
        daemon.close(connection.peer)
        connections[slot] = nil
        freeSlots.append(slot)
    }

    /// Ends connections that hold a line half sent, or replies unread, for too long.
    func expireStalled() {
        for slot in connections.indices {
            guard let connection = connections[slot], connection.hasPartialLine || connection.peer.releasedCount > 0,
                now - connection.lastProgress > options.stallMilliseconds
            else { continue }
            if connection.peer.releasedCount > 0 || connection.isReadingOver {
                close(slot: slot)
            } else {
                daemon.refuse(connection.peer, .lineHalfSent)
                connection.isReadingOver = true
                connection.lastProgress = now
            }
        }
    }
}

extension CallError {
    static func lineTooLong(_ limit: Int) -> CallError {
        CallError(
            .request, "line.too-long", zh: "一行超过 \(limit) 字节，连接关闭",
            en: "a line is longer than \(limit) bytes; the connection is closed", limit: limit)
    }

    static let lineHalfSent = CallError(
        .request, "line.half-sent", zh: "一行只发了一半就停了，连接关闭",
        en: "a line was begun and not ended; the connection is closed")
}
