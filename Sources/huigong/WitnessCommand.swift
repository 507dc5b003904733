import Campaigns
import JSON
import Platform
import Proofs
import Terminal
import Witnessing

/// `huigong witness`: another organisation's word on how long a log was, and when.
enum WitnessCommand {
    static let command = Command(
        name: "witness",
        summary: both("作为独立的见证方，为日志的检查点作证", "Vouch for the heads of logs as an independent witness"),
        operands: [Command.Operand(name: "ACTION"), Command.Operand(name: "FILE", count: .optional)],
        options: [
            Command.Option(
                "--store", "DIR",
                help: both("见证方自己的文件夹（默认 huigong-witness）", "The witness's own folder (default huigong-witness)")),
            Command.Option(
                "--key-name", "NAME",
                help: both("init：见证方的名字，如 notary.example/w1", "init: the witness's name, such as notary.example/w1")),
            Command.Option(
                "--registry", "VKEY", isRepeatable: true,
                help: both("init：主办方的登记簿，里面的活动都算", "init: an organiser's registry, whose campaigns count")),
            Command.Option(
                "--log", "VKEY", isRepeatable: true,
                help: both("init：不在任何登记簿里的日志", "init: a log that is in no registry")),
            Command.Option(
                "--at", "TIME",
                help: both("cosign：签哪个时间，只用于演练的日志", "cosign: the time to sign, for logs of rehearsals alone")),
            Command.Option("--json", help: both("以 JSON 显示结果", "Show what came of it as JSON")),
        ],
        details: both(
            """
            init             建文件夹和密钥；已有时，把 --registry 和 --log 加进已知的
            follow DIR       读公布的登记簿，得知其中活动的公钥
            cosign [FILE|-]  对 add-checkpoint 正文（或 `call witness.body` 的应答）答以一行见证签名
            show             见证方的公钥，以及每个日志的来源、最后的大小和根

            cosign 的退出码：40 格式不对，43 不是已知的公钥签的，44 不认识的来源，
            49 大小或根与上次签的不同，42 证明不成立，53 时钟落后。
            """,
            """
            init             make the folder and the key, or add --registry and --log to those known
            follow DIR       read a published registry and learn the keys of its campaigns
            cosign [FILE|-]  answer an add-checkpoint body, or what `call witness.body` gave, with a cosignature's line
            show             the witness's key, and of each log its origin, last size and root

            Exit codes of cosign: 40 malformed, 43 not signed by the known key, 44 unknown origin,
            49 another size or root than was cosigned last, 42 the proof does not hold, 53 the clock is behind.
            """)
    ) { arguments in
        let actions: [String: @Sendable (Arguments) throws -> ExitCode] = [
            "init": begin, "follow": follow, "cosign": cosign, "show": show,
        ]
        guard let action = actions[arguments.operands[0]] else {
            throw arguments.usage(
                both("witness 只能是 init、follow、cosign 或 show", "witness takes init, follow, cosign or show"),
                at: arguments.operands[0])
        }
        do {
            return try action(arguments)
        } catch let error as WitnessStoreError {
            throw CommandFailure(error, at: store(arguments))
        }
    }

    private static func store(_ arguments: Arguments) -> String { arguments.value("--store") ?? "huigong-witness" }

    private static func disk(_ arguments: Arguments) throws -> FileDisk {
        do throws(DiskError) {
            return try FileDisk(root: store(arguments))
        } catch {
            throw WitnessStoreError.disk(error)
        }
    }

    /// The witness that is there; looking for one makes no folder.
    private static func open(_ arguments: Arguments) throws -> Witness {
        guard isDirectory(store(arguments)) else { throw WitnessStoreError.empty(root: store(arguments)) }
        return try Witness(disk: try disk(arguments))
    }

    // MARK: init

    @Sendable private static func begin(_ arguments: Arguments) throws -> ExitCode {
        let registries = try keys("--registry", arguments) { WitnessedLog.isRegistry($0) }
        let logs = try keys("--log", arguments) { $0.algorithm == .ed25519 }
        let name = arguments.value("--key-name")
        if let name, !VerificationKey.isName(name) {
            throw arguments.usage(
                both("--key-name 里不能有空格和加号", "--key-name takes a name without spaces and plus signs"), at: name)
        }
        if name == nil, !fileExists(store(arguments) + "/WITNESS") {
            throw arguments.usage(both("新的见证方需要 --key-name NAME", "a new witness needs --key-name NAME"), at: nil)
        }
        guard let seed = Digest(SystemRandom.bytes(32)) else { preconditionFailure("32 bytes are a digest") }
        try makeDirectory(store(arguments), mode: 0o700)
        let witness = try Witness(disk: try disk(arguments), name: name, seed: seed)
        for key in registries + logs where try !witness.trust(key) {
            throw CommandFailure(both("见证方知道的是这个日志的另一个公钥", "the witness knows another key of this log"), at: key.text)
        }
        try tell(witness, arguments)
        return .ok
    }

    private static func keys(
        _ option: String, _ arguments: Arguments, _ isRight: (VerificationKey) -> Bool
    ) throws -> [VerificationKey] {
        try arguments.all(option).map { text in
            guard let key = try? VerificationKey(parsing: text), isRight(key) else {
                let sort =
                    option == "--registry"
                    ? both("登记簿的公钥 <organiser>/registry+…", "a registry, <organiser>/registry+…")
                    : both("日志的公钥", "a log")
                throw arguments.usage(
                    both("\(option) 应为\(sort.zh)", "\(option) takes the vkey of \(sort.english)"), at: text)
            }
            return key
        }
    }

    // MARK: show

    @Sendable private static func show(_ arguments: Arguments) throws -> ExitCode {
        try tell(try open(arguments), arguments)
        return .ok
    }

    /// The key on a line, then a line a log: `<origin> <size> <root>`, which `serve --last-witnessed` reads.
    private static func tell(_ witness: Witness, _ arguments: Arguments) throws {
        let logs = try witness.logs()
        guard arguments.has("--json") else {
            let lines = logs.map { "\($0.origin) \($0.size) \($0.root.base64)" }
            return Output.result((["# \(witness.verificationKey.text)"] + lines).joined(separator: "\n"))
        }
        let json: JSON = [
            "vkey": .string(witness.verificationKey.text),
            "logs": .array(
                logs.map { log in
                    [
                        "origin": .string(log.origin), "vkey": .string(log.key.text),
                        "size": .integer(Int64(log.size)), "root": .string(log.root.base64),
                        "at": .integer(Int64(clamping: log.at)),
                    ]
                }),
        ]
        Output.result(prettyJSON(json.bytes()))
    }

    // MARK: follow

    @Sendable private static func follow(_ arguments: Arguments) throws -> ExitCode {
        guard arguments.operands.count == 2 else {
            throw arguments.usage(both("follow 需要登记簿的文件夹", "follow needs the registry's folder"), at: nil)
        }
        let folder = arguments.operands[1]
        let witness = try open(arguments)
        do {
            let checkpoint = try readFile(folder + "/checkpoint")
            let followed = try witness.follow(checkpoint: checkpoint, at: now()) { tile in
                try readFile(folder + "/" + tile.path)
            }
            tell(followed, arguments)
            return .ok
        } catch let failure as FollowFailure {
            throw CommandFailure(
                failure.words, at: folder,
                hint: both("把这个文件夹复制一份留着：它是证据", "keep a copy of the folder: it is the evidence"),
                exitCode: failure.exitCode)
        }
    }

    private static func tell(_ followed: Witness.Followed, _ arguments: Arguments) {
        guard arguments.has("--json") else {
            let learned = followed.learned.map { both("得知 \($0)", "learned \($0)").text(arguments.language) }
            return Output.result((["\(followed.origin) \(followed.size)"] + learned).joined(separator: "\n"))
        }
        let json: JSON = [
            "origin": .string(followed.origin), "size": .integer(Int64(followed.size)),
            "learned": .array(followed.learned.map { .string($0) }),
        ]
        Output.result(prettyJSON(json.bytes()))
    }

    // MARK: cosign

    @Sendable private static func cosign(_ arguments: Arguments) throws -> ExitCode {
        let path = arguments.operands.count == 2 ? arguments.operands[1] : "-"
        let body = body(in: try readFile(path == "-" ? "/dev/stdin" : path))
        let seconds = try time(arguments, for: body)
        let witness = try open(arguments)
        do {
            let answer = try witness.cosign(body, at: seconds)
            guard arguments.has("--json") else {
                Output.result(answer.cosignature.line)
                return .ok
            }
            let json: JSON = [
                "status": 200, "origin": .string(answer.origin), "size": .integer(Int64(answer.size)),
                "replayed": .bool(answer.isReplay), "cosignature": .string(answer.cosignature.line),
            ]
            Output.result(prettyJSON(json.bytes()))
            return .ok
        } catch let refusal as WitnessRefusal {
            if arguments.has("--json") { Output.result(prettyJSON(refusal.json.bytes())) }
            throw CommandFailure(
                both("\(refusal.status) \(refusal.words.zh)", "\(refusal.status) \(refusal)"),
                at: path == "-" ? nil : path, hint: refusal.hint,
                exitCode: refusal.exitCode)
        }
    }

    /// The body itself, or the daemon's answer to `witness.body` with the body in it.
    private static func body(in file: [UInt8]) -> [UInt8] {
        guard file.first == UInt8(ascii: "{"), let answer = try? JSONDocument(bytes: file).root,
            let body = (answer["result"] ?? answer)["body"]?.string
        else { return file }
        return Array(body.utf8)
    }

    private static func now() -> UInt64 { UInt64(max(0, SystemClock().wallMilliseconds()) / 1000) }

    /// A witness signs its own clock's time. A rehearsal runs at another date, so there the caller may say it; nothing
    /// rests on the heads of a rehearsal.
    private static func time(_ arguments: Arguments, for body: [UInt8]) throws -> UInt64 {
        guard let text = arguments.value("--at") else { return now() }
        let origin = (try? AddCheckpoint(parsing: body).head())?.origin ?? ""
        guard origin.hasPrefix("rehearsal/") else {
            throw arguments.usage(
                both("--at 只用于演练的日志", "--at goes with the log of a rehearsal"), at: origin.isEmpty ? nil : origin)
        }
        guard case .success(let instant) = Instant.parse(text), instant >= 0 else {
            throw arguments.usage(both("--at 应为带时区的时间", "--at takes a time with an offset"), at: text)
        }
        return UInt64(instant / 1000)
    }
}

extension WitnessRefusal {
    /// The last two digits of the status, but that 400, 403, 404, 409 and 422 stay apart from each other.
    fileprivate var exitCode: ExitCode {
        switch status {
        case 422: ExitCode(code: 42)
        case 503: ExitCode(code: 53)
        default: ExitCode(code: Int32(status % 100 + 40))
        }
    }

    fileprivate var hint: BilingualText? {
        switch self {
        case .conflict(_, let cosigned, let old) where old < cosigned:
            both(
                "向主办方要从大小 \(cosigned) 起的正文：huigong call witness.body '{…,\"old_size\":\(cosigned)}'",
                "ask the organiser for a body from size \(cosigned): "
                    + "huigong call witness.body '{…,\"old_size\":\(cosigned)}'")
        case .conflict(_, let cosigned, _):
            both(
                "这个日志以前在这里已到大小 \(cosigned)：留下正文，问主办方为什么",
                "the log was at size \(cosigned) here before: keep the body, and ask the organiser why")
        case .fork, .badProof: both("留下正文：它是日志被改过的证据", "keep the body: it is the evidence that the log was changed")
        case .unknownOrigin:
            both(
                "先读主办方的登记簿：huigong witness follow DIR",
                "follow the organiser's registry first: huigong witness follow DIR")
        case .clock: both("把时钟调对", "set the clock")
        default: nil
        }
    }

    fileprivate var json: JSON {
        var members = [
            JSON.Member("status", .integer(Int64(status))), JSON.Member("reason", .string(reason)),
            JSON.Member("message", .string(description)),
        ]
        if let cosignedSize { members.append(JSON.Member("size", .integer(Int64(cosignedSize)))) }
        return .object(members)
    }
}

extension FollowFailure {
    fileprivate var exitCode: ExitCode {
        if case .refused(let refusal) = self { return refusal.exitCode }
        return .failed
    }
}

extension CommandFailure {
    fileprivate init(_ error: WitnessStoreError, at store: String) {
        switch error {
        case .disk(let error) where error.reason == .lockedByAnother:
            self.init(
                both("另一个进程正在用这个见证方", "another process holds this witness"), at: store,
                hint: both("等它结束", "wait until it has ended"))
        case .empty:
            self.init(
                both("这里没有见证方", "there is no witness here"), at: store,
                hint: .asIs("huigong witness init --key-name NAME --store DIR"),
                exitCode: .usage)
        default: self.init(BilingualText(error), at: store)
        }
    }
}
