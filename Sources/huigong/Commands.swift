extension Command {
    /// Every command, in the order in which help lists them.
    static let all: [Command] = [
        Serve.command, Check.command, Status.command, Watch.command, Call.command, Export.command,
        AuditorFileCommand.command, Verify.command, WitnessCommand.command, Reveal.command, Bench.command, Demo.command,
        help, version, BenchEcho.command,
    ]

    private static let help = Command(
        name: "help", summary: "Show the commands, or the page of one",
        operands: [Operand(name: "COMMAND", count: .optional)]
    ) { arguments in
        if let name = arguments.operands.first {
            Output.result(HelpText.page(try Command.named(name)))
        } else {
            Output.result(HelpText.overview(Command.all))
        }
        return .ok
    }

    private static let version = Command(name: "version", summary: "Show the version") { _ in
        Output.result("huigong \(Version.current)")
        return .ok
    }
}

enum Version {
    static let current = "0.1.0"
}
