import Testing

@testable import JSON

@Suite struct JSONAccessTests {
    static let request = """
        {"jsonrpc":"2.0","id":17,"method":"submit","params":{"campaign":"duanwu-2027","p\\u0061per":"p-1","text":"灯\\n谜\\ud83c\\udfee","n":-5}}
        """

    @Test func `finds members by key without unescaping them first`() throws {
        var tape = JSONTape()
        var request = JSONAccessTests.request
        try request.withUTF8 { bytes in
            try tape.read(bytes)
            let parameters = try #require(tape.member("params", of: 0, in: bytes))
            #expect(tape.nodes[parameters].kind == .object)
            #expect(tape.nodes[parameters].count == 4)
            #expect(tape.member("campaign", of: 0, in: bytes) == nil)
            #expect(tape.member("param", of: 0, in: bytes) == nil)
            #expect(tape.member("id", of: parameters, in: bytes) == nil)
            let method = try #require(tape.member("method", of: 0, in: bytes))
            #expect(tape.nodes[method].isText("submit", of: bytes))
            #expect(!tape.nodes[method].isText("submi", of: bytes))
            let paper = try #require(tape.member("paper", of: parameters, in: bytes))
            #expect(tape.nodes[paper].text(of: bytes) == "p-1")
            #expect(tape.member("campaign", of: paper, in: bytes) == nil)
            let number = try #require(tape.member("n", of: parameters, in: bytes))
            #expect(tape.nodes[number].integer(of: bytes) == -5)
            let text = try #require(tape.member("text", of: parameters, in: bytes))
            var out = Array("=".utf8)
            tape.nodes[text].appendText(of: bytes, to: &out)
            #expect(String(decoding: out, as: UTF8.self) == "=灯\n谜🏮")
            #expect(!tape.nodes[text].isText("\u{6F}", of: bytes))
        }
    }

    @Test func `walks a document as a tree`() throws {
        let document = try JSONDocument(bytes: Array(JSONAccessTests.request.utf8))
        let parameters = try #require(document.root["params"])
        #expect(parameters.members.map(\.key) == ["campaign", "paper", "text", "n"])
        #expect(document.root["id"]?.integer == 17)
        #expect(document.root["id"]?.string == nil)
        let member = try #require(parameters.members.first)
        #expect(String(decoding: document.bytes[member.keyRange], as: UTF8.self) == "\"campaign\"")
        #expect(String(decoding: document.bytes[member.value.range], as: UTF8.self) == "\"duanwu-2027\"")
        #expect(parameters.elements.isEmpty)
    }

    @Test func `compares keys byte for byte, not by canonical equivalence`() throws {
        // KELVIN SIGN is canonically equivalent to the letter K.
        let document = try JSONDocument(bytes: Array("{\"\u{212A}\":1}".utf8))
        #expect(document.root["K"] == nil)
        #expect(document.root["\u{212A}"]?.integer == 1)
    }

    @Test func `counts columns in characters and lines from 1`() {
        let bytes = Array("甲\n乙e\u{301}丙\r\n丁".utf8)
        #expect(JSONPosition(of: 0, in: bytes) == JSONPosition(line: 1, column: 1))
        #expect(JSONPosition(of: 4, in: bytes) == JSONPosition(line: 2, column: 1))
        #expect(JSONPosition(of: 10, in: bytes) == JSONPosition(line: 2, column: 3))
        #expect(JSONPosition(of: bytes.count, in: bytes) == JSONPosition(line: 3, column: 2))
        #expect(JSONPosition(of: 10_000, in: bytes) == JSONPosition(line: 3, column: 2))
    }
}
