import Campaigns
import Proofs

/// What one person is asked at their next attempt.
package struct NextPaper: Sendable, Hashable {
    package struct Question: Sendable, Hashable {
        /// The question's place in the bank.
        package var question: Int
        /// The options' places in the question, in the order they are shown.
        package var options: [Int]
    }

    /// Nil where no papers are drawn.
    package var id: String?
    package var attempt: Int
    package var questions: [Question]
    package var remaining: Remaining
    /// Of a paper that must be started first: how long there will be, in milliseconds.
    package var limit: Int64?
    /// Of an open paper with a time limit: from when on nothing is taken for it.
    package var deadline: Int64?
}

extension CampaignState {
    /// The paper of a person's next attempt, the same however often it is asked for.
    package func nextPaper(of person: Int, at tick: Int64) -> NextPaper {
        let open = openPapers[person].flatMap { tick < $0.deadline ? $0 : nil }
        let attempt = open?.attempt ?? nextAttempt(of: person)
        let remaining = remaining(of: person, at: tick)
        guard rules.timing == nil || open != nil else {
            // Whoever could read a paper beforehand would have more time than its limit.
            return NextPaper(
                id: nil, attempt: attempt, questions: [], remaining: remaining,
                limit: rules.timeLimit(Int(variant(of: person))))
        }
        guard rules.drawsPapers else {
            let all = rules.campaign.paper.questions.enumerated().map { place, question in
                NextPaper.Question(question: place, options: Array(question.options.indices))
            }
            return NextPaper(
                id: nil, attempt: attempt, questions: all, remaining: remaining, deadline: open?.deadline)
        }
        let questions = drawing(of: person, attempt: attempt, shuffling: true).questions.map { drawn in
            NextPaper.Question(
                question: drawn.number,
                options: drawn.options ?? Array(rules.campaign.paper.questions[drawn.number].options.indices))
        }
        return NextPaper(
            id: paperID(of: person, attempt: attempt), attempt: attempt, questions: questions,
            remaining: remaining, deadline: open?.deadline)
    }

    func paperID(of person: Int, attempt: Int) -> String {
        PaperDrawing.id(key: cast.paperKey, pseudonym: cast.pseudonyms[person], attempt: attempt)
    }

    /// The questions on a paper. They are drawn before any option, so the options' order need not be drawn for them.
    func paperQuestions(of person: Int, attempt: Int) -> [Int] {
        drawing(of: person, attempt: attempt, shuffling: false).questions.map(\.number)
    }

    private func drawing(of person: Int, attempt: Int, shuffling: Bool) -> PaperDrawing {
        let paper = rules.campaign.paper
        return PaperDrawing.draw(
            key: paperKey, pseudonym: cast.pseudonyms[person], attempt: attempt, activation: activationDigest,
            strata: rules.strata,
            shuffledOptions: { shuffling && paper.shufflesOptions ? paper.questions[$0].options.count : nil })
    }
}
