/// What an entry shows of how it came about: all that a look for stuffing asks of it.
///
/// People, devices and addresses are told apart and not named: any numbers do that are equal for the same one.
package struct Trace: Sendable, Hashable {
    package var leaf: Int
    /// Unix milliseconds; ascending with the leaf.
    package var at: Int64
    /// What the phases call what was done; nil for what has none, such as signing in.
    package var activity: Campaign.Phase.Activity?
    package var person: Int
    /// Nil where the roll has none.
    package var unit: Int?
    /// The places in the file of the works that a ballot names.
    package var works: [Int] = []
    /// 0 where none is known.
    package var device: UInt64 = 0
    package var address: UInt64 = 0

    package init(
        leaf: Int, at: Int64, activity: Campaign.Phase.Activity?, person: Int, unit: Int? = nil, works: [Int] = []
    ) {
        self.leaf = leaf
        self.at = at
        self.activity = activity
        self.person = person
        self.unit = unit
        self.works = works
    }
}

extension Campaign {
    /// Whether an entry of a kind begins something: what follows from another entry is not looked at, as a paper that is
    /// saved, or handed in when its time is up.
    package func isTraced(_ kind: TracedKind?) -> Bool {
        guard let kind else { return false }
        return kind != .submit || paper.time == nil
    }
}

/// The kinds of entries that begin something, as bodies name them.
package enum TracedKind: String, Sendable {
    case submit, register, start, signin, vote

    package var activity: Campaign.Phase.Activity? {
        switch self {
        case .submit, .start: .submit
        case .register: .register
        case .vote: .vote
        case .signin: nil
        }
    }
}

/// Gives numbers from 0 to names, in the order in which they come.
package struct Numbering<Name: Hashable & Sendable>: Sendable {
    package private(set) var names: [Name] = []
    private var numbers: [Name: Int] = [:]

    package init() {}

    package mutating func number(of name: Name) -> Int {
        if let number = numbers[name] { return number }
        numbers[name] = names.count
        names.append(name)
        return names.count - 1
    }
}
