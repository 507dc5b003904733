import Testing

@testable import Proofs

/// Rounds of quicknet as its servers gave them.
private let recorded: [(round: Int64, signature: String)] = [
    (1000, "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39"),
    (657_413, "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b"),
    (5_928_395, "a5d07c0071b4e386b3ae09206522253c68fefe8490ad59ecc44a7dd0d0745be91da5779e2247a82403fbc0cb9a34cb61"),
]

struct BeaconTests {
    private func flaw(_ round: Int64, _ signature: [UInt8], _ key: BeaconKey = .quicknet) throws -> BeaconFlaw? {
        let beacon = try #require(Beacon(round: round, signature: signature))
        do throws(BeaconFlaw) { try key.check(beacon) } catch { return error }
        return nil
    }

    @Test(arguments: recorded)
    func `takes the rounds that quicknet signed, and their values`(_ round: Int64, _ signature: String) throws {
        #expect(try flaw(round, bytes(hex: signature)) == nil)
    }

    @Test func `refuses a real signature under any other round`() throws {
        let signature = try bytes(hex: recorded[1].signature)
        for round in [1, 657_412, 657_414, 657_413 + 1 << 32, .max] as [Int64] {
            #expect(try flaw(round, signature) == .notSigned)
        }
    }

    @Test func `refuses a signature with any bit changed`() throws {
        let (round, text) = recorded[2]
        let signature = try bytes(hex: text)
        for bit in [0, 1, 2, 3] + stride(from: 5, to: 384, by: 7) {
            var other = signature
            other[bit / 8] ^= 0x80 >> UInt8(bit % 8)
            let found = try flaw(round, other)
            switch bit {
            case 0: #expect(found == .point(.encoding))
            case 1: #expect(found == .point(.infinity))
            case 2: #expect(found == .notSigned, "the negative of a signature is a point of the group, too")
            default: #expect(found != nil, "bit \(bit)")
            }
        }
    }

    @Test func `says what is wrong with points that are none`() throws {
        let p = "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab"
        var atP = try bytes(hex: p)
        atP[0] |= 0x80
        let zeros = [UInt8](repeating: 0, count: 47)
        #expect(try flaw(1, atP) == .point(.range))
        #expect(try flaw(1, [0xC0] + zeros) == .point(.infinity))
        #expect(try flaw(1, [0xE0] + zeros) == .point(.infinity))
        #expect(try flaw(1, [0x40] + zeros) == .point(.encoding))
        #expect(try flaw(1, [UInt8](repeating: 0xFF, count: 48)) == .point(.infinity))
        #expect(try flaw(1, [UInt8](repeating: 0x9F, count: 48)) == .point(.range))
        // (0, 2) has the order 3.
        #expect(try flaw(1, [0x80] + zeros) == .point(.subgroup))
        #expect(try flaw(1, [0x80] + zeros.dropLast() + [1]) == .point(.curve))
        #expect(throws: PointFlaw.encoding) { try G1Point(compressed: [0x80]) }
    }

    @Test func `refuses what another key signed, and takes it under that key`() throws {
        let network = try #require(BeaconSigner(secret: 77))
        let signature = network.sign(36)
        #expect(try flaw(36, signature, network.key) == nil)
        #expect(try flaw(36, signature) == .notSigned)
        #expect(try flaw(37, signature, network.key) == .notSigned)
    }

    @Test func `there is one spelling a point`() throws {
        for (_, text) in recorded {
            let signature = try bytes(hex: text)
            #expect(try G1Point(compressed: signature).compressed == signature)
        }
        #expect(G1Point.infinity.compressed == [0xC0] + [UInt8](repeating: 0, count: 47))
        let key = try #require(BeaconSigner(secret: 3)).key.bytes
        #expect(try BeaconKey(key).bytes == key)
        #expect(Hex.encode(BeaconKey.quicknet.bytes).hasPrefix("83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911f"))
    }

    @Test func `refuses keys that are no points of G2`() throws {
        let zeros = [UInt8](repeating: 0, count: 95)
        #expect(throws: PointFlaw.infinity) { try BeaconKey([0xC0] + zeros) }
        #expect(throws: PointFlaw.encoding) { try BeaconKey([0xA0]) }
        #expect(throws: PointFlaw.range) { try BeaconKey([0x9F] + [UInt8](repeating: 0xFF, count: 95)) }
        // (2, …) is on the twist, as is almost no small x, and outside of the subgroup.
        #expect(throws: PointFlaw.subgroup) { try BeaconKey([0x80] + zeros.dropLast() + [2]) }
    }
}
