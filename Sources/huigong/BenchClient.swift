import Glibc
import Platform

/// Drives a server over many connections from one thread, each with a fixed number of requests in flight.
///
/// It does as little as it can, so that the server is measured and not the client: one template of a request in which
/// digits are changed, one send a connection and wake-up, and of the answers only their ends and the word `"result"`.
final class BenchClient {
    struct Measurement {
        var answers = 0
        var microseconds = 0
        var latencies = LatencyHistogram()

        var perSecond: Int { microseconds > 0 ? answers * 1_000_000 / microseconds : 0 }
    }

    private final class Connection {
        let line: LineConnection
        /// When the requests in flight were sent, oldest at `oldest`; a server answers a connection in order.
        var sentAt: [Int]
        var oldest = 0
        var isWaitingToWrite = false

        init(_ line: LineConnection, depth: Int) {
            self.line = line
            sentAt = Array(repeating: 0, count: depth)
        }
    }

    private let connections: [Connection]
    private let poller: Poller
    private var request: BenchRequest
    private let people: Int
    private let path: String
    private let expectsResult: Bool
    private var nextNumber: Int
    private var resultMark = Mark("\"result\":")
    private(set) var failures: [String] = []
    private var failureCount = 0

    /// - Parameters:
    ///   - expectsResult: whether an answer without `"result"` is a failure; an echo has none.
    ///   - firstNumber: the number of the first request; numbers are keys and must not come twice.
    init(
        path: String, connections count: Int, depth: Int, request: BenchRequest, people: Int, firstNumber: Int,
        expectsResult: Bool
    ) throws(SocketError) {
        self.request = request
        self.people = people
        self.path = path
        self.expectsResult = expectsResult
        nextNumber = firstNumber
        poller = try Poller()
        var connections: [Connection] = []
        for index in 0..<count {
            let connection = Connection(try LineConnection(path: path), depth: depth)
            try poller.add(connection.line.descriptor, .readable, token: UInt64(index))
            connections.append(connection)
        }
        self.connections = connections
    }

    /// The number after the last request that was sent.
    var lastNumber: Int { nextNumber }

    /// Keeps every connection full for the given times, then lets the last answers come in.
    func run(warmUpMilliseconds: Int, milliseconds: Int) throws -> Measurement {
        let start = monotonicMicroseconds()
        let measureFrom = start + warmUpMilliseconds * 1_000
        let measureUntil = measureFrom + milliseconds * 1_000
        var measurement = Measurement()
        for (index, connection) in connections.enumerated() {
            for slot in connection.sentAt.indices { queue(connection, slot, at: start) }
            try send(connection, index)
        }
        var inFlight = connections.reduce(0) { $0 + $1.sentAt.count }
        while inFlight > 0 {
            let count = try poller.wait(milliseconds: 10_000)
            guard count > 0 else { throw CommandFailure("no answer within 10 s", at: path) }
            let now = monotonicMicroseconds()
            let isMeasuring = now >= measureFrom && now < measureUntil
            for position in 0..<count {
                let index = Int(poller[position].token)
                let connection = connections[index]
                let answers = try take(connection, now, isMeasuring, &measurement.latencies)
                if isMeasuring { measurement.answers += answers }
                if now < measureUntil {
                    for _ in 0..<answers { requeue(connection, at: now) }
                } else {
                    inFlight -= answers
                }
                try send(connection, index)
            }
        }
        measurement.microseconds = milliseconds * 1_000
        if failureCount > 0 { throw failure }
        return measurement
    }

    private func queue(_ connection: Connection, _ slot: Int, at now: Int) {
        // A large odd step through the people: neighbours in time are not neighbours in the roll.
        request.fill(number: nextNumber, person: (nextNumber &* 7_919) % people + 1)
        nextNumber += 1
        connection.sentAt[slot] = now
        request.bytes.withUnsafeBytes { connection.line.queue($0) }
    }

    /// Answered requests have left the slots before `oldest`; each is filled once, in order.
    private func requeue(_ connection: Connection, at now: Int) {
        queue(connection, connection.oldest, at: now)
        connection.oldest = connection.oldest + 1 == connection.sentAt.count ? 0 : connection.oldest + 1
    }

    private func take(
        _ connection: Connection, _ now: Int, _ isMeasuring: Bool, _ latencies: inout LatencyHistogram
    ) throws -> Int {
        var answers = 0
        let depth = connection.sentAt.count
        let isAlive = try connection.line.receive { line in
            var slot = connection.oldest + answers
            while slot >= depth { slot -= depth }
            if isMeasuring { latencies.add(microseconds: now - connection.sentAt[slot]) }
            answers += 1
            if expectsResult, !resultMark.isFound(in: line) { note(line) }
        }
        guard isAlive else { throw CommandFailure("the server closed a connection", at: path) }
        return answers
    }

    private func send(_ connection: Connection, _ index: Int) throws(SocketError) {
        let isDone = try connection.line.flush()
        guard isDone == connection.isWaitingToWrite else { return }
        connection.isWaitingToWrite = !isDone
        let interest: Readiness = isDone ? .readable : [.readable, .writable]
        try poller.modify(connection.line.descriptor, interest, token: UInt64(index))
    }

    private func note(_ line: UnsafeRawBufferPointer) {
        failureCount += 1
        if failures.count < 3 { failures.append(String(decoding: line.prefix(300), as: UTF8.self)) }
    }

    private var failure: CommandFailure {
        CommandFailure(
            "\(failureCount) requests were not accepted, the first: \(failures.joined(separator: " | "))", at: path)
    }
}

/// Looks for a text where it was the last time, and anywhere only if it is not there.
private struct Mark {
    private let text: [UInt8]
    private var place = 0

    init(_ text: String) { self.text = Array(text.utf8) }

    mutating func isFound(in line: UnsafeRawBufferPointer) -> Bool {
        if isHere(place, line) { return true }
        guard let found = (0..<line.count).first(where: { isHere($0, line) }) else { return false }
        place = found
        return true
    }

    private func isHere(_ place: Int, _ line: UnsafeRawBufferPointer) -> Bool {
        guard let base = line.baseAddress, place + text.count <= line.count else { return false }
        return memcmp(base + place, text, text.count) == 0
    }
}
