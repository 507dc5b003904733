import Foundation
import Testing

struct SourceTests {
    @Test func `what the compiler can't check says what protects it`() throws {
        let escape: Regex<Substring> = /\btry!|\bas!|@unchecked\b|nonisolated\(unsafe\)/
        let words: Set = ["try", "as", "unchecked", "nonisolated"]
        for file in try Repository.swiftFiles(below: "Sources") where !file.words.isDisjoint(with: words) {
            for (number, line) in file.code.enumerated()
            where (line.contains("!") || line.contains("@") || line.contains("unsafe")) && line.contains(escape) {
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
        for file in try Repository.swiftFiles(below: "Tests")
        where !file.words.isDisjoint(with: ["sleep", "usleep", "nanosleep"]) {
            for place in file.places(of: /\b(?:sleep|usleep|nanosleep)\s*\(|Task\.sleep|Thread\.sleep/) {
                Issue.record("\(place): a test must not sleep; wait for what it needs")
            }
        }
    }

    @Test func `code tells no story of its making`() throws {
        let words = ["TODO", "FIXME"]
        for file in try Repository.swiftFiles(below: "Sources") + Repository.swiftFiles(below: "Tests") {
            for (number, line) in file.lines.enumerated()
            where words.contains(where: line.contains) && !file.path.contains("TidyTests") {
                Issue.record("\(file.path):\(number + 1): open work belongs into an issue")
            }
        }
    }

    @Test func `nothing names a place on one machine`() throws {
        let folders = ["home", "root", "Users", "mnt", "srv", "work"].map { "/\($0)/" }
        let endings = [".swift", ".md", ".py", ".json", ".c", ".h", ".csv"]
        let paths = ["Sources", "Tests", "tools", "Campaigns", ".ci"].flatMap { Repository.files(below: $0) }
            .filter { path in
                let name = path.split(separator: "/").last ?? ""
                return !name.contains(".") || endings.contains { name.hasSuffix($0) }
            }
        for path in paths + ["README.md", "Package.swift"] {
            guard let text = try? Repository.text(path), folders.contains(where: text.contains) else { continue }
            for (number, line) in text.components(separatedBy: "\n").enumerated() {
                // After a letter or digit it is the middle of a longer path.
                let isPlace = folders.contains { folder in
                    line.ranges(of: folder).contains { range in
                        range.lowerBound == line.startIndex || !isNamePart(line[line.index(before: range.lowerBound)])
                    }
                }
                if isPlace { Issue.record("\(path):\(number + 1): a path that only one machine has") }
            }
        }
    }

    private func isNamePart(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || [".", "-", "_", "*", "}", ")"].contains(character)
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
