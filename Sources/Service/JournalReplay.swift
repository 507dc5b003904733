import Auditing
import Campaigns
import Durability
import Engine
import JSON
import Platform
import Proofs

/// What a restart found.
package struct ReplayReport: Sendable {
    package var frames: UInt64 = 0
    package var campaigns = 0
    package var entries = 0
    /// A batch that nobody was told of, and that never reached the disk whole.
    package var cut: String?
}

/// A journal whose frames hold, but that this program decides otherwise than the one that wrote it.
package struct ReplayError: Error, CustomStringConvertible, Sendable {
    package let frame: UInt64
    package let what: String

    package var description: String { "the journal can't be replayed: frame \(frame) — \(what)" }
}

/// Brings campaigns back by the same decisions and the same append path as live traffic.
final class JournalReplay {
    private(set) var campaigns: [RunningCampaign] = []
    private(set) var tick: Int64 = 0
    private let store: Store
    private let settings: Settings
    private let tableSeed: UInt64
    private var tape = JSONTape()
    private let scratch = ByteSink()
    /// The registry; nil while the journal has no campaign.
    private(set) var registry: Registry?
    private var registryHeads: [(size: Int, root: Digest, frame: UInt64)] = []
    /// Reads entries back that an amendment counts again.
    private let reader: JournalReader
    private var heads: [(campaign: Int, size: Int, root: Digest, frame: UInt64)] = []

    init(store: Store, settings: Settings, tableSeed: UInt64) {
        self.store = store
        self.settings = settings
        self.tableSeed = tableSeed
        reader = JournalReader(disk: store.disk)
    }

    func replay(_ frame: Frame) throws {
        do {
            switch FrameKind(rawValue: frame.kind) {
            case .announced: try announced(frame)
            case .entry: try entry(frame)
            case .event: try event(frame)
            case .step: try step(frame)
            case .refusals: try refusals(frame)
            case .head: try head(frame)
            case .cosignature: try cosignature(frame)
            case .clock: tick = max(tick, try clock(frame))
            case .registered: try registered(frame)
            case .registryHead: try registryHead(frame)
            case nil: throw PayloadError(what: "is of unknown kind \(frame.kind); a newer version wrote it")
            }
        } catch let error as PayloadError {
            throw ReplayError(frame: frame.index, what: error.what)
        } catch let error as FormatError {
            throw ReplayError(frame: frame.index, what: "is no record: \(error)")
        } catch let error as AmendmentRefusal {
            throw ReplayError(frame: frame.index, what: "an amendment is refused now: \(error.message.text(.en))")
        } catch let error as Untimely {
            throw ReplayError(frame: frame.index, what: "a step is refused now: \(error.rawValue)")
        }
    }

    func endBatch(tick: Int64) { self.tick = max(self.tick, tick) }

    /// Hashes every log and holds it against every head that was signed.
    func finish() throws {
        for campaign in campaigns { campaign.log.advance() }
        for head in heads {
            let campaign = campaigns[head.campaign]
            guard head.size <= campaign.log.count, campaign.log.tree.root(size: head.size) == head.root else {
                throw ReplayError(
                    frame: head.frame,
                    what: "the log of \(campaign.id) has another root at size \(head.size) than the head signed there")
            }
        }
        var latest: [Int: Int] = [:]
        for head in heads { latest[head.campaign] = head.size }
        for (number, size) in latest { campaigns[number].heads.restore(campaigns[number].log.tree, size: size) }
        for campaign in campaigns { campaign.refreshWitnessedHead() }
        try finishRegistry()
    }

    private func finishRegistry() throws {
        guard let registry else { return }
        registry.log.advance()
        for head in registryHeads {
            guard head.size <= registry.log.count, registry.log.tree.root(size: head.size) == head.root else {
                throw ReplayError(
                    frame: head.frame,
                    what: "the registry has another root at size \(head.size) than the head signed there")
            }
        }
        registryHeads.last.map { registry.heads.restore(registry.log.tree, size: $0.size) }
    }

    func report(_ recovery: Durability.RecoveryReport) -> ReplayReport {
        ReplayReport(
            frames: recovery.frames, campaigns: campaigns.count,
            entries: campaigns.reduce(0) { $0 + $1.state.tally.entries }, cut: recovery.cut?.description)
    }

    private func announced(_ frame: Frame) throws {
        var payload = PayloadReader(frame.payload)
        let announcedAt: Int64 = try payload.integer()
        let id = try payload.text()
        let fileName = try payload.text()
        let file = try payload.string()
        let rollFile = try payload.string()
        let charter = try payload.string()
        let policyFile = try payload.string()
        try payload.end()
        guard case .success(let loaded) = loadCampaign(bytes: file, organiser: settings.organiser),
            case .success(let roll) = loadRoll(bytes: rollFile), loaded.campaign.id == id
        else {
            throw PayloadError(
                what: "the accepted file or roll of \(id) is not accepted any more; is --organiser still the same?")
        }
        guard let origin = store.origin(campaign: id, settings: settings) else {
            throw PayloadError(what: "\(settings.organiser) is no organiser")
        }
        let registry = try self.registry ?? Registry.restore(from: store, settings: settings)
        self.registry = registry
        var announced = Announced(
            loaded: loaded, file: file, roll: roll, rollFile: rollFile,
            origin: origin, secret: try store.secret(of: id), registry: registry.key,
            commitment: (try? Charter(parsing: charter))?.roll, tableSeed: tableSeed)
        announced.announcedAt = announcedAt
        do {
            announced.policy = policyFile.isEmpty ? nil : try DeclaredPolicy(file: policyFile)
        } catch {
            throw PayloadError(what: "the policy of \(id) is not accepted any more: \(error)")
        }
        guard announced.charter.bytes == charter else {
            throw PayloadError(
                what: "the charter of \(id) would be another one now; are its secret and the registry's still the same?"
            )
        }
        let campaign = RunningCampaign(number: campaigns.count, announced: announced)
        campaign.file = fileName
        campaign.log.append(record: announced.charter.bytes, at: frame.location)
        registry.declare(announced.policy)
        campaigns.append(campaign)
    }

    private func entry(_ frame: Frame) throws {
        let payload = try EntryPayload(reading: frame.payload)
        let campaign = try campaign(payload.campaign)
        let body = UnsafeRawBufferPointer(rebasing: payload.opening[EntryPayload.nonceSize...])
            .assumingMemoryBound(to: UInt8.self)
        do { try tape.read(body) } catch { throw PayloadError(what: "has a body that is no JSON") }
        let outcome = tape.withUnsafeNodes { nodes in
            Result { () throws(PayloadError) in
                try decide(payload, campaign, Line(bytes: body, nodes: nodes))
            }
        }
        try outcome.get()
        campaign.log.append(
            opening: payload.opening.assumingMemoryBound(to: UInt8.self), at: frame.location)
        campaign.log.advanceIfFull()
    }

    private func decide(
        _ payload: EntryPayload, _ campaign: RunningCampaign, _ line: Line
    ) throws(PayloadError) {
        guard let answers = line.member("answers", of: 0), let at = line.member("at", of: 0).flatMap(line.integer)
        else { throw PayloadError(what: "has a body without answers or time") }
        scratch.removeAll()
        guard let read = try? campaign.answerReader.read(line, at: answers, canonical: scratch),
            campaign.announced.people.count > Int(payload.person)
        else { throw PayloadError(what: "has answers that do not fit \(campaign.id)") }
        let submission = Submission(
            person: Int(payload.person), key: stableHash(payload.key), content: payload.content,
            paper: line.member("paper", of: 0).map(line.text) ?? "", answers: read,
            number: line.member("pi", of: 0).flatMap { InstantProof(journalled: line.text($0)) }?.number)
        guard (submission.number != nil) == campaign.announced.campaign.prizes.isInstant else {
            throw PayloadError(what: "has a body with or without pi, unlike the rules of \(campaign.id)")
        }
        guard case .accepted(let acceptance) = campaign.state.decide(submission, at: at),
            acceptance.index == campaign.log.count
        else { throw PayloadError(what: "an accepted entry of \(campaign.id) is refused now") }
    }

    private func event(_ frame: Frame) throws {
        let payload = try EntryPayload(reading: frame.payload)
        let campaign = try campaign(payload.campaign)
        guard let opening = Opening(joined: payload.opening), let body = EventBody(reading: opening.body),
            let event = campaign.takeAgain(body, payload), campaign.body(of: event) == body
        else { throw PayloadError(what: "an event of \(campaign.id) comes out otherwise now") }
        campaign.log.append(event: opening, at: frame.location)
    }

    private func step(_ frame: Frame) throws {
        var payload = PayloadReader(frame.payload)
        let campaign = try campaign(try payload.integer())
        let (step, tick, record) = try Step.read(&payload)
        guard try campaign.apply(step, at: tick, reading: reader.payload) == record else {
            throw PayloadError(what: "a step of \(campaign.id) makes another record now")
        }
        campaign.log.append(record: record, at: frame.location)
    }

    private func refusals(_ frame: Frame) throws {
        var payload = PayloadReader(frame.payload)
        let campaign = try campaign(try payload.integer())
        while !payload.isAtEnd {
            let name = try payload.text()
            guard let reason = Reason(rawValue: name) else {
                throw PayloadError(what: "counts refusals for an unknown reason \(name)")
            }
            campaign.state.restoreRefusals(reason, count: Int(try payload.integer(UInt64.self)))
        }
        campaign.journalledRefusals = campaign.state.refusals
    }

    private func head(_ frame: Frame) throws {
        var payload = PayloadReader(frame.payload)
        let campaign = try campaign(try payload.integer())
        let size = Int(try payload.integer(UInt64.self))
        guard let root = Digest(payload.rest()) else { throw PayloadError(what: "has a root of the wrong size") }
        heads.append((campaign.number, size, root, frame.index))
        campaign.witnessed.signed(size: size)
    }

    /// The campaign has reached the same leaf again, so the registry's leaf is made again and compared.
    private func registered(_ frame: Frame) throws {
        let record = try Registered(parsing: frame.payload)
        guard let registry, let campaign = campaigns.first(where: { $0.announced.origin == record.origin }) else {
            throw PayloadError(what: "registers \(record.origin), which was not announced")
        }
        guard campaign.registered(record.event, at: record.at) == record else {
            throw PayloadError(what: "registers \(campaign.id) otherwise than it is now")
        }
        registry.append(record, of: campaign, at: frame.location)
    }

    private func registryHead(_ frame: Frame) throws {
        var payload = PayloadReader(frame.payload)
        let size = Int(try payload.integer(UInt64.self))
        guard let root = Digest(payload.rest()) else { throw PayloadError(what: "has a root of the wrong size") }
        registryHeads.append((size, root, frame.index))
        registry?.witnessed.signed(size: size)
    }

    /// A witness's line is checked again where it stands: which values count at a later step rests on it.
    private func cosignature(_ frame: Frame) throws {
        var payload = PayloadReader(frame.payload)
        let cosigned = try cosignedLog(try payload.integer())
        let size = Int(try payload.integer(UInt64.self))
        let line = try payload.text()
        try payload.end()
        cosigned.log.advance()
        guard cosigned.witnessed.isSigned(size), size <= cosigned.log.count,
            let signature = try? SignedNote.Signature(parsing: line),
            let cosignature = cosigned.check(signature, sizes: [size])
        else {
            throw PayloadError(what: "a cosignature of \(cosigned.originText) at size \(size) is refused now")
        }
        cosigned.witnessed.take(cosignature)
    }

    private func cosignedLog(_ number: UInt32) throws(PayloadError) -> any CosignedLog {
        guard number == Registry.journalNumber else { return try campaign(number) }
        guard let registry else { throw PayloadError(what: "is of a registry without campaigns") }
        return registry
    }

    private func clock(_ frame: Frame) throws -> Int64 {
        var payload = PayloadReader(frame.payload)
        return try payload.integer()
    }

    private func campaign(_ number: UInt32) throws(PayloadError) -> RunningCampaign {
        guard campaigns.indices.contains(Int(number)) else {
            throw PayloadError(what: "names campaign number \(number), which was not announced")
        }
        return campaigns[Int(number)]
    }
}

extension RunningCampaign {
    /// Takes one step of the lifecycle and gives the record that it logs.
    ///
    /// - Parameter reading: Gives the payload of a frame.
    func apply(_ step: Step, at tick: Int64, reading: PayloadSource) throws -> [UInt8] {
        switch step {
        case .endIntake(let reason): try state.endIntake(reason: reason, at: tick).bytes
        case .close: try close(at: tick).bytes
        case .value(let source, let value, let signature):
            try state.take(
                value: value, signature: signature.isEmpty ? nil : signature, source: source, at: tick
            ).bytes
        case .draw: try draw(at: tick).bytes
        case .activate(let value): try state.activate(value: value, at: tick).bytes
        case .void: try state.void(at: tick).bytes
        case .amend(let step): try amend(step, at: tick, reading: reading).bytes
        case .final:
            try state.takeFinal(at: tick)?.bytes ?? { throw PayloadError(what: "ends the log of \(id) too early") }()
        }
    }
}
