/// A number modulo p = 2^255 − 19 in five limbs of 51 bits; every operation takes the same time for all values.
///
/// Limbs may exceed 51 bits between operations: products and differences leave them below 2^52, a sum adds a bit,
/// and products take limbs below 2^54, so at most two sums may come between.
struct FieldElement: Sendable {
    var l0: UInt64
    var l1: UInt64
    var l2: UInt64
    var l3: UInt64
    var l4: UInt64

    @inline(__always)
    init(_ l0: UInt64, _ l1: UInt64, _ l2: UInt64, _ l3: UInt64, _ l4: UInt64) {
        (self.l0, self.l1, self.l2, self.l3, self.l4) = (l0, l1, l2, l3, l4)
    }

    static let zero = FieldElement(0, 0, 0, 0, 0)
    static let one = FieldElement(1, 0, 0, 0, 0)
    private static let mask: UInt64 = 1 << 51 - 1

    @inline(__always)
    static func + (a: FieldElement, b: FieldElement) -> FieldElement {
        FieldElement(a.l0 &+ b.l0, a.l1 &+ b.l1, a.l2 &+ b.l2, a.l3 &+ b.l3, a.l4 &+ b.l4)
    }

    /// Adds 16 p first, so that no limb falls below zero.
    @inline(__always)
    static func - (a: FieldElement, b: FieldElement) -> FieldElement {
        let low: UInt64 = 16 * (mask - 18)
        let high: UInt64 = 16 * mask
        let difference = FieldElement(
            a.l0 &+ low &- b.l0, a.l1 &+ high &- b.l1, a.l2 &+ high &- b.l2, a.l3 &+ high &- b.l3,
            a.l4 &+ high &- b.l4)
        return difference.carried
    }

    @inline(__always)
    static prefix func - (a: FieldElement) -> FieldElement { zero - a }

    /// The same number with limbs below 2^51 plus a little.
    @inline(__always)
    private var carried: FieldElement {
        let mask = FieldElement.mask
        return FieldElement(
            l0 & mask &+ (l4 &>> 51) &* 19, l1 & mask &+ l0 &>> 51, l2 & mask &+ l1 &>> 51,
            l3 & mask &+ l2 &>> 51, l4 & mask &+ l3 &>> 51)
    }

    @inline(__always)
    private static func wide(_ a: UInt64, _ b: UInt64) -> UInt128 {
        let (high, low) = a.multipliedFullWidth(by: b)
        return UInt128(truncatingIfNeeded: high) &<< 64 | UInt128(truncatingIfNeeded: low)
    }

    @inline(__always)
    private init(reducing p0: UInt128, _ p1: UInt128, _ p2: UInt128, _ p3: UInt128, _ p4: UInt128) {
        let mask = FieldElement.mask
        let c1 = p1 &+ p0 &>> 51
        let c2 = p2 &+ c1 &>> 51
        let c3 = p3 &+ c2 &>> 51
        let c4 = p4 &+ c3 &>> 51
        let low = UInt64(truncatingIfNeeded: p0) & mask &+ UInt64(truncatingIfNeeded: c4 &>> 51) &* 19
        self.init(
            low & mask, UInt64(truncatingIfNeeded: c1) & mask &+ low &>> 51, UInt64(truncatingIfNeeded: c2) & mask,
            UInt64(truncatingIfNeeded: c3) & mask, UInt64(truncatingIfNeeded: c4) & mask)
    }

    static func * (a: FieldElement, b: FieldElement) -> FieldElement {
        // 2^255 = 19 modulo p: what passes the top comes back 19-fold.
        let (b1, b2, b3, b4) = (b.l1 &* 19, b.l2 &* 19, b.l3 &* 19, b.l4 &* 19)
        let p0 = wide(a.l0, b.l0) &+ wide(a.l1, b4) &+ wide(a.l2, b3) &+ wide(a.l3, b2) &+ wide(a.l4, b1)
        let p1 = wide(a.l0, b.l1) &+ wide(a.l1, b.l0) &+ wide(a.l2, b4) &+ wide(a.l3, b3) &+ wide(a.l4, b2)
        let p2 = wide(a.l0, b.l2) &+ wide(a.l1, b.l1) &+ wide(a.l2, b.l0) &+ wide(a.l3, b4) &+ wide(a.l4, b3)
        let p3 = wide(a.l0, b.l3) &+ wide(a.l1, b.l2) &+ wide(a.l2, b.l1) &+ wide(a.l3, b.l0) &+ wide(a.l4, b4)
        let p4 = wide(a.l0, b.l4) &+ wide(a.l1, b.l3) &+ wide(a.l2, b.l2) &+ wide(a.l3, b.l1) &+ wide(a.l4, b.l0)
        return FieldElement(reducing: p0, p1, p2, p3, p4)
    }

    var squared: FieldElement {
        let (d0, d1) = (l0 &* 2, l1 &* 2)
        let (n3, n4) = (l3 &* 19, l4 &* 19)
        let p0 = FieldElement.wide(l0, l0) &+ FieldElement.wide(d1, n4) &+ FieldElement.wide(l2 &* 2, n3)
        let p1 = FieldElement.wide(d0, l1) &+ FieldElement.wide(l2 &* 2, n4) &+ FieldElement.wide(l3, n3)
        let p2 = FieldElement.wide(d0, l2) &+ FieldElement.wide(l1, l1) &+ FieldElement.wide(l3 &* 2, n4)
        let p3 = FieldElement.wide(d0, l3) &+ FieldElement.wide(d1, l2) &+ FieldElement.wide(l4, n4)
        let p4 = FieldElement.wide(d0, l4) &+ FieldElement.wide(d1, l3) &+ FieldElement.wide(l2, l2)
        return FieldElement(reducing: p0, p1, p2, p3, p4)
    }

    /// This number to the power 2^count.
    func squared(_ count: Int) -> FieldElement {
        var result = self
        for _ in 0..<count { result = result.squared }
        return result
    }
}

extension FieldElement {
    /// Reads 32 bytes, lowest first; the highest bit is not part of the number.
    init(_ bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count == 32, "a field element has 32 bytes")
        let words = (0..<4).map { UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self)) }
        let mask = FieldElement.mask
        self.init(
            words[0] & mask, (words[0] >> 51 | words[1] << 13) & mask, (words[1] >> 38 | words[2] << 26) & mask,
            (words[2] >> 25 | words[3] << 39) & mask, words[3] >> 12 & mask)
    }

    /// The one encoding of the number: the remainder below p, 32 bytes, lowest first.
    var bytes: [UInt8] {
        let mask = FieldElement.mask
        var a = carried.carried
        // Whether the number is at least p shows in the carry out of adding 19.
        var quotient = (a.l0 &+ 19) &>> 51
        quotient = (a.l1 &+ quotient) &>> 51
        quotient = (a.l2 &+ quotient) &>> 51
        quotient = (a.l3 &+ quotient) &>> 51
        quotient = (a.l4 &+ quotient) &>> 51
        a.l0 = a.l0 &+ 19 &* quotient
        a.l1 = a.l1 &+ a.l0 &>> 51
        a.l2 = a.l2 &+ a.l1 &>> 51
        a.l3 = a.l3 &+ a.l2 &>> 51
        a.l4 = (a.l4 &+ a.l3 &>> 51) & mask
        (a.l0, a.l1, a.l2, a.l3) = (a.l0 & mask, a.l1 & mask, a.l2 & mask, a.l3 & mask)
        let words = [
            a.l0 | a.l1 &<< 51, a.l1 &>> 13 | a.l2 &<< 38, a.l2 &>> 26 | a.l3 &<< 25, a.l3 &>> 39 | a.l4 &<< 12,
        ]
        return words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word &>> (8 * UInt64($0))) } }
    }

    /// The parity of the remainder, which RFC 8032 calls its sign.
    var isNegative: Bool { bytes[0] & 1 == 1 }

    var isZero: Bool { bytes.reduce(0, |) == 0 }

    static func == (a: FieldElement, b: FieldElement) -> Bool { (a - b).isZero }

    /// `other` where `mask` is all ones, this where it is zero.
    @inline(__always)
    mutating func replace(with other: FieldElement, where mask: UInt64) {
        l0 ^= (l0 ^ other.l0) & mask
        l1 ^= (l1 ^ other.l1) & mask
        l2 ^= (l2 ^ other.l2) & mask
        l3 ^= (l3 ^ other.l3) & mask
        l4 ^= (l4 ^ other.l4) & mask
    }

    /// x^(2^250 − 1) and x^11, from which the two long powers follow.
    private var longPower: (FieldElement, eleventh: FieldElement) {
        let two = squared
        let nine = two.squared(2) * self
        let eleven = nine * two
        let ones5 = eleven.squared * nine
        let ones10 = ones5.squared(5) * ones5
        let ones20 = ones10.squared(10) * ones10
        let ones40 = ones20.squared(20) * ones20
        let ones50 = ones40.squared(10) * ones10
        let ones100 = ones50.squared(50) * ones50
        let ones200 = ones100.squared(100) * ones100
        return (ones200.squared(50) * ones50, eleven)
    }

    /// 1/x = x^(p − 2); 0 for 0.
    var inverse: FieldElement {
        let (power, eleventh) = longPower
        return power.squared(5) * eleventh
    }

    /// x^((p − 5)/8), for square roots.
    private var rootPower: FieldElement { longPower.0.squared(2) * self }

    /// A square root of numerator / denominator; nil where there is none. Not for secrets.
    static func squareRoot(of numerator: FieldElement, over denominator: FieldElement) -> FieldElement? {
        let cube = denominator.squared * denominator
        let seventh = cube.squared * denominator
        let root = numerator * cube * (numerator * seventh).rootPower
        let check = denominator * root.squared
        if check == numerator { return root }
        return check == -numerator ? root * squareRootOfMinusOne : nil
    }

    static let squareRootOfMinusOne = FieldElement(
        0x6_1b27_4a0e_a0b0, 0xd5a5_fc8f_189d, 0x7_ef5e_9cbd_0c60, 0x7_8595_a680_4c9e, 0x2_b832_4804_fc1d)
}
