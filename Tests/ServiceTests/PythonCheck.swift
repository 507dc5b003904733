import Foundation
import JSON

/// tools/verify.py on a bundle.
enum PythonCheck {
    /// The checks that fail.
    static func failures(_ bundle: String, vkey: String) throws -> [String] {
        try statuses(bundle, ["--vkey", vkey]).filter { $0.value == "fail" }.map(\.key).sorted()
    }

    /// The status of each check.
    static func statuses(_ bundle: String, _ options: [String]) throws -> [String: String] {
        let document = try JSONDocument(bytes: Array(output(bundle, ["--json"] + options).utf8))
        let checks = document.root["checks"]?.elements ?? []
        return Dictionary(
            uniqueKeysWithValues: checks.map { ($0["check"]?.string ?? "", $0["status"]?.string ?? "") })
    }

    /// What stands first for a person: the grade, or what there is in its place.
    static func firstLine(_ bundle: String, _ options: [String]) throws -> String {
        String(try output(bundle, options).prefix { $0 != "\n" })
    }

    private static func output(_ bundle: String, _ options: [String]) throws -> String {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("tools/verify.py").path
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", script, bundle] + options
        let output = Pipe()
        process.standardOutput = output
        process.standardError = Pipe()
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard !data.isEmpty else { throw Unexpected("verify.py says nothing of \(bundle)") }
        return String(decoding: data, as: UTF8.self)
    }
}
