import Campaigns

/// What one person does, as values: ids resolved, texts folded, nothing left to look up.
package struct Submission: Sendable {
    /// The person's place in the roll.
    package var person: Int
    /// Stable hash of the idempotency key.
    package var key: UInt64
    /// Stable hash of everything that makes two submissions the same.
    package var content: UInt64
    package var act: Act
    /// The number that decides an instant win at this attempt (proved outside); nil where nothing is won at once.
    package var number: UInt128?
    /// Where it was sent from, where the campaign limits that.
    package var sender = Sender()
    /// Whether the form is filled in with it; whoever read the values found that they fit.
    package var hasFields = false

    package init(person: Int, key: UInt64, content: UInt64, act: Act, number: UInt128? = nil) {
        self.person = person
        self.key = key
        self.content = content
        self.act = act
        self.number = number
    }
}

/// What is done; each accepted one is an entry of the campaign's log.
package enum Act: Sendable {
    /// Answers, with the id of their paper as sent; empty where none was named.
    case submit([Answer], paper: String)
    /// Takes part where there is nothing to answer.
    case register
    /// Registers for money, or for a voucher.
    case claim(FundWish)
    /// Opens a paper with a time limit, which uses the attempt.
    case start(paper: String)
    /// What was answered so far on a paper with a time limit.
    case save([Answer], paper: String)
    /// A hint for a question, by its number from 0.
    case hint(question: Int, number: Int)
    /// Signs in for today, or for an earlier day of the campaign (from 0) that is made up for.
    case signin(madeUp: Int?)
    /// A whole ballot, in the order of the works; an empty one withdraws.
    case vote([Vote])
    /// Enrols: slots by their places in the file, the best liked first, and how many dependants come.
    case enrol(choices: [Int], dependants: Int)
    /// Hands in a work, or takes one back.
    case work(WorkAct)

    package var kind: ActKind {
        switch self {
        case .submit: .submit
        case .register, .claim: .register
        case .start: .start
        case .save: .save
        case .hint: .hint
        case .signin: .signin
        case .vote: .vote
        case .enrol: .enrol
        case .work: .work
        }
    }
}

/// The kinds of acts; the raw values are in memory alone.
package enum ActKind: UInt8, Sendable, CaseIterable {
    case submit, register, start, save, hint, signin, vote, enrol, work

    /// As the body of an opening names it.
    package var name: StaticString {
        switch self {
        case .submit: "submit"
        case .register: "register"
        case .start: "start"
        case .save: "save"
        case .hint: "hint"
        case .signin: "signin"
        case .vote: "vote"
        case .enrol: "enrol"
        case .work: "work"
        }
    }
}

/// What somebody does about a work of their own.
package enum WorkAct: Sendable, Hashable {
    /// The SHA-256 of its file, 64 hex digits, and its name, as the form has it.
    case handIn(file: String, title: String)
    /// By the leaf of the entry that handed it in.
    case takeBack(leaf: Int)
}

/// What a ballot gives one work, by the work's place in the file.
package typealias Vote = Ballot.Vote

/// An answer to one question.
package struct Answer: Sendable, Hashable {
    package typealias Choice = AnswerChoice

    /// The question's place in the bank.
    package var question: Int
    package var choice: Choice

    package init(question: Int, choice: Choice) {
        self.question = question
        self.choice = choice
    }
}

/// Stable hashes of the device and the network address that a submission came from; 0 where none was told.
package struct Sender: Sendable, Hashable {
    package var device: UInt64
    package var address: UInt64

    package init(device: UInt64 = 0, address: UInt64 = 0) {
        self.device = device
        self.address = address
    }
}
