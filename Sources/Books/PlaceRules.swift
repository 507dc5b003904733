import Campaigns

/// The rules of an enrolment with ids turned into places in lists, as ``PlaceBook`` goes by them.
package struct PlaceRules: Sendable, Hashable {
    /// Places of a slot that only people of a group can have.
    struct Share: Sendable, Hashable {
        /// In ``PlaceRules/groups``.
        var group: Int
        var count: Int
    }

    package let places: Campaign.Places
    /// The groups that shares and the balance speak of, in the order in which they do.
    package let groups: [String]
    /// Of each slot, in the order of the rules, a group once.
    let shares: [[Share]]
    /// The groups between which places are balanced; empty where they are not.
    let balanced: [Int]

    package init(_ places: Campaign.Places) {
        self.places = places
        var groups: [String] = []
        var known: [String: Int] = [:]
        func place(_ group: String) -> Int {
            if let place = known[group] { return place }
            known[group] = groups.count
            groups.append(group)
            return groups.count - 1
        }
        var shares = [[Share]](repeating: [], count: places.slots.count)
        var slots: [String: Int] = [:]
        for (slot, declared) in places.slots.enumerated() { slots[declared.id] = slot }
        for share in places.shares {
            let group = place(share.group)
            let meant = share.slot.map { slots[$0]!..<slots[$0]! + 1 } ?? places.slots.indices
            for slot in meant {
                if let same = shares[slot].firstIndex(where: { $0.group == group }) {
                    shares[slot][same].count += share.count
                } else {
                    shares[slot].append(Share(group: group, count: share.count))
                }
            }
        }
        balanced = (places.balance?.groups ?? []).map(place)
        self.shares = shares
        self.groups = groups
    }

    /// What counts here of the groups that the roll says somebody is in: places in ``groups``, ascending.
    package func groups(of names: some Sequence<String>) -> [Int] {
        guard !groups.isEmpty else { return [] }
        let names = Set(names)
        return groups.indices.filter { names.contains(groups[$0]) }
    }

    /// How many places an enrolment takes in each slot that it gets; nil where so many dependants are not allowed.
    ///
    /// Who sends dependants instead of themselves sends at least one.
    package func size(dependants: Int) -> Int? {
        guard let declared = places.dependants else { return dependants == 0 ? 1 : nil }
        guard (declared.areBeside ? 0 : 1)...declared.most ~= dependants else { return nil }
        return declared.areBeside ? 1 + dependants : dependants
    }

    /// Whether the choices are a ranking that the rules allow.
    func allow(_ choices: [Int]) -> Bool {
        1...places.choices ~= choices.count && choices.allSatisfy(places.slots.indices.contains)
            && choices.indices.allSatisfy { !choices[..<$0].contains(choices[$0]) }
    }

    func hasStarted(_ slot: Int, at instant: Int64) -> Bool {
        places.slots[slot].starts.map { $0 <= instant } ?? false
    }

    /// From when on nothing happens to places unless somebody is offered one still: when none can be given back any more, or
    /// where that is not declared, when the last slot has started. Nil: nothing says when.
    package var settledFrom: Int64? { places.cancels ?? places.slots.compactMap(\.starts).max() }

    /// Whether places can't be given back any more.
    func isLate(_ instant: Int64) -> Bool { places.cancels.map { $0 <= instant } ?? false }
}

/// The groups that somebody is in, as far as the rules speak of them.
struct Membership: Sendable, Hashable {
    /// By place in ``PlaceRules/groups``.
    let isIn: [Bool]
    /// The one that counts for the balance: the first that the rules name. A place in ``PlaceRules/balanced``.
    let balanced: Int?

    init(_ groups: [Int], _ rules: PlaceRules) {
        var isIn = [Bool](repeating: false, count: rules.groups.count)
        for group in groups { isIn[group] = true }
        balanced = rules.balanced.firstIndex { isIn[$0] }
        self.isIn = isIn
    }
}
