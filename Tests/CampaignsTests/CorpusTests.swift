import Foundation
import JSON
import Testing

@testable import Campaigns

/// Good and bad files on disk, which `tools/make-bad-campaigns` and the schema's tests use, too.
@Suite struct CorpusTests {
    private static let folder = "Tests/CampaignsTests/Corpus"

    private static func names(in folder: String) -> [String] {
        let path = Repository.top.appendingPathComponent("\(Self.folder)/\(folder)").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasSuffix(".json") }.sorted()
    }

    private static func load(_ path: String) throws -> Result<LoadedCampaign, Problems> {
        loadCampaign(bytes: try Repository.bytes("\(folder)/\(path)"), organiser: "jimo-union.example")
    }

    /// The lines of expected problems of each file, as `line:column: severity: message`.
    private static func expected(_ language: String) throws -> [String: [String]] {
        let text = String(decoding: try Repository.bytes("\(folder)/expected.\(language).txt"), as: UTF8.self)
        var expected: [String: [String]] = [:]
        for line in text.components(separatedBy: "\n") where !line.isEmpty {
            let parts = line.split(separator: ":", maxSplits: 1)
            expected[String(parts[0]), default: []].append(String(parts[1]))
        }
        return expected
    }

    @Test func `each bad file is refused with exactly what it should be told`() throws {
        let (english, chinese) = (try Self.expected("en"), try Self.expected("zh"))
        let names = Self.names(in: "bad")
        #expect(names.count >= 200)
        #expect(Set(names) == Set(english.keys) && Set(names) == Set(chinese.keys))
        for name in names {
            guard case .failure(let problems) = try Self.load("bad/\(name)") else {
                Issue.record("\(name) is taken")
                continue
            }
            for (language, expected) in [(Language.en, english), (.zh, chinese)] {
                let found = problems.list.map {
                    "\($0.line):\($0.column): \($0.severity.rawValue): \($0.message.text(language))"
                }
                #expect(found == expected[name], "\(name)")
            }
        }
    }

    @Test(arguments: names(in: "good")) func `each good file is taken`(_ name: String) throws {
        switch try Self.load("good/\(name)") {
        case .success: break
        case .failure(let problems):
            Issue.record("\(name): \(problems.list.map { "\($0.line):\($0.column) \($0.message.text(.en))" })")
        }
    }

    @Test func `the good files have every member of every part`() throws {
        var written: Set<String> = []
        for name in Self.names(in: "good") {
            let root = try JSONDocument(bytes: try Repository.bytes("\(Self.folder)/good/\(name)")).root
            for member in root.members { collect(member.value, in: member.key, &written) }
        }
        for part in CampaignShapes.parts {
            var known: Set<String> = []
            collect(part.shape, in: part.key, &known)
            // Rounds are among the good files of `randomness`.
            #expect(known.subtracting(written).subtracting(["activation round"]).isEmpty, "\(part.key)")
        }
    }

    private func collect(_ value: JSONValue, in part: String, _ keys: inout Set<String>) {
        for member in value.members {
            keys.insert("\(part) \(member.key)")
            collect(member.value, in: part, &keys)
        }
        for element in value.elements { collect(element, in: part, &keys) }
    }

    private func collect(_ shape: Shape, in part: String, _ keys: inout Set<String>) {
        switch shape {
        case .object(let object): collect(object.members, in: part, &keys)
        case .variants(let key, let variants):
            keys.insert("\(part) \(key)")
            for variant in variants { collect(variant.object.members, in: part, &keys) }
        case .array(let element, _): collect(element, in: part, &keys)
        case .text, .words, .string, .integer, .boolean, .choice, .anything: break
        }
    }

    private func collect(_ members: [MemberShape], in part: String, _ keys: inout Set<String>) {
        for member in members {
            keys.insert("\(part) \(member.key)")
            // The same as in a form.
            if part == "form" || member.key != "fields" { collect(member.shape, in: part, &keys) }
        }
    }
}
