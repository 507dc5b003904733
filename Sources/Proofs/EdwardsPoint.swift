/// A point of edwards25519 in extended coordinates: x = X/Z, y = Y/Z, xy = T/Z (RFC 8032 section 5.1.4).
struct EdwardsPoint: Sendable {
    var x: FieldElement
    var y: FieldElement
    var z: FieldElement
    var t: FieldElement

    static let identity = EdwardsPoint(x: .zero, y: .one, z: .one, t: .zero)

    static let base: EdwardsPoint = {
        let x = FieldElement(
            0x6_2d60_8f25_d51a, 0x4_12a4_b4f6_592a, 0x7_5b71_71a4_b31d, 0x1_ff60_5271_18fe, 0x2_1693_6d3c_d6e5)
        let y = FieldElement(
            0x6_6666_6666_6658, 0x4_cccc_cccc_cccc, 0x1_9999_9999_9999, 0x3_3333_3333_3333, 0x6_6666_6666_6666)
        return EdwardsPoint(x: x, y: y, z: .one, t: x * y)
    }()

    /// The d of −x² + y² = 1 + d x² y².
    static let d = FieldElement(
        0x3_4dca_1359_78a3, 0x1_a828_3b15_6ebd, 0x5_e7a2_6001_c029, 0x7_39c6_63a0_3cbb, 0x5_2036_cee2_b6ff)

    static let twiceD = FieldElement(
        0x6_9b94_26b2_f159, 0x3_5050_762a_dd7a, 0x3_cf44_c003_8052, 0x6_738c_c740_7977, 0x2_406d_9dc5_6dff)

    /// Complete: also right for doubling, the identity and points of small order.
    static func + (a: EdwardsPoint, b: CachedPoint) -> EdwardsPoint {
        let less = (a.y - a.x) * b.difference
        let more = (a.y + a.x) * b.sum
        return combine(less: less, more: more, c: a.t * b.t2d, d: a.z * b.twiceZ)
    }

    static func + (a: EdwardsPoint, b: AffinePoint) -> EdwardsPoint {
        let less = (a.y - a.x) * b.difference
        let more = (a.y + a.x) * b.sum
        return combine(less: less, more: more, c: a.t * b.t2d, d: a.z + a.z)
    }

    @inline(__always)
    private static func combine(
        less: FieldElement, more: FieldElement, c: FieldElement, d: FieldElement
    ) -> EdwardsPoint {
        let (e, f, g, h) = (more - less, d - c, d + c, more + less)
        return EdwardsPoint(x: e * f, y: g * h, z: f * g, t: e * h)
    }

    var doubled: EdwardsPoint {
        let (a, b, zz) = (x.squared, y.squared, z.squared)
        let h = a + b
        let e = h - (x + y).squared
        let g = a - b
        let f = zz + zz + g
        return EdwardsPoint(x: e * f, y: g * h, z: f * g, t: e * h)
    }

    /// The point 2^count times.
    func doubled(_ count: Int) -> EdwardsPoint {
        var point = self
        for _ in 0..<count { point = point.doubled }
        return point
    }

    /// Eight times the point, which takes any part of small order away.
    var clearedOfCofactor: EdwardsPoint { doubled(3) }

    /// Whether it is the neutral point. Not for secrets.
    var isIdentity: Bool { x.isZero && y == z }

    static prefix func - (a: EdwardsPoint) -> EdwardsPoint {
        EdwardsPoint(x: -a.x, y: a.y, z: a.z, t: -a.t)
    }
}

/// A point made ready for being added: Y + X, Y − X, 2Z, 2dT.
struct CachedPoint: Sendable {
    var sum: FieldElement
    var difference: FieldElement
    var twiceZ: FieldElement
    var t2d: FieldElement

    static let identity = CachedPoint(EdwardsPoint.identity)

    init(_ point: EdwardsPoint) {
        sum = point.y + point.x
        difference = point.y - point.x
        twiceZ = point.z + point.z
        t2d = point.t * EdwardsPoint.twiceD
    }

    @inline(__always)
    mutating func replace(with other: CachedPoint, where mask: UInt64) {
        sum.replace(with: other.sum, where: mask)
        difference.replace(with: other.difference, where: mask)
        twiceZ.replace(with: other.twiceZ, where: mask)
        t2d.replace(with: other.t2d, where: mask)
    }

    @inline(__always)
    mutating func negate(where mask: UInt64) {
        let old = sum
        sum.replace(with: difference, where: mask)
        difference.replace(with: old, where: mask)
        t2d.replace(with: -t2d, where: mask)
    }

    var negated: CachedPoint {
        var point = self
        point.negate(where: .max)
        return point
    }
}

/// A ``CachedPoint`` with Z = 1, for tables of fixed points.
struct AffinePoint: Sendable {
    var sum: FieldElement
    var difference: FieldElement
    var t2d: FieldElement

    static let identity = AffinePoint(EdwardsPoint.identity)

    init(_ point: EdwardsPoint) {
        let inverse = point.z.inverse
        let (x, y) = (point.x * inverse, point.y * inverse)
        sum = y + x
        difference = y - x
        t2d = x * y * EdwardsPoint.twiceD
    }

    @inline(__always)
    mutating func replace(with other: AffinePoint, where mask: UInt64) {
        sum.replace(with: other.sum, where: mask)
        difference.replace(with: other.difference, where: mask)
        t2d.replace(with: other.t2d, where: mask)
    }

    @inline(__always)
    mutating func negate(where mask: UInt64) {
        let old = sum
        sum.replace(with: difference, where: mask)
        difference.replace(with: old, where: mask)
        t2d.replace(with: -t2d, where: mask)
    }
}

extension EdwardsPoint {
    /// y with the sign of x in the highest bit (RFC 8032 section 5.1.2).
    var bytes: [UInt8] {
        let inverse = z.inverse
        var encoded = (y * inverse).bytes
        encoded[31] |= (x * inverse).bytes[0] << 7
        return encoded
    }

    /// Decodes 32 bytes (RFC 8032 section 5.1.3); nil where y is not below p, no x belongs to it, or x is 0 with a
    /// sign. Not for secrets.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        let y = bytes.withUnsafeBytes { FieldElement($0) }
        var canonical = y.bytes
        let sign = bytes[31] >> 7
        canonical[31] |= sign << 7
        guard canonical == bytes else { return nil }
        let square = y.squared
        guard let root = FieldElement.squareRoot(of: square - .one, over: square * EdwardsPoint.d + .one) else {
            return nil
        }
        if root.isZero && sign == 1 { return nil }
        let x = root.isNegative == (sign == 1) ? root : -root
        self.init(x: x, y: y, z: .one, t: x * y)
    }
}
