import Foundation
import Testing

@testable import Campaigns

/// The pages of the campaign language, held to the shapes that files are checked with.
@Suite struct LanguagePageTests {
    private static let pages = ["Campaigns", "Paper", "Prizes", "Contests", "Places", "Funds", "Changes"]

    private static func page(_ name: String) throws -> String {
        String(decoding: try Repository.bytes("Sources/Campaigns/Campaigns.docc/\(name).md"), as: UTF8.self)
    }

    /// The lines under a heading of the second level, on whichever page.
    private static func section(_ heading: String) throws -> [Substring] {
        for name in pages {
            let lines = try page(name).split(separator: "\n")
            guard let start = lines.firstIndex(where: { $0 == "## \(heading)" }) else { continue }
            return Array(lines[(start + 1)...].prefix { !$0.hasPrefix("## ") })
        }
        Issue.record("no page has a section \(heading)")
        return []
    }

    @Test func `the table of kinds and parts is that of the code`() throws {
        let rows = try Self.section("Kinds and parts").filter { $0.hasPrefix("|") }
        let kinds = Campaign.Kind.allCases
        #expect(rows[0] == "| part | " + kinds.map(\.rawValue).joined(separator: " | ") + " |")
        let expected = CampaignShapes.parts.map { member -> String in
            guard case .byKind(let part) = member.presence else { return "" }
            let uses = kinds.map { kind in
                switch KindParts.use(of: part, in: kind) {
                case .required: "●"
                case .optional: "○"
                case .absent: "–"
                }
            }
            return "| `\(part.rawValue)` | " + uses.joined(separator: " | ") + " |"
        }
        #expect(Set(rows.dropFirst(2).map(String.init)) == Set(expected))
        #expect(rows.count == 2 + Part.allCases.count)
    }

    @Test func `every part has a section that tells its members`() throws {
        for part in CampaignShapes.parts {
            let section = try Self.section(part.key.prefix(1).uppercased() + part.key.dropFirst())
                .joined(separator: "\n")
            var words = ShapeWords()
            words.collect(part.shape, isForm: part.key == Part.form.rawValue)
            let untold = words.all.filter { !section.contains("`\($0)`") && !section.contains("\"\($0)\"") }
            #expect(untold.isEmpty, "\(part.key)")
        }
    }
}

/// The keys and values that a shape knows.
private struct ShapeWords {
    private(set) var all: Set<String> = []
    private var isForm = false

    /// - Parameter isForm: fields are told of with the form, wherever else they are asked for.
    mutating func collect(_ shape: Shape, isForm: Bool) {
        self.isForm = isForm
        collect(shape)
    }

    private mutating func collect(_ shape: Shape) {
        switch shape {
        case .object(let object): collect(object.members)
        case .variants(let key, let variants):
            all.insert(key)
            for variant in variants {
                all.insert(variant.value)
                collect(variant.object.members)
            }
        case .array(let element, _): collect(element)
        case .choice(let choices): all.formUnion(choices.map(\.value))
        case .text, .words, .string, .integer, .boolean, .anything: break
        }
    }

    private mutating func collect(_ members: [MemberShape]) {
        for member in members {
            all.insert(member.key)
            guard isForm || member.key != "fields" else { continue }
            // Shares and odds are written alike everywhere.
            if case .object(let object) = member.shape, object.members.map(\.key) == ["num", "den"] { continue }
            collect(member.shape)
        }
    }
}
