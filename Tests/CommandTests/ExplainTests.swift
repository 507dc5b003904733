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

    @Test func `refuses what can't be explained`() throws {
        let folder = try folder()
        let unknown = try CommandRun("explain", "Campaigns/lantern.json", "m09", "雨", in: folder.path)
        #expect(unknown.messages.contains("has no such question — m09\nhint: its questions are m01 m02"))
        #expect(unknown.exitCode == 2)
        let empty = try CommandRun("explain", "Campaigns/lantern.json", "m01", "", in: folder.path)
        #expect(empty.messages.contains("the answer is empty"))
        #expect(empty.exitCode == 2)
        _ = try CommandRun("new", "quiz", "duanwu", in: folder.path)
        let options = try CommandRun("explain", "Campaigns/duanwu.json", "q01", "B", in: folder.path)
        #expect(options.messages.contains("this question is not typed, so nothing is folded — q01"))
        #expect(options.exitCode == 2)
        try folder.write("Campaigns/lantern.json", "{}")
        let broken = try CommandRun("explain", "Campaigns/lantern.json", "m01", "雨", in: folder.path)
        #expect(broken.messages.contains("Campaigns/lantern.json:1:1: error: "))
        #expect(broken.exitCode == 2)
    }
}
