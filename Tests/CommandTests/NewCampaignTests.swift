import Foundation
import Testing

struct NewCampaignTests {
    @Test(arguments: ["riddle", "quiz", "contest", "raffle", "offer", "subsidy", "enrolment"])
    func `starts a campaign of every kind that passes check without a warning`(_ kind: String) throws {
        let folder = try ScratchDirectory()
        let run = try CommandRun("new", kind, "spring", in: folder.path)
        #expect(run.exitCode == 0)
        let check = try CommandRun("check", "Campaigns/spring.json", in: folder.path)
        #expect(check.exitCode == 0)
        #expect(check.output == run.output)
        #expect(!check.output.contains("warning"))
        let schema = try String(contentsOfFile: folder.path + "/Campaigns/campaign.schema.json", encoding: .utf8)
        #expect(try CommandRun("check", "--schema").output == schema)
    }

    @Test func `never replaces a file`() throws {
        let folder = try ScratchDirectory()
        _ = try CommandRun("new", "quiz", "spring", in: folder.path)
        try folder.write("Campaigns/spring.json", "{}")
        let again = try CommandRun("new", "quiz", "spring", in: folder.path)
        #expect(again.messages.contains("the file is there already — Campaigns/spring.json"))
        #expect(again.exitCode == 2)
        #expect(try String(contentsOfFile: folder.path + "/Campaigns/spring.json", encoding: .utf8) == "{}")
    }

    @Test(arguments: [
        (["new", "quizz", "a"], "the kind is one of riddle quiz contest raffle offer subsidy enrolment — quizz"),
        (["new", "quiz", "A b"], "expected 1 to 64 of a–z 0–9 - . that start with a letter or digit"),
        (["new", "quiz", "a", "--organiser", "union"], "expected a domain name in lower case"),
        (["new", "quiz", "a", "--opens", "2027-13-01"], "--opens takes a day such as 2027-06-08 — 2027-13-01"),
    ])
    func `refuses what no campaign can have`(_ words: [String], _ message: String) throws {
        let folder = try ScratchDirectory()
        let run = try CommandRun(words: words, in: folder.path)
        #expect(run.messages.contains(message))
        #expect(run.exitCode == 2)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
}
