import JSON

/// A part of the language that a file has and the daemon can't run yet: such a campaign is checked and previewed like any
/// other, and not announced.
package struct UnsupportedPart: Sendable, Hashable {
    /// Such as `funds` or `paper.time`; for a kind, `kind contest`.
    package let name: String
    /// `part not supported yet: …`, where the part stands first.
    package let problem: Problem
}

extension ProblemList {
    /// The error that keeps a campaign with the part from being announced; not one of the file's problems.
    mutating func unsupported(_ name: String, at place: CampaignPlace) -> Problem {
        problem(
            .error, place.pointer, place.offset,
            BilingualText(zh: "尚不支持的部分：\(name)", en: "part not supported yet: \(name)"))
    }
}
