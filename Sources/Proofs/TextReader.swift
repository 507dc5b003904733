/// Takes a text apart line by line; every refusal names the line, what was expected and what came.
struct TextReader {
    let format: String
    private let lines: [Substring]
    /// The number of the line read last, from 1.
    private(set) var line = 0

    /// Takes UTF-8 text that ends in LF and has no control characters but LF.
    init(_ bytes: some Collection<UInt8>, format: String) throws(FormatError) {
        self.format = format
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw FormatError(format, at: .line(1), expected: "UTF-8", found: "other bytes")
        }
        let utf8 = text.utf8
        var lines: [Substring] = []
        var start = utf8.startIndex
        var position = start
        while position != utf8.endIndex {
            let byte = utf8[position]
            if byte == 0x0A {
                lines.append(text[start..<position])
                start = utf8.index(after: position)
            } else if byte < 0x20 {
                throw FormatError(
                    format, at: .line(lines.count + 1), expected: "no control characters",
                    found: FormatError.quoted(text[start..<utf8.index(after: position)]))
            }
            position = utf8.index(after: position)
        }
        guard start == utf8.endIndex, !lines.isEmpty else {
            throw FormatError(
                format, at: .line(lines.count + 1), expected: "LF at the end", found: "the end of the text")
        }
        self.lines = lines
    }

    var isAtEnd: Bool { line == lines.count }

    var linesLeft: Int { lines.count - line }

    /// The next line without taking it.
    var next: Substring? { isAtEnd ? nil : lines[line] }

    /// Takes the next line.
    mutating func take(_ expected: String) throws(FormatError) -> Substring {
        guard let next else {
            throw FormatError(format, at: .line(line + 1), expected: expected, found: "the end of the text")
        }
        line += 1
        return next
    }

    /// Takes a line that must be exactly this.
    mutating func take(exactly literal: String) throws(FormatError) {
        let found = try take("\"\(literal)\"")
        guard TextReader.isSame(found, literal) else { throw error("\"\(literal)\"", found) }
    }

    /// Takes the line `<key> <value>` and gives the value.
    mutating func value(_ key: String) throws(FormatError) -> Substring {
        let found = try take("key \(key)")
        let start = key + " "
        guard found.utf8.starts(with: start.utf8) else { throw error("key \(key)", found) }
        let value = found[found.utf8.index(found.utf8.startIndex, offsetBy: start.utf8.count)...]
        guard !value.isEmpty else { throw error("a value of \(key), - where it is not used", value) }
        return value
    }

    /// Takes a value and reads it; nil from `read` is refused as not being what was `expected`.
    mutating func value<Value>(
        _ key: String, _ expected: String, _ read: (Substring) -> Value?
    ) throws(FormatError) -> Value {
        let text = try value(key)
        guard let value = read(text) else { throw error("\(key): \(expected)", text) }
        return value
    }

    /// Like ``value(_:_:_:)``, nil for `-`.
    mutating func optional<Value>(
        _ key: String, _ expected: String, _ read: (Substring) -> Value?
    ) throws(FormatError) -> Value? {
        let text = try value(key)
        if text == "-" { return nil }
        guard let value = read(text) else { throw error("\(key): \(expected), or -", text) }
        return value
    }

    func end() throws(FormatError) {
        if let next {
            throw FormatError(
                format, at: .line(line + 1), expected: "the end of the text", found: FormatError.quoted(next))
        }
    }

    /// An error at the line read last.
    func error(_ expected: String, _ found: some StringProtocol) -> FormatError {
        FormatError(format, at: .line(line), expected: expected, found: FormatError.quoted(found))
    }

    /// Equality of bytes: Swift's own equates texts that Unicode calls equivalent.
    static func isSame(_ left: some StringProtocol, _ right: some StringProtocol) -> Bool {
        left.utf8.elementsEqual(right.utf8)
    }
}

/// Decimal numbers as records and notes write them.
enum Decimal {
    /// The largest integer that JSON readers hold exactly.
    static let largest: Int64 = (1 << 53) - 1

    /// A number of 0…2^53 − 1 without sign and leading zeros; nil for anything else.
    static func read(_ text: some StringProtocol) -> Int64? {
        guard (1...16).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        if text.utf8.first == 0x30 && text.utf8.count > 1 { return nil }
        guard let number = Int64(text), number <= largest else { return nil }
        return number
    }

    static func readInt(_ text: some StringProtocol) -> Int? {
        read(text).map(Int.init)
    }

    /// A number from 1.
    static func readPositive(_ text: some StringProtocol) -> Int? {
        readInt(text).flatMap { $0 > 0 ? $0 : nil }
    }

    /// Appends the digits without making a string.
    static func append(_ number: Int, to text: inout [UInt8]) {
        precondition(number >= 0, "records hold no negative numbers")
        if number < 10 {
            text.append(0x30 + UInt8(number))
            return
        }
        append(number / 10, to: &text)
        text.append(0x30 + UInt8(number % 10))
    }
}

extension StringProtocol {
    /// The parts between occurrences of an ASCII byte, as bytes stand: a combining mark after it hides nothing.
    func parts(at separator: Unicode.Scalar, most: Int = .max) -> [Substring] {
        precondition(separator.isASCII, "only an ASCII byte always stands between characters")
        var parts: [Substring] = []
        var rest = Substring(self)
        while parts.count + 1 < most, let end = rest.utf8.firstIndex(of: UInt8(ascii: separator)) {
            parts.append(rest[..<end])
            rest = rest[rest.utf8.index(after: end)...]
        }
        parts.append(rest)
        return parts
    }
}
