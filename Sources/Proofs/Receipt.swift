/// Proof that a leaf is in a log, in the form of C2SP tlog-proof.
///
///     c2sp.org/tlog-proof@v1
///     extra <base64>
///     index <N>
///     <sibling hashes from leaf to root, base64, a line each>
///     <empty line>
///     <the checkpoint, verbatim>
package struct Receipt: Hashable, Sendable {
    /// What only the holder gets: the opening and, with a roll, the salts of the holder's line.
    package struct Extra: Hashable, Sendable {
        package struct Salts: Hashable, Sendable {
            package var identity: Digest
            package var display: Digest

            package init(identity: Digest, display: Digest) {
                self.identity = identity
                self.display = display
            }
        }

        package var opening: Opening
        package var salts: Salts?

        package init(opening: Opening, salts: Salts?) {
            self.opening = opening
            self.salts = salts
        }

        package var bytes: [UInt8] {
            var bytes: [UInt8] = []
            OpeningFile.append(opening, to: &bytes)
            if let salts { bytes += salts.identity.bytes + salts.display.bytes }
            return bytes
        }

        package init(parsing bytes: [UInt8]) throws(FormatError) {
            var offset = 0
            guard let opening = try OpeningFile.take(from: bytes, at: &offset) else {
                throw FormatError("receipt", at: .byte(0), expected: "an opening", found: "a record of no bytes")
            }
            self.opening = opening
            switch bytes.count - offset {
            case 0: salts = nil
            case 64:
                guard let identity = Digest(bytes[offset..<(offset + 32)]), let display = Digest(bytes.suffix(32))
                else { preconditionFailure("32 bytes are a digest") }
                salts = Salts(identity: identity, display: display)
            case let rest:
                throw FormatError(
                    "receipt", at: .byte(offset), expected: "two salts of 32 bytes, or nothing",
                    found: "\(rest) bytes")
            }
        }
    }

    /// Every line is shorter than this.
    package static let mostLineBytes = 64 * 1024

    /// Nil in an inclusion-only receipt.
    package var extra: Extra?
    package var index: Int
    package var siblings: [Digest]
    package var checkpoint: SignedNote

    package init(extra: Extra?, index: Int, siblings: [Digest], checkpoint: SignedNote) {
        self.extra = extra
        self.index = index
        self.siblings = siblings
        self.checkpoint = checkpoint
    }

    package var bytes: [UInt8] {
        var text = "c2sp.org/tlog-proof@v1\n"
        if let extra { text += "extra \(Base64.encode(extra.bytes))\n" }
        text += "index \(index)\n"
        for sibling in siblings { text += sibling.base64 + "\n" }
        return Array((text + "\n").utf8) + checkpoint.bytes
    }

    package init(parsing bytes: [UInt8]) throws(FormatError) {
        var reader = try TextReader(bytes, format: "receipt")
        try reader.take(exactly: "c2sp.org/tlog-proof@v1")
        var head = "c2sp.org/tlog-proof@v1".utf8.count + 1
        extra = nil
        if let next = reader.next, next.utf8.starts(with: "extra ".utf8) {
            head += next.utf8.count + 1
            let value = try reader.value("extra")
            guard next.utf8.count < Receipt.mostLineBytes, let decoded = Base64.decode(value) else {
                throw reader.error("extra: base64, shorter than 64 KiB", value)
            }
            extra = try Extra(parsing: decoded)
        }
        head += (reader.next?.utf8.count ?? 0) + 1
        index = try reader.value("index", "a leaf index", Decimal.readInt)
        siblings = []
        while true {
            let line = try reader.take("a sibling hash or an empty line")
            head += line.utf8.count + 1
            if line.isEmpty { break }
            guard siblings.count < 63, let sibling = Base64.decode(line).flatMap({ Digest($0) }) else {
                throw reader.error("at most 63 hashes of 32 bytes in base64", line)
            }
            siblings.append(sibling)
        }
        checkpoint = try SignedNote(parsing: Array(bytes[head...]))
    }

    /// The head that the receipt rests on.
    package func head() throws(FormatError) -> Checkpoint {
        try Checkpoint(parsing: checkpoint.text)
    }

    /// Whether the leaf with this hash stands at ``index`` under ``head()``; signatures are checked on the note.
    package func proves(_ leafHash: Digest) throws(FormatError) -> Bool {
        let head = try head()
        return MerkleTree.verifyInclusion(
            of: leafHash, index: index, size: head.size, proof: siblings, root: head.root)
    }

    /// Whether the entry leaf that commits to the opening stands there; false without an opening.
    package func provesOpening() throws(FormatError) -> Bool {
        guard let extra else { return false }
        let commitment = extra.opening.commitment
        let leaves = [EntryLeaf(commitment: commitment).bytes, EventLeaf(commitment: commitment).bytes]
        for leaf in leaves where try proves(MerkleTree.leafHash(leaf)) { return true }
        return false
    }
}
