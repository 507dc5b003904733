import JSON

/// What a typed answer may consist of.
///
/// Code points that Unicode 14 does not assign are refused, because how they fold depends on the Unicode version of
/// whoever folds them, and a verifier must come to the same key years later.
package enum Answers {
    package static let mostScalars = 200

    package enum Refusal: Error, Hashable, Sendable {
        case empty
        case tooLong(scalars: Int)
        /// A control character (category Cc); `position` counts code points from 1.
        case control(Unicode.Scalar, position: Int)
        case privateUse(Unicode.Scalar, position: Int)
        /// Not assigned in Unicode 14, noncharacters included.
        case unassigned(Unicode.Scalar, position: Int)
    }

    package static func isAcceptable(_ text: String) -> Bool {
        refusal(of: text) == nil
    }

    /// Why the text can't be an answer, or nil where it can.
    package static func refusal(of text: String) -> Refusal? {
        var count = 0
        for scalar in text.unicodeScalars {
            count += 1
            guard count <= mostScalars else { return .tooLong(scalars: text.unicodeScalars.count) }
            if let refusal = refusal(of: scalar, position: count) { return refusal }
        }
        return count == 0 ? .empty : nil
    }

    private static func refusal(of scalar: Unicode.Scalar, position: Int) -> Refusal? {
        switch scalar.value {
        case 0x20...0x7E, 0x4E00...0x9FFF: return nil
        case 0...0x1F, 0x7F...0x9F: return .control(scalar, position: position)
        default: break
        }
        let properties = scalar.properties
        if properties.generalCategory == .privateUse { return .privateUse(scalar, position: position) }
        guard let age = properties.age, age.major <= 14, properties.generalCategory != .unassigned else {
            return .unassigned(scalar, position: position)
        }
        return nil
    }
}

extension Answers.Refusal {
    package var message: BilingualText {
        switch self {
        case .empty:
            BilingualText(zh: "答案是空的", en: "the answer is empty")
        case .tooLong(let scalars):
            BilingualText(
                zh: "答案最多 \(Answers.mostScalars) 个字，收到 \(scalars) 个",
                en: "an answer has at most \(Answers.mostScalars) code points, got \(scalars)")
        case .control(let scalar, let position):
            BilingualText(
                zh: "答案第 \(position) 个字是控制字符 \(scalar.codePointName)",
                en: "code point \(position) of the answer is the control character \(scalar.codePointName)")
        case .privateUse(let scalar, let position):
            BilingualText(
                zh: "答案第 \(position) 个字 \(scalar.codePointName) 属于私用区，各系统写法不一，不能用",
                en: "code point \(position) of the answer, \(scalar.codePointName), is for private use")
        case .unassigned(let scalar, let position):
            BilingualText(
                zh: "答案第 \(position) 个字 \(scalar.codePointName) 不在 Unicode 14 之内，不能用",
                en: "code point \(position) of the answer, \(scalar.codePointName), is not in Unicode 14")
        }
    }
}

extension Unicode.Scalar {
    /// As in `U+200B`.
    fileprivate var codePointName: String {
        let hex = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
    }
}
