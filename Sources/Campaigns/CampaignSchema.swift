import JSON

/// The campaign file as a JSON Schema (draft 2020-12), written from the shapes that the loader checks files with, so that
/// an editor completes and explains what the loader takes.
///
/// Every file that the loader takes is valid; of what it refuses, the schema knows what has to do with the form of one
/// value, its presence, and the kind's parts. `anyOf` with a `const` in each branch is what editors complete best, and
/// patterns have no look-around, so that any engine runs them.
package enum CampaignSchema {
    package static let json: JSON = {
        var members = Shape.campaign.schemaMembers
        members.insert(
            contentsOf: [
                .init("$schema", "https://json-schema.org/draft/2020-12/schema"),
                .init("$comment", "huigong check --schema"),
                .init("title", "惠工活动文件 — a campaign of Huigong"),
            ], at: 0)
        members.append(.init("allOf", .array(Campaign.Kind.allCases.map(partsRule))))
        members.append(.init("$defs", .object(definitions)))
        return .object(members)
    }()

    /// What many places refer to, without descriptions: editors would show them instead of the place's own.
    private static var definitions: [JSON.Member] {
        var (texts, words): (Set<Int>, Set<Int>) = ([], [])
        Shape.campaign.collectLengths(texts: &texts, words: &words)
        return Format.allCases.map { .init($0.rawValue, .object($0.schemaMembers)) }
            + words.union(texts).sorted().map { .init("words\($0)", .object(Shape.wordsMembers(most: $0))) }
            + texts.sorted().map { .init("text\($0)", .object(Shape.textMembers(most: $0))) }
    }

    /// Which parts a file of the kind has and can't have.
    private static func partsRule(_ kind: Campaign.Kind) -> JSON {
        let parts = CampaignShapes.parts.map(\.key).compactMap(Part.init)
        let required = parts.filter { KindParts.use(of: $0, in: kind) == .required }
        let absent = parts.filter { KindParts.use(of: $0, in: kind) == .absent }
        return [
            "if": ["properties": ["kind": ["const": .string(kind.rawValue)]], "required": ["kind"]],
            "then": .object([
                .init("required", .array(required.map { .string($0.rawValue) })),
                .init("properties", .object(absent.map { .init($0.rawValue, false) })),
            ]),
        ]
    }
}

// MARK: - Shapes

extension Shape {
    fileprivate var schemaMembers: [JSON.Member] {
        switch self {
        case .object(let object): [.init("type", "object")] + object.schemaMembers
        case .variants(let key, let variants):
            [
                .init("type", "object"), .init("required", [.string(key)]),
                .init("anyOf", .array(variants.map { $0.schema(by: key) })),
            ]
        case .array(let element, let count):
            [
                .init("type", "array"), .init("minItems", .integer(Int64(count.lowerBound))),
                .init("maxItems", .integer(Int64(count.upperBound))), .init("items", .object(element.schemaMembers)),
            ]
        case .text(let most): [.init("$ref", .string("#/$defs/text\(most)"))]
        case .words(let most): [.init("$ref", .string("#/$defs/words\(most)"))]
        case .string(let format): [.init("$ref", .string("#/$defs/\(format.rawValue)"))]
        case .integer(let range):
            [
                .init("type", "integer"), .init("minimum", .integer(Int64(range.lowerBound))),
                .init("maximum", .integer(Int64(range.upperBound))),
            ]
        case .boolean: [.init("type", "boolean")]
        case .choice(let choices): [.init("anyOf", .array(choices.map(\.schema)))]
        case .anything: []
        }
    }

    fileprivate static func wordsMembers(most: Int) -> [JSON.Member] {
        let expected = Shape.words(most: most).expectation
        return [
            .init("type", "string"), .init("minLength", 1), .init("maxLength", .integer(Int64(most))),
            .init("pattern", .string(SchemaPattern.words)),
            .init("patternErrorMessage", .string(SchemaPattern.message(expected))),
        ]
    }

    fileprivate static func textMembers(most: Int) -> [JSON.Member] {
        let object = ObjectShape([
            MemberShape("zh", .words(most: most), zh: "中文", en: "Chinese"),
            MemberShape("en", .words(most: most), .optional, zh: "英文", en: "English"),
        ])
        return [
            .init(
                "anyOf",
                [
                    .object(Shape.words(most: most).schemaMembers),
                    .object([.init("type", "object")] + object.schemaMembers),
                ])
        ]
    }
}

extension Shape {
    fileprivate func collectLengths(texts: inout Set<Int>, words: inout Set<Int>) {
        switch self {
        case .object(let object):
            for member in object.members { member.shape.collectLengths(texts: &texts, words: &words) }
        case .variants(_, let variants):
            for member in variants.flatMap(\.object.members) {
                member.shape.collectLengths(texts: &texts, words: &words)
            }
        case .array(let element, _): element.collectLengths(texts: &texts, words: &words)
        case .text(let most): texts.insert(most)
        case .words(let most): words.insert(most)
        case .string, .integer, .boolean, .choice, .anything: break
        }
    }
}

extension ObjectShape {
    fileprivate var schemaMembers: [JSON.Member] { schemaMembers(besides: []) }

    /// - Parameter discriminator: what tells the object from others at its place.
    fileprivate func schemaMembers(besides discriminator: [JSON.Member]) -> [JSON.Member] {
        let required = members.filter { if case .required = $0.presence { true } else { false } }
        let keys = discriminator.map(\.key) + required.map(\.key)
        let properties = discriminator + members.map { .init($0.key, $0.schema) }
        return (keys.isEmpty ? [] : [.init("required", .array(keys.map(JSON.string)))]) + [
            .init("additionalProperties", false), .init("properties", .object(properties)),
        ]
    }
}

extension MemberShape {
    fileprivate var schema: JSON { .object([about.schemaDescription] + shape.schemaMembers) }
}

extension Variant {
    fileprivate func schema(by key: String) -> JSON {
        let value = JSON.object([about.schemaDescription, .init("const", .string(self.value))])
        return .object(object.schemaMembers(besides: [.init(key, value)]))
    }
}

extension Choice {
    fileprivate var schema: JSON { .object([about.schemaDescription, .init("const", .string(value))]) }
}

extension BilingualText {
    /// Both languages in one, because editors show a single text.
    fileprivate var schemaDescription: JSON.Member { .init("description", .string("\(zh) — \(text(.en))")) }
}

// MARK: - Strings

extension Format {
    fileprivate var schemaMembers: [JSON.Member] {
        var members: [JSON.Member] = [.init("type", "string")]
        if let length = SchemaPattern.length(of: self) {
            members.append(.init("minLength", .integer(Int64(length.lowerBound))))
            members.append(.init("maxLength", .integer(Int64(length.upperBound))))
        }
        members.append(.init("pattern", .string(SchemaPattern.pattern(of: self))))
        members.append(.init("patternErrorMessage", .string(SchemaPattern.message(expectation))))
        if self == .campaignID { members.append(.init("not", ["const": "registry"])) }
        return members + [.init("examples", .array(examples.map(JSON.string)))]
    }
}
