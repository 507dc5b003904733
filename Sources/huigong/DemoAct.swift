import Campaigns
import JSON
import Terminal

/// One campaign of the demo, from its opening to its bundle.
final class DemoAct {
    let stage: DemoStage
    let campaign: Campaign
    private let people: [DemoPerson]
    private let roll: [String: Roll.Person]
    private(set) var verificationKey = ""

    init(stage: DemoStage, campaign: Campaign, roll: Roll) {
        self.stage = stage
        self.campaign = campaign
        var crowd = DemoCrowd(campaign: campaign, seed: stage.seed)
        people = crowd.people(stage.peopleCount, of: roll)
        var listed: [String: Roll.Person] = [:]
        let ids = Set(people.map(\.id))
        for person in roll.people where ids.contains(person.id) { listed[person.id] = person }
        self.roll = listed
    }

    private var id: String { campaign.id }
    private var title: String { campaign.title.text(stage.language) }
    var bundle: String { "\(stage.bundles)/\(id)" }

    /// Before the opening nothing is taken; then the clock is moved to it.
    func open() throws {
        stage.heading(title, title)
        try stage.moveClock(atLeast: campaign.announces)
        let description = try stage.awaitCampaign(id)
        verificationKey = description.text("vkey")
        stage.tell("核验公钥 \(verificationKey)", "verification key \(verificationKey)")
        if try stage.phase(of: id) == "announced" {
            try stage.requireRefusal("phase.before", "submit", probe)
            stage.tell("未到开始时间，拒绝：phase.before", "too early, refused: phase.before")
        }
        try stage.moveClock(to: campaign.opens)
        try stage.require("the phase", try stage.phase(of: id), is: "open")
    }

    /// The crowd answers; with `killing`, the daemon is killed in the middle of it and started again.
    func gather(killing: Bool) throws {
        let load = DemoLoad(people, perSecond: pace)
        try load.connect(path: stage.daemon.store.intakeSocket)
        var lost = 0
        if killing {
            try answer(load) { $0.answered >= self.people.count * 3 / 5 && $0.inFlight > 0 }
            lost = load.recentRefusals
            try killAndRestart(load)
        }
        try answer(load) { _ in false }
        let resent = people.reduce(0) { $0 + $1.resentCount }
        try compareTally(resent: resent, lost: lost)
    }

    private func answer(_ load: DemoLoad, until isEnough: (DemoLoad.Progress) -> Bool) throws {
        var tally = try DemoTally(stage: stage, campaign: id)
        let isDone = try load.run { progress in
            try stage.checkInterrupted()
            try tally.update()
            return isEnough(progress)
        }
        try tally.update()
        tally.leave()
        try stage.require(load.mistakes.isEmpty, load.mistakes.first ?? "")
        try stage.require(isDone || isEnough(load.progress), "the crowd was not done")
    }

    private func killAndRestart(_ load: DemoLoad) throws {
        let before = acknowledged.count
        let pid = stage.daemon.pid
        let inFlight = load.progress.inFlight
        stage.daemon.kill()
        stage.tell(
            "强制终止（SIGKILL）守护进程 \(pid)：已确认 \(grouped(before)) 条，\(inFlight) 个请求在途",
            "SIGKILL of daemon \(pid): \(grouped(before)) acknowledged, \(inFlight) requests in flight")
        let start = monotonicMilliseconds()
        try stage.daemon.start()
        let took = decimal(thousandths: Int(monotonicMilliseconds() - start))
        let entries = try stage.control("tally", stage.campaignParams(id)).count("entries")
        try stage.require(
            (before...before + inFlight).contains(entries),
            "\(entries) entries after the restart, with \(before) acknowledged and \(inFlight) in flight")
        stage.tell(
            "重新启动用时 \(took) 秒，恢复 \(grouped(entries)) 条记录",
            "started again in \(took) s with \(grouped(entries)) entries")
        try load.connect(path: stage.daemon.store.intakeSocket)
    }

    /// Asks for everything that was acknowledged once more: every key must give the same index.
    func askAgain() throws {
        let all = acknowledged
        let indices = Set(all.map(\.index))
        try stage.require("the number of different indices", indices.count, is: all.count)
        let load = DemoLoad(all.map(DemoReplay.init), perSecond: 1_000_000)
        try load.connect(path: stage.daemon.store.intakeSocket)
        let isDone = try load.run { _ in
            try stage.checkInterrupted()
            return false
        }
        try stage.require(isDone && load.mistakes.isEmpty, load.mistakes.first ?? "not every key was answered")
        try stage.require("answers to keys asked again", load.progress.answered, is: all.count)
        stage.tell(
            "重新询问全部 \(grouped(all.count)) 个已确认的键：序号全部不变",
            "all \(grouped(all.count)) acknowledged keys asked again: every index is the same")
    }

    var acknowledged: [Acknowledged] { people.flatMap(\.acknowledged) }

    /// Requests a second: a few seconds of show, a little under what the campaign's own rate allows. Where papers are
    /// drawn every other request only asks for one, which no rate counts.
    private var pace: Int {
        let requestsEach = campaign.paper.draw.isEmpty ? 1 : 2
        let wanted = max(1_000, people.count / 4)
        guard let rate = campaign.limits.campaign.rate else { return wanted * requestsEach }
        return min(wanted, max(1, rate.count * 900 / Int(rate.per))) * requestsEach
    }

    /// A submission by the first listed person, for trying what the phase allows.
    private var probe: JSON {
        let person = people.first { $0.isListed }?.id ?? ""
        let question = campaign.paper.questions[0]
        let answer: JSON =
            switch question.answer {
            case .single(let id): .string(id)
            case .multi(let ids): .array(ids.map(JSON.string))
            case .text(let accepted, _): .string(accepted[0])
            default: .null
            }
        var more: [JSON.Member] = [
            .init("participant", .string(person)), .init("key", "probe"),
            .init("answers", .object([.init(question.id, answer)])),
        ]
        if !campaign.paper.draw.isEmpty { more.append(.init("paper", "p-0000000000000000")) }
        return stage.campaignParams(id, more)
    }

    func requireClosedToSubmissions() throws {
        try stage.requireRefusal("phase.closed", "submit", probe)
    }
}

// MARK: What the tally must say

extension DemoAct {
    /// - Parameters:
    ///   - resent: requests whose answers were lost; a refusal among them may have been counted twice.
    ///   - lost: refusals heard so shortly before the daemon was killed that their counts may be lost.
    private func compareTally(resent: Int, lost: Int) throws {
        let tally = TallySnapshot(try stage.control("tally", stage.campaignParams(id)))
        try stage.require("entries", tally.entries, is: acknowledged.count)
        try stage.require("people", tally.people, is: people.filter { !$0.acknowledged.isEmpty }.count)
        try stage.require("leaves", tally.leaves, is: acknowledged.count + 1)
        if let chances = tally.chances {
            let winning = people.filter { roll[$0.id]?.mayWin == true }
            try stage.require("chances", chances, is: winning.reduce(0) { $0 + $1.chances })
        }
        if let passed = tally.passed { try stage.require("passed", passed, is: people.reduce(0) { $0 + $1.passed }) }
        var right: [String: Int] = [:]
        var refused: [String: Int] = [:]
        for person in people {
            right.merge(person.rightAnswers, uniquingKeysWith: +)
            refused.merge(person.refusals, uniquingKeysWith: +)
        }
        for question in tally.questions {
            guard let told = question.right else { continue }
            try stage.require("right answers to \(question.id)", told, is: right[question.id] ?? 0)
        }
        for (reason, count) in refused.sorted(by: { $0.key < $1.key }) {
            let told = tally.refusals.first { $0.reason == reason }?.count ?? 0
            try stage.require(
                (count - lost...count + resent).contains(told),
                "refusals for \(reason) are \(told), but \(count) were heard")
        }
        tellTally(tally, refused)
    }

    private func tellTally(_ tally: TallySnapshot, _ refused: [String: Int]) {
        let reasons = refused.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { "\($0.key) \(grouped($0.value))" }.joined(separator: ", ")
        stage.tell(
            "\(grouped(tally.entries)) 条记录，\(grouped(tally.people)) 人，\(grouped(tally.chances ?? 0)) 次机会；拒绝：\(reasons)",
            "\(grouped(tally.entries)) entries of \(grouped(tally.people)) people, "
                + "\(grouped(tally.chances ?? 0)) chances; refused: \(reasons)")
    }
}
