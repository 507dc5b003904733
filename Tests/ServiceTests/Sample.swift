@testable import Service

/// Campaign files and rolls for tests, small and complete.
enum Sample {
    static let announces = "2027-02-20T08:00:00+08:00"
    static let opens = "2027-02-20T09:00:00+08:00"
    static let closes = "2027-02-22T21:00:00+08:00"
    static let drawnInPublic = "2027-02-23T10:00:00+08:00"

    /// People `m01`…; every third shares a household with the one before, units go by five, every ninth may not win.
    static func roll(_ count: Int = 24) -> String {
        let people = (1...count).map { number in
            let digits = number < 10 ? "0\(number)" : "\(number)"
            return "m\(digits),王\(digits)伟,h\(number / 3),u\(number / 5),\(number % 9 == 0 ? 0 : 1)"
        }
        return (["id,name,household,unit,may_win"] + people).joined(separator: "\n") + "\n"
    }

    /// Lantern riddles: no papers, a chance for every first right answer.
    static func riddles(
        id: String = "yuanxiao", limits: String = #"{"person": {"day": 4, "total": 6}}"#, review: String = "0s",
        more: String = "", announces: String = Sample.announces, most: Int = 3
    ) -> String {
        """
        {
          "id": "\(id)", "kind": "riddle", "title": {"zh": "元宵节猜灯谜", "en": "Lantern riddles"},
          "organiser": "jimo-union.example", "contact": "工会宣教部",
          "announces": "\(announces)", "opens": "\(opens)", "closes": "\(closes)", "review": "\(review)",
          "audience": {"roll": "rolls/sample.csv"}, "limits": \(limits),
          "paper": {"questions": [
            {"id": "r1", "type": "text", "text": "有眼无珠腹内空（打一物）", "answer": "灯笼", "also": ["花灯"]},
            {"id": "r2", "type": "text", "text": "半个月亮（打一字）", "answer": "胖", "points": 2},
            {"id": "r3", "type": "text", "text": "千里相逢（打一字）", "answer": "重"}
          ]},
          "prizes": {"draw": "final", "chances": {"for": "correct", "most": \(most)},
            "tiers": [
              {"id": "first", "title": "一等奖", "prize": "灯笼", "value": "100.00", "count": 2},
              {"id": "second", "title": "二等奖", "prize": "元宵", "value": "20.00", "count": 4}],
            "alternates": 3}\(more)
        }
        """
    }

    /// A quiz with a paper of two questions a person and attempt, drawn by a public number and our own.
    static func quiz(
        id: String = "duanwu", limits: String = #"{"person": {"day": 3, "total": 5}}"#, review: String = "10m",
        disclosure: String = "at-once",
        randomness: String = """
        [{"source": "commit"},
         {"source": "public", "name": "notary.example", "form": "digits 20", "at": "\(drawnInPublic)"}]
        """
    ) -> String {
        """
        {
          "id": "\(id)", "kind": "quiz", "title": {"zh": "端午知识竞答", "en": "Dragon Boat quiz"},
          "organiser": "jimo-union.example", "contact": "工会宣教部",
          "announces": "\(announces)", "opens": "\(opens)", "closes": "\(closes)", "review": "\(review)",
          "audience": {"roll": "rolls/sample.csv"}, "limits": \(limits),
          "paper": {"draw": [{"stratum": "习俗", "take": 1}, {"stratum": "诗词", "take": 1}], "shuffle": true, "pass": 30,
            "questions": [
              {"id": "q1", "stratum": "习俗", "type": "single", "text": "端午节又称什么？", "points": 20,
               "options": [{"id": "A", "text": "重五"}, {"id": "B", "text": "重阳"}], "answer": "A"},
              {"id": "q2", "stratum": "习俗", "type": "multi", "text": "端午习俗有哪些？", "points": 20,
               "options": [{"id": "A", "text": "赛龙舟"}, {"id": "B", "text": "赏月"}, {"id": "C", "text": "包粽子"}],
               "answer": ["A", "C"]},
              {"id": "q3", "stratum": "诗词", "type": "single", "text": "《离骚》的作者是谁？", "points": 10,
               "options": [{"id": "A", "text": "屈原"}, {"id": "B", "text": "宋玉"}], "answer": "A"}]},
          "prizes": {"draw": "final", "chances": {"for": "passing", "most": 1},
            "tiers": [{"id": "first", "title": "一等奖", "prize": "读书卡", "value": "500.00", "count": 3}],
            "alternates": 2, "caps": {"household": 1, "unit": 2}},
          "disclosure": {"result": "\(disclosure)"},
          "randomness": \(randomness)
        }
        """
    }

    /// A folder with both campaigns and their roll.
    static func folder(_ campaigns: [String: String]? = nil, roll: String = Sample.roll()) -> CampaignsFolder {
        var files = campaigns ?? ["yuanxiao.json": riddles(), "duanwu.json": quiz()]
        files["rolls/sample.csv"] = roll
        return CampaignsFolder(files)
    }

    /// The parameters of a guess at the riddles.
    static func guess(
        _ participant: String, _ key: String, _ answers: String = #"{"r1":"灯笼"}"#, campaign: String = "yuanxiao",
        more: String = ""
    ) -> String {
        """
        {"campaign":"\(campaign)","participant":"\(participant)","key":"\(key)","answers":\(answers)\(more)}
        """
    }
}

/// The line of a call.
func line(_ method: String, _ params: String, id: String = "1") -> String {
    "{\"jsonrpc\":\"2.0\",\"id\":\(id),\"method\":\"\(method)\",\"params\":\(params)}"
}
