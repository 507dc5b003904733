import Books
import Campaigns
import Proofs

/// The rules' slots by id.
struct PlaceNames {
    let rules: PlaceRules
    let slots: [String: Int]

    init(_ places: Campaign.Places) {
        rules = PlaceRules(places)
        slots = Dictionary(uniqueKeysWithValues: places.slots.enumerated().map { ($1.id, $0) })
    }
}

/// Enrolments: what they say of people who come along; who gets a place by them is for ``PlaceWalk``.
extension EntryJudge {
    mutating func takeEnrolment(
        _ body: SubmissionBody, _ place: RollPlace, index: Int, into findings: inout Findings
    ) {
        guard let names = placeNames else { return }
        checkDependants(body, names.rules.places.dependants, index: index, into: &findings)
        let choices = body.choices.map { names.slots[$0] ?? -1 }
        enrolments.append(
            PlaceWalk.Asked(
                leaf: index, pseudonym: body.pseudonym,
                groups: names.rules.groups(of: place.groups.split(separator: ",").map(String.init)),
                choices: choices, dependants: body.dependants?.count ?? 0, at: body.at, mayWin: place.mayWin))
    }

    private mutating func checkDependants(
        _ body: SubmissionBody, _ declared: Campaign.Places.Dependants?, index: Int, into findings: inout Findings
    ) {
        guard let dependants = body.dependants else { return }
        guard let fields = declared?.fields else {
            findings.fail(
                .records, at: index, zh: "写了家属，而本活动没有", en: "brings dependants, which the campaign does not have")
            return
        }
        var found: [ConcealedField] = []
        for (number, dependant) in dependants.enumerated() {
            if let problem = fields.problem(inBody: dependant) {
                findings.fail(.records, at: index, zh: problem.message.zh, en: problem.message.text(.en))
            }
            found += fields.concealed(dependant, in: "/dependants/\(number)", leaf: index)
        }
        // Private fields are salted, so of those that have one only the daemon could tell.
        if dependants.haveOneTwice {
            findings.fail(
                .records, at: index, zh: "写了同一名家属两次", en: "brings the same dependant twice")
        }
        // Before the form's, by the bytes of the pointers, of which those with ten dependants are not in order.
        let own = concealed.lastIndex { $0.leaf < index }.map { $0 + 1 } ?? 0
        let others = concealed[own...]
        concealed.removeSubrange(own...)
        concealed += (found + others).sorted { $0.pointer.utf8.lexicographicallyPrecedes($1.pointer.utf8) }
    }
}
