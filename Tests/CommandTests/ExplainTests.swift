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
}
