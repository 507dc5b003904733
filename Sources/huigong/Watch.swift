import Glibc
import JSON
import Platform
import Terminal

/// `huigong watch`: a campaign's tally, live.
enum Watch {
    static let command = Command(
        name: "watch", summary: both("实时显示活动的计数", "Show a campaign's tally live"),
        operands: [Command.Operand(name: "CAMPAIGN")],
        options: Store.options + [Command.Option("--json", help: both("每行一个 JSON 计数", "One JSON tally a line"))],
        details: both(
            "在终端上原地刷新，按 Ctrl-C 结束；写进管道时，每次变化一行。",
            "On a terminal the tally is repainted in place until Ctrl-C; into a pipe goes one line an update.")
    ) { arguments in
        let language = arguments.language
        let path = try Store(arguments).intakeSocket
        let watcher: TallyWatcher
        do {
            watcher = try TallyWatcher(path: path, campaign: arguments.operands[0], language: language)
        } catch let error as SocketError {
            throw DaemonClient.failure(error, path: path)
        }
        let isPainting = isatty(STDOUT_FILENO) == 1 && !arguments.has("--json")
        var output = WatchOutput(
            isJSON: arguments.has("--json"), isPainting: isPainting, language: language)
        do {
            return try follow(watcher, &output)
        } catch let error as SocketError {
            throw DaemonClient.failure(error, path: path)
        }
    }

    private static let daemonToken: UInt64 = 0
    private static let signalToken: UInt64 = 1

    private static func follow(_ watcher: TallyWatcher, _ output: inout WatchOutput) throws -> ExitCode {
        let signals = try SignalWatcher([SIGINT, SIGTERM, SIGWINCH])
        let poller = try Poller(capacity: 8)
        try poller.add(watcher.descriptor, .readable, token: daemonToken)
        try poller.add(signals.descriptor, .readable, token: signalToken)
        while true {
            // The countdown moves without news from the daemon.
            let count = try poller.wait(milliseconds: output.isPainting ? 250 : nil)
            for position in 0..<count where poller[position].token == signalToken {
                if signals.drain().contains(where: { $0 != SIGWINCH }) { return .ok }
            }
            let isAlive = try watcher.receive { output.show($0, source: $1) }
            if let refusal = watcher.refusal { throw CommandFailure(refusal, method: "watch") }
            output.repaint()
            if !isAlive {
                throw CommandFailure(
                    both("守护进程已结束", "the daemon has ended"), at: "watch",
                    hint: both("原因在它的日志里；启动后再看", "its log says why; start it again and watch again"),
                    exitCode: .unreachable)
            }
        }
    }
}

/// A connection that has asked for a campaign's tally and hands out every one that comes.
final class TallyWatcher {
    private let connection: LineConnection
    private(set) var refusal: Reply.Refusal?

    init(path: String, campaign: String, language: Language) throws(SocketError) {
        connection = try LineConnection(path: path)
        let params: JSON = ["campaign": .string(campaign), "lang": .string(language.rawValue)]
        // The notifications tell changes; the tally of now is asked for once.
        connection.queue(Request.line(id: 1, method: "tally.watch", params: params.bytes()))
        connection.queue(Request.line(id: 2, method: "tally", params: params.bytes()))
        _ = try connection.flush()
    }

    var descriptor: Int32 { connection.descriptor }

    /// Calls `body` with each tally that has come, and with its JSON; false when the daemon closed the connection.
    func receive(_ body: (TallySnapshot, ArraySlice<UInt8>) -> Void) throws(SocketError) -> Bool {
        try connection.receive { line in
            guard let reply = Reply(line) else { return }
            switch reply.content {
            case .notification(method: "tally", let params): body(TallySnapshot(params), params.source)
            case .result(let value) where reply.id == 2: body(TallySnapshot(value), value.source)
            case .refused(let refusal): self.refusal = refusal
            default: break
            }
        }
    }
}

/// Where the tallies of `watch` go: repainted on a terminal, or a line each.
struct WatchOutput {
    let isJSON: Bool
    let isPainting: Bool
    let language: Language
    private let style = Output.style()
    private var screen = Screen()
    private var meter = RateMeter()
    private var latest: (snapshot: TallySnapshot, at: Int64)?

    init(isJSON: Bool, isPainting: Bool, language: Language) {
        self.isJSON = isJSON
        self.isPainting = isPainting
        self.language = language
    }

    mutating func show(_ snapshot: TallySnapshot, source: ArraySlice<UInt8>) {
        let now = monotonicMilliseconds()
        let isNews = latest.map { !snapshot.isSameState(as: $0.snapshot) } ?? true
        meter.add(entries: snapshot.entries, at: now)
        latest = (snapshot, now)
        if isPainting || !isNews { return }
        Output.result(isJSON ? String(decoding: source, as: UTF8.self) : frame(now)?.line ?? "")
    }

    mutating func repaint() {
        guard isPainting, let frame = frame(monotonicMilliseconds()) else { return }
        let size = TerminalSize(of: STDOUT_FILENO) ?? .usual
        let lines = frame.lines(width: size.columns, height: size.rows)
        Output.write(screen.paint(lines, width: size.columns, height: size.rows), to: STDOUT_FILENO)
    }

    private func frame(_ now: Int64) -> TallyFrame? {
        guard let latest else { return nil }
        return TallyFrame(
            snapshot: latest.snapshot, perSecond: meter.perSecond(at: now),
            now: latest.snapshot.tick + now - latest.at, language: language, style: style)
    }
}

/// Milliseconds of a clock that nobody sets.
func monotonicMilliseconds() -> Int64 {
    Int64(monotonicMicroseconds() / 1_000)
}

func monotonicMicroseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000_000 + time.tv_nsec / 1_000
}
