import JSON

/// What a campaign file says of households, units and groups, held against the roll that it names.
///
/// A name that nobody on the roll has is a slip of the pen: with it, nobody could take part, or nobody would be excluded.
package func problems(ofFile bytes: [UInt8], withRoll roll: Roll) -> [Problem] {
    guard let document = try? JSONDocument(bytes: bytes, limits: JSONLimits(refusesDuplicateKeys: false)) else {
        return []
    }
    var references = RollReferences(problems: ProblemList(bytes: bytes), roll: roll)
    references.check(CampaignPlace(value: document.root, pointer: ""))
    return references.problems.sorted
}

private struct RollReferences {
    var problems: ProblemList
    private let roll: Roll
    // A city's roll is looked through only for what the file speaks of.
    private lazy var units = Set(roll.people.lazy.compactMap(\.unit))
    private lazy var groups = Set(roll.people.lazy.flatMap(\.groups))
    private lazy var hasHouseholds = roll.people.contains { $0.household != nil }
    private lazy var hasUnits = roll.people.contains { $0.unit != nil }

    init(problems: ProblemList, roll: Roll) {
        self.problems = problems
        self.roll = roll
    }

    mutating func check(_ root: CampaignPlace) {
        let audience = root["audience"]
        let overrides = root["paper"]?["overrides"]?.elements ?? []
        for place in [audience?["units"], audience?["exclude"]?["units"]] {
            guard let place else { continue }
            checkNames(place.elements, units, zh: "单位", en: "unit", column: .unit)
        }
        let lists = [audience?["groups"], audience?["exclude"]?["groups"], root["places"]?["balance"]?["groups"]]
        for place in lists + overrides.map({ $0["groups"] }) {
            guard let place else { continue }
            checkNames(place.elements, groups, zh: "分组", en: "group", column: .groups)
        }
        if let shares = root["places"]?["shares"] {
            checkNames(shares.elements.compactMap { $0["group"] }, groups, zh: "分组", en: "group", column: .groups)
        }
        if let authors = root["works"]?["authors"] { checkReserved(authors) }
        let ofHouseholds = [
            root["prizes"]?["caps"]?["household"], root["limits"]?["household"], root["funds"]?["household"],
        ]
        for place in ofHouseholds.compactMap(\.self) where !hasHouseholds { noColumn(place, .household) }
        let ofUnits = [root["prizes"]?["caps"]?["unit"], root["limits"]?["unit"]]
        for place in ofUnits.compactMap(\.self) where !hasUnits { noColumn(place, .unit) }
    }

    private mutating func checkNames(
        _ places: [CampaignPlace], _ known: Set<String>, zh: String, en: String, column: RollColumn
    ) {
        for place in places {
            guard let name = place.string(.sourceName), !known.contains(name) else { continue }
            guard !known.isEmpty else {
                return problems.error(
                    place, zh: "名册没有 \(column.rawValue) 一列", en: "the roll has no column \"\(column.rawValue)\"")
            }
            let suggestion = nearest(to: name, among: known.sorted())
            let hint = suggestion.map { ("；是否想写 \"\($0)\"？", "; did you mean \"\($0)\"?") } ?? ("", "")
            problems.error(
                place, zh: "名册上没有人属于\(zh) \"\(name)\"\(hint.0)",
                en: "nobody on the roll is in the \(en) \"\(name)\"\(hint.1)", suggestion: suggestion)
        }
    }

    /// In the published roll authors are in groups of their works; nobody else may seem to be.
    private mutating func checkReserved(_ authors: CampaignPlace) {
        guard let group = groups.filter({ $0.hasPrefix(Campaign.authorPrefix) }).min() else { return }
        problems.error(
            authors, zh: "名册上有分组 \"\(group)\"；以 work: 开头的组名留给作品的作者",
            en: "the roll has a group \"\(group)\"; names that begin with work: are kept for the authors of works")
    }

    private mutating func noColumn(_ place: CampaignPlace, _ column: RollColumn) {
        problems.warning(
            place, zh: "名册没有 \(column.rawValue) 一列，这一项不起作用",
            en: "the roll has no column \"\(column.rawValue)\", so this has no effect")
    }
}
