import JSON
import Terminal

/// `huigong export`: the audit bundle of a campaign that was drawn or voided.
enum Export {
    static let command = Command(
        name: "export", summary: both("写出已开奖或已作废活动的审计包", "Write the audit bundle of a drawn or voided campaign"),
        operands: [Command.Operand(name: "CAMPAIGN")],
        options: [
            Command.Option(
                "--into", "DIR",
                help: both(
                    "审计包放在哪里（默认守护进程数据里的 bundles/CAMPAIGN）",
                    "Where the bundle goes (default bundles/CAMPAIGN in the daemon's data)")),
            Command.Option("--json", help: both("以 JSON 显示守护进程的应答", "Show the daemon's answer as JSON")),
        ] + Store.options
    ) { arguments in
        let campaign = arguments.operands[0]
        let daemon = try DaemonClient(path: Store(arguments).controlSocket)
        var members = [
            JSON.Member("campaign", .string(campaign)), JSON.Member("lang", .string(arguments.language.rawValue)),
        ]
        if let into = arguments.value("--into") { members.append(.init("into", .string(absolutePath(into)))) }
        do {
            let result = try daemon.call("export", .object(members))
            Output.result(arguments.has("--json") ? prettyJSON(result.source) : summary(result, arguments.language))
            return .ok
        } catch let refusal as Reply.Refusal {
            throw CommandFailure(refusal, method: "export \(campaign)")
        }
    }

    private static func summary(_ result: JSONValue, _ language: Language) -> String {
        let (path, files) = (result.text("path"), grouped(result.count("files")))
        let bytes = byteCount(result.count("bytes"))
        return language == .zh ? "\(path)：\(files) 个文件，\(bytes)" : "\(path): \(files) files, \(bytes)"
    }
}
