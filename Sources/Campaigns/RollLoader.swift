import JSON

/// Makes people of a roll's bytes, which are UTF-8.
struct RollLoader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var rows: RollRows
    /// What each field of a row is; nil for a column that is unknown or has no name.
    private var columns: [RollColumn?] = []
    /// The columns without a name, as spreadsheets leave them behind the last one; they must stay empty.
    private var unnamed: [Int] = []
    private var people: [Roll.Person] = []
    /// The row that has each id.
    private var rowOfID: [String: Int] = [:]

    static func people(
        in bytes: UnsafeBufferPointer<UInt8>, acceptsErased: Bool, problems: inout RollProblems
    ) -> [Roll.Person] {
        var loader = RollLoader(bytes: bytes)
        guard loader.readHeader(&problems) else { return [] }
        while loader.rows.advance() {
            if acceptsErased, RollRows.isErased(bytes[loader.rows.range]) {
                loader.people.append(.erased)
                continue
            }
            if let person = loader.person(&problems) { loader.people.append(person) }
        }
        if loader.people.isEmpty, problems.isEmpty {
            problems.add(RollProblem(at: .start, zh: "名册里一个人也没有", en: "the roll lists nobody"))
        }
        return loader.people
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        rows = RollRows(bytes: bytes)
        // A line has 48 bytes or so. Asking for too little or too much here only costs time or address space.
        people.reserveCapacity(bytes.count / 48)
        rowOfID.reserveCapacity(bytes.count / 48)
    }

    private func text(_ field: RollRows.Field) -> String {
        String(decoding: bytes[field.range], as: UTF8.self)
    }

    /// False where the rows can't be read for want of an id or a name.
    private mutating func readHeader(_ problems: inout RollProblems) -> Bool {
        guard rows.advance() else {
            problems.add(RollProblem(at: .start, zh: "名册是空的", en: "the roll is empty"))
            return false
        }
        if let name = separatorInstead() {
            problems.add(.separator(name, at: rows.place))
            return false
        }
        var misnamed: [RollColumn?] = []
        for field in rows.fields {
            let header = text(field)
            let column = RollColumn(rawValue: header)
            if let column, columns.contains(column) {
                problems.add(.repeatedColumn(column, at: rows.place))
            } else if header.isEmpty {
                unnamed.append(columns.count)
            } else if column == nil {
                problems.add(.unknownColumn(header, at: rows.place))
                misnamed.append(RollColumn.suggestion(for: header))
            }
            columns.append(column)
        }
        let missing = RollColumn.required.filter { !columns.contains($0) }
        for column in missing where !misnamed.contains(column) { problems.add(.missingColumn(column, at: rows.place)) }
        return missing.isEmpty
    }

    /// What stands in a header where commas should, if it is one field for want of them.
    private func separatorInstead() -> BilingualText? {
        guard rows.fields.count == 1 else { return nil }
        let names: [(Character, BilingualText)] = [
            ("\t", BilingualText(zh: "制表符", en: "tabs")), (";", BilingualText(zh: "分号（;）", en: "semicolons")),
            ("，", BilingualText(zh: "全角逗号（，）", en: "full-width commas")),
            ("；", BilingualText(zh: "全角分号（；）", en: "full-width semicolons")),
            ("|", BilingualText(zh: "竖线（|）", en: "bars")),
        ]
        let header = text(rows.fields[0])
        return names.first { header.contains($0.0) }?.1
    }

    private mutating func person(_ problems: inout RollProblems) -> Roll.Person? {
        guard rows.fields.count >= columns.count,
            rows.fields[columns.count...].allSatisfy({ $0.range.isEmpty && $0.fault == nil })
        else {
            problems.add(.fieldCount(rows.fields.count, expected: columns.count, at: rows.place))
            return nil
        }
        let before = problems.count
        var draft = Draft()
        for (field, column) in zip(rows.fields, columns) {
            guard let column else { continue }
            if let fault = field.fault {
                problems.add(.quoting(fault, at: rows.place, column: column))
            } else {
                read(field, column, into: &draft, &problems)
            }
        }
        for column in unnamed where !rows.fields[column].range.isEmpty || rows.fields[column].fault != nil {
            problems.add(.unnamedColumn(column + 1, at: rows.place))
        }
        if let id = draft.id, let first = rowOfID.updateValue(rows.place.row, forKey: id) {
            rowOfID[id] = first
            problems.add(.duplicate(id, at: rows.place, first: first))
        }
        guard problems.count == before, let id = draft.id, let name = draft.name else { return nil }
        return Roll.Person(
            id: id, name: name, household: draft.household, unit: draft.unit, groups: draft.groups,
            mayWin: draft.mayWin)
    }

    private struct Draft {
        var id: String?
        var name: String?
        var household: String?
        var unit: String?
        var groups: [String] = []
        var mayWin = true
    }

    private func read(
        _ field: RollRows.Field, _ column: RollColumn, into draft: inout Draft, _ problems: inout RollProblems
    ) {
        switch column {
        case .id:
            draft.id = identifier(field.range, column, &problems)
        case .name:
            draft.name = name(field.range, &problems)
        case .household where !field.range.isEmpty:
            draft.household = identifier(field.range, column, &problems)
        case .unit where !field.range.isEmpty:
            draft.unit = identifier(field.range, column, &problems)
        case .groups where !field.range.isEmpty:
            draft.groups = groups(field.range, &problems)
        case .mayWin where !field.range.isEmpty:
            draft.mayWin = mayWin(field, &problems)
        case .household, .unit, .groups, .mayWin:
            break
        }
    }

    private func identifier(
        _ range: Range<Int>, _ column: RollColumn, _ problems: inout RollProblems
    ) -> String? {
        let field = bytes[range]
        guard (1...64).contains(field.count), field.allSatisfy(RollColumn.isIdentifier) else {
            problems.add(.identifier(String(decoding: field, as: UTF8.self), at: rows.place, column: column))
            return nil
        }
        return String(decoding: field, as: UTF8.self)
    }

    private func name(_ range: Range<Int>, _ problems: inout RollProblems) -> String? {
        let field = bytes[range]
        guard (1...64).contains(field.count) else {
            problems.add(.nameLength(field.count, at: rows.place))
            return nil
        }
        let name = String(decoding: field, as: UTF8.self)
        if let position = forbiddenPosition(in: name) {
            problems.add(.nameCharacter(position: position, at: rows.place))
            return nil
        }
        return name
    }

    /// Counted from 1, in code points.
    private func forbiddenPosition(in name: String) -> Int? {
        var position = 0
        for scalar in name.unicodeScalars {
            position += 1
            switch scalar.value {
            // Comma and quote can only come from a quoted field; the rest are controls, breaks of lines and marks that
            // turn the direction of a printed list.
            case 0...0x1F, 0x22, 0x2C, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: return position
            default: continue
            }
        }
        return nil
    }

    private func groups(_ range: Range<Int>, _ problems: inout RollProblems) -> [String] {
        let parts = bytes[range].split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        let names = parts.compactMap { identifier($0.startIndex..<$0.endIndex, .groups, &problems) }
        let sorted = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        for (group, next) in zip(sorted, sorted.dropFirst()) where group == next {
            problems.add(.repeatedGroup(group, at: rows.place))
        }
        return sorted
    }

    private func mayWin(_ field: RollRows.Field, _ problems: inout RollProblems) -> Bool {
        if field.range.count == 1, bytes[field.range.lowerBound] == UInt8(ascii: "1") { return true }
        if field.range.count == 1, bytes[field.range.lowerBound] == UInt8(ascii: "0") { return false }
        problems.add(.mayWin(text(field), at: rows.place))
        return true
    }
}
