import Engine
import JSON
import Proofs

/// The proof that an attempt at an instant win carries in its body, from the receipt on.
struct InstantProof {
    /// pi, as it stands in the body.
    let hex: String
    /// What it proves; see ``InstantOdds``.
    let number: UInt128

    private init(_ proof: ECVRF.Proof) {
        hex = proof.hex
        number = InstantWin.number(proof.output)
    }

    /// Proves the number of a person's next attempt; nil while nothing can be won at once.
    init?(_ campaign: RunningCampaign, person: Int) {
        guard let prover = campaign.prover, let activation = campaign.state.activationDigest else { return nil }
        let message = InstantWin.message(
            origin: campaign.announced.origin, activation: activation, pseudonym: campaign.pseudonyms[person],
            attempt: campaign.state.nextAttempt(of: person))
        // Nobody can find a message that has no point; see `VRFError.noPoint`.
        guard let proof = try? prover.prove(message) else { preconditionFailure("every message has a point") }
        self.init(proof)
    }

    /// Reads the proof of a journalled body; its number follows from it, and is not proved again.
    init?(journalled hex: String) {
        guard let bytes = Hex.decode(hex), let proof = try? ECVRF.Proof(parsing: bytes) else { return nil }
        self.init(proof)
    }
}

extension Daemon {
    /// Logs the daemon's own numbers for instant wins, once a head over leaf 0 has been shown: whoever keeps it knows
    /// that everything else stood before.
    func activateDue() {
        for campaign in campaigns where canActivate(campaign) {
            do throws(Untimely) {
                try activate(campaign, SourceValue(text: campaign.announced.keys.activationValue.hex))
            } catch {
                preconditionFailure("an activation that is due was refused: \(error.rawValue)")
            }
        }
    }

    /// Whether the daemon's own number can be logged now.
    func canActivate(_ campaign: RunningCampaign) -> Bool {
        campaign.announced.campaign.activation == .commit && campaign.isCharterFixed
            && campaign.state.canActivate(at: tick)
    }

    private func activate(_ campaign: RunningCampaign, _ value: SourceValue) throws(Untimely) {
        let record = try campaign.state.activate(value: value.text, signature: value.signature, at: tick)
        stage(
            step: .activate(value: value.text, signature: value.signature ?? ""), record: record.bytes, of: campaign)
    }

    /// `activate`: takes the number that instant wins depend on, where somebody else has it: drawn in public, revealed by
    /// a second party, or a beacon's round.
    func activate(_ parameters: Parameters) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        guard let source = campaign.announced.campaign.activation else { throw CallError(.sourceUnknown) }
        guard campaign.isCharterFixed else { throw CallError(.before) }
        let value = try value(of: source, parameters)
        let index = campaign.state.leafCount
        do throws(Untimely) {
            try activate(campaign, value)
        } catch {
            throw CallError(error)
        }
        return ["index": .integer(Int64(index)), "value": .string(value.text)]
    }
}
