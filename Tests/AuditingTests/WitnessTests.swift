import Proofs
import Testing

@testable import Auditing

/// Bundles with a policy, honest and not.
struct WitnessTests {
    private static let signers = (1...2).compactMap {
        NoteSigner(name: "witness.example/w\($0)", algorithm: .cosignature, seed: SHA256.hash([$0]))
    }

    private static func policy(_ end: String) -> [UInt8] {
        Array(
            ("witness w1 \(signers[0].verificationKey.text)\nwitness w2 \(signers[1].verificationKey.text)\n"
                + "group both all w1 w2\nquorum \(end)\n").utf8)
    }

    private static let seconds = UInt64(SampleCampaign.closes / 1000) + 700

    /// A bundle whose closing these witnesses signed.
    private func bundle(
        _ quorum: String = "both", by witnesses: [Int] = [0, 1],
        edit: @escaping (inout BundleContents) -> Void = { _ in }
    ) -> SampleBundle {
        var bundle = SampleBundle(.riddle)
        bundle.editCharter = { $0.policy = Commitments.policy(Self.policy(quorum)) }
        bundle.editContents = { contents in
            contents.policy = Self.policy(quorum)
            for witness in witnesses {
                contents.closingHead.add(Self.signers[witness].cosign(contents.closingHead.text, at: Self.seconds))
            }
            edit(&contents)
        }
        return bundle
    }

    private func result(_ bundle: SampleBundle, policy: String? = nil) throws -> (CheckResult?, [CheckID]) {
        let disk = try bundle.written()
        let own = try policy.map { try WitnessPolicy(parsing: Array($0.utf8)) }
        let report = Verifier(bundle: disk.path, vkey: bundle.vkey, policy: own).run()
        return (report[.witnessQuorum], report.failing)
    }

    @Test func `a witnessed closing passes, and says who chose the witnesses`() throws {
        let (found, failing) = try result(bundle())
        #expect(found?.status == .pass && failing == [])
        #expect(found?.sentence.en?.contains("chosen by the organiser") == true)
        let own = "witness x \(Self.signers[1].verificationKey.text)\nquorum x\n"
        let (owned, _) = try result(bundle(), policy: own)
        #expect(owned?.status == .pass && owned?.sentence.en?.contains("your policy") == true)
    }

    @Test func `a quorum that was not reached fails, and one of none is not used`() throws {
        #expect(try result(bundle(by: [0])).1 == [.witnessQuorum])
        #expect(try result(bundle("w1", by: [0])).0?.status == .pass)
        #expect(try result(bundle("none")).0?.status == .notUsed)
        #expect(try result(SampleBundle(.riddle)).0?.status == .notUsed)
        let own = "witness x \(Self.signers[1].verificationKey.text)\nquorum x\n"
        #expect(try result(SampleBundle(.riddle), policy: own).1 == [.witnessQuorum])
    }

    @Test func `another policy than the charter's fails`() throws {
        let swapped = bundle("both", by: [0]) { $0.policy = Self.policy("w1") }
        #expect(try result(swapped).1 == [.witnessQuorum])
        let missing = bundle { $0.policy = nil }
        #expect(try result(missing).1.contains(.witnessQuorum))
        let other = NoteSigner(name: "other.example/log", seed: .zero)!.verificationKey.text
        let own = "log \(other)\nwitness x \(Self.signers[1].verificationKey.text)\nquorum x\n"
        #expect(try result(bundle(), policy: own).1 == [.witnessQuorum])
    }

    @Test func `a forged line of a known witness fails`() throws {
        let forged = bundle(by: [0]) { contents in
            var bytes = Self.signers[1].cosign(contents.closingHead.text, at: Self.seconds).bytes
            bytes[7] ^= 1
            let key = Self.signers[1].verificationKey
            contents.closingHead.add(SignedNote.Signature(name: key.name, keyID: key.keyID, bytes: bytes))
        }
        #expect(try result(forged).1 == [.witnessQuorum])
    }

    @Test func `a later head vouches for the closing too`() throws {
        let later = bundle(by: [0]) { contents in
            contents.checkpoint.add(Self.signers[1].cosign(contents.checkpoint.text, at: Self.seconds + 9))
        }
        let found = try result(later).0
        #expect(found?.status == .pass && found?.sentence.zh.contains("\((Self.seconds + 9) * 1000)") == true)
    }
}
