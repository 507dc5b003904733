/// A number modulo the p of BLS12-381, times 2^384 (Montgomery's form), in six words, lowest first; always below p.
struct Fp: Field {
    var l0: UInt64
    var l1: UInt64
    var l2: UInt64
    var l3: UInt64
    var l4: UInt64
    var l5: UInt64

    @inline(__always)
    init(_ l0: UInt64, _ l1: UInt64, _ l2: UInt64, _ l3: UInt64, _ l4: UInt64, _ l5: UInt64) {
        (self.l0, self.l1, self.l2, self.l3, self.l4, self.l5) = (l0, l1, l2, l3, l4, l5)
    }

    // The words of p.
    private static let p0: UInt64 = 0xb9fe_ffff_ffff_aaab
    private static let p1: UInt64 = 0x1eab_fffe_b153_ffff
    private static let p2: UInt64 = 0x6730_d2a0_f6b0_f624
    private static let p3: UInt64 = 0x6477_4b84_f385_12bf
    private static let p4: UInt64 = 0x4b1b_a7b6_434b_acd7
    private static let p5: UInt64 = 0x1a01_11ea_397f_e69a
    /// −1/p modulo 2^64.
    private static let minusInverse: UInt64 = 0x89f3_fffc_fffc_fffd

    static let zero = Fp(0, 0, 0, 0, 0, 0)
    static let one = Fp(
        0x7609_0000_0002_fffd, 0xebf4_000b_c40c_0002, 0x5f48_9857_53c7_58ba, 0x77ce_5853_7052_5745,
        0x5c07_1a97_a256_ec6d, 0x15f6_5ec3_fa80_e493)
    /// 2^768 modulo p, which brings a number into Montgomery's form.
    private static let square = Fp(
        0xf4df_1f34_1c34_1746, 0x0a76_e6a6_09d1_04f1, 0x8de5_476c_4c95_b6d5, 0x67eb_88a9_939d_83c0,
        0x9a79_3e85_b519_952d, 0x1198_8fe5_92ca_e3aa)

    @inline(__always)
    static func + (a: Fp, b: Fp) -> Fp {
        var carry: UInt64 = 0
        let s0 = add(a.l0, b.l0, &carry)
        let s1 = add(a.l1, b.l1, &carry)
        let s2 = add(a.l2, b.l2, &carry)
        let s3 = add(a.l3, b.l3, &carry)
        let s4 = add(a.l4, b.l4, &carry)
        return Fp(s0, s1, s2, s3, s4, a.l5 &+ b.l5 &+ carry).reduced
    }

    @inline(__always)
    static func - (a: Fp, b: Fp) -> Fp {
        var borrow: UInt64 = 0
        let d0 = subtract(a.l0, b.l0, &borrow)
        let d1 = subtract(a.l1, b.l1, &borrow)
        let d2 = subtract(a.l2, b.l2, &borrow)
        let d3 = subtract(a.l3, b.l3, &borrow)
        let d4 = subtract(a.l4, b.l4, &borrow)
        let d5 = subtract(a.l5, b.l5, &borrow)
        guard borrow == 1 else { return Fp(d0, d1, d2, d3, d4, d5) }
        var carry: UInt64 = 0
        let s0 = add(d0, p0, &carry)
        let s1 = add(d1, p1, &carry)
        let s2 = add(d2, p2, &carry)
        let s3 = add(d3, p3, &carry)
        let s4 = add(d4, p4, &carry)
        return Fp(s0, s1, s2, s3, s4, d5 &+ p5 &+ carry)
    }

    /// Montgomery's product: a word of `b` at a time, and as much of p as makes the lowest word vanish.
    static func * (a: Fp, b: Fp) -> Fp {
        var sum = Fp.zero
        sum.addProduct(a, b.l0)
        sum.addProduct(a, b.l1)
        sum.addProduct(a, b.l2)
        sum.addProduct(a, b.l3)
        sum.addProduct(a, b.l4)
        sum.addProduct(a, b.l5)
        return sum.reduced
    }

    /// (self + a · word) / 2^64; stays below 2p, as p leaves three bits free at the top.
    @inline(__always)
    private mutating func addProduct(_ a: Fp, _ word: UInt64) {
        var high: UInt64 = 0
        var carry: UInt64 = 0
        let s0 = Fp.multiplyAdd(l0, a.l0, word, &high)
        let m = s0 &* Fp.minusInverse
        _ = Fp.multiplyAdd(s0, m, Fp.p0, &carry)
        let s1 = Fp.multiplyAdd(l1, a.l1, word, &high)
        l0 = Fp.multiplyAdd(s1, m, Fp.p1, &carry)
        let s2 = Fp.multiplyAdd(l2, a.l2, word, &high)
        l1 = Fp.multiplyAdd(s2, m, Fp.p2, &carry)
        let s3 = Fp.multiplyAdd(l3, a.l3, word, &high)
        l2 = Fp.multiplyAdd(s3, m, Fp.p3, &carry)
        let s4 = Fp.multiplyAdd(l4, a.l4, word, &high)
        l3 = Fp.multiplyAdd(s4, m, Fp.p4, &carry)
        let s5 = Fp.multiplyAdd(l5, a.l5, word, &high)
        l4 = Fp.multiplyAdd(s5, m, Fp.p5, &carry)
        l5 = high &+ carry
    }

    /// Whether words that were read are a number of this field.
    private var isBelowP: Bool { reduced == self }

    /// The number less p where it is p or more.
    @inline(__always)
    private var reduced: Fp {
        var borrow: UInt64 = 0
        let d0 = Fp.subtract(l0, Fp.p0, &borrow)
        let d1 = Fp.subtract(l1, Fp.p1, &borrow)
        let d2 = Fp.subtract(l2, Fp.p2, &borrow)
        let d3 = Fp.subtract(l3, Fp.p3, &borrow)
        let d4 = Fp.subtract(l4, Fp.p4, &borrow)
        let d5 = Fp.subtract(l5, Fp.p5, &borrow)
        return borrow == 1 ? self : Fp(d0, d1, d2, d3, d4, d5)
    }

    @inline(__always)
    private static func add(_ a: UInt64, _ b: UInt64, _ carry: inout UInt64) -> UInt64 {
        let (first, over) = a.addingReportingOverflow(b)
        let (sum, overAgain) = first.addingReportingOverflow(carry)
        carry = over || overAgain ? 1 : 0
        return sum
    }

    @inline(__always)
    private static func subtract(_ a: UInt64, _ b: UInt64, _ borrow: inout UInt64) -> UInt64 {
        let (first, under) = a.subtractingReportingOverflow(b)
        let (difference, underAgain) = first.subtractingReportingOverflow(borrow)
        borrow = under || underAgain ? 1 : 0
        return difference
    }

    /// The low word of sum + a · b + carry; the high word is the next carry.
    @inline(__always)
    private static func multiplyAdd(_ sum: UInt64, _ a: UInt64, _ b: UInt64, _ carry: inout UInt64) -> UInt64 {
        let (high, low) = a.multipliedFullWidth(by: b)
        let (first, over) = low.addingReportingOverflow(sum)
        let (last, overAgain) = first.addingReportingOverflow(carry)
        carry = high &+ (over ? 1 : 0) &+ (overAgain ? 1 : 0)
        return last
    }
}

extension Fp {
    static let byteCount = 48

    /// Reads 48 bytes, highest first; nil unless the number is below p.
    init?(_ bytes: some Collection<UInt8>) {
        precondition(bytes.count == Fp.byteCount, "a number modulo p has 48 bytes")
        var words: [UInt64] = []
        for (position, byte) in bytes.enumerated() {
            if position % 8 == 0 { words.append(0) }
            words[position / 8] = words[position / 8] << 8 | UInt64(byte)
        }
        let number = Fp(words[5], words[4], words[3], words[2], words[1], words[0])
        guard number.isBelowP else { return nil }
        self = number * .square
    }

    init(_ number: UInt64) {
        self = Fp(number, 0, 0, 0, 0, 0) * .square
    }

    /// A constant that is written down as 96 hex digits.
    init(constant: StaticString) {
        guard let bytes = Hex.decode(constant.description), bytes.count == Fp.byteCount, let number = Fp(bytes) else {
            preconditionFailure("\(constant) is no number modulo p")
        }
        self = number
    }

    /// The number itself, out of Montgomery's form.
    private var plain: Fp { self * Fp(1, 0, 0, 0, 0, 0) }

    /// 48 bytes, highest first.
    var bytes: [UInt8] {
        let plain = plain
        return [plain.l5, plain.l4, plain.l3, plain.l2, plain.l1, plain.l0].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64($0))) }
        }
    }

    /// The parity, which RFC 9380 section 4.1 calls the sign.
    var isOdd: Bool { plain.l0 & 1 == 1 }

    /// Whether the number is greater than its negative; compressed points tell their y by this.
    var isGreaterThanNegative: Bool {
        self != .zero && (-self).bytes.lexicographicallyPrecedes(bytes)
    }

    /// x^(p − 2).
    var inverse: Fp {
        raised(to: [
            0xb9fe_ffff_ffff_aaa9, 0x1eab_fffe_b153_ffff, 0x6730_d2a0_f6b0_f624, 0x6477_4b84_f385_12bf,
            0x4b1b_a7b6_434b_acd7, 0x1a01_11ea_397f_e69a,
        ])
    }

    /// x^((p + 1)/4), where its square is x.
    var squareRoot: Fp? {
        let root = raised(to: [
            0xee7f_bfff_ffff_eaab, 0x07aa_ffff_ac54_ffff, 0xd9cc_34a8_3dac_3d89, 0xd91d_d2e1_3ce1_44af,
            0x92c6_e9ed_90d2_eb35, 0x0680_447a_8e5f_f9a6,
        ])
        return root.squared == self ? root : nil
    }
}
