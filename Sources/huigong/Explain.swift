import Campaigns
import JSON
import Terminal

/// `huigong explain`: what the daemon makes of a typed answer, or grants for a purchase, step by step.
enum Explain {
    static let command = Command(
        name: "explain",
        summary: both("说明一个答案怎样计分，或一次购买补贴多少", "Show how an answer is scored, or what a purchase is granted"),
        operands: [
            Command.Operand(name: "FILE"), Command.Operand(name: "QUESTION"),
            Command.Operand(name: "GUESS", count: .optional),
        ],
        options: [Command.Option("--json", help: both("以 JSON 显示", "Show it as JSON"))],
        details: both(
            """
            FILE 是活动文件，QUESTION 是题目编号，GUESS 是参加者的答案：文字、选项编号、true 或 false、数；几个的用逗号隔开，或写成
            JSON 数组。文字逐步显示归并，再与各个正确答案比较；其余逐项比较，并显示得分。
            退出码：0 答对或没有对错，1 答错或没有全对，2 文件、题目或答案不能用。
            有补贴的活动写 item=项目 和 price=元，代替题目和答案：按活动第一天的账本算出给多少，以及档次、取整、每人每户的限额、同一人
            还能要几份、预算够几份。退出码：0 给，1 不给，2 不能用。
            """,
            """
            FILE is a campaign file, QUESTION the id of a question in it, GUESS a participant's answer: a text, an
            option's id, true or false, a number; several with commas between them, or as a JSON array. Shows of a text
            each step of folding and the comparison with every right answer, of all others each part beside the right
            one and the points. Exit codes: 0 right, or nothing is right or wrong; 1 wrong, or not right in all parts;
            2 a file, question or answer that can't be used. Where money is granted, item=ID and price=YUAN stand in
            the place of question and guess: shows what is granted by the books of the first day, and by which band or
            share, rounding and limits; how many of the same one person gets, and how many the budget has. Exit codes:
            0 granted, 1 not granted, 2 something that can't be used.
            """)
    ) { arguments in
        let (path, id) = (arguments.operands[0], arguments.operands[1])
        let campaign = try campaign(path, arguments)
        if id.contains("=") {
            let explanation = try GrantExplanation(Array(arguments.operands.dropFirst()), of: campaign, in: path)
            Output.result(
                arguments.has("--json")
                    ? prettyJSON(explanation.json.bytes()) : explanation.text(arguments.language, Output.style()))
            return explanation.isGranted ? .ok : .failed
        }
        guard arguments.operands.count == 3 else {
            throw arguments.usage(both("缺少 GUESS", "GUESS is missing"), at: nil)
        }
        let guess = arguments.operands[2]
        let question = try question(id, in: campaign, path)
        guard case .text(let accepted, let folding) = question.answer else {
            let explanation = try AnswerExplanation(guess, to: question)
            Output.result(
                arguments.has("--json")
                    ? prettyJSON(explanation.json.bytes()) : explanation.text(arguments.language, Output.style()))
            return explanation.isPassed ? .ok : .failed
        }
        if let refusal = Answers.refusal(of: guess) {
            throw CommandFailure(refusal.message, at: guess, exitCode: .usage)
        }
        let explanation = Explanation(
            question: question, trace: FoldingTrace(guess, folding), guess: guess, accepted: accepted)
        Output.result(
            arguments.has("--json")
                ? prettyJSON(explanation.json.bytes()) : explanation.text(arguments.language, Output.style()))
        return explanation.isRight ? .ok : .failed
    }

    private static func campaign(_ path: String, _ arguments: Arguments) throws -> Campaign {
        let source = try readFile(path, atMost: FileLimits.campaign)
        switch loadCampaign(bytes: source, organiser: nil) {
        case .success(let loaded): return loaded.campaign
        case .failure(let problems):
            throw CommandFailure(
                BilingualText(
                    zh: "活动文件有错：\n" + problems.rendered(file: path, source: source, language: .zh),
                    en: "the campaign file has errors:\n" + problems.rendered(file: path, source: source, language: .en)
                ),
                exitCode: .usage)
        }
    }

    private static func question(_ id: String, in campaign: Campaign, _ path: String) throws -> Campaign.Question {
        if let question = campaign.paper.questions.first(where: { $0.id == id }) { return question }
        let ids = campaign.paper.questions.prefix(8).map(\.id).joined(separator: " ")
        throw CommandFailure(
            both("\(path) 没有这道题", "\(path) has no such question"), at: id,
            hint: ids.isEmpty ? nil : both("它的题目有 \(ids) …", "its questions are \(ids) …"), exitCode: .usage)
    }
}

/// A guess at one question, and what came of it.
private struct Explanation {
    let question: Campaign.Question
    let trace: FoldingTrace
    let guess: String
    /// Folded.
    let accepted: [String]

    var isRight: Bool { accepted.contains { $0.utf8.elementsEqual(trace.folded.utf8) } }

    private var isForbidden: Bool { question.forbidden.contains { $0.utf8.elementsEqual(trace.folded.utf8) } }

    func text(_ language: Language, _ style: Style) -> String {
        let say = { (zh: String, en: String) in language == .zh ? zh : en }
        var rows = [(say("题目", "question"), question.text.text(language)), (say("答案", "guess"), shown(guess))]
        rows += trace.stages.map { stage in
            let about = stage.step.about.text(language)
            return (
                stage.step.rawValue,
                stage.changes ? "\(shown(stage.after))  \(about)" : say("不变  ", "the same  ") + about
            )
        }
        rows.append((say("剩下", "left"), shown(trace.folded)))
        rows += accepted.map { right in
            let same = right.utf8.elementsEqual(trace.folded.utf8)
            return (say("对的", "right"), shown(right) + "  " + (same ? "=" : difference(right, say)))
        }
        let width = rows.map { displayWidth($0.0) }.max() ?? 0
        let lines = rows.map { "  " + style.dim(padded($0.0, to: width)) + "  " + printable($0.1) }
        let verdict = isRight ? style.green(say("答对", "right")) : style.red(say("答错", "wrong"))
        let note = isForbidden ? say("（在禁用答案之列）", " (a forbidden answer)") : ""
        return (lines + [verdict + note]).joined(separator: "\n")
    }

    var json: JSON {
        [
            "question": .string(question.id), "guess": .string(guess),
            "steps": .array(
                trace.stages.map { ["step": .string($0.step.rawValue), "text": .string($0.after)] }),
            "folded": .string(trace.folded), "accepted": .array(accepted.map(JSON.string)), "right": .bool(isRight),
        ]
    }

    /// A text with the code points of what looks like something else.
    private func shown(_ text: String) -> String {
        let odd = text.unicodeScalars.filter { scalar in
            Folding.isSpace(scalar)
                || !(0x20...0x7E).contains(scalar.value) && !(0x3000...0x9FFF).contains(scalar.value)
        }
        guard !odd.isEmpty else { return "\"\(text)\"" }
        let points = odd.prefix(8).map { "U+" + hex($0.value) }.joined(separator: " ")
        return "\"\(text)\" [\(points)]"
    }

    /// The first place at which the folded guess differs.
    private func difference(_ right: String, _ say: (String, String) -> String) -> String {
        let pairs = zip(right.unicodeScalars, trace.folded.unicodeScalars)
        let place =
            Array(pairs).firstIndex { $0.0 != $0.1 }
            ?? min(right.unicodeScalars.count, trace.folded.unicodeScalars.count)
        return say("≠ 第 \(place + 1) 字起不同", "≠ from character \(place + 1) on")
    }

    private func hex(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
