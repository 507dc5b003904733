import Campaigns
import Proofs

@testable import Engine

/// One campaign from a file's text, with people who are only numbers.
struct Trial {
    static let opens = instant("2027-02-20T09:00:00+08:00")
    static let closes = instant("2027-02-22T21:00:00+08:00")
    static let publicAt = instant("2027-02-23T10:00:00+08:00")
    static let origin = Origin(organiser: "jimo-union.example", campaign: "trial", isRehearsal: false)!

    let state: CampaignState
    /// Stands for the keys that nobody uses again.
    private var keys: UInt64 = 1000

    /// - Parameters:
    ///   - households: For each person a number, equal for one household; likewise `units`.
    init(
        _ text: String = Trial.riddles(), people: Int = 8, mayNotWin: Set<Int> = [], households: [Int?]? = nil,
        units: [Int?]? = nil, variants: [UInt8]? = nil
    ) {
        let loaded: LoadedCampaign
        switch loadCampaign(bytes: Array(text.utf8), organiser: nil) {
        case .success(let campaign): loaded = campaign
        case .failure(let problems):
            let why = problems.rendered(file: "trial", source: Array(text.utf8), language: .en)
            preconditionFailure("the sample does not load: \(why)")
        }
        func ties(_ numbers: [Int?]?, _ kind: UInt64) -> [Pseudonym?] {
            (numbers ?? Array(repeating: nil, count: people)).map { number in
                number.map { Pseudonym(high: kind, low: UInt64($0)) }
            }
        }
        let cast = Cast(
            pseudonyms: (0..<people).map { Pseudonym(high: 7, low: UInt64($0)) },
            mayWin: (0..<people).map { !mayNotWin.contains($0) }, households: ties(households, 1),
            units: ties(units, 2),
            variants: variants.map { $0 + Array(repeating: 0, count: people - $0.count) },
            paperKey: SHA256.hash("paper"))
        state = CampaignState(rules: Rules(loaded.campaign), cast: cast)
    }

    /// A submission as it comes from the service: texts are folded already.
    static func submission(
        _ person: Int, key: UInt64, _ answers: [Answer], content: UInt64? = nil, paper: String = ""
    ) -> Submission {
        Submission(person: person, key: key, content: content ?? key, act: .submit(answers, paper: paper))
    }

    static func right(_ questions: Int...) -> [Answer] {
        questions.map { Answer(question: $0, choice: .text(["灯笼", "胖", "重"][$0])) }
    }

    static func wrong(_ questions: Int...) -> [Answer] {
        questions.map { Answer(question: $0, choice: .text("月")) }
    }

    /// Decides a submission under a key of its own.
    @discardableResult
    mutating func send(
        _ person: Int, _ answers: [Answer] = Trial.wrong(0), at tick: Int64 = Trial.opens, paper: String = "",
        from sender: Sender = Sender()
    ) -> Decision {
        keys += 1
        var submission = Trial.submission(person, key: keys, answers, paper: paper)
        submission.sender = sender
        return state.decide(submission, at: tick)
    }

    /// Decides an act under a key of its own.
    @discardableResult
    mutating func act(_ person: Int, _ act: Act, at tick: Int64 = Trial.opens, number: UInt128? = nil) -> Decision {
        keys += 1
        return state.decide(Submission(person: person, key: keys, content: keys, act: act, number: number), at: tick)
    }

    /// Starts a person's next paper under a key of its own.
    @discardableResult
    mutating func start(_ person: Int, at tick: Int64 = Trial.opens) -> Decision {
        keys += 1
        let act = Act.start(paper: state.paperToStart(by: person))
        return state.decide(Submission(person: person, key: keys, content: keys, act: act), at: tick)
    }

    /// The right answers to a person's next paper.
    func paper(of person: Int, at tick: Int64 = Trial.opens) -> (id: String, answers: [Answer]) {
        let paper = state.nextPaper(of: person, at: tick)
        return (
            paper.id ?? "",
            paper.questions.map { drawn in
                switch state.rules.questions[drawn.question].right {
                case .single(let place): Answer(question: drawn.question, choice: .single(place))
                case .multi(let places): Answer(question: drawn.question, choice: .multi(places))
                case .text(let accepted): Answer(question: drawn.question, choice: .text(accepted[0]))
                default: preconditionFailure("these papers have options or texts")
                }
            }
        )
    }

    /// Everything about the state that a test can see, but for the counts of refusals.
    var visible: String {
        let people = state.cast.pseudonyms.indices.map { person in
            "\(state.acceptances(of: person)) \(state.nextPaper(of: person, at: Trial.closes - 1)) "
                + "\(state.people[person])"
        }
        return "\(state.tally) \(state.leafCount) \(state.stage) \(state.intakeEnds) \(state.campaignArrival) "
            + "\(people) \(state.scopes?.digest ?? "") \(state.dayLeaves)"
    }
}

extension Decision {
    var refusal: Refusal? { if case .refused(let refusal) = self { refusal } else { nil } }
    var reason: Reason? { refusal?.reason }
    var acceptance: Acceptance? { if case .accepted(let acceptance) = self { acceptance } else { nil } }
    var replay: Acceptance? { if case .replayed(let acceptance) = self { acceptance } else { nil } }
}

/// An instant such as `2027-02-20T09:00:00+08:00`, in Unix milliseconds.
func instant(_ text: String) -> Int64 {
    guard case .success(let instant) = Instant.parse(text) else { preconditionFailure("no instant: \(text)") }
    return instant
}
