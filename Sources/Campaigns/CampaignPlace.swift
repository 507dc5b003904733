import JSON

/// A value of a campaign file and the JSON pointer to it.
///
/// The typed reads give nil where the value is not what its shape asks for; the shape check has said so already.
struct CampaignPlace {
    let value: JSONValue
    let pointer: String

    var offset: Int { value.range.lowerBound }

    subscript(key: String) -> CampaignPlace? {
        value[key].map { CampaignPlace(value: $0, pointer: CampaignPlace.pointer(pointer, key)) }
    }

    var elements: [CampaignPlace] {
        value.elements.enumerated().map { CampaignPlace(value: $1, pointer: "\(pointer)/\($0)") }
    }

    static func pointer(_ parent: String, _ key: String) -> String {
        parent + "/" + key.replacing("~", with: "~0").replacing("/", with: "~1")
    }

    func string(_ format: Format) -> String? {
        value.string.flatMap { format.problem(in: $0) == nil ? $0 : nil }
    }

    var time: Int64? { value.string.flatMap { Instant.parse($0).value } }
    var duration: Int64? { value.string.flatMap { DurationText.parse($0).value } }
    var money: Int64? { value.string.flatMap { MoneyText.parse($0).value } }
    var clock: Int? { value.string.flatMap { ClockText.parse($0).value } }
    var decimal: Int64? { value.string.flatMap { DecimalText.parse($0).value } }
    var bool: Bool? { value.bool }
    var publicForm: PublicForm? { value.string.flatMap { try? PublicForm.parse($0).get() } }

    /// Far above what any shape allows, so that sums over a whole file of numbers that are too large don't overflow.
    private static let largest: Int64 = 1 << 40

    var integer: Int? { value.integer.flatMap { $0.magnitude <= CampaignPlace.largest ? Int($0) : nil } }

    /// Of a ``CampaignShapes/fraction``.
    var fraction: Campaign.Fraction? {
        guard let numerator = self["num"]?.integer, CampaignShapes.numerators.contains(numerator),
            let denominator = self["den"]?.integer, CampaignShapes.denominators.contains(denominator)
        else { return nil }
        return Campaign.Fraction(numerator, denominator)
    }

    func strings(_ format: Format) -> [String] { elements.compactMap { $0.string(format) } }

    func choice<Choice: RawRepresentable>(_: Choice.Type) -> Choice? where Choice.RawValue == String {
        value.string.flatMap(Choice.init)
    }

    var text: BilingualText? {
        if let zh = value.string { return BilingualText(zh: zh) }
        return value["zh"]?.string.map { BilingualText(zh: $0, en: value["en"]?.string) }
    }

    /// A key as the file has it, without its quotes: escapes stay escapes, so that nothing in it commands a terminal.
    static func shownKey(_ member: JSONValue.Member, in place: CampaignPlace) -> String {
        let source = place.value.document.bytes[member.keyRange].dropFirst().dropLast()
        return String(String(decoding: source, as: UTF8.self).prefix(40))
    }

    /// The value as messages show what came: strings and numbers as written, cut where they are long.
    var shown: BilingualText {
        let mostShown = 40
        let bytes = value.document.bytes[value.range]
        let all = String(decoding: bytes.prefix(mostShown * 4), as: UTF8.self).filter { $0 != "\u{FFFD}" }
        let source = all.count > mostShown ? all.prefix(mostShown) + "…" : all[...]
        return switch value.kind {
        case .object: BilingualText(zh: "对象", en: "an object")
        case .array: BilingualText(zh: "数组", en: "an array")
        case .number: BilingualText(zh: "数字 \(source)", en: "the number \(source)")
        case .null, .true, .false, .string: BilingualText(zh: String(source), en: String(source))
        }
    }
}
