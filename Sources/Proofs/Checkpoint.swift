/// The head of a log (C2SP tlog-checkpoint): origin, decimal size, root in base64, a line each; no extensions.
package struct Checkpoint: Hashable, Sendable {
    package var origin: String
    package var size: Int
    package var root: Digest

    package init(origin: String, size: Int, root: Digest) {
        self.origin = origin
        self.size = size
        self.root = root
    }

    /// The note text.
    package var text: String { "\(origin)\n\(size)\n\(root.base64)\n" }

    package init(parsing text: String) throws(FormatError) {
        var reader = try TextReader(text.utf8, format: "checkpoint")
        let origin = try reader.take("the origin")
        guard VerificationKey.isName(origin) else { throw reader.error("the origin", origin) }
        let size = try reader.take("the size")
        guard let number = Decimal.readInt(size) else { throw reader.error("a size without leading zeros", size) }
        let line = try reader.take("the root")
        guard let root = Base64.decode(line).flatMap({ Digest($0) }) else {
            throw reader.error("a root of 32 bytes in base64", line)
        }
        try reader.end()
        self.init(origin: String(origin), size: number, root: root)
    }

    /// The checkpoint as a note with the log's signature.
    package func signed(by signer: NoteSigner) -> SignedNote {
        SignedNote(text: text, signatures: [signer.sign(text)])
    }
}
