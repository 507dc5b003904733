/// How a question is answered: what may be written, and what it says.
///
/// | type | written as |
/// |---|---|
/// | `single` | an option's id |
/// | `multi` | options' ids, at least one, none twice |
/// | `text` | a text that ``Answers`` takes |
/// | `true-false` | `"true"` or `"false"` |
/// | `number` | a decimal as campaign files have them, such as `"3.5"` |
/// | `order` | all options' ids, in order |
/// | `match` | for each option in file order its partner's id, none twice; `""` for none |
/// | `blanks` | a text for each gap; `""` for one left empty |
/// | `survey` | an option's id; where several may be chosen, one id to `most`, none twice; a text where it has none |
package struct AnswerForm: Sendable {
    /// An answer as it is written: everywhere a string, or an array of strings.
    package enum Written: Sendable, Hashable {
        case text(String)
        case list([String])
    }

    package enum Refusal: Error, Hashable, Sendable {
        case form
        /// A text that can't be folded for good.
        case characters
    }

    package enum Kind: Sendable, Hashable {
        case single, multi
        case text(Folding)
        case trueFalse, number, order, match
        case blanks(Folding)
        case survey(most: Int)
    }

    package let kind: Kind
    private let options: [String]
    private let partners: [String]
    /// Gaps to fill.
    private let gaps: Int

    package init(_ question: Campaign.Question) {
        options = question.options.map(\.id)
        partners = question.partners.map(\.id)
        var gaps = 0
        switch question.answer {
        case .single: kind = .single
        case .multi: kind = .multi
        case .text(_, let folding): kind = .text(folding)
        case .trueFalse: kind = .trueFalse
        case .number: kind = .number
        case .order: kind = .order
        case .match: kind = .match
        case .blanks(let accepted, let folding):
            kind = .blanks(folding)
            gaps = accepted.count
        case .survey(let most): kind = .survey(most: most)
        }
        self.gaps = gaps
    }

    /// What an answer says, or why it says nothing.
    package func choice(_ written: Written) throws(Refusal) -> AnswerChoice {
        switch (kind, written) {
        case (.single, .text(let id)): return .single(try place(of: id, in: options))
        case (.multi, .list(let ids)): return .multi(try bits(ids))
        case (.text(let folding), .text(let text)): return .text(folding.fold(try acceptable(text)))
        case (.trueFalse, .text(let word)): return .trueFalse(try truth(word))
        case (.number, .text(let decimal)):
            guard let value = DecimalText.parse(decimal).value else { throw .form }
            return .number(value)
        case (.order, .list(let ids)):
            guard ids.count == options.count else { throw .form }
            _ = try bits(ids)
            return .order(try ids.map { id throws(Refusal) in UInt8(try place(of: id, in: options)) })
        case (.match, .list(let ids)): return .match(try pairs(ids))
        case (.blanks(let folding), .list(let texts)):
            guard texts.count == gaps else { throw .form }
            return .blanks(
                try texts.map { text throws(Refusal) in text.isEmpty ? "" : folding.fold(try acceptable(text)) })
        case (.survey(let most), _): return try survey(written, most: most)
        default: throw .form
        }
    }

    private func survey(_ written: Written, most: Int) throws(Refusal) -> AnswerChoice {
        switch written {
        case .text(let text) where options.isEmpty: _ = try acceptable(text)
        case .text(let id) where most == 1: _ = try place(of: id, in: options)
        case .list(let ids) where most > 1 && ids.count <= most: _ = try bits(ids)
        default: throw .form
        }
        return .survey
    }

    private func truth(_ word: String) throws(Refusal) -> Bool {
        switch word {
        case "true": return true
        case "false": return false
        default: throw .form
        }
    }

    /// At least one option, none twice.
    private func bits(_ ids: [String]) throws(Refusal) -> UInt64 {
        var bits: UInt64 = 0
        for id in ids {
            let bit: UInt64 = 1 << UInt64(try place(of: id, in: options))
            guard bits & bit == 0 else { throw .form }
            bits |= bit
        }
        guard bits != 0 else { throw .form }
        return bits
    }

    private func pairs(_ ids: [String]) throws(Refusal) -> [UInt8?] {
        guard ids.count == options.count else { throw .form }
        var taken: UInt64 = 0
        return try ids.map { id throws(Refusal) in
            if id.isEmpty { return nil }
            let place = try place(of: id, in: partners)
            guard taken & 1 << UInt64(place) == 0 else { throw .form }
            taken |= 1 << UInt64(place)
            return UInt8(place)
        }
    }

    /// Byte for byte: Swift would take what is only canonically equivalent to an id (U+212A for K) for equal.
    private func place(of id: String, in list: [String]) throws(Refusal) -> Int {
        guard let place = list.firstIndex(where: { $0.utf8.elementsEqual(id.utf8) }) else { throw .form }
        return place
    }

    private func acceptable(_ text: String) throws(Refusal) -> String {
        guard Answers.isAcceptable(text) else { throw .characters }
        return text
    }
}
