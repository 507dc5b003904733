import Foundation
import Testing

struct ArchitectureTests {
    @Test(arguments: TargetRules.all)
    func `a target imports only what it may stand on`(_ rules: TargetRules) throws {
        for file in try Repository.swiftFiles(below: "Sources/\(rules.target)") {
            for (line, module) in file.imports where !rules.imports.contains(module) {
                let allowed = rules.imports.sorted().joined(separator: ", ")
                Issue.record("\(file.path):\(line): \(rules.target) must not import \(module); it may use \(allowed)")
            }
        }
    }

    @Test(arguments: TargetRules.all)
    func `a target does nothing that is another's work`(_ rules: TargetRules) throws {
        for file in try Repository.swiftFiles(below: "Sources/\(rules.target)") {
            for ban in rules.bans {
                for place in try ban.places(in: file) {
                    Issue.record("\(place): not in \(rules.target); use \(ban.instead)")
                }
            }
        }
    }

    @Test func `every target has its rules and its folder`() throws {
        let folders = try FileManager.default.contentsOfDirectory(
            atPath: Repository.root.appending(path: "Sources").path
        )
        .filter { !$0.contains(".") }
        #expect(folders.sorted() == TargetRules.all.map(\.target).sorted())
        let manifest = try Repository.text("Package.swift")
        for target in folders {
            let isThere = manifest.contains("name: \"\(target)\"")
            #expect(isThere, "Package.swift has no target \(target)")
        }
    }

    /// Looking a key up is fine; going through a dictionary or a set gives another order in every process.
    @Test(arguments: ["Engine", "Proofs", "Books"])
    func `no outcome hangs on the order of a dictionary`(_ target: String) throws {
        for file in try Repository.swiftFiles(below: "Sources/\(target)") {
            for name in file.unorderedNames {
                let walk = try Regex(
                    "for\\s+[^{]*\\bin\\s+(?:self\\.)?\(name)\\b(?!\\[)|\\b\(name)\\.(?:map|compactMap|flatMap|filter|"
                        + "forEach|reduce|keys|values|first|min|max|sorted|randomElement|popFirst|mapValues)\\b")
                for place in file.places(of: walk) {
                    Issue.record(
                        "\(place): \(name) has no order; keep an array beside it, or sort an array of its keys")
                }
            }
        }
    }

    @Test func `the package stands on nothing but the toolchain`() throws {
        let manifest = SourceFile(path: "Package.swift", text: try Repository.text("Package.swift"))
        #expect(manifest.places(of: /\.package\s*\(|\.binaryTarget\s*\(|\.plugin\s*\(/) == [])
    }

    @Test func `the top level is what it was decided to be`() throws {
        let names = try Repository.topLevelNames().filter { $0 != "Package.resolved" }
        #expect(names == ["Campaigns", "Package.swift", "README.md", "Sources", "Tests", "tools"])
    }

    @Test func `no module bears the name of a type inside it`() throws {
        // JSON's value type is what everyone calls it, and nothing in that module needs the module's own name. The
        // command line is a module that nobody imports.
        for rules in TargetRules.all where !["JSON", "huigong"].contains(rules.target) {
            let kinds = ["struct", "class", "enum", "protocol", "actor", "typealias"].joined(separator: "|")
            let type = try Regex("\\b(?:\(kinds))\\s+\(rules.target)\\b")
            for file in try Repository.swiftFiles(below: "Sources/\(rules.target)")
            where file.words.contains(rules.target) {
                for place in file.places(of: type) {
                    Issue.record("\(place): a type named like its module hides the module's name")
                }
            }
        }
    }
}

extension SourceFile {
    /// Names of variables that are declared as dictionaries or sets.
    fileprivate var unorderedNames: [String] {
        let declaration =
            /\b(?:var|let)\s+(\w+)\s*(?::\s*(?:\[[^\[\]():]+:\s*[^\[\]()]+\]|Set<)|=\s*(?:\[:\]|Set\b|Dictionary\b|\[\w+:\s*\w+\]\())/
        return code.flatMap { line in line.matches(of: declaration).map { String($0.1) } }
    }
}
