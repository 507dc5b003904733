import Campaigns
import JSON
import Proofs
import Testing

@testable import Auditing

/// A second party with its number, and a beacon's network that the tests sign for.
enum SampleParty {
    static let number = SHA256.hash("the party's number")
    static let signer = NoteSigner(name: "party.example", seed: SHA256.hash("the party's key"))!
    static let impostor = NoteSigner(name: "party.example", seed: SHA256.hash("the operator's key"))!
    static let network = BeaconSigner(secret: 20_270_608)!

    /// Of quicknet's round 5928395, as its servers gave it.
    static let quicknetSignature = Hex.decode(
        "a5d07c0071b4e386b3ae09206522253c68fefe8490ad59ecc44a7dd0d0745be91da5779e2247a82403fbc0cb9a34cb61")!

    /// The source as a campaign file has it.
    static func source(
        _ signer: NoteSigner = signer, signedBy: NoteSigner? = nil, of number: Digest = number,
        for campaign: String = "quiz"
    ) -> String {
        let digest = SHA256.hash(number.bytes)
        let origin = Origin(organiser: "jimo-union.example", campaign: campaign)!
        let text = RandomnessSource.revealNote(origin: origin, digest: digest)
        let note = SignedNote(text: text, signatures: [(signedBy ?? signer).sign(text)])
        let source: JSON = [
            "source": "reveal", "party": "party.example", "vkey": .string(signer.verificationKey.text),
            "commitment": .string(digest.hex), "note": .string(String(decoding: note.bytes, as: UTF8.self)),
        ]
        return String(decoding: source.canonicalBytes(), as: UTF8.self)
    }
}

extension SampleCampaign {
    static let round = Quicknet.firstRound(at: publicTime + 3_600_000)
    static let roundTime = Quicknet.time(of: round)

    static let notary =
        #"{"source":"public","name":"notary.example","form":"digits 20","at":"2027-06-08T10:00:00+08:00""#
    private static let fallback =
        #","fallback":{"name":"lottery.example","form":"digits 20","at":"2027-06-08T10:30:00+08:00"}"#
    static let fallbackTime = publicTime + 1_800_000

    static func quiz(_ sources: String...) -> SampleCampaign {
        var sample = quiz
        let start = sample.file.range(of: #""randomness":["#)!.upperBound
        sample.file = String(sample.file[..<start]) + sources.joined(separator: ",") + "]}"
        return sample
    }

    /// A party's number, and one drawn in public that has a fallback.
    static let revealed = quiz(SampleParty.source(), notary + fallback + "}")
    /// A party's number, one drawn in public that has a fallback, and a beacon's.
    static let all = quiz(
        SampleParty.source(), notary + fallback + "}", #"{"source":"drand","round":\#(round)}"#)
    /// A party's number, one drawn in public, and a beacon's.
    static let mixed = quiz(SampleParty.source(), notary + "}", #"{"source":"drand","round":\#(round)}"#)
    /// The riddles in March 2024, by a round that is there.
    static let ofQuicknet: SampleCampaign = {
        var sample = riddle
        sample.file = sample.file.replacing("2027-06-07", with: "2024-03-15").replacing(
            "2027-06-08", with: "2024-03-16")
        sample.file = String(sample.file.dropLast()) + #","randomness":[{"source":"drand","round":5928395}]}"#
        let earlier: Int64 = 1_812_330_000_000 - 1_710_464_400_000
        for place in sample.entries.indices { sample.entries[place].at -= earlier }
        return sample
    }()
    /// Kept numbers alone; the organiser's is added.
    static let kept = quiz(SampleParty.source())
    static let weak: SampleCampaign = {
        var sample = quiz(SampleParty.source(), notary.replacing("digits 20", with: "digits 3") + "}")
        sample.publicValue = "7.3.5"
        return sample
    }()
}

extension Lie {
    static let aboutRandomness: [Lie] = [
        Lie(name: "a reveal withheld and yet counted", check: .seed, sample: .mixed) { bundle in
            bundle.editValues = { $0.removeAll { $0.source == 1 } }
            bundle.editSeedInput = { $0.sources[0] = .reveal(party: "party.example", value: SampleParty.number) }
        },
        Lie(name: "a reveal logged late and yet counted", check: .seed, sample: .revealed) { bundle in
            bundle.editValues = { $0[0].at = SampleCampaign.publicTime }
        },
        Lie(name: "a draw without the reveal that it rests on", check: .randomness, sample: .kept) { bundle in
            bundle.editValues = { $0.removeAll { $0.source == 1 } }
        },
        Lie(name: "another number than the party's", check: .randomness, sample: .revealed) { bundle in
            bundle.editValues = { $0[0].value = Digest.zero.hex }
        },
        Lie(name: "the party's key swapped in the charter", check: .rules, sample: .revealed) { bundle in
            bundle.editCharter = { charter in
                guard case .reveal(let party, _, let digest) = charter.sources[0].source else { return }
                charter.sources[0].source = .reveal(
                    party: party, key: SampleParty.impostor.verificationKey, digest: digest)
            }
        },
        Lie(
            name: "a note that another key signed", check: .randomness,
            sample: .quiz(SampleParty.source(SampleParty.signer, signedBy: SampleParty.impostor))),
        Lie(
            name: "a beacon's signature that is not the logged value's", check: .randomness, sample: .mixed,
            editFiles: { disk in
                let signature = Hex.encode(SampleParty.network.sign(SampleCampaign.round))
                disk.replace(
                    signature, by: String(signature.reversed()), in: "randomness/drand-\(SampleCampaign.round).json")
            }),
        Lie(name: "a forged beacon signature", check: .randomness, sample: .mixed) { bundle in
            bundle.beaconSignature = BeaconSigner(secret: 1)!.sign(SampleCampaign.round)
        },
        Lie(name: "the beacon's signature of another round", check: .randomness, sample: .mixed) { bundle in
            bundle.beaconSignature = SampleParty.network.sign(SampleCampaign.round + 1)
        },
        Lie(name: "a beacon's signature with the other sign", check: .randomness, sample: .mixed) { bundle in
            bundle.beaconSignature = SampleParty.network.sign(SampleCampaign.round)
            bundle.beaconSignature?[0] ^= 0x20
        },
        Lie(name: "a beacon's signature that is no point", check: .randomness, sample: .mixed) { bundle in
            bundle.beaconSignature = [UInt8](repeating: 0x8A, count: 48)
        },
        Lie(name: "a beacon's value before its round", check: .randomness, sample: .mixed) { bundle in
            bundle.editValues = { $0[2].at = SampleCampaign.roundTime - 1 }
        },
        Lie(name: "a draw that did not wait for its beacon", check: .randomness, sample: .mixed) { bundle in
            bundle.editValues = { $0.removeLast() }
        },
        Lie(name: "a public number logged after the beacon", check: .seed, sample: .mixed) { bundle in
            bundle.editValues = { $0[1].at = SampleCampaign.roundTime }
        },
        Lie(name: "a fallback for a number that came", check: .seed, sample: .revealed) { bundle in
            bundle.editValues = { values in
                values.append(
                    Value(phase: "main", source: 3, value: values[1].value, at: SampleCampaign.fallbackTime))
            }
        },
        Lie(name: "a closing after the randomness", check: .randomness, sample: .revealed) { bundle in
            bundle.editClosing = { $0.at = SampleCampaign.publicTime }
        },
    ]
}

@Suite struct RandomnessTests {
    private func verify(
        _ sample: SampleCampaign, confirmed: Bool = true, parties: [VerificationKey] = [],
        _ edit: (inout SampleBundle) -> Swift.Void = { _ in }
    ) throws -> VerificationReport {
        var bundle = SampleBundle(sample)
        edit(&bundle)
        let disk = try bundle.written()
        return Verifier(
            bundle: disk.path, vkey: bundle.vkey, publicValues: confirmed ? bundle.publicValues : [:],
            partyKeys: parties, beaconKey: SampleParty.network.key
        ).run()
    }

    @Test func `a beacon whose signature is genuine is worth G2`() throws {
        let report = try verify(.mixed)
        #expect(report.failing.isEmpty, "\(report.text(.en))")
        #expect(report.grade == Grade(.g2))
        #expect(try verify(.mixed, confirmed: false).grade == Grade(.g2))
        let facts = try String(decoding: SampleBundle(.mixed).written()["report.json"], as: UTF8.self)
        #expect(facts.contains("if the beacon's signature of drand round \(SampleCampaign.round) is genuine"))
    }

    @Test func `a reveal that was withheld, and said to be missing, lowers nothing beside public numbers`() throws {
        let report = try verify(.revealed) { $0.editValues = { $0.removeAll { $0.source == 1 } } }
        #expect(report.failing.isEmpty, "\(report.text(.en))")
        #expect(report.grade == Grade(.g2))
    }

    @Test func `a party's number is worth G1 to whoever has its key from the party`() throws {
        let key = SampleParty.signer.verificationKey
        let report = try verify(.kept, confirmed: false)
        #expect(report.failing.isEmpty, "\(report.text(.en))")
        #expect(
            report.grade?.line(.en).hasPrefix("Evidence grade G0; G1 if party.example confirms its key:") == true)
        #expect(try verify(.kept, confirmed: false, parties: [key]).grade == Grade(.g1))
        let other = try verify(.kept, confirmed: false, parties: [SampleParty.impostor.verificationKey])
        #expect(other.failing == [.randomness])
    }

    @Test func `a weak public form is worth G1 at most`() throws {
        #expect(try verify(.weak).grade == Grade(.g1))
        let open = try #require(try verify(.weak, confirmed: false).grade)
        #expect(
            open.line(.en).hasPrefix(
                "Evidence grade G0; G1 if notary.example really published 7.3.5 or party.example confirms its key:"))
    }

    @Test func `a fallback is worth G1 at most`() throws {
        let report = try verify(.revealed, confirmed: false) { bundle in
            bundle.editValues = { values in
                values[1] = Value(
                    phase: "main", source: 3, value: values[1].value, at: SampleCampaign.fallbackTime)
            }
        }
        #expect(report.failing.isEmpty, "\(report.text(.en))")
        #expect(report.grade?.level == "G0")
        #expect(report.grade?.condition?.text(.en).hasPrefix("G1 if lottery.example really published") == true)
    }

    @Test func `with witnesses a value counts from when they cosigned it`() throws {
        let loaded = SampleCampaign.revealed.loaded
        let bundle = SampleBundle(.revealed)
        let charter = bundle.charter(loaded)
        let values = [
            (index: 7, record: Value(phase: "main", source: 1, value: SampleParty.number.hex, at: 0)),
            (index: 8, record: Value(phase: "main", source: 2, value: "1", at: 0)),
        ]
        let closing = Closing(
            phase: "main", intakeEnded: 0, entries: 0, people: 0, eligible: nil, tally: nil, stock: nil, ledger: nil,
            refusals: nil, at: 0)
        func facts(isRegistryWitnessed: Bool = true, _ quorumTime: @escaping QuorumTime) -> RandomnessFacts {
            RandomnessFacts(
                charter, fallbacks: loaded.campaign.randomnessTerms.map(\.fallbackOf), closing: closing, closingSize: 7,
                values: values,
                times: QuorumTimes(own: quorumTime, trusted: quorumTime, isRegistryWitnessed: isRegistryWitnessed))
        }
        let latest = SampleCampaign.publicTime - 60_000
        let inTime = facts { $0 <= 9 ? latest : nil }
        #expect(inTime.sources.map { $0.value != nil } == [true, true, false] && inTime.isWitnessed)
        let basis = GradeBasis(publicValues: ["notary.example": "1"], areWitnessesTrusted: true)
        #expect(inTime.grade(basis) == Grade(.g3))
        #expect(inTime.grade(GradeBasis(publicValues: ["notary.example": "1"])).grade == .g2)
        #expect(facts(isRegistryWitnessed: false) { _ in latest }.grade(basis) == Grade(.g2))
        let late = facts { $0 <= 7 ? latest : latest + 1 }
        #expect(late.sources.map { $0.value != nil } == [false, true, false] && !late.isWitnessed)
        #expect(late.grade(basis) == Grade(.g2))
    }
}
