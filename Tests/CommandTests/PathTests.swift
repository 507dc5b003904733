import Foundation
import Testing

/// Every argument that is a path, with everything that a path can turn out to be: one sentence, the path, exit code 1 or 2.
struct PathTests {
    private let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        try scratch.write("file", "hello\n")
        try scratch.write("empty", "")
        try Data((0...255).map { UInt8($0) }).write(to: URL(fileURLWithPath: scratch.path + "/binary"))
        let files = FileManager.default
        try files.createDirectory(atPath: scratch.path + "/folder", withIntermediateDirectories: true)
        try files.createSymbolicLink(atPath: scratch.path + "/broken", withDestinationPath: "nowhere")
    }

    /// A command line in which `PATH` stands for what is tried, and the names below the scratch folder that don't do.
    struct Line: Sendable, CustomTestStringConvertible {
        let words: String
        let bad: [String]
        var testDescription: String { words }
    }

    static let noFile = ["missing", "folder", "broken"]
    static let noGood = noFile + ["empty", "binary", "file"]
    static let notAFolder = ["missing", "broken", "file", "empty", "binary"]

    @Test(arguments: [
        Line(words: "serve PATH --data data", bad: notAFolder),
        Line(words: "serve folder --organiser a.example --data PATH", bad: ["file", "empty", "binary", "broken"]),
        Line(words: "serve folder --organiser a.example --data /proc/PATH", bad: ["missing"]),
        Line(words: "serve folder --organiser a.example --data data --policy PATH", bad: noGood),
        Line(
            words: "serve folder --organiser a.example --data data --last-witnessed PATH",
            bad: noFile + ["binary", "file"]),
        Line(words: "check PATH", bad: ["missing", "broken", "folder"]),
        Line(words: "verify PATH", bad: notAFolder + ["folder"]),
        Line(words: "verify folder --receipt PATH", bad: noFile),
        Line(words: "verify folder --auditor-file PATH", bad: noFile),
        Line(words: "verify folder --policy PATH", bad: noGood),
        Line(words: "verify folder --registry PATH", bad: noGood),
        Line(words: "witness init --key-name a/b --store PATH", bad: ["file", "empty", "binary", "broken"]),
        Line(words: "witness show --store PATH", bad: notAFolder + ["folder"]),
        Line(words: "witness cosign --store folder PATH", bad: noFile),
        Line(words: "reveal open PATH", bad: noGood),
        Line(words: "reveal make x --organiser a.example --campaign c --party p --key PATH", bad: noGood),
        Line(
            words: "reveal make PATH --organiser a.example --campaign c --party p",
            bad: ["folder", "file", "missing/x"]),
        Line(words: "bench intake --into PATH", bad: ["file", "empty", "binary", "broken"]),
        Line(words: "demo --into PATH", bad: ["file", "empty", "binary", "broken"]),
        Line(words: "demo --into demo --campaigns PATH", bad: notAFolder + ["folder"]),
    ])
    func `a path that does not do is told in one sentence of either language`(line: Line) throws {
        for bad in line.bad {
            let words = line.words.split(separator: " ").map { String($0).replacing("PATH", with: bad) }
            for (locale, start) in [("zh_CN.UTF-8", "huigong: 错误："), ("C", "huigong: error: ")] {
                let run = try CommandRun(words: words, in: scratch.path, locale: locale)
                let lines = run.messages.split(separator: "\n")
                #expect([1, 2].contains(run.exitCode), "\(words): \(run.exitCode)")
                #expect(run.output.isEmpty)
                let first = lines.first.map(String.init) ?? ""
                #expect(first.hasPrefix(start), "\(run.messages)")
                #expect(first.contains(bad), "\(run.messages)")
                #expect(lines.count <= 2)
                for raw in ["Error", "NSCocoa", "Optional", "reason:", "(errno"] {
                    #expect(!run.messages.contains(raw), "\(words): \(run.messages)")
                }
                let scalars = Array(run.messages.unicodeScalars)
                let isChinese = scalars.contains { (0x3400...0x9FFF).contains($0.value) }
                #expect(isChinese == (locale != "C"), "\(run.messages)")
            }
        }
    }
}
