import Testing

@testable import Proofs

struct ExampleTests {
    private let keys = Example.keys

    @Test(arguments: [
        (CampaignKeys.Label.log, "8e2a62bce5b4b4304fe12a3d17228ff3f91489c3b8f4ae66205b3973746f8e0d"),
        (.vrf, "c14b76c2c48c433f59f5b717ab70c8d57a4d2cdd524b6012c68e55e1b406e05a"),
        (.pseudonym, "9b0099dc8f9e302c4133542c3f8a52e46840108fce5f4deb6e1681c12887ed2b"),
        (.roll, "f4922cc7a10fbdef0b8dd61b1142b234391b35537edb91039bedfb4fd5d8064f"),
        (.paper, "1aac9c4db18dd709eecb5a5468c167e9fcb614331ec4c84606adcac8b256b983"),
        (.rulesSalt, "51e7081e5dbc64a186973593e4305bbf2d5812acb72a8bd231c7e25ffe5f4ac5"),
    ])
    func `derives the example's keys`(_ label: CampaignKeys.Label, _ key: String) {
        #expect(keys.key(label).hex == key)
    }

    @Test func `derives the example's public keys and pseudonyms`() throws {
        #expect(
            Hex.encode(keys.verificationKey.publicKey)
                == "465dae0fad08cba4cdeecbbb76f0d263712a423290050076acbed1810eeb6ee4")
        #expect(
            keys.verificationKey.text
                == "jimo-union.example/yuanxiao-mini+d8346de5+AUZdrg+tCMukze7Lu3bw0mNxKkIykAUAdqy+0YEO627k")
        #expect(
            (1...5).map { Example.pseudonym($0).hex } == [
                "cd812d248b7dfc71bdd87e86b9422f9a", "de562c00bab7ad789752b64121fe897c",
                "e5c267d7e9c4b3030fdabd25fa8eba63", "563ff33a2d012729b8b511097454cd10",
                "d27a31277451e9e321eb573d0ed90f1a",
            ])
        #expect(try Example.text("rules/salt") == keys.rulesSalt.hex + "\n")
        #expect(try Example.text("paper-key") == keys.paperKey.hex + "\n")
    }

    @Test func `writes and reads the example's roll`() throws {
        let file = try Example.file("roll/roll.txt")
        #expect(Example.roll.text == String(decoding: file, as: UTF8.self))
        #expect(
            Example.roll.commitment.description
                == "5 371265641afcd7aabdf388c570cb7dc822ee332f8c350ce82943b1357a7a8332")
        let read = try RollFile(parsing: file)
        #expect(read.lines == Example.roll.lines)
        #expect(read.people.map(\.pseudonym) == [4, 1, 5, 2, 3].map(Example.pseudonym))
    }

    @Test func `writes the example's leaves, tiles and openings`() throws {
        let leaves = try Example.leaves()
        #expect(EntryBundle.encode(leaves.map(\.bytes)) == (try Example.file("log/tile/entries/000.p/10")))
        let tree = MerkleTree(MerkleTree.leafHashes(leaves.map(\.bytes)))
        let tiles = Tile.tiles(size: 10)
        #expect(tiles.map(\.path) == ["tile/0/000.p/10", "tile/entries/000.p/10"])
        #expect(tiles[0].bytes(of: tree) == (try Example.file("log/tile/0/000.p/10")))
        let openings = [nil] + Example.openings.map(Optional.some) + [nil, nil, nil, nil]
        #expect(OpeningFile.encode(openings) == (try Example.file("openings/000.p/10")))
        #expect(Tile.openings(size: 10).map(\.path) == ["openings/000.p/10"])
    }

    @Test func `reads the example's leaves and openings`() throws {
        let bundle = try EntryBundle.decode(try Example.file("log/tile/entries/000.p/10"), width: 10)
        #expect(try bundle.map { try Leaf(parsing: $0) } == (try Example.leaves()))
        let openings = try OpeningFile.decode(try Example.file("openings/000.p/10"), width: 10)
        #expect(openings == [nil] + Example.openings.map(Optional.some) + [nil, nil, nil, nil])
    }

    @Test(arguments: [("log/heads/7", 7), ("log/heads/8", 8), ("log/checkpoint", 10)])
    func `signs and cosigns the example's heads`(_ path: String, _ size: Int) throws {
        let file = try Example.file(path)
        let note = try SignedNote(parsing: file)
        let tree = MerkleTree(MerkleTree.leafHashes(try Example.leaves().map(\.bytes)))
        let head = Checkpoint(origin: Example.origin.text, size: size, root: tree.root(size: size))
        #expect(try Checkpoint(parsing: note.text) == head)
        let witness = try #require(
            NoteSigner(name: "notary.example/w1", algorithm: .cosignature, seed: Example.witnessSeed))
        let verified = try note.verify([keys.verificationKey, witness.verificationKey])
        #expect(verified.map(\.key) == [keys.verificationKey, witness.verificationKey])
        let seconds = try #require(verified[1].cosignedAt)
        var signed = head.signed(by: keys.signer)
        signed.add(witness.cosign(head.text, at: seconds))
        #expect(signed.bytes == file)
    }

    @Test func `signs the example's reveal note`() throws {
        let text = RandomnessSource.revealNote(
            origin: Example.origin, digest: SHA256.hash(Example.notaryReveal.bytes))
        let note = SignedNote(text: text, signatures: [Example.partyKey.sign(text)])
        #expect(note.bytes == (try Example.file("randomness/reveal-1.note")))
    }

    @Test func `writes and reads the example's receipt`() throws {
        let file = try Example.file("receipt-3.txt")
        let tree = MerkleTree(MerkleTree.leafHashes(try Example.leaves().map(\.bytes)))
        let receipt = Receipt(
            extra: Receipt.Extra(
                opening: Example.openings[2],
                salts: Receipt.Extra.Salts(
                    identity: keys.identitySalt(of: "m003"), display: keys.displaySalt(of: "m003"))),
            index: 3, siblings: tree.inclusionProof(index: 3, size: 7),
            checkpoint: try SignedNote(parsing: try Example.file("log/heads/7")))
        #expect(receipt.bytes == file)
        let read = try Receipt(parsing: file)
        #expect(read == receipt)
        #expect(try read.provesOpening())
    }

    @Test func `derives the example's seed`() throws {
        let input = try Example.seedInput()
        #expect(input.text == (try Example.text("draw/seed-input.txt")))
        #expect(input.seed.hex == "5f27257ac571487a3d4c64a5dfdf3e771f417cc5f0b404c8ac2954765953d038")
        let tree = MerkleTree(MerkleTree.leafHashes(try Example.leaves().map(\.bytes)))
        #expect(tree.root(size: 7) == input.root)
    }

    @Test func `writes the example's draw`() throws {
        let walk = try Example.walk()
        #expect(DrawFiles.tickets(walk) == (try Example.file("draw/tickets.csv")))
        #expect(DrawFiles.winners(walk, display: Example.display) == (try Example.file("draw/winners.csv")))
        #expect(
            DrawFiles.displays(walk.everyWinner(atOnce: nil), salt: Example.displaySalt)
                == (try Example.file("draw/displays.csv")))
        #expect(DrawFiles.eligible(Example.eligible) == (try Example.file("draw/eligible.csv")))
        #expect(
            DrawFiles.refusals([(reason: "limit.day", count: 2)]) == (try Example.file("draw/refusals.csv")))
    }

    @Test func `reads the example's draw files`() throws {
        #expect(try DrawFiles.parseEligible(try Example.file("draw/eligible.csv")) == Example.eligible)
        let refusals = try DrawFiles.parseRefusals(try Example.file("draw/refusals.csv"))
        #expect(refusals.map(\.reason) == ["limit.day"] && refusals.map(\.count) == [2])
        let displays = try DrawFiles.parseDisplays(try Example.file("draw/displays.csv"))
        #expect(displays.map(\.pseudonym) == [3, 5].map(Example.pseudonym))
    }

    @Test(arguments: [
        (1, "p-53d0c52cf401e09c", "a4:DCAB a1:ACBD b2:CABD"), (3, "p-d54469f301d9ac74", "a2:BADC a1:BCDA b2:ABCD"),
    ])
    func `draws the example's papers`(_ person: Int, _ id: String, _ paper: String) {
        let bank = ["a1", "a2", "a3", "a4", "a5", "b1", "b2", "b3"]
        let pseudonym = Example.pseudonym(person)
        let drawing = PaperDrawing.draw(
            key: HMACSHA256(key: keys.paperKey), pseudonym: pseudonym, attempt: 1, activation: nil,
            strata: [
                PaperDrawing.Stratum(questions: Array(0..<5), take: 2),
                PaperDrawing.Stratum(questions: Array(5..<8), take: 1),
            ]
        ) { _ in 4 }
        let text = drawing.questions.map { question in
            bank[question.number] + ":" + (question.options ?? []).map { ["A", "B", "C", "D"][$0] }.joined()
        }
        #expect(text.joined(separator: " ") == paper)
        #expect(PaperDrawing.id(key: keys.paperKey, pseudonym: pseudonym, attempt: 1) == id)
    }
}
