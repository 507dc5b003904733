import JSON

/// Where a daemon keeps its data and listens.
struct Store: Sendable, Hashable {
    /// The live store, or the rehearsal store inside it.
    var directory: String

    static let options = [
        Command.Option(
            "--data", "DIR",
            help: both(
                "守护进程的数据（默认 $XDG_STATE_HOME/huigong 或 ~/.local/state/huigong）",
                "The daemon's data (default $XDG_STATE_HOME/huigong or ~/.local/state/huigong)")),
        Command.Option(
            "--rehearse", help: both("对演练、而不是对正式的守护进程说话", "Talk to the rehearsal and not to the live daemon")),
    ]

    init(data: String, isRehearsal: Bool) {
        directory = isRehearsal ? data + "/rehearsal" : data
    }

    init(_ arguments: Arguments) throws {
        self.init(data: try Store.data(arguments), isRehearsal: arguments.has("--rehearse"))
    }

    var intakeSocket: String { directory + "/intake.sock" }
    var controlSocket: String { directory + "/control.sock" }

    private static func data(_ arguments: Arguments) throws -> String {
        if let given = arguments.value("--data") { return given }
        if let state = Environment.value("XDG_STATE_HOME"), state.hasPrefix("/") { return state + "/huigong" }
        if let home = Environment.value("HOME"), home.hasPrefix("/") { return home + "/.local/state/huigong" }
        throw CommandFailure(
            both("不知道守护进程的数据在哪里", "no place for the daemon's data is known"),
            hint: both("用 --data DIR 指明", "name one with --data DIR"), exitCode: .usage)
    }
}
