import CKernel

/// A secret key of edwards25519 as RFC 8032 section 5.1.5 expands it from 32 bytes: a clamped scalar, and a prefix that
/// nonces are derived with. Ed25519 and the VRF (RFC 9381 section 5.4.2.2) expand theirs alike.
///
/// Every operation takes the same time whatever the secret is: no branch and no index depends on it. The 64 bytes lie
/// in one place, and are overwritten there when the last holder lets go.
final class ExpandedKey: @unchecked Sendable {
    // Written by init alone and wiped by deinit, so threads only ever read it.
    private let secret = UnsafeMutableRawBufferPointer.allocate(byteCount: 64, alignment: 8)
    /// The encoded public key.
    let publicKey: [UInt8]

    init(seed: Digest) {
        let secret = secret
        publicKey = withWipedStack {
            var hash = SHA512()
            seed.withUnsafeBytes { hash.update($0) }
            var expanded = hash.finalize()
            hash.wipe()
            defer { expanded.wipe() }
            expanded[0] &= 0xF8
            expanded[31] = expanded[31] & 0x7F | 0x40
            secret.copyBytes(from: expanded)
            return EdwardsPoint.multiplyBase(ExpandedKey.scalar(secret)).bytes
        }
    }

    deinit {
        if let start = secret.baseAddress { kernel_wipe(start, secret.count) }
        secret.deallocate()
    }

    private static func scalar(_ secret: UnsafeMutableRawBufferPointer) -> Scalar {
        Scalar(unreduced: secret[..<32])
    }

    /// The secret scalar times a public point.
    func multiply(_ point: EdwardsPoint) -> EdwardsPoint {
        withWipedStack { point.multiplied(by: ExpandedKey.scalar(secret)) }
    }

    /// Commits to a nonce that belongs to `message` alone, and answers a challenge with it: nonce + challenge · scalar.
    ///
    /// `challenge` gets the nonce, to multiply points by and for nothing else, and returns a number that may depend on
    /// the products only.
    func respond(to message: [UInt8], challenge: (Scalar) -> Scalar) -> Scalar {
        withWipedStack {
            var hash = SHA512()
            hash.update(secret[32...])
            hash.update(message)
            var digest = hash.finalize()
            hash.wipe()
            let nonce = Scalar(reducing: digest)
            digest.wipe()
            return Scalar.multiplyAdd(challenge(nonce), ExpandedKey.scalar(secret), nonce)
        }
    }
}
