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
    /// Those whose data are gone, in the order in which they were retired.
    private(set) var retired: [RetiredCampaign] = []
    /// Retirements that were logged and not begun.
    private(set) var pendingRetirements: [PendingRetirement] = []
    private var byNumber: [Int: RunningCampaign] = [:]
    /// Campaigns whose announcements were overwritten, by number.
    private var emptied: [Int: Emptied] = [:]

    private struct Emptied {
        let id: String
        let origin: Origin
        /// What is to be overwritten again, because the secret is still there: not all of it may have been.
        var leftovers: [PendingRetirement.Leftover]?
    }
    private(set) var tick: Int64 = 0
    private let store: Store
    private let settings: Settings
    private let tableSeed: UInt64
    private var tape = JSONTape()
    /// The registry; nil while the journal has no campaign.
    private(set) var registry: Registry?
    private var registryHeads: [(size: Int, root: Digest, frame: UInt64)] = []
    /// Reads entries back that an amendment counts again.
    private let reader: JournalReader
    /// What the private fields of the next leaf hold.
    var nextPrivate: PrivateFields?
    private var heads: [(campaign: RunningCampaign, size: Int, root: Digest, frame: UInt64)] = []
    /// Erasures that were logged, and whose bytes are still there.
    private(set) var pendingErasures: [PendingErasure] = []

    init(store: Store, settings: Settings, tableSeed: UInt64) {
        self.store = store
        self.settings = settings
        self.tableSeed = tableSeed
        reader = JournalReader(disk: store.disk)
    }

    func replay(_ frame: Frame) throws {
        do {
            let kind = FrameKind(rawValue: frame.kind)
            if !emptied.isEmpty, try isEmptied(frame, kind) { return }
            switch kind {
            case .announced: try announced(frame)
            case .entry: try entry(frame)
            case .event: try event(frame)
            case .fields: try fields(frame)
            case .step: try step(frame)
            case .refusals: try refusals(frame)
            case .views: try views(frame)
            case .head: try head(frame)
            case .cosignature: try cosignature(frame)
            case .sealed: try sealed(frame)
            case .erased: try erased(frame)
            case .retired: try retired(frame)
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
        for campaign in campaigns {
            campaign.log.advance()
            campaign.noteCodes()
        }
        for head in heads {
            let campaign = head.campaign
            guard head.size <= campaign.log.count, campaign.log.tree.root(size: head.size) == head.root else {
                throw ReplayError(
                    frame: head.frame,
                    what: "the log of \(campaign.id) has another root at size \(head.size) than the head signed there")
            }
        }
        var latest: [Int: Int] = [:]
        for head in heads { latest[head.campaign.number] = head.size }
        for campaign in campaigns {
            latest[campaign.number].map { campaign.heads.restore(campaign.log.tree, size: $0) }
        }
        for campaign in campaigns { campaign.refreshWitnessedHead() }
        let unexplained = emptied.first { number, _ in !retired.contains { $0.number == number } }
        if let unexplained {
            throw ReplayError(
                frame: 0, what: "\(unexplained.value.id) is overwritten, and nothing says that it was retired")
        }
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
        let payload = try AnnouncedPayload(reading: frame.payload)
        let id = payload.id
        let charter = payload.charter
        let number = byNumber.count + emptied.count
        guard !payload.isRetired else {
            registry = try registry ?? Registry.restore(from: store, settings: settings)
            let isBegun = try store.hasSecret(of: id)
            emptied[number] = Emptied(
                id: id, origin: try Charter(parsing: charter).origin,
                leftovers: isBegun ? [.init(location: frame.location, isEntry: false)] : nil)
            return
        }
        guard case .success(let loaded) = loadCampaign(bytes: payload.file, organiser: settings.organiser),
            let roll = roll(payload.rollFile, of: loaded.campaign), loaded.campaign.id == id
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
            loaded: loaded, file: payload.file, roll: roll, rollFile: payload.rollFile,
            origin: origin, secret: try store.secret(of: id), registry: registry.key, further: payload.further,
            commitment: (try? Charter(parsing: charter))?.roll, tableSeed: tableSeed)
        announced.announcedAt = payload.announcedAt
        do {
            announced.policy = payload.policyFile.isEmpty ? nil : try DeclaredPolicy(file: payload.policyFile)
        } catch {
            throw PayloadError(what: "the policy of \(id) is not accepted any more: \(error)")
        }
        guard announced.charter.bytes == charter else {
            throw PayloadError(
                what: "the charter of \(id) would be another one now; are its secret and the registry's still the same?"
            )
        }
        let campaign = RunningCampaign(number: number, announced: announced)
        campaign.file = payload.fileName
        campaign.log.append(record: announced.charter.bytes, at: frame.location)
        registry.declare(announced.policy)
        campaigns.append(campaign)
        byNumber[number] = campaign
    }

    /// The people of a campaign when it was announced: nobody where there is no roll.
    private func roll(_ file: [UInt8], of campaign: Campaign) -> Roll? {
        campaign.audience.isOpen ? Roll(people: []) : try? loadRoll(bytes: file, acceptsErased: true).get()
    }

    private func entry(_ frame: Frame) throws {
        if ErasedEntry.isErased(frame.payload) { return try erasedEntry(frame) }
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

    /// Nobody can decide it again: it is entered with what it came to.
    private func erasedEntry(_ frame: Frame) throws {
        let entry = try ErasedEntry(reading: frame.payload)
        let campaign = try campaign(entry.campaign)
        campaign.admitErased(entry.settled.person)
        guard campaign.erasures.places.contains(entry.settled.person) else {
            throw PayloadError(what: "is erased, and its person is not")
        }
        try requireNothingDue(campaign, at: entry.settled.at)
        campaign.state.enter(entry.settled)
        campaign.log.append(commitment: entry.commitment, at: frame.location)
        campaign.log.advanceIfFull()
    }

    /// Whether a frame is of a campaign whose frames were overwritten, or are about to be.
    private func isEmptied(_ frame: Frame, _ kind: FrameKind?) throws -> Bool {
        guard let kind, kind.isOfCampaign else { return false }
        var payload = PayloadReader(frame.payload)
        let number = Int(try payload.integer(UInt32.self))
        guard emptied[number] != nil else { return false }
        if [.entry, .event, .fields, .step].contains(kind) {
            emptied[number]?.leftovers?.append(.init(location: frame.location, isEntry: kind == .entry))
        }
        return true
    }

    private func retired(_ frame: Frame) throws {
        let payload = try RetiredPayload(reading: frame.payload) { number throws(PayloadError) in
            if let known = emptied[number] { return (known.id, known.origin) }
            let campaign = try campaign(UInt32(number))
            return (campaign.id, campaign.announced.origin)
        }
        retired.append(payload.campaign)
        guard let campaign = byNumber[payload.campaign.number] else {
            guard let leftovers = emptied[payload.campaign.number]?.leftovers else { return }
            pendingRetirements.append(
                PendingRetirement(
                    id: payload.campaign.id, origin: payload.campaign.origin, size: payload.campaign.size,
                    frame: frame.index, leftovers: leftovers))
            return
        }
        // The process ended between the batch and the overwriting.
        campaign.log.advance()
        guard campaign.log.count == payload.campaign.size, campaign.log.tree.root == payload.campaign.root else {
            throw PayloadError(what: "retires \(campaign.id) with another log than there is")
        }
        pendingRetirements.append(PendingRetirement(of: campaign, frame: frame.index))
    }

    private func sealed(_ frame: Frame) throws {
        let payload = try SealedPayload(reading: frame.payload)
        let campaign = try campaign(payload.campaign)
        campaign.log.advance()
        guard campaign.log.count == payload.size, campaign.log.tree.root == payload.root,
            campaign.state.tally.answered.count == payload.tally.answered.count
        else { throw PayloadError(what: "seals another log of \(campaign.id) than there is") }
        campaign.state.restore(payload.tally)
        campaign.erasures.isSealed = true
    }

    private func erased(_ frame: Frame) throws {
        let payload = try ErasedPayload(reading: frame.payload)
        let campaign = try campaign(payload.campaign)
        guard campaign.pseudonyms.indices.contains(payload.place), (payload.line == nil) == (campaign.newcomers != nil),
            payload.line.map({ $0.position < campaign.pseudonyms.count }) ?? true
        else { throw PayloadError(what: "erases nobody who is one of the people of \(campaign.id)") }
        if let line = payload.line { campaign.erasures.add(line, for: payload.place) }
        guard !campaign.erasures.places.contains(payload.place) else { return }
        // The process ended between the batch and the overwriting.
        campaign.erasures.forget(payload.place)
        campaign.review?.forget(campaign.state.acceptances(of: payload.place).map(\.index))
        campaign.state.forget(payload.place)
        pendingErasures.append(PendingErasure(campaign: campaign, place: payload.place, frame: frame.index))
    }

    private func decide(
        _ payload: EntryPayload, _ campaign: RunningCampaign, _ line: Line
    ) throws(PayloadError) {
        guard let at = line.member("at", of: 0).flatMap(line.integer) else {
            throw PayloadError(what: "has a body without a time")
        }
        try expect(payload, campaign)
        try requireNothingDue(campaign, at: at)
        campaign.knowWorks()
        guard let act = campaign.actReader.read(line) else {
            throw PayloadError(what: "has a body that does not fit \(campaign.id)")
        }
        if payload.key.elementsEqual(EntryPayload.clockKey.utf8) {
            return try handIn(payload, campaign, act, line, at: at)
        }
        var submission = Submission(
            person: Int(payload.person), key: stableHash(payload.key), content: payload.content, act: act,
            number: line.member("pi", of: 0).flatMap { InstantProof(journalled: line.text($0)) }?.number)
        submission.sender = payload.sender
        submission.hasFields = try hasFields(line, campaign)
        let isAttempt = campaign.announced.campaign.prizes.isInstant && campaign.state.isInstantAttempt(act.kind)
        guard (submission.number != nil) == isAttempt else {
            throw PayloadError(what: "has a body with or without pi, unlike the rules of \(campaign.id)")
        }
        guard case .accepted(let acceptance) = campaign.state.decide(submission, at: at),
            acceptance.index == campaign.log.count
        else { throw PayloadError(what: "an accepted entry of \(campaign.id) is refused now") }
        _ = campaign.admit(submission.person)
        campaign.review?.take(act, leaf: campaign.log.count, campaign.state.rules)
        if case .save = act { campaign.savedAnswers[Int(payload.person)] = savedAnswers(in: line) }
    }

    /// Makes a place ready for whoever an entry brings in, and sees to it that every entry is somebody's.
    private func expect(_ payload: EntryPayload, _ campaign: RunningCampaign) throws(PayloadError) {
        let person = Int(payload.person)
        guard let id = payload.newcomer else {
            guard person < campaign.pseudonyms.count else { throw PayloadError(what: "is by nobody of \(campaign.id)") }
            return
        }
        guard campaign.newcomers?.place(of: id) == nil, person == campaign.pseudonyms.count,
            campaign.newcomers != nil, (try? campaign.participant(id)) == person
        else { throw PayloadError(what: "brings in somebody whom \(campaign.id) has no place for") }
    }

    /// What was handed in when time was up is what had been saved.
    private func handIn(
        _ payload: EntryPayload, _ campaign: RunningCampaign, _ act: Act, _ line: Line, at: Int64
    ) throws(PayloadError) {
        guard let due = campaign.state.takeDuePaper(at: at), due.submission.person == Int(payload.person),
            due.acceptance.index == campaign.log.count,
            savedAnswers(in: line) == campaign.savedAnswers.removeValue(forKey: due.submission.person)
        else { throw PayloadError(what: "a paper of \(campaign.id) is handed in otherwise now") }
        campaign.review?.take(act, leaf: campaign.log.count, campaign.state.rules)
    }

    private func savedAnswers(in line: Line) -> [UInt8]? {
        guard let node = line.member("answers", of: 0) else { return nil }
        let value = line.nodes[node]
        return Array(line.bytes[Int(value.start)..<Int(value.end)])
    }

    private func step(_ frame: Frame) throws {
        var payload = PayloadReader(frame.payload)
        let campaign = try campaign(try payload.integer())
        let (step, tick, record) = try Step.read(&payload)
        switch step {
        case .close, .draw, .amend, .final: try requireNothingDue(campaign, at: tick)
        case .endIntake, .value, .activate, .void, .withhold: break
        }
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
            let count = Int(try payload.integer(UInt64.self))
            if name.hasPrefix(CampaignState.shadowPrefix),
                let reason = Reason(rawValue: String(name.dropFirst(CampaignState.shadowPrefix.count)))
            {
                campaign.state.restoreShadow(reason, count: count)
            } else if let reason = Reason(rawValue: name) {
                campaign.state.restoreRefusals(reason, count: count)
            } else {
                throw PayloadError(what: "counts refusals for an unknown reason \(name)")
            }
        }
        campaign.journalledShadows = campaign.state.shadows
        campaign.journalledRefusals = campaign.state.refusals
    }

    private func views(_ frame: Frame) throws {
        var payload = PayloadReader(frame.payload)
        let campaign = try campaign(try payload.integer())
        let tick: Int64 = try payload.integer()
        var counts: [(work: Int, count: Int)] = []
        while !payload.isAtEnd {
            counts.append((Int(try payload.integer(UInt32.self)), Int(try payload.integer(UInt32.self))))
        }
        campaign.count(views: counts, at: tick)
    }

    private func head(_ frame: Frame) throws {
        var payload = PayloadReader(frame.payload)
        let campaign = try campaign(try payload.integer())
        let size = Int(try payload.integer(UInt64.self))
        guard let root = Digest(payload.rest()) else { throw PayloadError(what: "has a root of the wrong size") }
        heads.append((campaign, size, root, frame.index))
        campaign.witnessed.signed(size: size)
    }

    /// The campaign has reached the same leaf again, so the registry's leaf is made again and compared.
    private func registered(_ frame: Frame) throws {
        let record = try Registered(parsing: frame.payload)
        // Nothing is left to make it again from; the registry's heads vouch for it.
        if let registry, emptied.values.contains(where: { $0.origin == record.origin }) {
            return registry.log.append(record: record.bytes, at: frame.location)
        }
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

    func campaign(_ number: UInt32) throws(PayloadError) -> RunningCampaign {
        guard let campaign = byNumber[Int(number)] else {
            throw PayloadError(what: "names campaign number \(number), which was not announced")
        }
        return campaign
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
        case .value(let source, let value, let signature, let phase):
            try state.take(
                value: value, signature: signature.isEmpty ? nil : signature, source: source,
                phase: try known(phase), at: tick
            ).bytes
        case .draw(let phase): try draw(phase: known(phase), at: tick).bytes
        case .activate(let value, let signature):
            try state.activate(value: value, signature: signature.isEmpty ? nil : signature, at: tick).bytes
        case .void(let phase): try void(phase: known(phase), at: tick).bytes
        case .amend(let step): try amend(step, at: tick, reading: reading).bytes
        case .final:
            try state.takeFinal(at: tick)?.bytes ?? { throw PayloadError(what: "ends the log of \(id) too early") }()
        case .withhold(let index, let reason): try state.withhold(index: index, reason: reason, at: tick).bytes
        }
    }

    private func known(_ phase: Int) throws(PayloadError) -> Int {
        guard state.phases.indices.contains(phase) else { throw PayloadError(what: "is of no phase of \(id)") }
        return phase
    }
}
