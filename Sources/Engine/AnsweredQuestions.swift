/// Which questions each person has answered: a bit a question, kept where right answers are told to whoever has answered.
final class AnsweredQuestions {
    private var bits: [UInt64]
    private let wordsPerPerson: Int

    init(people: Int, questions: Int) {
        wordsPerPerson = (questions + 63) / 64
        bits = Array(repeating: 0, count: people * wordsPerPerson)
    }

    /// Puts people behind the others, who have answered nothing yet.
    func append(_ count: Int) {
        bits += Array(repeating: 0, count: count * wordsPerPerson)
    }

    func mark(_ person: Int, _ answers: [Answer]) {
        for answer in answers {
            bits[person * wordsPerPerson + answer.question / 64] |= 1 << UInt64(answer.question % 64)
        }
    }

    func contains(_ person: Int, question: Int) -> Bool {
        bits[person * wordsPerPerson + question / 64] & 1 << UInt64(question % 64) != 0
    }
}
