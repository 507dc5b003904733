import JSON

/// A juror's scores of one work as an amendment keeps them until the bundle opens them: a value at
/// `/jury/<juror>/<work>`, or one a criterion at `/jury/<juror>/<work>/<criterion>`, in file order.
package enum JurySheet {
    package static func changes(
        _ marks: [Int], _ rules: Campaign.Jury, juror: String, work: String
    ) -> [RulesChange] {
        zip(pointers(rules, juror: juror, work: work), marks).map {
            RulesChange(pointer: $0, value: .integer(Int64($1)))
        }
    }

    /// The scores again; nil where these are not scores of that juror and work in the range that the rules have.
    package static func marks(
        _ changes: [RulesChange], _ rules: Campaign.Jury, juror: String, work: String
    ) -> [Int]? {
        let pointers = pointers(rules, juror: juror, work: work)
        guard changes.count == pointers.count else { return nil }
        var marks: [Int] = []
        for (change, pointer) in zip(changes, pointers) {
            guard change.pointer.utf8.elementsEqual(pointer.utf8), case .integer(let value) = change.value,
                let mark = Int(exactly: value), rules.scores.contains(mark)
            else { return nil }
            marks.append(mark)
        }
        return marks
    }

    private static func pointers(_ rules: Campaign.Jury, juror: String, work: String) -> [String] {
        let sheet = "/jury/\(juror)/\(work)"
        return rules.criteria.isEmpty ? [sheet] : rules.criteria.map { "\(sheet)/\($0.id)" }
    }
}

extension Campaign {
    /// Whether the jury scores at an instant: in a phase for it where there are any, else from the opening on. The closing
    /// ends it in any case.
    package func isScored(at tick: Int64) -> Bool {
        let windows = schedule.phases.filter { $0.does == .score }
        guard !windows.isEmpty else { return tick >= opens }
        return windows.contains { $0.opens <= tick && tick < $0.closes }
    }

    /// Whether tickets are drawn; else the ranking is the result, or prizes go by it.
    package var drawsTickets: Bool { prizes.drawing != .ranking && !prizes.tiers.isEmpty }

    /// Whether anything hangs on the seed or an activation: a prize, a place, or the order of equal ranks.
    package var leavesToChance: Bool {
        !prizes.tiers.isEmpty || works != nil || ranking != nil || places?.by == .lottery
    }

    /// The most chances of a person that count; none where no tickets are drawn.
    package var countedChances: Int { drawsTickets ? prizes.mostChances : 0 }

    /// Whether works win prizes that somebody has to claim.
    package var areWorksClaimed: Bool { prizesGoToWorks && prizes.claimWithin != nil }

    /// The most prizes (and alternates) of one person in the draw, or by rank.
    package var drawnPersonCap: Int { prizes.personCap ?? (prizesGoToWorks ? .max : 1) }

    /// The tiers that people get in the draw, by ticket or by rank; none where prizes go to works.
    package var drawnTiers: [Tier] { prizesGoToWorks ? [] : prizes.tiers }
}
