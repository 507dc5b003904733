import Durability
import JSON
import Platform
import Proofs
import Simulation

@testable import Service

/// A short life of one campaign, for running it again and again on disks that fail.
struct ShortRun {
    /// What the daemon promised by letting a reply go.
    struct Acknowledged {
        /// By the line that was sent: the index that came back.
        var entries: [String: Int] = [:]
        var closed: Reply?
        var drawn: Reply?
    }

    struct Outcome {
        var acknowledged = Acknowledged()
        var failure: (any Error)?
        /// Reply bytes that were free to leave when the run failed, though their batch was not durable.
        var leaked = 0
    }

    let folder = Sample.folder(
        ["yuanxiao.json": Sample.riddles(limits: #"{"person": {"total": 6}}"#)], roll: Sample.roll(6))

    static var settings: Settings {
        var journal = House.journalOptions
        journal.segmentBytes = 24 << 10
        journal.reserveBytes = 8 << 10
        return House.settings(journal: journal)
    }

    static let passes: [[Request]] = [
        [submit("m01", "k1", #"{"r1":"灯笼"}"#)],
        [
            submit("m02", "k1", #"{"r1":"花灯","r2":"胖"}"#), submit("m03", "k1", #"{"r3":"千"}"#),
            submit("m77", "k1", #"{"r3":"重"}"#),
        ],
        [submit("m01", "k2", #"{"r2":"胖"}"#, more: #","receipt":true"#)],
        [submit("m04", "k1", #"{"r3":"重"}"#), submit("m01", "k1", #"{"r1":"灯笼"}"#)],
        [submit("m04", "k2", #"{"r2":"月"}"#), submit("m05", "k1", #"{"r1":"灯笼"}"#)],
        [.control(line("close", #"{"campaign":"yuanxiao","reason":"下雨"}"#))],
        [.control(line("draw", #"{"campaign":"yuanxiao"}"#))],
    ]

    static func submit(_ person: String, _ key: String, _ answers: String, more: String = "") -> Request {
        .intake(line("submit", Sample.guess(person, key, answers, more: more), id: "\"\(person)\(key)\""))
    }

    /// The lines of all submissions that can be accepted.
    static let submissions = passes.joined().filter { $0.socket == .intake && !$0.line.contains("m77") }

    /// Whom a line speaks of.
    static func participant(_ line: String) -> String {
        let document = try? JSONDocument(bytes: Array(line.utf8))
        return document?.root["params"]?["participant"]?.string ?? "nobody"
    }

    func house(on disk: any Disk, at tick: Int64 = instant(Sample.announces)) throws -> House {
        try House(on: disk, folder, at: tick, settings: ShortRun.settings)
    }

    func run(on disk: SimulatedDisk) -> Outcome {
        var outcome = Outcome()
        var failed: House?
        do {
            let house = try house(on: disk)
            failed = house
            house.go(to: instant(Sample.opens))
            for requests in ShortRun.passes {
                house.go(to: house.tick + 700)
                note(try house.pass(requests), of: requests, in: &outcome.acknowledged)
            }
        } catch {
            outcome.failure = error
            outcome.leaked = (failed?.intake.releasedCount ?? 0) + (failed?.control.releasedCount ?? 0)
        }
        return outcome
    }

    private func note(_ replies: [Reply], of requests: [Request], in acknowledged: inout Acknowledged) {
        for reply in replies where reply.result != nil {
            let sent = ShortRun.submissions.first { $0.line.contains("\"id\":\(reply.id ?? "-"),") }
            if let sent, let index = reply.index { acknowledged.entries[sent.line] = index }
            if reply.result?["intake_ended_ms"] != nil { acknowledged.closed = reply }
            if reply.result?["seed"] != nil { acknowledged.drawn = reply }
        }
    }
}

extension House {
    /// The receipt of an entry, held against the campaign's key; throws where it does not prove its opening.
    func provenReceipt(_ campaign: String, _ participant: String, _ index: Int) throws -> Receipt {
        go(to: tick + Daemon.headPauseMilliseconds)
        let params = #"{"campaign":"\#(campaign)","participant":"\#(participant)","index":\#(index)}"#
        let reply = try call("receipt", params)
        guard let text = reply.result?["receipt"]?.string else { throw Unexpected("no receipt: \(reply)") }
        let receipt = try Receipt(parsing: Array(text.utf8))
        guard let vkey = try call("campaign", #"{"campaign":"\#(campaign)"}"#).result?["vkey"]?.string else {
            throw Unexpected("no vkey")
        }
        guard receipt.index == index, try receipt.provesOpening(), try receipt.head().size > index,
            try receipt.checkpoint.verify([try VerificationKey(parsing: vkey)]).count == 1
        else { throw Unexpected("the receipt of \(index) proves nothing") }
        return receipt
    }
}
