import JSON

extension Command {
    /// Every command, in the order in which help lists them.
    static let all: [Command] = [
        Serve.command, NewCampaign.command, Check.command, Explain.command, Status.command, Watch.command, Call.command,
        ReceiptCommand.command,
        Export.command,
        AuditorFileCommand.command, Verify.command, WitnessCommand.command, Reveal.command, Bench.command, Demo.command,
        help, version, BenchEcho.command,
    ]

    private static let help = Command(
        name: "help", summary: both("列出命令，或显示一个命令的说明", "Show the commands, or the page of one"),
        operands: [Operand(name: "COMMAND", count: .optional)]
    ) { arguments in
        if let name = arguments.operands.first {
            Output.result(HelpText.page(try Command.named(name), arguments.language))
        } else {
            Output.result(HelpText.overview(Command.all, arguments.language))
        }
        return .ok
    }

    private static let version = Command(name: "version", summary: both("显示版本", "Show the version")) { _ in
        Output.result("huigong \(Version.current)")
        return .ok
    }
}

enum Version {
    static let current = "0.1.0"
}
