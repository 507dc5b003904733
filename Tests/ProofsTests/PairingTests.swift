import Testing

@testable import Proofs

/// RFC 9380 appendix J.9.1.
struct HashToG1Vector: Sendable {
    var message: String
    var x: String
    var y: String

    static let all = [
        HashToG1Vector(
            message: "",
            x: "052926add2207b76ca4fa57a8734416c8dc95e24501772c814278700eed6d1e4e8cf62d9c09db0fac349612b759e79a1",
            y: "08ba738453bfed09cb546dbb0783dbb3a5f1f566ed67bb6be0e8c67e2e81a4cc68ee29813bb7994998f3eae0c9c6a265"),
        HashToG1Vector(
            message: "abc",
            x: "03567bc5ef9c690c2ab2ecdf6a96ef1c139cc0b2f284dca0a9a7943388a49a3aee664ba5379a7655d3c68900be2f6903",
            y: "0b9c15f3fe6e5cf4211f346271d7b01c8f3b28be689c8429c85b67af215533311f0b8dfaaa154fa6b88176c229f2885d"),
        HashToG1Vector(
            message: "abcdef0123456789",
            x: "11e0b079dea29a68f0383ee94fed1b940995272407e3bb916bbf268c263ddd57a6a27200a784cbc248e84f357ce82d98",
            y: "03a87ae2caf14e8ee52e51fa2ed8eefe80f02457004ba4d486d6aa1f517c0889501dc7413753f9599b099ebcbbd2d709"),
        HashToG1Vector(
            message: "q128_" + String(repeating: "q", count: 128),
            x: "15f68eaa693b95ccb85215dc65fa81038d69629f70aeee0d0f677cf22285e7bf58d7cb86eefe8f2e9bc3f8cb84fac488",
            y: "1807a1d50c29f430b8cafc4f8638dfeeadf51211e1602a5f184443076715f91bb90a48ba1e370edce6ae1062f5e6dd38"),
        HashToG1Vector(
            message: "a512_" + String(repeating: "a", count: 512),
            x: "082aabae8b7dedb0e78aeb619ad3bfd9277a2f77ba7fad20ef6aabdc6c31d19ba5a6d12283553294c1825c4b3ca2dcfe",
            y: "05b84ae5a942248eea39e1d91030458c40153f3b654ab7872d779ad1e942856a20c438e8d99bc8abfbf74729ce1f7ac8"),
    ]
}

struct PairingTests {
    private static let g1 = G1Point(
        x: Fp(
            constant:
                "17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb"),
        y: Fp(
            constant:
                "08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1"))

    @Test(arguments: HashToG1Vector.all)
    func `hashes to the points of RFC 9380`(_ vector: HashToG1Vector) throws {
        let point = HashToG1.point(
            Array(vector.message.utf8), tag: "QUUX-V01-CS02-with-BLS12381G1_XMD:SHA-256_SSWU_RO_")
        let affine = try #require(point.affine)
        #expect(Hex.encode(affine.x.bytes) == vector.x)
        #expect(Hex.encode(affine.y.bytes) == vector.y)
        #expect(affine.isOnCurve && point.isInSubgroup)
    }

    @Test func `maps the numbers that the formulas make exceptions of`() throws {
        // 0, and the roots of −1/Z where they exist, make the map's denominator 0.
        let exceptions = [Fp.zero] + [(-G1Isogeny.z.inverse).squareRoot].compactMap(\.self)
        for number in exceptions + [.one, -Fp.one] {
            let point = HashToG1.map(number)
            #expect(point.affine?.isOnCurve == true)
        }
    }

    @Test func `a pairing is bilinear and not always 1`() throws {
        func pair(_ a: UInt64, _ b: UInt64) throws -> Pairing.Pair {
            let (p, q) = (Self.g1.multiplied(by: [a]), G2Point.generator.multiplied(by: [b]))
            return (try #require(p.affine), try #require(q.affine))
        }
        func negated(_ pair: Pairing.Pair) -> Pairing.Pair { (-pair.0, pair.1) }
        let one = try pair(1, 1)
        let value = Pairing.cubeOfProduct([one])
        #expect(value != .one)
        #expect(Pairing.isProductOne([one, negated(one)]))
        #expect(!Pairing.isProductOne([one, one]))
        for (a, b) in [(2, 3), (5, 1), (0xFFFF_FFFF, 0xD201)] as [(UInt64, UInt64)] {
            #expect(Pairing.isProductOne([try pair(a, b), negated(try pair(a * b, 1))]))
            #expect(Pairing.isProductOne([try pair(a, b), negated(try pair(1, a * b))]))
            #expect(!Pairing.isProductOne([try pair(a, b), negated(try pair(a * b + 1, 1))]))
        }
        #expect(Pairing.cubeOfProduct([try pair(2, 3)]) == value.squared * value.squared * value.squared)
    }

    @Test func `the generators have the order of the groups`() throws {
        #expect(Self.g1.affine?.isOnCurve == true && Self.g1.isInSubgroup)
        #expect(G2Point.generator.affine?.isOnCurve == true && G2Point.generator.isInSubgroup)
        let almost = BLS12381.order.enumerated().map { $0 == 0 ? $1 - 1 : $1 }
        #expect(Self.g1.multiplied(by: almost).affine == Self.g1.affine.map { -$0 })
        #expect((Self.g1 + G1Point(try #require(Self.g1.affine.map { -$0 }))).isInfinity)
        #expect((Self.g1 + .infinity).affine == Self.g1.affine)
        #expect((Self.g1 + Self.g1).affine == Self.g1.doubled.affine)
    }

    @Test func `numbers modulo p obey the laws of a field`() throws {
        func number(_ seed: UInt64) -> Fp { Fp([0] + sampleBytes(47, seed: seed))! }
        for seed in UInt64(1)...20 {
            let (a, b, c) = (number(seed), number(seed + 100), number(seed + 200))
            #expect(a * (b + c) == a * b + a * c && a * b == b * a && a - b == -(b - a))
            #expect(a * a.inverse == .one && Fp(a.bytes) == a)
            #expect(a.squared.squareRoot.map { $0 == a || $0 == -a } == true)
            #expect((a.squareRoot == nil) != ((-a).squareRoot == nil))
            let (d, e) = (Fp2(a, b), Fp2(c, a))
            #expect(d * e == e * d && d.squared == d * d && d * d.inverse == .one)
            #expect(d.squared.squareRoot.map { $0 == d || $0 == -d } == true)
            let f = Fp12(Fp6(d, e, d * e), Fp6(e, d + e, d))
            #expect(f * f.inverse == .one && f.squared == f * f)
            #expect((f * f.frobenius).frobenius == f.frobenius * f.frobenius.frobenius)
        }
        var power = Fp12(Fp6(.one, Fp2(Fp(3), Fp(5)), .zero), .one)
        let start = power
        for _ in 0..<12 { power = power.frobenius }
        #expect(power == start)
    }

    @Test func `bytes at p and above it are no number`() throws {
        let p = "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab"
        var bytes = try bytes(hex: p)
        #expect(Fp(bytes) == nil)
        #expect(Fp([UInt8](repeating: 0xFF, count: 48)) == nil)
        bytes[47] -= 1
        #expect(Fp(bytes) == -Fp.one)
        #expect(Fp([UInt8](repeating: 0, count: 48)) == .zero)
    }
}
