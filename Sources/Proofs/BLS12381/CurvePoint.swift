/// The fields that BLS12-381 has a curve y² = x³ + b over.
protocol CurveField: Field {
    static var curveConstant: Self { get }
}

extension Fp: CurveField {
    static let curveConstant = Fp(4)
}

extension Fp2: CurveField {
    static let curveConstant = Fp2(Fp(4), Fp(4))
}

/// A point in Jacobian coordinates: x = X/Z², y = Y/Z³; Z is 0 for the point at infinity.
struct CurvePoint<Base: CurveField>: Sendable {
    var x: Base
    var y: Base
    var z: Base

    struct Affine: Hashable, Sendable {
        var x: Base
        var y: Base

        static prefix func - (a: Affine) -> Affine { Affine(x: a.x, y: -a.y) }
    }

    static var infinity: CurvePoint { CurvePoint(x: .one, y: .one, z: .zero) }

    init(x: Base, y: Base, z: Base = .one) {
        (self.x, self.y, self.z) = (x, y, z)
    }

    init(_ point: Affine) {
        self.init(x: point.x, y: point.y)
    }

    var isInfinity: Bool { z == .zero }

    /// Nil for the point at infinity.
    var affine: Affine? {
        guard !isInfinity else { return nil }
        let inverse = z.inverse
        let square = inverse.squared
        return Affine(x: x * square, y: y * square * inverse)
    }

    var doubled: CurvePoint {
        let (xx, yy) = (x.squared, y.squared)
        let fourth = yy.squared
        let d = ((x + yy).squared - xx - fourth).doubled
        let e = xx.doubled + xx
        let newX = e.squared - d.doubled
        return CurvePoint(x: newX, y: e * (d - newX) - fourth.doubled.doubled.doubled, z: (y * z).doubled)
    }

    static func + (a: CurvePoint, b: CurvePoint) -> CurvePoint {
        if a.isInfinity { return b }
        if b.isInfinity { return a }
        let (aa, bb) = (a.z.squared, b.z.squared)
        let (u, s) = (a.x * bb, a.y * bb * b.z)
        let (h, r) = (b.x * aa - u, b.y * aa * a.z - s)
        guard h != .zero else { return r == .zero ? a.doubled : .infinity }
        let hh = h.squared
        let (cube, v) = (h * hh, u * hh)
        let newX = r.squared - cube - v.doubled
        return CurvePoint(x: newX, y: r * (v - newX) - s * cube, z: a.z * b.z * h)
    }

    /// - Parameter factor: 64-bit words, lowest first.
    func multiplied(by factor: [UInt64]) -> CurvePoint {
        var product = CurvePoint.infinity
        for word in factor.reversed() {
            for bit in (0..<64).reversed() {
                product = product.doubled
                if word >> UInt64(bit) & 1 == 1 { product = product + self }
            }
        }
        return product
    }

    /// Whether the point is in the subgroup of the prime order r, which alone pairings are for.
    var isInSubgroup: Bool { multiplied(by: BLS12381.order).isInfinity }
}

extension CurvePoint.Affine {
    var isOnCurve: Bool { y.squared == x.squared * x + Base.curveConstant }
}

/// What the curve is defined by besides p.
enum BLS12381 {
    /// The order r of the groups, lowest word first.
    static let order: [UInt64] = [
        0xffff_ffff_0000_0001, 0x53bd_a402_fffe_5bfe, 0x3339_d808_09a1_d805, 0x73ed_a753_299d_7d48,
    ]

    /// |z|; the z that p and r follow from is negative.
    static let parameter: UInt64 = 0xd201_0000_0001_0000
}

typealias G1Point = CurvePoint<Fp>
typealias G2Point = CurvePoint<Fp2>
