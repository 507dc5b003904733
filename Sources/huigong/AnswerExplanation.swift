import Campaigns
import JSON
import Terminal

/// An answer that is no single text, beside the right one, part by part.
struct AnswerExplanation {
    fileprivate struct Part {
        var label: BilingualText
        var given: String
        /// Empty in a survey.
        var right: [String]
        var isRight: Bool
    }

    private let question: Campaign.Question
    private let guess: String
    private var parts: [Part] = []
    private let points: Int

    private var isSurvey: Bool { if case .survey = question.answer { true } else { false } }
    private var isRight: Bool { QuestionKey(question).isFull(points) }
    /// Whether nothing of it is wrong.
    var isPassed: Bool { isSurvey || isRight }

    /// - Throws: An answer that does not fit the question.
    init(_ guess: String, to question: Campaign.Question) throws(CommandFailure) {
        self.question = question
        self.guess = guess
        let written = AnswerExplanation.written(guess, for: question)
        let choice: AnswerChoice
        do throws(AnswerForm.Refusal) {
            choice = try AnswerForm(question).choice(written)
        } catch {
            let words =
                error == .form
                ? both(AnswerExplanation.form(question).zh, AnswerExplanation.form(question).text(.en))
                : both("答案有不能用的字符", "the answer has characters that no answer may have")
            throw CommandFailure(words, at: guess, exitCode: .usage)
        }
        points = QuestionKey(question).points(for: choice)
        parts = AnswerExplanation.parts(written, question)
    }

    /// A JSON array, or texts with commas between them, where the question takes several; else one text.
    private static func written(_ guess: String, for question: Campaign.Question) -> AnswerForm.Written {
        switch question.answer {
        case .single, .text, .trueFalse, .number: return .text(guess)
        case .survey(let most) where question.options.isEmpty || most == 1: return .text(guess)
        case .multi, .order, .match, .blanks, .survey: break
        }
        if guess.hasPrefix("["), let document = try? JSONDocument(bytes: Array(guess.utf8)) {
            let texts = document.root.elements.compactMap(\.string)
            if texts.count == document.root.elements.count { return .list(texts) }
        }
        return .list(guess.split(separator: ",", omittingEmptySubsequences: false).map(String.init))
    }

    private static func form(_ question: Campaign.Question) -> BilingualText {
        switch question.answer {
        case .single: BilingualText(zh: "应为一个选项编号", en: "one option's id is expected")
        case .multi: BilingualText(zh: "应为几个不同的选项编号", en: "ids of different options are expected")
        case .text: BilingualText(zh: "应为文字", en: "a text is expected")
        case .trueFalse: BilingualText(zh: "应为 true 或 false", en: "true or false is expected")
        case .number: BilingualText(zh: "应为一个数", en: "a number is expected")
        case .order: BilingualText(zh: "应为全部选项编号，各一次", en: "the ids of all options are expected, each once")
        case .match:
            BilingualText(
                zh: "应依选项次序为每个写一个对应编号，可空，不重复",
                en: "a partner's id is expected for each option in its order, or nothing, none twice")
        case .blanks(let accepted, _):
            BilingualText(zh: "应有 \(accepted.count) 空", en: "a text is expected for each of \(accepted.count) gaps")
        case .survey: BilingualText(zh: "不是这道题的选项", en: "these are no options of the question")
        }
    }

    private static func parts(_ written: AnswerForm.Written, _ question: Campaign.Question) -> [Part] {
        var texts: [String] = []
        switch written {
        case .text(let text): texts = [text]
        case .list(let list): texts = list
        }
        let answer = BilingualText(zh: "答案", en: "answer")
        switch question.answer {
        case .single(let right): return [Part(answer, texts[0], [right])]
        case .trueFalse(let right): return [Part(answer, texts[0], [right ? "true" : "false"])]
        case .multi(let right):
            return question.options.filter { texts.contains($0.id) || right.contains($0.id) }.map { option in
                let given = texts.contains(option.id) ? option.id : ""
                return Part(named("选项", "option", option.id), given, right.contains(option.id) ? [option.id] : [""])
            }
        case .number(let value, let tolerance):
            let isRight = QuestionKey(question).isRight(
                (try? AnswerForm(question).choice(written)) ?? .survey)
            let right = decimal(value) + (tolerance == 0 ? "" : " ± " + decimal(tolerance))
            return [Part(label: answer, given: texts[0], right: [right], isRight: isRight)]
        case .order(let right):
            return zip(texts, right).enumerated().map { Part(named("第", "place", "\($0 + 1)"), $1.0, [$1.1]) }
        case .match(let pairs):
            return zip(question.options, texts).map { option, given in
                Part(
                    named("选项", "option", option.id), given,
                    pairs.filter { $0.left == option.id }.map(\.right))
            }
        case .blanks(let accepted, let folding):
            return zip(texts, accepted).enumerated().map { gap, pair in
                Part(named("第", "gap", "\(gap + 1)"), pair.0.isEmpty ? "" : folding.fold(pair.0), pair.1)
            }
        case .survey, .text: return texts.map { Part(label: answer, given: $0, right: [], isRight: false) }
        }
    }

    private static func named(_ zh: String, _ en: String, _ name: String) -> BilingualText {
        BilingualText(zh: "\(zh) \(name)", en: "\(en) \(name)")
    }

    /// Of millionths.
    private static func decimal(_ value: Int64) -> String {
        let (whole, rest) = abs(value).quotientAndRemainder(dividingBy: 1_000_000)
        var digits = String(1_000_000 + rest).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return (value < 0 ? "-" : "") + "\(whole)" + (digits.isEmpty ? "" : "." + digits)
    }

    func text(_ language: Language, _ style: Style) -> String {
        let say = { (zh: String, en: String) in language == .zh ? zh : en }
        var rows = [(say("题目", "question"), question.text.text(language))]
        rows += parts.map { part in
            let given = part.given.isEmpty ? "–" : part.given
            let right = part.right.map { $0.isEmpty ? "–" : $0 }.joined(separator: say("、", ", "))
            let comparison = isSurvey ? "" : part.isRight ? "  =" : "  ≠ \(right)"
            return (part.label.text(language), given + comparison)
        }
        if !isSurvey { rows.append((say("得分", "points"), "\(points) / \(question.points)")) }
        let width = rows.map { displayWidth($0.0) }.max() ?? 0
        let lines = rows.map { "  " + style.dim(padded($0.0, to: width)) + "  " + printable($0.1) }
        let verdict =
            isSurvey
            ? say("没有对错", "nothing is right or wrong")
            : isRight ? style.green(say("答对", "right")) : style.red(say("答错", "wrong"))
        return (lines + [verdict]).joined(separator: "\n")
    }

    var json: JSON {
        var members = [
            JSON.Member("question", .string(question.id)), JSON.Member("guess", .string(guess)),
            JSON.Member(
                "parts",
                .array(
                    parts.map { part in
                        var members = [JSON.Member("given", .string(part.given))]
                        if !isSurvey {
                            members.append(JSON.Member("accepted", .array(part.right.map(JSON.string))))
                            members.append(JSON.Member("right", .bool(part.isRight)))
                        }
                        return .object(members)
                    })),
        ]
        if !isSurvey {
            members += [
                JSON.Member("points", .integer(Int64(points))), JSON.Member("of", .integer(Int64(question.points))),
                JSON.Member("right", .bool(isRight)),
            ]
        }
        return .object(members)
    }
}

extension AnswerExplanation.Part {
    /// A part that is right where it is one of the accepted texts, byte for byte.
    fileprivate init(_ label: BilingualText, _ given: String, _ accepted: [String]) {
        self.init(
            label: label, given: given, right: accepted,
            isRight: accepted.contains { $0.utf8.elementsEqual(given.utf8) })
    }
}
