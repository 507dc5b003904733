/// c0 + c1·u with u² = −1, over ``Fp``.
struct Fp2: Field {
    var c0: Fp
    var c1: Fp

    @inline(__always)
    init(_ c0: Fp, _ c1: Fp) {
        (self.c0, self.c1) = (c0, c1)
    }

    static let zero = Fp2(.zero, .zero)
    static let one = Fp2(.one, .zero)

    @inline(__always)
    static func + (a: Fp2, b: Fp2) -> Fp2 { Fp2(a.c0 + b.c0, a.c1 + b.c1) }

    @inline(__always)
    static func - (a: Fp2, b: Fp2) -> Fp2 { Fp2(a.c0 - b.c0, a.c1 - b.c1) }

    static func * (a: Fp2, b: Fp2) -> Fp2 {
        let low = a.c0 * b.c0
        let high = a.c1 * b.c1
        return Fp2(low - high, (a.c0 + a.c1) * (b.c0 + b.c1) - low - high)
    }

    static func * (a: Fp2, b: Fp) -> Fp2 { Fp2(a.c0 * b, a.c1 * b) }

    var squared: Fp2 {
        let product = c0 * c1
        return Fp2((c0 + c1) * (c0 - c1), product + product)
    }

    /// c0 − c1·u, which is also the p-th power.
    var conjugated: Fp2 { Fp2(c0, -c1) }

    /// Times ξ = 1 + u, whose sixth root makes ``Fp12``.
    @inline(__always)
    var timesXi: Fp2 { Fp2(c0 - c1, c0 + c1) }

    var inverse: Fp2 { conjugated * (c0.squared + c1.squared).inverse }

    /// Of two roots, any one: for p ≡ 3 modulo 4, after Adj and Rodríguez-Henríquez (IACR ePrint 2012/685, algorithm 9).
    var squareRoot: Fp2? {
        // (p − 3)/4 and (p − 1)/2.
        let power = raised(to: [
            0xee7f_bfff_ffff_eaaa, 0x07aa_ffff_ac54_ffff, 0xd9cc_34a8_3dac_3d89, 0xd91d_d2e1_3ce1_44af,
            0x92c6_e9ed_90d2_eb35, 0x0680_447a_8e5f_f9a6,
        ])
        let alpha = power.squared * self
        let candidate = power * self
        let root =
            alpha == -Fp2.one
            ? Fp2(-candidate.c1, candidate.c0)
            : candidate
                * (alpha + .one).raised(to: [
                    0xdcff_7fff_ffff_d555, 0x0f55_ffff_58a9_ffff, 0xb398_6950_7b58_7b12, 0xb23b_a5c2_79c2_895f,
                    0x258d_d3db_21a5_d66b, 0x0d00_88f5_1cbf_f34d,
                ])
        return root.squared == self ? root : nil
    }

    /// Whether the number is greater than its negative: by c1, and where that is 0 by c0.
    var isGreaterThanNegative: Bool { c1 == .zero ? c0.isGreaterThanNegative : c1.isGreaterThanNegative }
}
