import Campaigns
import Engine
import Proofs

/// A roll under one campaign's keys: what is committed in the charter, published in the bundle, and used by the engine.
package struct RollBook {
    /// In the order of the roll.
    private let lines: [RollLine]

    package init(_ roll: Roll, keys: CampaignKeys) {
        // Households and units recur, and a pseudonym costs an HMAC.
        var households: [String: Pseudonym] = [:]
        var units: [String: Pseudonym] = [:]
        lines = roll.people.map { person in
            var line = keys.rollLine(
                of: person.id, maskedName: maskedName(person.name), household: nil, unit: nil, groups: person.groups,
                mayWin: person.mayWin)
            line.household = person.household.map { pseudonym(of: $0, .household, keys, &households) }
            line.unit = person.unit.map { pseudonym(of: $0, .unit, keys, &units) }
            return line
        }
    }

    /// roll.txt, ascending by pseudonym.
    package var file: RollFile { RollFile(lines) }

    package func cast(paperKey: Digest) -> Cast {
        Cast(
            pseudonyms: lines.map(\.pseudonym), mayWin: lines.map(\.mayWin), households: lines.map(\.household),
            units: lines.map(\.unit), paperKey: paperKey)
    }
}

private func pseudonym(
    of id: String, _ what: Pseudonym.Kind, _ keys: CampaignKeys, _ known: inout [String: Pseudonym]
) -> Pseudonym {
    if let pseudonym = known[id] { return pseudonym }
    let pseudonym = keys.pseudonym(of: id, what: what)
    known[id] = pseudonym
    return pseudonym
}
