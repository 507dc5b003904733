import JSON

/// What a field holds, as it is sent and as an entry's body has it: a whole number of a `number`, else a string.
package enum FieldValue: Sendable, Hashable {
    case text(String)
    case integer(Int64)

    /// What the commitment of a private field hashes: the text in UTF-8, or the number in decimal.
    package var bytes: [UInt8] {
        switch self {
        case .text(let text): Array(text.utf8)
        case .integer(let number): Array(String(number).utf8)
        }
    }

    package var json: JSON {
        switch self {
        case .text(let text): .string(text)
        case .integer(let number): .integer(number)
        }
    }

    /// Nil where it is neither a string nor a whole number.
    package init?(_ value: JSONValue) {
        if let text = value.string {
            self = .text(text)
        } else if let number = value.integer {
            self = .integer(number)
        } else {
            return nil
        }
    }

    /// Bytes, not Swift's canonical equivalence.
    package static func == (left: FieldValue, right: FieldValue) -> Bool {
        switch (left, right) {
        case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
        case (.integer(let left), .integer(let right)): left == right
        default: false
        }
    }
}

/// A field that somebody filled in.
package struct FilledField: Sendable, Hashable {
    package var id: String
    package var value: FieldValue

    package init(_ id: String, _ value: FieldValue) {
        self.id = id
        self.value = value
    }
}

extension [[FilledField]] {
    /// Whether two of them say the same, byte for byte; each has its fields in the order of their ids.
    package var haveOneTwice: Bool {
        let said = map { filled in filled.map { [UInt8]($0.id.utf8) + [0] + $0.value.bytes } }
        return Set(said).count < said.count
    }
}

extension Campaign.Field {
    /// Whether a value can be this field's.
    package func fits(_ value: FieldValue) -> Bool {
        switch (kind, value) {
        case (.number(let least, let most), .integer(let number)): Int64(least) <= number && number <= Int64(most)
        case (.text(let most), .text(let text)): FieldText.isText(text, most: most)
        case (.money, .text(let text)): MoneyText.parse(text).value != nil
        case (.date, .text(let text)): FieldText.isDate(text)
        case (.phone, .text(let text)): FieldText.isPhone(text)
        case (.choice(let options), .text(let text)):
            options.contains { $0.id.utf8.elementsEqual(text.utf8) }
        case (.number, .text), (_, .integer): false
        }
    }

    /// Whether the bytes of an opened private field can be its value.
    package func fits(opened bytes: [UInt8]) -> Bool {
        guard let text = String(validating: bytes, as: UTF8.self) else { return false }
        guard case .number = kind else { return fits(.text(text)) }
        guard let number = Int64(text), String(number).utf8.elementsEqual(bytes) else { return false }
        return fits(.integer(number))
    }

    /// What is expected, for whoever fills it in.
    package var expectation: BilingualText {
        switch kind {
        case .text(let most):
            BilingualText(
                zh: "1 至 \(most) 个字的文字，除换行外不含控制字符",
                en: "a text of 1 to \(most) characters, without control characters but line feeds")
        case .number(let least, let most):
            BilingualText(
                zh: "\(least) 至 \(most) 的整数，写作 JSON 数", en: "a whole number from \(least) to \(most), as a JSON number")
        case .money: Format.money.expectation
        case .date:
            BilingualText(zh: "存在的日期，如 \"2027-09-14\"", en: "a date that exists, such as \"2027-09-14\"")
        case .phone:
            BilingualText(
                zh: "电话号码：5 至 15 位数字，可以 + 开头，可用单个空格或 - 分组",
                en: "a telephone number: 5 to 15 digits, perhaps after +, in groups joined by one space or hyphen")
        case .choice(let options) where options.count <= 12:
            BilingualText(
                zh: "选项编号之一：\(options.map(\.id).joined(separator: "、"))",
                en: "the id of an option: \(options.map(\.id).joined(separator: ", "))")
        case .choice(let options):
            BilingualText(zh: "\(options.count) 个选项的编号之一", en: "the id of one of \(options.count) options")
        }
    }
}

/// The forms of what people fill in.
enum FieldText {
    /// So many code points; control characters (Cc) but line feeds would break what shows them.
    static func isText(_ text: String, most: Int) -> Bool {
        let scalars = text.unicodeScalars
        return (1...most).contains(scalars.count)
            && scalars.allSatisfy { ($0.value >= 0x20 && !(0x7F...0x9F).contains($0.value)) || $0 == "\n" }
    }

    /// `YYYY-MM-DD` of the Gregorian calendar, from year 1 on.
    static func isDate(_ text: String) -> Bool {
        guard Campaign.isDate(text) else { return false }
        let digits = text.utf8.map { Int($0) - 0x30 }
        let year = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3]
        let month = digits[5] * 10 + digits[6]
        let day = digits[8] * 10 + digits[9]
        guard year > 0, (1...12).contains(month) else { return false }
        let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
        return (1...days).contains(day)
    }

    /// Groups of digits, 5 to 15 in all.
    static func isPhone(_ text: String) -> Bool {
        var digits = text.utf8[...]
        if digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
        let groups = digits.split(omittingEmptySubsequences: false) {
            $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "-")
        }
        return groups.allSatisfy { !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } }
            && (5...15).contains(groups.reduce(0) { $0 + $1.count })
    }
}
