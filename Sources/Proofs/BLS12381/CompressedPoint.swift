/// Why bytes are no point that may take part in a pairing.
package enum PointFlaw: String, Error, Hashable, Sendable, CaseIterable {
    /// Another count of bytes, or the highest bit, which marks a compressed point, is not set.
    case encoding
    /// The point at infinity: nobody signs with it, and no key is it.
    case infinity
    /// A coordinate is p or more.
    case range
    /// No point of the curve has this x.
    case curve
    /// A point of the curve outside of the subgroup of order r.
    case subgroup
}

/// A compressed point: x, highest byte first, of which the three highest bits are taken for "compressed", "infinity" and
/// "y is the greater of both". One spelling a point.
private struct CompressedPoint {
    let x: [UInt8]
    let hasGreaterY: Bool

    init(_ bytes: [UInt8], count: Int) throws(PointFlaw) {
        guard bytes.count == count, bytes[0] & 0x80 != 0 else { throw .encoding }
        guard bytes[0] & 0x40 == 0 else { throw .infinity }
        x = [bytes[0] & 0x1F] + bytes[1...]
        hasGreaterY = bytes[0] & 0x20 != 0
    }
}

extension CurvePoint where Base == Fp {
    static let byteCount = 48

    /// Reads 48 bytes, and takes points of the subgroup alone.
    init(compressed bytes: [UInt8]) throws(PointFlaw) {
        let point = try CompressedPoint(bytes, count: Self.byteCount)
        guard let x = Fp(point.x) else { throw .range }
        guard let y = (x.squared * x + Fp.curveConstant).squareRoot else { throw .curve }
        self.init(x: x, y: y.isGreaterThanNegative == point.hasGreaterY ? y : -y)
        guard isInSubgroup else { throw .subgroup }
    }

    /// 48 bytes; of the point at infinity, too.
    var compressed: [UInt8] {
        guard let affine else { return [0xC0] + [UInt8](repeating: 0, count: Self.byteCount - 1) }
        var bytes = affine.x.bytes
        bytes[0] |= affine.y.isGreaterThanNegative ? 0xA0 : 0x80
        return bytes
    }
}

extension CurvePoint where Base == Fp2 {
    static let byteCount = 96

    /// Reads 96 bytes, c1 of x before c0, and takes points of the subgroup alone.
    init(compressed bytes: [UInt8]) throws(PointFlaw) {
        let point = try CompressedPoint(bytes, count: Self.byteCount)
        guard let c1 = Fp(point.x[..<Fp.byteCount]), let c0 = Fp(point.x[Fp.byteCount...]) else { throw .range }
        let x = Fp2(c0, c1)
        guard let y = (x.squared * x + Fp2.curveConstant).squareRoot else { throw .curve }
        self.init(x: x, y: y.isGreaterThanNegative == point.hasGreaterY ? y : -y)
        guard isInSubgroup else { throw .subgroup }
    }

    static let generator = CurvePoint(
        x: Fp2(
            Fp(
                constant:
                    "024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8"),
            Fp(
                constant:
                    "13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e")),
        y: Fp2(
            Fp(
                constant:
                    "0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c923ac9cc3baca289e193548608b82801"),
            Fp(
                constant:
                    "0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab3f370d275cec1da1aaa9075ff05f79be"))
    )
}
