import Testing

@testable import JSON

@Suite struct JSONReadingTests {
    struct Refused: Sendable, CustomTestStringConvertible {
        var text: String
        var reason: JSONError.Reason
        var line = 1
        var column: Int
        var testDescription: String { text }
    }

    static let refused: [Refused] = [
        Refused(text: "", reason: .unexpectedEnd, column: 1),
        Refused(text: "  ", reason: .unexpectedEnd, column: 3),
        Refused(text: "[", reason: .unexpectedEnd, column: 2),
        Refused(text: "[1", reason: .unexpectedEnd, column: 3),
        Refused(text: "[1,", reason: .unexpectedEnd, column: 4),
        Refused(text: "[1,]", reason: .trailingComma, column: 3),
        Refused(text: "[,1]", reason: .expected(.value, found: ","), column: 2),
        Refused(text: "[1 2]", reason: .expected(.commaOrBracket, found: "2"), column: 4),
        Refused(text: "[1}", reason: .expected(.commaOrBracket, found: "}"), column: 3),
        Refused(text: "{\"a\":1]", reason: .expected(.commaOrBrace, found: "]"), column: 7),
        Refused(text: "{\"a\":1,}", reason: .trailingComma, column: 7),
        Refused(text: "{\"a\":1,\n}", reason: .trailingComma, column: 7),
        Refused(text: "{a:1}", reason: .expected(.key, found: "a"), column: 2),
        Refused(text: "{\"a\" 1}", reason: .expected(.colon, found: "1"), column: 6),
        Refused(text: "{\"a\":}", reason: .expected(.value, found: "}"), column: 6),
        Refused(text: "{\"a\"", reason: .unexpectedEnd, column: 5),
        Refused(text: "{,}", reason: .expected(.key, found: ","), column: 2),
        Refused(text: "{1:1}", reason: .expected(.key, found: "1"), column: 2),
        Refused(text: "'a'", reason: .expected(.value, found: "'"), column: 1),
        Refused(text: "{\"a\"：1}", reason: .expected(.colon, found: "："), column: 5),
        Refused(text: "[\"灯谜\"，2]", reason: .expected(.commaOrBracket, found: "，"), column: 6),
        Refused(text: "// 注释\n1", reason: .expected(.value, found: "/"), column: 1),
        Refused(text: "]", reason: .expected(.value, found: "]"), column: 1),
        Refused(text: "1 1", reason: .textAfterValue, column: 3),
        Refused(text: "{}}", reason: .textAfterValue, column: 3),
        Refused(text: "null\u{0}", reason: .textAfterValue, column: 5),
        Refused(text: "\u{FEFF}{}", reason: .byteOrderMark, column: 1),
        Refused(text: "[\u{B}1]", reason: .expected(.value, found: "\u{B}"), column: 2),
        Refused(text: "\u{A0}1", reason: .expected(.value, found: "\u{A0}"), column: 1),
        Refused(text: "01", reason: .leadingZero, column: 1),
        Refused(text: "-01", reason: .leadingZero, column: 2),
        Refused(text: "00", reason: .leadingZero, column: 1),
        Refused(text: "-", reason: .unexpectedEnd, column: 2),
        Refused(text: "[-]", reason: .invalidNumber, column: 2),
        Refused(text: "+1", reason: .expected(.value, found: "+"), column: 1),
        Refused(text: ".5", reason: .expected(.value, found: "."), column: 1),
        Refused(text: "[1.]", reason: .invalidNumber, column: 2),
        Refused(text: "[1e]", reason: .invalidNumber, column: 2),
        Refused(text: "[1e+]", reason: .invalidNumber, column: 2),
        Refused(text: "1e5.5", reason: .textAfterValue, column: 4),
        Refused(text: "0x10", reason: .textAfterValue, column: 2),
        Refused(text: "NaN", reason: .expected(.value, found: "N"), column: 1),
        Refused(text: "-Infinity", reason: .invalidNumber, column: 1),
        Refused(text: "nul", reason: .unexpectedEnd, column: 4),
        Refused(text: "nulL", reason: .expected(.value, found: "n"), column: 1),
        Refused(text: "truex", reason: .textAfterValue, column: 5),
        Refused(text: "True", reason: .expected(.value, found: "T"), column: 1),
        Refused(text: "\"", reason: .unexpectedEnd, column: 2),
        Refused(text: "\"abc", reason: .unexpectedEnd, column: 5),
        Refused(text: "\"a\nb\"", reason: .controlCharacter(0x0A), column: 3),
        Refused(text: "\"eight by\tte\"", reason: .controlCharacter(0x09), column: 10),
        Refused(text: "\"\u{0}\"", reason: .controlCharacter(0), column: 2),
        Refused(text: "\"\\x\"", reason: .invalidEscape, column: 2),
        Refused(text: "\"\\", reason: .unexpectedEnd, column: 3),
        Refused(text: "\"\\u12", reason: .unexpectedEnd, column: 6),
        Refused(text: "\"\\u12G4\"", reason: .invalidEscape, column: 2),
        Refused(text: "\"\\ud800\"", reason: .loneSurrogate, column: 2),
        Refused(text: "\"\\ud800x\"", reason: .loneSurrogate, column: 2),
        Refused(text: "\"\\ud800\\n\"", reason: .loneSurrogate, column: 2),
        Refused(text: "\"\\ud800\\ud800\"", reason: .loneSurrogate, column: 2),
        Refused(text: "\"\\udc00\\ud800\"", reason: .loneSurrogate, column: 2),
        Refused(text: "{\"a\":1,\"a\":2}", reason: .duplicateKey, column: 8),
        Refused(text: "{\"ab\":1,\n \"a\\u0062\":2}", reason: .duplicateKey, line: 2, column: 2),
        Refused(text: "[{},{\"\":1,\"\":2}]", reason: .duplicateKey, column: 11),
        Refused(text: "{\n\"题\":[1,2,\n3,x]}", reason: .expected(.value, found: "x"), line: 3, column: 3),
    ]

    @Test(arguments: refused) func `refuses what RFC 8259 has not, at the place`(_ sample: Refused) throws {
        let bytes = Array(sample.text.utf8)
        let error = try #require(throws: JSONError.self) { try JSONDocument(bytes: bytes) }
        #expect(error.reason == sample.reason)
        #expect(error.position(in: bytes) == JSONPosition(line: sample.line, column: sample.column))
        #expect(!error.message(.zh).isEmpty && !error.message(.en).isEmpty)
    }

    @Test func `speaks both languages and knows full-width punctuation`() throws {
        let error = try #require(throws: JSONError.self) { try JSONDocument(bytes: Array("{\"a\"：1}".utf8)) }
        #expect(error.message(.en) == "expected a colon ':', found the full-width or curly mark ‘：’; write :")
        #expect(error.message(.zh) == "应为冒号 ‘:’，实为全角或弯形标点 ‘：’，请改用 :")
    }

    static let invalidUTF8: [[UInt8]] = [
        [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x20], [0xE0, 0x9F, 0xBF], [0xE4, 0xB8], [0xED, 0xA0, 0x80],
        [0xED, 0xBF, 0xBF], [0xEF, 0xBF], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80],
        [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF],
    ]

    @Test(arguments: invalidUTF8) func `refuses bytes that are not UTF-8`(_ bytes: [UInt8]) {
        for padding in ["", "a", "seven b", "eight by", "灯"] {
            let start = Array("\"\(padding)".utf8)
            let error = JSONError(.invalidUTF8, at: start.count)
            #expect(throws: error) { try JSONDocument(bytes: start + bytes + Array("\"".utf8)) }
        }
        #expect(throws: JSONError(.invalidUTF8, at: 1)) { try JSONDocument(bytes: [0x5B] + bytes + [0x5D]) }
    }

    static let accepted: [(String, JSON)] = [
        ("null", .null), (" true\r\n\t", true), ("false", false), ("0", 0), ("-0", 0), ("-12", -12),
        ("9007199254740991", 9_007_199_254_740_991), ("-9007199254740991", -9_007_199_254_740_991),
        ("\"\"", ""), ("\"\u{7F}\"", "\u{7F}"), ("\"\\u0000\"", "\u{0}"),
        ("\"\\/\\\"\\\\\\b\\f\\n\\r\\t\"", "/\"\\\u{8}\u{C}\n\r\t"),
        ("\"灯谜 🏮 é\"", "灯谜 🏮 é"), ("\"\\uD83C\\udfee\"", "🏮"), ("\"\\u706f\\u8c1c\"", "灯谜"),
        ("\"\u{FFFF}\u{10FFFF}\u{D7FF}\u{E000}\"", "\u{FFFF}\u{10FFFF}\u{D7FF}\u{E000}"),
        ("[]", []), ("[ ]", []), ("{}", [:]), ("{ }", [:]), ("[[],{}]", [[], [:]]),
        ("{\"a\":{\"a\":1},\"b\":[{\"a\":2},{\"a\":3}]}", ["a": ["a": 1], "b": [["a": 2], ["a": 3]]]),
        ("{\"\":1,\"\\u0000\":2,\"é\":3,\"e\u{301}\":4}", ["": 1, "\u{0}": 2, "é": 3, "e\u{301}": 4]),
    ]

    @Test(arguments: accepted) func `reads what RFC 8259 has`(_ text: String, _ value: JSON) throws {
        #expect(try JSON(JSONDocument(bytes: Array(text.utf8)).root) == value)
    }

    @Test(arguments: ["1.0", "1e3", "1E-3", "0.5", "9007199254740992", "-9007199254740992", "123456789012345678901"])
    func `reads numbers that are no safe integers, but gives no integer`(_ text: String) throws {
        let value = try JSONDocument(bytes: Array(text.utf8)).root
        #expect(value.kind == .number)
        #expect(value.integer == nil)
        #expect(JSON(value) == nil)
    }

    @Test func `keeps to its limits`() {
        let limits = JSONLimits(maxDepth: 3, maxNodes: 6)
        func read(_ text: String) throws { _ = try JSONDocument(bytes: Array(text.utf8), limits: limits) }
        #expect(throws: Never.self) { try read("[[[1,2,3]]]") }
        #expect(throws: JSONError(.tooDeep(3), at: 3)) { try read("[[[[") }
        #expect(throws: JSONError(.tooManyValues(6), at: 11)) { try read("[1,2,3,4,5,6]") }
    }

    @Test func `finds duplicates in large objects, and every one when asked to`() throws {
        let keys = (0..<5000).map { "\"k\($0)\":0" }
        #expect(throws: Never.self) { try JSONDocument(bytes: Array("{\(keys.joined(separator: ","))}".utf8)) }
        let text = "{\((keys + ["\"k17\":1", "\"\\u006b4\":1"]).joined(separator: ","))}"
        let first = text.utf8.count - "\"k17\":1,\"\\u006b4\":1}".utf8.count
        #expect(throws: JSONError(.duplicateKey, at: first)) { try JSONDocument(bytes: Array(text.utf8)) }

        let document = try JSONDocument(bytes: Array(text.utf8), limits: JSONLimits(refusesDuplicateKeys: false))
        #expect(document.duplicateKeyRanges.map(\.lowerBound) == [first, first + 8])
    }

    @Test func `reads again with the same tape after an error`() throws {
        var tape = JSONTape()
        for text in ["{\"a\":[1,2", "[[[", "{\"method\":\"submit\"}"] {
            var text = text
            text.withUTF8 { bytes in try? tape.read(bytes) }
        }
        #expect(tape.nodes.map(\.kind) == [.object, .string, .string])
    }
}
