import Foundation
import Testing

@testable import Campaigns

/// What the samples must keep to as content; whether they load is the loader's own test.
@Suite struct SampleCampaignTests {
    static let names = [
        "yuanxiao-2027-riddles", "duanwu-2027-quiz", "guanying-2027-quiz", "xiasong-qingliang-2027-quiz",
    ]

    private struct Question {
        var id: String
        var type: String
        var stratum: String?
        var text: String
        var options: [(id: String, text: String)]
        var answers: [String]
        var also: [String]

        init(_ json: [String: Any]) throws {
            id = try #require(json["id"] as? String)
            type = try #require(json["type"] as? String)
            stratum = json["stratum"] as? String
            text = try #require(json["text"] as? String)
            let listed = json["options"] as? [[String: String]] ?? []
            options = try listed.map { (try #require($0["id"]), try #require($0["text"])) }
            let answer = json["answer"]
            answers = try #require((answer as? [String]) ?? (answer as? String).map { [$0] })
            also = json["also"] as? [String] ?? []
        }
    }

    private static func campaign(_ name: String) throws -> [String: Any] {
        let bytes = try Repository.bytes("Campaigns/\(name).json")
        return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    private static func questions(_ name: String) throws -> [Question] {
        let paper = try #require(try campaign(name)["paper"] as? [String: Any])
        let questions = try #require(paper["questions"] as? [[String: Any]])
        return try questions.map(Question.init)
    }

    private static func instant(_ json: [String: Any], _ key: String) throws -> Date {
        let text = try #require(json[key] as? String)
        return try #require(ISO8601DateFormatter().date(from: text))
    }

    @Test(arguments: names)
    func `ids, texts and files agree with themselves`(name: String) throws {
        let campaign = try Self.campaign(name)
        let questions = try Self.questions(name)
        #expect(campaign["id"] as? String == name)
        #expect(Set(questions.map(\.id)).count == questions.count)
        #expect(Set(questions.map(\.text)).count == questions.count)
        let roll = try #require((campaign["audience"] as? [String: String])?["roll"])
        #expect(try loadRoll(bytes: Repository.bytes("Campaigns/\(roll)")).get().people.count >= 48)
        #expect(try Self.instant(campaign, "opens") < Self.instant(campaign, "closes"))
    }

    @Test(arguments: names)
    func `there are more people than prizes`(name: String) throws {
        let prizes = try #require(try Self.campaign(name)["prizes"] as? [String: Any])
        let tiers = try #require(prizes["tiers"] as? [[String: Any]])
        let count = tiers.compactMap { $0["count"] as? Int }.reduce(0, +)
        #expect(tiers.count == 3)
        #expect(count + (prizes["alternates"] as? Int ?? 0) <= 48)
    }

    @Test func `no two riddles can be answered alike, and every answer can be typed`() throws {
        let riddles = try Self.questions("yuanxiao-2027-riddles")
        let folding = Folding(steps: Folding.Step.allCases)
        #expect(riddles.count >= 36)
        var owners: [String: String] = [:]
        for riddle in riddles {
            #expect(riddle.type == "text")
            for answer in riddle.answers + riddle.also {
                #expect(Answers.isAcceptable(answer))
                let folded = folding.fold(answer)
                #expect(!folded.isEmpty)
                #expect(
                    [nil, riddle.id].contains(owners.updateValue(riddle.id, forKey: folded)), "\(riddle.id): \(answer)")
            }
        }
    }

    @Test func `the quiz has enough to draw from in every stratum`() throws {
        let questions = try Self.questions("duanwu-2027-quiz")
        let paper = try #require(try Self.campaign("duanwu-2027-quiz")["paper"] as? [String: Any])
        let draw = try #require(paper["draw"] as? [[String: Any]])
        #expect(questions.count >= 44)
        #expect(questions.count { $0.type == "multi" } >= 10)
        #expect(draw.compactMap { $0["take"] as? Int }.reduce(0, +) == 5)
        #expect(Set(draw.compactMap { $0["stratum"] as? String }) == Set(questions.compactMap(\.stratum)))
        for stratum in draw {
            let size = questions.count { $0.stratum == stratum["stratum"] as? String }
            #expect(size >= 10)
        }
    }

    @Test(arguments: ["duanwu-2027-quiz", "xiasong-qingliang-2027-quiz"])
    func `quiz answers are among the options, which differ from one another`(name: String) throws {
        for question in try Self.questions(name) {
            let ids = question.options.map(\.id)
            #expect((4...5).contains(ids.count), "\(question.id)")
            #expect(Set(ids).count == ids.count, "\(question.id)")
            #expect(Set(question.options.map(\.text)).count == ids.count, "\(question.id)")
            #expect(Set(question.answers).isSubset(of: ids), "\(question.id)")
            #expect(Set(question.answers).count == question.answers.count, "\(question.id)")
            #expect(question.type == "single" ? question.answers.count == 1 : question.answers.count >= 2)
            #expect(question.answers.count < ids.count, "\(question.id)")
        }
    }

    @Test func `the quiz's public number is drawn after the closing and has enough outcomes`() throws {
        let campaign = try Self.campaign("duanwu-2027-quiz")
        let source = try #require((campaign["randomness"] as? [[String: String]])?.first)
        let form = try #require(source["form"])
        #expect(try PublicForm.parse(form).get().outcomes.reaches64Bits)
        #expect(try Self.instant(source, "at") > Self.instant(campaign, "closes").addingTimeInterval(1800))
    }
}
