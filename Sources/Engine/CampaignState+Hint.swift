import Campaigns

/// Hints, which cost points of their question.
extension CampaignState {
    /// How many hints for a question a person has taken.
    package func hintsTaken(by person: Int, for question: Int) -> Int { hints[person]?[question] ?? 0 }

    func malformedHint(question: Int, number: Int, by person: Int, at tick: Int64) -> Refusal? {
        guard rules.hasHints else { return Refusal(.actAbsent) }
        let attempt: Int
        if rules.timing != nil {
            guard let open = openPapers[person] else { return Refusal(.paperUnstarted) }
            guard tick < open.deadline else { return Refusal(.timeOver) }
            attempt = open.attempt
        } else {
            attempt = nextAttempt(of: person)
        }
        guard !rules.drawsPapers || paperQuestions(of: person, attempt: attempt).contains(question) else {
            return Refusal(.answersUnknown)
        }
        let taken = hintsTaken(by: person, for: question)
        guard number == taken, number < rules.campaign.paper.questions[question].hints.count else {
            return Refusal(.hintNone)
        }
        return nil
    }

    func takeHint(_ person: Int, question: Int) {
        hints[person, default: [:]][question, default: 0] += 1
    }

    /// What the hints that a person has taken for a question cost, in points.
    func hintCost(of person: Int, question: Int) -> Int {
        guard rules.hasHints, let taken = hints[person]?[question] else { return 0 }
        return rules.campaign.paper.questions[question].hints.prefix(taken).reduce(0) { $0 + $1.cost }
    }
}
