/// The key of a drand network of the scheme bls-unchained-g1-rfc9380: signatures on G1, the key on G2, and a round's
/// message is its number alone.
///
/// A signature S of round n is genuine where e(S, −g2) · e(H(SHA-256(n as u64-BE)), key) = 1, H being RFC 9380's
/// BLS12381G1_XMD:SHA-256_SSWU_RO_ with the tag below.
package struct BeaconKey: Sendable {
    private static let tag = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
    private let point: G2Point.Affine

    /// Reads a compressed point of G2, 96 bytes.
    package init(_ bytes: [UInt8]) throws(PointFlaw) {
        try self.init(G2Point(compressed: bytes))
    }

    /// Nobody's key is the point at infinity.
    init(_ point: G2Point) throws(PointFlaw) {
        guard let affine = point.affine else { throw .infinity }
        self.point = affine
    }

    /// The compressed point, 96 bytes.
    package var bytes: [UInt8] {
        var bytes = point.x.c1.bytes + point.x.c0.bytes
        bytes[0] |= point.y.isGreaterThanNegative ? 0xA0 : 0x80
        return bytes
    }

    /// The key of quicknet, chain 52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971.
    package static let quicknet: BeaconKey = {
        let digits =
            "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
            + "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
        guard let bytes = Hex.decode(digits), let key = try? BeaconKey(bytes) else {
            preconditionFailure("quicknet's key is a point of G2")
        }
        return key
    }()

    /// The point of G1 that a round's signature is a multiple of.
    static func message(ofRound round: Int64) -> G1Point {
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: round >> (56 - 8 * Int64($0))) }
        return HashToG1.point(SHA256.hash(bytes).bytes, tag: tag)
    }

    /// Throws unless the network signed this round with exactly this point, spelt in the one way.
    package func check(_ beacon: Beacon) throws(BeaconFlaw) {
        let signature: G1Point
        do throws(PointFlaw) { signature = try G1Point(compressed: beacon.signature) } catch { throw .point(error) }
        guard let signature = signature.affine, let message = BeaconKey.message(ofRound: beacon.round).affine,
            let generator = G2Point.generator.affine,
            Pairing.isProductOne([(signature, -generator), (message, point)])
        else { throw .notSigned }
    }
}

/// Why a signature is not the beacon's.
package enum BeaconFlaw: Error, Hashable, Sendable {
    case point(PointFlaw)
    /// A point of the group, but not what the key makes of this round.
    case notSigned

    /// What is wrong, to follow the name of the signature.
    package var text: (zh: String, en: String) {
        switch self {
        case .point(.encoding): ("不是 48 字节的压缩点", "is no compressed point of 48 bytes")
        case .point(.infinity): ("是无穷远点", "is the point at infinity")
        case .point(.range): ("坐标不小于 p", "has a coordinate that is not below p")
        case .point(.curve): ("不在曲线上", "is not on the curve")
        case .point(.subgroup): ("不在 r 阶子群里", "is not in the subgroup of order r")
        case .notSigned: ("不是信标对这一轮的签名", "is not the beacon's for this round")
        }
    }
}
