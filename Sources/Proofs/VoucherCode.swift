/// What a holder shows to a shop: 80 bits that nobody can guess, as 16 characters and two more that catch mistakes.
///
/// The bits are the first 10 bytes of HMAC-SHA256(voucher key, "huigong/voucher/v1\n<leaf>\n<rank>\n"), so that a code is
/// made again and never stored; once a voucher was handed on, "<how often>\n" follows, so that nobody who had it before
/// knows its code. The characters are Crockford's base 32 (no I, L, O, U); the last two make the 18 a word
/// of the Reed-Solomon code over GF(32) with the zeros α and α² (α a root of x⁵ + x² + 1), so that no two wrong
/// characters, and no two that changed places, go unseen. Written in groups of six: `7Q2M9K-4XD0RT-8BHWYJ`.
///
/// It is a secret of its holder: its description does not tell it, so that no log does.
package struct VoucherCode: Hashable, Sendable {
    /// The 80 bits.
    package let value: UInt128

    package static let characterCount = 18
    private static let groupCount = 6
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    /// - Parameters:
    ///   - key: The campaign's key `voucher`.
    ///   - leaf: The leaf that issued the voucher.
    ///   - rank: Which of that leaf's vouchers it is, from 0.
    ///   - transfers: How often it was handed on.
    package init(key: HMACSHA256, leaf: Int, rank: Int = 0, transfers: Int = 0) {
        let digest = key.authenticate(
            "huigong/voucher/v1\n\(leaf)\n\(rank)\n\(transfers == 0 ? "" : "\(transfers)\n")")
        value = digest.bytes.prefix(10).reduce(0) { $0 << 8 | UInt128($1) }
    }

    /// The code as people type it, in groups of six.
    package var text: String {
        var text: [UInt8] = []
        for (place, symbol) in Self.word(of: value).enumerated() {
            if place > 0, place % Self.groupCount == 0 { text.append(UInt8(ascii: "-")) }
            text.append(Self.alphabet[Int(symbol)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The 16 symbols of the value, and two that make both syndromes zero.
    private static func word(of value: UInt128) -> [UInt8] {
        var symbols = (0..<16).map { UInt8(truncatingIfNeeded: value >> (75 - 5 * UInt128($0))) & 31 }
        // The remainder of the symbols, as a polynomial, by (x − α)(x − α²).
        var (high, low): (UInt8, UInt8) = (0, 0)
        for symbol in symbols {
            let carry = symbol ^ high
            high = low ^ multiply(carry, sumOfZeros)
            low = multiply(carry, productOfZeros)
        }
        symbols += [high, low]
        return symbols
    }

    private static let sumOfZeros = power(1) ^ power(2)
    private static let productOfZeros = power(3)

    /// α to a power.
    private static func power(_ exponent: Int) -> UInt8 { (0..<exponent).reduce(1) { power, _ in multiply(power, 2) } }

    private static func multiply(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var (product, left) = (UInt8(0), left)
        for bit in 0..<5 {
            if right >> UInt8(bit) & 1 == 1 { product ^= left }
            left = left << 1 ^ (left & 16 == 0 ? 0 : 0b100101)
        }
        return product
    }
}

extension VoucherCode: CustomStringConvertible, CustomReflectable {
    package var description: String { "(a voucher code)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension VoucherCode {
    /// Why a text is no code; it says nothing of what was typed.
    package enum Misread: Error, Hashable, Sendable {
        /// It has so many characters, spaces and dashes aside, and not 18.
        case length(Int)
        /// The character at a place, from 1, is in no code.
        case character(Int)
        /// Some characters are wrong, or two have changed places.
        case check
    }

    /// Reads what somebody typed: in either case, with O for 0 and I or L for 1, full-width characters, and spaces and
    /// dashes anywhere.
    package init(typed: String) throws(Misread) {
        var symbols: [UInt8] = []
        var wrong: Int?
        for scalar in typed.unicodeScalars where !Self.isGap(scalar) {
            let symbol = Self.symbol(scalar)
            if symbol == nil, wrong == nil { wrong = symbols.count + 1 }
            symbols.append(symbol ?? 0)
        }
        guard symbols.count == Self.characterCount else { throw .length(symbols.count) }
        if let wrong { throw .character(wrong) }
        for zero in [Self.power(1), Self.power(2)] {
            guard symbols.reduce(0, { Self.multiply($0, zero) ^ $1 }) == 0 else { throw .check }
        }
        value = symbols.prefix(16).reduce(0) { $0 << 5 | UInt128($1) }
    }

    private static func isGap(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20, 0x2D, 0x5F, 0xA0, 0xAD, 0x2000...0x2015, 0x2212, 0x3000, 0xFE58, 0xFE63, 0xFF0D,
            0xFF3F:
            true
        default: false
        }
    }

    private static func symbol(_ scalar: Unicode.Scalar) -> UInt8? {
        // Full-width forms stand 0xFEE0 above what they mean.
        let code = (0xFF01...0xFF5E).contains(scalar.value) ? scalar.value - 0xFEE0 : scalar.value
        guard var character = UInt8(exactly: code) else { return nil }
        if (0x61...0x7A).contains(character) { character -= 0x20 }
        switch character {
        case UInt8(ascii: "O"): return 0
        case UInt8(ascii: "I"), UInt8(ascii: "L"): return 1
        default: return alphabet.firstIndex(of: character).map(UInt8.init)
        }
    }
}
