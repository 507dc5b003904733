import Testing

@testable import Proofs

@Suite struct VoucherCodeTests {
    static let origin = Origin(organiser: "jimo-union.example", campaign: "jiadian-2027-subsidy", isRehearsal: false)!
    private static let key = HMACSHA256(
        key: CampaignKeys(secret: SHA256.hash("a secret"), origin: origin).key(.voucher))
    static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    private static func code(leaf: Int, rank: Int = 0) -> VoucherCode { VoucherCode(key: key, leaf: leaf, rank: rank) }

    private func read(_ text: String) -> Result<VoucherCode, VoucherCode.Misread> {
        Result { () throws(VoucherCode.Misread) in try VoucherCode(typed: text) }
    }

    @Test func `a code is read back as it was written`() {
        for leaf in 0..<500 {
            let code = Self.code(leaf: leaf, rank: leaf % 3)
            #expect(read(code.text) == .success(code))
        }
        #expect(Self.code(leaf: 1).text.split(separator: "-").map(\.count) == [6, 6, 6])
        #expect(Self.code(leaf: 1) != Self.code(leaf: 1, rank: 1))
        #expect(Self.code(leaf: 11, rank: 2) != Self.code(leaf: 1, rank: 12))
    }

    @Test func `the bits are those of the code's HMAC`() {
        let key = HMACSHA256(key: SHA256.hash("key"))
        let digest = key.authenticate("huigong/voucher/v1\n17\n2\n")
        #expect(
            VoucherCode(key: key, leaf: 17, rank: 2).value
                == UInt128(digest.bytes[..<10].reduce(0) { $0 << 8 | UInt128($1) }))
        #expect(VoucherCode(key: key, leaf: 17, rank: 2).value >> 80 == 0)
        let moved = key.authenticate("huigong/voucher/v1\n17\n2\n1\n")
        #expect(
            VoucherCode(key: key, leaf: 17, rank: 2, transfers: 1).value
                == UInt128(moved.bytes[..<10].reduce(0) { $0 << 8 | UInt128($1) }))
    }

    @Test func `every wrong character is caught`() {
        for leaf in 0..<20 {
            let characters = Array(Self.code(leaf: leaf).text.filter { $0 != "-" })
            for place in characters.indices {
                for other in Self.alphabet where other != characters[place] {
                    var typed = characters
                    typed[place] = other
                    #expect(read(String(typed)) == .failure(.check))
                }
            }
        }
    }

    @Test func `every two characters that changed places are caught`() {
        for leaf in 0..<50 {
            let characters = Array(Self.code(leaf: leaf).text.filter { $0 != "-" })
            for left in characters.indices {
                for right in characters.indices where left < right && characters[left] != characters[right] {
                    var typed = characters
                    typed.swapAt(left, right)
                    #expect(read(String(typed)) == .failure(.check))
                }
            }
        }
    }

    @Test func `every two wrong characters are caught`() {
        let characters = Array(Self.code(leaf: 7).text.filter { $0 != "-" })
        let places = characters.map { Self.alphabet.firstIndex(of: $0)! }
        for left in 0..<18 {
            for right in left + 1..<18 {
                for (one, other) in [(1, 1), (1, 31), (17, 5), (30, 2)] {
                    var typed = characters
                    typed[left] = Self.alphabet[(places[left] + one) % 32]
                    typed[right] = Self.alphabet[(places[right] + other) % 32]
                    #expect(read(String(typed)) == .failure(.check))
                }
            }
        }
    }

    @Test func `what people type for it is read`() throws {
        // A code with both characters that are misread.
        let code = try #require(
            (0..<2000).lazy.map { Self.code(leaf: $0) }
                .first { $0.text.contains("0") && $0.text.contains("1") })
        let plain = code.text.filter { $0 != "-" }
        #expect(read(plain) == .success(code))
        #expect(read(code.text.lowercased()) == .success(code))
        #expect(read(" \(plain.map { "\($0) " }.joined())\n") == .success(code))
        for one in ["I", "i", "L", "l"] {
            for zero in ["O", "o"] {
                #expect(
                    read(String(plain.flatMap { $0 == "0" ? zero : $0 == "1" ? one : "\($0)" })) == .success(code))
            }
        }
        let wide = String(
            String.UnicodeScalarView(code.text.unicodeScalars.map { Unicode.Scalar($0.value + 0xFEE0)! }))
        #expect(read(wide) == .success(code))
        #expect(read(code.text.split(separator: "-").joined(separator: "—")) == .success(code))
    }

    @Test func `what is no code says why`() {
        let text = Self.code(leaf: 3).text
        #expect(read("") == .failure(.length(0)))
        #expect(read(String(text.dropLast())) == .failure(.length(17)))
        #expect(read(text + "0") == .failure(.length(19)))
        #expect(read("U" + text.dropFirst()) == .failure(.character(1)))
        #expect(read(text.dropLast() + "惠") == .failure(.character(18)))
    }

    @Test func `a code is never shown by accident`() {
        let code = Self.code(leaf: 12, rank: 1)
        var dumped = ""
        dump(code, to: &dumped)
        for shown in ["\(code)", String(reflecting: code), dumped] {
            #expect(!shown.contains(code.text) && !shown.contains("\(code.value)"))
        }
    }
}
