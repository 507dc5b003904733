import Testing

@testable import Proofs

struct Ed25519Tests {
    @Test(arguments: Ed25519Vector.all)
    func `signs and verifies the vectors of RFC 8032`(_ vector: Ed25519Vector) throws {
        let seed = try digest(hex: vector.seed)
        let message = try bytes(hex: vector.message)
        let signature = Ed25519.sign(message, seed: seed)
        #expect(Hex.encode(Ed25519.publicKey(seed: seed)) == vector.publicKey)
        #expect(Hex.encode(signature) == vector.signature)
        #expect(
            Ed25519.isValid(signature: signature, of: message, publicKey: try bytes(hex: vector.publicKey)))
    }

    private let key = Ed25519.SigningKey(seed: SHA256.hash("a key of this test"))
    private let message = Array("a message".utf8)

    private func isValid(_ signature: [UInt8], publicKey: [UInt8]? = nil) -> Bool {
        Ed25519.isValid(signature: signature, of: message, publicKey: publicKey ?? key.publicKey)
    }

    @Test func `refuses a signature with any byte changed, and any other message`() {
        let signature = key.sign(message)
        #expect(isValid(signature))
        for position in signature.indices {
            var changed = signature
            changed[position] ^= 1
            #expect(!isValid(changed))
        }
        #expect(!Ed25519.isValid(signature: signature, of: message + [0], publicKey: key.publicKey))
        #expect(!isValid(Array(signature.dropLast())))
        #expect(!isValid(signature, publicKey: Array(key.publicKey.dropLast())))
    }

    /// L added to S gives the same equation, and another signature.
    @Test func `refuses an S that is not below the order`() throws {
        let order = try bytes(hex: "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
        var signature = key.sign(message)
        var carry = 0
        for position in 0..<32 {
            let sum = Int(signature[32 + position]) + Int(order[position]) + carry
            signature[32 + position] = UInt8(sum & 0xFF)
            carry = sum >> 8
        }
        #expect(!isValid(signature))
        #expect(Scalar(canonical: order) == nil)
    }

    /// With the identity as key and R = [S]B every message verifies, so only the encodings decide.
    @Test func `accepts a point of small order only in its canonical encoding`() throws {
        let identity = [UInt8(1)] + [UInt8](repeating: 0, count: 31)
        let response = Scalar(reducing: SHA512.hash(message))
        let signature = EdwardsPoint.multiplyBase(response).bytes + response.bytes
        #expect(isValid(signature, publicKey: identity))
        // y = p + 1, and x = 0 with a sign.
        let beyond = try bytes(hex: "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")
        #expect(!isValid(signature, publicKey: beyond))
        var signed = identity
        signed[31] = 0x80
        #expect(!isValid(signature, publicKey: signed))
    }

    /// R of small order added to a good R is cancelled by a factor of eight, which nobody multiplies by here.
    @Test func `verifies without the cofactor`() throws {
        let two = EdwardsPoint(x: .zero, y: -FieldElement.one, z: .one, t: .zero)
        let scalar = Scalar(
            unreduced: SHA512.hash(SHA256.hash("a key of this test").bytes)[..<32].enumerated().map {
                $0 == 0 ? $1 & 0xF8 : $0 == 31 ? $1 & 0x7F | 0x40 : $1
            })
        let nonce = Scalar(reducing: SHA512.hash([1]))
        let commitment = (EdwardsPoint.multiplyBase(nonce) + CachedPoint(two)).bytes
        let challenge = Scalar(reducing: SHA512.hash(commitment + key.publicKey + message))
        let response = Scalar.multiplyAdd(challenge, scalar, nonce)
        #expect(!isValid(commitment + response.bytes))
        let plain = EdwardsPoint.multiplyBase(nonce).bytes
        let plainChallenge = Scalar(reducing: SHA512.hash(plain + key.publicKey + message))
        #expect(isValid(plain + Scalar.multiplyAdd(plainChallenge, scalar, nonce).bytes))
    }

    @Test func `refuses keys that are on no point`() {
        var refused = 0
        for first in UInt8(0)..<32 {
            let encoding = [first] + [UInt8](repeating: 0, count: 31)
            guard let point = EdwardsPoint(encoding) else {
                refused += 1
                continue
            }
            #expect(point.bytes == encoding)
        }
        #expect((8...24).contains(refused))
    }

    @Test func `multiplies alike in constant and in variable time`() {
        for number in UInt8(0)..<12 {
            let scalar = Scalar(reducing: SHA512.hash([number]))
            let other = Scalar(reducing: SHA512.hash([number, 1]))
            let zero = Scalar(words: (0, 0, 0, 0))
            let product = EdwardsPoint.multiplyBase(scalar)
            #expect(EdwardsPoint.base.multiplied(by: scalar).bytes == product.bytes)
            #expect(EdwardsPoint.multiplyAddPublic(zero, .base, scalar).bytes == product.bytes)
            #expect(EdwardsPoint.multiplyAddPublic(scalar, .base, zero).bytes == product.bytes)
            let sum = product.multiplied(by: other) + CachedPoint(EdwardsPoint.multiplyBase(other))
            #expect(EdwardsPoint.multiplyAddPublic(other, product, other).bytes == sum.bytes)
        }
    }

    @Test func `computes with the edges of the field`() {
        let top = -FieldElement.one
        #expect(top * top == .one)
        #expect(top.squared == .one)
        #expect((top + .one).isZero)
        #expect(top.bytes[0] == 0xEC && top.bytes[31] == 0x7F)
        #expect(FieldElement.zero.inverse.isZero)
        let wide = top + top + top
        #expect(wide * wide.inverse == .one)
        #expect(FieldElement.squareRootOfMinusOne.squared == top)
    }

    @Test func `reduces numbers around the order`() throws {
        let order = try bytes(hex: "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
        let zeros = [UInt8](repeating: 0, count: 32)
        #expect(Scalar(reducing: order + zeros).bytes == zeros)
        var more = order
        more[0] += 5
        #expect(Scalar(reducing: more + zeros).bytes == [5] + zeros.dropLast())
        var less = order
        less[0] -= 1
        #expect(Scalar(reducing: less + zeros).bytes == less)
        // (L − 1)² = 1 modulo L, and 2^512 − 1 is what a computer algebra system says it is.
        let top = Scalar(unreduced: less)
        #expect(Scalar.multiplyAdd(top, top, Scalar(words: (0, 0, 0, 0))).bytes == [1] + zeros.dropLast())
        #expect(
            Hex.encode(Scalar(reducing: [UInt8](repeating: 0xFF, count: 64)).bytes)
                == "000f9c44e31106a447938568a71b0ed065bef517d273ecce3d9a307c1b419903")
    }
}
