import Simulation
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
        var (accepted, refused) = (0, 0)
        var tape = JSONTape(limits: JSONLimits(maxDepth: 8, maxNodes: 64))
        for _ in 0..<1500 {
            var bytes = Array(JSONMutationTests.seeds[random.below(JSONMutationTests.seeds.count)].utf8)
            for _ in 0...random.below(3) { random.mutate(&bytes) }
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
}
