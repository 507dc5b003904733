import JSON

/// One thing that is wrong with a roll, and where.
package struct RollProblem: Sendable, Hashable {
    /// The line in the file, counted from 1; the header is row 1, as in a spreadsheet.
    package let row: Int
    /// The column's header, or nil where the whole row is meant.
    package let column: String?
    package let message: BilingualText

    package init(row: Int, column: String?, message: BilingualText) {
        self.row = row
        self.column = column
        self.message = message
    }

    init(row: Int, column: RollColumn? = nil, zh: String, en: String) {
        self.init(row: row, column: column?.rawValue, message: BilingualText(zh: zh, en: en))
    }

    /// As in `rolls/sample.csv:17: error: id: …`.
    package func rendered(file: String, language: Language) -> String {
        let place = column.map { "\($0): " } ?? ""
        return "\(file):\(row): error: \(place)\(message.text(language))"
    }
}

/// All that is wrong with a roll: the first hundred problems, and how many more there are.
package struct RollProblems: Error, Sendable, Hashable {
    package static let mostListed = 100

    package private(set) var listed: [RollProblem] = []
    /// Problems beyond the listed ones.
    package private(set) var unlisted = 0

    package init() {}

    package var count: Int { listed.count + unlisted }
    package var isEmpty: Bool { listed.isEmpty }

    /// One line a problem, and a last one where not all are listed.
    package func rendered(file: String, language: Language) -> String {
        var lines = listed.map { $0.rendered(file: file, language: language) }
        if unlisted > 0 {
            lines.append(language == .zh ? "\(file)：还有 \(unlisted) 处问题" : "\(file): \(unlisted) more problems")
        }
        return lines.joined(separator: "\n")
    }

    /// The problem is only made when it will be listed: a file of the wrong kind has one in every row.
    mutating func add(_ problem: @autoclosure () -> RollProblem) {
        if listed.count < Self.mostListed { listed.append(problem()) } else { unlisted += 1 }
    }
}
