import JSON
import Testing

@testable import Campaigns

/// Questions with answers and what each is worth, from the file that `tools/tests` hold the other scoring to.
@Suite struct QuestionKeyTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let question: Campaign.Question
        let answer: AnswerForm.Written
        /// Nil where it is no answer to the question.
        let points: Int?

        var testDescription: String { "\(question.id) \(answer)" }
    }

    static let rows: [Row] = {
        guard let bytes = try? Repository.bytes("Tests/CampaignsTests/Corpus/scoring.json"),
            let document = try? JSONDocument(bytes: bytes)
        else { preconditionFailure("the table is JSON") }
        let items = document.root.elements
        let questions = quiz(of: items.compactMap { $0["question"].flatMap { JSON($0) } })
        return zip(items, questions).flatMap { item, question in
            (item["answers"]?.elements ?? []).map { row in
                let answer = row.elements[0]
                return Row(
                    question: question,
                    answer: answer.kind == .array
                        ? .list(answer.elements.compactMap(\.string)) : .text(answer.string ?? ""),
                    points: row.elements[1].integer.map { Int($0) })
            }
        }
    }()

    /// The questions as a quiz has them.
    private static func quiz(of questions: [JSON]) -> [Campaign.Question] {
        let file: JSON = [
            "id": "trial", "kind": "quiz", "title": "竞答", "organiser": "jimo-union.example", "contact": "工会",
            "opens": "2027-02-20T09:00:00+08:00", "closes": "2027-02-22T21:00:00+08:00",
            "audience": ["roll": "rolls/sample.csv"], "paper": ["pass": 1, "questions": .array(questions)],
            "prizes": [
                "draw": "final", "chances": ["for": "passing", "most": 1],
                "tiers": [["id": "first", "title": "一等奖", "prize": "卡", "value": "5.00", "count": 3]],
            ],
        ]
        let bytes = file.bytes()
        switch loadCampaign(bytes: bytes, organiser: nil) {
        case .success(let loaded):
            return loaded.campaign.paper.questions
        case .failure(let problems):
            preconditionFailure(problems.rendered(file: "table", source: bytes, language: .en))
        }
    }

    @Test(arguments: rows)
    func `an answer is worth what the table says`(row: Row) {
        let choice = try? AnswerForm(row.question).choice(row.answer)
        let key = QuestionKey(row.question)
        #expect(choice.map(key.points(for:)) == row.points)
        guard let choice, let points = row.points else { return }
        #expect(key.fits(choice))
        #expect(key.isRight(choice) == (points > 0 && points == row.question.points))
    }

    @Test func `every type and every way to score has a row`() {
        let kinds = Set(Self.rows.map { "\(AnswerForm($0.question).kind)".prefix { $0 != "(" } })
        #expect(kinds.count == 9)
        #expect(Set(Self.rows.map(\.question.scoring)).count == Campaign.Question.Scoring.allCases.count)
    }

    @Test func `two keys are the same where all answers are worth the same`() {
        let keys = Self.rows.map(\.question).reduce(into: [Campaign.Question]()) { if $0.last != $1 { $0.append($1) } }
            .filter { $0.points > 0 }.map(QuestionKey.init)
        for (place, key) in keys.enumerated() {
            #expect(keys.indices.filter { keys[$0] == key } == [place])
        }
    }
}
