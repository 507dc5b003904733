import JSON

/// One value of a campaign file that is another one since an amendment: what stands at a JSON pointer (RFC 6901).
package struct RulesChange: Hashable, Sendable {
    package var pointer: String
    package var value: JSON

    package init(pointer: String, value: JSON) {
        self.pointer = pointer
        self.value = value
    }

    /// As amendments write it: `{"pointer","value"}`.
    package var json: JSON { ["pointer": .string(pointer), "value": value] }

    /// Reads `{"pointer","value"}`; nil for anything else.
    package init?(_ place: JSONValue) {
        guard place.members.count == 2, let pointer = place["pointer"]?.string, pointer.utf8.first == 0x2F,
            let value = place["value"].flatMap({ JSON($0) })
        else { return nil }
        self.init(pointer: pointer, value: value)
    }

    /// Reads an array of changes, at least one and no pointer twice; nil for anything else.
    package static func list(_ place: JSONValue?) -> [RulesChange]? {
        guard let place, place.kind == .array else { return nil }
        let changes = place.elements.map { RulesChange($0) }
        guard !changes.isEmpty, !changes.contains(nil) else { return nil }
        let known = changes.compactMap(\.self)
        return Set(known.map { Array($0.pointer.utf8) }).count == known.count ? known : nil
    }

    /// A value with changes put in where they belong; a change without a place is left out.
    package static func put(_ changes: [RulesChange], into value: JSON) -> JSON {
        var value = value
        for change in changes { if let parts = change.parts { _ = value.put(change.value, at: parts[...]) } }
        return value
    }

    /// The pointer's parts, unescaped; nil where it is none.
    var parts: [String]? {
        guard pointer.utf8.first == 0x2F else { return nil }
        return pointer.utf8.dropFirst().split(separator: 0x2F, omittingEmptySubsequences: false).map { part in
            (String(Substring(part))).replacing("~1", with: "/").replacing("~0", with: "~")
        }
    }
}

extension JSON {
    /// What stands at a pointer's parts; nil where nothing does.
    func value(at parts: ArraySlice<String>) -> JSON? {
        guard let part = parts.first else { return self }
        switch self {
        case .object(let members):
            return members.first { $0.key.utf8.elementsEqual(part.utf8) }?.value.value(at: parts.dropFirst())
        case .array(let elements):
            guard let place = JSON.place(part), elements.indices.contains(place) else { return nil }
            return elements[place].value(at: parts.dropFirst())
        default: return nil
        }
    }

    /// Puts a value where a pointer leads: in place of what stands there, or as a new member of an object that does.
    ///
    /// - Returns: Whether there is such a place.
    mutating func put(_ value: JSON, at parts: ArraySlice<String>) -> Bool {
        guard let part = parts.first else {
            self = value
            return true
        }
        let rest = parts.dropFirst()
        switch self {
        case .object(var members):
            if let place = members.firstIndex(where: { $0.key.utf8.elementsEqual(part.utf8) }) {
                guard members[place].value.put(value, at: rest) else { return false }
            } else {
                guard rest.isEmpty else { return false }
                members.append(Member(part, value))
            }
            self = .object(members)
        case .array(var elements):
            guard let place = JSON.place(part), elements.indices.contains(place) else { return false }
            guard elements[place].put(value, at: rest) else { return false }
            self = .array(elements)
        default: return false
        }
        return true
    }

    /// Takes a member away where there is one.
    mutating func removeMember(_ key: String, of parts: ArraySlice<String>) {
        guard case .object(let members) = value(at: parts) else { return }
        _ = put(.object(members.filter { $0.key != key }), at: parts)
    }

    /// The place of an array that a part names: decimal without leading zeros.
    private static func place(_ part: String) -> Int? {
        guard let place = Int(part), place >= 0, String(place).utf8.elementsEqual(part.utf8) else { return nil }
        return place
    }
}
