import Campaigns
import Engine
import Proofs

/// A roll under one campaign's keys: what the engine uses, what is committed in the charter and published in the bundle.
package struct RollBook {
    private let roll: Roll
    private let keys: CampaignKeys
    /// Who the people are in this campaign, in the order of the roll.
    package let cast: Cast

    package init(_ roll: Roll, keys: CampaignKeys) {
        self.roll = roll
        self.keys = keys
        // Households and units recur, and a pseudonym costs an HMAC.
        var households: [String: Pseudonym] = [:]
        var units: [String: Pseudonym] = [:]
        cast = Cast(
            pseudonyms: roll.people.map { keys.pseudonym(of: $0.id) }, mayWin: roll.people.map(\.mayWin),
            households: roll.people.map { person in
                person.household.map { households.value($0) { keys.pseudonym(of: $0, what: .household) } }
            },
            units: roll.people.map { person in
                person.unit.map { units.value($0) { keys.pseudonym(of: $0, what: .unit) } }
            },
            paperKey: keys.paperKey)
    }

    /// roll.txt, ascending by pseudonym.
    package var file: RollFile {
        RollFile(
            roll.people.enumerated().map { place, person in
                RollLine(
                    pseudonym: cast.pseudonyms[place],
                    identity: Commitments.identity(salt: keys.identitySalt(of: person.id), id: person.id),
                    display: Commitments.display(
                        salt: keys.displaySalt(of: person.id), maskedName: maskedName(person.name)),
                    household: cast.households[place], unit: cast.units[place], groups: person.groups,
                    mayWin: person.mayWin)
            })
    }
}

extension Dictionary {
    /// The value of a key, made once.
    fileprivate mutating func value(_ key: Key, _ make: (Key) -> Value) -> Value {
        if let known = self[key] { return known }
        let value = make(key)
        self[key] = value
        return value
    }
}
