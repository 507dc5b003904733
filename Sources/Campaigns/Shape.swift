import JSON

/// What a value of a campaign file may be, declared once: the loader checks files with it, editors' schemas can be
/// written from it.
indirect enum Shape: Sendable {
    case object(ObjectShape)
    /// Objects that differ by the value of one member.
    case variants(by: String, [Variant])
    case array(of: Shape, count: ClosedRange<Int>)
    /// A text for people: a string, or an object with `zh` and perhaps `en`.
    case text(most: Int)
    /// A string for people in one language.
    case words(most: Int)
    case string(Format)
    case integer(ClosedRange<Int>)
    case boolean
    case choice([Choice])
    /// Not checked, because what it should be hangs on something that is missing.
    case anything
}

struct ObjectShape: Sendable {
    var members: [MemberShape]

    init(_ members: [MemberShape]) {
        self.members = members
    }
}

struct MemberShape: Sendable {
    enum Presence: Sendable {
        case required
        case optional
        /// Required, optional or out of place, as ``KindParts`` has it.
        case byKind(Part)
    }

    var key: String
    var shape: Shape
    var presence: Presence
    var about: BilingualText

    init(_ key: String, _ shape: Shape, _ presence: Presence = .required, zh: String, en: String) {
        self.key = key
        self.shape = shape
        self.presence = presence
        about = BilingualText(zh: zh, en: en)
    }

    /// A part of the campaign, named like its key.
    static func part(_ part: Part, _ shape: Shape, zh: String, en: String) -> MemberShape {
        MemberShape(part.rawValue, shape, .byKind(part), zh: zh, en: en)
    }
}

struct Variant: Sendable {
    var value: String
    /// Without the member that tells the variants apart.
    var object: ObjectShape
    var about: BilingualText

    init(_ value: String, zh: String, en: String, _ members: [MemberShape]) {
        self.value = value
        object = ObjectShape(members)
        about = BilingualText(zh: zh, en: en)
    }

    var choice: Choice { Choice(value, zh: about.zh, en: about.en ?? about.zh) }
}

/// One value of a list of allowed strings.
struct Choice: Sendable {
    var value: String
    var about: BilingualText

    init(_ value: String, zh: String, en: String) {
        self.value = value
        about = BilingualText(zh: zh, en: en)
    }
}

extension Shape {
    /// What may stand there, as the object of "expected …".
    var expectation: BilingualText {
        switch self {
        case .object, .variants: BilingualText(zh: "对象", en: "an object")
        case .array: BilingualText(zh: "数组", en: "an array")
        case .text: BilingualText(zh: "文字，或 {\"zh\": …, \"en\": …}", en: "a text, or {\"zh\": …, \"en\": …}")
        case .words(let most): BilingualText(zh: "1 至 \(most) 字的文字", en: "a text of 1 to \(most) characters")
        case .string(let format): format.expectation
        case .integer(let range):
            BilingualText(
                zh: "\(range.lowerBound) 至 \(range.upperBound) 的整数",
                en: "an integer from \(range.lowerBound) to \(range.upperBound)")
        case .boolean: BilingualText(zh: "true 或 false", en: "true or false")
        case .choice(let choices): Shape.expectation(of: choices)
        case .anything: BilingualText(zh: "值", en: "a value")
        }
    }

    private static func expectation(of choices: [Choice]) -> BilingualText {
        let values = choices.map { "\"\($0.value)\"" }
        guard values.count > 1 else { return BilingualText(zh: values.joined(), en: values.joined()) }
        return BilingualText(zh: values.joined(separator: "、") + " 之一", en: "one of " + values.joined(separator: ", "))
    }
}
