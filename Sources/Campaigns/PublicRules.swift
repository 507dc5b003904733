import JSON

/// What of a campaign file everybody may read from the day it is announced.
package enum PublicRules {
    /// JSON pointers, with `*` for every index, to what stays secret until the bundle: the answer key.
    package static let secretPaths = [
        "/paper/questions/*/answer", "/paper/questions/*/also", "/paper/questions/*/hidden",
        "/paper/questions/*/forbidden", "/paper/questions/*/hints/*/text", "/paper/questions/*/tolerance",
        "/paper/questions/*/blanks/*/answer", "/paper/questions/*/blanks/*/also", "/paper/questions/*/solution",
    ]

    /// The canonical JSON of the file less the secret paths; nil where a number is no integer below 2^53.
    package static func bytes(of root: JSONValue) -> [UInt8]? {
        guard var rules = JSON(root) else { return nil }
        for path in secretPaths { rules.remove(path.split(separator: "/")[...]) }
        return rules.canonicalBytes()
    }

    /// The canonical bytes of `/prizes` in public rules, of which the registry has the SHA-256; nil where the rules have
    /// none.
    package static func prizes(in publicRules: [UInt8]) -> [UInt8]? {
        (try? JSONDocument(bytes: publicRules))?.root["prizes"].flatMap { JSON($0) }?.canonicalBytes()
    }
}

extension JSON {
    /// Removes what a path leads to, where there is anything.
    fileprivate mutating func remove(_ path: ArraySlice<Substring>) {
        guard let token = path.first else { return }
        let rest = path.dropFirst()
        switch self {
        case .object(var members):
            if rest.isEmpty {
                members.removeAll { $0.key == token }
            } else {
                for index in members.indices where members[index].key == token { members[index].value.remove(rest) }
            }
            self = .object(members)
        case .array(var elements) where token == "*":
            for index in elements.indices { elements[index].remove(rest) }
            self = .array(elements)
        default:
            break
        }
    }
}
