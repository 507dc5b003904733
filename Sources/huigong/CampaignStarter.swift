import Campaigns
import Foundation

/// The text of a new campaign file: every part that its kind needs, to be changed line by line.
struct CampaignStarter {
    let kind: Campaign.Kind
    let id: String
    let organiser: String
    /// The day it opens.
    let opens: Date

    /// People to replace.
    static let roll = """
        id,name,household,unit,groups,may_win
        m0000001,王小明,h000001,u0001,staff,1
        m0000002,李小红,h000002,u0001,staff,1
        m0000003,张小华,h000003,u0002,staff,0

        """

    /// Whether id and organiser can be such, as the loader says.
    func check(_ arguments: Arguments) throws {
        guard case .failure(let problems) = loadCampaign(bytes: Array(text.utf8), organiser: nil),
            let problem = problems.list.first(where: { $0.severity == .error })
        else { return }
        let wrong = problem.pointer == "/organiser" ? organiser : id
        throw arguments.usage(problem.message, at: wrong)
    }

    var text: String {
        let parts = [heading] + [audience] + partsOfKind + [disclosure] + [randomness].compactMap(\.self)
        return "{\n" + parts.joined(separator: ",\n") + "\n}\n"
    }

    private func time(day: Int, _ clock: String) -> String {
        var style = Date.ISO8601FormatStyle(timeZone: TimeZone(secondsFromGMT: 8 * 3600) ?? .gmt)
        style = style.year().month().day()
        return "\(opens.addingTimeInterval(Double(day) * 86_400).formatted(style))T\(clock):00+08:00"
    }

    private var heading: String {
        """
          "$schema": "./campaign.schema.json",
          "id": "\(id)",
          "kind": "\(kind.rawValue)",
          "title": "\(kind.title.zh)",
          "organiser": "\(organiser)",
          "contact": "工会办公室（工作日 9:00–17:00）",
          "zone": "Asia/Shanghai",
          "opens": "\(time(day: 0, "09:00"))",
          "closes": "\(time(day: 2, "20:00"))",
          "review": "30m",
          "disputes": "168h"
        """
    }

    private var audience: String {
        """
          "audience": {"roll": "rolls/\(id).csv"},
          "limits": {"person": {"day": 3, "total": 9, "rate": {"count": 6, "per": "1m", "burst": 3}}}
        """
    }

    private var disclosure: String {
        #"  "disclosure": {"result": "at-once"}"#
    }

    /// A number that somebody else draws in public, an hour into the morning after the closing.
    private var randomness: String? {
        guard KindParts.use(of: .randomness, in: kind) != .absent, kind != .enrolment else { return nil }
        return """
              "randomness": [
                {"source": "commit"},
                {"source": "public", "name": "notary.example", "form": "digits 20", "at": "\(time(day: 3, "10:00"))"}
              ]
            """
    }

    private var partsOfKind: [String] {
        switch kind {
        case .riddle: [riddles, prizes(for: "correct", most: 3)]
        case .quiz: [quiz, prizes(for: "passing", most: 1)]
        case .contest: [contest]
        case .raffle: [form, prizes(for: "entry", most: 1)]
        case .offer: [vouchers]
        case .subsidy: [subsidy]
        case .enrolment: [form, places]
        }
    }
}

// MARK: - Parts

extension CampaignStarter {
    private var riddles: String {
        """
          "paper": {
            "fold": ["nfkc", "width", "case", "traditional", "space", "punctuation"],
            "questions": [
              {"id": "m01", "type": "text", "text": "千条线，万条线，掉到水里看不见。（打一自然现象）", "answer": "雨", "also": ["下雨"]},
              {"id": "m02", "type": "text", "text": "麻屋子，红帐子，里面住着个白胖子。（打一食物）", "answer": "花生"}
            ]
          }
        """
    }

    private var quiz: String {
        """
          "paper": {
            "draw": [{"stratum": "常识", "take": 2}],
            "shuffle": true,
            "pass": 60,
            "questions": [
              {"id": "q01", "stratum": "常识", "type": "single", "text": "端午节在农历的哪一天？", "options": [{"id": "A", "text": "正月十五"}, {"id": "B", "text": "五月初五"}, {"id": "C", "text": "九月初九"}], "answer": "B", "points": 50},
              {"id": "q02", "stratum": "常识", "type": "single", "text": "重阳节在农历的哪一天？", "options": [{"id": "A", "text": "正月十五"}, {"id": "B", "text": "五月初五"}, {"id": "C", "text": "九月初九"}], "answer": "C", "points": 50},
              {"id": "q03", "stratum": "常识", "type": "multi", "text": "下列哪些是四大发明？", "options": [{"id": "A", "text": "造纸术"}, {"id": "B", "text": "指南针"}, {"id": "C", "text": "地动仪"}], "answer": ["A", "B"], "points": 50}
            ]
          }
        """
    }

    private func prizes(for chances: String, most: Int) -> String {
        """
          "prizes": {
            "draw": "final",
            "chances": {"for": "\(chances)", "most": \(most)},
            "tiers": [
              {"id": "first", "title": "一等奖", "prize": "电饭煲一台", "value": "399.00", "count": 1},
              {"id": "second", "title": "二等奖", "prize": "电影票一张", "value": "40.00", "count": 1}
            ],
            "alternates": 2,
            "caps": {"household": 1},
            "claims": {"within": "168h", "how": "凭本人证件到工会办公室领取。"}
          }
        """
    }

    private var contest: String {
        """
          "works": {
            "entries": [
              {"id": "w01", "title": "晨光里的车间", "author": "一车间"},
              {"id": "w02", "title": "夜班公交", "author": "二车队"},
              {"id": "w03", "title": "灯下", "author": "三班组"}
            ],
            "order": "random"
          },
          "votes": {"per": "day", "most": 2},
          "ranking": {"by": [{"measure": "votes", "weight": {"num": 1, "den": 1}}], "shown": 3}
        """
    }

    private var form: String {
        """
          "form": {"fields": [
            {"id": "phone", "type": "phone", "title": "联系电话", "private": true}
          ]}
        """
    }

    private var vouchers: String {
        """
          "merchants": [
            {"id": "shop-a", "name": "城东检测站", "count": 50},
            {"id": "shop-b", "name": "城西检测站", "count": 50}
          ],
          "vouchers": {"count": 100, "face": "100.00", "hold": "30m", "until": "\(time(day: 30, "18:00"))", "refund": "reserved"}
        """
    }

    private var subsidy: String {
        """
          "funds": {
            "budget": "10000.00",
            "items": [
              {"id": "appliance", "title": "家用电器", "gives": "bands", "bands": [
                {"from": "1000.00", "below": "3000.00", "amount": "100.00"},
                {"from": "3000.00", "amount": "300.00"}
              ]}
            ],
            "household": {"count": 1},
            "last": "refuse",
            "purchase": {"from": "\(time(day: 0, "09:00"))", "to": "\(time(day: 2, "20:00"))", "invoice": true}
          }
        """
    }

    private var places: String {
        """
          "places": {
            "by": "first-come",
            "slots": [
              {"id": "am", "title": "上午班", "capacity": 20, "starts": "\(time(day: 10, "08:30"))", "ends": "\(time(day: 10, "11:30"))"},
              {"id": "pm", "title": "下午班", "capacity": 20, "starts": "\(time(day: 10, "14:00"))", "ends": "\(time(day: 10, "17:00"))"}
            ],
            "waiting": {"offer": "24h"}
          }
        """
    }
}
