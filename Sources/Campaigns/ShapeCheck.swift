import JSON

/// Holds a value against its shape and reports everything that differs.
struct ShapeCheck {
    var problems: ProblemList
    /// Says which parts there must be and can be; nil where the file's kind is not readable.
    let kind: Campaign.Kind?

    mutating func check(_ place: CampaignPlace, _ shape: Shape) {
        switch shape {
        case .object(let object):
            guard hasKind(place, shape, .object) else { return }
            checkMembers(of: place, object.members)
        case .variants(let key, let variants):
            guard hasKind(place, shape, .object) else { return }
            checkVariant(of: place, key, variants)
        case .array(let element, let count):
            guard hasKind(place, shape, .array) else { return }
            checkCount(of: place, count)
            for item in place.elements { check(item, element) }
        case .text(let most):
            checkText(place, shape, most: most)
        case .words(let most):
            guard hasKind(place, shape, .string) else { return }
            checkWords(place, most: most)
        case .string(let format):
            checkString(place, shape, format)
        case .integer(let range):
            guard place.integer.map(range.contains) != true else { return }
            mismatch(place, shape.expectation)
        case .boolean:
            if place.bool == nil { mismatch(place, shape.expectation) }
        case .choice(let choices):
            checkChoice(place, choices)
        case .anything:
            break
        }
    }

    private mutating func hasKind(_ place: CampaignPlace, _ shape: Shape, _ kind: JSONKind) -> Bool {
        guard place.value.kind != kind else { return true }
        mismatch(place, shape.expectation)
        return false
    }

    /// Reports `expected …, got …`, with the detail and the suggestion where there are any.
    private mutating func mismatch(
        _ place: CampaignPlace, _ expected: BilingualText, _ reason: FormatProblem = FormatProblem()
    ) {
        let shown = place.shown
        var zh = spaced("应为", expected.zh) + spaced("，实为", shown.zh)
        var en = "expected \(expected.text(.en)), got \(shown.text(.en))"
        if let detail = reason.detail {
            zh += "：\(detail.zh)"
            en += ": \(detail.text(.en))"
        }
        if let suggestion = reason.suggestion {
            zh += "；请写 \"\(suggestion)\""
            en += "; write \"\(suggestion)\""
        }
        problems.error(place, zh: zh, en: en, expected: expected, suggestion: reason.suggestion)
    }

}

// MARK: - Objects

extension ShapeCheck {
    private mutating func checkMembers(of place: CampaignPlace, _ members: [MemberShape]) {
        let absent = members.filter { place.value[$0.key] == nil }
        var meant: Set<String> = []
        for written in place.value.members {
            if let member = members.first(where: { $0.key.utf8.elementsEqual(written.key.utf8) }) {
                checkPresent(member, written, in: place)
            } else if let key = unknown(written, in: place, absent, or: members) {
                meant.insert(key)
            }
        }
        for member in absent where !meant.contains(member.key) { checkAbsent(member, in: place) }
    }

    private mutating func checkPresent(_ member: MemberShape, _ written: JSONValue.Member, in place: CampaignPlace) {
        let value = CampaignPlace(value: written.value, pointer: CampaignPlace.pointer(place.pointer, member.key))
        if case .byKind(let part) = member.presence, let kind, KindParts.use(of: part, in: kind) == .absent {
            problems.add(
                .error, value.pointer, written.keyRange.lowerBound,
                BilingualText(
                    zh: "\(kind.title.zh)（\(kind.rawValue)）没有 \"\(part.rawValue)\" 这一部分",
                    en: "a campaign of the kind \"\(kind.rawValue)\" has no part \"\(part.rawValue)\""), nil, nil)
            return
        }
        check(value, member.shape)
    }

    /// Reports a key that nobody knows; returns the one that was probably meant.
    private mutating func unknown(
        _ written: JSONValue.Member, in place: CampaignPlace, _ absent: [MemberShape], or members: [MemberShape]
    ) -> String? {
        let suggestion =
            nearest(to: written.key, among: absent.filter(isInPlace).map(\.key))
            ?? nearest(to: written.key, among: members.filter(isInPlace).map(\.key))
            ?? members.first { isInPlace($0) && $0.about.zh == written.key }?.key
        let shown = CampaignPlace.shownKey(written, in: place)
        let hint = suggestion.map { ("；是否想写 \"\($0)\"？", "; did you mean \"\($0)\"?") } ?? ("", "")
        problems.add(
            .error, CampaignPlace.pointer(place.pointer, written.key), written.keyRange.lowerBound,
            BilingualText(zh: "未知的键 \"\(shown)\"\(hint.0)", en: "unknown key \"\(shown)\"\(hint.1)"), nil, suggestion)
        return suggestion
    }

    private mutating func checkAbsent(_ member: MemberShape, in place: CampaignPlace) {
        switch member.presence {
        case .optional: return
        case .byKind(let part): guard let kind, KindParts.use(of: part, in: kind) == .required else { return }
        case .required: break
        }
        let expected = member.shape.expectation
        problems.error(
            place, zh: "缺少 \"\(member.key)\"（\(member.about.zh)）：" + spaced("应为", expected.zh),
            en: "\"\(member.key)\" (\(member.about.text(.en))) is missing: expected \(expected.text(.en))",
            expected: expected)
    }

    private func isInPlace(_ member: MemberShape) -> Bool {
        guard case .byKind(let part) = member.presence, let kind else { return true }
        return KindParts.use(of: part, in: kind) != .absent
    }

    private mutating func checkVariant(of place: CampaignPlace, _ key: String, _ variants: [Variant]) {
        let choices = variants.map(\.choice)
        let discriminator = MemberShape(key, .choice(choices), zh: "类型", en: "its type")
        guard let written = place[key] else {
            // Which members there must be is not known; which there can be is.
            let all = variants.flatMap(\.object.members).map { $0.unchecked }
            return checkMembers(of: place, [discriminator] + all)
        }
        guard let variant = variants.first(where: { $0.value == written.value.string }) else {
            return check(written, discriminator.shape)
        }
        checkMembers(of: place, [discriminator] + variant.object.members)
    }

    private mutating func checkChoice(_ place: CampaignPlace, _ choices: [Choice]) {
        let expected = Shape.choice(choices).expectation
        guard let written = place.value.string else { return mismatch(place, expected) }
        guard !choices.contains(where: { $0.value.utf8.elementsEqual(written.utf8) }) else { return }
        let suggestion =
            nearest(to: written, among: choices.map(\.value)) ?? choices.first { $0.about.zh == written }?.value
        let hint = suggestion.map { ("；是否想写 \"\($0)\"？", "; did you mean \"\($0)\"?") } ?? ("", "")
        let shown = place.shown
        problems.error(
            place, zh: spaced("应为", expected.zh) + spaced("，实为", shown.zh) + hint.0,
            en: "expected \(expected.text(.en)), got \(shown.text(.en))\(hint.1)", expected: expected,
            suggestion: suggestion)
    }
}

extension MemberShape {
    fileprivate var unchecked: MemberShape {
        MemberShape(key, .anything, .optional, zh: about.zh, en: about.text(.en))
    }
}

// MARK: - Strings and arrays

extension ShapeCheck {
    private mutating func checkString(_ place: CampaignPlace, _ shape: Shape, _ format: Format) {
        guard let text = place.value.string else {
            guard place.value.kind == .number else { return mismatch(place, shape.expectation) }
            let source = String(decoding: place.value.document.bytes[place.value.range], as: UTF8.self)
            return mismatch(place, shape.expectation, FormatProblem(suggestion: format.suggestion(forNumber: source)))
        }
        if let problem = format.problem(in: text) { mismatch(place, shape.expectation, problem) }
    }

    private mutating func checkText(_ place: CampaignPlace, _ shape: Shape, most: Int) {
        switch place.value.kind {
        case .string:
            checkWords(place, most: most)
        case .object:
            checkMembers(
                of: place,
                [
                    MemberShape("zh", .words(most: most), zh: "中文", en: "Chinese"),
                    MemberShape("en", .words(most: most), .optional, zh: "英文", en: "English"),
                ])
        default:
            mismatch(place, shape.expectation)
        }
    }

    /// Words for people: not empty, and nothing but line feeds that a terminal or page would take as a command.
    private mutating func checkWords(_ place: CampaignPlace, most: Int) {
        let text = place.value.string ?? ""
        let count = text.unicodeScalars.count
        let isBlank = text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
        let hasControl = text.unicodeScalars.contains { Format.isControl($0) && $0 != "\n" }
        guard isBlank || hasControl || count > most else { return }
        let expected = Shape.words(most: most).expectation
        if hasControl {
            mismatch(place, expected, FormatProblem(zh: "含有控制字符", en: "it has control characters"))
        } else {
            mismatch(
                place, expected,
                isBlank
                    ? FormatProblem(zh: "没有内容", en: "there is nothing in it")
                    : FormatProblem(zh: "有 \(count) 字", en: "it has \(count)"))
        }
    }

    private mutating func checkCount(of place: CampaignPlace, _ count: ClosedRange<Int>) {
        let written = place.value.elements.count
        guard !count.contains(written) else { return }
        let expected = BilingualText(
            zh: count.count == 1 ? "\(count.lowerBound) 项" : "\(count.lowerBound) 至 \(count.upperBound) 项",
            en: count.count == 1
                ? "\(count.lowerBound) item" : "\(count.lowerBound) to \(count.upperBound) items")
        problems.error(
            place, zh: "应有 \(expected.zh)，实有 \(written) 项", en: "expected \(expected.text(.en)), got \(written)",
            expected: expected)
    }
}

/// Chinese text with a space where Latin letters, digits or quotes follow it.
private func spaced(_ chinese: String, _ next: String) -> String {
    next.utf8.first.map { $0 < 0x80 } == true ? "\(chinese) \(next)" : chinese + next
}
