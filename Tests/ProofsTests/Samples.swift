import Proofs

/// Bytes that look random and are the same on every run.
func sampleBytes(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var state = seed
    return (0..<count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 56)
    }
}

func bytes(hex: String) throws -> [UInt8] {
    guard let bytes = Hex.decode(hex) else { throw SampleError.notHex(hex) }
    return bytes
}

func digest(hex: String) throws -> Digest {
    guard let digest = Digest(hex: hex) else { throw SampleError.notHex(hex) }
    return digest
}

enum SampleError: Error {
    case notHex(String)
}

/// SHA-256 straight from FIPS 180-4, one round after the other, as a second opinion.
func plainSHA256(_ message: [UInt8]) -> Digest {
    let primes = (2...311).filter { number in (2..<number).allSatisfy { number % $0 != 0 } }
    func fraction(_ root: Double) -> UInt32 { UInt32((root - root.rounded(.down)) * 4_294_967_296) }
    var hash = primes.prefix(8).map { fraction(Double($0).squareRoot()) }
    let constants = primes.prefix(64).map { cubeRootFraction($0) }
    var padded = message + [0x80]
    while padded.count % 64 != 56 { padded.append(0) }
    padded += (0..<8).map { UInt8(truncatingIfNeeded: (message.count * 8) >> (56 - 8 * $0)) }
    func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 { word >> count | word << (32 - count) }
    for start in stride(from: 0, to: padded.count, by: 64) {
        var w = (0..<16).map { i in (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(padded[start + 4 * i + $1]) } }
        for t in 16..<64 {
            let late = rotate(w[t - 2], 17) ^ rotate(w[t - 2], 19) ^ w[t - 2] >> 10
            let early = rotate(w[t - 15], 7) ^ rotate(w[t - 15], 18) ^ w[t - 15] >> 3
            w.append(late &+ w[t - 7] &+ early &+ w[t - 16])
        }
        var v = hash
        for t in 0..<64 {
            let sum1 = rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25)
            let choice = v[4] & v[5] ^ ~v[4] & v[6]
            let t1 = v[7] &+ sum1 &+ choice &+ constants[t] &+ w[t]
            let sum0 = rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22)
            let t2 = sum0 &+ (v[0] & v[1] ^ v[0] & v[2] ^ v[1] & v[2])
            v = [t1 &+ t2, v[0], v[1], v[2], v[3] &+ t1, v[4], v[5], v[6]]
        }
        for i in 0..<8 { hash[i] &+= v[i] }
    }
    let bytes = hash.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * UInt32($0))) } }
    return Digest(bytes) ?? .zero
}

/// The first 32 bits after the point of a cube root, by halving.
private func cubeRootFraction(_ number: Int) -> UInt32 {
    // root = floor(cbrt(number) · 2^32): below 2^35, so its cube fits 128 bits.
    let target = UInt128(number) << 96
    var root: UInt128 = 0
    for bit in (0..<35).reversed() {
        let next = root | 1 << UInt128(bit)
        if next * next * next <= target { root = next }
    }
    return UInt32(truncatingIfNeeded: root)
}
