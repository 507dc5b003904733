import Glibc
import Platform

/// Lets many actors talk to a daemon over a few connections, from one thread, at a steady pace.
final class DemoLoad {
    struct Progress {
        var answered = 0
        var inFlight = 0
        var finishedActors = 0
    }

    private final class Connection {
        let line: LineConnection
        /// The actor in each place; its place is the id of its request.
        var places: [DemoActor?]
        var isInFlight: [Bool]
        /// Places that wait for an answer without an id, in the order in which they were sent.
        var broken: [Int] = []

        init(_ line: LineConnection, window: Int) {
            self.line = line
            places = Array(repeating: nil, count: window)
            isInFlight = Array(repeating: false, count: window)
        }
    }

    private static let window = 64
    private static let connectionCount = 8
    private var waiting: ArraySlice<DemoActor>
    private var connections: [Connection] = []
    private var poller: Poller?
    private let perSecond: Int
    private var credit = 0
    private(set) var progress = Progress()
    private(set) var mistakes: [String] = []
    /// When refusals were heard, in milliseconds.
    private var refusalTimes: [Int64] = []

    /// - Parameter perSecond: the most requests a second.
    init(_ actors: [DemoActor], perSecond: Int) {
        waiting = actors[...]
        self.perSecond = perSecond
    }

    /// Connects anew; what was in flight on the old connections is asked again by whoever asked it.
    func connect(path: String) throws(SocketError) {
        var returning: [DemoActor] = []
        for connection in connections {
            for (place, actor) in connection.places.enumerated() {
                guard let actor else { continue }
                if connection.isInFlight[place] { actor.lostAnswer() }
                returning.append(actor)
            }
        }
        waiting = (returning + waiting)[...]
        progress.inFlight = 0
        connections = []
        let poller = try Poller()
        for index in 0..<DemoLoad.connectionCount {
            let connection = Connection(try LineConnection(path: path), window: DemoLoad.window)
            try poller.add(connection.line.descriptor, .readable, token: UInt64(index))
            connections.append(connection)
        }
        self.poller = poller
    }

    /// Talks until everybody is done, or `pause` says so after a round.
    ///
    /// - Returns: whether everybody is done.
    func run(pause: (Progress) throws -> Bool) throws -> Bool {
        guard let poller else { return false }
        var last = monotonicMicroseconds()
        while true {
            let now = monotonicMicroseconds()
            // What a slow round leaves unused is not saved up beyond a tenth of a second.
            credit = min(credit + (now - last) * perSecond, perSecond * 100_000)
            last = now
            for connection in connections { try fill(connection) }
            if progress.inFlight == 0, waiting.isEmpty, isIdle { return true }
            if try pause(progress) { return false }
            if !mistakes.isEmpty { return false }
            let count = try poller.wait(milliseconds: 5)
            for position in 0..<count { try take(connections[Int(poller[position].token)]) }
        }
    }

    /// Refusals heard in the last second and a bit: a refusal changes nothing, so its count may be journalled that late.
    var recentRefusals: Int {
        let now = monotonicMilliseconds()
        return refusalTimes.reversed().prefix { now - $0 < 1_200 }.count
    }

    private var isIdle: Bool {
        connections.allSatisfy { $0.places.allSatisfy { $0 == nil } }
    }

    private func fill(_ connection: Connection) throws(SocketError) {
        for place in connection.places.indices where !connection.isInFlight[place] {
            guard credit >= 1_000_000 else { break }
            speak(connection, place)
        }
        _ = try connection.line.flush()
    }

    /// Sends the next request from a place, whose actor gives way to the next one when it has nothing more to say.
    private func speak(_ connection: Connection, _ place: Int) {
        while true {
            if connection.places[place] == nil { connection.places[place] = waiting.popFirst() }
            guard let actor = connection.places[place] else { return }
            guard let request = actor.next() else {
                connection.places[place] = nil
                progress.finishedActors += 1
                continue
            }
            switch request {
            case .call(let method, let params):
                connection.line.queue(Request.line(id: Int64(place), method: method, params: params))
            case .garbage(let line):
                connection.line.queue(line + [UInt8(ascii: "\n")])
                connection.broken.append(place)
            }
            connection.isInFlight[place] = true
            progress.inFlight += 1
            credit -= 1_000_000
            return
        }
    }

    private func take(_ connection: Connection) throws {
        let isAlive = try connection.line.receive { line in
            guard let reply = Reply(line) else {
                mistakes.append("not an answer: \(String(decoding: line.prefix(200), as: UTF8.self))")
                return
            }
            answer(connection, reply)
        }
        if !isAlive { throw CommandFailure(both("守护进程在负载下断开了连接", "the daemon closed a connection under load")) }
    }

    private func answer(_ connection: Connection, _ reply: Reply) {
        let place: Int
        if let id = reply.id {
            place = Int(id)
        } else if !connection.broken.isEmpty {
            place = connection.broken.removeFirst()
        } else {
            mistakes.append("an answer without an id: \(reply.content)")
            return
        }
        guard connection.isInFlight.indices.contains(place), connection.isInFlight[place] else {
            mistakes.append("an answer that nobody asked for: \(reply.content)")
            return
        }
        connection.isInFlight[place] = false
        progress.inFlight -= 1
        progress.answered += 1
        if case .refused = reply.content { refusalTimes.append(monotonicMilliseconds()) }
        if let mistake = connection.places[place]?.take(reply.content) { mistakes.append(mistake) }
    }
}
