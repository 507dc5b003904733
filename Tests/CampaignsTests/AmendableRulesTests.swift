import JSON
import Testing

@testable import Campaigns

@Suite struct AmendableRulesTests {
    @Test func `the page has the table of the code`() throws {
        let page = String(
            decoding: try Repository.bytes("Sources/Campaigns/Campaigns.docc/Changes.md"), as: UTF8.self)
        let section = try #require(page.components("## Changes after announcing\n").last)
        let lines = section.split(separator: "\n", omittingEmptySubsequences: false).drop { !$0.hasPrefix("|") }
        let rows = lines.prefix { $0.hasPrefix("|") }.dropFirst(2).map(String.init)
        let expected = AmendableRules.rows.map {
            "| `\($0.pattern)` | \($0.sort.rawValue) | \($0.condition.rawValue) |"
        }
        #expect(rows == expected)
    }

    private static let file: JSON = [
        "title": "灯谜", "closes": "2027-02-22T21:00:00+08:00",
        "paper": ["questions": [["text": "谜", "answer": "灯笼", "also": ["花灯"]], ["text": "面", "answer": "月"]]],
        "prizes": ["alternates": 3, "tiers": [["count": 2, "value": "9.50", "title": "一等奖", "prize": "灯"]]],
        "randomness": [["source": "public", "at": "2027-02-23T10:00:00+08:00"]],
    ]

    private func edit(_ pointer: String, _ value: JSON) -> FileEdit {
        let edited = RulesChange.put([RulesChange(pointer: pointer, value: value)], into: Self.file)
        return FileEdit(from: Self.file, to: edited, inForce: Self.file)
    }

    private static let favourable: [(String, JSON)] = [
        ("/prizes/tiers/0/count", 3), ("/prizes/tiers/0/value", "9.51"), ("/prizes/alternates", 4),
        ("/paper/questions/0/also", ["花灯", "宫灯"]), ("/paper/questions/1/also", ["嫦娥"]), ("/disputes", "169h"),
    ]

    @Test(arguments: favourable)
    func `what leaves nobody worse off is favourable`(pointer: String, value: JSON) {
        let edit = edit(pointer, value)
        #expect(edit.favourable == [RulesChange(pointer: pointer, value: value)])
        #expect(edit.adverse.isEmpty && edit.neutral.isEmpty && edit.extending.isEmpty)
    }

    private static let neutral: [(String, JSON)] = [
        ("/title", "元宵灯谜"), ("/title", ["zh": "灯谜", "en": "Riddles"]), ("/paper/questions/1/text", "底"),
        ("/prizes/tiers/0/title", "状元"),
    ]

    @Test(arguments: neutral)
    func `other words are neutral`(pointer: String, value: JSON) {
        #expect(edit(pointer, value).neutral == [RulesChange(pointer: pointer, value: value)])
    }

    private static let adverse: [(String, JSON)] = [
        ("/prizes/tiers/0/count", 1), ("/prizes/tiers/0/value", "9.49"), ("/prizes/alternates", 2),
        ("/paper/questions/0/also", ["宫灯"]), ("/paper/questions/0/also", ["宫灯", "花灯"]), ("/disputes", "167h"),
        ("/paper/questions/0/answer", "宫灯"), ("/prizes/tiers/0/prize", "书签"), ("/closes", "2027-02-22T20:00:00+08:00"),
        ("/randomness/0/at", "2027-02-23T09:00:00+08:00"), ("/limits", [:]), ("/randomness", []),
    ]

    @Test(arguments: adverse)
    func `everything else is adverse, by its pointer`(pointer: String, value: JSON) {
        #expect(edit(pointer, value).adverse == [pointer])
    }

    @Test func `a later end is an extension, and spaces or order are nothing`() throws {
        #expect(edit("/closes", "2027-02-22T22:00:00+08:00").extending.map(\.pointer) == ["/closes"])
        guard case .object(let members) = Self.file else { return }
        #expect(FileEdit(from: Self.file, to: .object(members.reversed()), inForce: Self.file).isEmpty)
    }

    @Test func `what an amendment has made so already is no difference`() {
        let inForce = RulesChange.put(
            [RulesChange(pointer: "/closes", value: "2027-02-23T13:00:00Z")], into: Self.file)
        let edited = RulesChange.put(
            [RulesChange(pointer: "/closes", value: "2027-02-23T21:00:00+08:00")], into: Self.file)
        #expect(FileEdit(from: Self.file, to: edited, inForce: inForce).isEmpty)
    }

    @Test func `pointers lead to members and places, and nowhere else`() {
        var value: JSON = ["a/b": ["~": [1, 2]]]
        let isPut = value.put(9, at: ["a/b", "~", "1"])
        #expect(isPut && value == ["a/b": ["~": [1, 9]]])
        for parts in [["a/b", "~", "2"], ["a/b", "~", "01"], ["x", "y"], ["a/b", "~", "-"]] {
            let isPut = value.put(9, at: parts[...])
            #expect(!isPut)
        }
        #expect(RulesChange(pointer: "/a~1b/~0/1", value: 1).parts == ["a/b", "~", "1"])
    }
}

extension String {
    fileprivate func components(_ separator: String) -> [String] {
        guard let found = firstRange(of: separator) else { return [] }
        return [String(self[..<found.lowerBound]), String(self[found.upperBound...])]
    }
}
