import Campaigns

/// Makes the simulated participants of a campaign: who they are and what they do, all from the seed.
///
/// Most answer once or twice. Some press the button twice, reuse a key, keep on past every limit, are not on the roll,
/// or send broken lines.
struct DemoCrowd {
    let campaign: Campaign
    private var random: SeededRandom

    init(campaign: Campaign, seed: String) {
        self.campaign = campaign
        random = SeededRandom("\(seed)/crowd/\(campaign.id)")
    }

    /// `count` people of the roll, in the order in which they come.
    mutating func people(_ count: Int, of roll: Roll) -> [DemoPerson] {
        let places = random.shuffled(Array(roll.people.indices)).prefix(count)
        var people = places.map { place in
            DemoPerson(id: roll.people[place].id, isListed: true, campaign: campaign, deeds: deeds())
        }
        for stranger in 0..<min(100, count / 100) {
            let id = "x\(1_000_000 + stranger)"
            let person = DemoPerson(id: id, isListed: false, campaign: campaign, deeds: [firstDeed()])
            people.insert(person, at: random.below(people.count))
        }
        return people
    }

    private mutating func deeds() -> [DemoPerson.Deed] {
        campaign.paper.draw.isEmpty ? guesser() : quizTaker()
    }

    private mutating func firstDeed() -> DemoPerson.Deed {
        campaign.paper.draw.isEmpty ? guess(0, isRight: true) : .paper(wrong: 0)
    }

    private mutating func guesser() -> [DemoPerson.Deed] {
        let questions = random.shuffled(Array(campaign.paper.questions.indices))
        let first = guess(questions[0], isRight: random.happens(70))
        switch random.below(100) {
        case ..<45: return [first]
        case ..<65: return [guess(questions[0], isRight: false), guess(questions[0], isRight: true)]
        case ..<80: return [first, guess(questions[1 % questions.count], isRight: random.happens(70))]
        case ..<86: return [first, .repeatLast]
        case ..<90: return [first, .reuseKey]
        case ..<94: return [guess(questions[0], isRight: true), guess(questions[0], isRight: true)]
        case ..<98:
            // One more than anybody may.
            return (0...mostSubmissions).map { guess(questions[$0 % questions.count], isRight: false) }
        default: return [.garbage, first]
        }
    }

    private mutating func quizTaker() -> [DemoPerson.Deed] {
        let questions = campaign.paper.draw.reduce(0) { $0 + $1.take }
        let failing = max(1, questions - 1)
        switch random.below(100) {
        case ..<40: return [.paper(wrong: 0)]
        case ..<60: return [.paper(wrong: 1)]
        case ..<72: return [.paper(wrong: failing), .paper(wrong: 0)]
        case ..<82: return [.paper(wrong: failing)]
        case ..<88: return [.paper(wrong: 0), .repeatLast]
        case ..<91: return [.paper(wrong: 1), .reuseKey]
        case ..<94: return [.paper(wrong: failing), .oldPaper]
        case ..<98: return Array(repeating: .paper(wrong: failing), count: mostSubmissions + 1)
        default: return [.garbage, .paper(wrong: random.below(questions + 1))]
        }
    }

    private mutating func guess(_ question: Int, isRight: Bool) -> DemoPerson.Deed {
        guard case .text(let accepted, let folding) = campaign.paper.questions[question].answer else {
            return .garbage
        }
        guard isRight else {
            return .guess(question: question, text: DemoGuess.wrong(accepted, folding: folding, random: &random))
        }
        let answer = random.element(of: accepted)
        return .guess(
            question: question, text: DemoGuess.disguise(answer, folding: folding, random: &random))
    }

    /// What the tightest limit leaves one person at once.
    private var mostSubmissions: Int {
        let limits = campaign.limits
        return min(
            [limits.person.day, limits.person.total, limits.person.rate?.burst].compactMap { $0 }.min() ?? 3, 12)
    }
}
