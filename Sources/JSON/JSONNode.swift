/// The kinds of values of RFC 8259; `true` and `false` are told apart here so that a node needs no payload.
package enum JSONKind: UInt8, Sendable {
    case null, `false`, `true`, number, string, array, object
}

/// One value of a text, as it lies in a ``JSONTape``.
///
/// An object's members follow it as key node, value, key node, value; an array's elements follow it.
package struct JSONNode: Sendable, Hashable {
    /// Byte offset of the value; of a string, of what is between the quotes.
    package var start: Int32
    /// Byte offset after the value; of a string, of the closing quote.
    package var end: Int32
    /// Tape index after this value and all inside it.
    package var next: Int32
    /// Elements of an array, members of an object, otherwise 0.
    package var count: Int32
    package var kind: JSONKind
    /// A string that has a backslash in it, so that its bytes are not its text.
    package var isEscaped: Bool
    /// A number without fraction and exponent.
    package var isInteger: Bool
}

/// What a reader takes at most, so that no text costs more than its place allows.
package struct JSONLimits: Sendable, Hashable {
    /// Arrays and objects inside each other.
    package var maxDepth = 32
    /// Values, keys included.
    package var maxNodes = 1_000_000
    /// Whether a key that an object has twice is an error; otherwise it is noted in ``JSONTape/duplicateKeys``, so
    /// that a loader can report it among all other problems.
    package var refusesDuplicateKeys = true

    package init(maxDepth: Int = 32, maxNodes: Int = 1_000_000, refusesDuplicateKeys: Bool = true) {
        self.maxDepth = maxDepth
        self.maxNodes = maxNodes
        self.refusesDuplicateKeys = refusesDuplicateKeys
    }
}
