import Campaigns

/// The questions of a campaign by id, and what is right.
struct AnswerKey {
    let questions: [Campaign.Question]
    private let positions: [String: Int]
    private let forms: [AnswerForm]
    private let keys: [QuestionKey]

    init(_ paper: Campaign.Paper) {
        questions = paper.questions
        positions = Dictionary(paper.questions.enumerated().map { ($1.id, $0) }) { first, _ in first }
        forms = paper.questions.map(AnswerForm.init)
        keys = paper.questions.map(QuestionKey.init)
    }

    /// The place of a question in the file, from 0.
    func position(of id: String) -> Int? {
        AnswerKey.isASCII(id) ? positions[id] : nil
    }

    /// Ids are ASCII; Swift would take a text that is only canonically equivalent to one (U+212A for K) for equal.
    private static func isASCII(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 < 0x80 }
    }

    /// The points for an answer, and whether it is right; nil where it has not the form that its question asks for.
    func worth(
        _ answer: SubmissionBody.Answer, question position: Int
    ) -> (points: Int, isRight: Bool)? {
        let written: AnswerForm.Written =
            switch answer {
            case .text(let text): .text(text)
            case .options(let texts): .list(texts)
            }
        guard let choice = try? forms[position].choice(written) else { return nil }
        let points = keys[position].points(for: choice)
        return (points, keys[position].isFull(points))
    }
}
