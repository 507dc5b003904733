import JSON

/// One thing that is wrong with a campaign file, or that its organiser should know, and where.
package struct Problem: Sendable, Hashable {
    package enum Severity: String, Sendable {
        /// The campaign can't run.
        case error
        /// The campaign runs, but perhaps not as somebody hopes.
        case warning
    }

    package let severity: Severity
    /// The JSON pointer (RFC 6901) of the value; of an unknown or repeated key, of that member.
    package let pointer: String
    /// In bytes from the start of the file.
    package let offset: Int
    /// From 1, in characters.
    package let line: Int
    package let column: Int
    /// The whole sentence, with what was expected, what came and what to write.
    package let message: BilingualText
    /// What may stand here, where something else does or nothing.
    package let expected: BilingualText?
    /// What was probably meant: a key, a value of a list, or a corrected text.
    package let suggestion: String?

    package init(
        severity: Severity, pointer: String, offset: Int, position: JSONPosition, message: BilingualText,
        expected: BilingualText? = nil, suggestion: String? = nil
    ) {
        self.severity = severity
        self.pointer = pointer
        self.offset = offset
        self.line = position.line
        self.column = position.column
        self.message = message
        self.expected = expected
        self.suggestion = suggestion
    }
}

extension Problem {
    /// A problem at the value with this path of keys, which somebody found who knows more than the file says.
    package init(
        _ severity: Severity = .error, at keys: [String], in source: [UInt8], _ message: BilingualText
    ) {
        var value = (try? JSONDocument(bytes: source))?.root
        for key in keys { value = value?[key] }
        let offset = value?.range.lowerBound ?? 0
        self.init(
            severity: severity, pointer: "/" + keys.joined(separator: "/"), offset: offset,
            position: JSONPosition(of: offset, in: source), message: message)
    }
}

/// All that is wrong with a campaign file, and its warnings, in the order of the file. At least one is an error.
package struct Problems: Error, Sendable, Hashable {
    package let list: [Problem]
    /// Problems beyond the thousand that are listed.
    package let unlisted: Int

    package init(_ list: [Problem], unlisted: Int = 0) {
        self.list = list
        self.unlisted = unlisted
    }

    /// All problems as ``Problem/rendered(file:source:language:)``, each on lines of its own.
    package func rendered(file: String, source: [UInt8], language: Language) -> String {
        var lines = list.map { $0.rendered(file: file, source: source, language: language) }
        if unlisted > 0 {
            lines.append(language == .zh ? "\(file)：还有 \(unlisted) 处问题" : "\(file): \(unlisted) more problems")
        }
        return lines.joined(separator: "\n")
    }
}
