import Campaigns
import Glibc
import JSON
import Platform
import Terminal

/// What every act of the demo stands on: the folder, the daemon, the seed, and the lines that tell the story.
final class DemoStage {
    let directory: String
    let seed: String
    let peopleCount: Int
    let language: Language
    let daemon: RehearsalDaemon
    let style = Output.style()
    private let signals: SignalWatcher
    private let startedAt: Int64
    private(set) var checks = 0

    init(directory: String, seed: String, peopleCount: Int, language: Language, organiser: String, startedAt: Int64)
        throws
    {
        self.directory = directory
        self.seed = seed
        self.peopleCount = peopleCount
        self.language = language
        self.startedAt = startedAt
        signals = try SignalWatcher()
        daemon = RehearsalDaemon(
            folder: directory + "/campaigns", data: directory + "/data", start: Demo.start, organiser: organiser,
            seed: seed)
    }

    var bundles: String { directory + "/bundles" }

    /// One line of the story.
    func tell(_ zh: String, _ en: String) {
        Output.result(style.dim(elapsed) + "  " + text(zh, en))
    }

    /// The heading of an act.
    func heading(_ zh: String, _ en: String) {
        Output.result("\n" + style.bold(text(zh, en)))
    }

    func text(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

    var seconds: String { decimal(thousandths: Int(monotonicMilliseconds() - startedAt), decimals: 1) }

    private var elapsed: String { padded(seconds + " s", to: 7, .right) }

    /// What the demo shows must hold: otherwise it ends here and says what differed.
    func require(_ holds: Bool, _ what: @autoclosure () -> String) throws {
        guard holds else { throw CommandFailure(.demo(what()), at: directory) }
        checks += 1
    }

    func require<Value: Equatable>(_ what: String, _ actual: Value, is expected: Value) throws {
        try require(actual == expected, "\(what) is \(actual), not \(expected)")
    }

    /// Ends the demo when somebody pressed Ctrl-C; the daemon goes with it.
    func checkInterrupted() throws {
        guard signals.drain().isEmpty else { throw CommandFailure(both("被中断", "interrupted"), at: directory) }
    }

    // MARK: The daemon

    /// Why a connection was lost, with what the daemon said last.
    func lostDaemon(_ error: SocketError) -> CommandFailure {
        let state =
            daemon.hasEnded ? both("守护进程已结束", "the daemon has ended") : both("守护进程还在运行", "the daemon still runs")
        let (what, said) = (BilingualText(error), daemon.lastWords)
        return CommandFailure(
            both("\(what.zh)；\(state.zh)；它最后说：\(said)", "\(what.english); \(state.english); it said: \(said)"),
            at: daemon.logPath)
    }

    /// A request on the control socket that must succeed.
    @discardableResult
    func control(_ method: String, _ params: JSON = [:]) throws -> JSONValue {
        try checkInterrupted()
        do {
            return try daemon.control().call(method, params)
        } catch let refusal as Reply.Refusal {
            throw CommandFailure(.demo("\(method) was refused: \(refusal.reason): \(refusal.message)"), at: directory)
        }
    }

    /// A request that must be refused with this reason.
    func requireRefusal(_ reason: String, _ method: String, _ params: JSON) throws {
        do {
            let result = try daemon.control().call(method, params)
            throw CommandFailure(.demo("\(method) was not refused: \(String(decoding: result.source, as: UTF8.self))"))
        } catch let refusal as Reply.Refusal {
            try require("the reason why \(method) was refused", refusal.reason, is: reason)
        }
    }

    func phase(of campaign: String) throws -> String {
        try control("tally", campaignParams(campaign)).text("phase")
    }

    /// Moves the rehearsal's clock forward.
    func moveClock(to milliseconds: Int64) throws {
        let tick = try control("clock", ["to_ms": .integer(milliseconds)])["tick_ms"]?.integer ?? 0
        try require(tick >= milliseconds, "the clock went to \(tick), not to \(milliseconds)")
    }

    /// Moves the clock where it is not there yet.
    func moveClock(atLeast milliseconds: Int64) throws {
        let now = try control("status")["tick_ms"]?.integer ?? 0
        if now < milliseconds { try moveClock(to: milliseconds) }
    }

    /// What `campaign` says, once the daemon has announced it: reading the roll takes a moment.
    func awaitCampaign(_ campaign: String) throws -> JSONValue {
        let deadline = monotonicMilliseconds() + 30_000
        while true {
            try checkInterrupted()
            do {
                return try daemon.control().call("campaign", campaignParams(campaign))
            } catch let refusal as Reply.Refusal {
                try require(
                    refusal.reason == "campaign.unknown" && monotonicMilliseconds() < deadline,
                    "\(campaign) was not announced: \(refusal.reason)")
                checks -= 1
            }
            _ = poll(nil, 0, 20)
        }
    }

    func campaignParams(_ campaign: String, _ more: [JSON.Member] = []) -> JSON {
        .object([.init("campaign", .string(campaign))] + more)
    }
}

extension BilingualText {
    /// What the demo found is a fault of the program, so its details are in the language of the code.
    fileprivate static func demo(_ what: String) -> BilingualText {
        both("演示的结果与预期不符：\(what)", "the demo expected otherwise: \(what)")
    }
}
