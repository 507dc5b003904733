import Durability
import Foundation
import JSON
import Simulation

@testable import Service

/// A request and the tick at which it was decided.
struct Recorded: Hashable {
    var tick: Int64
    var request: Request
}

/// A rehearsal of a riddle and a quiz campaign that writes down what it sends: guesses good and bad, replays, an early
/// close, closings, values, draws.
///
/// Every request has a pass and a batch of its own.
struct Recording {
    let house: House
    private(set) var steps: [Recorded] = []
    private(set) var replies: [String: Reply] = [:]
    private var coin: Coin
    private var sent: [String] = []

    init(seed: UInt64, count: Int = 260) throws {
        coin = Coin(seed)
        house = try House(Sample.folder())
        try intake(count)
        try end()
    }

    private mutating func intake(_ count: Int) throws {
        for _ in 0..<4 { try send(.intake(guess())) }
        house.go(to: instant(Sample.opens))
        for number in 0..<count {
            let pause = coin.pick([0, 0, 0, 0, 1, 40, 900, 5000])
            house.go(to: house.tick + Int64(pause))
            // Three days, so that day limits fill and empty again.
            if number % (count / 3 + 1) == count / 3 { house.go(to: house.tick + 24 * 3_600_000) }
            try send(.intake(try any()))
            if number % 23 == 11 { try amend() }
        }
        try send(.control(line("close", #"{"campaign":"yuanxiao","reason":"灯会提前结束"}"#)))
        for _ in 0..<6 { try send(.intake(try any())) }
    }

    /// Some change after announcing; a pause is a short one.
    private mutating func amend() throws {
        let campaign = coin.pick(["yuanxiao", "duanwu"])
        func control(_ method: String, _ more: String) -> Request {
            .control(line(method, "{\"campaign\":\"\(campaign)\",\(more),\"reason\":\"更正\"}"))
        }
        let points = "\"changes\":[{\"pointer\":\"/paper/questions/0/points\",\"value\":\(10 + coin.below(20))}]"
        switch coin.below(3) {
        case 0:
            try send(.control(line("pause", "{\"campaign\":\"\(campaign)\",\"reason\":\"维护\"}")))
            try send(.intake(try any()))
            try send(.control(line("resume", "{\"campaign\":\"\(campaign)\",\"reason\":\"恢复\"}")))
        case 1: try send(control("regrade", points))
        default: try send(control("entry.void", "\"index\":\(coin.below(60))"))
        }
    }

    /// Everything after intake; many requests share the ticks at which something becomes due.
    private mutating func end() throws {
        let value =
            #"{"campaign":"duanwu","source":"notary.example","value":"0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9"}"#
        let end = instant(Sample.closes)
        for due in [end - 1, end, end + 600_000 - 1, end + 600_000, instant(Sample.drawnInPublic)] {
            house.go(to: due)
            for _ in 0..<4 { try send(.intake(try any())) }
            for campaign in ["yuanxiao", "duanwu"] {
                try send(.control(line("draw", #"{"campaign":"\#(campaign)"}"#)))
            }
            try send(.control(line("randomness", value)))
            try send(.control(line("randomness", value)))
            try send(.control(line("draw", #"{"campaign":"duanwu"}"#)))
            try send(.intake(try any()))
        }
        for person in 1...24 {
            for campaign in ["yuanxiao", "duanwu"] {
                try send(.intake(line("result", #"{"campaign":"\#(campaign)","participant":"\#(name(person))"}"#)))
            }
        }
        for campaign in ["yuanxiao", "duanwu"] { try send(.intake(line("tally", #"{"campaign":"\#(campaign)"}"#))) }
        take(try house.waitForHeads())
    }

    private mutating func send(_ request: Request) throws {
        var request = request
        let id = "\(steps.count + 100)"
        request.line = request.line.replacingOccurrences(of: "\"id\":1,", with: "\"id\":\(id),")
        steps.append(Recorded(tick: house.tick, request: request))
        take(try house.pass([request]))
    }

    private mutating func take(_ new: [Reply]) {
        for reply in new { replies[reply.id ?? "-"] = reply }
    }

    /// Some people come often, so that they run into limits; the 25th is not on the roll.
    private mutating func anyone() -> String { name(1 + (coin.once(in: 2) ? coin.below(6) : coin.below(25))) }

    private func name(_ person: Int) -> String { person < 10 ? "m0\(person)" : "m\(person)" }

    private mutating func any() throws -> String {
        if coin.once(in: 8), !sent.isEmpty { return coin.pick(sent) }
        let line = coin.once(in: 2) ? guess() : try paper()
        sent.append(line)
        return line
    }

    private mutating func guess() -> String {
        let key = coin.once(in: 6) ? "k1" : "k\(steps.count)"
        let answers = coin.pick([
            #"{"r1":"灯笼"}"#, #"{"r2":"胖"}"#, #"{"r1":"花 灯","r3":"重"}"#, #"{"r3":"千"}"#, #"{"r2":"月","r1":"灯籠"}"#,
            #"{"r9":"灯笼"}"#, #"{"r1":["灯笼"]}"#, "{}", #"{"r1":""}"#,
        ])
        let more = coin.once(in: 6) ? #","receipt":true"# : coin.once(in: 9) ? #","device":"d-7""# : ""
        return line("submit", Sample.guess(anyone(), key, answers, more: more))
    }

    /// A submission of the quiz, on the paper that the person really has, or on another.
    private mutating func paper() throws -> String {
        let person = anyone()
        take(try house.send(line("paper", #"{"campaign":"duanwu","participant":"\#(person)"}"#, id: "\"paper\"")))
        let asked = replies["\"paper\""]?.result
        let paper = coin.once(in: 10) ? "p-0123456789abcdef" : asked?["paper"]?.string ?? "p-0"
        var answers: [String] = []
        for question in asked?["questions"]?.elements ?? [] {
            guard let id = question["id"]?.string, !coin.once(in: 9) else { continue }
            let options = question["options"]?.elements.compactMap { $0["id"]?.string } ?? []
            let isMulti = question["type"]?.string == "multi"
            let right = isMulti ? #"["C","A"]"# : #""A""#
            let other = isMulti ? "[\"\(coin.pick(options))\"]" : "\"\(coin.pick(options))\""
            answers.append("\"\(id)\":\(coin.once(in: 3) ? other : right)")
        }
        let params = Sample.guess(
            person, coin.once(in: 12) ? "k1" : "k\(steps.count)", "{\(answers.joined(separator: ","))}",
            campaign: "duanwu", more: ",\"paper\":\"\(paper)\"")
        return line("submit", params)
    }
}

/// A frame that says what the campaigns are; see `LeafFrame.all(of:)`.
struct LeafFrame: Hashable {
    var kind: UInt8
    var payload: [UInt8]

    /// The frames of a journal that stand for leaves: announced, entry, step.
    ///
    /// The others are left out of comparisons, because they say when a batch ended and not what was decided: a head is
    /// signed at the end of a batch over what is there then, refusals are counted up to there (the closing, which is a
    /// step, holds their count again), and a clock frame is the wish of an operator, whose effect is the later ticks.
    static func all(of disk: SimulatedDisk) throws -> [LeafFrame] {
        var frames: [LeafFrame] = []
        _ = try Journal.open(disk: disk.survivor(), options: House.journalOptions) { frame in
            guard [FrameKind.announced, .entry, .step].contains(FrameKind(rawValue: frame.kind)) else { return }
            frames.append(LeafFrame(kind: frame.kind, payload: Array(frame.payload)))
        }
        return frames
    }
}

extension House {
    /// Lets so much time go by that every leaf is under a head, and gives the receipts that waited for one.
    func waitForHeads() throws -> [Reply] {
        go(to: tick + Daemon.headIntervalMilliseconds)
        return try pass([])
    }

    /// Every file of a campaign's bundle, by path.
    func bundle(of campaign: String) throws -> [String: [UInt8]] {
        _ = try waitForHeads()
        let folder = TemporaryFolder()
        let place = folder.path + "/bundle"
        let reply = try control("export", #"{"campaign":"\#(campaign)","into":"\#(place)"}"#)
        guard reply.result != nil else { throw Unexpected("no bundle: \(reply)") }
        var files: [String: [UInt8]] = [:]
        for path in FileManager.default.enumerator(atPath: place)?.compactMap({ $0 as? String }) ?? [] {
            guard let data = FileManager.default.contents(atPath: "\(place)/\(path)") else { continue }
            files[path] = [UInt8](data)
        }
        return files
    }
}
