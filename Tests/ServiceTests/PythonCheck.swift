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
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("tools/verify.py").path
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", script, bundle, "--json"] + options
        let output = Pipe()
        process.standardOutput = output
        process.standardError = Pipe()
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let document = try JSONDocument(bytes: Array(data))
        let checks = document.root["checks"]?.elements ?? []
        guard !checks.isEmpty else { throw Unexpected(String(decoding: data, as: UTF8.self)) }
        return Dictionary(
            uniqueKeysWithValues: checks.map { ($0["check"]?.string ?? "", $0["status"]?.string ?? "") })
    }
}
