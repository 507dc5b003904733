/// The campaign that the benchmark runs: a short quiz with every limit on, none of which an honest load reaches.
enum BenchCampaign {
    static let id = "bench-quiz"
    static let organiser = "bench.example"
    static let start = "2027-06-08T10:00:00+08:00"

    /// Writes the campaign file and a roll of `people` into `folder`.
    static func write(into folder: String, people: Int) throws {
        try makeDirectory(folder + "/rolls")
        try writeFile(folder + "/\(id).json", bytes)
        try writeFile(folder + "/rolls/bench.csv", roll(people))
    }

    /// The campaign file.
    static var bytes: [UInt8] { Array(file.utf8) }

    private static func roll(_ people: Int) -> [UInt8] {
        var bytes = Array("id,name,household,unit,groups,may_win\n".utf8)
        bytes.reserveCapacity(people * 40)
        for person in 1...people {
            let digits = String(person)
            let number = String(repeating: "0", count: BenchRequest.personDigits - digits.count) + digits
            bytes += Array("m\(number),参与者,h\(person / 3),u\(person / 400),,1\n".utf8)
        }
        return bytes
    }

    private static let file = """
        {
          "id": "\(id)",
          "kind": "quiz",
          "title": {"zh": "测速答题", "en": "Benchmark quiz"},
          "organiser": "\(organiser)",
          "contact": "bench@bench.example",
          "opens": "2027-06-08T09:00:00+08:00",
          "closes": "2027-06-09T21:00:00+08:00",
          "audience": {"roll": "rolls/bench.csv"},
          "limits": {
            "person": {"day": 100000, "total": 100000, "rate": {"count": 100000, "per": "1m", "burst": 100000}},
            "campaign": {"rate": {"count": 5000000, "per": "1s", "burst": 5000000}}
          },
          "paper": {
            "pass": 20,
            "questions": [
              {"id": "q1", "type": "single", "text": "端午节在农历哪一天？", "answer": "B", "points": 10, "options": [
                {"id": "A", "text": "四月初五"}, {"id": "B", "text": "五月初五"}, {"id": "C", "text": "六月初五"}]},
              {"id": "q2", "type": "multi", "text": "下列哪些是端午习俗？", "answer": ["A", "C"], "points": 10, "options": [
                {"id": "A", "text": "赛龙舟"}, {"id": "B", "text": "放河灯"}, {"id": "C", "text": "包粽子"}]},
              {"id": "q3", "type": "single", "text": "粽子古称什么？", "answer": "D", "points": 10, "options": [
                {"id": "A", "text": "汤饼"}, {"id": "B", "text": "寒具"}, {"id": "D", "text": "角黍"}]}
            ]
          },
          "prizes": {
            "draw": "final",
            "chances": {"for": "passing", "most": 1},
            "tiers": [{"id": "first", "title": "一等奖", "prize": "读书卡", "value": "50.00", "count": 100}]
          }
        }

        """
}
