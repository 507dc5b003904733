import Testing

@testable import JSON

/// Texts that are nearly right: the reader answers each with a value or an error inside the text, and what it reads
/// it can write and read again.
@Suite struct JSONMutationTests {
    static let seeds = [
        JSONAccessTests.request,
        #"{"id":"duanwu-2027-quiz","title":{"zh":"端午","en":"Dragon \u004aBoat"},"limits":{"person":{"day":3}},"a":[1,-2.5e+3,[],{}]}"#,
        "[null,true,false,\"\\ud83c\\udfee\\n\",\"é灯🏮\",0,-1,12345678901234567890,{\"\":{\"\":{\"\":[]}}}]",
    ]

    @Test(arguments: 1...8) func `survives mutated texts`(_ seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let alphabet = Array("{}[]\",:\\u0189-+.eEtfn \n\u{FF0C}".utf8) + [0x00, 0x1F, 0x80, 0xC0, 0xED, 0xF0, 0xFF]
        var (accepted, refused) = (0, 0)
        var tape = JSONTape(limits: JSONLimits(maxDepth: 8, maxNodes: 64))
        for _ in 0..<1500 {
            var bytes = Array(JSONMutationTests.seeds[random.below(JSONMutationTests.seeds.count)].utf8)
            for _ in 0...random.below(3) { mutate(&bytes, alphabet, &random) }
            let error: JSONError? = bytes.withUnsafeBufferPointer { bytes in
                do throws(JSONError) {
                    try tape.read(bytes)
                    return nil
                } catch {
                    return error
                }
            }
            if let error {
                refused += 1
                #expect(0...bytes.count ~= error.offset)
                #expect(error.position(in: bytes).line >= 1)
            } else {
                accepted += 1
                try checkRoundTrip(bytes)
            }
        }
        #expect(accepted > 10 && refused > 500)
    }

    private func checkRoundTrip(_ bytes: [UInt8]) throws {
        guard let value = JSON(try JSONDocument(bytes: bytes).root) else { return }
        let canonical = value.canonicalBytes()
        #expect(isCanonical(canonical))
        #expect(isCanonical(bytes) == (canonical == bytes))
        #expect(try JSON(JSONDocument(bytes: canonical).root)?.canonicalBytes() == canonical)
        #expect(try JSON(JSONDocument(bytes: value.bytes()).root) == value)
    }

    private func mutate(_ bytes: inout [UInt8], _ alphabet: [UInt8], _ random: inout SplitMix) {
        let place = random.below(bytes.count)
        switch random.below(5) {
        case 0: bytes[place] = alphabet[random.below(alphabet.count)]
        case 1: bytes.insert(alphabet[random.below(alphabet.count)], at: place)
        case 2: bytes.remove(at: place)
        case 3: bytes.removeSubrange(place..<min(bytes.count, place + random.below(12)))
        default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + random.below(12))], at: place)
        }
        if bytes.isEmpty { bytes = [0x30] }
    }
}

/// A small seeded generator, so that a failure comes back with its seed.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ bound: Int) -> Int {
        Int(next() % UInt64(bound))
    }
}
