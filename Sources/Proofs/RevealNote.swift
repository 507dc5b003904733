/// The note by which a second party fixes its number before intake, signed with a key of its own.
///
///     huigong/reveal/v1
///     <origin>
///     <SHA-256 of its 32 bytes, 64 hex>
package enum RevealNote {
    /// Why a note does not bind its party.
    package enum Flaw: Error, Hashable, Sendable {
        case malformed(FormatError)
        /// The text is of another campaign or another number.
        case text
        /// The key has not signed it.
        case signature
    }

    /// Checks that the key signed exactly this number for exactly this campaign.
    package static func check(
        _ bytes: [UInt8], origin: Origin, key: VerificationKey, digest: Digest
    ) throws(Flaw) {
        let note: SignedNote
        do throws(FormatError) {
            note = try SignedNote(parsing: bytes)
        } catch {
            throw .malformed(error)
        }
        let text = RandomnessSource.revealNote(origin: origin, digest: digest)
        guard note.text.utf8.elementsEqual(text.utf8) else { throw .text }
        guard let verified = try? note.verify([key]), !verified.isEmpty else { throw .signature }
    }
}
