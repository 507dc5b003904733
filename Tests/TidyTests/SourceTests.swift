import Foundation
import Testing

struct SourceTests {
    @Test func `what the compiler can't check says what protects it`() throws {
        let escape: Regex<Substring> = /\btry!|\bas!|@unchecked\b|nonisolated\(unsafe\)/
        for file in try Repository.swiftFiles(below: "Sources") {
            for (number, line) in file.code.enumerated() where line.contains(escape) {
                let above = number > 0 ? file.lines[number - 1].trimmed : ""
                guard !above.hasPrefix("//") else { continue }
                Issue.record("\(file.path):\(number + 1): needs a comment on the line above that says why it is safe")
            }
        }
    }

    @Test func `files stay short enough to be read at once`() throws {
        let paths = ["Sources", "Tests"].flatMap { Repository.files(below: $0) }
            .filter { path in [".swift", ".c", ".h"].contains { path.hasSuffix($0) } }
        for path in paths {
            let count = try Repository.text(path).split(separator: "\n", omittingEmptySubsequences: false).count - 1
            #expect(count <= 500, "\(path) has \(count) lines; divide it by what it says")
        }
    }

    @Test func `tests wait for events and not for time`() throws {
        for file in try Repository.swiftFiles(below: "Tests") {
            for place in file.places(of: /\b(?:sleep|usleep|nanosleep)\s*\(|Task\.sleep|Thread\.sleep/) {
                Issue.record("\(place): a test must not sleep; wait for what it needs")
            }
        }
    }

    @Test func `code tells no story of its making`() throws {
        let words: Regex<Substring> = /\b(?:TODO|FIXME|XXX|HACK)\b/
        for file in try Repository.swiftFiles(below: "Sources") + Repository.swiftFiles(below: "Tests") {
            for (number, line) in file.lines.enumerated() where line.contains(words) && !file.path.contains("TidyTests")
            {
                Issue.record("\(file.path):\(number + 1): open work belongs into an issue")
            }
        }
    }

    @Test func `nothing names a place on one machine`() throws {
        let place: Regex<Substring> = /(?:^|[\s"'`(=:])\/(?:work|home|root|Users|opt|mnt)\/|\.\.\/shared\b/
        let paths = ["Sources", "Tests", "tools", "Campaigns", ".ci"].flatMap { Repository.files(below: $0) }
        let isText = { (path: String) in
            [".swift", ".md", ".py", ".json", ".c", ".h", ".csv", ".txt"].contains { path.hasSuffix($0) }
        }
        let named = paths.filter { path in isText(path) || !path.split(separator: "/").last!.contains(".") }
        for path in named + ["README.md", "Package.swift"] where !path.contains("Tests/ProofsTests/Example") {
            guard Repository.isFile(path), let text = try? Repository.text(path) else { continue }
            for (number, line) in text.components(separatedBy: "\n").enumerated() where line.contains(place) {
                guard !path.hasSuffix("TidyTests/SourceTests.swift") else { continue }
                Issue.record("\(path):\(number + 1): a path that only one machine has")
            }
        }
    }

    @Test func `the scanner knows code from what looks like it`() {
        let file = SourceFile(
            path: "Sources/X/X.swift",
            text: ##"""
                import JSON // import Foundation
                /* import Glibc /* try! */ try! */ let a = "try! \" as!" + #"as! " try!"#
                let b = """
                    try! \(x)
                    """; as!
                """##)
        #expect(file.imports.map(\.module) == ["JSON"])
        #expect(file.places(of: /try!|as!/) == ["Sources/X/X.swift:5"])
    }
}

extension String {
    fileprivate var trimmed: Substring {
        self[...].drop { $0 == " " || $0 == "\t" }
    }
}
