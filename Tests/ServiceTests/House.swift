import Campaigns
import Durability
import Foundation
import JSON
import Platform
import Proofs
import Simulation

@testable import Service

/// A folder of its own for each test, removed with it.
final class TemporaryFolder {
    let path: String

    init() {
        var template = Array("/tmp/huigong-service-XXXXXX".utf8CString)
        path = String(cString: mkdtemp(&template))
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// The folder that an organiser edits: campaign files and rolls as texts.
final class CampaignsFolder {
    private let folder = TemporaryFolder()
    var path: String { folder.path }

    /// Puts files there in one step each, as an editor does that saves by renaming.
    init(_ files: [String: String] = [:]) {
        for (name, text) in files { write(name, text) }
    }

    func write(_ name: String, _ text: String) {
        let file = URL(fileURLWithPath: path).appendingPathComponent(name)
        do {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file, options: .atomic)
        } catch {
            preconditionFailure("can't write \(file.path): \(error)")
        }
    }

    func remove(_ name: String) {
        do {
            try FileManager.default.removeItem(atPath: "\(path)/\(name)")
        } catch {
            preconditionFailure("can't remove \(name): \(error)")
        }
    }
}

/// One line to a socket.
struct Request: Hashable, Sendable {
    var socket: Method.Socket
    var line: String

    static func intake(_ line: String) -> Request { Request(socket: .intake, line: line) }
    static func control(_ line: String) -> Request { Request(socket: .control, line: line) }
}

/// A daemon with its disk, its folder, its two clients and a clock that the test sets.
///
/// It does what the server's loop does, without sockets and threads: passes, batches, and replies that leave once
/// their batch is durable.
final class House {
    let folder: CampaignsFolder
    let disk: any Disk
    private(set) var daemon: Daemon
    private(set) var tick: Int64
    let intake = Peer(socket: .intake, slot: 0)
    let control = Peer(socket: .control, slot: 1)
    /// The batch that is on its way to the disk.
    private(set) var inFlight: SealedBatch?
    /// What the daemon said to whoever runs it.
    private(set) var said: [String] = []

    static let organiser = "jimo-union.example"

    /// Small segments laid out on the calling thread, so that a run crosses some and every step can be counted.
    static var journalOptions: Journal.Options {
        var options = Journal.Options()
        options.segmentBytes = 128 << 10
        options.reserveBytes = 32 << 10
        options.laysOutInline = true
        return options
    }

    static func settings(
        isRehearsal: Bool = true, seed: String? = "端午", journal: Journal.Options = House.journalOptions
    ) -> Settings {
        var settings = Settings(
            organiser: organiser, isRehearsal: isRehearsal, rehearsalSeed: isRehearsal ? seed : nil, journal: journal)
        settings.beaconKey = network.key
        return settings
    }

    /// Signs rounds that quicknet has not reached.
    static let network = BeaconSigner(secret: 20_270_608)!

    /// Opens the store and takes up the folder.
    init(
        on disk: any Disk = SimulatedDisk(), _ folder: CampaignsFolder, at tick: Int64 = instant(Sample.announces),
        settings: Settings = House.settings()
    ) throws {
        self.disk = disk
        self.folder = folder
        let store = try Store(disk: disk, isRehearsal: settings.isRehearsal)
        daemon = try Daemon(store: store, settings: settings, random: SystemRandom())
        self.tick = max(tick, daemon.tick)
        daemon.log = { [unowned self] in said.append($0) }
        try rescan()
    }

    /// Goes to an instant; nothing happens before the next pass.
    func go(to instant: Int64) { tick = max(tick, instant) }

    /// Lets the daemon look at its folder, and do all that is due then.
    func rescan() throws {
        daemon.beginPass(tick: tick)
        daemon.scan(folder.path)
        daemon.endPass()
        try settle()
        // Campaigns are announced at the beginning of a pass.
        try pass([])
    }

    /// One pass with several requests, made durable; gives all replies that left, in order.
    @discardableResult
    func pass(_ requests: [Request]) throws -> [Reply] {
        decide(requests)
        return try settle()
    }

    /// Sends one line and gives the replies that it brought.
    @discardableResult
    func send(_ line: String, to socket: Method.Socket = .intake) throws -> [Reply] {
        try pass([Request(socket: socket, line: line)])
    }

    /// The one answer to a call.
    func call(_ method: String, _ params: String = "{}", to socket: Method.Socket = .intake) throws -> Reply {
        let line = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\(method)\",\"params\":\(params)}"
        let answers = try send(line, to: socket).filter { $0.id == "1" }
        guard answers.count == 1 else { throw Unexpected("\(answers.count) answers to \(line)") }
        return answers[0]
    }

    func control(_ method: String, _ params: String = "{}") throws -> Reply {
        try call(method, params, to: .control)
    }

    // MARK: The steps of the loop

    /// A pass without its batch.
    func decide(_ requests: [Request]) {
        daemon.beginPass(tick: tick)
        for request in requests { receive(request) }
        daemon.endPass()
        tick = max(tick, daemon.tick)
    }

    func receive(_ request: Request) {
        Array(request.line.utf8).withUnsafeBufferPointer {
            daemon.receive($0, from: request.socket == .intake ? intake : control)
        }
    }

    /// Makes everything durable and lets the replies go.
    @discardableResult
    func settle() throws -> [Reply] {
        var replies = try land()
        while true {
            let batch = daemon.seal()
            if let batch { try daemon.write(batch) }
            replies += complete(batch)
            if batch == nil && !daemon.hasHeldReplies { return replies }
        }
    }

    /// Seals what is staged and leaves it on its way, as for a commit thread; nothing while another batch is.
    func launch() -> [Reply] {
        guard inFlight == nil else { return [] }
        inFlight = daemon.seal()
        return inFlight == nil ? complete(nil) : []
    }

    /// The batch on its way arrives.
    func land() throws -> [Reply] {
        guard let batch = inFlight else { return [] }
        try daemon.write(batch)
        inFlight = nil
        return complete(batch)
    }

    private func complete(_ batch: SealedBatch?) -> [Reply] {
        daemon.completed(batch)
        return daemon.takeReleased().flatMap { peer in
            let bytes = peer.withReleased { Array($0) }
            peer.sent(bytes.count)
            return bytes.split(separator: 0x0A).map { Reply(Array($0)) }
        }
    }
}

/// A test went somewhere else than it meant to.
struct Unexpected: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// An instant such as `2027-02-20T09:00:00+08:00`, in Unix milliseconds.
func instant(_ text: String) -> Int64 {
    guard case .success(let instant) = Instant.parse(text) else { preconditionFailure("no instant: \(text)") }
    return instant
}
