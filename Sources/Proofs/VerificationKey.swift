/// A public key with its name, as C2SP signed-note prints it: `name+hex8+base64(type ‖ public key)`.
package struct VerificationKey: Hashable, Sendable {
    package enum Algorithm: UInt8, Hashable, Sendable {
        case ed25519 = 0x01
        /// Ed25519 over timestamped cosignatures of checkpoints.
        case cosignature = 0x04
    }

    package let name: String
    package let algorithm: Algorithm
    /// 32 bytes.
    package let publicKey: [UInt8]
    /// The first four bytes of SHA-256(name ‖ LF ‖ type ‖ public key), big-endian.
    package let keyID: UInt32

    /// Nil unless the name is one and the key has 32 bytes.
    package init?(name: String, algorithm: Algorithm = .ed25519, publicKey: [UInt8]) {
        guard VerificationKey.isName(name), publicKey.count == Ed25519.publicKeyCount else { return nil }
        self.name = name
        self.algorithm = algorithm
        self.publicKey = publicKey
        let digest = SHA256.hash(Array(name.utf8) + [0x0A, algorithm.rawValue] + publicKey)
        keyID = UInt32(truncatingIfNeeded: digest.leadingWord >> 32)
    }

    package init(parsing text: some StringProtocol) throws(FormatError) {
        func error(_ expected: String) -> FormatError {
            FormatError("vkey", at: .line(1), expected: expected, found: FormatError.quoted(text))
        }
        // Names have no plus sign, base64 may have some.
        let parts = text.parts(at: "+", most: 3).map { String($0) }
        guard parts.count == 3, VerificationKey.isName(parts[0]) else { throw error("name+hex8+base64") }
        guard let id = Hex.decode(parts[1]), id.count == 4 else { throw error("8 hex digits of key id") }
        guard let key = Base64.decode(parts[2]), let type = key.first else { throw error("a key in base64") }
        guard let algorithm = Algorithm(rawValue: type) else { throw error("key type 1 or 4") }
        guard let read = VerificationKey(name: parts[0], algorithm: algorithm, publicKey: Array(key.dropFirst()))
        else { throw error("a key of 32 bytes") }
        guard Hex.encode(id) == read.keyIDHex else { throw error("key id \(read.keyIDHex)") }
        self = read
    }

    package var text: String {
        "\(name)+\(keyIDHex)+\(Base64.encode([algorithm.rawValue] + publicKey))"
    }

    private var keyIDHex: String { Hex.encode(withUnsafeBytes(of: keyID.bigEndian) { Array($0) }) }

    /// Not empty, no Unicode space, no plus sign, no control character.
    package static func isName(_ text: some StringProtocol) -> Bool {
        !text.isEmpty
            && text.unicodeScalars.allSatisfy { scalar in
                scalar != "+" && scalar.value >= 0x20 && !scalar.properties.isWhitespace
            }
    }
}

extension VerificationKey: CustomStringConvertible {
    package var description: String { text }
}
