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
            pseudonyms: roll.people.map { $0.isErased ? RollBook.nobody : keys.pseudonym(of: $0.id) },
            mayWin: roll.people.map(\.mayWin),
            households: roll.people.map { person in
                person.household.map { households.value($0) { keys.pseudonym(of: $0, what: .household) } }
            },
            units: roll.people.map { person in
                person.unit.map { units.value($0) { keys.pseudonym(of: $0, what: .unit) } }
            },
            paperKey: keys.paperKey)
    }

    /// Stands for who was erased.
    private static let nobody = Pseudonym(high: 0, low: 0)

    /// roll.txt, ascending by pseudonym.
    package var file: RollFile { file(erased: []) }

    /// roll.txt with the hashes of erased lines in their places.
    package func file(erased: [RollFile.ErasedLine]) -> RollFile {
        let people = roll.people.enumerated().filter { !$0.element.isErased }
        return RollFile(
            people.map { place, person in
                RollBook.line(
                    of: person, pseudonym: cast.pseudonyms[place], household: cast.households[place],
                    unit: cast.units[place], keys: keys)
            }, erased: erased)
    }

    static func line(
        of person: Roll.Person, pseudonym: Pseudonym, household: Pseudonym?, unit: Pseudonym?, keys: CampaignKeys
    ) -> RollLine {
        RollLine(
            pseudonym: pseudonym,
            identity: Commitments.identity(salt: keys.identitySalt(of: person.id), id: person.id),
            display: Commitments.display(salt: keys.displaySalt(of: person.id), maskedName: maskedName(person.name)),
            household: household, unit: unit, groups: person.groups, mayWin: person.mayWin)
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
