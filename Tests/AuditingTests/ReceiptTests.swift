import JSON
import Proofs
import Testing

@testable import Auditing

/// One participant's receipt, held against a bundle.
@Suite struct ReceiptTests {
    private func finding(_ receipt: [UInt8], in bundle: SampleBundle = SampleBundle(.riddle)) throws -> ReceiptFinding {
        let disk = try bundle.written()
        let report = Verifier(
            bundle: disk.path, vkey: bundle.vkey, publicValues: bundle.publicValues, receipt: receipt
        ).run()
        let finding = try #require(report.receipt)
        #expect(report.failing == [])
        #expect(report.exitCode == (finding.status == .fail ? 1 : 3))
        return finding
    }

    @Test(arguments: [SampleCampaign.riddle, .quiz])
    func `every entry is found and told what became of it`(sample: SampleCampaign) throws {
        let bundle = SampleBundle(sample)
        let disk = try bundle.written()
        let walk = try #require(bundle.contents().walk)
        for index in 1...sample.entries.count {
            let receipt = try bundle.receipt(of: index, hasExtra: index % 2 == 1).bytes
            let finding = try #require(Verifier(bundle: disk.path, vkey: bundle.vkey, receipt: receipt).run().receipt)
            #expect(finding.outcome == .logged)
            let text = finding.lines(.en).joined(separator: "\n")
            #expect(text.contains("Your entry is leaf \(index), your attempt \(sample.entries[index - 1].attempt)"))
            let pseudonym = bundle.keys.pseudonym(of: sample.people[sample.entries[index - 1].person].id)
            let row = walk.rows.first { $0.pseudonym == pseudonym }
            #expect(text.contains(row.map { "Your ticket is \($0.ticket.hex)" } ?? "You have no ticket"))
        }
    }

    @Test func `the daemon's answer does as well as the proof in it`() throws {
        let proof = String(decoding: try SampleBundle(.riddle).receipt(of: 2).bytes, as: UTF8.self)
        let result: JSON = ["index": 2, "receipt": .string(proof), "size": 4, "state": "logged"]
        let answer: JSON = ["jsonrpc": "2.0", "id": 1, "result": result]
        for file in [result.bytes(), answer.bytes(), Array("\n".utf8) + answer.bytes()] {
            #expect(try finding(file).outcome == .logged)
        }
    }

    @Test(arguments: [
        ("", "receipt 第 1 行"), ("{\"index\":2}", "JSON 里没有成员 receipt"), ("{\"a", "JSON 第 1 行第 4 列"),
        ("回执", "receipt 第 1 行"), ("{\"receipt\":\"é\"}", "receipt 第 1 行"),
    ])
    func `what is no receipt is told with its place`(file: String, words: String) throws {
        let finding = try finding(Array(file.utf8))
        #expect(finding.outcome == .malformed)
        #expect(finding.sentences[0].zh.contains(words), "\(finding.sentences[0].zh)")
    }

    @Test func `a receipt of another log says which`() throws {
        let finding = try finding(try SampleBundle(.quiz).receipt(of: 1).bytes)
        #expect(finding.outcome == .otherLog)
        let sentence = finding.sentences[0].en
        #expect(sentence == "The receipt is of jimo-union.example/quiz, the bundle of jimo-union.example/riddles.")
    }

    @Test func `an entry that the bundle dropped is evidence`() throws {
        let honest = SampleBundle(.riddle)
        var shortened = honest
        shortened.sample.entries.removeLast()
        let finding = try finding(try honest.receipt(of: 2).bytes, in: shortened)
        #expect(finding.outcome == .notInBundle)
        #expect(finding.sentences.last?.en?.contains("hand it to the organiser and the auditor before 20") == true)
    }

    @Test func `a receipt whose content is not what was logged`() throws {
        var receipt = try SampleBundle(.riddle).receipt(of: 2)
        receipt.extra?.opening = Opening(nonce: SHA256.hash("x"), body: Array("{}".utf8))
        #expect(try finding(receipt.bytes).outcome == .otherContent)
    }

    @Test func `a receipt that another key signed`() throws {
        var receipt = try SampleBundle(.riddle).receipt(of: 2)
        let keys = CampaignKeys(secret: SHA256.hash("another"), origin: SampleBundle(.riddle).origin)
        receipt.checkpoint = try receipt.head().signed(by: keys.signer)
        #expect(try finding(receipt.bytes).outcome == .otherKey)
    }

    @Test func `a tampered receipt never passes`() throws {
        let receipt = try SampleBundle(.riddle).receipt(of: 2)
        let bytes = receipt.bytes
        let bundle = SampleBundle(.riddle)
        let disk = try bundle.written()
        for position in stride(from: 0, to: bytes.count - 1, by: 37) {
            var bytes = bytes
            bytes[position] ^= 1
            // The salts open the roll line for whoever knows the id, which a verifier does not.
            if let read = try? Receipt(parsing: bytes), read.hasSameProof(as: receipt) { continue }
            let report = Verifier(bundle: disk.path, vkey: bundle.vkey, receipt: bytes).run()
            #expect(report.receipt?.status == .fail, "byte \(position)")
        }
    }
}

extension Receipt {
    fileprivate func hasSameProof(as other: Receipt) -> Bool {
        extra?.opening == other.extra?.opening && index == other.index && siblings == other.siblings
            && checkpoint == other.checkpoint
    }
}
