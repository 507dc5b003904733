/// c0 + c1·w with w² = v, over ``Fp6``; so w⁶ = ξ = 1 + u.
struct Fp12: Hashable, Sendable {
    var c0: Fp6
    var c1: Fp6

    @inline(__always)
    init(_ c0: Fp6, _ c1: Fp6) {
        (self.c0, self.c1) = (c0, c1)
    }

    static let one = Fp12(.one, .zero)

    static func * (a: Fp12, b: Fp12) -> Fp12 {
        let low = a.c0 * b.c0
        let high = a.c1 * b.c1
        return Fp12(low + high.timesV, (a.c0 + a.c1) * (b.c0 + b.c1) - low - high)
    }

    var squared: Fp12 {
        let product = c0 * c1
        let sum = (c0 + c1) * (c0 + c1.timesV)
        return Fp12(sum - product - product.timesV, product + product)
    }

    /// Times what a line comes to at a point.
    func times(_ line: Line) -> Fp12 {
        let low = c0.times(line.b0, line.b2)
        let high = Fp6((c1.c2 * line.b3).timesXi, c1.c0 * line.b3, c1.c1 * line.b3)
        return Fp12(low + high.timesV, (c0 + c1).times(line.b0, line.b2 + line.b3) - low - high)
    }

    /// b0 + b2·w² + b3·w³.
    struct Line {
        var b0: Fp2
        var b2: Fp2
        var b3: Fp2
    }

    /// The p⁶-th power.
    var conjugated: Fp12 { Fp12(c0, -c1) }

    /// 0 for 0.
    var inverse: Fp12 {
        let norm = (c0 * c0 - (c1 * c1).timesV).inverse
        return Fp12(c0 * norm, -(c1 * norm))
    }

    /// The p-th power.
    var frobenius: Fp12 {
        let g = Fp12.rootPowers
        return Fp12(
            Fp6(c0.c0.conjugated, c0.c1.conjugated * g[2], c0.c2.conjugated * g[4]),
            Fp6(c1.c0.conjugated * g[1], c1.c1.conjugated * g[3], c1.c2.conjugated * g[5]))
    }

    /// w^(p − 1) = ξ^((p − 1)/6) to the powers 0 … 5.
    private static let rootPowers: [Fp2] = {
        let root = Fp2(.one, .one).raised(to: [
            0x49aa_7fff_ffff_f1c7, 0x051c_aaaa_72e3_5555, 0xe688_231a_d3c8_2906, 0xe613_e1eb_7deb_831f,
            0x0c84_9bf3_b5e1_f223, 0x0455_82fc_5eea_a66f,
        ])
        return (1...5).reduce(into: [.one]) { powers, place in powers.append(powers[place - 1] * root) }
    }()
}
