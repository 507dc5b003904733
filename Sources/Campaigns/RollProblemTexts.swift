import JSON

extension RollProblem {
    static func unknownColumn(_ header: String, at place: RollPlace) -> RollProblem {
        let meant = RollColumn.suggestion(for: header)?.rawValue
        return RollProblem(
            at: place, column: nil,
            zh: "不认识的列“\(shown(header))”，可用的列：\(RollColumn.allNames)" + (meant.map { "；是不是 \($0)？" } ?? ""),
            en: "unknown column “\(shown(header))”, expected one of \(RollColumn.allNames)"
                + (meant.map { "; did you mean \($0)?" } ?? ""))
    }

    /// - Parameter number: Of the column, from 1.
    static func unnamedColumn(_ number: Int, at place: RollPlace) -> RollProblem {
        RollProblem(
            at: place, zh: "第 \(number) 列没有列名，这里却有内容",
            en: "column \(number) has no name, and this row has something in it")
    }

    /// A header that is one field for want of commas.
    static func separator(_ name: BilingualText, at place: RollPlace) -> RollProblem {
        RollProblem(
            at: place, zh: "各列应以逗号（,）分隔，这里是\(name.zh)；请另存为“CSV UTF-8（逗号分隔）”",
            en: "columns are separated by commas, here by \(name.text(.en)); save it as “CSV UTF-8 (comma delimited)”")
    }

    static func repeatedColumn(_ column: RollColumn, at place: RollPlace) -> RollProblem {
        RollProblem(at: place, column: column, zh: "这一列出现了两次", en: "this column stands twice in the header")
    }

    static func missingColumn(_ column: RollColumn, at place: RollPlace) -> RollProblem {
        RollProblem(
            at: place, column: column, zh: "表头缺少必需的列 \(column.rawValue)",
            en: "the header lacks the required column \(column.rawValue)")
    }

    static func fieldCount(_ count: Int, expected: Int, at place: RollPlace) -> RollProblem {
        RollProblem(
            at: place, zh: "表头有 \(expected) 列，此行有 \(count) 列",
            en: "the header has \(expected) columns, this row has \(count)")
    }

    static func quoting(_ fault: RollRows.Fault, at place: RollPlace, column: RollColumn) -> RollProblem {
        switch fault {
        case .quote:
            RollProblem(at: place, column: column, zh: "名册的内容里不能有引号", en: "a field can't hold a quote")
        case .unterminated:
            RollProblem(
                at: place, column: column, zh: "这里的引号到文件末尾都没有结束", en: "the quote that opens here is never closed")
        }
    }

    static func duplicate(_ id: String, at place: RollPlace, first: Int) -> RollProblem {
        RollProblem(
            at: place, column: .id, zh: "“\(id)”与第 \(first) 行重复", en: "“\(id)” is in row \(first) already")
    }

    static func identifier(_ text: String, at place: RollPlace, column: RollColumn) -> RollProblem {
        let meant = plainIdentifier(text)
        return RollProblem(
            at: place, column: column,
            zh: "应为 1–64 个 A–Z a–z 0–9 . _ - @ : 字符，收到“\(shown(text))”" + (meant.map { "；是不是“\($0)”？" } ?? ""),
            en: "expected 1–64 characters of A–Z a–z 0–9 . _ - @ :, got “\(shown(text))”"
                + (meant.map { "; did you mean “\($0)”?" } ?? ""))
    }

    static func nameLength(_ count: Int, at place: RollPlace) -> RollProblem {
        RollProblem(
            at: place, column: .name, zh: count == 0 ? "姓名是空的" : "姓名最多 64 字节，此处 \(count) 字节",
            en: count == 0 ? "the name is empty" : "a name has at most 64 bytes, this one has \(count)")
    }

    static func nameCharacter(position: Int, at place: RollPlace) -> RollProblem {
        RollProblem(
            at: place, column: .name, zh: "姓名第 \(position) 个字是逗号、引号或控制字符，不能用",
            en: "character \(position) of the name is a comma, a quote or a control character")
    }

    static func repeatedGroup(_ group: String, at place: RollPlace) -> RollProblem {
        RollProblem(at: place, column: .groups, zh: "组“\(group)”写了两次", en: "the group “\(group)” stands twice")
    }

    static func mayWin(_ text: String, at place: RollPlace) -> RollProblem {
        RollProblem(
            at: place, column: .mayWin, zh: "应为 1（可中奖）或 0（不参加抽奖），收到“\(shown(text))”",
            en: "expected 1 (may win) or 0 (is never drawn), got “\(shown(text))”")
    }

    /// What a full-width or padded identifier was meant to be, or nil.
    private static func plainIdentifier(_ text: String) -> String? {
        let folded = Folding(steps: [.nfkc]).fold(text).filter { !$0.isWhitespace }
        guard folded != text, (1...64).contains(folded.utf8.count) else { return nil }
        return folded.utf8.allSatisfy(RollColumn.isIdentifier) ? folded : nil
    }

    /// The start of a text, with controls made visible, so that a message stays one line.
    private static func shown(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars.prefix(40) {
            switch scalar.value {
            case 0...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF:
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return text.unicodeScalars.count > 40 ? shown + "…" : shown
    }
}
