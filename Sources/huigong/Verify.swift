import Auditing
import Campaigns
import JSON
import Proofs
import Terminal

/// `huigong verify`: everything that a bundle claims, worked out again from its files.
enum Verify {
    static let command = Command(
        name: "verify", summary: both("只凭文件核验一个审计包", "Check an audit bundle from its files alone"),
        operands: [Command.Operand(name: "BUNDLE")],
        options: [
            Command.Option(
                "--vkey", "KEY",
                help: both(
                    "主办方公布的公钥；不给则：自洽，但不知是谁的", "The organiser's published key; without it: consistent, but whose?")),
            Command.Option(
                "--registry", "KEY|FILE",

                help: both(
                    "主办方登记簿的公钥，或含有它的文件；不给则：由主办方自选",
                    "The organiser's registry key, or a file with it; without it: chosen by the organiser")),
            Command.Option(
                "--public", "NAME=VALUE", isRepeatable: true,
                help: both("您亲见公开抽出的号码", "A number that you saw drawn in public")),
            Command.Option(
                "--receipt", "FILE",
                help: both("一份回执：它在不在包里，结果如何", "A receipt: whether it is in the bundle, and what came of it")),
            Command.Option(
                "--auditor-file", "FILE",
                help: both("让审计员知道中奖者是谁的文件", "The file that shows the auditor who the winners are")),
            Command.Option(
                "--policy", "FILE",
                help: both("您自己的见证方策略；不给则：由主办方自选", "Your own policy of witnesses; without it: chosen by the organiser")),
            Command.Option(
                "--party", "KEY", isRepeatable: true,
                help: both("第二方的公钥，由该方直接给您的", "A second party's key, as you have it from the party")),
            Command.Option(
                "--earlier", "BUNDLE",
                help: both(
                    "抹去之前的审计包：打开这个包不再公开的内容",
                    "A bundle from before something was erased: opens what this one withholds")),
            Command.Option("--json", help: both("以 JSON 显示结果", "Show the findings as JSON")),
        ],
        details: both(
            "退出码：0 全部通过，1 有核验不通过，2 读不了，3 通过但有此处无法证明的。",
            "Exit codes: 0 all pass, 1 a check fails, 2 unreadable, 3 passed with something not provable.")
    ) { arguments in
        let language = arguments.language
        let progress = VerificationProgressLine.onTerminal(language)
        let verifier = Verifier(
            bundle: arguments.operands[0], vkey: try key(arguments), publicValues: try publicValues(arguments),
            policy: try arguments.value("--policy").map(policy), partyKeys: try partyKeys(arguments),
            auditorFile: try file(arguments, "--auditor-file", atMost: mostAuditorBytes),
            receipt: try file(arguments, "--receipt", atMost: mostReceiptBytes),
            registryKey: try registryKey(arguments), earlier: arguments.value("--earlier"), progress: progress?.show)
        _ = try directoryEntries(arguments.operands[0])
        if let earlier = arguments.value("--earlier") { _ = try directoryEntries(earlier) }
        let report = verifier.run()
        progress?.clear()
        if let unreadable = report.unreadable {
            throw CommandFailure(
                unreadable, at: arguments.operands[0],
                hint: both("应为导出的审计包的文件夹", "name the folder of an exported bundle"), exitCode: .usage)
        }
        let text = arguments.has("--json") ? String(decoding: report.jsonBytes(), as: UTF8.self) : report.text(language)
        Output.write(text, to: 1)
        return ExitCode(code: report.exitCode)
    }

    /// A vkey as it stands, or the first line of a file.
    private static func registryKey(_ arguments: Arguments) throws -> String? {
        guard let text = arguments.value("--registry") else { return nil }
        if (try? VerificationKey(parsing: text)) != nil { return text }
        let line = String(decoding: try readFile(text), as: UTF8.self).split(separator: "\n").first.map(String.init)
        guard let line, (try? VerificationKey(parsing: line)) != nil else {
            throw arguments.usage(
                both("--registry 应为一个公钥，或含有公钥的文件", "--registry takes a vkey or a file with one"), at: text)
        }
        return line
    }

    private static func policy(_ path: String) throws -> WitnessPolicy {
        let file = try readFile(path)
        do throws(FormatError) {
            return try WitnessPolicy(parsing: file)
        } catch {
            throw CommandFailure(error.notValid, at: path, exitCode: .usage)
        }
    }

    /// A key that was not copied whole says nothing of the bundle.
    private static func key(_ arguments: Arguments) throws -> String? {
        guard let text = arguments.value("--vkey") else { return nil }
        guard (try? VerificationKey(parsing: text)) != nil else {
            throw arguments.usage(
                both("--vkey 应为完整的公钥 name+hex8+base64", "--vkey takes a key name+hex8+base64, whole"), at: text)
        }
        return text
    }

    /// The longest line of a receipt is shorter than 64 KiB.
    private static let mostReceiptBytes = 1 << 20
    private static let mostAuditorBytes = 256 << 20

    private static func file(_ arguments: Arguments, _ option: String, atMost limit: Int) throws -> [UInt8]? {
        guard let path = arguments.value(option) else { return nil }
        return try readFile(path, atMost: limit)
    }

    private static func partyKeys(_ arguments: Arguments) throws -> [VerificationKey] {
        try arguments.all("--party").map { text in
            do throws(FormatError) {
                return try VerificationKey(parsing: text)
            } catch {
                throw arguments.usage(
                    both("--party 应为公钥 name+hex8+base64", "--party takes a key name+hex8+base64"), at: text)
            }
        }
    }

    private static func publicValues(_ arguments: Arguments) throws -> [String: String] {
        var values: [String: String] = [:]
        for text in arguments.all("--public") {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw arguments.usage(both("--public 应为 NAME=VALUE", "--public takes NAME=VALUE"), at: text)
            }
            if let problem = PublicForm.problem(ofTyped: parts[1]) {
                throw arguments.usage(problem.message, at: parts[1])
            }
            guard values.updateValue(parts[1], forKey: parts[0]) == nil else {
                throw arguments.usage(
                    both("--public 两次给了同一个来源", "--public names a source twice"), at: parts[0])
            }
        }
        return values
    }
}
