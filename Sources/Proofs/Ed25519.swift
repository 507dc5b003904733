/// Ed25519 (RFC 8032 section 5.1): deterministic signatures, and one acceptance set for all verifiers.
package enum Ed25519 {
    package static let publicKeyCount = 32
    package static let signatureCount = 64

    /// A secret key made ready for signing; signing takes the same time whatever the secret is.
    package struct SigningKey: Sendable {
        private let key: ExpandedKey

        /// Takes the 32-byte seed that RFC 8032 calls the private key.
        package init(seed: Digest) {
            key = ExpandedKey(seed: seed)
        }

        package var publicKey: [UInt8] { key.publicKey }

        /// The 64 bytes R ‖ S.
        package func sign(_ message: [UInt8]) -> [UInt8] {
            var commitment: [UInt8] = []
            let response = key.respond(to: message) { nonce in
                commitment = EdwardsPoint.multiplyBase(nonce).bytes
                return Ed25519.challenge(commitment, key.publicKey, message)
            }
            return commitment + response.bytes
        }
    }

    package static func publicKey(seed: Digest) -> [UInt8] {
        SigningKey(seed: seed).publicKey
    }

    package static func sign(_ message: [UInt8], seed: Digest) -> [UInt8] {
        SigningKey(seed: seed).sign(message)
    }

    /// Accepts where S < L, A decodes (non-canonical refused) and the recomputed R has the signature's very bytes;
    /// the equation is the one without the cofactor.
    package static func isValid(signature: [UInt8], of message: [UInt8], publicKey: [UInt8]) -> Bool {
        guard signature.count == signatureCount, let point = EdwardsPoint(publicKey),
            let response = Scalar(canonical: signature[32...])
        else { return false }
        let commitment = Array(signature[..<32])
        let challenge = challenge(commitment, publicKey, message)
        return EdwardsPoint.multiplyAddPublic(challenge, -point, response).bytes == commitment
    }

    private static func challenge(_ commitment: [UInt8], _ publicKey: [UInt8], _ message: [UInt8]) -> Scalar {
        var hash = SHA512()
        hash.update(commitment)
        hash.update(publicKey)
        hash.update(message)
        return Scalar(reducing: hash.finalize())
    }
}
