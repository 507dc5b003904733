/// ECVRF-EDWARDS25519-SHA512-TAI (RFC 9381, suite 0x03): a number that only the holder of a secret key can compute, one
/// for each message, with a proof by which everybody checks it.
///
/// Shares the field, the group and the expansion of keys with ``Ed25519``. The challenge includes the public key
/// (section 5.4.3), keys of small order are refused (`validate_key`, section 5.4.5), and so are points in other than
/// their canonical encoding and an s that is not below the order.
package enum ECVRF {
    package static let publicKeyCount = 32
    package static let proofCount = 80
    package static let outputCount = 64

    static let suite: UInt8 = 0x03

    /// `ECVRF_encode_to_curve_try_and_increment` (section 5.4.1.1) with the public key as salt. Its time depends on
    /// `alpha`, which is public.
    static func encode(_ alpha: [UInt8], publicKey: [UInt8]) throws(VRFError) -> EdwardsPoint {
        var common = SHA512()
        common.update([suite, 0x01])
        common.update(publicKey)
        common.update(alpha)
        for counter in UInt8.min...UInt8.max {
            var hash = common
            hash.update([counter, 0x00])
            guard let point = EdwardsPoint(Array(hash.finalize()[..<32])) else { continue }
            let cleared = point.clearedOfCofactor
            if !cleared.isIdentity { return cleared }
        }
        // One message in about 2^256 comes here.
        throw .noPoint
    }

    /// `ECVRF_challenge_generation` (section 5.4.3): 16 bytes, lowest first.
    static func challenge(_ publicKey: [UInt8], _ points: [EdwardsPoint]) -> [UInt8] {
        var hash = SHA512()
        hash.update([suite, 0x02])
        hash.update(publicKey)
        for point in points { hash.update(point.bytes) }
        hash.update([0x00])
        return Array(hash.finalize()[..<16])
    }

    static func scalar(challenge: some Collection<UInt8>) -> Scalar {
        Scalar(unreduced: Array(challenge) + [UInt8](repeating: 0, count: 16))
    }
}

/// Why a key or a proof of the VRF is none.
package enum VRFError: Error, Hashable, Sendable {
    /// Not 32 bytes, not the canonical encoding of a point, or a point of small order.
    case publicKey
    /// A proof has 80 bytes.
    case proofLength(Int)
    /// Gamma, the first 32 bytes, is not the canonical encoding of a point.
    case proofPoint
    /// s, the last 32 bytes, is not below the order of the group.
    case proofScalar
    /// A proof in form, but not of this message under this key.
    case proof
    /// No point belongs to the message; nobody can find such a message.
    case noPoint
}

extension VRFError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .publicKey: "vrf key: expected 32 bytes that encode a point of large order"
        case .proofLength(let count): "vrf proof: expected \(ECVRF.proofCount) bytes, found \(count)"
        case .proofPoint: "vrf proof, bytes 0–31: expected a point in its canonical encoding"
        case .proofScalar: "vrf proof, bytes 48–79: expected a number below the order of the group"
        case .proof: "vrf proof: not of this message under this key"
        case .noPoint: "vrf message: no point of the curve belongs to it"
        }
    }
}

extension ECVRF {
    /// The 80 bytes Gamma ‖ c ‖ s, in form; whether they prove anything ``PublicKey/verify(_:_:)`` says.
    package struct Proof: Hashable, Sendable {
        package let bytes: [UInt8]
        let gamma: EdwardsPoint
        let response: Scalar

        /// `ECVRF_decode_proof` (section 5.4.4).
        package init(parsing bytes: [UInt8]) throws(VRFError) {
            guard bytes.count == ECVRF.proofCount else { throw .proofLength(bytes.count) }
            guard let gamma = EdwardsPoint(Array(bytes[..<32])) else { throw .proofPoint }
            guard let response = Scalar(canonical: bytes[48...]) else { throw .proofScalar }
            self.init(bytes: bytes, gamma: gamma, response: response)
        }

        fileprivate init(bytes: [UInt8], gamma: EdwardsPoint, response: Scalar) {
            (self.bytes, self.gamma, self.response) = (bytes, gamma, response)
        }

        package static func == (left: Proof, right: Proof) -> Bool { left.bytes == right.bytes }

        package func hash(into hasher: inout Hasher) { hasher.combine(bytes) }

        /// 160 lower-case digits.
        package var hex: String { Hex.encode(bytes) }

        /// `ECVRF_proof_to_hash` (section 5.2): the 64 bytes beta, which mean something once the proof is verified.
        package var output: [UInt8] {
            var hash = SHA512()
            hash.update([ECVRF.suite, 0x03])
            hash.update(gamma.clearedOfCofactor.bytes)
            hash.update([0x00])
            return hash.finalize()
        }
    }

    /// A secret key; proving takes the same time whatever the secret is, and it is wiped with its last holder.
    package struct SecretKey: Sendable {
        private let key: ExpandedKey

        /// Takes the 32 bytes that RFC 9381 calls SK.
        package init(_ secret: Digest) {
            key = ExpandedKey(seed: secret)
        }

        package var publicKey: [UInt8] { key.publicKey }

        /// `ECVRF_prove` (section 5.1), with the nonce of section 5.4.2.2.
        package func prove(_ alpha: [UInt8]) throws(VRFError) -> Proof {
            let point = try ECVRF.encode(alpha, publicKey: publicKey)
            let gamma = key.multiply(point)
            var challenge: [UInt8] = []
            let response = key.respond(to: point.bytes) { nonce in
                let commitments = [EdwardsPoint.multiplyBase(nonce), point.multiplied(by: nonce)]
                challenge = ECVRF.challenge(key.publicKey, [point, gamma] + commitments)
                return ECVRF.scalar(challenge: challenge)
            }
            return Proof(bytes: gamma.bytes + challenge + response.bytes, gamma: gamma, response: response)
        }
    }

    /// A public key that passed `ECVRF_validate_key` (section 5.4.5).
    package struct PublicKey: Sendable {
        package let bytes: [UInt8]
        private let point: EdwardsPoint

        package init(_ bytes: [UInt8]) throws(VRFError) {
            guard let point = EdwardsPoint(bytes), !point.clearedOfCofactor.isIdentity else { throw .publicKey }
            (self.bytes, self.point) = (bytes, point)
        }

        /// `ECVRF_verify` (section 5.3): the output beta where the proof holds.
        package func verify(_ alpha: [UInt8], _ proof: Proof) throws(VRFError) -> [UInt8] {
            let encoded = try ECVRF.encode(alpha, publicKey: bytes)
            let challenge = ECVRF.scalar(challenge: proof.bytes[32..<48])
            let onBase = EdwardsPoint.multiplyAddPublic(challenge, -point, proof.response)
            let onEncoded = EdwardsPoint.multiplyAddPublic(challenge, -proof.gamma, proof.response, encoded)
            let expected = ECVRF.challenge(bytes, [encoded, proof.gamma, onBase, onEncoded])
            guard proof.bytes[32..<48].elementsEqual(expected) else { throw .proof }
            return proof.output
        }
    }
}
