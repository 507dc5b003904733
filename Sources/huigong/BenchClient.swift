import Glibc
import Platform

/// Drives a server over many connections from one thread, each with a fixed number of requests in flight.
///
/// It does what a gateway must and little else: requests are made of templates in which digits are changed and sent once
/// a connection and wake-up; each answer is read as JSON and matched to its request by id. The same is done for
/// both servers, and the echo's answers are the longer ones: what is compared is how many requests a client can have
/// served by either, not two servers without a client.
final class BenchClient {
    struct Measurement {
        var answers = 0
        var microseconds = 0
        var latencies = LatencyHistogram()

        var perSecond: Int { microseconds > 0 ? answers * 1_000_000 / microseconds : 0 }
    }

    private final class Connection {
        let line: LineConnection
        /// The requests in flight, by slot, and when they were sent.
        var requests: [(id: Int, sentAt: Int)]
        /// Slots whose requests were answered, to be filled again.
        var free: [Int] = []
        /// Where the next answer's request is looked for first: answers mostly come in order.
        var likely = 0
        var isWaitingToWrite = false

        init(_ line: LineConnection, depth: Int) {
            self.line = line
            requests = Array(repeating: (-1, 0), count: depth)
            free.reserveCapacity(depth)
        }

        /// The slot of a request in flight, or nil.
        func slot(of id: Int) -> Int? {
            let found = requests[likely].id == id ? likely : requests.firstIndex { $0.id == id }
            if let found { likely = found + 1 == requests.count ? 0 : found + 1 }
            return found
        }
    }

    private let connections: [Connection]
    private let poller: Poller
    private var request: BenchRequest
    private let people: Int
    private let path: String
    private var answers: BenchAnswers
    private var nextNumber: Int
    private(set) var failures: [String] = []
    private var failureCount = 0

    /// - Parameters:
    ///   - expectsResult: whether an answer without a result is a failure; an echo has none.
    ///   - firstNumber: the number of the first request; numbers are keys and must not come twice.
    init(
        path: String, connections count: Int, depth: Int, request: BenchRequest, people: Int, firstNumber: Int,
        expectsResult: Bool
    ) throws(SocketError) {
        self.request = request
        self.people = people
        self.path = path
        answers = BenchAnswers(expectsResult: expectsResult)
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
            for slot in connection.requests.indices { queue(connection, slot, at: start) }
            try send(connection, index)
        }
        var inFlight = connections.reduce(0) { $0 + $1.requests.count }
        while inFlight > 0 {
            let count = try poller.wait(milliseconds: 10_000)
            guard count > 0 else { throw CommandFailure(both("10 秒内没有应答", "no answer within 10 s"), at: path) }
            let now = monotonicMicroseconds()
            let isMeasuring = now >= measureFrom && now < measureUntil
            for position in 0..<count {
                let index = Int(poller[position].token)
                let connection = connections[index]
                try take(connection, now, isMeasuring, &measurement.latencies)
                if isMeasuring { measurement.answers += connection.free.count }
                if now < measureUntil {
                    for slot in connection.free { queue(connection, slot, at: now) }
                } else {
                    inFlight -= connection.free.count
                }
                connection.free.removeAll(keepingCapacity: true)
                try send(connection, index)
            }
        }
        measurement.microseconds = milliseconds * 1_000
        return measurement
    }

    private func queue(_ connection: Connection, _ slot: Int, at now: Int) {
        // A large odd step through the people: neighbours in time are not neighbours in the roll.
        let id = request.fill(number: nextNumber, person: (nextNumber &* 7_919) % people + 1)
        nextNumber += 1
        connection.requests[slot] = (id, now)
        request.bytes.withUnsafeBytes { connection.line.queue($0) }
    }

    private func take(
        _ connection: Connection, _ now: Int, _ isMeasuring: Bool, _ latencies: inout LatencyHistogram
    ) throws {
        let isAlive = try connection.line.receive { line in
            guard let id = answers.request(of: line), let slot = connection.slot(of: id) else { return note(line) }
            if isMeasuring { latencies.add(microseconds: now - connection.requests[slot].sentAt) }
            // An answer that comes twice is none the second time.
            connection.requests[slot].id = -1
            connection.free.append(slot)
        }
        guard isAlive else { throw CommandFailure(both("服务端断开了连接", "the server closed a connection"), at: path) }
        // A request whose answer was no good would be waited for in vain.
        if failureCount > 0 { throw failure }
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
            both(
                "\(failureCount) 个请求没有被接受，最先的是：\(failures.joined(separator: " | "))",
                "\(failureCount) requests were not accepted, the first: \(failures.joined(separator: " | "))"), at: path
        )
    }
}
