import Auditing
import JSON
import Proofs
import Terminal

/// `huigong verify`: everything that a bundle claims, worked out again from its files.
enum Verify {
    static let command = Command(
        name: "verify", summary: "Check an audit bundle from its files alone",
        operands: [Command.Operand(name: "BUNDLE")],
        options: [
            Command.Option("--vkey", "KEY", help: "The organiser's published key; without it: consistent, but whose?"),
            Command.Option(
                "--registry", "KEY|FILE",
                help: "The organiser's registry key, or a file with it; without it: chosen by the organiser"),
            Command.Option(
                "--public", "NAME=VALUE", isRepeatable: true, help: "A number that you saw drawn in public"),
            Command.Option("--receipt", "FILE", help: "A receipt: whether it is in the bundle, and what came of it"),
            Command.Option("--auditor-file", "FILE", help: "The file that shows the auditor who the winners are"),
            Command.Option(
                "--policy", "FILE", help: "Your own policy of witnesses; without it: chosen by the organiser"),
            Command.Option(
                "--party", "KEY", isRepeatable: true, help: "A second party's key, as you have it from the party"),
            Command.Option(
                "--earlier", "BUNDLE", help: "A bundle from before something was erased: opens what this one withholds"),
            Command.Option("--json", help: "Show the findings as JSON"), Language.option,
        ],
        details: ["Exit codes: 0 all pass, 1 a check fails, 2 unreadable, 3 passed with something not provable."]
    ) { arguments in
        let language = try Language(arguments)
        let progress = VerificationProgressLine.onTerminal(language)
        let verifier = Verifier(
            bundle: arguments.operands[0], vkey: try key(arguments), publicValues: try publicValues(arguments),
            policy: try arguments.value("--policy").map(policy), partyKeys: try partyKeys(arguments),
            auditorFile: try file(arguments, "--auditor-file", atMost: mostAuditorBytes),
            receipt: try file(arguments, "--receipt", atMost: mostReceiptBytes),
            registryKey: try registryKey(arguments), earlier: arguments.value("--earlier"), progress: progress?.show)
        let report = verifier.run()
        progress?.clear()
        if let unreadable = report.unreadable {
            throw CommandFailure(
                unreadable.text(language), at: arguments.operands[0], hint: "name the folder of an exported bundle",
                exitCode: .usage)
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
            throw arguments.usage("--registry takes a vkey or a file with one", at: text)
        }
        return line
    }

    private static func policy(_ path: String) throws -> WitnessPolicy {
        let file = try readFile(path)
        do throws(FormatError) {
            return try WitnessPolicy(parsing: file)
        } catch {
            throw CommandFailure("\(error)", at: path, exitCode: .usage)
        }
    }

    /// A key that was not copied whole says nothing of the bundle.
    private static func key(_ arguments: Arguments) throws -> String? {
        guard let text = arguments.value("--vkey") else { return nil }
        guard (try? VerificationKey(parsing: text)) != nil else {
            throw arguments.usage("--vkey takes a key name+hex8+base64, whole", at: text)
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
                throw arguments.usage("--party takes a key name+hex8+base64", at: text)
            }
        }
    }

    private static func publicValues(_ arguments: Arguments) throws -> [String: String] {
        var values: [String: String] = [:]
        for text in arguments.all("--public") {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { throw arguments.usage("--public takes NAME=VALUE", at: text) }
            guard RandomnessSource.isNumbers(parts[1]) else {
                throw arguments.usage("a public value is numbers joined by dots", at: parts[1])
            }
            guard values.updateValue(parts[1], forKey: parts[0]) == nil else {
                throw arguments.usage("--public names a source twice", at: parts[0])
            }
        }
        return values
    }
}
