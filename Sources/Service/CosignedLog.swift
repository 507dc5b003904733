import Proofs

/// A log whose heads witnesses are asked about: a campaign's, or the registry.
protocol CosignedLog: AnyObject {
    /// What its heads begin with.
    var originText: String { get }
    /// How the journal names it: the campaign's number.
    var journalNumber: UInt32 { get }
    var log: CampaignLog { get }
    var heads: LogHeads { get }
    var witnessed: WitnessedHeads { get set }
    /// Lines were taken in.
    func wereCosigned()
}

extension CosignedLog {
    /// Reads a line of a cosignature, as the head of a size that it is of; nil where its witness signed none of them.
    ///
    /// The log must be hashed as far as the sizes go.
    func check(_ signature: SignedNote.Signature, sizes: [Int]) -> Cosignatures.Cosignature? {
        sizes.lazy.compactMap { [self] size in
            witnessed.check(signature, of: heads.checkpoint(log.tree, size: size).text, size: size)
        }.first
    }
}

extension RunningCampaign: CosignedLog {
    var originText: String { announced.origin.text }
    var journalNumber: UInt32 { UInt32(number) }

    func wereCosigned() {
        refreshWitnessedHead()
        version += 1
    }
}

extension Registry: CosignedLog {
    /// No campaign has it: they are numbered from 0.
    static let journalNumber = UInt32.max

    var originText: String { origin }
    var journalNumber: UInt32 { Self.journalNumber }

    func wereCosigned() {}

    /// A campaign was announced: the witnesses of its policy are the registry's too, where the policy takes its heads.
    func declare(_ policy: DeclaredPolicy?) {
        guard let policy = policy?.policy, policy.accepts(key) else { return }
        witnessed.declare(policy)
    }
}
