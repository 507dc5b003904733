import Durability
import Engine
import JSON
import Platform
import Proofs

/// What a daemon is told when it is started.
package struct Settings: Sendable {
    package var organiser: String
    package var isRehearsal: Bool
    /// Makes every secret and nonce of a rehearsal repeatable.
    package var rehearsalSeed: String?
    package var journal: Journal.Options
    /// The policy of campaigns that are announced from now on; each keeps the one that it was announced with.
    package var policy: DeclaredPolicy?
    /// What witnesses saw last: data that have less are not served.
    package var lastWitnessed: [LastWitnessed] = []
    /// Of a campaign that is retired: so many frames are overwritten between two passes.
    package var mostFramesOverwritten = 4096
    /// So many bytes of events that are due are logged in one pass, and the rest in the next ones: hundreds of thousands
    /// of vouchers may end at one instant.
    package var mostEventBytes = 8 << 20
    /// Whose rounds count as the beacon's.
    package var beaconKey = BeaconKey.quicknet

    package init(
        organiser: String, isRehearsal: Bool = false, rehearsalSeed: String? = nil,
        journal: Journal.Options = Journal.Options(), policy: DeclaredPolicy? = nil
    ) {
        self.organiser = organiser
        self.isRehearsal = isRehearsal
        self.rehearsalSeed = rehearsalSeed
        self.journal = journal
        self.policy = policy
    }
}

/// What the daemon is told of the machine around it, for `status`.
package struct Surroundings: Sendable {
    package var uptimeMilliseconds: Int64 = 0
    package var connections = 0
    /// By how much the wall clock is off while the daemon does not follow it.
    package var clockAheadMilliseconds: Int64 = 0
    /// Whether changes in the campaigns folder are noticed at once.
    package var isFolderWatched = false

    package init(
        uptimeMilliseconds: Int64 = 0, connections: Int = 0, clockAheadMilliseconds: Int64 = 0,
        isFolderWatched: Bool = false
    ) {
        self.uptimeMilliseconds = uptimeMilliseconds
        self.connections = connections
        self.clockAheadMilliseconds = clockAheadMilliseconds
        self.isFolderWatched = isFolderWatched
    }
}

/// All campaigns of one store, and the one journal that they live in.
///
/// A pass takes the requests that are there, decides them all at one tick, and seals them in one batch:
///
///     beginPass → receive… → endPass → seal → write → completed
///
/// State moves when a request is decided; nothing leaves before ``completed(_:)``. Everything runs on one thread but
/// `write`, which a commit thread may do while the next pass goes on. Nothing here reads a clock: the pass brings its
/// tick.
package final class Daemon {
    package let settings: Settings
    let store: Store
    let journal: Journal
    /// The log of all campaigns, which outsiders follow.
    package let registry: Registry
    /// Writes logs for outsiders to read; nil until the server starts it.
    var publication: Publication?
    package internal(set) var campaigns: [RunningCampaign] = []
    /// Their ids, as requests name them.
    var campaignNames = TextColumn()
    /// Valid files whose time to be announced has not come, by campaign id.
    var waiting: [String: Candidate] = [:]
    /// Not before this tick is it tried again to announce what found no room.
    var announceAgain: Int64 = 0
    /// What each file of the folder came to, by name.
    package internal(set) var files: [String: FileReport] = [:]
    package internal(set) var tick: Int64
    /// What recovery found, for the log of the daemon.
    package let recovery: ReplayReport
    /// What `status` says of the machine around the daemon; the server fills it in.
    package var surroundings = Surroundings()
    /// Says something to whoever runs the daemon, on one line.
    package var log: (BilingualText) -> Void = { _ in }
    /// Does work that takes long and then hands its outcome to the daemon's thread; at once, unless the server has put
    /// a queue here.
    package lazy var background: (@escaping @Sendable () -> @Sendable (Daemon) -> Void) -> Void = { [unowned self] in
        $0()(self)
    }
    /// Whether the folder is being taken up, before anybody is served: nothing that takes long is begun by itself.
    package var isTakingUp = false
    /// Moves a rehearsal's clock; the server's ticker does it.
    package var moveClock: (Int64) -> Void = { _ in }
    package var confirmClock: () -> Void = {}

    let nonces: NonceSource
    /// Scatters hash tables, so that nobody can prepare names that collide.
    let tableSeed: UInt64
    var tape = JSONTape(limits: JSONLimits(maxDepth: 16, maxNodes: 65_536))
    /// Bytes that one request needs and the next uses again.
    let answersScratch = ByteSink()
    let payloadScratch = ByteSink()
    /// Peers with replies that are not released yet.
    package private(set) var touched: [Peer] = []
    var watchers: [Peer] = []
    var lastTallyTick: Int64 = 0
    var lastRefusalTick: Int64 = 0
    /// What is left in this pass of ``Settings/mostEventBytes``.
    var eventBytesLeft = 0
    var lookUpGuards: [String: LookUpGuard] = [:]
    /// What is known of the folder's files since they were looked at last.
    var fileSights: [String: FileSight] = [:]
    /// The file that speaks for each campaign that is not announced, by campaign id.
    var holders: [String: String] = [:]
    /// Where campaign files and rolls are, once they were looked at, and why they could not be.
    var campaignsFolder: CampaignFolder?
    var folderFault: DiskError?
    var isScanning = false
    var scanAgain = false
    /// Requests whose bundles are being written, by number.
    var exports: [Int: HeadRequest] = [:]
    var exportCount = 0
    /// Calls of `roll.add` whose files are being read, by number.
    var rollCalls: [Int: RollCall] = [:]
    /// Erasures that are logged, and whose bytes are still there.
    var pendingErasures: [PendingErasure] = []
    /// Campaigns of which nothing is left but their last heads.
    package internal(set) var retired: [RetiredCampaign] = []
    /// Of those, the ones whose data are still being overwritten.
    var pendingRetirements: [PendingRetirement] = []
    /// Calls of `retire` whose bundles are being verified, by number.
    var retirements: [Int: RetireCall] = [:]

    /// Opens a store, brings back what its journal says, and checks every head that was ever signed.
    package init(store: Store, settings: Settings, random: any Randomness) throws {
        self.store = store
        self.settings = settings
        nonces = NonceSource(random: random, isRepeatable: settings.rehearsalSeed != nil)
        tableSeed = random.bytes(8).reduce(0) { $0 << 8 | UInt64($1) }
        let replay = JournalReplay(store: store, settings: settings, tableSeed: tableSeed)
        journal = try Journal.open(
            disk: store.disk, options: settings.journal,
            replay: { frame in try replay.replay(frame) },
            batchEnd: { end in replay.endBatch(tick: end.tick) })
        try replay.finish()
        registry = try replay.registry ?? Registry.make(in: store, settings: settings)
        campaigns = replay.campaigns
        for campaign in campaigns { campaignNames.append(campaign.id.utf8) }
        tick = replay.tick
        recovery = replay.report(journal.recovery)
        for campaign in campaigns {
            campaign.file.map {
                files[$0] = FileReport(
                    file: $0, state: .inForce, campaign: campaign.id, since: campaign.acceptedAt)
            }
        }
        retired = replay.retired
        try requireWitnessed()
        pendingErasures = replay.pendingErasures
        pendingRetirements = replay.pendingRetirements
        try finishErasures()
        try finishRetiring()
    }

    /// The campaign with an id, or nil.
    package func campaign(_ id: String) -> RunningCampaign? {
        campaigns.first { $0.id == id }
    }
}

// MARK: A pass

extension Daemon {
    /// Begins a pass: everything in it is decided at this tick.
    ///
    /// What is due by then is done first: a closing counts what was refused before it, so it must not depend on how
    /// many requests of its tick share the pass.
    package func beginPass(tick: Int64) {
        precondition(tick >= self.tick, "ticks never go back")
        self.tick = tick
        eventBytesLeft = settings.mostEventBytes
        announceDue()
        activateDue()
        closeDue()
        settleDue()
    }

    /// Does what follows from the requests: heads, live tallies, counts.
    package func endPass() {
        stageViewsDue()
        lookDue()
        for campaign in campaigns { campaign.noteCodes() }
        notifyWatchers()
        stageHeadsDue()
        // Counts alone are not worth the last of the room, when no more can be had.
        if hasStaged || journal.canAccept && tick - lastRefusalTick >= Self.refusalIntervalMilliseconds {
            lastRefusalTick = tick
            for campaign in campaigns { stageRefusals(of: campaign) }
        }
    }

    /// Whether something waits to be made durable.
    package var hasStaged: Bool { journal.stagedFrames > 0 }
    package var stagedBytes: Int { journal.stagedBytes }

    /// What a commit thread writes batches with.
    package var journalWriter: JournalWriter { journal.writer }

    /// Says that everything before it is whole; for the end of a daemon.
    package func sealMark() -> SealedBatch { journal.sealMark(tick: tick) }

    /// Tries again to lay out room, where that failed.
    package func retryStorage() {
        if journal.storageRefusal != nil { journal.layOutAhead() }
    }

    /// Closes the batch; replies written so far leave with it.
    package func seal() -> SealedBatch? {
        for peer in touched { peer.sealed() }
        return journal.seal(tick: tick)
    }

    /// Makes a batch durable: one write, one sync. Any failure is final: the process must end.
    package func write(_ batch: SealedBatch) throws(StorageError) {
        try journal.write(batch)
    }

    /// The batch is durable: what was to be erased is, heads may be shown, and replies leave.
    ///
    /// With no other batch on its way. An error is final, as one of `write` is.
    package func completed(_ batch: SealedBatch?) throws(ErasureError) {
        if let batch { journal.markDurable(batch) }
        try finishErasures()
        try finishRetirements()
        // Before the campaigns': a bundle holds the registry up to its draw.
        registry.publishHeads(durable: journal.durableIndex)
        for campaign in campaigns {
            campaign.publishHeads(durable: journal.durableIndex)
            answerHeadRequests(of: campaign)
            campaign.log.advanceIfFull()
        }
        publishDue()
    }

    /// Peers whose replies may leave now; the caller sends them.
    package func takeReleased() -> [Peer] {
        let released = touched
        for peer in released {
            peer.release()
            peer.isTouched = peer.unreleasedCount > 0
        }
        touched = released.filter(\.isTouched)
        return released
    }

    /// Whether replies were written after the last batch was sealed, as receipts are under a head that it made durable:
    /// they leave with the next seal, even an empty one.
    package var hasHeldReplies: Bool { !touched.isEmpty }

    func touch(_ peer: Peer) {
        guard !peer.isTouched else { return }
        peer.isTouched = true
        touched.append(peer)
    }

    /// A connection is gone: nothing is written to it any more.
    package func close(_ peer: Peer) {
        peer.isOpen = false
        watchers.removeAll { $0 === peer }
    }
}
