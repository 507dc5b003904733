import Dispatch
import Durability
import Glibc
import Platform

/// What a server needs to know beside the daemon's settings.
package struct ServerOptions: Sendable {
    package var campaignsFolder: String
    /// Where a rehearsal begins; nil is live.
    package var rehearsalStart: Int64?
    package var mostConnections = 1024
    package var longestLine = 64 << 10
    /// The same on the control socket, where units send what their people wish in one line.
    package var longestControlLine = 1 << 20
    /// Files are looked at again after this time even where no change was noticed.
    package var rescanMilliseconds: Int64 = 2000
    /// A line that was begun and not ended, or replies that nobody reads, end a connection after this time.
    package var stallMilliseconds: Int64 = 30_000

    package init(campaignsFolder: String, rehearsalStart: Int64? = nil) {
        self.campaignsFolder = campaignsFolder
        self.rehearsalStart = rehearsalStart
    }
}

/// The one loop that owns all state: it gathers what came, lets the daemon decide it at one tick, makes it durable in
/// one batch, and lets the answers go.
///
/// A small batch is written by the loop itself. A large one is written by the commit queue while the loop gathers the
/// next; there is never more than one on its way.
package final class Server {
    let options: ServerOptions
    package let daemon: Daemon
    let poller: Poller
    var connections: [Connection?] = []
    var freeSlots: [Int] = []
    private let clock: any Clock
    private var ticker: Ticker
    let listeners: [UnixListener]
    private let signals: SignalWatcher
    private let watcher: FolderWatcher
    private let mailbox: Mailbox
    private let commits: CommitQueue
    private var inFlight: SealedBatch?
    private var nextRescan: Int64 = 0
    private var isStopping = false
    /// When the last batch was sealed, and whether a mark behind it says that it is whole.
    private var lastBatchTick: Int64 = 0
    private var isMarked = true
    /// The boot clock of this pass. A client's patience is measured with it: the tick of a rehearsal jumps.
    private(set) var now: Int64
    /// Until when no connection is taken, because the last attempt failed; nil while they are.
    var acceptsAgain: Int64?

    /// Batches up to this size are written by the loop itself: handing one over costs as much as a small write.
    static let largestInlineBatch = 96 << 10

    enum Token {
        static let intake: UInt64 = 0
        static let control: UInt64 = 1
        static let signals: UInt64 = 2
        static let folder: UInt64 = 3
        static let mailbox: UInt64 = 4
        static let commits: UInt64 = 5
        /// Connections come after this, by slot.
        static let firstConnection: UInt64 = 16
    }

    /// Takes up a store's campaigns and opens its sockets.
    package init(
        store: Store, settings: Settings, options: ServerOptions, clock: any Clock, random: any Randomness
    ) throws {
        self.options = options
        self.clock = clock
        let mailbox = try Mailbox()
        self.mailbox = mailbox
        commits = try CommitQueue()
        daemon = try Daemon(store: store, settings: settings, random: random)
        now = clock.bootMilliseconds()
        ticker = Ticker(clock: clock, last: daemon.tick, rehearsalStart: options.rehearsalStart)
        poller = try Poller()
        signals = try SignalWatcher()
        watcher = FolderWatcher(path: options.campaignsFolder)
        listeners = [
            try UnixListener(path: store.socketPath(.intake), mode: 0o660),
            try UnixListener(path: store.socketPath(.control), mode: 0o600),
        ]
        let watched: [(Int32, UInt64)] = [
            (listeners[0].descriptor, Token.intake), (listeners[1].descriptor, Token.control),
            (signals.descriptor, Token.signals), (mailbox.wakeUp.descriptor, Token.mailbox),
            (commits.wakeUp.descriptor, Token.commits),
        ]
        if let descriptor = watcher.descriptor { try poller.add(descriptor, .readable, token: Token.folder) }
        for (descriptor, token) in watched { try poller.add(descriptor, .readable, token: token) }
    }

    /// Runs until a signal says to stop; then answers what was decided and closes cleanly.
    package func run() throws {
        daemon.moveClock = { [unowned self] in ticker.move(to: $0, clock) }
        daemon.confirmClock = { [unowned self] in ticker.confirm(clock) }
        try takeUpFolder()
        let started = clock.bootMilliseconds()
        while !isStopping || inFlight != nil {
            let events = try poller.wait(milliseconds: timeout())
            now = clock.bootMilliseconds()
            daemon.beginPass(tick: ticker.advance(clock))
            daemon.surroundings = Surroundings(
                uptimeMilliseconds: now - started, connections: openConnections,
                clockAheadMilliseconds: ticker.aheadMilliseconds, isFolderWatched: watcher.isWatching)
            for event in 0..<events {
                try handle(poller[event].token, poller[event].readiness)
                try keepDiskBusy()
            }
            rescanIfDue()
            daemon.endPass()
            try settle()
            expireStalled()
            try acceptAgainIfDue()
        }
        try finish()
    }

    /// Knows every campaign before the first request is read; from then on files are read in the background.
    private func takeUpFolder() throws {
        daemon.isTakingUp = true
        daemon.beginPass(tick: ticker.advance(clock))
        daemon.scan(options.campaignsFolder)
        repeat {
            daemon.beginPass(tick: ticker.advance(clock))
            daemon.endPass()
            try settle()
        } while daemon.hasDueAnnouncements
        let queue = DispatchQueue(label: "huigong.background", qos: .utility)
        daemon.background = { [mailbox] work in queue.async { mailbox.post(work()) } }
        daemon.isTakingUp = false
        try daemon.startPublishing()
    }

    private func timeout() -> Int32 {
        let accepting = acceptsAgain.map { max(0, $0 - now) } ?? .max
        let due = min(daemon.nextDueMilliseconds ?? .max, accepting, options.rescanMilliseconds, 1000)
        return Int32(max(inFlight == nil && daemon.hasStaged ? 0 : 1, due))
    }

    private func handle(_ token: UInt64, _ readiness: Readiness) throws {
        switch token {
        case Token.intake: try accept(from: listeners[0], .intake)
        case Token.control: try accept(from: listeners[1], .control)
        case Token.signals:
            if !signals.drain().isEmpty { stopReading() }
        case Token.folder:
            if watcher.drain() { nextRescan = 0 }
        case Token.mailbox:
            for letter in mailbox.take() { letter(daemon) }
        case Token.commits: try takeCommit()
        default: serve(slot: Int(token - Token.firstConnection), readiness)
        }
    }

    private func rescanIfDue() {
        guard daemon.tick >= nextRescan, !isStopping else { return }
        nextRescan = daemon.tick + options.rescanMilliseconds
        watcher.watchAgain()
        daemon.scan(options.campaignsFolder)
        daemon.retryStorage()
    }

    /// Stops taking new work, after one last look at what has already come.
    private func stopReading() {
        guard !isStopping else { return }
        isStopping = true
        for slot in connections.indices where connections[slot] != nil {
            serve(slot: slot, .readable)
            connections[slot]?.isReadingOver = true
        }
    }
}

// MARK: Making it durable

extension Server {
    /// Seals what is staged and lets answers go, unless a batch is on its way to the disk: then it waits for that.
    private func settle() throws {
        while inFlight == nil {
            guard let batch = daemon.seal() else {
                try complete(nil)
                // Receipts under a head that was there already are written only now.
                if daemon.hasHeldReplies { continue }
                try markIfIdle()
                break
            }
            (lastBatchTick, isMarked) = (daemon.tick, false)
            guard batch.byteCount <= Self.largestInlineBatch || isStopping else {
                inFlight = batch
                commits.begin(batch, daemon.journalWriter)
                break
            }
            try daemon.write(batch)
            try complete(batch)
        }
    }

    /// When nothing comes for a second, one more write says that the last batch is whole: after that no damage to it
    /// can be taken for a write that was cut off.
    private func markIfIdle() throws {
        guard !isMarked, daemon.tick - lastBatchTick >= 1000 else { return }
        try daemon.write(daemon.sealMark())
        isMarked = true
    }

    /// In the middle of a pass: lets go what has become durable, and sends off what is worth a write of its own, so that
    /// disk and clients work while the rest is read. The next batch goes on at the same tick.
    private func keepDiskBusy() throws {
        if inFlight?.isWritten == true { try takeCommit() }
        guard inFlight == nil, daemon.stagedBytes > Self.largestInlineBatch else { return }
        daemon.endPass()
        try settle()
        daemon.beginPass(tick: daemon.tick)
    }

    private func takeCommit() throws {
        guard let outcome = commits.take(), let batch = inFlight else { return }
        try outcome.get()
        inFlight = nil
        try complete(batch)
    }

    private func complete(_ batch: SealedBatch?) throws {
        try daemon.completed(batch)
        for peer in daemon.takeReleased() where peer.isOpen { send(slot: peer.slot) }
    }

    /// Everything decided is durable: what is left is to hand out the answers and to say that nothing is missing.
    private func finish() throws {
        daemon.stageLastHeads()
        try settle()
        try daemon.write(daemon.sealMark())
        let end = clock.monotonicNanoseconds() + 2_000_000_000
        while connections.contains(where: { $0?.peer.releasedCount ?? 0 > 0 }), clock.monotonicNanoseconds() < end {
            for event in 0..<(try poller.wait(milliseconds: 100)) where poller[event].token >= Token.firstConnection {
                send(slot: Int(poller[event].token - Token.firstConnection))
            }
        }
    }
}
