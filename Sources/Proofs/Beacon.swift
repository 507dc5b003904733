/// A round of drand's network quicknet as a bundle keeps it: `randomness/drand-<round>.json`.
///
///     {"randomness":"<64 hex>","round":<n>,"signature":"<96 hex>"}
///
/// The value of a round is the SHA-256 of its signature, a compressed point of G1 (scheme bls-unchained-g1-rfc9380).
package struct Beacon: Hashable, Sendable {
    package static let signatureCount = 48

    package let round: Int64
    /// 48 bytes.
    package let signature: [UInt8]

    /// Nil unless the round counts from 1 and the signature has 48 bytes.
    package init?(round: Int64, signature: [UInt8]) {
        guard round > 0, signature.count == Beacon.signatureCount else { return nil }
        self.round = round
        self.signature = signature
    }

    package var value: Digest { SHA256.hash(signature) }

    /// The file: canonical JSON and a line feed.
    package var bytes: [UInt8] {
        Array("{\"randomness\":\"\(value.hex)\",\"round\":\(round),\"signature\":\"\(Hex.encode(signature))\"}\n".utf8)
    }
}
