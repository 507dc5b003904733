import Campaigns
import Engine
import JSON

/// Turns the `answers` of a request, or of a journalled body, into what the engine decides on.
///
/// One reader serves live traffic and recovery, so that both come to the same submission.
final class AnswerReader: Sendable {
    private let questions: [Question]
    private let places: NameTable

    private struct Question: Sendable {
        let form: AnswerForm
        /// The ids of the options.
        let options: TextColumn
    }

    init(_ campaign: Campaign) {
        questions = campaign.paper.questions.map { question in
            var options = TextColumn(capacity: question.options.count)
            for option in question.options { options.append(option.id.utf8) }
            return Question(form: AnswerForm(question), options: options)
        }
        places = NameTable(campaign.paper.questions.map(\.id), seed: 0)
    }

    /// - Parameters:
    ///   - object: The place of the object with an answer a question.
    ///   - canonical: Takes the object as RFC 8785 has it; texts stay as typed.
    /// - Throws: The reason for which the engine can't be asked; the submission consumed nothing.
    func read(_ line: Line, at object: Int, canonical: ByteSink) throws(Refusal) -> [Answer] {
        guard case .object = line.nodes[object].kind else { throw Refusal(.answersForm) }
        let count = Int(line.nodes[object].count)
        var answers: [Answer] = []
        answers.reserveCapacity(count)
        canonical.append(UInt8(ascii: "{"))
        if isInOrder(line, object) {
            var key = object + 1
            for _ in 0..<count {
                answers.append(try answer(line, key, isFirst: answers.isEmpty, canonical: canonical))
                key = Int(line.nodes[key + 1].next)
            }
        } else {
            for key in sortedKeys(line, object) {
                answers.append(try answer(line, key, isFirst: answers.isEmpty, canonical: canonical))
            }
        }
        canonical.append(UInt8(ascii: "}"))
        return answers
    }

    /// Whether keys ascend already; ids are ASCII, so bytes order them as RFC 8785 asks.
    private func isInOrder(_ line: Line, _ object: Int) -> Bool {
        var key = object + 1
        for _ in 1..<max(1, line.nodes[object].count) {
            let next = Int(line.nodes[key + 1].next)
            guard precedes(line.raw(key), line.raw(next)) else { return false }
            key = next
        }
        return true
    }

    private func sortedKeys(_ line: Line, _ object: Int) -> [Int] {
        var keys: [Int] = []
        var key = object + 1
        for _ in 0..<line.nodes[object].count {
            keys.append(key)
            key = Int(line.nodes[key + 1].next)
        }
        return keys.sorted { precedes(line.raw($0), line.raw($1)) }
    }

    private func precedes(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
        for place in 0..<min(left.count, right.count) where left[place] != right[place] {
            return left[place] < right[place]
        }
        return left.count < right.count
    }

    private func answer(
        _ line: Line, _ key: Int, isFirst: Bool, canonical: ByteSink
    ) throws(Refusal) -> Answer {
        // An escaped id is none of ours: ids have nothing to escape.
        guard let place = places.place(of: line.raw(key)) else { throw Refusal(.answersUnknown) }
        if !isFirst { canonical.append(UInt8(ascii: ",")) }
        line.appendCanonicalString(key, to: canonical)
        canonical.append(UInt8(ascii: ":"))
        let choice: Answer.Choice
        switch questions[place].form.kind {
        case .single: choice = .single(try option(line, key + 1, place, canonical: canonical))
        case .multi: choice = .multi(try options(line, key + 1, place, canonical: canonical))
        case .text(let folding):
            guard case .string = line.nodes[key + 1].kind else { throw Refusal(.answersForm) }
            let text = line.text(key + 1)
            guard Answers.isAcceptable(text) else { throw Refusal(.answersCharacters) }
            line.appendCanonicalString(key + 1, to: canonical)
            choice = .text(folding.fold(text))
        case .trueFalse, .number, .order, .match, .blanks, .survey:
            choice = try written(line, key + 1, questions[place].form, canonical: canonical)
        }
        return Answer(question: place, choice: choice)
    }

    /// An answer of the types that few questions have.
    private func written(
        _ line: Line, _ node: Int, _ form: AnswerForm, canonical: ByteSink
    ) throws(Refusal) -> Answer.Choice {
        let written: AnswerForm.Written
        switch line.nodes[node].kind {
        case .string: written = .text(try text(line, node, canonical: canonical))
        case .array: written = .list(try texts(line, node, canonical: canonical))
        default: throw Refusal(.answersForm)
        }
        do throws(AnswerForm.Refusal) {
            return try form.choice(written)
        } catch {
            throw Refusal(error == .form ? .answersForm : .answersCharacters)
        }
    }

    private func texts(_ line: Line, _ array: Int, canonical: ByteSink) throws(Refusal) -> [String] {
        canonical.append(UInt8(ascii: "["))
        var texts: [String] = []
        var element = array + 1
        for place in 0..<line.nodes[array].count {
            if place > 0 { canonical.append(UInt8(ascii: ",")) }
            texts.append(try text(line, element, canonical: canonical))
            element = Int(line.nodes[element].next)
        }
        canonical.append(UInt8(ascii: "]"))
        return texts
    }

    private func text(_ line: Line, _ node: Int, canonical: ByteSink) throws(Refusal) -> String {
        guard case .string = line.nodes[node].kind else { throw Refusal(.answersForm) }
        line.appendCanonicalString(node, to: canonical)
        return line.text(node)
    }

    private func options(
        _ line: Line, _ array: Int, _ question: Int, canonical: ByteSink
    ) throws(Refusal) -> UInt64 {
        guard case .array = line.nodes[array].kind, line.nodes[array].count > 0 else { throw Refusal(.answersForm) }
        canonical.append(UInt8(ascii: "["))
        var bits: UInt64 = 0
        var element = array + 1
        for place in 0..<line.nodes[array].count {
            if place > 0 { canonical.append(UInt8(ascii: ",")) }
            let bit: UInt64 = 1 << UInt64(try option(line, element, question, canonical: canonical))
            guard bits & bit == 0 else { throw Refusal(.answersForm) }
            bits |= bit
            element = Int(line.nodes[element].next)
        }
        canonical.append(UInt8(ascii: "]"))
        return bits
    }

    private func option(
        _ line: Line, _ node: Int, _ question: Int, canonical: ByteSink
    ) throws(Refusal) -> Int {
        guard case .string = line.nodes[node].kind,
            let place = questions[question].options.firstPlace(of: line.raw(node))
        else { throw Refusal(.answersForm) }
        line.appendCanonicalString(node, to: canonical)
        return place
    }
}
