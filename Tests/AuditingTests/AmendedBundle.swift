import Campaigns
import JSON
import Proofs

@testable import Auditing

extension Amendment {
    static func made(
        _ sort: String, _ content: JSON, at: Int64, role: String = "organiser", secret: Digest? = nil
    ) -> Amendment {
        Amendment(
            class: sort, role: role, public: String(decoding: content.canonicalBytes(), as: UTF8.self), secret: secret,
            at: at)
    }
}

extension SampleCampaign {
    func changed(_ changes: [(String, JSON)]) -> Campaign {
        let rules = RulesInForce(loaded.campaign, publicRules: loaded.publicRules, file: Array(file.utf8))
        do {
            return try rules.changed(changes.map { RulesChange(pointer: $0.0, value: $0.1) }).campaign
        } catch {
            preconditionFailure("the sample can be changed so: \(error)")
        }
    }
}

/// Bundles with changes after announcing; what is eligible then is written down by hand.
extension SampleBundle {
    static let extendedTo = SampleCampaign.closes + 3_600_000

    private static let added: JSON = ["雾"]
    private static let addedChange = RulesChange(pointer: "/paper/questions/1/also", value: added)
    static let secret = Opening(
        nonce: SHA256.hash("amendment"),
        body: (["changes": [addedChange.json]] as JSON).canonicalBytes())

    /// The riddles with an amendment of every class: paused and resumed, extended, the sixth entry right after all, a
    /// second first prize, another title, the fourth entry void.
    static var amended: SampleBundle {
        var bundle = SampleBundle(.riddle)
        let opens = SampleCampaign.opens
        let prize: JSON = ["pointer": "/prizes/tiers/0/count", "value": 2]
        let title: JSON = ["pointer": "/prizes/tiers/1/title", "value": "榜眼"]
        bundle.amendments = [
            .made("pause", ["reason": "维护<b>"], at: opens + 7000),
            .made("resume", ["reason": "维护结束"], at: opens + 8000),
            .made(
                "extend",
                ["closes": .integer(extendedTo), "sources": [.string(bundle.keys.commitSource.text)]], at: opens + 8000),
            .made(
                "regrade", ["changes": [], "reason": "雾也讲得通"], at: opens + 9000, secret: secret.commitment),
            .made("favourable", ["changes": [prize]], at: opens + 9000),
            .made("neutral", ["changes": [title]], at: opens + 9000),
            .made("void-entry", ["index": 4, "reason": "代答"], at: extendedTo + 1),
        ]
        bundle.secretAmendments = [(11, secret)]
        bundle.inForce = bundle.sample.changed([
            ("/closes", "2027-06-08T10:00:00+08:00"), ("/paper/questions/1/also", added),
            ("/prizes/tiers/0/count", 2), ("/prizes/tiers/1/title", "榜眼"),
        ])
        bundle.intakeEnded = extendedTo
        let fifth = bundle.keys.pseudonym(of: "m005")
        bundle.editRows = { rows in
            rows.removeAll { $0.index == 4 }
            rows.append(EligibleRow(index: 6, pseudonym: fifth, chances: 1))
        }
        return bundle
    }

    /// The sources of ``SampleCampaign/all`` two hours later each.
    static let laterRound = Quicknet.firstRound(at: SampleCampaign.roundTime + 7_200_000)

    static func laterSources(
        notary: Int64 = laterNumber, fallback: Int64 = SampleCampaign.fallbackTime + 7_200_000,
        round: Int64 = laterRound
    ) -> [JSON] {
        let party = RandomnessSource.reveal(
            party: "party.example", key: SampleParty.signer.verificationKey,
            digest: SHA256.hash(SampleParty.number.bytes))
        let form = "digits 20"
        let notary = RandomnessSource.publicNumber(name: "notary.example", form: form, available: notary)
        let fallback = RandomnessSource.publicNumber(name: "lottery.example", form: form, available: fallback)
        return [party, notary, fallback, .drand(round: round)].map { .string($0.text) }
    }

    /// A party's number, a public one with a fallback, and a beacon's round, all extended by two hours.
    static func extendedAll(_ sources: [JSON] = laterSources()) -> SampleBundle {
        var bundle = SampleBundle(.all)
        bundle.amendments = [
            .made(
                "extend", ["closes": .integer(extendedTo), "sources": .array(sources)], at: SampleCampaign.opens + 1000)
        ]
        bundle.intakeEnded = extendedTo
        bundle.inForce = bundle.sample.changed([
            ("/closes", "2027-06-08T10:00:00+08:00"), ("/randomness/1/at", "2027-06-08T12:00:00+08:00"),
            ("/randomness/1/fallback/at", "2027-06-08T12:30:00+08:00"),
            ("/randomness/2", ["source": "drand", "round": .integer(laterRound), "wait": 7]),
        ])
        return bundle
    }

    static var extendedAll: SampleBundle { extendedAll() }

    /// The same, with the number that stands in for the one that never came.
    static var extendedToFallback: SampleBundle {
        var bundle = extendedAll
        bundle.drawer = "lottery.example"
        bundle.editValues = { values in
            let place = values.firstIndex { $0.source == 2 }!
            values[place].source = 3
            values[place].at += 1_800_000
        }
        return bundle
    }

    static let laterNumber = SampleCampaign.publicTime + 7_200_000

    /// The quiz, extended by an hour, with its public number two hours later.
    static func extended(
        at: Int64 = SampleCampaign.opens + 1000, to closes: Int64 = extendedTo, number: Int64 = laterNumber,
        form: String = "digits 20"
    ) -> SampleBundle {
        var bundle = SampleBundle(.quiz)
        bundle.amendments = [
            .made(
                "extend",
                [
                    "closes": .integer(closes),
                    "sources": [
                        .string(bundle.keys.commitSource.text), .string("public notary.example \(form) \(number)"),
                    ],
                ], at: at)
        ]
        bundle.intakeEnded = closes
        bundle.inForce = bundle.sample.changed([
            ("/closes", "2027-06-08T10:00:00+08:00"), ("/randomness/1/at", "2027-06-08T12:00:00+08:00"),
        ])
        bundle.editValues = { $0[1].at = max(number, laterNumber) + 60_000 }
        return bundle
    }
}

extension Lie {
    /// Each changes one thing of an honest amended bundle.
    static let aboutAmendments: [Lie] = [
        amended("an entry while intake was paused", .limits) { bundle in
            bundle.earlyAmendments = [.made("pause", ["reason": "x"], at: SampleCampaign.opens)]
            bundle.amendments = []
            bundle.editRows = { _ in }
        },
        amended("a second pause", .records) { $0.amendments[1].class = "pause" },
        amended("a resumption of what was not paused", .records) { $0.amendments.removeFirst() },
        amended("a pause after the end of intake", .records) { bundle in
            bundle.amendments.append(.made("pause", ["reason": "x"], at: extendedTo + 2))
        },
        amended("a favourable change in the review window", .records) { bundle in
            let prize: JSON = ["pointer": "/prizes/tiers/0/count", "value": 9]
            bundle.amendments.append(.made("favourable", ["changes": [prize]], at: extendedTo + 2))
        },
        amended("an extension to an earlier end", .records) { bundle in
            bundle.amendments[2] = .made(
                "extend",
                ["closes": .integer(SampleCampaign.closes - 1), "sources": [.string(bundle.keys.commitSource.text)]],
                at: SampleCampaign.opens + 8000)
        },
        amended("an extension with another commitment", .records) { bundle in
            bundle.amendments[2] = .made(
                "extend",
                ["closes": .integer(extendedTo), "sources": [.string("commit " + SHA256.hash("x").hex)]],
                at: SampleCampaign.opens + 8000)
        },
        amended("a void of what is no entry", .records) { bundle in
            bundle.amendments[6] = .made("void-entry", ["index": 8, "reason": "x"], at: extendedTo + 1)
        },
        amended("a void of an entry that is still to come", .records) { bundle in
            bundle.earlyAmendments = [.made("void-entry", ["index": 3, "reason": "x"], at: SampleCampaign.opens - 1)]
            bundle.editRows = { _ in }
        },
        amended("a second void", .records) { $0.amendments.append($0.amendments[6]) },
        amended("a void entry that is drawn all the same", .eligibility) { bundle in
            let fifth = bundle.keys.pseudonym(of: "m005")
            bundle.editRows = { $0.append(EligibleRow(index: 6, pseudonym: fifth, chances: 1)) }
        },
        amended("an entry left out without a void", .eligibility) { $0.amendments.removeLast() },
        amended("a void after the closing", .afterClosing) { bundle in
            bundle.leavesAfterClosing = [
                .amendment(.made("void-entry", ["index": 1, "reason": "x"], at: extendedTo + 700_000))
            ]
        },
        amended("an amendment by somebody else", .records) { $0.amendments[6].role = "gateway" },
        amended("an amendment without a reason", .records) { $0.amendments[0].public = "{}" },
        amended("an amendment that is not canonical", .records) { $0.amendments[0].public = #"{"reason": "x"}"# },
        amended("an amendment of no known class", .records) { $0.amendments[0].class = "again" },
        amended("a secret change with other content", .rules) { bundle in
            bundle.secretAmendments[0].opening.body = Array(
                #"{"changes":[{"pointer":"/paper/questions/1/also","value":["霜"]}]}"#.utf8)
        },
        amended("a secret change under another nonce", .rules) { $0.secretAmendments[0].opening.nonce = .zero },
        amended("a secret change that is not opened", .rules) { $0.secretAmendments = [] },
        amended("a secret of a class that has none", .records) { $0.amendments[5].secret = SHA256.hash("x") },
        amended("fewer prizes", .rules) { bundle in
            let prize: JSON = ["pointer": "/prizes/tiers/1/count", "value": 1]
            bundle.amendments[4] = .made("favourable", ["changes": [prize]], at: SampleCampaign.opens + 9000)
        },
        amended("more chances a person", .rules) { bundle in
            let most: JSON = ["pointer": "/prizes/chances/most", "value": 9]
            bundle.amendments[4] = .made("favourable", ["changes": [most]], at: SampleCampaign.opens + 9000)
        },
        amended("another answer by a neutral change", .rules) { bundle in
            let answer: JSON = ["pointer": "/paper/questions/1/answer", "value": "雾"]
            bundle.amendments[5] = .made("neutral", ["changes": [answer]], at: SampleCampaign.opens + 9000)
        },
        amended("a re-grade of the prizes", .rules) { bundle in
            let prize: JSON = ["pointer": "/prizes/tiers/0/count", "value": 3]
            bundle.amendments[3] = .made(
                "regrade", ["changes": [prize], "reason": "x"], at: SampleCampaign.opens + 9000)
            bundle.secretAmendments = []
        },
        amended("a re-grade that leaves rules that are none", .rules) { bundle in
            let points: JSON = ["pointer": "/paper/questions/1/points", "value": 0]
            bundle.amendments[3] = .made(
                "regrade", ["changes": [points], "reason": "x"], at: SampleCampaign.opens + 9000)
            bundle.secretAmendments = []
        },
        amended("an end of intake that no amendment says", .records) { $0.editClosing = { $0.intakeEnded += 1 } },
        extended("an extension less than ten minutes before the number", .randomness) {
            var bundle = SampleBundle.extended(at: SampleCampaign.closes - 299_999)
            bundle.sample.file = bundle.sample.file.replacing("T10:00:00", with: "T09:05:00")
            return bundle
        },
        extended("an extension without a later number", .randomness) { .extended(number: SampleCampaign.publicTime) },
        extended("an extension with another form", .records) { .extended(form: "digits 21") },
        extended("an extension that leaves the beacon's round", .randomness) {
            .extendedAll(SampleBundle.laterSources(round: SampleCampaign.round))
        },
        extended("an extension that leaves the fallback", .randomness) {
            .extendedAll(SampleBundle.laterSources(fallback: SampleCampaign.fallbackTime))
        },
        extended("an extension to a number after the beacon", .rules) {
            .extendedAll(SampleBundle.laterSources(fallback: SampleCampaign.roundTime + 7_200_000))
        },
        extended("an extension to a fallback before what it stands in for", .rules) {
            .extendedAll(SampleBundle.laterSources(notary: SampleBundle.laterNumber + 2_000_000))
        },
        extended("an extension without the fallback", .records) {
            .extendedAll(SampleBundle.laterSources().enumerated().filter { $0.offset != 2 }.map(\.element))
        },
        extended("an extension with another party's number", .records) {
            .extendedAll(
                SampleBundle.laterSources().map { source in
                    guard case .string(let text) = source else { return source }
                    return .string(text.replacing(SHA256.hash(SampleParty.number.bytes).hex, with: Digest.zero.hex))
                })
        },
        extended("the beacon's old round after an extension", .randomness) {
            var bundle = SampleBundle.extendedAll
            bundle.beaconSignature = SampleParty.network.sign(SampleCampaign.round)
            return bundle
        },
        extended("a number before its later time", .randomness) {
            var bundle = SampleBundle.extendedAll
            bundle.editValues = { $0[1].at = SampleCampaign.publicTime + 60_000 }
            return bundle
        },
    ]

    private static let extendedTo = SampleBundle.extendedTo

    private static func amended(
        _ name: String, _ check: CheckID, _ edit: @escaping @Sendable (inout SampleBundle) -> Swift.Void
    ) -> Lie {
        Lie(name: name, check: check) { bundle in
            bundle = .amended
            edit(&bundle)
        }
    }

    private static func extended(
        _ name: String, _ check: CheckID, _ make: @escaping @Sendable () -> SampleBundle
    ) -> Lie {
        Lie(name: name, check: check, sample: .quiz) { $0 = make() }
    }
}
