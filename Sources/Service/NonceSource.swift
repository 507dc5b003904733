import Platform
import Proofs

/// Where the nonces of openings come from: the kernel, or in a seeded rehearsal the campaign's secret and the index,
/// so that a run can be repeated byte for byte.
struct NonceSource {
    private let random: any Randomness
    private let isRepeatable: Bool

    init(random: any Randomness, isRepeatable: Bool) {
        self.random = random
        self.isRepeatable = isRepeatable
    }

    /// The nonce of a private field, which is never the opening's.
    func field(_ pointer: String, for campaign: RunningCampaign, index: Int) -> Digest {
        guard !isRepeatable else { return campaign.rehearsalNonceKey.authenticate("\(index) \(pointer)") }
        guard let nonce = Digest(random.bytes(32)) else { preconditionFailure("32 bytes are a digest") }
        return nonce
    }

    /// Appends the 32 bytes of one nonce.
    func append(for campaign: RunningCampaign, index: Int, to out: ByteSink) {
        guard !isRepeatable else {
            out.append(campaign.rehearsalNonceKey.authenticate("\(index)").bytes)
            return
        }
        out.append(count: EntryPayload.nonceSize) { random.fill($0) }
    }
}
