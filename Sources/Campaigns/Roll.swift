import JSON

/// Who may take part, as the organiser's CSV file lists them.
///
/// A UTF-8 file with a header. `id` and `name` are required; `household`, `unit`, `groups` (separated by `;`) and
/// `may_win` (`1`, the default, or `0`: takes part but is never drawn) may stand in any order:
///
///     id,name,household,unit,groups,may_win
///     m0000001,王伟,h000001,u0001,staff;north,0
package struct Roll: Sendable, Hashable {
    /// In file order; ids are unique.
    package let people: [Person]

    package init(people: [Person]) {
        self.people = people
    }

    /// One line. Strings of up to 15 bytes, which is nearly all of them, need no memory of their own.
    package struct Person: Sendable, Hashable {
        /// 1–64 bytes of `A–Z a–z 0–9 . _ - @ :`, never folded; ``household``, ``unit`` and ``groups`` likewise.
        package let id: String
        /// 1–64 bytes without comma, quote or control characters.
        package let name: String
        package let household: String?
        package let unit: String?
        /// Ascending by bytes, without repeats.
        package let groups: [String]
        /// False for those who take part but are never drawn.
        package let mayWin: Bool

        /// Whether nothing is left of the row but its place.
        package var isErased: Bool { id.isEmpty }

        static let erased = Person(id: "", name: "", mayWin: false)

        package init(
            id: String, name: String, household: String? = nil, unit: String? = nil, groups: [String] = [],
            mayWin: Bool = true
        ) {
            self.id = id
            self.name = name
            self.household = household
            self.unit = unit
            self.groups = groups
            self.mayWin = mayWin
        }
    }
}

/// Reads a roll, or says everything that is wrong with it.
///
/// - Parameter acceptsErased: Takes rows that were erased since the roll was accepted; each keeps its place.
package func loadRoll(bytes: [UInt8], acceptsErased: Bool = false) -> Result<Roll, RollProblems> {
    var problems = RollProblems()
    RollEncoding.check(bytes, &problems)
    guard problems.isEmpty else { return .failure(problems) }
    let people = bytes.withUnsafeBufferPointer {
        RollLoader.people(in: $0, acceptsErased: acceptsErased, problems: &problems)
    }
    return problems.isEmpty ? .success(Roll(people: people)) : .failure(problems)
}
