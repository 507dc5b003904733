import Books
import Campaigns
import Engine
import Proofs

/// A roll under one campaign's keys: what the engine uses, what is committed in the charter and published in the bundle.
package struct RollBook {
    private let roll: Roll
    private let keys: CampaignKeys
    private let masking: Campaign.Disclosure.Masking
    /// Who the people are in this campaign, in the order of the roll.
    package let cast: Cast

    /// - Parameters:
    ///   - masking: How names are shown.
    ///   - campaign: Whose overrides hold for people of some groups, whose works are made by people of others, and whose places
    ///     are kept for others still; nil
    ///     where only the published file is wanted.
    package init(
        _ roll: Roll, keys: CampaignKeys, masking: Campaign.Disclosure.Masking, _ campaign: Campaign? = nil
    ) {
        let overrides = campaign?.paper.overrides ?? []
        self.roll = roll
        self.masking = masking
        self.keys = keys
        var pseudonyms = keys.pseudonyms(of: roll.people.map(\.id))
        for (place, person) in roll.people.enumerated() where person.isErased { pseudonyms[place] = RollBook.nobody }
        var cast = Cast(
            pseudonyms: pseudonyms, mayWin: roll.people.map(\.mayWin),
            households: RollBook.pseudonyms(roll.people.map(\.household), .household, keys),
            units: RollBook.pseudonyms(roll.people.map(\.unit), .unit, keys),
            variants: overrides.isEmpty ? nil : roll.people.map { Campaign.Override.variant(of: $0.groups, overrides) },
            paperKey: keys.paperKey)
        if let works = campaign?.authorGroups, !works.isEmpty {
            for (place, person) in roll.people.enumerated() {
                for work in person.groups.compactMap({ works[$0] }) { cast.declare(author: place, of: work) }
            }
        }
        if let rules = campaign?.places.map(PlaceRules.init), !rules.groups.isEmpty {
            for (place, person) in roll.people.enumerated() {
                cast.declare(groups: rules.groups(of: person.groups), of: place)
            }
        }
        self.cast = cast
    }

    /// Of those who have one. Rolls mostly list people of one unit or household one after the other.
    private static func pseudonyms(
        _ names: [String?], _ what: Pseudonym.Kind, _ keys: CampaignKeys
    ) -> [Pseudonym?] {
        var different: [String] = []
        for case let name? in names where name != different.last { different.append(name) }
        let pseudonyms = keys.pseudonyms(of: different, what: what)
        var next = 0
        var last: String?
        return names.map { name in
            guard let name else { return nil }
            if name != last { next += 1 }
            last = name
            return pseudonyms[next - 1]
        }
    }

    /// Stands for who was erased.
    private static let nobody = Pseudonym(high: 0, low: 0)

    /// roll.txt, ascending by pseudonym.
    package var file: RollFile { file(erased: []) }

    /// roll.txt with the hashes of erased lines in their places.
    package func file(erased: [RollFile.ErasedLine]) -> RollFile {
        let places = roll.people.indices.filter { !roll.people[$0].isErased }
        let (identities, displays) = keys.commitments(
            of: places.map { (roll.people[$0].id, masking.masked(roll.people[$0].name)) })
        let lines = places.enumerated().map { row, place in
            RollLine(
                pseudonym: cast.pseudonyms[place], identity: identities[row], display: displays[row],
                household: cast.households[place], unit: cast.units[place], groups: roll.people[place].groups,
                mayWin: roll.people[place].mayWin)
        }
        return RollFile(lines, erased: erased)
    }

    static func line(
        of person: Roll.Person, pseudonym: Pseudonym, household: Pseudonym?, unit: Pseudonym?, keys: CampaignKeys,
        masking: Campaign.Disclosure.Masking
    ) -> RollLine {
        RollLine(
            pseudonym: pseudonym,
            identity: Commitments.identity(salt: keys.identitySalt(of: person.id), id: person.id),
            display: Commitments.display(
                salt: keys.displaySalt(of: person.id), maskedName: masking.masked(person.name)),
            household: household, unit: unit, groups: person.groups, mayWin: person.mayWin)
    }
}
