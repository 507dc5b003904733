import Campaigns

/// One submission as values: ids resolved, texts folded, nothing left to look up.
package struct Submission: Sendable {
    /// The person's place in the roll.
    package var person: Int
    /// Stable hash of the idempotency key.
    package var key: UInt64
    /// Stable hash of everything that makes two submissions the same.
    package var content: UInt64
    /// The paper's id as sent; empty when none was.
    package var paper: String
    package var answers: [Answer]
    /// A ballot in the place of answers.
    package var ballot: [Ballot.Vote]?
    /// The number that decides an instant win at this attempt (proved outside); nil where nothing is won at once.
    package var number: UInt128?

    package init(
        person: Int, key: UInt64, content: UInt64, paper: String, answers: [Answer], number: UInt128? = nil
    ) {
        self.number = number
        self.person = person
        self.key = key
        self.content = content
        self.paper = paper
        self.answers = answers
    }
}

/// An answer to one question.
package struct Answer: Sendable, Hashable {
    package enum Choice: Sendable, Hashable {
        /// The option's place in the question.
        case single(Int)
        /// The options' places in the question as bits.
        case multi(UInt64)
        /// The text as the question's folding leaves it.
        case text(String)
    }

    /// The question's place in the bank.
    package var question: Int
    package var choice: Choice

    package init(question: Int, choice: Choice) {
        self.question = question
        self.choice = choice
    }
}
