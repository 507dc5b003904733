import Campaigns
import Engine
import JSON

/// Turns the `answers` of a request, or of a journalled body, into what the engine decides on.
///
/// One reader serves live traffic and recovery, so that both come to the same submission.
struct AnswerReader: Sendable {
    private let questions: [Campaign.Question]
    private let places: NameTable

    init(_ campaign: Campaign) {
        questions = campaign.paper.questions
        places = NameTable(questions.map(\.id), seed: 0)
    }

    /// - Parameters:
    ///   - node: The object with an answer a question.
    ///   - canonical: Takes the object as RFC 8785 has it; texts stay as typed.
    /// - Throws: The reason for which the engine can't be asked; the submission consumed nothing.
    func read(_ line: Line, at node: Int, canonical: inout [UInt8]) throws(Refusal) -> [Answer] {
        let nodes = line.tape.nodes
        guard nodes[node].kind == .object else { throw Refusal(.answersForm) }
        var answers: [Answer] = []
        answers.reserveCapacity(Int(nodes[node].count))
        canonical.append(UInt8(ascii: "{"))
        for key in keysInOrder(line, of: node) {
            if !answers.isEmpty { canonical.append(UInt8(ascii: ",")) }
            // An escaped id is none of ours: ids have nothing to escape.
            guard let place = places.place(of: nodes[key].bytes(of: line.bytes)) else {
                throw Refusal(.answersUnknown)
            }
            JSONWriter.appendString(nodes[key].bytes(of: line.bytes), to: &canonical)
            canonical.append(UInt8(ascii: ":"))
            let choice = try choice(line, at: key + 1, of: questions[place], canonical: &canonical)
            answers.append(Answer(question: place, choice: choice))
        }
        canonical.append(UInt8(ascii: "}"))
        return answers
    }

    /// The key nodes of an object ascending; ids are ASCII, so bytes order them as RFC 8785 asks.
    private func keysInOrder(_ line: Line, of object: Int) -> [Int] {
        var keys: [Int] = []
        var key = object + 1
        var isSorted = true
        for _ in 0..<line.tape.nodes[object].count {
            if let last = keys.last, !precedes(line, last, key) { isSorted = false }
            keys.append(key)
            key = Int(line.tape.nodes[key + 1].next)
        }
        return isSorted ? keys : keys.sorted { precedes(line, $0, $1) }
    }

    private func precedes(_ line: Line, _ left: Int, _ right: Int) -> Bool {
        line.tape.nodes[left].bytes(of: line.bytes)
            .lexicographicallyPrecedes(line.tape.nodes[right].bytes(of: line.bytes))
    }

    private func choice(
        _ line: Line, at node: Int, of question: Campaign.Question, canonical: inout [UInt8]
    ) throws(Refusal) -> Answer.Choice {
        let value = line.tape.nodes[node]
        switch question.answer {
        case .single:
            let option = try option(line, node, of: question, canonical: &canonical)
            return .single(option)
        case .multi:
            guard value.kind == .array, value.count > 0 else { throw Refusal(.answersForm) }
            return .multi(try options(line, node, of: question, canonical: &canonical))
        case .text(_, let folding):
            guard value.kind == .string else { throw Refusal(.answersForm) }
            let text = value.text(of: line.bytes)
            guard Answers.isAcceptable(text) else { throw Refusal(.answersCharacters) }
            JSONWriter.appendString(text, to: &canonical)
            return .text(folding.fold(text))
        }
    }

    private func options(
        _ line: Line, _ array: Int, of question: Campaign.Question, canonical: inout [UInt8]
    ) throws(Refusal) -> UInt64 {
        canonical.append(UInt8(ascii: "["))
        var bits: UInt64 = 0
        var element = array + 1
        for place in 0..<line.tape.nodes[array].count {
            if place > 0 { canonical.append(UInt8(ascii: ",")) }
            let bit: UInt64 = 1 << UInt64(try option(line, element, of: question, canonical: &canonical))
            guard bits & bit == 0 else { throw Refusal(.answersForm) }
            bits |= bit
            element = Int(line.tape.nodes[element].next)
        }
        canonical.append(UInt8(ascii: "]"))
        return bits
    }

    private func option(
        _ line: Line, _ node: Int, of question: Campaign.Question, canonical: inout [UInt8]
    ) throws(Refusal) -> Int {
        let value = line.tape.nodes[node]
        guard value.kind == .string else { throw Refusal(.answersForm) }
        let bytes = value.bytes(of: line.bytes)
        guard let place = question.options.firstIndex(where: { $0.id.utf8.elementsEqual(bytes) }) else {
            throw Refusal(.answersForm)
        }
        JSONWriter.appendString(bytes, to: &canonical)
        return place
    }
}
