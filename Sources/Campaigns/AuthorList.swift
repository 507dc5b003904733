import JSON

/// Who made the works of a contest, as the organiser's CSV file lists them: UTF-8, LF or CRLF, with or without a byte-order
/// mark; a header, then a row for each author of a work. Empty lines say nothing.
///
///     work,participant
///     e01,m0000043
package struct AuthorList: Sendable, Hashable {
    package struct Row: Sendable, Hashable {
        /// The work's place in the file.
        package var work: Int
        /// The author's id, as the roll has it.
        package var id: String
    }

    /// In file order.
    package var rows: [Row]
}

/// One thing that is wrong with a list of authors, and where: lines and characters from 1.
package struct AuthorProblem: Sendable, Hashable {
    package let line: Int
    package let column: Int
    package let message: BilingualText

    /// As in `rolls/authors.csv:17:5: error: …`.
    package func rendered(file: String) -> BilingualText {
        let place = "\(file):\(line):\(column): error: "
        return BilingualText(zh: place + message.zh, en: place + message.text(.en))
    }
}

/// All that is wrong with a list of authors: the first of them, and how many more there are.
package struct AuthorProblems: Error, Sendable, Hashable {
    package static let mostListed = 100

    package private(set) var listed: [AuthorProblem] = []
    package private(set) var unlisted = 0

    mutating func add(_ line: Int, _ column: Int, zh: String, en: String) {
        guard listed.count < Self.mostListed else {
            unlisted += 1
            return
        }
        listed.append(AuthorProblem(line: line, column: column, message: BilingualText(zh: zh, en: en)))
    }

    package func texts(file: String) -> [BilingualText] {
        let rest = BilingualText(zh: "\(file)：还有 \(unlisted) 处问题", en: "\(file): \(unlisted) more problems")
        return listed.map { $0.rendered(file: file) } + (unlisted > 0 ? [rest] : [])
    }
}

/// Reads a list of authors, or says all that is wrong with it.
///
/// - Parameters:
///   - works: The ids of the campaign's works.
///   - roll: Everybody on the roll, also whom the campaign leaves out: an id that nobody has is a slip of the pen, by
///     which somebody could vote for their own work.
///   - areClaimed: Whether prizes of works have to be claimed, so that each needs somebody who can.
package func loadAuthors(
    bytes: [UInt8], works: [String], roll: Roll, areClaimed: Bool = false
) -> Result<AuthorList, AuthorProblems> {
    var loader = AuthorLoader(works: works, roll: roll)
    loader.read(bytes)
    if areClaimed { loader.requireAll() }
    return loader.problems.listed.isEmpty ? .success(AuthorList(rows: loader.rows)) : .failure(loader.problems)
}

private struct AuthorLoader {
    private(set) var problems = AuthorProblems()
    private(set) var rows: [AuthorList.Row] = []
    private let works: [String]
    private let places: [String: Int]
    private let ids: Set<String>
    /// The line that has each row.
    private var lines: [AuthorList.Row: Int] = [:]
    private var hasHeader = false

    private static let header = "work,participant"

    init(works: [String], roll: Roll) {
        self.works = works
        places = Dictionary(works.enumerated().map { ($1, $0) }) { first, _ in first }
        ids = Set(roll.people.map(\.id))
    }

    mutating func read(_ bytes: [UInt8]) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: mark) ? bytes[3...] : bytes[...]
        for (number, part) in text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let line = part.last == 0x0D ? part.dropLast() : part
            guard !line.isEmpty else { continue }
            guard let text = String(validating: line, as: UTF8.self) else {
                return problems.add(
                    number + 1, 1, zh: "不是 UTF-8 文本；请另存为“CSV UTF-8”", en: "is not UTF-8; save it as “CSV UTF-8”")
            }
            guard hasHeader else {
                guard readHeader(text, number + 1) else { return }
                continue
            }
            take(text, number + 1)
        }
        if !hasHeader { problems.add(1, 1, zh: "文件是空的", en: "the file is empty") }
    }

    /// Whose prize nobody could claim.
    mutating func requireAll() {
        guard problems.listed.isEmpty else { return }
        let made = Set(rows.map(\.work))
        for place in works.indices where !made.contains(place) {
            problems.add(
                1, 1, zh: "没有作品“\(works[place])”的作者：它得的奖没有人能领",
                en: "nobody made the work “\(works[place])”, so nobody could claim its prize")
        }
    }

    private mutating func readHeader(_ text: String, _ line: Int) -> Bool {
        hasHeader = true
        guard text != Self.header else { return true }
        problems.add(
            line, 1, zh: "第一行应为表头 \(Self.header)，收到“\(text.prefix(40))”",
            en: "the first line is the header \(Self.header), got “\(text.prefix(40))”")
        return false
    }

    private mutating func take(_ text: String, _ line: Int) {
        let fields = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard fields.count == 2 else {
            return problems.add(
                line, 1, zh: "应有 2 列（作品编号,会员编号），这一行有 \(fields.count) 列",
                en: "a row has 2 columns, work and participant; this one has \(fields.count)")
        }
        let column = fields[0].unicodeScalars.count + 2
        guard let work = places[fields[0]] else {
            let meant = nearest(to: fields[0], among: works)
            return problems.add(
                line, 1, zh: "没有作品“\(fields[0].prefix(40))”" + (meant.map { "；是不是“\($0)”？" } ?? ""),
                en: "there is no work “\(fields[0].prefix(40))”" + (meant.map { "; did you mean “\($0)”?" } ?? ""))
        }
        guard ids.contains(fields[1]) else {
            return problems.add(
                line, column, zh: "“\(fields[1].prefix(64))”不在名册上", en: "“\(fields[1].prefix(64))” is not on the roll")
        }
        let row = AuthorList.Row(work: work, id: fields[1])
        if let first = lines.updateValue(line, forKey: row) {
            lines[row] = first
            return problems.add(line, 1, zh: "与第 \(first) 行重复", en: "is the same as line \(first)")
        }
        rows.append(row)
    }
}

extension Campaign {
    /// What the group of a work's authors is called in the published roll; no group of an organiser is called so.
    package static let authorPrefix = "work:"

    /// The works' places by the groups of their authors, where the rules forbid votes for one's own work or give prizes to
    /// works; empty where nobody needs to know who made what.
    package var authorGroups: [String: Int] {
        guard let works, votes?.allowsOwn == false || prizesGoToWorks, works.authorsPath != nil else { return [:] }
        return Dictionary(works.entries.enumerated().map { (Campaign.authorPrefix + $1.id, $0) }) { first, _ in first }
    }
}

extension Roll.Person {
    /// The same person with further groups.
    package func joining(_ more: [String]) -> Roll.Person {
        guard !more.isEmpty else { return self }
        let all = Set(groups).union(more).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return Roll.Person(id: id, name: name, household: household, unit: unit, groups: all, mayWin: mayWin)
    }
}
