/// What a private field of an entry or event holds, with the nonce of its commitment.
package struct PrivateValue: Hashable, Sendable {
    /// Where the commitment stands in the body, as a JSON pointer (RFC 6901).
    package var pointer: String
    package var nonce: Digest
    package var value: [UInt8]

    package init(pointer: String, nonce: Digest, value: [UInt8]) {
        self.pointer = pointer
        self.nonce = nonce
        self.value = value
    }

    /// What stands in the body: `#` and hex.
    package var commitment: String { Commitments.field(nonce: nonce, value: value) }

    /// As the auditor's file has it: `private <leaf> <JSON pointer> <nonce hex> <base64 value>`.
    package func line(leaf: Int) -> String { "private \(leaf) \(pointer) \(nonce.hex) \(Base64.encode(value))" }

    /// Reads what follows `private `.
    package static func read(_ text: Substring) -> (leaf: Int, value: PrivateValue)? {
        let words = text.parts(at: " ")
        guard words.count == 4, let leaf = Decimal.readPositive(words[0]), words[1].utf8.first == UInt8(ascii: "/"),
            let nonce = Digest(hex: words[2]), let value = Base64.decode(String(words[3]))
        else { return nil }
        return (leaf, PrivateValue(pointer: String(words[1]), nonce: nonce, value: value))
    }
}
