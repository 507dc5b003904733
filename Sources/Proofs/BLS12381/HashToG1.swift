/// Bytes to a point of G1, of which nobody knows a multiple: the suite BLS12381G1_XMD:SHA-256_SSWU_RO_ of RFC 9380.
enum HashToG1 {
    /// - Parameter tag: The domain separation tag, at most 255 bytes.
    static func point(_ message: [UInt8], tag: String) -> G1Point {
        let bytes = expand(message, tag: Array(tag.utf8))
        let sum = map(number(bytes[..<64])) + map(number(bytes[64...]))
        // Out of the curve into the subgroup (section 8.8.1: h_eff = 1 − z).
        return sum.multiplied(by: [BLS12381.parameter + 1])
    }

    /// 128 bytes of a message (section 5.3.1).
    static func expand(_ message: [UInt8], tag: [UInt8]) -> [UInt8] {
        precondition(tag.count < 256, "the tag has at most 255 bytes")
        let tag = tag + [UInt8(tag.count)]
        let first = SHA256.hash([UInt8](repeating: 0, count: 64) + message + [0, 128, 0] + tag).bytes
        var block = [UInt8](repeating: 0, count: 32)
        var bytes: [UInt8] = []
        for number in UInt8(1)...4 {
            block = SHA256.hash(zip(first, block).map { $0 ^ $1 } + [number] + tag).bytes
            bytes += block
        }
        return bytes
    }

    /// 64 bytes, highest first, modulo p (section 5.2).
    private static func number(_ bytes: ArraySlice<UInt8>) -> Fp {
        let zeros = [UInt8](repeating: 0, count: 16)
        // Both halves are below 2^256, and so below p.
        guard let high = Fp(zeros + bytes.prefix(32)), let low = Fp(zeros + bytes.suffix(32)),
            let shift = Fp(zeros.dropLast() + [1] + [UInt8](repeating: 0, count: 32))
        else { preconditionFailure("half of the bytes is a number below p") }
        return high * shift + low
    }

    /// A number to a point of the curve: by the simplified map of Shallue, van de Woestijne and Ulas to a curve with an
    /// 11-isogeny, and through that (section 6.6.3).
    static func map(_ number: Fp) -> G1Point {
        let (a, b) = (G1Isogeny.a, G1Isogeny.b)
        let square = G1Isogeny.z * number.squared
        let sum = square.squared + square
        // Section 6.6.2, steps 1 to 3.
        let x1 = sum == .zero ? b * (G1Isogeny.z * a).inverse : -b * a.inverse * (.one + sum.inverse)
        func curve(_ x: Fp) -> Fp { (x.squared + a) * x + b }
        let x: Fp
        let root: Fp
        if let first = curve(x1).squareRoot {
            (x, root) = (x1, first)
        } else {
            x = square * x1
            // One of both is a square, as Z is none.
            guard let second = curve(x).squareRoot else { preconditionFailure("neither candidate is on the curve") }
            root = second
        }
        return G1Isogeny.image(x: x, y: number.isOdd == root.isOdd ? root : -root)
    }
}
