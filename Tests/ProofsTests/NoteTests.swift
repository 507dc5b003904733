import Foundation
import Testing

@testable import Proofs

struct VerificationKeyTests {
    private static let foo = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"

    @Test func `reads the example of the standard`() throws {
        let key = try VerificationKey(parsing: Self.foo)
        #expect(key.name == "example.com/foo")
        #expect(key.keyID == 0x530d_903a)
        #expect(key.algorithm == .ed25519)
        #expect(key.text == Self.foo)
    }

    @Test(arguments: [
        "", "example.com/foo", "example.com/foo+530d903a", "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U0=",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2l\n",
    ])
    func `refuses keys that are not written so`(_ text: String) {
        #expect(throws: FormatError.self) { try VerificationKey(parsing: text) }
    }
}

struct SignedNoteTests {
    private let text = "a text\n\nwith an empty line\n"
    private let signers = (1...20).compactMap { NoteSigner(name: "signer.example/\($0)", seed: SHA256.hash([$0])) }

    private func note(_ count: Int = 1) -> SignedNote {
        SignedNote(text: text, signatures: signers.prefix(count).map { $0.sign(text) })
    }

    @Test func `writes, reads and verifies twenty signatures`() throws {
        let note = note(20)
        let read = try SignedNote(parsing: note.bytes)
        #expect(read == note)
        #expect(try read.verify(signers.map(\.verificationKey)).map(\.key) == signers.map(\.verificationKey))
        #expect(try read.verify([signers[3].verificationKey]).map(\.key) == [signers[3].verificationKey])
        #expect(try read.verify([]).isEmpty)
    }

    @Test func `rejects a note with a bad signature from a known key, and passes over unknown ones`() throws {
        var note = note()
        let good = note.signatures[0]
        let stranger = SignedNote.Signature(name: good.name, keyID: good.keyID ^ 1, bytes: good.bytes)
        note.add(stranger)
        #expect(try note.verify([signers[0].verificationKey]).count == 1)
        note.add(SignedNote.Signature(name: good.name, keyID: good.keyID, bytes: good.bytes.reversed()))
        #expect(throws: SignedNote.Rejection.badSignature(name: "signer.example/1")) {
            try note.verify([signers[0].verificationKey])
        }
    }

    @Test func `rejects a cosignature under another time`() throws {
        let witness = try #require(
            NoteSigner(name: "w.example", algorithm: .cosignature, seed: SHA256.hash([9])))
        let signature = witness.cosign(text, at: 1_803_053_520)
        let note = SignedNote(text: text, signatures: [signature])
        #expect(try note.verify([witness.verificationKey]).first?.cosignedAt == 1_803_053_520)
        var bytes = signature.bytes
        bytes[7] ^= 1
        let moved = SignedNote(
            text: text,
            signatures: [SignedNote.Signature(name: signature.name, keyID: signature.keyID, bytes: bytes)])
        #expect(throws: SignedNote.Rejection.self) { try moved.verify([witness.verificationKey]) }
    }

    @Test func `splits at the last empty line`() throws {
        let read = try SignedNote(parsing: note().bytes)
        #expect(read.text == text)
        #expect(read.signatures.count == 1)
    }

    @Test(arguments: [
        "", "\n", "text\n", "text\n\n", "text\n\n— a AAAAAAA=", "text\n\n- a AAAAAAA=\n",
        "text\n\n— a AAAAAAA=\nmore\n",
        "text\n\n— a AAAAAA==\n", "text\n\n— a  AAAAAAA=\n", "text\n\n— a+b AAAAAAA=\n",
        "text\n\n— a\u{3000}b AAAAAAA=\n",
        "te\u{1}xt\n\n— a AAAAAAA=\n", "text\r\n\n— a AAAAAAA=\n", "text\n\n— a AAAAAAA\n", "text\n— a AAAAAAA=\n",
    ])
    func `refuses notes that are not written so`(_ text: String) {
        #expect(throws: FormatError.self) { try SignedNote(parsing: Array(text.utf8)) }
    }

    @Test func `refuses bytes that are not UTF-8`() {
        #expect(throws: FormatError("signed note", at: .line(1), expected: "UTF-8", found: "other bytes")) {
            try SignedNote(parsing: [0xFF] + note().bytes)
        }
    }

    @Test func `refuses more signatures than it reads`() {
        let signature = note().signatures[0]
        let many = SignedNote(
            text: text, signatures: [SignedNote.Signature](repeating: signature, count: SignedNote.mostSignatures + 1))
        #expect(throws: FormatError.self) { try SignedNote(parsing: many.bytes) }
    }
}

struct CheckpointTests {
    private static let root = "x6SWCSgtciVM2hYaNABHSSqGWyUGaYNT32SOyFfqcHA="

    @Test func `says what is wrong and where`() {
        #expect(
            throws: FormatError(
                "checkpoint", at: .line(2), expected: "a size without leading zeros", found: "\"07\"")
        ) {
            try Checkpoint(parsing: "a.example/b\n07\n\(Self.root)\n")
        }
        let error = FormatError("checkpoint", at: .line(2), expected: "the size", found: "the end of the text")
        #expect(error.description == "checkpoint, line 2: expected the size, found the end of the text")
        #expect(throws: error) { try Checkpoint(parsing: "a.example/b\n") }
    }

    @Test(arguments: [
        "", "a\n7\n\(root)", "a b\n7\n\(root)\n", "\n7\n\(root)\n", "a\n-7\n\(root)\n", "a\n+7\n\(root)\n",
        "a\n7\n\(root)\nextension\n", "a\n7\nx6SWCSgtciVM2hYaNABHSSqGWyUGaYNT32SOyFfqcH==\n", "a\n7\nAAAA\n",
        "a\n\n7\n",
        "a\n9007199254740992\n\(root)\n", "a\n٧\n\(root)\n",
    ])
    func `refuses checkpoints that are not written so`(_ text: String) {
        #expect(throws: FormatError.self) { try Checkpoint(parsing: text) }
    }
}

struct OpeningTests {
    private let openings = [
        Opening(nonce: SHA256.hash([1]), body: Array("{}".utf8)), nil, Opening(nonce: SHA256.hash([2]), body: []),
    ]

    @Test func `reads back files of openings and refuses torn or over-long ones`() throws {
        let file = OpeningFile.encode(openings)
        #expect(try OpeningFile.decode(file, width: 3) == openings)
        for (bytes, width) in [
            (Array(file.dropLast()), 3), (file, 2), (file, 4), (file + [0], 3), ([0, 0, 0, 31] + file, 4),
            ([0, 0, 0x80, 0x21] + [UInt8](repeating: 0, count: 0x8021), 1),
        ] {
            #expect(throws: FormatError.self) { try OpeningFile.decode(bytes, width: width) }
        }
        let longest = Opening(nonce: .zero, body: [UInt8](repeating: 0x20, count: Opening.mostBodyBytes))
        #expect(try OpeningFile.decode(OpeningFile.encode([longest]), width: 1) == [longest])
    }

    @Test func `hashes what it appends for bulk hashing`() throws {
        let opening = Opening(nonce: SHA256.hash([1]), body: Array("{}".utf8))
        var arena: [UInt8] = []
        Opening.appendCommitted(nonce: opening.nonce, body: opening.body, to: &arena)
        #expect(SHA256.hash(arena) == opening.commitment)
    }
}

struct ReceiptTests {
    private func receipt() throws -> String { try Example.text("receipt-3.txt") }

    @Test func `reads an inclusion-only receipt`() throws {
        var receipt = try Receipt(parsing: Array(try receipt().utf8))
        receipt.extra = nil
        #expect(try Receipt(parsing: receipt.bytes) == receipt)
        #expect(try !receipt.provesOpening())
        #expect(try receipt.proves(MerkleTree.leafHash(try Example.leaves()[3].bytes)))
    }

    @Test func `proves nothing about another leaf or index`() throws {
        var receipt = try Receipt(parsing: Array(try receipt().utf8))
        #expect(try !receipt.proves(MerkleTree.leafHash(try Example.leaves()[2].bytes)))
        receipt.index = 2
        #expect(try !receipt.provesOpening())
    }

    @Test(arguments: [
        ("tlog-proof@v1", "tlog-proof@v2"), ("extra ", "Extra "), ("extra A", "extra B"), ("index 3", "index 03"),
        ("index 3", "index"), ("qsm2", "qsm"), ("=\n\njimo", "=\njimo"), ("extra AAAAqP", "extra AAAAqf"),
        ("index 3\n", "index 3\nindex 3\n"),
    ])
    func `refuses receipts that are not written so`(_ old: String, _ new: String) throws {
        let text = try receipt()
        let place = try #require(text.range(of: old))
        let changed = text.replacingCharacters(in: place, with: new)
        #expect(throws: FormatError.self) { try Receipt(parsing: Array(changed.utf8)) }
    }
}
