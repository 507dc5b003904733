import JSON

/// The form of a number drawn in public: parts joined by `+`, as in `balls 6 33 sorted+balls 1 16 ordered`.
///
/// | part | numbers | outcomes |
/// |---|---|---|
/// | `dice <n> <faces>` | n of 1…faces, in the order drawn | faces^n |
/// | `balls <k> <n> sorted` | k of 1…n without repeats, ascending | C(n, k) |
/// | `balls <k> <n> ordered` | k of 1…n without repeats, in the order drawn | n! / (n − k)! |
/// | `digits <n>` | n of 0…9 | 10^n |
package struct PublicForm: Sendable, Hashable {
    package enum Part: Sendable, Hashable {
        case dice(count: Int, faces: Int)
        case balls(count: Int, of: Int, sorted: Bool)
        case digits(Int)
    }

    /// The most numbers that a whole form may ask for.
    package static let mostNumbers = 1000
    /// The most faces of a die and balls in an urn.
    package static let mostFaces = 1_000_000

    package let parts: [Part]

    package init(parts: [Part]) {
        self.parts = parts
    }

    /// The canonical text, the only one that ``parse(_:)`` takes.
    package var text: String {
        parts.map(\.text).joined(separator: "+")
    }

    /// How many numbers a value of this form has.
    package var numberCount: Int {
        parts.reduce(0) { $0 + $1.count }
    }

    package var outcomes: OutcomeCount {
        parts.reduce(.one) { $0 * $1.outcomes }
    }
}

extension PublicForm.Part {
    package var text: String {
        switch self {
        case .dice(let count, let faces): "dice \(count) \(faces)"
        case .balls(let count, let all, let sorted): "balls \(count) \(all) \(sorted ? "sorted" : "ordered")"
        case .digits(let count): "digits \(count)"
        }
    }

    package var count: Int {
        switch self {
        case .dice(let count, _), .balls(let count, _, _), .digits(let count): count
        }
    }

    /// The numbers that may be drawn.
    package var range: ClosedRange<Int> {
        switch self {
        case .dice(_, let faces): 1...faces
        case .balls(_, let all, _): 1...all
        case .digits: 0...9
        }
    }

    package var outcomes: OutcomeCount {
        switch self {
        case .dice(let count, let faces): .power(UInt64(faces), count)
        case .balls(let count, let all, true): .combinations(of: UInt64(all), taking: UInt64(count))
        case .balls(let count, let all, false): .arrangements(of: UInt64(all), taking: UInt64(count))
        case .digits(let count): .power(10, count)
        }
    }
}

extension PublicForm {
    /// What was wrong with the text of a form.
    package struct FormError: Error, Hashable, Sendable {
        /// Counted from 1.
        package let part: Int
        package let message: BilingualText
    }

    /// Reads the canonical text, as in `digits 20` or `dice 3 6+digits 8`.
    package static func parse(_ text: String) -> Result<PublicForm, FormError> {
        var parts: [Part] = []
        for (index, part) in text.split(separator: "+", omittingEmptySubsequences: false).enumerated() {
            switch Part.parse(part) {
            case .success(let part): parts.append(part)
            case .failure(let reason): return .failure(FormError(part: index + 1, message: reason.text))
            }
        }
        let form = PublicForm(parts: parts)
        guard form.numberCount <= mostNumbers else {
            let message = BilingualText(
                zh: "一次公开抽号最多 \(mostNumbers) 个数，这里是 \(form.numberCount) 个",
                en: "a public drawing has at most \(mostNumbers) numbers, this one has \(form.numberCount)")
            return .failure(FormError(part: parts.count, message: message))
        }
        return .success(form)
    }
}

extension PublicForm.Part {
    fileprivate struct Reason: Error {
        let text: BilingualText

        init(zh: String, en: String) {
            text = BilingualText(zh: zh, en: en)
        }
    }

    fileprivate static func parse(_ text: Substring) -> Result<Self, Reason> {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        let numbers = words.dropFirst().prefix(2).map(number)
        switch (words.first, words.count) {
        case ("dice", 3):
            return checked(words, numbers, isUrn: false) { .dice(count: $0, faces: $1) }
        case ("balls", 4) where words[3] == "sorted" || words[3] == "ordered":
            return checked(words, numbers, isUrn: true) {
                .balls(count: $0, of: $1, sorted: words[3] == "sorted")
            }
        case ("digits", 2):
            guard let count = numbers[0], (1...PublicForm.mostNumbers).contains(count) else {
                return .failure(.badCount(words[1]))
            }
            return .success(.digits(count))
        default:
            return .failure(.unknown(text))
        }
    }

    private static func checked(
        _ words: [Substring], _ numbers: [Int?], isUrn: Bool, make: (Int, Int) -> Self
    ) -> Result<Self, Reason> {
        guard let count = numbers[0], (1...PublicForm.mostNumbers).contains(count) else {
            return .failure(.badCount(words[1]))
        }
        guard let all = numbers[1], (2...PublicForm.mostFaces).contains(all) else {
            return .failure(.badFaces(words[2]))
        }
        guard !isUrn || count <= all else {
            let zh = "\(all) 个球里取不出 \(count) 个"
            return .failure(Reason(zh: zh, en: "\(count) balls can't be drawn from \(all)"))
        }
        return .success(make(count, all))
    }

    /// A decimal without sign and leading zeros.
    private static func number(_ text: Substring) -> Int? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), text.utf8.first != 0x30, text.utf8.count <= 7
        else { return nil }
        return Int(text)
    }
}

extension PublicForm.Part.Reason {
    fileprivate static func badCount(_ text: Substring) -> Self {
        let most = PublicForm.mostNumbers
        return Self(
            zh: "个数应为 1…\(most) 的整数，不带前导零，收到“\(text)”",
            en: "the count is an integer of 1…\(most) without leading zeros, got “\(text)”")
    }

    fileprivate static func badFaces(_ text: Substring) -> Self {
        let most = PublicForm.mostFaces
        return Self(
            zh: "面数或球数应为 2…\(most) 的整数，不带前导零，收到“\(text)”",
            en: "the number of faces or balls is an integer of 2…\(most) without leading zeros, got “\(text)”")
    }

    fileprivate static func unknown(_ text: Substring) -> Self {
        let forms = "dice <n> <faces> | balls <k> <n> sorted | balls <k> <n> ordered | digits <n>"
        return Self(zh: "应为 \(forms)，用 + 相连，收到“\(text)”", en: "expected \(forms), joined by +, got “\(text)”")
    }
}
