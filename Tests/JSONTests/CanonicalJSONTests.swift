import Testing

@testable import JSON

@Suite struct CanonicalJSONTests {
    private func canonical(_ text: String) throws -> String? {
        try JSON(JSONDocument(bytes: Array(text.utf8)).root).map {
            String(decoding: $0.canonicalBytes(), as: UTF8.self)
        }
    }

    static let cases: [(String, String)] = [
        (" { \"b\" : 1 , \"a\" : [ ] } ", "{\"a\":[],\"b\":1}"),
        ("[-0,0,-1]", "[0,0,-1]"),
        ("\"\\u0041\\/\\u00e9\\uD83C\\uDFEE\"", "\"A/é🏮\""),
        ("\"\\u0008\\u0009\\u000A\\u000C\\u000D\\u001F\\u0000\\u007f\"", "\"\\b\\t\\n\\f\\r\\u001f\\u0000\u{7F}\""),
        ("\"\\u0022\\u005C\"", "\"\\\"\\\\\""),
        // The sorting sample of RFC 8785 section 3.2.3: the emoji's first unit is 0xD83D, before U+FB33.
        (
            """
            {"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",
            "\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}
            """,
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\","
                + "\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\u{FB33}\":\"Hebrew Letter Dalet With Dagesh\"}"
        ),
        (
            "{\"\u{FFFF}\":1,\"\u{10000}\":2,\"\u{E000}\":3,\"\u{D7FF}\":4}",
            "{\"\u{D7FF}\":4,\"\u{10000}\":2,\"\u{E000}\":3,\"\u{FFFF}\":1}"
        ),
        ("{\"ab\":1,\"a\":2,\"\":3,\"A\":4}", "{\"\":3,\"A\":4,\"a\":2,\"ab\":1}"),
    ]

    @Test(arguments: cases) func `writes RFC 8785`(_ text: String, _ expected: String) throws {
        #expect(try canonical(text) == expected)
        #expect(isCanonical(Array(expected.utf8)))
        #expect(!isCanonical(Array(text.utf8)))
    }

    @Test(arguments: [
        " 1", "1 ", "-0", "1.0", "1e2", "9007199254740992", "[1, 2]", "{\"a\": 1}", "{\"b\":1,\"a\":2}",
        "{\"a\\u0062\":1}",
        "\"\\/\"", "\"\\u001F\"", "\"\\u000a\"", "\"\\u0020\"", "\"\\u4e00\"", "", "{",
        "{\"\u{FFFF}\":1,\"\u{10000}\":2}",
        "{\"\\\\\":1,\"\\n\":2}",
    ]) func `knows what is not canonical`(_ text: String) {
        #expect(!isCanonical(Array(text.utf8)))
    }

    @Test func `writes members in the given order for reports`() {
        let value: JSON = [
            "title": JSON(BilingualText(zh: "端午", en: "Dragon Boat")), "count": 3, "rest": [nil, true, -7],
        ]
        #expect(
            String(decoding: value.bytes(), as: UTF8.self)
                == "{\"title\":{\"zh\":\"端午\",\"en\":\"Dragon Boat\"},\"count\":3,\"rest\":[null,true,-7]}")
        #expect(
            String(decoding: value.canonicalBytes(), as: UTF8.self)
                == "{\"count\":3,\"rest\":[null,true,-7],\"title\":{\"en\":\"Dragon Boat\",\"zh\":\"端午\"}}")
    }

    @Test(arguments: [0, 7, -1, 10, 1_803_049_801_000, .max, .min] as [Int64])
    func `appends integers`(_ value: Int64) {
        var out: [UInt8] = []
        JSONWriter.appendInteger(value, to: &out)
        #expect(String(decoding: out, as: UTF8.self) == String(value))
    }
}
