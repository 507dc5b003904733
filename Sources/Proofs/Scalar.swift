/// A number modulo L = 2^252 + 27742317777372353535851937790883648493, the order of the base point; four words,
/// lowest first. Arithmetic takes the same time for all values.
struct Scalar: Sendable {
    var words: (UInt64, UInt64, UInt64, UInt64)

    private static let order: (UInt64, UInt64, UInt64, UInt64) = (
        0x5812_631a_5cf5_d3ed, 0x14de_f9de_a2f7_9cd6, 0, 0x1000_0000_0000_0000
    )

    init(words: (UInt64, UInt64, UInt64, UInt64)) {
        self.words = words
    }

    /// Reads 32 bytes, lowest first, without reducing them: a clamped secret or an already reduced number.
    init(unreduced bytes: some Collection<UInt8>) {
        var words = Scalar.words(bytes)
        precondition(words.count == 4, "a scalar has 32 bytes")
        self.words = (words[0], words[1], words[2], words[3])
        words.wipe()
    }

    /// Reads 32 bytes that must be below L; nil otherwise. Not for secrets.
    init?(canonical bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        self.init(unreduced: bytes)
        guard Scalar.subtractOrder(words).borrow == 1 else { return nil }
    }

    /// The remainder of a 64-byte number, lowest byte first.
    init(reducing bytes: [UInt8]) {
        precondition(bytes.count == 64, "a wide scalar has 64 bytes")
        var wide = Scalar.words(bytes)
        self.init(reducing: wide)
        wide.wipe()
    }

    /// Takes the highest 252 bits, which are below L, and then doubles and subtracts bit by bit.
    private init(reducing wide: [UInt64]) {
        // The loop starts at the bit under those: 512 − 252 = 260 bits are left.
        var rest = (
            wide[4] >> 4 | wide[5] << 60, wide[5] >> 4 | wide[6] << 60, wide[6] >> 4 | wide[7] << 60, wide[7] >> 4
        )
        var position = 259
        while position >= 0 {
            let bit = wide[position >> 6] &>> UInt64(position & 63) & 1
            rest = (
                rest.0 &<< 1 | bit, rest.1 &<< 1 | rest.0 &>> 63, rest.2 &<< 1 | rest.1 &>> 63,
                rest.3 &<< 1 | rest.2 &>> 63
            )
            let (less, borrow) = Scalar.subtractOrder(rest)
            let keep = 0 &- borrow
            rest = (
                less.0 ^ (less.0 ^ rest.0) & keep, less.1 ^ (less.1 ^ rest.1) & keep,
                less.2 ^ (less.2 ^ rest.2) & keep, less.3 ^ (less.3 ^ rest.3) & keep
            )
            position -= 1
        }
        words = rest
    }

    private static func words(_ bytes: some Collection<UInt8>) -> [UInt64] {
        var words = [UInt64](repeating: 0, count: bytes.count / 8)
        for (i, byte) in bytes.enumerated() { words[i / 8] |= UInt64(byte) &<< (8 * UInt64(i % 8)) }
        return words
    }

    @inline(__always)
    private static func subtractOrder(
        _ a: (UInt64, UInt64, UInt64, UInt64)
    ) -> (difference: (UInt64, UInt64, UInt64, UInt64), borrow: UInt64) {
        let (d0, b0) = subtract(a.0, order.0, 0)
        let (d1, b1) = subtract(a.1, order.1, b0)
        let (d2, b2) = subtract(a.2, order.2, b1)
        let (d3, b3) = subtract(a.3, order.3, b2)
        return ((d0, d1, d2, d3), b3)
    }

    @inline(__always)
    private static func subtract(_ a: UInt64, _ b: UInt64, _ borrow: UInt64) -> (UInt64, UInt64) {
        let wide =
            UInt128(truncatingIfNeeded: a) &- UInt128(truncatingIfNeeded: b)
            &- UInt128(truncatingIfNeeded: borrow)
        return (UInt64(truncatingIfNeeded: wide), UInt64(truncatingIfNeeded: wide &>> 64) & 1)
    }

    /// a · b + c modulo L; `a` and `b` may be unreduced below 2^255.
    static func multiplyAdd(_ a: Scalar, _ b: Scalar, _ c: Scalar) -> Scalar {
        var left = [a.words.0, a.words.1, a.words.2, a.words.3]
        var right = [b.words.0, b.words.1, b.words.2, b.words.3]
        var wide = [c.words.0, c.words.1, c.words.2, c.words.3, 0, 0, 0, 0]
        defer {
            left.wipe()
            right.wipe()
            wide.wipe()
        }
        for i in 0..<4 {
            var carry: UInt64 = 0
            for j in 0..<4 {
                let (high, low) = left[i].multipliedFullWidth(by: right[j])
                let sum =
                    UInt128(truncatingIfNeeded: high) &<< 64 &+ UInt128(truncatingIfNeeded: low)
                    &+ UInt128(truncatingIfNeeded: wide[i + j]) &+ UInt128(truncatingIfNeeded: carry)
                wide[i + j] = UInt64(truncatingIfNeeded: sum)
                carry = UInt64(truncatingIfNeeded: sum &>> 64)
            }
            // Word i + 4 has not been written by an earlier row, except by its own carry, which is this place.
            wide[i + 4] = wide[i + 4] &+ carry
        }
        return Scalar(reducing: wide)
    }

    /// 32 bytes, lowest first.
    var bytes: [UInt8] {
        [words.0, words.1, words.2, words.3].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word &>> (8 * UInt64($0))) }
        }
    }

    /// 64 digits of −8…8 in base 16, lowest first; the number must be below 2^255. Whoever holds those of a secret
    /// wipes them.
    var signedDigits: [Int8] {
        var digits: [Int8] = []
        digits.reserveCapacity(64)
        var carry: Int8 = 0
        for place in 0..<64 {
            let word =
                switch place >> 4 {
                case 0: words.0
                case 1: words.1
                case 2: words.2
                default: words.3
                }
            let digit = Int8(truncatingIfNeeded: word &>> UInt64(4 * (place & 15)) & 15) &+ carry
            carry = (digit &+ 8) &>> 4
            digits.append(digit &- carry &<< 4)
        }
        digits[63] = digits[63] &+ carry &<< 4
        return digits
    }

    /// 256 digits, each 0 or odd in −15…15, at most one of five neighbours not 0. Not for secrets.
    var sparseDigits: [Int8] {
        var digits = [Int8](repeating: 0, count: 256)
        let bits = bytes.flatMap { byte in (0..<8).map { Int(byte >> $0 & 1) } } + [0, 0, 0, 0, 0]
        var position = 0
        var carry = 0
        while position < 256 {
            if bits[position] == carry {
                position += 1
                continue
            }
            var window = carry
            for offset in 0..<5 { window += bits[position + offset] << offset }
            carry = window > 15 ? 1 : 0
            digits[position] = Int8(window - carry << 5)
            position += 5
        }
        return digits
    }
}
