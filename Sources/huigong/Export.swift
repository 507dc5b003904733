import JSON
import Terminal

/// `huigong export`: the audit bundle of a drawn campaign.
enum Export {
    static let command = Command(
        name: "export", summary: "Write the audit bundle of a drawn campaign",
        operands: [Command.Operand(name: "CAMPAIGN")],
        options: [
            Command.Option(
                "--into", "DIR", help: "Where the bundle goes (default bundles/CAMPAIGN in the daemon's data)"),
            Command.Option("--json", help: "Show the daemon's answer as JSON"),
        ] + Store.options
    ) { arguments in
        let campaign = arguments.operands[0]
        let daemon = try DaemonClient(path: Store(arguments).controlSocket)
        var members = [JSON.Member("campaign", .string(campaign))]
        if let into = arguments.value("--into") { members.append(.init("into", .string(absolutePath(into)))) }
        do {
            let result = try daemon.call("export", .object(members))
            Output.result(arguments.has("--json") ? prettyJSON(result.source) : summary(result))
            return .ok
        } catch let refusal as Reply.Refusal {
            throw CommandFailure(refusal, method: "export \(campaign)")
        }
    }

    private static func summary(_ result: JSONValue) -> String {
        "\(result.text("path")): \(grouped(result.count("files"))) files, \(byteCount(result.count("bytes")))"
    }
}
