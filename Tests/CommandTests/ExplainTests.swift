import Foundation
import Testing

struct ExplainTests {
    private func folder() throws -> ScratchDirectory {
        let folder = try ScratchDirectory()
        _ = try CommandRun("new", "riddle", "lantern", in: folder.path)
        return folder
    }

    @Test func `shows each step of folding and each comparison`() throws {
        let folder = try folder()
        let run = try CommandRun("explain", "Campaigns/lantern.json", "m01", "　下 雨！", in: folder.path)
        #expect(
            run.output == """
                  question     千条线，万条线，掉到水里看不见。（打一自然现象）
                  guess        "　下 雨！" [U+3000 U+0020 U+FF01]
                  nfkc         " 下 雨!" [U+0020 U+0020]  Unicode compatibility form
                  width        the same  full width to half width
                  case         the same  to lower case
                  traditional  the same  traditional to simplified
                  space        "下雨!"  spaces left out
                  punctuation  "下雨"  punctuation left out
                  left         "下雨"
                  right        "雨"  ≠ from character 1 on
                  right        "下雨"  =
                right

                """)
        #expect(run.exitCode == 0)
    }

    @Test func `says that a wrong guess is wrong, in Chinese too`() throws {
        let folder = try folder()
        let run = try CommandRun(
            "explain", "Campaigns/lantern.json", "m02", "花生米", "--lang", "zh", in: folder.path)
        #expect(run.output.hasSuffix("  对的         \"花生\"  ≠ 第 3 字起不同\n答错\n"))
        #expect(run.exitCode == 1)
    }

    @Test func `tells scripts`() throws {
        let folder = try folder()
        let run = try CommandRun("explain", "Campaigns/lantern.json", "m02", "花生。", "--json", in: folder.path)
        let json = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
        #expect(json?["folded"] as? String == "花生" && json?["right"] as? Bool == true)
        #expect((json?["steps"] as? [[String: Any]])?.count == 6)
    }

    /// The sample with a question of every type.
    private static let quiz = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Campaigns/anquan-jiankang-2027-quiz.json").path

    private func explained(_ question: String, _ guess: String) throws -> (
        parts: [Bool], points: [Int], exitCode: Int32
    ) {
        let run = try CommandRun("explain", Self.quiz, question, guess, "--json")
        let json = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
        let parts = json?["parts"] as? [[String: Any]] ?? []
        let points = [json?["points"] as? Int, json?["of"] as? Int].compactMap(\.self)
        return (parts.compactMap { $0["right"] as? Bool }, points, run.exitCode)
    }

    @Test func `explains every type of question part by part, and what it is worth`() throws {
        #expect(try explained("a01", "A") == ([true], [5, 5], 0))
        #expect(try explained("a01", "B") == ([false], [0, 5], 1))
        #expect(try explained("a02", "预防为主,综合执法") == ([true, false], [2, 5], 1))
        #expect(try explained("a02", #"["预防为主",""]"#) == ([true, false], [2, 5], 1))
        #expect(try explained("a04", "1,5,2,3") == ([true, true, true, false], [6, 8], 1))
        #expect(try explained("a05", "2.0") == ([true], [5, 5], 0))
        #expect(try explained("a06", "false") == ([false], [0, 3], 1))
        #expect(try explained("a08", "B,C,A") == ([true, true, true], [5, 5], 0))
        #expect(try explained("a08", "C,B,A") == ([false, false, true], [0, 5], 1))
        #expect(try explained("a10", "A,B") == ([true, true, false, false], [2, 5], 1))
        #expect(try explained("a10", "E,A,C,B,D") == ([true, true, true, false, true], [0, 5], 1))
        #expect(try explained("s01", "A,C") == ([], [], 0))
        let shown = try CommandRun("explain", Self.quiz, "a10", "A,D")
        #expect(
            shown.output == """
                  question  下列哪些属于“四不伤害”？
                  option A  A  =
                  option B  –  ≠ B
                  option C  –  ≠ C
                  option D  D  ≠ –
                  option E  –  ≠ E
                  points    0 / 5
                wrong

                """)
        for (question, guess, words) in [
            ("a01", "Z", "one option's id is expected"), ("a10", "A,A", "ids of different options are expected"),
            ("a05", "两米", "a number is expected"), ("a08", "A,B", "the ids of all options are expected, each once"),
            ("a02", "a,b,c", "a text is expected for each of 2 gaps"),
        ] {
            let run = try CommandRun("explain", Self.quiz, question, guess)
            #expect(run.exitCode == 2 && run.messages.contains(words), "\(run.messages)")
        }
    }
    @Test func `refuses what can't be explained`() throws {
        let folder = try folder()
        let unknown = try CommandRun("explain", "Campaigns/lantern.json", "m09", "雨", in: folder.path)
        #expect(unknown.messages.contains("has no such question — m09\nhint: its questions are m01 m02"))
        #expect(unknown.exitCode == 2)
        let empty = try CommandRun("explain", "Campaigns/lantern.json", "m01", "", in: folder.path)
        #expect(empty.messages.contains("the answer is empty"))
        #expect(empty.exitCode == 2)
        try folder.write("Campaigns/lantern.json", "{}")
        let broken = try CommandRun("explain", "Campaigns/lantern.json", "m01", "雨", in: folder.path)
        #expect(broken.messages.contains("Campaigns/lantern.json:1:1: error: "))
        #expect(broken.exitCode == 2)
    }

    // MARK: - Money

    private static let appliances = URL(fileURLWithPath: quiz).deletingLastPathComponent()
        .appendingPathComponent("jiadian-2027-subsidy.json").path

    /// The sample, with grants of its own.
    private func withFunds(_ funds: [String: Any]) throws -> (folder: ScratchDirectory, path: String) {
        let folder = try ScratchDirectory()
        let path = folder.path + "/drive.json"
        let bytes = try Data(contentsOf: URL(fileURLWithPath: Self.appliances))
        var campaign = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
        campaign["funds"] = funds
        try JSONSerialization.data(withJSONObject: campaign).write(to: URL(fileURLWithPath: path))
        return (folder, path)
    }

    private static var bands: [String: Any] {
        let bands = [
            ["from": "750.00", "below": "1500.00", "amount": "300.00"], ["from": "1500.00", "amount": "600.00"],
        ]
        let fridge: [String: Any] = [
            "id": "fridge", "title": ["zh": "冰箱", "en": "Refrigerator"], "category": "large", "gives": "bands",
            "bands": bands,
        ]
        return ["budget": "5000.00", "person": ["count": 3], "category": ["count": 2], "items": [fridge]]
    }

    @Test func `tells what a purchase is granted, by which band, and how often`() throws {
        let (folder, path) = try withFunds(Self.bands)
        let run = try CommandRun("explain", path, "item=fridge", "price=1499.99", in: folder.path)
        #expect(
            run.output == """
                  item        Refrigerator (large)
                  price       1,499.99
                  rule        band: from 750.00 to below 1,500.00 gives 300.00
                  person      at most 3
                  category    at most 2
                  budget      5,000.00, enough for 16, and 200.00 that is not enough for one
                  one person  2 of these; one more: you have had as many grants of this category, or as much, as one may
                grants 300.00 yuan

                """, "\(run.output)\(run.messages)")
        #expect(run.exitCode == 0)
        let zh = try CommandRun("explain", path, "item=fridge", "price=1500.00", "--lang", "zh", in: folder.path)
        #expect(
            zh.output == """
                  项目    冰箱（large）
                  价格    1,500.00
                  规则    档：从 1,500.00 起，给 600.00
                  每人    最多 3 份
                  每类    最多 2 份
                  预算    5,000.00，够 8 份，余 200.00 不够一份，不给
                  同一人  同样的 2 份；再要：这一类的件数或金额已到上限
                给 600.00 元

                """, "\(zh.output)\(zh.messages)")
    }

    @Test func `tells that a price is in no band`() throws {
        let (folder, path) = try withFunds(Self.bands)
        let run = try CommandRun("explain", path, "price=749.99", "item=fridge", in: folder.path)
        #expect(run.output.contains("in no band: from 750.00 on\n"), "\(run.output)\(run.messages)")
        #expect(run.output.hasSuffix("nothing: nothing is given for this price\n"), "\(run.output)")
        #expect(run.exitCode == 1)
    }

    @Test func `a share is shown before it is rounded, and the last yuan as the rules have it`() throws {
        let (folder, path) = try withFunds([
            "budget": "1000.00", "rounding": "yuan-down", "last": "partial",
            "items": [
                [
                    "id": "tv", "title": "电视", "gives": "share", "share": ["num": 1, "den": 3], "cap": "400.00",
                ]
            ],
        ])
        let run = try CommandRun("explain", path, "item=tv", "price=1000.99", in: folder.path)
        #expect(
            run.output == """
                  item        电视
                  price       1,000.99
                  rule        1,000.99 × 1/3 = 333.6633…, down to the yuan, at most 400.00
                  budget      1,000.00, enough for 3, and 1.00 for the last one
                  one person  3 of these, then 1.00; one more: the budget has not so much left
                grants 333.00 yuan

                """, "\(run.output)\(run.messages)")
        let json = try CommandRun("explain", path, "item=tv", "price=1000.99", "--json", in: folder.path)
        let told = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        #expect(told?["person"] as? [String] == ["333.00", "333.00", "333.00", "1.00"])
        #expect(told?["refusal"] as? String == "fund.empty")
    }

    @Test(arguments: [
        (["item=fridge", "price=12"], "price is yuan with two decimals"), (["item=oven"], "no such item"),
        (["price=1.00"], "item=ID is missing"), (["item=fridge", "colour=red"], "each once"),
        (["r01"], "GUESS is missing"),
    ])
    func `says what is wrong with the words`(words: [String], message: String) throws {
        let run = try CommandRun(words: ["explain", Self.appliances] + words)
        #expect(run.messages.contains(message), "\(run.messages)")
        #expect(run.exitCode == 2)
    }
}
