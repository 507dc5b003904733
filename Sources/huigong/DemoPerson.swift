import Campaigns
import JSON

/// A simulated participant, who knows what the rules say about each thing that it does.
///
/// The expectations are worked out here from the campaign's rules, apart from the engine: an answer that differs from
/// them fails the demo.
final class DemoPerson: DemoActor {
    /// What a participant does; which is right or wrong follows from the rules.
    enum Deed: Sendable {
        /// Answers one free-text question, rightly or not.
        case guess(question: Int, text: String)
        /// Asks for a paper, then hands it in with this many wrong answers.
        case paper(wrong: Int)
        /// Sends the last accepted submission once more, byte for byte.
        case repeatLast
        /// Sends something else under the key of the last accepted submission.
        case reuseKey
        /// Hands in the first paper a second time under a new key.
        case oldPaper
        /// Sends a line that breaks off.
        case garbage
    }

    let id: String
    let isListed: Bool
    let campaign: Campaign
    private var deeds: ArraySlice<Deed>
    private var submissions = 0
    private var oldestPaper: (id: String, answers: JSON)?

    private(set) var acknowledged: [Acknowledged] = []
    private(set) var refusals: [String: Int] = [:]
    private(set) var rightAnswers: [String: Int] = [:]
    private(set) var passed = 0
    private var solved: Set<Int> = []
    private(set) var resentCount = 0

    /// The request that waits for its answer, and what that must be.
    private var open: (request: DemoRequest, expected: Expected)?
    /// Whether ``open`` is to be sent: a paper that was filled in, or a request whose answer was lost.
    private var isOpenUnsent = false
    /// Whether ``open`` may have been accepted already, before the daemon went away.
    private var mayBeReplay = false

    private enum Expected {
        case paper(wrong: Int)
        case accepted(Score)
        case replayed
        case refused(String)
        /// More than the rate's burst: refused, unless the machine was so slow that the rate has room again.
        case overRate(Score)
        case parseError
    }

    private struct Score {
        var key: String
        var params: [UInt8]
        var points: Int
        var right: [Int]
    }

    init(id: String, isListed: Bool, campaign: Campaign, deeds: [Deed]) {
        self.id = id
        self.isListed = isListed
        self.campaign = campaign
        self.deeds = deeds[...]
    }

    var chances: Int {
        switch campaign.prizes.chancesFor {
        case .correct: min(solved.count, campaign.prizes.mostChances)
        case .passing: min(passed, campaign.prizes.mostChances)
        case .entry, .signin, .points: 0
        }
    }

    func next() -> DemoRequest? {
        if isOpenUnsent, let open {
            isOpenUnsent = false
            return open.request
        }
        while let deed = deeds.popFirst() {
            if let (request, expected) = begin(deed) {
                open = (request, expected)
                mayBeReplay = false
                return request
            }
        }
        return nil
    }

    func lostAnswer() {
        guard open != nil else { return }
        isOpenUnsent = true
        mayBeReplay = true
        resentCount += 1
    }

    func take(_ answer: Reply.Content) -> String? {
        guard let (request, expected) = open else { return "\(id): an answer that nobody waits for: \(answer)" }
        open = nil
        switch (expected, answer) {
        case (.paper(let wrong), .result(let paper)):
            return handIn(paper, wrong: wrong)
        case (.accepted(let score), .result(let value)), (.overRate(let score), .result(let value)):
            return accept(score, value)
        case (.replayed, .result(let value)):
            guard value["replayed"]?.bool == true, value.count("index") == acknowledged.last?.index else {
                return "\(id): a repeated key was not answered as before"
            }
            return nil
        case (.refused(let reason), .refused(let refusal)) where refusal.reason == reason:
            refusals[reason, default: 0] += 1
            return nil
        case (.overRate, .refused(let refusal)) where refusal.reason == "rate.person":
            refusals[refusal.reason, default: 0] += 1
            return nil
        case (.parseError, .refused(let refusal)) where refusal.code == -32700:
            return nil
        default:
            return "\(id): \(describe(request)): expected \(expected), but it was \(describe(answer))"
        }
    }

    private func accept(_ score: Score, _ value: JSONValue) -> String? {
        let isReplay = value["replayed"]?.bool == true
        if isReplay, !mayBeReplay { return "\(id): a new key was answered as a replay" }
        acknowledged.append(
            Acknowledged(key: score.key, params: score.params, index: value.count("index"), participant: id))
        if let told = value["score"]?.integer, Int(told) != score.points {
            return "\(id): scored \(told), expected \(score.points): \(String(decoding: score.params, as: UTF8.self))"
        }
        for question in score.right { rightAnswers[campaign.paper.questions[question].id, default: 0] += 1 }
        solved.formUnion(score.right)
        let isPass = campaign.paper.pass.map { score.points >= $0 } ?? false
        passed += isPass ? 1 : 0
        if let told = value["passed"]?.bool, told != isPass { return "\(id): passed \(told), expected \(isPass)" }
        guard value.count("attempt") == acknowledged.count else {
            return "\(id): attempt \(value.count("attempt")), expected \(acknowledged.count)"
        }
        return nil
    }

    private func describe(_ request: DemoRequest) -> String {
        switch request {
        case .call(let method, let params): "\(method) \(String(decoding: params, as: UTF8.self))"
        case .garbage: "a broken line"
        }
    }

    private func describe(_ answer: Reply.Content) -> String {
        switch answer {
        case .result(let value): String(decoding: value.source, as: UTF8.self)
        case .refused(let refusal): "\(refusal.code) \(refusal.reason)"
        case .notification(let method, _): "a notification \(method)"
        }
    }
}

// MARK: What is sent, and what the rules say about it

extension DemoPerson {
    /// The request of a deed; nil where the deed makes no sense for this person, such as a repeat of nothing.
    private func begin(_ deed: Deed) -> (DemoRequest, Expected)? {
        switch deed {
        case .guess(let question, let text):
            return guess(question, text)
        case .paper(let wrong):
            guard isListed else { return unlistedPaper() }
            let params = JSON.object([.init("campaign", .string(campaign.id)), .init("participant", .string(id))])
            return (.call(method: "paper", params: params.bytes()), .paper(wrong: wrong))
        case .repeatLast:
            return acknowledged.last.map { (.call(method: "submit", params: $0.params), .replayed) }
        case .reuseKey:
            return conflict()
        case .oldPaper:
            guard let oldestPaper else { return nil }
            submissions += 1
            let params = submission(key: key(submissions), answers: oldestPaper.answers, paper: oldestPaper.id)
            return (.call(method: "submit", params: params), .refused("paper.wrong"))
        case .garbage:
            return (
                .garbage(Array("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"submit\",\"params\":{".utf8)), .parseError
            )
        }
    }

    private func guess(_ question: Int, _ text: String) -> (DemoRequest, Expected) {
        submissions += 1
        let asked = campaign.paper.questions[question]
        let params = submission(key: key(submissions), answers: .object([.init(asked.id, .string(text))]))
        var isRight = false
        if case .text(let accepted, let folding) = asked.answer { isRight = folding.matches(text, accepted: accepted) }
        let request = DemoRequest.call(method: "submit", params: params)
        guard isListed else { return (request, .refused("person.unlisted")) }
        if campaign.prizes.chancesFor == .correct, solved.contains(question) {
            return (request, .refused("answers.solved"))
        }
        let score = Score(
            key: key(submissions), params: params, points: isRight ? asked.points : 0, right: isRight ? [question] : [])
        return (request, expected(score))
    }

    /// The key of the last accepted submission, which is not always the last that was sent, with other answers.
    private func conflict() -> (DemoRequest, Expected)? {
        guard let last = acknowledged.last else { return nil }
        let asked = campaign.paper.questions[0]
        let form: JSON
        switch asked.answer {
        case .single: form = .string(asked.options[0].id)
        case .multi: form = .array([.string(asked.options[0].id)])
        default: form = "另一个答案"
        }
        let params = submission(key: last.key, answers: .object([.init(asked.id, form)]))
        return (.call(method: "submit", params: params), .refused("key.conflict"))
    }

    private func unlistedPaper() -> (DemoRequest, Expected) {
        submissions += 1
        let params = submission(key: key(submissions), answers: [:], paper: "p-0000000000000000")
        return (.call(method: "submit", params: params), .refused("person.unlisted"))
    }

    /// The paper has come: it is answered and handed in next.
    private func handIn(_ paper: JSONValue, wrong: Int) -> String? {
        let asked = (paper["questions"]?.elements ?? []).map { $0.text("id") }
        let questions = asked.compactMap { id in campaign.paper.questions.firstIndex { $0.id == id } }
        let expectedCount = campaign.paper.draw.reduce(0) { $0 + $1.take }
        guard questions.count == asked.count, Set(asked).count == expectedCount else {
            return "\(id): a paper of \(asked), expected \(expectedCount) different questions"
        }
        submissions += 1
        var answers: [JSON.Member] = []
        for (position, question) in questions.enumerated() {
            answers.append(.init(asked[position], answer(question, isRight: position >= wrong)))
        }
        let right = Array(questions.dropFirst(wrong))
        let id = paper.text("paper")
        let params = submission(key: key(submissions), answers: .object(answers), paper: id)
        let points = right.reduce(0) { $0 + campaign.paper.questions[$1].points }
        if oldestPaper == nil { oldestPaper = (id, .object(answers)) }
        let score = Score(key: key(submissions), params: params, points: points, right: right)
        open = (.call(method: "submit", params: params), expected(score))
        isOpenUnsent = true
        mayBeReplay = false
        return nil
    }

    private func answer(_ question: Int, isRight: Bool) -> JSON {
        let asked = campaign.paper.questions[question]
        switch asked.answer {
        case .single(let right):
            let wrong = asked.options.first { $0.id != right }?.id
            return .string(isRight ? right : wrong ?? right)
        case .multi(let right):
            return .array((isRight ? right : Array(right.dropLast()) + others(asked, right)).map(JSON.string))
        case .text(let accepted, _):
            return .string(isRight ? accepted[0] : "不知道")
        default:
            return .null
        }
    }

    /// An option that is not right, or none where all are: leaving one out is wrong as well.
    private func others(_ asked: Campaign.Question, _ right: [String]) -> [String] {
        let wrong = asked.options.map(\.id).filter { !right.contains($0) }
        return Array(wrong.prefix(1))
    }

    /// What the limits say about the next submission that is right in form.
    private func expected(_ score: Score) -> Expected {
        let limits = campaign.limits
        if let total = limits.person.total, acknowledged.count >= total { return .refused("limit.total") }
        if let day = limits.person.day, acknowledged.count >= day { return .refused("limit.day") }
        if let rate = limits.person.rate, acknowledged.count >= rate.burst { return .overRate(score) }
        return .accepted(score)
    }

    private func submission(key: String, answers: JSON, paper: String? = nil) -> [UInt8] {
        var members: [JSON.Member] = [
            .init("campaign", .string(campaign.id)), .init("participant", .string(id)), .init("key", .string(key)),
        ]
        if let paper { members.append(.init("paper", .string(paper))) }
        members.append(.init("answers", answers))
        return JSON.object(members).bytes()
    }

    private func key(_ number: Int) -> String { "\(id)-\(number)" }
}
