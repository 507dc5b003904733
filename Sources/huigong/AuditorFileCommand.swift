import JSON
import Proofs

/// `huigong auditor-file`: the ids of winners and of a sample, for the auditor alone.
enum AuditorFileCommand {
    static let command = Command(
        name: "auditor-file",
        summary: both("写出让审计员核对中奖者是谁的文件", "Write the file that lets an auditor check who the winners are"),
        operands: [Command.Operand(name: "CAMPAIGN")],
        options: [
            Command.Option(
                "--into", "FILE",
                help: both("放在哪里；只有文件主人能读（必填）", "Where it goes; only its owner may read it (required)")),
            Command.Option(
                "--sample", "N",
                help: both(
                    "另抽名册里多少人（默认 \(AuditorFile.usualSample)）",
                    "How many people of the roll besides (default \(AuditorFile.usualSample))")),
        ] + Store.options,
        details: both(
            """
            里面是中奖者的编号，由开奖种子从名册里抽出的人的编号，以及不公开的登记项。只交给审计员，不给别人；
            用 `huigong verify BUNDLE --auditor-file FILE` 核对。
            """,
            """
            It holds ids of the winners, and of the people of the roll whom the draw's seed chose, and what private
            fields hold. Give it to the auditor and to nobody else; it is checked by `huigong verify BUNDLE --auditor-file FILE`.
            """)
    ) { arguments in
        let campaign = arguments.operands[0]
        guard let path = arguments.value("--into") else {
            throw arguments.usage(both("缺少 --into FILE", "--into FILE is missing"), at: nil)
        }
        let sample = try arguments.integer(
            "--sample", in: AuditorFile.sampleSizes, usual: AuditorFile.usualSample)
        let daemon = try DaemonClient(path: Store(arguments).controlSocket)
        do {
            let result = try daemon.call(
                "auditor.file",
                [
                    "campaign": .string(campaign), "sample": .integer(Int64(sample)),
                    "lang": .string(arguments.language.rawValue),
                ])
            let concealed = try concealed(of: campaign, daemon, result)
            try writeFile(path, Array((result.text("file") + concealed).utf8), mode: 0o600)
            let (winners, others) = (result.count("winners"), result.count("sample"))
            Output.result(
                arguments.language == .zh
                    ? "\(path)：中奖者 \(winners) 人，抽样 \(others) 人"
                    : "\(path): \(winners) winners, \(others) people of the sample")
            return .ok
        } catch let refusal as Reply.Refusal {
            throw CommandFailure(refusal, method: "auditor-file \(campaign)")
        }
    }

    /// The lines of private fields, asked for some leaves at a time.
    private static func concealed(of campaign: String, _ daemon: DaemonClient, _ told: JSONValue) throws -> String {
        guard told["private"]?.bool == true else { return "" }
        var lines = ""
        var from: Int64? = 0
        while let first = from {
            let answer = try daemon.call(
                "auditor.private", ["campaign": .string(campaign), "from": .integer(first)])
            lines += answer.text("lines")
            from = answer["next"]?.integer
        }
        return lines
    }
}
