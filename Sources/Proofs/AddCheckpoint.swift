/// What a witness is asked to cosign: the body of an `add-checkpoint` request (C2SP tlog-witness).
///
///     old <size>
///     <hashes of the consistency proof, base64, a line each>
///     <empty line>
///     <the checkpoint, signed by its log>
package struct AddCheckpoint: Hashable, Sendable {
    /// The most hashes that a proof may have.
    package static let mostHashes = 63

    /// The size that the witness cosigned last; 0 where it never did.
    package var oldSize: Int
    package var proof: [Digest]
    package var note: SignedNote

    package init(oldSize: Int, proof: [Digest], note: SignedNote) {
        self.oldSize = oldSize
        self.proof = proof
        self.note = note
    }

    package var bytes: [UInt8] {
        let lines = ["old \(oldSize)"] + proof.map(\.base64)
        return Array((lines.joined(separator: "\n") + "\n\n").utf8) + note.bytes
    }

    package init(parsing bytes: [UInt8]) throws(FormatError) {
        var reader = try TextReader(bytes, format: "add-checkpoint")
        var head = (reader.next?.utf8.count ?? 0) + 1
        oldSize = try reader.value("old", "a size without leading zeros", Decimal.readInt)
        proof = []
        while true {
            let line = try reader.take("a hash of the proof or an empty line")
            head += line.utf8.count + 1
            if line.isEmpty { break }
            guard proof.count < Self.mostHashes, let hash = Base64.decode(line).flatMap({ Digest($0) }) else {
                throw reader.error("at most \(Self.mostHashes) hashes of 32 bytes in base64", line)
            }
            proof.append(hash)
        }
        guard !reader.isAtEnd else {
            throw FormatError(
                "add-checkpoint", at: .line(reader.line + 1), expected: "a checkpoint", found: "the end of the text")
        }
        note = try SignedNote(parsing: Array(bytes[head...]))
    }

    /// The head that is to be cosigned.
    package func head() throws(FormatError) -> Checkpoint {
        try Checkpoint(parsing: note.text)
    }
}
