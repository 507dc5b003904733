import Durability
import Platform
import Proofs

/// The organiser's log of what became of each of its campaigns. Owned by the daemon's thread, like the campaigns.
package final class Registry {
    /// `<organiser>/registry`.
    package let origin: String
    /// What charters name and followers are given.
    package let key: VerificationKey
    let log = CampaignLog()
    package internal(set) var heads: LogHeads
    /// What witnesses said of its heads, under the policies of the campaigns in it.
    var witnessed = WitnessedHeads()

    init(origin: String, secret: Digest) {
        self.origin = origin
        let signer = CampaignKeys.registrySigner(named: origin, secret: secret)
        key = signer.verificationKey
        heads = LogHeads(origin: origin, signer: signer)
    }

    /// The registry of a store that may not have one yet; its secret is made once and kept like a campaign's.
    static func make(in store: Store, settings: Settings) throws(StoreError) -> Registry {
        let origin = origin(settings, store)
        return Registry(
            origin: origin,
            secret: try store.makeSecret(of: Store.registry, origin: origin, seed: settings.rehearsalSeed))
    }

    /// The registry that a journal speaks of: without its secret nothing of that journal can be gone on with.
    static func restore(from store: Store, settings: Settings) throws(StoreError) -> Registry {
        Registry(origin: origin(settings, store), secret: try store.secret(of: Store.registry))
    }

    private static func origin(_ settings: Settings, _ store: Store) -> String {
        Origin.registry(of: settings.organiser, isRehearsal: store.isRehearsal)
    }

    /// Whether there are leaves that no head covers.
    var needsHead: Bool { log.count > heads.size }

    /// Signs a head over all leaves.
    func stageHead(frame: UInt64) -> Head {
        log.advance()
        return heads.stage(log.tree, frame: frame)
    }

    /// Shows the heads that are durable.
    func publishHeads(durable: UInt64) {
        for head in heads.publish(durable: durable) { witnessed.signed(size: head.size) }
    }

    /// Takes a leaf about a campaign, which keeps where its announcement and its draw or void stand.
    func append(_ record: Registered, of campaign: RunningCampaign, at location: FrameLocation) {
        log.append(record: record.bytes, at: location)
        if [.announced, .drawn, .void].contains(record.event) { campaign.registeredSizes.append(log.count) }
    }
}

extension RunningCampaign {
    /// What the registry says of the campaign when `event` has just become the last leaf of its log.
    func registered(_ event: Registered.Event, at tick: Int64) -> Registered {
        log.advance()
        let size = log.count
        return Registered(
            event: event, origin: announced.origin, key: announced.keys.verificationKey,
            leaf: log.tree.hash(level: 0, index: size - 1), size: size, root: log.tree.root(size: size),
            roll: roll.commitment, prizes: announced.prizes, opens: announced.campaign.opens, closes: state.intakeEnds,
            at: tick)
    }
}

extension Step {
    /// What the registry is told of the step, if anything.
    var registryEvent: Registered.Event? {
        switch self {
        case .endIntake, .amend: .amended
        case .close: .closed
        case .draw: .drawn
        case .void: .void
        case .final: .final
        case .value, .activate, .withhold: nil
        }
    }
}

extension Daemon {
    /// Puts an event into the registry, right after the campaign's leaf that it rests on was staged; a head over it is
    /// signed before the batch is sealed.
    func register(_ event: Registered.Event, of campaign: RunningCampaign) {
        let record = campaign.registered(event, at: tick)
        let location = record.bytes.withUnsafeBytes { journal.stage(kind: FrameKind.registered.rawValue, payload: $0) }
        registry.append(record, of: campaign, at: location)
    }

    /// Signs a head over what the registry does not show yet, and journals it before anyone sees it.
    func stageRegistryHead() {
        guard registry.needsHead else { return }
        let head = registry.stageHead(frame: journal.nextIndex)
        var payload = PayloadWriter()
        payload.integer(UInt64(head.size))
        payload.bytes.append(contentsOf: head.root.bytes)
        _ = payload.bytes.withUnsafeBytes { journal.stage(kind: FrameKind.registryHead.rawValue, payload: $0) }
    }
}
