import JSON

/// `huigong receipt`: one participant's receipt as the file that `verify --receipt` takes.
enum ReceiptCommand {
    static let command = Command(
        name: "receipt", summary: both("取一位参与者的回执，写成文件", "Write one participant's receipt"),
        operands: [
            Command.Operand(name: "CAMPAIGN"), Command.Operand(name: "PARTICIPANT"),
            Command.Operand(name: "INDEX", count: .optional),
        ],
        options: [
            Command.Option(
                "--into", "FILE",
                help: both(
                    "写进这个只有主人能读的文件（默认写到标准输出）", "Where it goes, for its owner alone (default: standard output)"))
        ] + Store.options,
        details: both(
            """
            INDEX 是提交应答里的序号；这个人只有一条记录时可以不写。回执写明了答案，只交给本人。
            核对：huigong verify BUNDLE --vkey KEY --receipt FILE
            """,
            """
            INDEX is the one in the answer to the submission; it may be left out where the person has one entry. A
            receipt opens the answers: give it to that person alone.
            To check it: huigong verify BUNDLE --vkey KEY --receipt FILE
            """)
    ) { arguments in
        let (campaign, participant) = (arguments.operands[0], arguments.operands[1])
        let daemon = try DaemonClient(path: Store(arguments).intakeSocket)
        let asked = [
            JSON.Member("campaign", .string(campaign)), JSON.Member("participant", .string(participant)),
            JSON.Member("lang", .string(arguments.language.rawValue)),
        ]
        do {
            let index = try index(arguments) ?? onlyEntry(try daemon.call("result", .object(asked)), arguments)
            let answer = try daemon.call("receipt", .object(asked + [JSON.Member("index", .integer(index))]))
            if let path = arguments.value("--into") {
                try writeFile(path, Array(answer.text("receipt").utf8), mode: 0o600)
            } else {
                Output.write(answer.text("receipt"), to: 1)
            }
            return .ok
        } catch let refusal as Reply.Refusal {
            throw CommandFailure(refusal, method: "receipt \(campaign) \(participant)")
        }
    }

    private static func index(_ arguments: Arguments) throws -> Int64? {
        guard arguments.operands.count > 2 else { return nil }
        guard let index = Int64(arguments.operands[2]), index >= 0 else {
            throw arguments.usage(both("INDEX 应为整数", "INDEX is a whole number"), at: arguments.operands[2])
        }
        return index
    }

    private static func onlyEntry(_ result: JSONValue, _ arguments: Arguments) throws -> Int64 {
        let entries = (result["entries"]?.elements ?? []).compactMap { $0["index"]?.integer }
        if entries.count == 1 { return entries[0] }
        let participant = arguments.operands[1]
        guard !entries.isEmpty else {
            throw CommandFailure(both("这个人没有记录", "this person has no entry"), at: participant)
        }
        let list = entries.map(String.init).joined(separator: " ")
        throw arguments.usage(
            both("这个人有 \(entries.count) 条记录，请写明 INDEX", "this person has \(entries.count) entries: say which INDEX"),
            at: list)
    }
}
