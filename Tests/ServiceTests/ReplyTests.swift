import JSON
import Proofs
import Simulation
import Testing

@testable import Service

/// What leaves the daemon, and when.
@Suite struct ReplyTests {
    private func house(_ campaigns: [String: String]? = nil) throws -> House {
        let house = try House(Sample.folder(campaigns))
        house.go(to: instant(Sample.opens))
        return house
    }

    @Test func `a receipt proves exactly what was sent`() throws {
        let house = try house()
        let reply = try house.call(
            "submit", Sample.guess("m01", "k1", #"{"r3":"重","r1":"花 \u706f"}"#, more: #","receipt":true"#))
        let receipt = try house.provenReceipt("yuanxiao", "m01", 1)
        #expect(reply.result?["receipt"]?.string.map { Array($0.utf8) } == receipt.bytes)
        #expect(reply.result?["state"]?.string == "logged")
        let opening = try #require(receipt.extra?.opening)
        let body = try JSONDocument(bytes: opening.body).root
        #expect(body["answers"]?.source == #"{"r1":"花 灯","r3":"重"}"#)
        #expect(body["at"]?.integer == instant(Sample.opens))
        #expect(body.members.map(\.key) == ["answers", "at", "attempt", "kind", "phase", "pseudonym"])
        #expect(JSON(body)?.canonicalBytes() == opening.body)
        #expect(!String(decoding: opening.body, as: UTF8.self).contains("m01"))
    }

    @Test func `a receipt under a head that is there already comes at once`() throws {
        let house = try house()
        #expect(try house.call("submit", Sample.guess("m01", "k1")).index == 1)
        _ = try house.waitForHeads()
        let params = #"{"campaign":"yuanxiao","participant":"m01","index":1}"#
        #expect(try house.call("receipt", params).result?["receipt"] != nil)
        #expect(!house.daemon.hasHeldReplies)
    }

    @Test func `no reply leaves before its own batch is durable`() throws {
        let house = try house()
        house.decide([.intake(line("submit", Sample.guess("m01", "k1"))), .control(line("status", "{}"))])
        #expect(try house.launch().isEmpty)
        for _ in 0..<3 {
            // Decided while the batch is on its way; it waits for the next.
            house.decide([.intake(line("submit", Sample.guess("m02", "k\(house.tick)")))])
            #expect(try house.launch().isEmpty)
            #expect(house.intake.releasedCount == 0)
        }
        let first = try house.land()
        #expect(first.compactMap(\.index) == [1])
        #expect(first.count == 2)
        #expect(try house.settle().compactMap(\.index) == [2, 2, 2])
    }

    @Test func `every index that is told is on the disk by then, however the power goes`() throws {
        let disk = SimulatedDisk()
        let house = try House(on: disk, Sample.folder(["yuanxiao.json": Sample.riddles(limits: "{}")]))
        house.go(to: instant(Sample.opens))
        var coin = Coin(9)
        var told = 0
        func check(_ replies: [Reply]) throws {
            guard !replies.isEmpty else { return }
            let leaves = try LeafFrame.all(of: disk.survivorOfPowerCut()).count
            for reply in replies {
                let body = reply.json["params"] ?? reply.result
                let sizes = ["size", "entries"].compactMap { body?[$0]?.integer.map(Int.init) }
                let listed = body?["campaigns"]?[0].flatMap { $0["entries"]?.integer.map(Int.init) }
                for size in sizes + [listed ?? 0] { #expect(size <= leaves, "\(reply)") }
                if let index = reply.index { #expect(index < leaves, "\(reply)") }
                told += 1
            }
        }
        try check(try house.send(line("tally.watch", #"{"campaign":"yuanxiao"}"#, id: "0")))
        for number in 0..<60 {
            house.go(to: house.tick + Int64(coin.pick([0, 5, 300])))
            let requests = (0..<1 + coin.below(3)).map { part in
                Request.intake(
                    coin.once(in: 4)
                        ? line(
                            coin.pick(["tally", "campaigns"]), "{}".replacing("{}", with: #"{"campaign":"yuanxiao"}"#))
                        : line(
                            "submit",
                            Sample.guess(
                                "m0\(1 + coin.below(9))", "k\(number)-\(part)", #"{"r3":"千"}"#,
                                more: coin.once(in: 3) ? #","receipt":true"# : "")))
            }
            house.decide(requests)
            if coin.once(in: 2) { try check(try house.land()) }
            try check(try house.launch())
        }
        try check(try house.settle())
        #expect(told > 60)
    }

    @Test func `a watcher gets the latest tally, at most four times a second`() throws {
        let house = try house()
        let watching = try house.call("tally.watch", #"{"campaign":"yuanxiao"}"#)
        #expect(watching.result?["watching"]?.string == "yuanxiao")
        var seen: [Int64] = []
        func note(_ replies: [Reply]) {
            for reply in replies where reply.json["method"]?.string == "tally" {
                #expect(reply.id == nil)
                seen.append(reply.json["params"]?["entries"]?.integer ?? -1)
            }
        }
        house.go(to: house.tick + 250)
        note(try house.pass([]))
        #expect(seen == [0])
        for number in 1...9 {
            house.go(to: house.tick + 50)
            note(try house.send(line("submit", Sample.guess("m0\(number)", "k1")), to: .control))
        }
        #expect(seen.count <= 3)
        house.go(to: house.tick + 250)
        note(try house.pass([]))
        #expect(seen.last == 9)
        house.go(to: house.tick + 1000)
        note(try house.pass([]))
        #expect(seen.last == 9 && seen.count { $0 == 9 } == 1)
        #expect(try house.call("tally.unwatch", #"{"campaign":"yuanxiao"}"#).result?["watching"]?.isNull == true)
        try house.send(line("submit", Sample.guess("m11", "k1")), to: .control)
        house.go(to: house.tick + 1000)
        let count = seen.count
        note(try house.pass([]))
        #expect(seen.count == count)
    }

    @Test func `a watcher that does not read gets no backlog`() throws {
        let house = try house()
        try house.send(line("tally.watch", #"{"campaign":"yuanxiao"}"#), to: .control)
        var largest = 0
        for number in 1...20 {
            house.go(to: house.tick + 400)
            // The peer's bytes are released and nobody sends them.
            house.daemon.beginPass(tick: house.tick)
            house.receive(.intake(line("submit", Sample.guess("m\(number + 3 < 10 ? "0" : "")\(number + 3)", "k1"))))
            house.daemon.endPass()
            if let batch = house.daemon.seal() {
                try house.daemon.write(batch)
                try house.daemon.completed(batch)
            }
            _ = house.daemon.takeReleased()
            largest = max(largest, house.control.unsentCount)
        }
        let lines = house.control.withReleased { Array($0) }.split(separator: 0x0A)
        #expect(lines.count == 1)
        #expect(largest < 2000)
    }

    @Test func `hidden results stay hidden until the closing`() throws {
        let house = try house(["duanwu.json": Sample.quiz(disclosure: "after-closing")])
        let paper = try house.call("paper", #"{"campaign":"duanwu","participant":"m01"}"#).result
        let id = try #require(paper?["paper"]?.string)
        let params = Sample.guess("m01", "k1", #"{"q3":"A"}"#, campaign: "duanwu", more: #","paper":"\#(id)""#)
        let reply = try house.call("submit", params)
        #expect(reply.index == 1)
        let secret = ["score", "passed", "chances", "right"]
        let tally = try house.call("tally", #"{"campaign":"duanwu"}"#)
        let result = try house.call("result", #"{"campaign":"duanwu","participant":"m01"}"#)
        for reply in [reply, tally, result] {
            #expect(secret.allSatisfy { !reply.description.contains("\"\($0)\"") }, "\(reply)")
        }
        house.go(to: instant(Sample.closes) + 600_000)
        let after = try house.call("result", #"{"campaign":"duanwu","participant":"m01"}"#)
        #expect(after.result?["entries"]?[0]?["score"]?.integer == 10)
        #expect(try house.call("tally", #"{"campaign":"duanwu"}"#).result?["passed"]?.integer == 0)
    }
}
