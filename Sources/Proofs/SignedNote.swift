/// A text with signatures under it (C2SP signed-note v1.0.0).
///
///     <text, each line ending in LF>
///     <empty line>
///     — <name> <base64 of key id and signature>
package struct SignedNote: Hashable, Sendable {
    package struct Signature: Hashable, Sendable {
        package let name: String
        package let keyID: UInt32
        /// What follows the key id: 64 bytes of Ed25519, 72 of a cosignature.
        package let bytes: [UInt8]

        package init(name: String, keyID: UInt32, bytes: [UInt8]) {
            self.name = name
            self.keyID = keyID
            self.bytes = bytes
        }

        /// The line without LF.
        package var line: String {
            let id = withUnsafeBytes(of: keyID.bigEndian) { Array($0) }
            return "— \(name) \(Base64.encode(id + bytes))"
        }

        /// Reads a line without LF, such as a witness prints.
        package init(parsing line: some StringProtocol) throws(FormatError) {
            self = try Signature.read(line, at: 1)
        }

        static func read(_ line: some StringProtocol, at number: Int) throws(FormatError) -> Signature {
            func error(_ expected: String) -> FormatError {
                FormatError(
                    "signed note", at: .line(number), expected: expected, found: FormatError.quoted(line))
            }
            let parts = line.parts(at: " ").map { String($0) }
            guard parts.count == 3, TextReader.isSame(parts[0], "—"), VerificationKey.isName(parts[1]) else {
                throw error("a signature line \"— <name> <base64>\"")
            }
            guard let bytes = Base64.decode(parts[2]), bytes.count > 4 else {
                throw error("base64 of a key id and a signature")
            }
            let keyID = bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
            return Signature(name: parts[1], keyID: keyID, bytes: Array(bytes.dropFirst(4)))
        }
    }

    /// A signature that a known key accepts.
    package struct Verified: Hashable, Sendable {
        package let key: VerificationKey
        /// Of a cosignature: Unix seconds.
        package let cosignedAt: UInt64?
    }

    /// Why a note is not what it claims.
    package enum Rejection: Error, Hashable, Sendable {
        /// A signature that bears the name and id of a known key is not that key's.
        case badSignature(name: String)
    }

    /// The most signatures that are read: the standard asks for 16 at least.
    package static let mostSignatures = 100

    /// Ends in LF; the signatures are over its bytes.
    package let text: String
    package private(set) var signatures: [Signature]

    package init(text: String, signatures: [Signature] = []) {
        precondition(text.utf8.last == 0x0A, "the text of a note ends in LF")
        self.text = text
        self.signatures = signatures
    }

    package mutating func add(_ signature: Signature) {
        signatures.append(signature)
    }

    /// The whole note.
    package var bytes: [UInt8] {
        var bytes = Array(text.utf8)
        bytes.append(0x0A)
        for signature in signatures {
            bytes.append(contentsOf: signature.line.utf8)
            bytes.append(0x0A)
        }
        return bytes
    }

    /// Splits at the last empty line; lines under it must all be signatures, and there must be one.
    package init(parsing bytes: [UInt8]) throws(FormatError) {
        var reader = try TextReader(bytes, format: "signed note")
        guard let blank = (1..<max(1, bytes.count)).last(where: { bytes[$0] == 0x0A && bytes[$0 - 1] == 0x0A }) else {
            throw FormatError(
                "signed note", at: .line(reader.linesLeft), expected: "an empty line before the signatures",
                found: "the end of the text")
        }
        text = String(decoding: bytes[..<blank], as: UTF8.self)
        for _ in 0...bytes[..<blank].count(where: { $0 == 0x0A }) { _ = try reader.take("a line") }
        signatures = []
        repeat {
            let line = try reader.take("a signature line")
            signatures.append(try Signature.read(line, at: reader.line))
            guard signatures.count <= SignedNote.mostSignatures else {
                throw reader.error("at most \(SignedNote.mostSignatures) signatures", line)
            }
        } while !reader.isAtEnd
    }

    /// The known keys that signed, in the note's order; unknown pairs of name and id are passed over, a bad
    /// signature from a known pair rejects the note.
    package func verify(_ keys: [VerificationKey]) throws(Rejection) -> [Verified] {
        var verified: [Verified] = []
        for signature in signatures {
            guard
                let key = keys.first(where: {
                    $0.keyID == signature.keyID && TextReader.isSame($0.name, signature.name)
                })
            else { continue }
            guard let accepted = key.accepts(signature, of: text) else { throw .badSignature(name: key.name) }
            verified.append(accepted)
        }
        return verified
    }
}

extension VerificationKey {
    /// Checks one signature of a note's text; nil where it is not this key's.
    fileprivate func accepts(_ signature: SignedNote.Signature, of text: String) -> SignedNote.Verified? {
        switch algorithm {
        case .ed25519:
            let isValid = Ed25519.isValid(signature: signature.bytes, of: Array(text.utf8), publicKey: publicKey)
            return isValid ? SignedNote.Verified(key: self, cosignedAt: nil) : nil
        case .cosignature:
            guard signature.bytes.count == 72 else { return nil }
            let time = signature.bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
            let isValid = Ed25519.isValid(
                signature: Array(signature.bytes.dropFirst(8)), of: NoteSigner.cosigned(text, at: time),
                publicKey: publicKey)
            return isValid ? SignedNote.Verified(key: self, cosignedAt: time) : nil
        }
    }
}

/// A named secret key that signs notes.
package struct NoteSigner: Sendable {
    package let verificationKey: VerificationKey
    private let key: Ed25519.SigningKey

    /// Nil unless the name is one.
    package init?(name: String, algorithm: VerificationKey.Algorithm = .ed25519, seed: Digest) {
        let key = Ed25519.SigningKey(seed: seed)
        guard let verificationKey = VerificationKey(name: name, algorithm: algorithm, publicKey: key.publicKey) else {
            return nil
        }
        self.key = key
        self.verificationKey = verificationKey
    }

    /// A plain signature of a note's text.
    package func sign(_ text: String) -> SignedNote.Signature {
        precondition(verificationKey.algorithm == .ed25519, "a cosigning key signs with a time")
        return signature(key.sign(Array(text.utf8)))
    }

    /// A cosignature of a checkpoint's text at a time in Unix seconds (C2SP tlog-cosignature).
    package func cosign(_ text: String, at seconds: UInt64) -> SignedNote.Signature {
        precondition(verificationKey.algorithm == .cosignature, "only a cosigning key signs with a time")
        let time = withUnsafeBytes(of: seconds.bigEndian) { Array($0) }
        return signature(time + key.sign(NoteSigner.cosigned(text, at: seconds)))
    }

    private func signature(_ bytes: [UInt8]) -> SignedNote.Signature {
        SignedNote.Signature(name: verificationKey.name, keyID: verificationKey.keyID, bytes: bytes)
    }

    static func cosigned(_ text: String, at seconds: UInt64) -> [UInt8] {
        Array("cosignature/v1\ntime \(seconds)\n\(text)".utf8)
    }
}
