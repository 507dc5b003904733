import Durability
import Foundation
import JSON
import Platform
import Proofs
import Testing

@testable import Service

/// The whole server over real sockets and files. One at a time: signals belong to the process.
@Suite(.serialized) struct ServerTests {
    let data = TemporaryFolder()
    private let folder = Sample.folder(["yuanxiao.json": Sample.riddles(limits: "{}")])

    private func server(_ change: (inout ServerOptions) -> Void = { _ in }) throws -> RunningServer {
        try RunningServer(in: data, folder, change)
    }

    /// A server on the data of one that has ended; a scan in the background may hold them a little longer.
    private func restarted() throws -> RunningServer {
        let deadline = Date().addingTimeInterval(20)
        while true {
            do {
                return try server()
            } catch StoreError.disk(let error) where error.reason == .lockedByAnother && Date() < deadline {
                continue
            }
        }
    }

    private func guess(_ person: Int, _ key: String, more: String = "") -> String {
        Sample.guess(person < 10 ? "m0\(person)" : "m\(person)", key, #"{"r3":"千"}"#, more: more)
    }

    @Test func `serves both sockets, and a restart finds everything`() throws {
        var server = try server()
        let client = try server.client()
        let first = try client.call("submit", guess(1, "k1", more: #","receipt":true"#))
        #expect(first.index == 1)
        let vkey = try VerificationKey(
            parsing: client.call("campaign", #"{"campaign":"yuanxiao"}"#).result?["vkey"]?.string ?? "")
        let receipt = try Receipt(parsing: Array((first.result?["receipt"]?.string ?? "").utf8))
        #expect(try receipt.provesOpening())
        #expect(try receipt.checkpoint.verify([vkey]).count == 1)

        try client.send("{ nonsense", "", "  ", line("draw", #"{"campaign":"yuanxiao"}"#))
        #expect(try client.reply().code == -32700)
        #expect(try client.reply().reason == "method.socket")
        let control = try server.client(.control)
        #expect(try control.call("status", "{}").result?["connections"]?.integer == 2)
        #expect(throws: StoreError.self) { try RunningServer(in: data, folder) }
        server.signal()
        #expect(server.end() == nil)

        server = try restarted()
        let again = try server.client().call("submit", guess(1, "k1"))
        #expect(again.isReplay && again.index == 1)
        server.signal()
        #expect(server.end() == nil)
    }

    @Test func `many clients in flight are all answered, and all of it is there after a restart`() throws {
        var server = try server()
        let clients = try (0..<4).map { _ in try server.client() }
        let padding = String(repeating: "x", count: 50)
        for (number, client) in clients.enumerated() {
            let lines = (0..<300).map {
                line("submit", guess(number * 5 + 1 + $0 % 5, "\(padding)-\($0)"), id: "\($0)")
            }
            try client.write(Array((lines.joined(separator: "\n") + "\n").utf8))
        }
        var indices: Set<Int> = []
        for client in clients {
            var ids: Set<String> = []
            for _ in 0..<300 {
                let reply = try client.reply()
                ids.insert(reply.id ?? "-")
                indices.insert(reply.index ?? -1)
            }
            #expect(ids.count == 300)
        }
        #expect(indices == Set(1...1200))
        server.signal()
        #expect(server.end() == nil)
        server = try restarted()
        let tally = try server.client().call("tally", #"{"campaign":"yuanxiao"}"#)
        #expect(tally.result?["entries"]?.integer == 1200)
        server.signal()
        #expect(server.end() == nil)
    }

    @Test func `an over-long line is answered, and its connection closed`() throws {
        let server = try server { $0.longestLine = 1000 }
        let client = try server.client()
        let other = try server.client()
        let exact = line("submit", guess(1, "k1"))
        try client.send(exact + String(repeating: " ", count: 1000 - exact.utf8.count))
        #expect(try client.reply().index == 1)
        try client.write([UInt8](repeating: 0x20, count: 1001))
        let refusal = try client.reply()
        #expect(refusal.reason == "line.too-long")
        #expect(refusal.error?["data"]?["limit"]?.integer == 1000)
        #expect(try client.readLine() == nil)
        #expect(try other.call("submit", guess(2, "k1")).index == 2)
        server.signal()
        #expect(server.end() == nil)
    }

    @Test func `the control socket takes longer lines, one after the other, and none without end`() throws {
        let server = try server { ($0.longestLine, $0.longestControlLine) = (1000, 5500) }
        let (client, control) = (try server.client(), try server.client(.control))
        func padded(_ length: Int, _ id: Int) -> String {
            let text = line("campaigns", "{}", id: "\(id)")
            return text + String(repeating: " ", count: length - text.utf8.count)
        }
        for (id, length) in [3000, 60, 5500, 1000, 1001, 4001].enumerated() {
            try control.send(padded(length, id))
            #expect(try control.reply().id == "\(id)", "\(length)")
        }
        // In one go, and in pieces that end anywhere.
        try control.send(padded(5500, 7), padded(70, 8), padded(2000, 9))
        #expect(try [control.reply(), control.reply(), control.reply()].compactMap(\.id) == ["7", "8", "9"])
        try control.write([UInt8](repeating: 0x20, count: 5501))
        let refusal = try control.reply()
        #expect(refusal.reason == "line.too-long" && refusal.error?["data"]?["limit"]?.integer == 5500)
        #expect(try control.readLine() == nil)
        try client.write([UInt8](repeating: 0x20, count: 1001))
        #expect(try client.reply().error?["data"]?["limit"]?.integer == 1000)
        server.signal()
        #expect(server.end() == nil)
    }

    @Test func `a connection too many is told so`() throws {
        let server = try server { $0.mostConnections = 2 }
        let clients = try (0..<2).map { _ in try server.client() }
        for client in clients { #expect(try client.call("campaigns", "{}").result != nil) }
        let refused = try server.client()
        #expect(try refused.reply().reason == "overloaded")
        #expect(try refused.readLine() == nil)
        #expect(try clients[0].call("campaigns", "{}").result != nil)
        server.signal()
        #expect(server.end() == nil)
    }

    @Test func `a client that has said its last still gets its answers`() throws {
        let server = try server()
        let client = try server.client()
        try client.send(line("submit", guess(1, "k1", more: #","receipt":true"#)), line("campaigns", "{}", id: "2"))
        #expect(shutdown(client.descriptor, Int32(SHUT_WR)) == 0)
        let replies = [try client.reply(), try client.reply()]
        #expect(replies.compactMap(\.id).sorted() == ["1", "2"])
        #expect(try client.readLine() == nil)
        server.signal()
        #expect(server.end() == nil)
    }

    @Test func `what was sent before the stop is answered, receipts too`() throws {
        let server = try server()
        let client = try server.client()
        #expect(try client.call("submit", guess(1, "k0", more: #","receipt":true"#)).index == 1)
        // The next head would be due only some milliseconds from now.
        try client.send(line("submit", guess(1, "k1", more: #","receipt":true"#)))
        server.signal()
        #expect(try client.reply().result?["receipt"] != nil)
        #expect(try client.readLine() == nil)
        #expect(server.end() == nil)
    }

    @Test func `moving a rehearsal's clock does not end who is in the middle of a line`() throws {
        let server = try server()
        let (slow, control) = (try server.client(), try server.client(.control))
        #expect(try slow.call("campaigns", "{}").result != nil)
        let text = line("submit", guess(1, "k1"))
        try slow.write(Array(text.utf8.prefix(40)))
        #expect(try control.call("clock", #"{"advance_ms":3600000}"#).result != nil)
        for _ in 0..<3 { #expect(try control.call("campaigns", "{}").result != nil) }
        try slow.write(Array(text.utf8.dropFirst(40)) + [0x0A])
        #expect(try slow.reply().index == 1)
        server.signal()
        #expect(server.end() == nil)
    }

    @Test func `a failed write ends the server, and nothing of its batch was told`() throws {
        var server = try server()
        let client = try server.client()
        #expect(try client.call("submit", guess(1, "k1")).index == 1)
        server.disk?.fails.store(true, ordering: .releasing)
        try client.send(line("submit", guess(1, "k2")), line("campaigns", "{}"))
        let failure = try #require(server.end() as? StorageError)
        #expect("\(failure)".contains("journal/00000000.segment"))
        #expect((try? client.readLine()) == nil)
        server = try restarted()
        let tally = try server.client().call("tally", #"{"campaign":"yuanxiao"}"#)
        #expect(tally.result?["entries"]?.integer == 1)
        server.signal()
        #expect(server.end() == nil)
    }

    @Test func `an edit of the folder is noticed while it runs`() throws {
        let server = try server { $0.rescanMilliseconds = 50 }
        let control = try server.client(.control)
        folder.write("duanwu.json", Sample.quiz())
        var phase: String?
        let deadline = Date().addingTimeInterval(20)
        while phase == nil, Date() < deadline {
            phase = try control.call("tally", #"{"campaign":"duanwu"}"#).result?["phase"]?.string
        }
        #expect(phase == "open")
        server.signal()
        #expect(server.end() == nil)
    }

    @Test func `running out of descriptors keeps those who are connected`() async {
        await #expect(processExitsWith: .success) {
            let data = TemporaryFolder()
            let folder = Sample.folder(["yuanxiao.json": Sample.riddles(limits: "{}")])
            let server = try RunningServer(in: data, folder)
            let client = try server.client()
            guard try client.call("campaigns", "{}").result != nil else { throw Unexpected("no answer") }
            var limit = rlimit(rlim_cur: 40, rlim_max: 40)
            guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { throw Unexpected("limit") }
            // Every connection takes two descriptors of this process: the server finds none before the clients do.
            var others: [UnixClient] = []
            while let other = try? server.client() { others.append(other) }
            for number in 0..<5 {
                guard try client.call("submit", Sample.guess("m01", "k\(number)")).json["id"] != nil else {
                    throw Unexpected("no answer")
                }
            }
            others = []
            // Those who hung up make room again.
            guard try server.client().call("campaigns", "{}").result != nil else { throw Unexpected("no room") }
            server.signal()
            if let failure = server.end() { throw failure }
        }
    }
}
