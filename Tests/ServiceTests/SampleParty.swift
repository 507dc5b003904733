import JSON
import Proofs

@testable import Service

extension Sample {
    static let party = NoteSigner(name: "party.example", seed: SHA256.hash("the party's key"))!

    /// A second party's source, with its note for a campaign.
    static func reveal(of number: Digest, for origin: String, signer: NoteSigner = party) -> String {
        let digest = SHA256.hash(number.bytes)
        let text = RandomnessSource.revealNote(origin: Origin(origin)!, digest: digest)
        let note = SignedNote(text: text, signatures: [signer.sign(text)])
        let source: JSON = [
            "source": "reveal", "party": "party.example", "vkey": .string(party.verificationKey.text),
            "commitment": .string(digest.hex), "note": .string(String(decoding: note.bytes, as: UTF8.self)),
        ]
        return String(decoding: source.canonicalBytes(), as: UTF8.self)
    }
}
