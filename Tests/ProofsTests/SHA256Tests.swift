import Testing

@testable import Proofs

struct SHA256Tests {
    struct Vector: Sendable {
        var message: String
        var digest: String
    }

    @Test(arguments: [
        Vector(message: "", digest: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        Vector(message: "d3", digest: "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1"),
        Vector(message: "11af", digest: "5ca7133fa735326081558ac312c620eeca9970d1e70a4b95533d956f072d1f98"),
        Vector(message: "b4190e", digest: "dff2e73091f6c05e528896c4c831b9448653dc2ff043528f6769437bc7b975c2"),
        Vector(message: "74ba2521", digest: "b16aa56be3880d18cd41e68384cf1ec8c17680c45a02b1575dc1518923ae8b0e"),
        Vector(message: "616263", digest: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ])
    func `hashes the short messages of the standard's test suite`(_ vector: Vector) throws {
        #expect(SHA256.hash(try bytes(hex: vector.message)).hex == vector.digest)
    }

    @Test func `hashes the two-block and the million-byte message`() {
        let message = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
        #expect(
            SHA256.hash(message).hex == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
        let million = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
        #expect(
            SHA256.hash(million).hex == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    private static let prefixes = (0...300).map { Array(sampleBytes(300)[..<$0]) }
    private static let plainDigests = prefixes.map(plainSHA256)

    @Test(arguments: SHA256.Lanes.allCases)
    func `agrees with a second implementation for all lengths to 300, in all lanes`(_ lanes: SHA256.Lanes) {
        let (messages, expected) = (Self.prefixes, Self.plainDigests)
        #expect(messages.map { SHA256.hash($0) } == expected)
        #expect(SHA256.hashMany(messages, lanes: lanes) == expected)
        // Short among long ones, so that lanes end at different times.
        let mixed = (0...300).map { messages[$0 * 37 % 301] }
        #expect(SHA256.hashMany(mixed, lanes: lanes) == (0...300).map { expected[$0 * 37 % 301] })
    }

    @Test(arguments: SHA256.Lanes.allCases, [UInt8(0), 1])
    func `puts a prefix before each of many messages`(_ lanes: SHA256.Lanes, _ prefix: UInt8) {
        let data = sampleBytes(200, seed: 2)
        let messages = (0...200).map { Array(data[..<$0]) }
        #expect(
            SHA256.hashMany(messages, prefix: prefix, lanes: lanes) == messages.map { SHA256.hash([prefix] + $0) })
    }

    @Test(arguments: SHA256.Lanes.allCases)
    func `hashes any number of messages, also none and empty ones`(_ lanes: SHA256.Lanes) {
        for count in 0...40 {
            let messages = [[UInt8]](repeating: [], count: count)
            #expect(SHA256.hashMany(messages, lanes: lanes) == messages.map { SHA256.hash($0) })
        }
    }

    @Test func `takes a message in parts of any size`() {
        let data = sampleBytes(300, seed: 3)
        for part in [1, 3, 55, 56, 63, 64, 65, 128, 299] {
            var hash = SHA256()
            for start in stride(from: 0, to: data.count, by: part) {
                hash.update(data[start..<min(data.count, start + part)])
            }
            #expect(hash.finalize() == SHA256.hash(data))
        }
    }

    @Test func `orders digests as their bytes`() throws {
        let digests = (0..<50).map { SHA256.hash([$0]) }
        #expect(digests.sorted() == digests.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) })
        for position in 0..<32 {
            var bytes = [UInt8](repeating: 7, count: 32)
            let low = try #require(Digest(bytes))
            bytes[position] = 8
            let high = try #require(Digest(bytes))
            #expect(low < high)
            #expect(!(high < low))
        }
    }
}

/// Digests that another implementation made: `Vectors/hashes.txt`, written by tools/make-hash-vectors and held against
/// Python's hashlib by tools/tests.
struct HashVectorTests {
    private static func lines(_ prefix: String) throws -> [[Substring]] {
        try vectorFile("hashes.txt").split(separator: "\n").filter { $0.hasPrefix(prefix + " ") }.map {
            $0.split(separator: " ")
        }
    }

    private func hash(_ function: String, _ message: [UInt8]) -> [UInt8] {
        function == "sha256" ? SHA256.hash(message).bytes : SHA512.hash(message)
    }

    @Test(arguments: ["sha256", "sha512"])
    func `hashes short and long messages as another implementation does`(_ function: String) throws {
        let lines = try Self.lines(function + " message")
        #expect(lines.count == 159)
        for line in lines {
            let length = try #require(Int(line[2]))
            let digest = hash(function, sampleBytes(length, seed: UInt64(length)))
            #expect(Hex.encode(digest) == line[3], "length \(length)")
        }
    }

    /// The chain of the standard's test suite: each checkpoint is a thousand hashes of the three digests before.
    @Test(arguments: ["sha256", "sha512"])
    func `passes the Monte Carlo test`(_ function: String) throws {
        let lines = try Self.lines(function + " monte-carlo")
        #expect(lines.count == (function == "sha256" ? 100 : 10))
        var seed = try bytes(hex: try String(#require(Self.lines(function + " seed").first)[2]))
        for line in lines {
            var last = [seed, seed, seed]
            for _ in 0..<1000 { last = [last[1], last[2], hash(function, last[0] + last[1] + last[2])] }
            seed = last[2]
            #expect(Hex.encode(seed) == line[3], "checkpoint \(line[2])")
        }
    }
}

struct SHA512Tests {
    @Test func `hashes the example of the standard`() {
        #expect(
            Hex.encode(SHA512.hash(Array("abc".utf8)))
                == "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f")
    }

    /// The digest over the digests of all prefixes was computed with Python's hashlib.
    @Test func `hashes every length to 300`() {
        let data = sampleBytes(300)
        let all = (0...300).flatMap { SHA512.hash(Array(data[..<$0])) }
        #expect(
            Hex.encode(SHA512.hash(all))
                == "d578aaaa396f23dda0584ab64430ffb1e8389a412504bdaa17c99a773601d812"
                + "4f187fb098ca42c40c046882f35bf095b8d958c1921775ca474591fcf29f1abe")
    }
}

struct HMACSHA256Tests {
    struct Vector: Sendable {
        var key: String
        var message: String
        var code: String
    }

    /// RFC 4231, all cases; of case 5 the standard gives the first half.
    @Test(arguments: [
        Vector(
            key: String(repeating: "0b", count: 20), message: "4869205468657265",
            code: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        Vector(
            key: "4a656665", message: "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
            code: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        Vector(
            key: String(repeating: "aa", count: 20), message: String(repeating: "dd", count: 50),
            code: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        Vector(
            key: "0102030405060708090a0b0c0d0e0f10111213141516171819", message: String(repeating: "cd", count: 50),
            code: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
        Vector(
            key: String(repeating: "0c", count: 20), message: "546573742057697468205472756e636174696f6e",
            code: "a3b6167473100ee06e0c796c2955552b"),
        Vector(
            key: String(repeating: "aa", count: 131),
            message: "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b"
                + "6579204669727374",
            code: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
        Vector(
            key: String(repeating: "aa", count: 131),
            message: "5468697320697320612074657374207573696e672061206c6172676572207468616e20626c6f636b2d73697a65"
                + "206b657920616e642061206c6172676572207468616e20626c6f636b2d73697a6520646174612e20546865206b65"
                + "79206e6565647320746f20626520686173686564206265666f7265206265696e6720757365642062792074686520"
                + "484d414320616c676f726974686d2e",
            code: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
    ])
    func `authenticates the messages of RFC 4231`(_ vector: Vector) throws {
        let code = HMACSHA256(key: try bytes(hex: vector.key)).authenticate(try bytes(hex: vector.message))
        #expect(code.hex.prefix(vector.code.count) == vector.code)
    }
}

struct EncodingTests {
    @Test func `writes and reads all lengths in base64 and hex`() {
        for count in 0...70 {
            let data = sampleBytes(count)
            #expect(Base64.decode(Base64.encode(data)) == data)
            #expect(Hex.decode(Hex.encode(data)) == data)
        }
        #expect(Base64.encode(Array("foobar".utf8)) == "Zm9vYmFy")
        #expect(Base64.encode(Array("foob".utf8)) == "Zm9vYg==")
        #expect(Base64.encode([0xFB, 0xFF]) == "+/8=")
    }

    @Test(arguments: [
        "Zg", "Zg=", "Zh==", "Zm9=", "Zm9vYg", "Zm9v=", "=", "====", "Zm 9v", "Zm9v\n", "Zm9-", "Z", "é===",
    ])
    func `refuses base64 that is not the one spelling`(_ text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test(arguments: ["0", "0G", "AB", "0x", " 00", "é"])
    func `refuses hex that is not lower case pairs`(_ text: String) {
        #expect(Hex.decode(text) == nil)
    }
}
