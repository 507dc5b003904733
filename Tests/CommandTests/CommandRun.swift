import Foundation
import Testing

/// The built binary, run to its end in an environment of its own.
struct CommandRun {
    let output: String
    let messages: String
    let exitCode: Int32

    /// - Parameters:
    ///   - directory: the working directory; a new empty one where nil.
    ///   - input: what it reads from standard input.
    init(words arguments: [String], in directory: String? = nil, input: String = "", locale: String = "C") throws {
        let process = Process()
        process.executableURL = try CommandRun.binary
        process.arguments = arguments
        process.environment = ["LC_ALL": locale, "HOME": "/nowhere", "PATH": "/usr/bin:/bin"]
        let scratch = try ScratchDirectory()
        process.currentDirectoryURL = URL(fileURLWithPath: directory ?? scratch.path)
        let (standardInput, standardOutput, standardError) = (Pipe(), Pipe(), Pipe())
        process.standardInput = standardInput
        process.standardOutput = standardOutput
        process.standardError = standardError
        try process.run()
        try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try standardInput.fileHandleForWriting.close()
        output = String(decoding: standardOutput.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        messages = String(decoding: standardError.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        exitCode = process.terminationStatus
    }

    init(_ arguments: String..., in directory: String? = nil, input: String = "", locale: String = "C") throws {
        try self.init(words: arguments, in: directory, input: input, locale: locale)
    }

    /// It lies beside the tests.
    private static var binary: URL {
        get throws {
            let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            let binary = URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("huigong")
            try #require(FileManager.default.isExecutableFile(atPath: binary.path), "\(binary.path) is not built")
            return binary
        }
    }
}

/// A new empty directory that goes away with its holder.
final class ScratchDirectory {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("huigong-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
    }
}
