import JSON
import Proofs

/// `huigong auditor-file`: the ids of winners and of a sample, for the auditor alone.
enum AuditorFileCommand {
    static let command = Command(
        name: "auditor-file", summary: "Write the file that lets an auditor check who the winners are",
        operands: [Command.Operand(name: "CAMPAIGN")],
        options: [
            Command.Option("--into", "FILE", help: "Where it goes; only its owner may read it (required)"),
            Command.Option(
                "--sample", "N", help: "How many people of the roll besides (default \(AuditorFile.usualSample))"),
        ] + Store.options,
        details: [
            "It holds ids of the winners, and of the people of the roll whom the draw's seed chose. Give it to the",
            "auditor and to nobody else; it is checked by `huigong verify BUNDLE --auditor-file FILE`.",
        ]
    ) { arguments in
        let campaign = arguments.operands[0]
        guard let path = arguments.value("--into") else { throw arguments.usage("--into FILE is missing", at: nil) }
        let sample = try arguments.integer(
            "--sample", in: AuditorFile.sampleSizes, usual: AuditorFile.usualSample)
        let daemon = try DaemonClient(path: Store(arguments).controlSocket)
        do {
            let result = try daemon.call(
                "auditor.file", ["campaign": .string(campaign), "sample": .integer(Int64(sample))])
            try writeFile(path, Array(result.text("file").utf8), mode: 0o600)
            Output.result("\(path): \(result.count("winners")) winners, \(result.count("sample")) people of the sample")
            return .ok
        } catch let refusal as Reply.Refusal {
            throw CommandFailure(refusal, method: "auditor-file \(campaign)")
        }
    }
}
