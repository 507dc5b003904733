import Foundation
import Testing

struct RevealTests {
    @Test func `a party makes its entry, and opens the number that it committed to`() throws {
        let folder = try ScratchDirectory()
        let words = ["--organiser", "union.example", "--campaign", "lantern", "--party", "bank.example"]
        let made = try CommandRun(words: ["reveal", "make", "a.secret"] + words, in: folder.path)
        #expect(made.exitCode == 0, "\(made.messages)")
        let entry = try #require(
            try JSONSerialization.jsonObject(with: Data(made.output.utf8)) as? [String: String])
        #expect(entry["source"] == "reveal" && entry["party"] == "bank.example")
        #expect(
            entry["note"]?.hasPrefix("huigong/reveal/v1\nunion.example/lantern\n\(entry["commitment"] ?? "")\n\n— bank")
                == true)
        let mode = try FileManager.default.attributesOfItem(atPath: folder.path + "/a.secret")[.posixPermissions]
        #expect(mode as? Int == 0o600)

        let opened = try CommandRun("reveal", "open", "a.secret", in: folder.path)
        let call = try #require(
            try JSONSerialization.jsonObject(with: Data(opened.output.utf8)) as? [String: String])
        #expect(call["campaign"] == "lantern" && call["party"] == "bank.example" && call["value"]?.count == 64)

        let again = try CommandRun(words: ["reveal", "make", "a.secret"] + words, in: folder.path)
        #expect(again.exitCode == 1 && again.messages.contains("a.secret"), "the file is never replaced")
        let next = try CommandRun(words: ["reveal", "make", "b.secret", "--key", "a.secret"] + words, in: folder.path)
        let second = try #require(
            try JSONSerialization.jsonObject(with: Data(next.output.utf8)) as? [String: String])
        #expect(second["vkey"] == entry["vkey"] && second["commitment"] != entry["commitment"])
    }

    @Test func `says what is missing`() throws {
        let run = try CommandRun("reveal", "make", "x", "--party", "bank.example")
        #expect(run.exitCode == 2 && run.messages.contains("make needs --organiser, --campaign and --party"))
        #expect(try CommandRun("reveal", "shut", "x").exitCode == 2)
        let folder = try ScratchDirectory()
        try folder.write("x", "{}")
        #expect(
            try CommandRun("reveal", "open", "x", in: folder.path).messages.contains(
                "not a file of `huigong reveal make`"))
    }
}
