import JSON
import Proofs

@testable import Auditing

extension Lie {
    /// About who somebody is where there is no roll, and about how names are shown.
    static let aboutPeople: [Lie] = [
        Lie(name: "an entry of nobody, where there is no roll", check: .roll, sample: .open) { bundle in
            bundle.editBodies = { bodies in
                for key in ["dc", "ic"] { member(&bodies[4], key, nil) }
            }
        },
        Lie(name: "a pseudonym that is another id later on", check: .roll, sample: .open) { bundle in
            let other = bundle.commitments(to: bundle.sample.people[5])
            bundle.editBodies = { bodies in
                for commitment in other { member(&bodies[2], commitment.key, commitment.value) }
            }
        },
        Lie(name: "one commitment of the two", check: .openings, sample: .open) { bundle in
            bundle.editBodies = { member(&$0[4], "dc", nil) }
        },
        Lie(name: "another id beside the roll", check: .roll) { bundle in
            let commitments = bundle.commitments(to: bundle.sample.people[1])
            bundle.editBodies = { bodies in
                for commitment in commitments { member(&bodies[0], commitment.key, commitment.value) }
            }
        },
        Lie(name: "a roll in the charter, where the rules have none", check: .rules, sample: .open) { bundle in
            let roll = bundle.roll(after: 0)
            bundle.editCharter = { $0.roll = roll }
        },
        Lie(name: "no roll in the charter, where the rules have one", check: .rules) { bundle in
            bundle.editCharter = { $0.roll = nil }
        },
        Lie(name: "a winner's id that the entries do not commit to", check: .identity, sample: .open) { bundle in
            bundle.displayName = { _ in "m***" }
        },
        Lie(name: "names that show more than the rules say", check: .identity, sample: openFaced) { _ in },
    ]

    /// Rules that leave the first character, and a roll that commits to both ends.
    private static let openFaced = SampleCampaign.masked("first", SampleCampaign.people.map(\.masked))
}
