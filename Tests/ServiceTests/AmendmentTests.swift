import Auditing
import JSON
import Proofs
import Simulation
import Testing

@testable import Service

/// Changes after announcing, over the sockets and through the folder, and what becomes of them at a restart and in the
/// bundle.
@Suite struct AmendmentTests {
    private static let named = #""campaign":"yuanxiao""#
    private static let review = Sample.riddles(review: "10m")

    private func house(_ text: String = review) throws -> House {
        let house = try House(Sample.folder(["yuanxiao.json": text]))
        house.go(to: instant(Sample.opens))
        return house
    }

    private func control(_ house: House, _ method: String, _ more: String = "") throws -> Reply {
        try house.control(method, "{\(Self.named)\(more.isEmpty ? "" : ",")\(more)}")
    }

    private func guess(_ house: House, _ person: String, _ key: String, _ answers: String = #"{"r1":"灯笼"}"#) throws
        -> Reply
    {
        try house.call("submit", Sample.guess(person, key, answers))
    }

    private func tally(_ house: House) throws -> JSONValue {
        try #require(try house.call("tally", "{\(Self.named)}").result)
    }

    private func rules(_ house: House) throws -> JSONValue {
        try #require(try house.call("campaign", "{\(Self.named)}").result)
    }

    private func amendments(_ house: House) throws -> [String] {
        try rules(house)["amendments"]?.elements.map { "\($0["index"]?.integer ?? -1) \($0["class"]?.string ?? "")" }
            ?? []
    }

    private func restarted(_ house: House) throws -> House {
        let disk = try #require(house.disk as? SimulatedDisk)
        return try House(on: disk.survivor(), house.folder, at: house.tick)
    }

    /// A campaign with one amendment of every class, up to its draw.
    private func amended() throws -> House {
        let house = try house()
        _ = try guess(house, "m01", "a", #"{"r1":"灯笼","r2":"月"}"#)
        _ = try guess(house, "m02", "a", #"{"r1":"宫灯"}"#)
        _ = try guess(house, "m03", "a", #"{"r2":"胖"}"#)
        _ = try control(house, "pause", #""reason":"系统维护""#)
        #expect(try guess(house, "m04", "a").reason == "phase.paused")
        #expect(try guess(house, "m01", "a", #"{"r1":"灯笼","r2":"月"}"#).isReplay)
        #expect(try house.call("paper", #"{"campaign":"yuanxiao","participant":"m04"}"#).result != nil)
        _ = try control(house, "resume", #""reason":"维护结束""#)
        #expect(try guess(house, "m04", "a").result?["remaining"]?["day"]?.integer == 3)
        let later = instant(Sample.closes) + 3_600_000
        #expect(try control(house, "extend", #""closes_ms":\#(later)"#).result?["closes_ms"]?.integer == later)
        let also =
            #"[{"pointer":"/paper/questions/0/also","value":["花灯","宫灯"]},{"pointer":"/paper/questions/1/points","value":3}]"#
        _ = try control(house, "regrade", #""changes":\#(also),"reason":"宫灯也是灯笼""#)
        house.go(to: instant(Sample.closes) + 1)
        #expect(try guess(house, "m05", "a").result != nil)
        house.folder.write(
            "yuanxiao.json",
            Self.review.replacing("\"一等奖\"", with: "\"状元\"").replacing("\"count\": 2", with: "\"count\": 3"))
        try house.rescan()
        house.go(to: later)
        _ = try control(house, "entry.void", #""index":3,"reason":"代答""#)
        house.go(to: later + 600_000)
        try house.pass([])
        return house
    }

    @Test func `every amendment is logged, and counts`() throws {
        let house = try amended()
        #expect(
            try amendments(house) == [
                "4 pause", "5 resume", "7 extend", "8 regrade", "10 favourable", "11 neutral", "12 void-entry",
            ])
        let tally = try tally(house)
        #expect(tally["entries"]?.integer == 5 && tally["chances"]?.integer == 4)
        #expect(tally["questions"]?.elements.map { $0["right"]?.integer ?? -1 } == [4, 0, 0])
        let voided = try house.call("result", #"{"campaign":"yuanxiao","participant":"m03"}"#).result?["entries"]?[0]
        #expect(voided?["void"]?.bool == true && voided?["chances"]?.integer == 0 && voided?["score"]?.integer == 3)
        #expect(try rules(house)["rules"]?["prizes"]?["tiers"]?[0]?["count"]?.integer == 3)
        #expect(try rules(house)["rules"]?["paper"]?["questions"]?[0]?["also"] == nil)
    }

    @Test func `an amended campaign comes back the same, and its bundle verifies`() throws {
        let house = try amended()
        #expect(try control(house, "draw").result?["winners"]?.elements.count == 4)
        let again = try restarted(house)
        #expect(try tally(again).source == tally(house).source)
        #expect(try rules(again).source == rules(house).source)
        let bundle = try house.bundle(of: "yuanxiao")
        #expect(try again.bundle(of: "yuanxiao") == bundle)
        #expect(bundle["rules/amendment-8.json"] != nil && bundle["rules/amendment-10.json"] == nil)

        let place = TemporaryFolder()
        let path = place.path + "/bundle"
        _ = try house.control("export", #"{"campaign":"yuanxiao","into":"\#(path)"}"#)
        let report = Verifier(bundle: path, vkey: try rules(house)["vkey"]?.string).run()
        // Who the people are takes the auditor's file, which this run has not.
        #expect(report.checks.filter { $0.status == .notProvable }.map(\.id) == [.identity], "\(report.text(.en))")
        #expect(report.exitCode == 3)
        let page = String(decoding: bundle["report.html"] ?? [], as: UTF8.self)
        #expect(["系统维护", "宫灯也是灯笼", "代答", "状元", "宫灯"].allSatisfy { page.contains($0) })
    }

    @Test func `a re-grade counts what is not on the disk yet`() throws {
        let house = try house()
        let guesses = (1...9).map { Request.intake(line("submit", Sample.guess("m0\($0)", "a", #"{"r1":"宫灯"}"#))) }
        house.decide(guesses)
        _ = try house.launch()
        let regrade =
            #"{"campaign":"yuanxiao","changes":[{"pointer":"/paper/questions/0/answer","value":"宫灯"}],"reason":"x"}"#
        house.decide([
            .intake(line("submit", Sample.guess("m10", "a", #"{"r1":"宫灯"}"#))), .control(line("regrade", regrade)),
        ])
        try house.settle()
        // The ninth may not win.
        #expect(try tally(house)["chances"]?.integer == 9)
        #expect(try tally(restarted(house)).source == tally(house).source)
    }

    @Test func `secrets stay secret until the bundle`() throws {
        let house = try house()
        let changes = #"[{"pointer":"/paper/questions/1/points","value":9}]"#
        _ = try control(house, "regrade", #""changes":\#(changes),"reason":"x","secret":true"#)
        #expect(try !rules(house).source.contains("\"pointer\""))
        _ = try guess(house, "m01", "a", #"{"r2":"胖"}"#)
        let key = #"[{"pointer":"/paper/questions/1/answer","value":"肚"}]"#
        _ = try control(house, "regrade", #""changes":\#(key),"reason":"x""#)
        #expect(try !rules(house).source.contains("肚"))
    }

    @Test(arguments: [
        ("pause", "", "params"), ("pause", #""reason":"\u0007""#, "params"),
        ("resume", #""reason":"x""#, "phase.running"),
        ("extend", "", "params"), ("extend", #""closes":"soon""#, "params"),
        ("extend", #""closes":"2027-02-22T20:00:00+08:00""#, "extend.earlier"),
        ("extend", #""closes":"2027-02-23T20:00:00+08:00","sources":[1]"#, "extend.sources"),
        ("entry.void", #""reason":"x""#, "params"), ("entry.void", #""index":0,"reason":"x""#, "entry.unknown"),
        ("entry.void", #""index":9,"reason":"x""#, "entry.unknown"),
        ("entry.void", #""index":[],"reason":"x""#, "params"), ("entry.void", #""index":[1,1],"reason":"x""#, "params"),
        ("entry.void", #""index":[1,"3"],"reason":"x""#, "params"),
        ("entry.void", #""index":[1,9],"reason":"x""#, "entry.unknown"),
        ("regrade", #""changes":[],"reason":"x""#, "params"),
        ("regrade", #""changes":[{"pointer":"/title","value":"x"}],"reason":"x""#, "rules.adverse"),
        ("regrade", #""changes":[{"pointer":"/paper/questions/7/answer","value":"x"}],"reason":"x""#, "rules.adverse"),
        ("regrade", #""changes":[{"pointer":"/paper/questions/0/points","value":0}],"reason":"x""#, "rules.invalid"),
        ("regrade", #""changes":[{"pointer":"/paper/questions/0/answer","value":"花灯"}],"reason":"x""#, "rules.invalid"),
    ])
    func `a bad call changes nothing`(method: String, more: String, reason: String) throws {
        let house = try house()
        _ = try guess(house, "m01", "a")
        let before = try tally(house).source
        #expect(try control(house, method, more).reason == reason)
        #expect(try amendments(house).isEmpty && tally(house).source == before)
    }

    // MARK: The campaign file

    private func edit(_ house: House, _ text: String) throws -> (state: String, problems: String) {
        house.folder.write("yuanxiao.json", text)
        try house.rescan()
        let file = try house.control("status").result?["files"]?[0]
        return (file?["state"]?.string ?? "", file?["problems"]?.source ?? "")
    }

    @Test func `one bad value in an edit keeps all of it out`() throws {
        let house = try house()
        let better = Self.review.replacing("\"count\": 2", with: "\"count\": 3")
        let (state, problems) = try edit(house, better.replacing("\"value\": \"20.00\"", with: "\"value\": \"10.00\""))
        #expect(state == "rejected" && problems.contains("/prizes/tiers/1/value"))
        #expect(try amendments(house).isEmpty)
        #expect(try edit(house, better).state == "in-force")
        #expect(try amendments(house) == ["1 favourable"])
        // Taking it back is adverse, before a restart and after.
        #expect(try edit(house, Self.review).problems.contains("/prizes/tiers/0/count"))
        let again = try restarted(house)
        #expect(try edit(again, Self.review).problems.contains("/prizes/tiers/0/count"))
        #expect(try edit(again, better).state == "in-force")
        #expect(try amendments(again) == ["1 favourable"])
    }

    @Test func `a longer campaign by its file`() throws {
        let text = Sample.quiz().replacing("duanwu", with: "yuanxiao")
        let house = try house(text)
        let longer = text.replacing("2027-02-22T21", with: "2027-02-23T09")
        #expect(try edit(house, longer).problems.contains("更晚"))
        #expect(try edit(house, longer.replacing("2027-02-23T10", with: "2027-02-24T10")).state == "in-force")
        #expect(try amendments(house) == ["1 extend"])
        #expect(try tally(restarted(house))["closes_ms"]?.integer == instant("2027-02-23T09:00:00+08:00"))
    }

    @Test func `where prizes are won at once, a longer campaign with another text beside it is kept out whole`() throws
    {
        let text = Sample.ticketsQuiz().replacing("dianying", with: "yuanxiao")
        let house = try house(text)
        let longer = text.replacing("2027-02-22T21", with: "2027-02-23T09")
            .replacing("2027-02-23T10", with: "2027-02-24T10")
        #expect(try edit(house, longer.replacing("\"contact\": \"", with: "\"contact\": \"新")).state == "rejected")
        #expect(try amendments(house).isEmpty)
        #expect(try edit(house, longer).state == "in-force")
        #expect(try amendments(house) == ["1 extend"])
    }

    @Test func `a file that says what a call has made so is in force`() throws {
        let house = try house()
        _ = try control(house, "extend", #""closes":"2027-02-23T21:00:00+08:00""#)
        #expect(try edit(house, Self.review + " ").state == "in-force")
        #expect(try edit(house, Self.review.replacing("2027-02-22T21", with: "2027-02-23T21")).state == "in-force")
        #expect(try amendments(house) == ["1 extend"])
    }

    @Test func `no edit applies once intake is over`() throws {
        let house = try house()
        house.go(to: instant(Sample.closes))
        let (state, problems) = try edit(house, Self.review.replacing("\"count\": 2", with: "\"count\": 3"))
        #expect(state == "rejected" && problems.contains("截止"))
    }
}
