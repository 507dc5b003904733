import Campaigns
import JSON

/// One command of `huigong`: what help shows of it, what it takes, and what it does.
struct Command: Sendable {
    var name: String
    var summary: BilingualText
    var operands: [Operand] = []
    var options: [Option] = []
    /// Further lines of its help page.
    var details: BilingualText?
    /// Commands that only other commands start are left out of the overview.
    var isHidden = false
    var run: @Sendable (Arguments) throws -> ExitCode

    /// A word that is no option, in its place.
    struct Operand: Sendable {
        enum Count: Sendable { case one, optional, any }
        var name: String
        var count = Count.one

        /// As usage lines show it.
        var shown: String {
            switch count {
            case .one: name
            case .optional: "[\(name)]"
            case .any: "[\(name)…]"
            }
        }
    }

    struct Option: Sendable {
        /// With its dashes: `--data`.
        var name: String
        /// What its value is called, or nil for a flag.
        var value: String?
        var help: BilingualText
        var isRepeatable = false

        init(_ name: String, _ value: String? = nil, isRepeatable: Bool = false, help: BilingualText) {
            self.name = name
            self.value = value
            self.help = help
            self.isRepeatable = isRepeatable
        }
    }

    /// What every command takes besides its own options.
    static let sharedOptions = [
        Option(
            "--lang", "zh|en",
            help: both(
                "显示的语言（默认随系统语言，不是中文时用英文）",
                "The language of what is shown (default: that of the locale, en where it is not Chinese)")),
        Option("--help", help: both("显示这一页", "Show this page")),
    ]

    /// The command of this name; a mistyped one is an error that names the nearest.
    static func named(_ name: String) throws -> Command {
        if let command = all.first(where: { $0.name == name }) { return command }
        let nearest = nearest(to: name, among: all.filter { !$0.isHidden }.map(\.name))
        throw CommandFailure(
            both("没有这个命令", "unknown command"), at: name,
            hint: nearest.map { both("是不是 `huigong \($0)`？", "did you mean `huigong \($0)`?") }
                ?? both("`huigong help` 列出所有命令", "`huigong help` lists the commands"),
            exitCode: .usage)
    }
}

/// What the process tells the shell.
struct ExitCode: Hashable, Sendable {
    var code: Int32

    static let ok = ExitCode(code: 0)
    /// The request was refused, or a check failed.
    static let failed = ExitCode(code: 1)
    /// A mistake in the command line, or a file that can't be read.
    static let usage = ExitCode(code: 2)
    /// Everything that could be checked passed, but not everything could be checked.
    static let notProvable = ExitCode(code: 3)
    /// No daemon answers on the socket (EX_UNAVAILABLE of sysexits.h).
    static let unreachable = ExitCode(code: 69)
}
