import Campaigns

/// The questions of a campaign by id, and what is right.
struct AnswerKey {
    let questions: [Campaign.Question]
    private let positions: [String: Int]
    private let options: [Set<String>]
    private let right: [Set<String>]

    init(_ paper: Campaign.Paper) {
        questions = paper.questions
        positions = Dictionary(paper.questions.enumerated().map { ($1.id, $0) }) { first, _ in first }
        options = paper.questions.map { Set($0.options.map(\.id)) }
        right = paper.questions.map { if case .multi(let ids) = $0.answer { Set(ids) } else { [] } }
    }

    /// The place of a question in the file, from 0.
    func position(of id: String) -> Int? {
        AnswerKey.isASCII(id) ? positions[id] : nil
    }

    /// Ids are ASCII; Swift would take a text that is only canonically equivalent to one (U+212A for K) for equal.
    private static func isASCII(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 < 0x80 }
    }

    /// Whether the answer has the form that its question asks for.
    func hasRightForm(_ answer: SubmissionBody.Answer, question position: Int) -> Bool {
        switch (questions[position].answer, answer) {
        case (.single, .text(let option)):
            AnswerKey.isASCII(option) && options[position].contains(option)
        case (.multi, .options(let ids)):
            !ids.isEmpty && ids.allSatisfy { AnswerKey.isASCII($0) && options[position].contains($0) }
                && Set(ids).count == ids.count
        case (.text, .text(let text)):
            Answers.isAcceptable(text)
        default:
            false
        }
    }

    /// Of an answer that has the right form.
    func isRight(_ answer: SubmissionBody.Answer, question position: Int) -> Bool {
        switch (questions[position].answer, answer) {
        case (.single(let option), .text(let given)): given.utf8.elementsEqual(option.utf8)
        case (.multi, .options(let ids)): Set(ids) == right[position]
        case (.text(let accepted, let folding), .text(let typed)): folding.matches(typed, accepted: accepted)
        default: false
        }
    }
}
