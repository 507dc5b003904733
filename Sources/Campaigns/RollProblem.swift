import JSON

/// Where a row begins. The two differ behind a field with a line break in it.
package struct RollPlace: Sendable, Hashable {
    /// As a spreadsheet counts: from 1, which is mostly the header, empty rows counted.
    package let row: Int
    /// As a text editor counts lines, from 1.
    package let line: Int

    package static let start = RollPlace(row: 1, line: 1)

    package init(row: Int, line: Int) {
        self.row = row
        self.line = line
    }
}

/// One thing that is wrong with a roll, and where.
package struct RollProblem: Sendable, Hashable {
    package let place: RollPlace
    /// The column's header, or nil where the whole row is meant.
    package let column: String?
    package let message: BilingualText

    package var row: Int { place.row }

    package init(at place: RollPlace, column: String?, message: BilingualText) {
        self.place = place
        self.column = column
        self.message = message
    }

    init(at place: RollPlace, column: RollColumn? = nil, zh: String, en: String) {
        self.init(at: place, column: column?.rawValue, message: BilingualText(zh: zh, en: en))
    }

    /// As in `rolls/sample.csv:17: error: id: …`, with the row; where it is not the line, that stands at the end.
    package func rendered(file: String, language: Language) -> String {
        let column = column.map { "\($0): " } ?? ""
        var line = ""
        if place.line != place.row {
            line = language == .zh ? "（文件第 \(place.line) 行）" : " (line \(place.line) of the file)"
        }
        return "\(file):\(row): error: \(column)\(message.text(language))\(line)"
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
