import Glibc
import JSON
import Service

/// `huigong call`: one request by hand.
enum Call {
    static let command = Command(
        name: "call", summary: "Send one request to the daemon and show the answer",
        operands: [Command.Operand(name: "METHOD"), Command.Operand(name: "PARAMS", count: .optional)],
        options: Store.options + [
            Command.Option("--control", help: "Use the control socket for an intake method too"),
            Command.Option("--only", "NAME", help: "Print this member of the answer alone, a text as it is"),
            Language.option,
        ],
        details: [
            "PARAMS is a JSON object, or - to read one from standard input. Control methods go to the control socket",
            "by themselves.",
            "", "  huigong call tally '{\"campaign\":\"duanwu-2027-quiz\"}'",
            "  huigong call witness.body '{\"campaign\":\"registry\"}' --only body > body.txt",
        ]
    ) { arguments in
        let method = arguments.operands[0]
        let params = try params(arguments)
        let store = try Store(arguments)
        let usesControl = arguments.has("--control") || controlMethods.contains(method)
        let daemon = try DaemonClient(path: usesControl ? store.controlSocket : store.intakeSocket)
        do {
            let result = try daemon.call(method, paramsText: params)
            try show(result, arguments)
            return .ok
        } catch let refusal as Reply.Refusal {
            Output.message(prettyJSON(refusal.value.source))
            throw CommandFailure(refusal, method: method)
        }
    }

    private static func show(_ result: JSONValue, _ arguments: Arguments) throws {
        guard let name = arguments.value("--only") else { return Output.result(prettyJSON(result.source)) }
        guard let member = result[name] else {
            throw CommandFailure("the answer has no member \(name)", at: arguments.operands[0])
        }
        if let text = member.string { return Output.write(text, to: STDOUT_FILENO) }
        Output.result(prettyJSON(member.source))
    }

    static let controlMethods = Method.allCases.filter { $0.socket == .control }.map(\.rawValue)

    private static func params(_ arguments: Arguments) throws -> [UInt8] {
        let given = arguments.operands.count > 1 ? arguments.operands[1] : "{}"
        let bytes = given == "-" ? try readStandardInput() : Array(given.utf8)
        let document: JSONDocument
        do {
            document = try JSONDocument(bytes: bytes)
        } catch {
            let position = error.position(in: bytes)
            throw arguments.usage(
                "PARAMS is not JSON: \(error.message(.en))", at: "line \(position.line), column \(position.column)")
        }
        guard document.root.kind == .object else {
            throw arguments.usage("PARAMS must be a JSON object", at: given)
        }
        guard bytes.allSatisfy({ $0 != 0x0A }) else { return oneLine(document, arguments) }
        return withLanguage(Array(document.root.source), document, arguments)
    }

    /// A request is one line; outside of strings, where no line end can stand, a space is as good.
    private static func oneLine(_ document: JSONDocument, _ arguments: Arguments) -> [UInt8] {
        let bytes = document.root.source.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }
        return withLanguage(bytes, document, arguments)
    }

    private static func withLanguage(_ bytes: [UInt8], _ document: JSONDocument, _ arguments: Arguments) -> [UInt8] {
        guard let language = arguments.value("--lang"), document.root["lang"] == nil else { return bytes }
        let member = "{\"lang\":\"\(language)\"" + (document.root.members.isEmpty ? "" : ",")
        return Array(member.utf8) + bytes.dropFirst()
    }

    private static func readStandardInput() throws -> [UInt8] {
        try readFile("/dev/stdin")
    }
}

extension CommandFailure {
    /// An error answer to `method`, for the person who asked.
    init(_ refusal: Reply.Refusal, method: String) {
        self.init("\(refusal.message) (\(refusal.reason))", at: method)
        if let milliseconds = refusal.retryAfterMilliseconds {
            hint = "try again in \(milliseconds) ms"
        }
    }
}
