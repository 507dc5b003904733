/// What a commitment in a leaf hides: a nonce and a body (canonical JSON).
package struct Opening: Hashable, Sendable {
    /// The most bytes of a body.
    package static let mostBodyBytes = 32 * 1024

    package var nonce: Digest
    package var body: [UInt8]

    package init(nonce: Digest, body: [UInt8]) {
        self.nonce = nonce
        self.body = body
    }

    /// SHA-256("huigong/commit/v1\n" ‖ nonce ‖ body).
    package var commitment: Digest {
        body.withUnsafeBytes { Opening.commitment(nonce: nonce, body: $0) }
    }

    package static func commitment(nonce: Digest, body: UnsafeRawBufferPointer) -> Digest {
        var hash = SHA256()
        hash.update("huigong/commit/v1\n" as StaticString)
        hash.update(nonce)
        hash.update(body)
        return hash.finalize()
    }

    /// The bytes that are hashed, for hashing many commitments at once.
    package static func appendCommitted(nonce: Digest, body: some Collection<UInt8>, to arena: inout [UInt8]) {
        arena.append(contentsOf: "huigong/commit/v1\n".utf8)
        nonce.withUnsafeBytes { arena.append(contentsOf: $0) }
        arena.append(contentsOf: body)
    }
}

/// The records of `openings/<N>`, one a leaf: u32-BE length, then nonce ‖ body; length 0 for leaves without one.
package enum OpeningFile {
    /// Appends one record; nil stands for a record leaf or a withheld opening.
    package static func append(_ opening: Opening?, to file: inout [UInt8]) {
        let length = opening.map { 32 + $0.body.count } ?? 0
        file.append(contentsOf: withUnsafeBytes(of: UInt32(length).bigEndian) { Array($0) })
        guard let opening else { return }
        opening.nonce.withUnsafeBytes { file.append(contentsOf: $0) }
        file.append(contentsOf: opening.body)
    }

    package static func encode(_ openings: [Opening?]) -> [UInt8] {
        var file: [UInt8] = []
        for opening in openings { append(opening, to: &file) }
        return file
    }

    /// Reads exactly `width` records.
    package static func decode(_ file: [UInt8], width: Int) throws(FormatError) -> [Opening?] {
        var openings: [Opening?] = []
        var offset = 0
        while offset < file.count {
            openings.append(try take(from: file, at: &offset))
        }
        guard openings.count == width else { throw error(at: offset, "\(width) records", "\(openings.count)") }
        return openings
    }

    /// Reads the record at `offset` and moves past it.
    static func take(from file: [UInt8], at offset: inout Int) throws(FormatError) -> Opening? {
        let left = file.count - offset
        guard left >= 4 else { throw error(at: offset, "4 bytes of length", "\(left)") }
        let length = file[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) }
        if length == 0 {
            offset += 4
            return nil
        }
        guard length >= 32, length <= 32 + Opening.mostBodyBytes else {
            throw error(at: offset, "a length of 32…\(32 + Opening.mostBodyBytes)", "\(length)")
        }
        guard left - 4 >= length else { throw error(at: offset, "a record of \(length) bytes", "\(left - 4)") }
        let start = offset + 4
        offset = start + length
        guard let nonce = Digest(file[start..<(start + 32)]) else { preconditionFailure("32 bytes are a digest") }
        return Opening(nonce: nonce, body: Array(file[(start + 32)..<offset]))
    }

    private static func error(at offset: Int, _ expected: String, _ found: String) -> FormatError {
        FormatError("openings", at: .byte(offset), expected: expected, found: found)
    }
}

extension Opening {
    /// What a commitment hashes before nonce and body.
    package static let commitmentLabel: StaticString = "huigong/commit/v1\n"

    /// Splits nonce and body; nil for less than a nonce.
    package init?(joined bytes: some Collection<UInt8>) {
        guard let nonce = Digest(bytes.prefix(32)) else { return nil }
        self.init(nonce: nonce, body: Array(bytes.dropFirst(32)))
    }
}
