/// c0 + c1·v + c2·v² with v³ = ξ = 1 + u, over ``Fp2``.
struct Fp6: Hashable, Sendable {
    var c0: Fp2
    var c1: Fp2
    var c2: Fp2

    @inline(__always)
    init(_ c0: Fp2, _ c1: Fp2, _ c2: Fp2) {
        (self.c0, self.c1, self.c2) = (c0, c1, c2)
    }

    static let zero = Fp6(.zero, .zero, .zero)
    static let one = Fp6(.one, .zero, .zero)

    static func + (a: Fp6, b: Fp6) -> Fp6 { Fp6(a.c0 + b.c0, a.c1 + b.c1, a.c2 + b.c2) }

    static func - (a: Fp6, b: Fp6) -> Fp6 { Fp6(a.c0 - b.c0, a.c1 - b.c1, a.c2 - b.c2) }

    static prefix func - (a: Fp6) -> Fp6 { zero - a }

    static func * (a: Fp6, b: Fp6) -> Fp6 {
        let (p0, p1, p2) = (a.c0 * b.c0, a.c1 * b.c1, a.c2 * b.c2)
        let p12 = (a.c1 + a.c2) * (b.c1 + b.c2) - p1 - p2
        let p01 = (a.c0 + a.c1) * (b.c0 + b.c1) - p0 - p1
        let p02 = (a.c0 + a.c2) * (b.c0 + b.c2) - p0 - p2
        return Fp6(p0 + p12.timesXi, p01 + p2.timesXi, p02 + p1)
    }

    /// Times b0 + b1·v.
    func times(_ b0: Fp2, _ b1: Fp2) -> Fp6 {
        let (p0, p1) = (c0 * b0, c1 * b1)
        return Fp6(p0 + (c2 * b1).timesXi, (c0 + c1) * (b0 + b1) - p0 - p1, p1 + c2 * b0)
    }

    /// Times v.
    var timesV: Fp6 { Fp6(c2.timesXi, c0, c1) }

    /// 0 for 0.
    var inverse: Fp6 {
        let t0 = c0.squared - (c1 * c2).timesXi
        let t1 = c2.squared.timesXi - c0 * c1
        let t2 = c1.squared - c0 * c2
        let norm = c0 * t0 + (c2 * t1 + c1 * t2).timesXi
        let inverse = norm.inverse
        return Fp6(t0 * inverse, t1 * inverse, t2 * inverse)
    }
}
