import JSON
import Terminal

/// Help, made from the table of commands.
enum HelpText {
    static func overview(_ commands: [Command], _ language: Language) -> String {
        let say = { (zh: String, en: String) in language == .zh ? zh : en }
        let shown = commands.filter { !$0.isHidden }
        let width = shown.map(\.name.count).max() ?? 0
        var lines = [
            say("huigong 惠工 — 群众组织的活动，公平可以核验", "huigong — provably fair campaigns for mass organisations"), "",
            say("用法：huigong COMMAND [OPTIONS]", "usage: huigong COMMAND [OPTIONS]"), "",
        ]
        lines += shown.map { "  " + padded($0.name, to: width) + "  " + $0.summary.text(language) }
        lines += [
            "", say("`huigong help COMMAND` 显示一个命令的选项。", "`huigong help COMMAND` shows the options of one."),
            say(
                "退出码：0 成功，1 失败，2 用法不对或文件读不了，3 通过但有此处无法证明的，69 没有守护进程",
                "exit codes: 0 done, 1 failed, 2 usage or unreadable, 3 passed with something not provable, 69 no daemon"
            ),
        ]
        return lines.joined(separator: "\n")
    }

    static func page(_ command: Command, _ language: Language) -> String {
        let isChinese = language == .zh
        var lines = [
            (isChinese ? "用法：" : "usage: ") + usage(command), "",
            command.summary.text(language) + (isChinese ? "。" : "."),
        ]
        if let details = command.details { lines += ["", details.text(language)] }
        let options = command.options + Command.sharedOptions
        let names = options.map { $0.name + ($0.value.map { " " + $0 } ?? "") }
        let width = names.map(displayWidth).max() ?? 0
        lines.append("")
        for (name, option) in zip(names, options) {
            lines.append("  " + padded(name, to: width) + "  " + option.help.text(language))
        }
        return lines.joined(separator: "\n")
    }

    /// `huigong call METHOD [PARAMS] [OPTIONS]`
    static func usage(_ command: Command) -> String {
        let words = ["huigong", command.name] + command.operands.map(\.shown)
        return (words + (command.options.isEmpty ? [] : ["[OPTIONS]"])).joined(separator: " ")
    }
}
