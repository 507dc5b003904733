import Campaigns
import JSON
import Platform
import Terminal

/// `huigong check`: whether campaign files can run, before anybody sees them.
enum Check {
    static let command = Command(
        name: "check", summary: both("检查活动文件和名册，并预览", "Check campaign files and their rolls, and preview them"),
        operands: [Command.Operand(name: "PATH", count: .any)],
        options: [
            Command.Option(
                "--organiser", "NAME",
                help: both("守护进程的主办方，文件须与它一致", "The daemon's organiser, which the files must agree with")),
            Command.Option("--json", help: both("以 JSON 显示结果", "Show the findings as JSON")),
            Command.Option(
                "--at", "TIME",
                help: both("当作在这个时间检查（默认现在）", "Check as if it were then (default now)")),
            Command.Option(
                "--schema",
                help: both("只输出活动文件的 JSON Schema，供编辑器使用", "Only print the JSON Schema of campaign files, for editors")),
        ],
        details: both(
            """
            PATH 是一个活动文件，或放活动文件的文件夹（默认 Campaigns）。所有问题连同位置一次列出；
            没有问题的文件会预览，并说明本版本还不能运行的部分。
            退出码：0 都没有问题（警告不算），1 有的有错，2 有路径读不了。
            """,
            """
            PATH is a campaign file or a folder of them (default Campaigns). Every problem is shown at once, with its
            place; a good file is previewed, with the parts that this version can't run yet. Exit codes: 0 nothing is
            wrong (warnings aside), 1 a file has an error, 2 a path can't be read.
            """)
    ) { arguments in
        guard !arguments.has("--schema") else {
            Output.result(schemaText)
            return .ok
        }
        let language = arguments.language
        let paths = arguments.operands.isEmpty ? ["Campaigns"] : arguments.operands
        let files = try paths.flatMap { try campaignFiles($0) }
        guard !files.isEmpty else {
            throw CommandFailure(
                both("没有活动文件", "no campaign files"), at: paths.joined(separator: " "),
                hint: both("活动文件以 .json 结尾", "a campaign is a *.json file"), exitCode: .usage)
        }
        let time = try time(arguments)
        var checked: [CheckedFile] = []
        var unread: [CommandFailure] = []
        for file in files {
            do {
                checked.append(try CheckedFile(path: file, organiser: arguments.value("--organiser"), at: time))
            } catch let failure as CommandFailure {
                unread.append(failure)
            }
        }
        CheckedFile.findRepeatedIDs(&checked)
        if arguments.has("--json") {
            Output.result(prettyJSON(json(checked, isWhole: unread.isEmpty).bytes()))
        } else if !checked.isEmpty {
            Output.result(checked.map { $0.text(language, Output.style()) }.joined(separator: "\n\n"))
        }
        for failure in unread { Output.failure(failure, language) }
        guard unread.isEmpty else { return .usage }
        return checked.allSatisfy(\.isValid) ? .ok : .failed
    }

    private static func time(_ arguments: Arguments) throws -> Int64 {
        guard let text = arguments.value("--at") else { return SystemClock().wallMilliseconds() }
        guard case .success(let instant) = Instant.parse(text) else {
            throw arguments.usage(both("--at 应为带时区的时间", "--at takes a time with an offset"), at: text)
        }
        return instant
    }

    /// The schema of campaign files, as `campaign.schema.json` has it.
    static var schemaText: String { prettyJSON(CampaignSchema.json.bytes()) }

    private static func campaignFiles(_ path: String) throws -> [String] {
        guard isDirectory(path) else { return [path] }
        let prefix = path.hasSuffix("/") ? path : path + "/"
        return try directoryEntries(path).filter(CampaignFileName.isCampaign).map { prefix + $0 }
            .filter { !isDirectory($0) }
    }

    private static func json(_ files: [CheckedFile], isWhole: Bool) -> JSON {
        ["files": .array(files.map(\.json)), "ok": .bool(isWhole && files.allSatisfy(\.isValid))]
    }
}
