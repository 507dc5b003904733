import Foundation
import JSON
import Testing

@testable import Campaigns

/// Whether the schema agrees with the loader is held by tools/tests/test_schema.py, with a validator from outside.
@Suite struct CampaignSchemaTests {
    @Test func `the schema in the repository is the one of the shapes`() throws {
        let file = try JSONDocument(bytes: try Repository.bytes("Campaigns/campaign.schema.json")).root
        let isSame = JSON(file)?.canonicalBytes() == CampaignSchema.json.canonicalBytes()
        #expect(isSame, "write it anew: huigong check --schema > Campaigns/campaign.schema.json")
    }

    @Test(arguments: Format.allCases) func `examples have the form that they are examples of`(_ format: Format) throws {
        #expect(!format.examples.isEmpty)
        for example in format.examples {
            #expect(format.problem(in: example) == nil, "\(example)")
            #expect(try isMatch(example, SchemaPattern.pattern(of: format)), "\(example)")
        }
    }

    @Test func `patterns take what the loader takes`() throws {
        for (format, good, _) in CampaignFormatTests.forms {
            for text in good { #expect(try isMatch(text, SchemaPattern.pattern(of: format)), "\(format) \(text)") }
        }
    }

    @Test(arguments: ["a", " a", "\u{FEFF}", "一\n二", "\n一"]) func `words may be`(_ text: String) throws {
        #expect(try isMatch(text, SchemaPattern.words))
    }

    @Test(arguments: ["", " ", "\u{3000}\n", "a\u{7}", "\u{85}", "a\tb"]) func `words may not be`(_ text: String) throws
    {
        #expect(try !isMatch(text, SchemaPattern.words))
    }

    private func isMatch(_ text: String, _ pattern: String) throws -> Bool {
        let whole = NSRange(text.startIndex..., in: text)
        return try NSRegularExpression(pattern: pattern).firstMatch(in: text, range: whole)?.range == whole
    }
}
