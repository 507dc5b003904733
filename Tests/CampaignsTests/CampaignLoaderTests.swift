import JSON
import Testing

@testable import Campaigns

@Suite struct CampaignLoaderTests {
    private func load(_ bytes: [UInt8], organiser: String? = CampaignSamples.organiser) throws -> LoadedCampaign {
        try loadCampaign(bytes: bytes, organiser: organiser).get()
    }

    private func problems(_ bytes: [UInt8], organiser: String? = CampaignSamples.organiser) -> [Problem] {
        switch loadCampaign(bytes: bytes, organiser: organiser) {
        case .success(let loaded): loaded.warnings
        case .failure(let problems): problems.list
        }
    }

    @Test(arguments: BadCampaign.headingAndSchedule + BadCampaign.parts)
    func `says what is wrong, and where`(_ bad: BadCampaign) {
        let bytes = CampaignSamples.edited(bad.sample, bad.old, bad.new)
        let found = problems(bytes)
        #expect(
            found.map { "\($0.line):\($0.column) \($0.pointer) \($0.severity.rawValue): \($0.message.text(.en))" }
                == bad.problems)
        for problem in found {
            #expect(
                JSONPosition(of: problem.offset, in: bytes) == JSONPosition(line: problem.line, column: problem.column))
            #expect(problem.message.en != nil && problem.message.zh != problem.message.en)
        }
    }

    @Test func `reports all problems at once, in the order of the file`() {
        var text = CampaignSamples.quiz
        for (old, new) in [
            ("\"kind\": \"quiz\"", "\"kind\": \"quis\""), ("\"titl", "\"ttl"), ("18:00:00", "25:00:00"),
            ("\"10m\"", "10"),
            ("\"take\": 1", "\"take\": 9"), ("\"answer\": \"A\"", "\"answer\": \"Z\""), ("500.00", "500"),
            ("\"final\"", "1"),
        ] {
            text = String(decoding: CampaignSamples.edited(text, old, new), as: UTF8.self)
        }
        #expect(
            problems(Array(text.utf8)).map(\.pointer) == [
                "/kind", "/ttle", "/closes", "/review", "/paper/draw/0/take", "/paper/questions/0/answer",
                "/prizes/draw",
                "/prizes/tiers/0/value",
            ])
    }

    @Test func `reads a quiz`() throws {
        let loaded = try load(Array(CampaignSamples.quiz.utf8))
        let campaign = loaded.campaign
        #expect(loaded.warnings.isEmpty)
        #expect(campaign.id == "duanwu-2027-quiz" && campaign.kind == .quiz && campaign.zone == "Asia/Shanghai")
        #expect(campaign.title == BilingualText(zh: "我们的节日·端午知识竞答", en: "Dragon Boat quiz"))
        #expect(campaign.opens == 1_812_416_400_000 && campaign.closes == 1_812_621_600_000)
        #expect(campaign.announces == campaign.opens - 600_000)
        #expect(campaign.review == 600_000 && campaign.disputes == 604_800_000)
        #expect(campaign.dayStarts == [1_812_384_000_000, 1_812_470_400_000, 1_812_556_800_000])
        #expect(
            campaign.limits
                == Campaign.Limits(
                    person: Campaign.ScopeLimits(
                        day: 3, total: 6, rate: Campaign.Rate(count: 6, per: 60_000, burst: 3)),
                    campaign: Campaign.ScopeLimits(rate: Campaign.Rate(count: 5000, per: 1000, burst: 20_000))))
        #expect(
            campaign.paper.draw.map(\.take) == [1, 1] && campaign.paper.shufflesOptions && campaign.paper.pass == 30)
        #expect(campaign.paper.questions.map(\.answer) == [.single("A"), .multi(["A", "C"]), .single("A")])
        #expect(campaign.prizes.tiers.map(\.value) == [50_000, 30_000])
        #expect(campaign.prizes.householdCap == 1 && campaign.prizes.unitCap == 5 && campaign.prizes.alternates == 20)
        #expect(campaign.disclosure.result == .afterClosing)
        #expect(
            campaign.randomness == [
                .commit,
                .public(
                    name: "notary.example", form: PublicForm(parts: [.digits(20)]), availableAt: 1_812_625_200_000),
            ])
    }

    @Test func `reads riddles in a zone with summer time`() throws {
        let loaded = try load(Array(CampaignSamples.riddles.utf8))
        let campaign = loaded.campaign
        #expect(loaded.warnings.isEmpty)
        #expect(campaign.closes == 1_806_390_000_500)
        // 28 March 2027 has 23 hours in Berlin.
        #expect(
            campaign.dayStarts == [
                1_806_015_600_000, 1_806_102_000_000, 1_806_188_400_000, 1_806_271_200_000, 1_806_357_600_000,
            ])
        let folding = Folding(steps: [.nfkc, .traditional, .space])
        #expect(campaign.paper.questions[0].answer == .text(accepted: ["灯笼", "花灯"], folding: folding))
        #expect(campaign.paper.questions[1].answer == .text(accepted: ["胖"], folding: Folding(steps: [])))
        #expect(campaign.paper.questions.map(\.points) == [1, 2])
        #expect(campaign.prizes.chancesFor == .correct && campaign.prizes.mostChances == 1)
    }

    @Test func `the public rules have everything but the key, canonically`() throws {
        let quiz = try load(Array(CampaignSamples.quiz.utf8)).publicRules
        let riddles = try load(Array(CampaignSamples.riddles.utf8)).publicRules
        for rules in [quiz, riddles] {
            #expect(isCanonical(rules))
            let root = try JSONDocument(bytes: rules).root
            for question in root["paper"]?["questions"]?.elements ?? [] {
                #expect(question["answer"] == nil && question["also"] == nil && question["text"] != nil)
            }
        }
        let text = String(decoding: riddles, as: UTF8.self)
        #expect(!text.contains("花灯") && !text.contains("胖") && text.contains("\"fold\":[]"))
        #expect(try JSONDocument(bytes: quiz).root.members.count == 14)
    }

    @Test func `warns of an evidence grade below G2`() {
        let ownOnly = CampaignSamples.quiz("\"randomness\": [", "\"randomness\": [{\"source\": \"commit\"}]}\n[")
        let cut = Array(ownOnly.prefix { $0 != 0 }.split(separator: 0x0A).dropLast(5).joined(separator: [0x0A]))
        #expect(
            problems(cut).map(\.message.en) == [
                "the only randomness is the daemon's own number: the evidence grade will be G0"
            ])
    }

    @Test func `asks nothing about an organiser that nobody set`() throws {
        let bytes = CampaignSamples.quiz("jimo-union.example", "other-union.example")
        #expect(try load(bytes, organiser: nil).campaign.organiser == "other-union.example")
    }

    @Test func `asks each kind for its own parts and for no others`() {
        let text = """
            {"id": "photo", "kind": "contest", "title": "摄影大赛", "organiser": "jimo-union.example", "contact": "工会",
             "opens": "2027-06-08T09:00:00+08:00", "closes": "2027-06-10T18:00:00+08:00",
             "audience": {"roll": "r.csv"}, "paper": {}, "jury": {"most": 10, "members": [{"id": "a", "name": "甲"}]}}
            """
        #expect(
            problems(Array(text.utf8)).map(\.message.en) == [
                #""works" (the works) is missing: expected an object"#,
                #""ranking" (what ranks are made of) is missing: expected an object"#,
                #"a campaign of the kind "contest" has no part "paper""#,
            ])
    }

    @Test func `lists no more than a thousand problems`() {
        let keys = (0..<1200).map { "\"x\($0)\":0" }.joined(separator: ",")
        guard case .failure(let problems) = loadCampaign(bytes: Array("{\(keys)}".utf8), organiser: nil) else {
            Issue.record("an empty campaign was accepted")
            return
        }
        #expect(problems.list.count == 1000 && problems.unlisted > 200)
    }
}
