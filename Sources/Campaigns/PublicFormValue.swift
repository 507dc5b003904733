import JSON

extension PublicForm {
    /// What was wrong with a value that was drawn in public.
    package struct ValueError: Error, Hashable, Sendable {
        /// Which number of the value, counted from 1.
        package let position: Int
        package let message: BilingualText

        fileprivate init(_ position: Int, zh: String, en: String) {
            self.position = position
            message = BilingualText(zh: zh, en: en)
        }
    }

    /// The canonical value: numbers without leading zeros joined by `.`, as in `7.3.5`.
    ///
    /// What people type is folded with NFKC first; numbers are separated by spaces or by one of `.` `,` `、`. A form
    /// of digits alone also takes its digits in one piece, as in `38402918370192837465`.
    package func normalise(_ value: String) -> Result<String, ValueError> {
        let folded = Folding(steps: [.nfkc]).fold(value)
        return Self.numerals(in: folded)
            .map { splitDigits($0) }
            .flatMap { numerals in
                for (index, numeral) in numerals.enumerated() where Self.number(numeral) == nil {
                    return .failure(.notANumber(index + 1, numeral))
                }
                let numbers = numerals.compactMap(Self.number)
                if let error = error(in: numbers) { return .failure(error) }
                return .success(numbers.map(String.init).joined(separator: "."))
            }
    }

    /// What is wrong with a value of any form, or nil where it is numbers; the form decides the rest.
    package static func problem(ofTyped value: String) -> ValueError? {
        switch numerals(in: Folding(steps: [.nfkc]).fold(value)) {
        case .failure(let error): return error
        case .success(let numerals):
            return numerals.enumerated().first { number($1) == nil }.map { .notANumber($0 + 1, $1) }
        }
    }

    private static func numerals(in text: String) -> Result<[Substring], ValueError> {
        let fields = text.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," || $0 == "、" }
        var numerals: [Substring] = []
        for field in fields {
            let words = field.split(whereSeparator: \.isWhitespace)
            guard !words.isEmpty else { return .failure(.missing(numerals.count + 1)) }
            numerals += words
        }
        return .success(numerals)
    }

    /// A run of exactly as many digits as the form has is those digits.
    private func splitDigits(_ numerals: [Substring]) -> [Substring] {
        guard numerals.count == 1, numerals[0].utf8.count == numberCount, Self.isDecimal(numerals[0]) else {
            return numerals
        }
        let areAllDigits = parts.allSatisfy { if case .digits = $0 { true } else { false } }
        return areAllDigits ? numerals[0].indices.map { numerals[0][$0...$0] } : numerals
    }

    private static func isDecimal(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func number(_ text: Substring) -> Int? {
        guard isDecimal(text) else { return nil }
        // Longer than any allowed number is out of range, whatever it is.
        return text.drop { $0 == "0" }.utf8.count > 9 ? Int.max : Int(text)
    }

    private func error(in numbers: [Int]) -> ValueError? {
        guard numbers.count == numberCount else { return .count(numbers.count, expected: self) }
        var start = 0
        for part in parts {
            if let error = part.error(in: numbers[start..<start + part.count]) { return error }
            start += part.count
        }
        return nil
    }
}

extension PublicForm.Part {
    /// The slice's indices are the positions in the whole value, from 0.
    fileprivate func error(in numbers: ArraySlice<Int>) -> PublicForm.ValueError? {
        for (index, number) in zip(numbers.indices, numbers) where !range.contains(number) {
            return .outOfRange(index + 1, number, expected: self)
        }
        guard case .balls(_, _, let sorted) = self else { return nil }
        var seen: [Int: Int] = [:]
        for (index, number) in zip(numbers.indices, numbers) {
            if let first = seen.updateValue(index, forKey: number) {
                return .repeated(index + 1, number, first: first + 1, expected: self)
            }
            if sorted, index > numbers.startIndex, numbers[index - 1] > number {
                return .descending(index + 1, number, after: numbers[index - 1], expected: self)
            }
        }
        return nil
    }
}

extension PublicForm.ValueError {
    fileprivate static func missing(_ position: Int) -> Self {
        Self(position, zh: "第 \(position) 个数是空的", en: "number \(position) is missing")
    }

    fileprivate static func notANumber(_ position: Int, _ text: Substring) -> Self {
        Self(
            position, zh: "第 \(position) 个数应为十进制整数，收到“\(text)”",
            en: "number \(position) is a decimal integer, got “\(text)”")
    }

    fileprivate static func count(_ count: Int, expected form: PublicForm) -> Self {
        Self(
            min(count, form.numberCount) + 1,
            zh: "\(form.text) 应有 \(form.numberCount) 个数，收到 \(count) 个；数与数之间用空格或 . , 、 分开",
            en: "\(form.text) has \(form.numberCount) \(form.numberCount == 1 ? "number" : "numbers"), got \(count); "
                + "numbers stand apart by spaces or . , 、")
    }

    fileprivate static func outOfRange(_ position: Int, _ number: Int, expected part: PublicForm.Part) -> Self {
        let range = "\(part.range.lowerBound)…\(part.range.upperBound)"
        let shown = number == Int.max ? ("过大的数", "a number far too large") : ("\(number)", "\(number)")
        return Self(
            position, zh: "第 \(position) 个数（\(part.text)）应在 \(range) 之内，收到 \(shown.0)",
            en: "number \(position) (\(part.text)) is in \(range), got \(shown.1)")
    }

    fileprivate static func repeated(
        _ position: Int, _ number: Int, first: Int, expected part: PublicForm.Part
    ) -> Self {
        Self(
            position, zh: "\(part.text) 不能重复：第 \(position) 个数 \(number) 与第 \(first) 个相同",
            en: "\(part.text) has no repeats: number \(position) is \(number), as is number \(first)")
    }

    fileprivate static func descending(
        _ position: Int, _ number: Int, after previous: Int, expected part: PublicForm.Part
    ) -> Self {
        Self(
            position, zh: "\(part.text) 应从小到大：第 \(position) 个数 \(number) 在 \(previous) 之后",
            en: "\(part.text) is ascending: number \(position) is \(number) after \(previous)")
    }
}
