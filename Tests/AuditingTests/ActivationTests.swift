import Campaigns
import Foundation
import Proofs
import Testing

@testable import Auditing

/// Whether the number that instant wins depend on is of its source, and what that is worth. Who then hits is another
/// matter: these bundles have the hits of another number.
@Suite struct ActivationTests {
    private static let number = SHA256.hash("a number for the opening")
    private static let round = Quicknet.firstRound(at: SampleCampaign.opens - 300_000)
    private static let notary =
        #"{"source":"public","name":"opening.example","form":"digits 20",\n"at":"2027-06-07T08:55:00+08:00"}"#

    private static func sample(_ source: String, _ value: String) -> SampleCampaign {
        var sample = SampleCampaign.instant
        let start = sample.file.range(of: #""activation":{"#)!.upperBound
        let end = sample.file.range(of: "}", range: start..<sample.file.endIndex)!.upperBound
        sample.file.replaceSubrange(start..<end, with: source.dropFirst())
        sample.activation = value
        return sample
    }

    private static let revealed = sample(SampleParty.source(of: number, for: "instant"), number.hex)

    private static let beacon = sample(
        #"{"source":"drand","round":\#(round)}"#, SHA256.hash(SampleParty.network.sign(round)).hex)

    private func randomness(
        _ sample: SampleCampaign, parties: [VerificationKey] = [], _ edit: (inout SampleBundle) -> Swift.Void = { _ in }
    ) throws -> (status: CheckStatus?, grade: Grade?) {
        var bundle = SampleBundle(sample)
        edit(&bundle)
        let disk = try bundle.written()
        let report = Verifier(
            bundle: disk.path, vkey: bundle.vkey, partyKeys: parties, beaconKey: SampleParty.network.key
        ).run()
        return (report.checks.first { $0.id == .randomness }?.status, report.grade)
    }

    @Test func `a second party's number and a round of the beacon are of their sources`() throws {
        #expect(try randomness(Self.revealed).status == .pass)
        #expect(try randomness(Self.beacon).status == .pass)
    }

    @Test func `another number, another note, and a round that was not there yet fail`() throws {
        #expect(try randomness(Self.revealed) { $0.sample.activation = SHA256.hash("x").hex }.status == .fail)
        let note = Self.sample(
            SampleParty.source(signedBy: SampleParty.impostor, of: Self.number, for: "instant"), Self.number.hex)
        #expect(try randomness(note).status == .fail)
        #expect(try randomness(Self.beacon) { $0.sample.activation = SHA256.hash("x").hex }.status == .fail)
        #expect(
            try randomness(Self.beacon) { $0.editActivation = { $0.at = Quicknet.time(of: Self.round) - 1 } }.status
                == .fail)
        let forged = try randomness(Self.beacon) { bundle in
            bundle.editContents = { contents in
                contents.beacons = [Beacon(round: Self.round, signature: SampleParty.network.sign(Self.round + 1))!]
            }
        }
        #expect(forged.status == .fail)
    }
}
