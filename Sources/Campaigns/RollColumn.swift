/// The columns that a roll can have, by the names in its header.
enum RollColumn: String, CaseIterable {
    case id, name, household, unit, groups
    case mayWin = "may_win"

    static let required: [RollColumn] = [.id, .name]
    static let allNames = allCases.map(\.rawValue).joined(separator: ", ")

    /// What people call the columns, to suggest the right name and never to guess it.
    private static let otherNames: [String: RollColumn] = [
        "编号": .id, "工号": .id, "会员号": .id, "会员编号": .id, "姓名": .name, "名字": .name, "家庭": .household,
        "户": .household, "家庭编号": .household, "单位": .unit, "部门": .unit, "工会": .unit, "department": .unit,
        "分组": .groups, "组别": .groups, "group": .groups, "family": .household, "eligible": .mayWin,
        "可中奖": .mayWin, "能否中奖": .mayWin, "no": .id, "number": .id,
    ]

    /// The column that somebody may have meant by a header that is none.
    static func suggestion(for header: String) -> RollColumn? {
        let plain = header.trimmingASCIISpace.lowercased()
        if let column = RollColumn(rawValue: plain) ?? otherNames[plain] { return column }
        let ranked = allCases.map { ($0, distance(plain, $0.rawValue)) }.min { $0.1 < $1.1 }
        return ranked.flatMap { $0.1 <= 2 && $0.1 < plain.unicodeScalars.count ? $0.0 : nil }
    }

    /// Whether an id, a household, a unit or a group can have the byte: `A–Z a–z 0–9 . _ - @ :`.
    static func isIdentifier(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"),
            UInt8(ascii: "@"), UInt8(ascii: ":"):
            true
        default: false
        }
    }

    /// How many single-character edits lie between the two (Levenshtein).
    private static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.unicodeScalars.prefix(32))
        let right = Array(right.unicodeScalars)
        var previous = Array(0...right.count)
        for (row, scalar) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                let replaced = previous[column] + (scalar == other ? 0 : 1)
                current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous[right.count]
    }
}

extension String {
    fileprivate var trimmingASCIISpace: String {
        let isInk = { (scalar: Unicode.Scalar) in scalar != " " && scalar != "\t" }
        guard let first = unicodeScalars.firstIndex(where: isInk), let last = unicodeScalars.lastIndex(where: isInk)
        else { return "" }
        return String(unicodeScalars[first...last])
    }
}
