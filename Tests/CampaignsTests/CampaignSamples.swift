@testable import Campaigns

/// Files that load without a problem, to be edited by the tests.
enum CampaignSamples {
    static let organiser = "jimo-union.example"

    static let quiz = """
        {
          "id": "duanwu-2027-quiz",
          "kind": "quiz",
          "title": {"zh": "我们的节日·端午知识竞答", "en": "Dragon Boat quiz"},
          "organiser": "jimo-union.example",
          "contact": "即墨区总工会宣教部",
          "opens": "2027-06-08T09:00:00+08:00",
          "closes": "2027-06-10T18:00:00+08:00",
          "review": "10m",
          "audience": {"roll": "rolls/sample.csv"},
          "limits": {
            "person": {"day": 3, "total": 6, "rate": {"count": 6, "per": "1m", "burst": 3}},
            "campaign": {"rate": {"count": 5000, "per": "1s", "burst": 20000}}
          },
          "paper": {
            "draw": [{"stratum": "习俗", "take": 1}, {"stratum": "诗词", "take": 1}],
            "shuffle": true,
            "pass": 30,
            "questions": [
              {"id": "q1", "stratum": "习俗", "type": "single", "text": "端午节又称什么？", "points": 20,
               "options": [{"id": "A", "text": "重五"}, {"id": "B", "text": "重阳"}], "answer": "A"},
              {"id": "q2", "stratum": "习俗", "type": "multi", "text": "端午习俗有哪些？", "points": 20,
               "options": [{"id": "A", "text": "赛龙舟"}, {"id": "B", "text": "赏月"}, {"id": "C", "text": "包粽子"}],
               "answer": ["C", "A"]},
              {"id": "q3", "stratum": "诗词", "type": "single", "text": "《离骚》的作者是谁？", "points": 10,
               "options": [{"id": "A", "text": "屈原"}, {"id": "B", "text": "宋玉"}], "answer": "A"}
            ]
          },
          "prizes": {
            "draw": "final",
            "chances": {"for": "passing", "most": 1},
            "tiers": [
              {"id": "first", "title": "一等奖", "prize": "读书卡", "value": "500.00", "count": 3},
              {"id": "second", "title": "二等奖", "prize": "健身卡", "value": "300.00", "count": 10}
            ],
            "alternates": 20,
            "caps": {"household": 1, "unit": 5}
          },
          "disclosure": {"result": "after-closing"},
          "randomness": [
            {"source": "commit"},
            {"source": "public", "name": "notary.example", "form": "digits 20", "at": "2027-06-10T19:00:00+08:00"}
          ]
        }
        """

    static let riddles = """
        {
          "id": "yuanxiao-2027",
          "kind": "riddle",
          "title": "元宵节猜灯谜",
          "organiser": "jimo-union.example",
          "contact": "工会",
          "zone": "Europe/Berlin",
          "announces": "2027-03-01T00:00:00Z",
          "opens": "2027-03-26T09:00:00+01:00",
          "closes": "2027-03-30T09:00:00.5+02:00",
          "disputes": "24h",
          "audience": {"roll": "rolls/sample.csv"},
          "limits": {"person": {"total": 9}},
          "paper": {
            "fold": ["space", "nfkc", "traditional"],
            "questions": [
              {"id": "r1", "type": "text", "text": "有眼无珠腹内空（打一物）", "answer": "灯 笼", "also": ["花灯"]},
              {"id": "r2", "type": "text", "text": "半个月亮（打一字）", "answer": "胖", "fold": [], "points": 2}
            ]
          },
          "prizes": {
            "draw": "final",
            "chances": {"for": "correct"},
            "tiers": [{"id": "all", "title": "纪念奖", "prize": "灯笼", "value": "0.50", "count": 100}]
          },
          "randomness": [{"source": "public", "name": "notary.example", "form": "digits 20", "at": "2028-01-01T00:00:00Z"}]
        }
        """

    /// The quiz with one text replaced by another, at its first place.
    static func quiz(_ old: String, _ new: String) -> [UInt8] {
        edited(quiz, old, new)
    }

    static func edited(_ sample: String, _ old: String, _ new: String) -> [UInt8] {
        guard let range = sample.firstRange(of: old) else { preconditionFailure("no \(old) in the sample") }
        return Array(sample.replacingCharacters(in: range, with: new).utf8)
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<Index>, with new: String) -> String {
        self[..<range.lowerBound] + new + self[range.upperBound...]
    }
}
