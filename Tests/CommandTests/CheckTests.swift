import Foundation
import Testing

struct CheckTests {
    private func folder(_ campaign: String = CheckTests.good, roll: String = CheckTests.roll) throws -> ScratchDirectory
    {
        let folder = try ScratchDirectory()
        try FileManager.default.createDirectory(atPath: folder.path + "/Campaigns", withIntermediateDirectories: false)
        try folder.write("Campaigns/lantern.json", campaign)
        try folder.write("Campaigns/roll.csv", roll)
        return folder
    }

    @Test func `previews a campaign that can run`() throws {
        let folder = try folder()
        let run = try CommandRun("check", "--at", CheckTests.now, in: folder.path)
        #expect(
            run.output == """
                Campaigns/lantern.json: can run  Lantern riddles
                  id           lantern  riddle  union.example
                  announced    2027-02-20 08:50:00 +08:00
                  opens        2027-02-20 09:00:00 +08:00
                  closes       2027-02-20 21:00:00 +08:00
                  closing      2027-02-20 21:10:00 +08:00
                  draw from    2027-02-21 10:00:00 +08:00
                  disputes to  about 2027-02-28 10:00:00 +08:00
                  roll         3 people, of whom 2 may win
                  limits       a person 3 a day, 6 in all
                  questions    1
                  一等奖       电饭煲  1,399.00 × 2
                  chances      one for each question right for the first time, at most 1 a person
                  odds         2 of 2 win, if all take part with as many chances
                  most cost    2,798.00 yuan
                  seed         notary.example digits 20 (2027-02-21 10:00:00 +08:00)
                  grade        G1; G2 if notary.example really published the number: the organiser could have chosen \
                the winners only with another party's help, or by trying out numbers that are too short

                """)
        #expect(run.messages.isEmpty)
        #expect(run.exitCode == 0)
    }

    @Test func `speaks Chinese in a Chinese locale and where it is asked to`() throws {
        let folder = try folder()
        let run = try CommandRun(
            "check", "--at", CheckTests.now, "Campaigns/lantern.json", "--lang", "zh", in: folder.path)
        #expect(run.output.hasPrefix("Campaigns/lantern.json: 可以运行  猜灯谜\n  编号      lantern  猜灯谜"))
        #expect(
            try CommandRun("check", "--at", CheckTests.now, in: folder.path, locale: "zh_CN.UTF-8").output == run.output
        )
    }

    @Test func `shows every problem with its place`() throws {
        let folder = try folder(CheckTests.good.replacing("\"answer\"", with: "\"anser\""))
        let run = try CommandRun("check", "--at", CheckTests.now, in: folder.path)
        #expect(run.output.contains("Campaigns/lantern.json:13:"))
        #expect(run.output.contains("anser"))
        #expect(run.output.contains("\n    ") && run.output.contains("^"))
        #expect(run.output.hasSuffix("Campaigns/lantern.json: can't run\n"))
        #expect(run.exitCode == 1)
    }

    @Test func `shows what is wrong with the roll`() throws {
        let folder = try folder(roll: "id,name\nm1,王伟\nm1,李娜\n")
        let run = try CommandRun("check", "--at", CheckTests.now, in: folder.path)
        #expect(run.output.contains("Campaigns/roll.csv:3: error: "))
        #expect(run.exitCode == 1)
    }

    @Test func `points at a roll that is not there`() throws {
        let folder = try folder()
        try FileManager.default.removeItem(atPath: folder.path + "/Campaigns/roll.csv")
        let run = try CommandRun("check", "--at", CheckTests.now, in: folder.path)
        #expect(run.output.contains("lantern.json:9:24: error: the roll Campaigns/roll.csv does not exist"))
        #expect(run.exitCode == 1)
    }

    @Test func `finds two files with one id`() throws {
        let folder = try folder()
        try folder.write("Campaigns/copy.json", CheckTests.good)
        let run = try CommandRun("check", "--at", CheckTests.now, in: folder.path)
        #expect(run.output.contains("the id lantern is also that of Campaigns/copy.json"))
        #expect(run.exitCode == 1)
    }

    @Test func `passes over schemas and what editors leave`() throws {
        let folder = try folder()
        for name in ["campaign.schema.json", ".lantern.json", "~lantern.json", "lantern.json~"] {
            try folder.write("Campaigns/\(name)", "{")
        }
        #expect(try CommandRun("check", "--at", CheckTests.now, in: folder.path).exitCode == 0)
    }

    @Test func `previews the days of a daily campaign, and what all of them cost`() throws {
        let daily = CheckTests.good.replacing(#""paper""#, with: #""schedule": {"daily": true}, "paper""#)
            .replacing("2027-02-20T09:00:00+08:00", with: "2027-02-19T09:00:00+08:00")
        let folder = try folder(daily)
        let run = try CommandRun("check", "--at", CheckTests.now, in: folder.path)
        #expect(
            run.output.contains("day-1        closing 2027-02-20 00:10:00 +08:00  draw from 2027-02-20 10:00:00 +08:00")
        )
        #expect(
            run.output.contains("day-2        closing 2027-02-20 21:10:00 +08:00  draw from 2027-02-21 10:00:00 +08:00")
        )
        #expect(run.output.contains("most cost    5,596.00 yuan"))
        #expect(run.exitCode == 0)
    }

    @Test func `warns of what the compliance profile misses`() throws {
        let dear = CheckTests.good.replacing("1399.00", with: "50000.01")
            .replacing(#""randomness""#, with: #""compliance": {"profiles": ["cn-promotion"]}, "randomness""#)
        let folder = try folder(dear)
        let run = try CommandRun("check", "--at", CheckTests.now, in: folder.path)
        #expect(run.output.contains("warning: cn-promotion: a prize won by chance is worth more than 50,000 yuan"))
        #expect(run.output.contains("warning: cn-promotion: without \"claims\" nobody is told when and how"))
        #expect(run.output.contains("keep records 2 years; no legal advice"))
        #expect(run.exitCode == 0)
    }

    @Test func `tells findings to scripts`() throws {
        let folder = try folder(CheckTests.good.replacing("\"answer\"", with: "\"anser\""))
        let run = try CommandRun("check", "--at", CheckTests.now, "--json", in: folder.path)
        let json = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
        let files = json?["files"] as? [[String: Any]]
        let problems = files?.first?["problems"] as? [[String: Any]]
        #expect(json?["ok"] as? Bool == false)
        let unknown = problems?.first { $0["pointer"] as? String == "/paper/questions/0/anser" }
        #expect(unknown?["line"] as? Int == 13)
        #expect(unknown?["suggestion"] as? String == "answer")
        #expect(run.exitCode == 1)
    }

    @Test func `can't read what is not there`() throws {
        let run = try CommandRun("check", "--at", CheckTests.now, "nothing.json")
        #expect(run.messages == "huigong: error: cannot read: No such file or directory — nothing.json\n")
        #expect(run.exitCode == 2)
    }

    @Test func `shows what it can read beside what it can't`() throws {
        let folder = try folder()
        let run = try CommandRun(
            "check", "--at", CheckTests.now, "Campaigns/lantern.json", "nothing.json", in: folder.path)
        #expect(run.output.hasPrefix("Campaigns/lantern.json: can run"))
        #expect(run.messages.hasSuffix(" — nothing.json\n"))
        #expect(run.exitCode == 2)
    }

    @Test(arguments: [
        ("2027-02-20T12:00:00+08:00", "7:12: warning: that is past: announced only now"),
        ("2027-02-21T12:00:00+08:00", "7:51: warning: that is past: it is not announced any more"),
    ])
    func `warns of times that are past`(_ time: String, _ warning: String) throws {
        let folder = try folder()
        let run = try CommandRun("check", "--at", time, in: folder.path)
        #expect(run.output.hasPrefix("Campaigns/lantern.json:\(warning)"))
        #expect(run.exitCode == 0)
    }

    @Test func `warns of prizes for which there is nobody`() throws {
        let folder = try folder(roll: "id,name,may_win\nm1,王伟,1\nm2,李娜,0\n")
        let run = try CommandRun("check", "--at", CheckTests.now, in: folder.path)
        #expect(run.output.contains("warning: 2 prizes, and only 1 people on the roll who may win"))
    }

    @Test func `shows a key as the file has it`() throws {
        let folder = try folder(CheckTests.good.replacing("\"contact\"", with: "\"con\\u001b[31mtact\""))
        let run = try CommandRun("check", "--at", CheckTests.now, in: folder.path)
        #expect(run.output.contains(#"unknown key "con\u001b[31mtact""#))
        #expect(!run.output.contains("\u{1B}"))
    }

    @Test func `holds the organiser against the daemon's`() throws {
        let folder = try folder()
        #expect(
            try CommandRun("check", "--at", CheckTests.now, "--organiser", "other.example", in: folder.path).exitCode
                == 1)
        #expect(
            try CommandRun("check", "--at", CheckTests.now, "--organiser", "union.example", in: folder.path).exitCode
                == 0)
    }

    private static let now = "2027-01-10T09:00:00+08:00"
    private static let roll = "id,name,may_win\nm1,王伟,1\nm2,李娜,0\nm3,张华,1\n"
    private static let good = """
        {
          "id": "lantern",
          "kind": "riddle",
          "title": {"zh": "猜灯谜", "en": "Lantern riddles"},
          "organiser": "union.example",
          "contact": "工会办公室",
          "opens": "2027-02-20T09:00:00+08:00", "closes": "2027-02-20T21:00:00+08:00",
          "review": "10m",
          "audience": {"roll": "roll.csv"},
          "limits": {"person": {"day": 3, "total": 6}},
          "paper": {
            "questions": [
              {"id": "r1", "type": "text", "text": "麻屋子，红帐子。（打一食物）", "answer": "花生"}
            ]
          },
          "prizes": {
            "draw": "final",
            "chances": {"for": "correct"},
            "tiers": [{"id": "first", "title": "一等奖", "prize": "电饭煲", "value": "1399.00", "count": 2}]
          },
          "randomness": [
            {"source": "public", "name": "notary.example", "form": "digits 20", "at": "2027-02-21T10:00:00+08:00"}
          ]
        }

        """
}
