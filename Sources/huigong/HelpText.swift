import Terminal

/// Help, made from the table of commands.
enum HelpText {
    static func overview(_ commands: [Command]) -> String {
        let shown = commands.filter { !$0.isHidden }
        let width = shown.map(\.name.count).max() ?? 0
        var lines = [
            "huigong — provably fair campaigns for mass organisations", "", "usage: huigong COMMAND [OPTIONS]", "",
        ]
        lines += shown.map { "  " + padded($0.name, to: width) + "  " + $0.summary }
        lines += [
            "", "`huigong help COMMAND` shows the options of one.",
            "exit codes: 0 done, 1 failed, 2 usage or unreadable, 3 passed with something not provable, 69 no daemon",
        ]
        return lines.joined(separator: "\n")
    }

    static func page(_ command: Command) -> String {
        var lines = ["usage: \(usage(command))", "", command.summary + "."]
        if !command.details.isEmpty { lines += [""] + command.details }
        let options = command.options + [Command.Option("--help", help: "Show this page")]
        let names = options.map { $0.name + ($0.value.map { " " + $0 } ?? "") }
        let width = names.map(displayWidth).max() ?? 0
        lines.append("")
        for (name, option) in zip(names, options) {
            lines.append("  " + padded(name, to: width) + "  " + option.help)
        }
        return lines.joined(separator: "\n")
    }

    /// `huigong call METHOD [PARAMS] [OPTIONS]`
    static func usage(_ command: Command) -> String {
        let words = ["huigong", command.name] + command.operands.map(\.shown)
        return (words + (command.options.isEmpty ? [] : ["[OPTIONS]"])).joined(separator: " ")
    }
}
