import Testing

@testable import Proofs

/// Many messages hashed together come to what each comes to alone.
struct MessageBatchTests {
    private func batch(_ messages: [[UInt8]]) -> MessageBatch {
        var batch = MessageBatch()
        for message in messages { batch.append { $0 += message } }
        return batch
    }

    @Test(arguments: SHA256.Lanes.allCases)
    func `digests and codes are those of the messages alone`(_ lanes: SHA256.Lanes) {
        let data = sampleBytes(300, seed: 4)
        for count in [0, 1, 2, 15, 16, 17, 301] {
            let messages = (0..<count).map { Array(data[..<($0 * 37 % 301)]) }
            #expect(batch(messages).digests(lanes: lanes) == messages.map { SHA256.hash($0) })
            for key in [[], Array(data[..<20]), data] {
                let mac = HMACSHA256(key: key)
                #expect(mac.authenticate(batch(messages), lanes: lanes) == messages.map { mac.authenticate($0) })
            }
        }
    }

    @Test func `a batch is used again after it was emptied`() {
        var batch = batch([[1], [2, 3]])
        batch.removeAll()
        #expect(batch.count == 0 && batch.digests() == [])
        batch.append { $0 += [4] }
        #expect(batch.digests() == [SHA256.hash([4])])
    }

    @Test func `a campaign names many people as it names each`() throws {
        let origin = try #require(Origin(organiser: "union.example", campaign: "dengmi", isRehearsal: false))
        let keys = CampaignKeys(secret: SHA256.hash("secret"), origin: origin)
        let people = (0..<2500).map { (id: "m\($0)", maskedName: "王*\($0 % 7)") }
        for kind in Pseudonym.Kind.allCases {
            let alone = people.map { keys.pseudonym(of: $0.id, what: kind) }
            #expect(keys.pseudonyms(of: people.map(\.id), what: kind) == alone)
        }
        let (identities, displays) = keys.commitments(of: people)
        #expect(identities == people.map { Commitments.identity(salt: keys.identitySalt(of: $0.id), id: $0.id) })
        #expect(
            displays
                == people.map {
                    Commitments.display(salt: keys.displaySalt(of: $0.id), maskedName: $0.maskedName)
                })
    }
}
