import Foundation
import JSON

/// tools/verify.py on a bundle.
enum PythonCheck {
    static func failures(_ bundle: String, vkey: String) throws -> [String] {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("tools/verify.py").path
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", script, bundle, "--vkey", vkey, "--json"]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = Pipe()
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let document = try JSONDocument(bytes: Array(data))
        let checks = document.root["checks"]?.elements ?? []
        guard !checks.isEmpty else { throw Unexpected(String(decoding: data, as: UTF8.self)) }
        return checks.filter { $0["status"]?.string == "fail" }.compactMap { $0["check"]?.string }
    }
}
