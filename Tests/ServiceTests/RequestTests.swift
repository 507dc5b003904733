import Auditing
import Foundation
import JSON
import Simulation
import Testing

@testable import Service

/// A line, and what comes back.
struct RequestRow: Sendable, CustomTestStringConvertible {
    var line: String
    var code: Int64
    var reason: String
    var id = "1"
    var socket = Method.Socket.intake

    init(_ line: String, _ code: Int64, _ reason: String, id: String = "1", _ socket: Method.Socket = .intake) {
        (self.line, self.code, self.reason, self.id, self.socket) = (line, code, reason, id, socket)
    }

    var testDescription: String { String(line.prefix(70)) }
}

@Suite struct RequestTests {
    private func house() throws -> House {
        let house = try House(Sample.folder())
        house.go(to: instant(Sample.opens))
        return house
    }

    static let good = Sample.guess("m01", "k1")

    static let rows: [RequestRow] = [
        RequestRow("{", -32700, "parse", id: "null"),
        RequestRow("\u{FEFF}{}", -32700, "parse", id: "null"),
        RequestRow(#"{"jsonrpc":"2.0","id":1,"id":2,"method":"tally"}"#, -32700, "parse", id: "null"),
        RequestRow(#"{"jsonrpc":"2.0","id":1,"method":"tally"} {}"#, -32700, "parse", id: "null"),
        RequestRow("3", -32600, "request", id: "null"),
        RequestRow("[]", -32600, "request", id: "null"),
        RequestRow(#"{"id":1,"method":"tally"}"#, -32600, "request"),
        RequestRow(#"{"jsonrpc":"1.0","id":1,"method":"tally"}"#, -32600, "request"),
        RequestRow(#"{"jsonrpc":"2.0","id":1}"#, -32600, "request"),
        RequestRow(#"{"jsonrpc":"2.0","id":1,"method":7}"#, -32600, "request"),
        RequestRow(#"{"jsonrpc":"2.0","id":{},"method":"tally"}"#, -32600, "request", id: "null"),
        RequestRow(line("enroll", "{}"), -32601, "method"),
        RequestRow(line("tally", "[]"), -32602, "params"),
        RequestRow(line("tally", "{}"), -32602, "params"),
        RequestRow(line("tally", #"{"campaign":7}"#), -32602, "params"),
        RequestRow(line("tally", #"{"campaign":""}"#), -32602, "params"),
        RequestRow(line("tally", #"{"campaign":"a b"}"#), -32602, "params"),
        RequestRow(line("tally", #"{"campaign":"yuanxiao","phase":1}"#), -32602, "params"),
        RequestRow(line("tally", #"{"campaign":"nobody"}"#), -32015, "campaign.unknown"),
        RequestRow(line("submit", Sample.guess("m01", "")), -32602, "params"),
        RequestRow(line("submit", Sample.guess("m01", String(repeating: "k", count: 65))), -32602, "params"),
        RequestRow(line("submit", Sample.guess("m01", "k", "[]")), -32602, "params"),
        RequestRow(line("submit", Sample.guess("m01", "k", more: #","receipt":"yes""#)), -32602, "params"),
        RequestRow(line("submit", Sample.guess("m01", "k", more: #","device":"d 1""#)), -32602, "params"),
        RequestRow(line("submit", Sample.guess("m01", "k", more: #","paper":3"#)), -32602, "params"),
        RequestRow(line("submit", #"{"campaign":"yuanxiao","participant":"m01","answers":{}}"#), -32602, "params"),
        RequestRow(line("submit", Sample.guess("m77", "k")), -32010, "person.unlisted"),
        RequestRow(line("submit", Sample.guess("M01", "k")), -32010, "person.unlisted"),
        RequestRow(line("submit", Sample.guess("m01", "k", #"{"r1":"\u0000"}"#)), -32010, "answers.characters"),
        RequestRow(
            line("submit", Sample.guess("m01", "k", "{\"r1\":\"\(String(repeating: "灯", count: 201))\"}")), -32010,
            "answers.characters"),
        RequestRow(line("submit", Sample.guess("m01", "k", #"{"r1":null}"#)), -32010, "answers.form"),
        RequestRow(
            line("submit", Sample.guess("m01", "k", #"{"q1":"A"}"#, campaign: "duanwu")), -32010, "paper.required"),
        RequestRow(
            line("submit", Sample.guess("m01", "k", #"{"q2":["A","A"]}"#, campaign: "duanwu")), -32010, "answers.form"),
        RequestRow(
            line("submit", Sample.guess("m01", "k", #"{"q2":["A","Z"]}"#, campaign: "duanwu")), -32010, "answers.form"),
        RequestRow(line("submit", Sample.guess("m01", "k", #"{"q2":[]}"#, campaign: "duanwu")), -32010, "answers.form"),
        RequestRow(line("result", #"{"campaign":"yuanxiao","participant":"m77"}"#), -32015, "person.unlisted"),
        RequestRow(line("paper", #"{"campaign":"duanwu","participant":"m77"}"#), -32015, "person.unlisted"),
        RequestRow(line("receipt", #"{"campaign":"yuanxiao","participant":"m01","index":0}"#), -32015, "entry.unknown"),
        RequestRow(line("receipt", #"{"campaign":"yuanxiao","participant":"m01","index":1.5}"#), -32602, "params"),
        RequestRow(line("receipt", #"{"campaign":"yuanxiao","participant":"m01"}"#), -32602, "params"),
        RequestRow(line("close", #"{"campaign":"yuanxiao"}"#), -32602, "params", .control),
        RequestRow(line("close", #"{"campaign":"yuanxiao","reason":""}"#), -32602, "params", .control),
        RequestRow(line("close", #"{"campaign":"yuanxiao","reason":"a\nb"}"#), -32602, "params", .control),
        RequestRow(line("draw", #"{"campaign":"yuanxiao"}"#), -32016, "phase.open", .control),
        RequestRow(line("export", #"{"campaign":"yuanxiao"}"#), -32016, "draw.missing", .control),
        RequestRow(
            line("randomness", #"{"campaign":"duanwu","source":3,"value":"1"}"#), -32016, "source.unknown", .control),
        RequestRow(
            line("randomness", #"{"campaign":"duanwu","source":0,"value":"1"}"#), -32016, "source.unknown", .control),
        RequestRow(
            line("randomness", #"{"campaign":"duanwu","source":"x","value":"1"}"#), -32016, "source.unknown", .control),
        RequestRow(
            line("randomness", #"{"campaign":"duanwu","source":1,"value":"1"}"#), -32016, "source.own", .control),
        RequestRow(line("clock", #"{"advance_ms":-1}"#), -32016, "clock.back", .control),
        RequestRow(line("clock", #"{"to":"tomorrow"}"#), -32602, "params", .control),
        RequestRow(line("clock", "{}"), -32602, "params", .control),
    ]

    @Test(arguments: rows) func `is answered with its error, and the connection lives on`(row: RequestRow) throws {
        let house = try house()
        let before = try LeafFrame.all(of: try #require(house.disk as? SimulatedDisk))
        let replies = try house.send(row.line, to: row.socket)
        #expect(replies.count == 1)
        #expect(replies.first?.code == row.code)
        #expect(replies.first?.reason == row.reason)
        #expect(replies.first?.id == row.id)
        #expect(replies.first?.error?["data"]?["consumed"]?.bool == false)
        #expect(replies.first?.error?["message"]?.string?.isEmpty == false)
        #expect(try LeafFrame.all(of: try #require(house.disk as? SimulatedDisk)) == before)
        #expect(try house.call("submit", Self.good).index == 1)
    }

    @Test(arguments: Method.allCases.filter { $0.socket == .control })
    func `a control method is refused on the intake socket`(method: Method) throws {
        let reply = try house().call(method.rawValue, #"{"campaign":"yuanxiao"}"#)
        #expect(reply.code == -32601)
        #expect(reply.reason == "method.socket")
    }

    @Test func `intake methods work on the control socket`() throws {
        #expect(try house().control("submit", Self.good).index == 1)
    }

    @Test(arguments: [#""a\"b""#, #""灯""#, "0", "-7", "1.5e3", "9007199254740993", "null", #""""#])
    func `an id comes back as it was sent`(id: String) throws {
        let house = try house()
        #expect(try house.send(line("campaigns", "{}", id: id)).map(\.id) == [id])
        #expect(try house.send(line("nothing", "{}", id: id)).map(\.id) == [id])
        #expect(
            try house.send(line("submit", Sample.guess("m01", "k1", more: #","receipt":true"#), id: id)).map(\.id) == [
                id
            ])
    }

    @Test func `messages are in the language that was asked for`() throws {
        let house = try house()
        for (lang, start) in [("zh", "名册"), ("en", "the person")] {
            let reply = try house.call("submit", Sample.guess("m77", "k1", more: #","lang":"\#(lang)""#))
            #expect(reply.error?["message"]?.string?.hasPrefix(start) == true)
        }
        #expect(try house.call("submit", Sample.guess("m77", "k1")).error?["message"]?.string?.hasPrefix("名册") == true)
        // The language is no part of what a key was used for.
        let first = try house.call("submit", Sample.guess("m01", "k1", more: #","lang":"en""#))
        let again = try house.call("submit", Sample.guess("m01", "k1", more: #","lang":"zh","receipt":true"#))
        #expect(again.isReplay && again.index == first.index)
    }

    @Test func `a notification is carried out and gets no answer`() throws {
        let house = try house()
        let submit = #"{"jsonrpc":"2.0","method":"submit","params":\#(Self.good)}"#
        for line in [
            submit, submit, #"{"jsonrpc":"2.0","method":"tally","params":{"campaign":"x"}}"#,
            #"{"jsonrpc":"2.0","method":"nothing"}"#,
            #"[{"jsonrpc":"2.0","method":"campaigns"},{"jsonrpc":"2.0","method":"nothing"}]"#,
            submit.replacing("}}", with: #"},"receipt":true}"#).replacing("r1", with: "r2"),
        ] { #expect(try house.send(line).map(\.description) == []) }
        #expect(try house.call("tally", #"{"campaign":"yuanxiao"}"#).result?["entries"]?.integer == 1)
    }

    /// JSON-RPC 2.0, section 6: only a request object that is valid can be a notification.
    @Test(arguments: [#"{"foo":"boo"}"#, #"{"jsonrpc":"2.0","method":1,"params":"bar"}"#, #"{"jsonrpc":"2.0"}"#])
    func `an object that is no request is answered though it has no id`(line: String) throws {
        let house = try house()
        let codes = try house.send(line).map(\.code)
        #expect(codes == [-32600])
    }

    @Test func `an unknown method is told in the language that was asked for`() throws {
        let house = try house()
        let reply = try house.call("nothing", #"{"lang":"en"}"#)
        #expect(reply.error?["message"]?.string?.hasPrefix("no such method") == true)
    }

    @Test func `a batch is answered in one array once its receipts are there`() throws {
        let house = try house()
        let parts = [
            line("submit", Sample.guess("m01", "k1", more: #","receipt":true"#), id: "1"), "7",
            line("submit", Sample.guess("m02", "k1"), id: "2"),
            #"{"jsonrpc":"2.0","method":"submit","params":\#(Sample.guess("m03", "k1"))}"#,
            line("draw", #"{"campaign":"yuanxiao"}"#, id: "4"),
            line("receipt", #"{"campaign":"yuanxiao","participant":"m02","index":2}"#, id: "5"),
        ]
        var replies = try house.send("[\(parts.joined(separator: ","))]")
        if replies.isEmpty { replies = try house.waitForHeads() }
        #expect(replies.count == 1)
        let answers = replies[0].json.elements
        #expect(answers.compactMap { $0["id"]?.source }.sorted() == ["1", "2", "4", "5", "null"])
        let receipts = answers.compactMap { $0["result"]?["receipt"]?.string }
        #expect(receipts.count == 2)
        #expect(receipts.allSatisfy { $0.hasPrefix("c2sp.org/tlog-proof@v1\n") })
        #expect(answers.first { $0["id"]?.integer == 4 }?["error"]?["code"]?.integer == -32601)
    }

    @Test func `a draw before the closing says from when on`() throws {
        let house = try house()
        let closing = try #require(house.daemon.campaigns.first { $0.id == "yuanxiao" }).state.closingDue
        let refusal = try house.control("draw", #"{"campaign":"yuanxiao","lang":"en"}"#)
        #expect(refusal.reason == "phase.open")
        #expect(refusal.error?["data"]?["retry_after_ms"]?.integer == closing - house.tick)
        let time = LocalTime(zone: "Asia/Shanghai").text(closing)
        #expect(refusal.error?["message"]?.string == "the campaign has no closing yet; from \(time) on")
    }

    @Test func `an export where something else lies leaves it alone and says so`() throws {
        let recording = try Recording(seed: 4, count: 40)
        let folder = TemporaryFolder()
        let call = #"{"campaign":"yuanxiao","into":"\#(folder.path)/notes/x"}"#
        try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.path + "/notes"))
        _ = try recording.house.waitForHeads()
        let refusal = try recording.house.control("export", call)
        #expect(refusal.reason == "export")
        let message = try #require(refusal.error?["message"]?.string)
        #expect(message.hasPrefix("审计包没有写成：\(folder.path)/notes/x：") && !message.contains("Error"), "\(message)")
        let other = try recording.house.control("export", call.replacing("notes/x", with: "notes"))
        #expect(other.error?["message"]?.string?.contains("没有动它") == true)
        #expect(try String(contentsOfFile: folder.path + "/notes", encoding: .utf8) == "mine")
    }

    @Test func `many failed look-ups make a connection wait, and cost others nothing`() throws {
        let house = try house()
        let look = #"{"campaign":"yuanxiao","participant":"m77"}"#
        var reasons: [String] = []
        for _ in 0..<205 { reasons.append(try house.call("result", look).outcome) }
        #expect(reasons.prefix(200).allSatisfy { $0 == "person.unlisted" })
        #expect(reasons.suffix(5).allSatisfy { $0 == "guard" })
        let refusal = try house.call("paper", #"{"campaign":"duanwu","participant":"m01"}"#)
        #expect(refusal.code == -32014)
        let wait = try #require(refusal.error?["data"]?["retry_after_ms"]?.integer)
        #expect(try house.control("result", #"{"campaign":"yuanxiao","participant":"m01"}"#).result != nil)
        house.go(to: house.tick + wait)
        #expect(try house.call("paper", #"{"campaign":"duanwu","participant":"m01"}"#).result != nil)
    }

    @Test func `many tries at another's receipts make that person's look-ups wait on every connection`() throws {
        let house = try house()
        for index in 0..<200 {
            let socket: Method.Socket = index % 2 == 0 ? .intake : .control
            let params = #"{"campaign":"yuanxiao","participant":"m01","index":\#(index + 1000)}"#
            #expect(try house.call("receipt", params, to: socket).reason == "entry.unknown")
        }
        let params = #"{"campaign":"yuanxiao","participant":"m01","index":1}"#
        #expect(try house.control("receipt", params).reason == "guard")
        #expect(try house.control("receipt", params.replacing("m01", with: "m02")).reason == "entry.unknown")
    }

    @Test func `nothing that a participant may see holds an answer key`() throws {
        let house = try house()
        for (method, params) in [
            ("campaign", #"{"campaign":"duanwu"}"#), ("campaign", #"{"campaign":"yuanxiao"}"#),
            ("paper", #"{"campaign":"duanwu","participant":"m01"}"#),
            ("paper", #"{"campaign":"yuanxiao","participant":"m01"}"#),
            ("tally", #"{"campaign":"yuanxiao"}"#), ("campaigns", "{}"),
        ] {
            let text = try house.call(method, params).description
            #expect(!text.contains("\"answer\"") && !text.contains("\"also\"") && !text.contains("花灯"))
        }
    }
}
