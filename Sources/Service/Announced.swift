import Campaigns
import Engine
import JSON
import Proofs

/// What an announced campaign began with, which never changes again; made from the accepted file and roll alone, so
/// that a restart without the folder makes the same.
package struct Announced: Sendable {
    package let campaign: Campaign
    package let origin: Origin
    package let secret: Digest
    package let keys: CampaignKeys
    /// The key of the organiser's log of campaigns.
    package let registry: VerificationKey
    /// The roll as it was accepted.
    package let people: RollInForce
    /// The campaign file as it was accepted.
    package let file: [UInt8]
    /// The roll as it was accepted, but for rows that were erased before this process began.
    package let rollFile: [UInt8]
    /// What else it rests on.
    package let further: [FurtherFile]
    /// Makes the roll out of the folder's file; nil where it is that file.
    let filter: RollFilter?
    /// The places of those rows.
    let erasedPlaces: Set<Int>
    package let publicRules: [UInt8]
    /// As declared, or when the file was first seen if that was later.
    package var announcedAt: Int64
    /// Which witnesses it has; settled when it is announced.
    package var policy: DeclaredPolicy?

    /// - Parameters:
    ///   - roll: Those who take part, as ``filter`` leaves them; `rollFile` is the file of these. Both are empty where
    ///     everybody may.
    ///   - commitment: The roll's, where a restart knows it already; making it costs most of announcing.
    ///   - tableSeed: Scatters the table of ids; no outcome depends on it.
    package init(
        loaded: LoadedCampaign, file: [UInt8], roll: Roll, rollFile: [UInt8], origin: Origin, secret: Digest,
        registry: VerificationKey, further: [FurtherFile] = [], commitment: CountedDigest? = nil, tableSeed: UInt64
    ) {
        campaign = loaded.campaign
        publicRules = loaded.publicRules
        self.file = file
        self.rollFile = rollFile
        erasedPlaces = Set(roll.people.indices.filter { roll.people[$0].isErased })
        self.origin = origin
        self.secret = secret
        self.registry = registry
        announcedAt = campaign.announces
        keys = CampaignKeys(secret: secret, origin: origin)
        self.further = further
        filter = RollFilter(campaign, keys: keys, further: further)
        people = RollInForce(
            roll, book: RollBook(roll, keys: keys, masking: campaign.disclosure.masking, campaign),
            isOpen: campaign.audience.isOpen, masking: campaign.disclosure.masking, commitment: commitment,
            tableSeed: tableSeed)
    }

    /// Whether there is no roll, and everybody may take part.
    var isOpen: Bool { campaign.audience.isOpen }

    /// How names are shown, in all that is published.
    var masking: Campaign.Disclosure.Masking { campaign.disclosure.masking }

    /// The digest of the announced prizes, as the registry names them.
    var prizes: Digest? { PublicRules.prizes(in: publicRules).map { SHA256.hash($0) } }

    /// Leaf 0.
    package var charter: Charter {
        Charter(
            origin: origin, key: keys.verificationKey, registry: registry,
            rules: Commitments.rules(salt: keys.rulesSalt, file: file),
            publicRules: Commitments.publicRules(publicRules), roll: people.commitment,
            vrf: campaign.prizes.isInstant ? keys.vrfPublicKey : nil,
            paper: Commitments.paperKey(keys.paperKey), policy: policy?.digest, announces: announcedAt,
            opens: campaign.opens, closes: campaign.closes, sources: sources(of: campaign) + activationSources)
    }

    /// What instant wins are decided by, as leaf 0 declares it.
    private var activationSources: [DeclaredSource] {
        campaign.activation.map { source in
            let declared = declared(source, commit: .commit(SHA256.hash(keys.activationValue.bytes)))
            return [DeclaredSource(phase: Charter.activationPhase, source: declared)]
        } ?? []
    }

    /// The sources of randomness as a charter declares them.
    func sources(of campaign: Campaign) -> [DeclaredSource] {
        campaign.randomness.map { DeclaredSource(source: declared($0, commit: keys.commitSource)) }
    }

    /// A source as a charter declares it.
    ///
    /// - Parameter commit: The daemon's own number, where it is that.
    private func declared(_ source: Campaign.RandomnessSource, commit: RandomnessSource) -> RandomnessSource {
        switch source {
        case .commit: commit
        case .reveal(let reveal): RevealSource.source(reveal)
        case .drand(let round): .drand(round: round)
        case .public(let name, let form, let availableAt):
            .publicNumber(name: name, form: form.text, available: availableAt)
        }
    }
}
