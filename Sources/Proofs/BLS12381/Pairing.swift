/// The optimal ate pairing e: G1 × G2 → 𝔽p¹².
enum Pairing {
    typealias Pair = (G1Point.Affine, G2Point.Affine)

    /// Whether the product of e(P, Q) over all pairs is 1. The points are of the subgroups.
    static func isProductOne(_ pairs: [Pair]) -> Bool { raised(millerLoop(pairs)) == .one }

    /// The cube of the product of e(P, Q): as 3 does not divide the order, it is 1 for the same pairs.
    static func cubeOfProduct(_ pairs: [Pair]) -> Fp12 { raised(millerLoop(pairs)) }

    /// The product of all f_{|z|,Q}(P), as z < 0 conjugated; up to factors that ``raised(_:)`` takes away.
    private static func millerLoop(_ pairs: [Pair]) -> Fp12 {
        var product = Fp12.one
        var multiples = pairs.map { G2Point($0.1) }
        for bit in (0..<63).reversed() {
            product = product.squared
            for (place, pair) in pairs.enumerated() {
                product = product.times(double(&multiples[place], at: pair.0))
            }
            guard BLS12381.parameter >> UInt64(bit) & 1 == 1 else { continue }
            for (place, pair) in pairs.enumerated() {
                product = product.times(add(pair.1, to: &multiples[place], at: pair.0))
            }
        }
        return product.conjugated
    }

    // G2 lies on the twist: (x, y) stands for (x/w², y/w³). A line with slope λ through (x, y) is, at P and times w³,
    // (λ·x − y) − λ·P.x·w² + P.y·w³. Both functions give it times its denominator, which is in 𝔽p² and so goes away.

    /// Doubles T, and gives the tangent there at P: λ = 3X²/(2YZ), times 2YZ³.
    private static func double(_ t: inout G2Point, at p: G1Point.Affine) -> Fp12.Line {
        let (xx, yy, zz) = (t.x.squared, t.y.squared, t.z.squared)
        let slope = xx.doubled + xx
        let base = slope * t.x - yy.doubled
        t = t.doubled
        return Fp12.Line(b0: base, b2: -(slope * zz * p.x), b3: t.z * zz * p.y)
    }

    /// Adds Q to T, and gives the line through both at P: λ = R/(H·Z), times H·Z, which is the new Z.
    private static func add(_ q: G2Point.Affine, to t: inout G2Point, at p: G1Point.Affine) -> Fp12.Line {
        let zz = t.z.squared
        let (h, r) = (q.x * zz - t.x, q.y * zz * t.z - t.y)
        let hh = h.squared
        let (cube, v) = (h * hh, t.x * hh)
        let x = r.squared - cube - v.doubled
        t = G2Point(x: x, y: r * (v - x) - t.y * cube, z: t.z * h)
        return Fp12.Line(b0: r * q.x - q.y * t.z, b2: -(r * p.x), b3: t.z * p.y)
    }

    /// f^(3·(p¹² − 1)/r). The hard part after Hayashida, Hayasaka and Teruya (IACR ePrint 2020/875):
    /// 3·(p⁴ − p² + 1)/r = (z − 1)²·(z + p)·(z² + p² − 1) + 3.
    private static func raised(_ f: Fp12) -> Fp12 {
        let easy = f.conjugated * f.inverse
        let unitary = easy.frobenius.frobenius * easy
        let first = raisedToZ(unitary) * unitary.conjugated
        let second = raisedToZ(first) * first.conjugated
        let third = raisedToZ(second) * second.frobenius
        let fourth = raisedToZ(raisedToZ(third)) * third.frobenius.frobenius * third.conjugated
        return fourth * unitary.squared * unitary
    }

    /// f^z of an f whose inverse is its conjugate.
    private static func raisedToZ(_ f: Fp12) -> Fp12 {
        var power = f
        for bit in (0..<63).reversed() {
            power = power.squared
            if BLS12381.parameter >> UInt64(bit) & 1 == 1 { power = power * f }
        }
        return power.conjugated
    }
}
