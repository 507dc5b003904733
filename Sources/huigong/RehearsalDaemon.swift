import Glibc
import JSON

/// A rehearsal daemon in a process of its own, on a folder of its own.
final class RehearsalDaemon {
    let store: Store
    /// Its messages, for whoever wants to know why it ended.
    let logPath: String
    private let arguments: [String]
    private var process: ChildProcess?

    /// - Parameters:
    ///   - folder: the campaigns.
    ///   - data: where its store goes.
    ///   - start: the rehearsal clock's first instant, RFC 3339.
    ///   - seed: what its secrets and nonces come from; nil for random ones.
    init(folder: String, data: String, start: String, organiser: String, seed: String?) {
        store = Store(data: data, isRehearsal: true)
        logPath = data + ".log"
        arguments =
            [
                "serve", folder, "--data", data, "--rehearse", "--at", start, "--organiser", organiser,
            ] + (seed.map { ["--seed", $0] } ?? [])
    }

    deinit { process?.end(SIGKILL) }

    var pid: pid_t { process?.pid ?? 0 }

    /// Starts it and waits until it answers; at most `seconds`, which an unoptimised build needs for a large roll.
    func start(seconds: Int = 300) throws {
        let process = try ChildProcess(ChildProcess.ownPath, arguments, outputPath: logPath)
        self.process = process
        let deadline = monotonicMilliseconds() + Int64(seconds) * 1_000
        while monotonicMilliseconds() < deadline {
            if process.hasEnded { break }
            if let daemon = try? DaemonClient(path: store.controlSocket, timeoutMilliseconds: seconds * 1_000),
                (try? daemon.call("status")) != nil
            {
                return
            }
            _ = poll(nil, 0, 10)
        }
        throw CommandFailure(
            both("演练守护进程没有启动：\(lastWords)", "the rehearsal daemon did not start: \(lastWords)"), at: logPath)
    }

    /// Ends it as a power cut would: without a word.
    func kill() {
        process?.end(SIGKILL)
        process = nil
    }

    /// Asks it to end and waits.
    func stop() {
        process?.end(SIGTERM)
        process = nil
    }

    var hasEnded: Bool { process?.hasEnded ?? true }

    /// The end of its log.
    var lastWords: String {
        let text = (try? readFile(logPath)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return text.split(separator: "\n").suffix(3).joined(separator: " / ")
    }

    func control() throws -> DaemonClient { try DaemonClient(path: store.controlSocket, timeoutMilliseconds: 120_000) }
    func intake() throws -> DaemonClient { try DaemonClient(path: store.intakeSocket, timeoutMilliseconds: 120_000) }
}
