import JSON
import Proofs

@testable import Auditing

extension Lie {
    /// Each changes one thing of an honest campaign with prizes that are won at once.
    static let aboutInstantWins = aboutNumbers + aboutTheActivation + aboutTheStock + aboutWinnersAtOnce

    private static let aboutNumbers: [Lie] = [
        instant("a forged proof", .vrf) { bundle in
            let pi = forged(bundle.proof(of: "m001", attempt: 1))
            bundle.editBodies = { setPi(&$0[0], pi) }
        },
        instant("a proof with a number that does not open", .vrf) { bundle in
            bundle.editBodies = { setPi(&$0[4], String(repeating: "0", count: 160)) }
        },
        instant("somebody else's number", .vrf) { bundle in
            let pi = bundle.proof(of: "m001", attempt: 1)
            bundle.editBodies = { setPi(&$0[4], pi) }
        },
        instant("the number of another attempt", .vrf) { bundle in
            let pi = bundle.proof(of: "m004", attempt: 7)
            bundle.editBodies = { setPi(&$0[4], pi) }
        },
        instant("an attempt without a number", .vrf) { $0.editBodies = { setPi(&$0[4], nil) } },
        instant("numbers under another key", .vrf) { bundle in
            let other = CampaignKeys(secret: SHA256.hash("other"), origin: bundle.origin).vrfPublicKey
            bundle.editCharter = { $0.vrf = other }
        },
        instant("a charter without a key for numbers", .vrf) { $0.editCharter = { $0.vrf = nil } },
        instant("numbers of another activation than the logged one", .vrf) { $0.provenActivation = otherNumber },
        instant("an attempt left out", .attempts) { bundle in
            bundle.sample.entries[2].attempt = 3
        },
        Lie(name: "a number where nothing is won at once", check: .vrf, sample: .quiz) { bundle in
            bundle.editBodies = { setPi(&$0[0], String(repeating: "0", count: 160)) }
        },
        Lie(name: "a key for numbers where nothing is won at once", check: .vrf) { bundle in
            bundle.editCharter = { $0.vrf = SHA256.hash("x") }
        },
    ]

    private static let aboutTheActivation: [Lie] = [
        instant("another activation than was drawn in public", .randomness) { bundle in
            let honest = bundle.publicValues
            bundle.sample.activation = otherNumber
            bundle.seenInPublic = honest
        },
        instant("an activation before its time", .randomness) { bundle in
            bundle.editActivation = { $0.at = SampleCampaign.opens - 400_000 }
        },
        instant("an activation of another form", .randomness) { $0.sample.activation = "1.2.3" },
        instant("an activation of a source that there is not", .randomness) { $0.editActivation = { $0.source = 2 } },
        instant("an activation after an entry", .randomness) { $0.activationIndex = 2 },
        instant("a second activation", .records) { bundle in
            bundle.leavesAfterClosing = [
                .activation(Activation(source: 1, value: otherNumber, at: SampleCampaign.closes))
            ]
        },
        instant("an activation of another source than in the rules", .rules) { bundle in
            bundle.editCharter = { charter in
                let last = charter.sources.count - 1
                charter.sources[last].source = .commit(SHA256.hash("x"))
            }
        },
        instant("a paper drawn without the activation", .papers) { bundle in
            bundle.sample.entries[4].answers = { paper in [(["a1", "a2", "a3"][3 - paper[0] - paper[1]], "A")] }
        },
    ]

    private static let aboutTheStock: [Lie] = [
        instant("a piece more than there were", .stock) { $0.editStock = { $0[2].outcome = .win } },
        instant("a win withheld", .stock) { $0.editStock = { $0.removeFirst() } },
        instant("a win told to be too late", .stock) { $0.editStock = { $0[1].outcome = .gone } },
        instant("pieces given out of order", .stock) { bundle in
            bundle.editStock = { rows in
                rows[0].outcome = .gone
                rows[2].outcome = .win
            }
        },
        instant("a bound shifted into the next tier", .stock) { $0.editStock = { $0[1].tier = 0 } },
        instant("a bound shifted up to where nothing is hit", .stock) { bundle in
            let friend = bundle.keys.pseudonym(of: "m004")
            bundle.editStock = { rows in
                rows.insert(StockRow(index: 6, pseudonym: friend, attempt: 1, tier: 1, outcome: .win), at: 3)
            }
        },
        instant("a win without a chance", .stock) { bundle in
            let friend = bundle.keys.pseudonym(of: "m002")
            bundle.editStock = { rows in
                rows.insert(StockRow(index: 3, pseudonym: friend, attempt: 1, tier: 1, outcome: .win), at: 1)
            }
        },
        instant("a win of somebody who may not", .stock) { bundle in
            bundle.editStock = { rows in
                rows[0].outcome = .gone
                rows[3].outcome = .win
            }
        },
        instant("another stock than the closing fixes", .stock) { bundle in
            bundle.editClosing = { $0.stock = SHA256.hash("x") }
        },
        instant("a closing that fixes no stock", .stock) { $0.editClosing = { $0.stock = nil } },
        Lie(name: "a stock where nothing is won at once", check: .stock) { bundle in
            bundle.editClosing = { $0.stock = SHA256.hash("x") }
        },
        instant("pieces that were left, and not drawn", .tickets) { $0.editDrawRules = { $0.tiers[1].count = 0 } },
        instant("prizes drawn that had been won at once", .tickets) { $0.editDrawRules = { $0.tiers[0].count = 1 } },
    ]

    private static let aboutWinnersAtOnce: [Lie] = [
        instant("a second prize, in the draw, for who won at once", .tickets) { $0.winAgain = true },
        instant("a prize at once for a friend under a stranger's pseudonym", .identity) { bundle in
            bundle.displayName = { $0 == "王*" ? "陈*" : $0 }
        },
        instant("a void entry among instant wins", .records) { bundle in
            bundle.amendments = [
                .made("void-entry", ["index": 2, "reason": "x"], at: SampleCampaign.opens + 9000)
            ]
            bundle.intakeEnded = SampleCampaign.closes
        },
        instant("a re-grade of instant wins", .records) { bundle in
            let points: JSON = ["pointer": "/paper/questions/0/points", "value": 11]
            bundle.amendments = [
                .made("regrade", ["changes": [points], "reason": "x"], at: SampleCampaign.opens + 9000)
            ]
            bundle.intakeEnded = SampleCampaign.closes
        },
        instant("more prizes to win at once", .records) { bundle in
            let count: JSON = ["pointer": "/prizes/tiers/0/count", "value": 2]
            bundle.amendments = [.made("favourable", ["changes": [count]], at: SampleCampaign.opens + 9000)]
            bundle.intakeEnded = SampleCampaign.closes
        },
    ]

    private static let otherNumber = "1.2.3.4.5.6.7.8.9.0.1.2.3.4.5.6.7.8.9.0"

    /// The same proof with another last digit of its challenge.
    private static func forged(_ pi: String) -> String {
        var digits = Array(pi.utf8)
        digits[95] = digits[95] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
        return String(decoding: digits, as: UTF8.self)
    }

    private static func setPi(_ body: inout JSON, _ pi: String?) {
        guard case .object(var members) = body else { return }
        members.removeAll { $0.key == "pi" }
        if let pi { members.append(JSON.Member("pi", .string(pi))) }
        body = .object(members)
    }

    private static func instant(
        _ name: String, _ check: CheckID, _ edit: @escaping @Sendable (inout SampleBundle) -> Swift.Void
    ) -> Lie {
        Lie(name: name, check: check, sample: .instant, edit: edit)
    }
}
