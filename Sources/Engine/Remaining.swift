/// What limits leave of submissions that could still be accepted; of those that only count nothing is said.
package struct Remaining: Sendable, Hashable {
    /// Of one scope; nil where it has no such limit.
    package struct Counts: Sendable, Hashable {
        package var day: Int?
        package var total: Int?

        package init(day: Int? = nil, total: Int? = nil) {
            self.day = day
            self.total = total
        }
    }

    package var person = Counts()
    /// Of the other scopes that a limit is on and that the person, or the request, belongs to; in their order.
    package var others: [(scope: LimitScope, counts: Counts)] = []
    /// When the counts of the day begin anew, where one is limited and intake still runs then.
    package var resets: Int64?

    package init() {}

    package static func == (one: Remaining, other: Remaining) -> Bool {
        one.person == other.person && one.resets == other.resets
            && one.others.elementsEqual(other.others) { $0.scope == $1.scope && $0.counts == $1.counts }
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(person)
        hasher.combine(resets)
        for other in others {
            hasher.combine(other.scope)
            hasher.combine(other.counts)
        }
    }
}
