/// A JSON value to build and write. Numbers are integers below 2^53 in magnitude; there are no others in Huigong.
package indirect enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case string(String)
    case array([JSON])
    /// Members in the order they are written in by ``bytes()``; no key twice.
    case object([Member])

    package struct Member: Hashable, Sendable {
        package var key: String
        package var value: JSON

        package init(_ key: String, _ value: JSON) {
            self.key = key
            self.value = value
        }
    }

    /// The bytes of RFC 8785: keys ascending by UTF-16 code units, no spaces, fewest escapes.
    package func canonicalBytes() -> [UInt8] {
        var out: [UInt8] = []
        append(to: &out, sorted: true)
        return out
    }

    /// The bytes with members in the order given, otherwise as in ``canonicalBytes()``.
    package func bytes() -> [UInt8] {
        var out: [UInt8] = []
        append(to: &out, sorted: false)
        return out
    }

    private func append(to out: inout [UInt8], sorted: Bool) {
        switch self {
        case .null: JSONWriter.appendRaw("null", to: &out)
        case .bool(true): JSONWriter.appendRaw("true", to: &out)
        case .bool(false): JSONWriter.appendRaw("false", to: &out)
        case .integer(let value):
            precondition(value.magnitude < 1 << 53, "an integer in JSON is below 2^53")
            JSONWriter.appendInteger(value, to: &out)
        case .string(let text): JSONWriter.appendString(text, to: &out)
        case .array(let elements):
            out.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                element.append(to: &out, sorted: sorted)
            }
            out.append(UInt8(ascii: "]"))
        case .object(let members):
            JSON.append(sorted ? JSON.inCanonicalOrder(members) : members, to: &out, sorted: sorted)
        }
    }

    private static func append(_ members: [Member], to out: inout [UInt8], sorted: Bool) {
        out.append(UInt8(ascii: "{"))
        for (index, member) in members.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            JSONWriter.appendString(member.key, to: &out)
            out.append(UInt8(ascii: ":"))
            member.value.append(to: &out, sorted: sorted)
        }
        out.append(UInt8(ascii: "}"))
    }

    private static func inCanonicalOrder(_ members: [Member]) -> [Member] {
        let sorted = members.sorted { precedesInUTF16($0.key.utf8, $1.key.utf8) }
        for (a, b) in zip(sorted, sorted.dropFirst()) {
            precondition(precedesInUTF16(a.key.utf8, b.key.utf8), "an object has no key twice")
        }
        return sorted
    }
}

extension JSON {
    /// The same value, or nil where it holds a number that is no integer below 2^53.
    package init?(_ value: JSONValue) {
        switch value.kind {
        case .null: self = .null
        case .false: self = .bool(false)
        case .true: self = .bool(true)
        case .number:
            guard let integer = value.integer else { return nil }
            self = .integer(integer)
        case .string: self = .string(value.string ?? "")
        case .array:
            var elements: [JSON] = []
            for element in value.elements {
                guard let element = JSON(element) else { return nil }
                elements.append(element)
            }
            self = .array(elements)
        case .object:
            var members: [Member] = []
            for member in value.members {
                guard let value = JSON(member.value) else { return nil }
                members.append(Member(member.key, value))
            }
            self = .object(members)
        }
    }

    /// Always an object with `zh`, and `en` where there is one.
    package init(_ text: BilingualText) {
        self = .object([Member("zh", .string(text.zh))] + (text.en.map { [Member("en", .string($0))] } ?? []))
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(nilLiteral: ()) { self = .null }
    package init(arrayLiteral elements: JSON...) { self = .array(elements) }
    package init(dictionaryLiteral members: (String, JSON)...) {
        self = .object(members.map { Member($0.0, $0.1) })
    }
}
