import Campaigns

/// Whose right answers may be told, and when.
extension CampaignState {
    /// Whether the closing is logged, after which no answer counts any more.
    private var isClosed: Bool {
        if case .running = stage { false } else { true }
    }

    /// The questions whose right answers a person may be told now, by their places, ascending: with the result those that
    /// they have answered, after the closing those that they were asked.
    package func questionsTold(to person: Int) -> [Int] {
        switch rules.campaign.disclosure.answers {
        case .withBundle: []
        case .afterClosing: isClosed ? questionsAsked(of: person) : []
        case .withResult: isClosed ? questionsAsked(of: person) : questionsAnswered(by: person)
        }
    }

    /// All questions, or where papers are drawn those of the papers that the person answered on.
    private func questionsAsked(of person: Int) -> [Int] {
        guard rules.drawsPapers else { return Array(rules.questions.indices) }
        let attempts = Int(people[person].total)
        var isAsked = [Bool](repeating: false, count: rules.questions.count)
        for attempt in 1..<attempts + 1 {
            for question in paperQuestions(of: person, attempt: attempt) { isAsked[question] = true }
        }
        return isAsked.indices.filter { isAsked[$0] }
    }

    private func questionsAnswered(by person: Int) -> [Int] {
        guard let answered else { return [] }
        return rules.questions.indices.filter { answered.contains(person, question: $0) }
    }
}

extension Campaign.Disclosure {
    /// Whether right answers are told to whoever has answered, while others still can.
    var tellsAnswersAtOnce: Bool { answers == .withResult && result == .atOnce }
}
