/// Who of a roll takes part and can win, as the audience says it.
extension Campaign.Audience {
    /// Whether everybody on the roll takes part, and wins as the roll says.
    package var isWhole: Bool {
        units.isEmpty && groups.isEmpty && exclusion == nil && earlierWinners.isEmpty
    }

    /// The roll less those who are left out; who may not win is there and may not.
    ///
    /// - Parameters:
    ///   - isListed: Whether the person at a place of the roll is in the file of the exclusion.
    ///   - hasWon: Whether that person won in one of the earlier campaigns.
    package func applied(to roll: Roll, isListed: (Int) -> Bool, hasWon: (Int) -> Bool) -> Roll {
        let (units, groups) = (Set(units), Set(groups))
        let excluded = (units: Set(exclusion?.units ?? []), groups: Set(exclusion?.groups ?? []))
        var people: [Roll.Person] = []
        people.reserveCapacity(roll.people.count)
        for (place, person) in roll.people.enumerated() {
            guard units.isEmpty || person.unit.map(units.contains) ?? false,
                groups.isEmpty || person.groups.contains(where: groups.contains)
            else { continue }
            let isExcluded =
                exclusion != nil
                && (person.unit.map(excluded.units.contains) ?? false
                    || person.groups.contains(where: excluded.groups.contains) || isListed(place))
            guard !isExcluded || exclusion?.from == .prizes else { continue }
            people.append(isExcluded || hasWon(place) ? person.withoutPrizes : person)
        }
        return Roll(people: people)
    }
}

extension Roll.Person {
    /// The same person, who may not win.
    fileprivate var withoutPrizes: Roll.Person {
        Roll.Person(id: id, name: name, household: household, unit: unit, groups: groups, mayWin: false)
    }
}

extension Roll {
    /// The roll as a file with all columns, which reads as the same people.
    package var file: [UInt8] {
        var file = Array("id,name,household,unit,groups,may_win\n".utf8)
        for person in people {
            let fields = [
                person.id, person.name, person.household ?? "", person.unit ?? "",
                person.groups.joined(separator: ";"), person.mayWin ? "1" : "0",
            ]
            file += Array((fields.joined(separator: ",") + "\n").utf8)
        }
        return file
    }
}
