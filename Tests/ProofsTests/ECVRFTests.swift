import Testing

@testable import Proofs

/// RFC 9381 appendix B.3, and the instant win of the worked example.
struct ECVRFVector: Sendable {
    var secret: String
    var publicKey: String
    var message: [UInt8]
    var proof: String
    var output: String

    static let all = [
        ECVRFVector(
            secret: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", message: [],
            proof: "8657106690b5526245a92b003bb079ccd1a92130477671f6fc01ad16f26f723f26f8a57ccaed74ee1b190bed1f479d97"
                + "27d2d0f9b005a6e456a35d4fb0daab1268a1b0db10836d9826a528ca76567805",
            output: "90cf1df3b703cce59e2a35b925d411164068269d7b2d29f3301c03dd757876ff66b71dda49d2de59d03450451af02679"
                + "8e8f81cd2e333de5cdf4f3e140fdd8ae"),
        ECVRFVector(
            secret: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            publicKey: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", message: [0x72],
            proof: "f3141cd382dc42909d19ec5110469e4feae18300e94f304590abdced48aed5933bf0864a62558b3ed7f2fea45c92a465"
                + "301b3bbf5e3e54ddf2d935be3b67926da3ef39226bbc355bdc9850112c8f4b02",
            output: "eb4440665d3891d668e7e0fcaf587f1b4bd7fbfe99d0eb2211ccec90496310eb5e33821bc613efb94db5e5b54c70a848"
                + "a0bef4553a41befc57663b56373a5031"),
        ECVRFVector(
            secret: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            publicKey: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", message: [0xAF, 0x82],
            proof: "9bc0f79119cc5604bf02d23b4caede71393cedfbb191434dd016d30177ccbf8096bb474e53895c362d8628ee9f9ea3c0"
                + "e52c7a5c691b6c18c9979866568add7a2d41b00b05081ed0f58ee5e31b3a970e",
            output: "645427e5d00c62a23fb703732fa5d892940935942101e456ecca7bb217c61c452118fec1219202a0edcf038bb6373241"
                + "578be7217ba85a2687f7a0310b2df19f"),
        ECVRFVector(
            secret: "c14b76c2c48c433f59f5b717ab70c8d57a4d2cdd524b6012c68e55e1b406e05a",
            publicKey: "0795d752e85ad92daa44a9599224093502e8f37254ef8cfc6ba580fa3d33f13d",
            message: Array(
                ("huigong/instant/v1\njimo-union.example/yuanxiao-mini\n"
                    + "0a402d826c1dd053969692b3cc0cf9778e90c942c8a366fc6eba155c55837e4b\n"
                    + "cd812d248b7dfc71bdd87e86b9422f9a\n1\n").utf8),
            proof: "bbe448933917d0d482262932cd578c5e11039e62def32a2773f3055ad3ede7b2bf4f6647bc9ebe9b2b3dcb3e29b3fca7"
                + "16fb26768791ae41c9b1c67c0fc0d206208fac84a87a3fab2841691e78ca2008",
            output: "24a39c1d4e2a76c57091fda116fe14d2bcb36aeb0caa757a13156a535f336a5d3c66dec08f4ac615bee0f675bdf4dea8"
                + "f9118d3c5b7bafe73636b68c1a3e5bd5"),
    ]
}

struct ECVRFTests {
    @Test(arguments: ECVRFVector.all)
    func `proves and verifies the vectors of RFC 9381 and the example`(_ vector: ECVRFVector) throws {
        let secret = ECVRF.SecretKey(try digest(hex: vector.secret))
        let proof = try secret.prove(vector.message)
        #expect(Hex.encode(secret.publicKey) == vector.publicKey)
        #expect(proof.hex == vector.proof)
        #expect(Hex.encode(proof.output) == vector.output)
        let read = try ECVRF.Proof(parsing: try bytes(hex: vector.proof))
        let key = try ECVRF.PublicKey(secret.publicKey)
        #expect(Hex.encode(try key.verify(vector.message, read)) == vector.output)
    }

    private let secret = ECVRF.SecretKey(SHA256.hash("a vrf key of this test"))
    private let message = Array("a message".utf8)

    private func verify(_ proof: [UInt8], of message: [UInt8]? = nil) throws(VRFError) -> [UInt8] {
        let key = try ECVRF.PublicKey(secret.publicKey)
        return try key.verify(message ?? self.message, try ECVRF.Proof(parsing: proof))
    }

    @Test func `refuses a proof with any bit of any byte changed`() throws {
        let proof = try secret.prove(message).bytes
        #expect(try verify(proof) == secret.prove(message).output)
        for position in proof.indices {
            var changed = proof
            changed[position] ^= 1 << UInt8(position % 8)
            #expect(throws: VRFError.self) { try verify(changed) }
        }
    }

    @Test func `refuses another message, another key and another length`() throws {
        let proof = try secret.prove(message)
        #expect(throws: VRFError.proof) { try verify(proof.bytes, of: message + [0]) }
        let other = try ECVRF.PublicKey(ECVRF.SecretKey(SHA256.hash("another")).publicKey)
        #expect(throws: VRFError.proof) { try other.verify(message, proof) }
        for count in [0, 32, 79, 81] {
            let bytes = Array((proof.bytes + [0]).prefix(count))
            #expect(throws: VRFError.proofLength(count)) { try ECVRF.Proof(parsing: bytes) }
        }
    }

    /// q added to s gives the same equation.
    @Test func `refuses an s that is not below the order`() throws {
        let order = try bytes(hex: "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
        var proof = try secret.prove(message).bytes
        var carry = 0
        for position in 0..<32 {
            let sum = Int(proof[48 + position]) + Int(order[position]) + carry
            proof[48 + position] = UInt8(sum & 0xFF)
            carry = sum >> 8
        }
        #expect(throws: VRFError.proofScalar) { try ECVRF.Proof(parsing: proof) }
    }

    @Test func `refuses a gamma in another than its one encoding`() throws {
        let rest = [UInt8](repeating: 0, count: 48)
        let beyond = try bytes(hex: "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")
        let signed = try bytes(hex: "0100000000000000000000000000000000000000000000000000000000000080")
        let offCurve = try bytes(hex: "0200000000000000000000000000000000000000000000000000000000000000")
        for gamma in [beyond, signed, offCurve] {
            #expect(throws: VRFError.proofPoint) { try ECVRF.Proof(parsing: gamma + rest) }
        }
    }

    /// The eight points of small order, and encodings that are none.
    @Test(arguments: [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0100000000000000000000000000000000000000000000000000000000000080", "01",
    ])
    func `refuses keys of small order and other encodings`(_ key: String) throws {
        let key = try bytes(hex: key)
        #expect(throws: VRFError.publicKey) { try ECVRF.PublicKey(key) }
    }

    /// A part of small order in Gamma changes neither beta nor, for one proof in eight, the equation; the challenge
    /// hashes Gamma, so the proof fails all the same.
    @Test func `refuses a gamma with a part of small order`() throws {
        let proof = try secret.prove(message)
        let two = EdwardsPoint(x: .zero, y: -FieldElement.one, z: .one, t: .zero)
        let moved = proof.gamma + CachedPoint(two)
        #expect(moved.clearedOfCofactor.bytes == proof.gamma.clearedOfCofactor.bytes)
        #expect(throws: VRFError.proof) { try verify(moved.bytes + proof.bytes[32...]) }
    }

    @Test func `gives every message one number, however often it is asked`() throws {
        let outputs = try (UInt8(0)..<16).map { try secret.prove([$0]).output }
        #expect(try (UInt8(0)..<16).map { try secret.prove([$0]).output } == outputs)
        #expect(Set(outputs).count == 16)
    }
}

struct WipingTests {
    @Test func `overwrites every byte of an array in place`() {
        var secret = [UInt8](repeating: 0xA5, count: 100)
        let before = secret.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
        secret.wipe()
        #expect(secret == [UInt8](repeating: 0, count: 100))
        #expect(secret.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) } == before)
        var none: [UInt64] = []
        none.wipe()
        #expect(none.isEmpty)
    }

    /// What a wiped hash held can't be told from what another held.
    @Test func `leaves nothing of the message in a wiped hash`() {
        var hashes = [SHA512(), SHA512()]
        hashes[0].update(sampleBytes(300))
        hashes[1].update([UInt8](repeating: 7, count: 300))
        for place in hashes.indices { hashes[place].wipe() }
        #expect(
            "\(Mirror(reflecting: hashes[0]).children.map { "\($0)" })"
                == "\(Mirror(reflecting: hashes[1]).children.map { "\($0)" })")
    }
}
