@testable import Engine

extension Trial {
    /// Three riddles: a chance for every first right answer.
    static func riddles(
        limits: String = "{}", most: Int = 3, zone: String = "Asia/Shanghai", review: String = "0s",
        opens: String = "2027-02-20T09:00:00+08:00", closes: String = "2027-02-22T21:00:00+08:00",
        disclosure: String = "at-once", randomness: String = #"[{"source": "commit"}]"#, prizes: String = "",
        schedule: String = "{}"
    ) -> String {
        """
        {
          "id": "trial", "kind": "riddle", "title": "猜灯谜", "organiser": "jimo-union.example", "contact": "工会",
          "zone": "\(zone)", "opens": "\(opens)", "closes": "\(closes)", "review": "\(review)",
          "audience": {"roll": "rolls/sample.csv"}, "limits": \(limits),
          "schedule": \(schedule), "paper": {"questions": [
            {"id": "r1", "type": "text", "text": "有眼无珠腹内空（打一物）", "answer": "灯笼"},
            {"id": "r2", "type": "text", "text": "半个月亮（打一字）", "answer": "胖", "points": 2},
            {"id": "r3", "type": "text", "text": "千里相逢（打一字）", "answer": "重"}
          ]},
          "prizes": {"draw": "final", "chances": {"for": "correct", "most": \(most)},
            "tiers": [{"id": "first", "title": "一等奖", "prize": "灯笼", "value": "10.00", "count": 3}]\(prizes)},
          "disclosure": {"result": "\(disclosure)"}, "randomness": \(randomness)
        }
        """
    }

    /// A raffle for five days.
    static func raffle(prizes: String, more: String = "", limits: String = "{}") -> String {
        """
        {
          "id": "trial", "kind": "raffle", "title": "抽奖", "organiser": "jimo-union.example", "contact": "工会",
          "opens": "2027-02-20T09:00:00+08:00", "closes": "2027-02-24T21:00:00+08:00",
          "audience": {"roll": "rolls/sample.csv"}, "limits": \(limits), "prizes": {\(prizes)}\(more)
        }
        """
    }

    /// Prizes of a raffle that are drawn.
    static func drawn(_ chances: String, most: Int = 3, more: String = "") -> String {
        """
        "draw": "final", "chances": {"for": "\(chances)", "most": \(most)}, "tiers": [
          {"id": "first", "title": "一等奖", "prize": "票", "value": "10.00", "count": 4}], "alternates": 3\(more)
        """
    }

    /// Prizes that are won at once, with all that there is beside odds.
    static let wonAtOnce = """
        "draw": "instant", "chances": {"for": "entry", "most": 6}, "caps": {"person": 2}, "alternates": 2, "tiers": [
          {"id": "first", "title": "一等奖", "prize": "票", "value": "10.00", "count": 3, "odds": {"num": 1, "den": 4},
           "releases": [{"at": "2027-02-20T12:00:00+08:00", "count": 1}, {"at": "2027-02-22T09:00:00+08:00", "count": 2}]},
          {"id": "second", "title": "二等奖", "prize": "券", "value": "1.00", "count": 5, "odds": {"num": 1, "den": 4}}],
        "none": {"num": 1, "den": 2}, "guarantee": {"attempt": 3, "tier": "second"},
        "fallback": {"prize": "纸巾", "value": "0.50", "count": 4}
        """

    /// A quiz with a paper of one question of each stratum.
    static func quiz(limits: String = "{}") -> String {
        """
        {
          "id": "trial", "kind": "quiz", "title": "竞答", "organiser": "jimo-union.example", "contact": "工会",
          "opens": "2027-02-20T09:00:00+08:00", "closes": "2027-02-22T21:00:00+08:00",
          "audience": {"roll": "rolls/sample.csv"}, "limits": \(limits),
          "paper": {"draw": [{"stratum": "甲", "take": 1}, {"stratum": "乙", "take": 1}], "shuffle": true, "pass": 30,
            "questions": [
              {"id": "q1", "stratum": "甲", "type": "single", "text": "端午又称？", "points": 20,
               "options": [{"id": "A", "text": "重五"}, {"id": "B", "text": "重阳"}], "answer": "A"},
              {"id": "q2", "stratum": "甲", "type": "multi", "text": "习俗有哪些？", "points": 20,
               "options": [{"id": "A", "text": "赛龙舟"}, {"id": "B", "text": "赏月"}, {"id": "C", "text": "包粽子"}],
               "answer": ["A", "C"]},
              {"id": "q3", "stratum": "乙", "type": "single", "text": "《离骚》作者？", "points": 10,
               "options": [{"id": "A", "text": "屈原"}, {"id": "B", "text": "宋玉"}], "answer": "A"}]},
          "prizes": {"draw": "final", "chances": {"for": "passing", "most": 1},
            "tiers": [{"id": "first", "title": "一等奖", "prize": "卡", "value": "5.00", "count": 3}]}
        }
        """
    }
}
