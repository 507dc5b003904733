import Campaigns

/// What all scopes but the person have used, what each entry left of them, and how often a limit in shadow would have
/// refused. A campaign that limits persons alone has none.
final class ScopeBook {
    /// In the order of `LimitScope`.
    let counts: [ScopeCounts]
    /// The person's limits, where they are in shadow.
    private let personShadow: Campaign.ScopeLimits?
    /// How often a limit in shadow would have refused, by `Reason.ordinal`.
    private(set) var shadows = [Int](repeating: 0, count: Reason.allCases.count)
    /// For each entry and each told scope what was used in the day and in all; `notCounted` where it counts for none.
    private var uses: [UInt32] = []
    private let told: [ScopeCounts]

    private static let notCounted = UInt32.max

    /// Nil where nothing needs it.
    init?(_ limits: Campaign.Limits, cast: Cast) {
        let scopes = LimitScope.allCases.filter { scope in
            scope != .person && !limits[scope].isEmpty && !(scope == .campaign && limits.campaign.isBareRate)
        }
        personShadow = limits.person.isShadow && !limits.person.isEmpty ? limits.person : nil
        counts = scopes.map { ScopeCounts($0, limits[$0], cast: cast) }
        told = counts.filter { $0.limits.isTold }
        guard !counts.isEmpty || personShadow != nil else { return nil }
    }

    func append(_ added: Cast) {
        for scope in counts { scope.append(added) }
    }

    /// The limit without room whose wait is the longest, or that nobody can say whom to count.
    func full(_ person: Int, _ sender: Sender, at time: LimitTime, isCounted: Bool) -> Refusal? {
        var full: Refusal?
        for scope in counts where !scope.limits.isShadow {
            if let reason = scope.lacks(sender, isCounted: isCounted) { return Refusal(reason) }
            guard let usage = scope.usage(person, sender) else { continue }
            full = Refusal.longer(full, scope.limits.full(scope.scope, usage, at: time, isCounted: isCounted))
        }
        return full
    }

    /// Charges all scopes for an accepted submission.
    ///
    /// - Parameter personUsage: What the person had used before it.
    func charge(_ person: Int, _ personUsage: Usage, _ sender: Sender, at time: LimitTime, isCounted: Bool) {
        if let personShadow { count(personShadow.allFull(.person, personUsage, at: time, isCounted: isCounted)) }
        for scope in counts {
            if scope.limits.isShadow, let usage = scope.usage(person, sender) {
                count(scope.limits.allFull(scope.scope, usage, at: time, isCounted: isCounted))
            }
            scope.charge(person, sender, at: time, isCounted: isCounted)
        }
    }

    /// Keeps what whoever the next entry counts for has used with it.
    func keepUses(_ person: Int, _ sender: Sender, on day: Int) {
        for scope in told {
            let usage = scope.usage(person, sender)
            uses.append(usage.map { UInt32($0.used(on: day)) } ?? Self.notCounted)
            uses.append(usage?.total ?? Self.notCounted)
        }
    }

    /// All that it holds, as text that is equal for equal contents.
    var digest: String {
        counts.map { "\($0.scope) \($0.rows) \($0.hashes)" }.joined(separator: "; ") + " \(uses) \(shadows)"
    }

    private func count(_ reasons: [Reason]) {
        for reason in reasons { shadows[reason.ordinal] += 1 }
    }

    /// Brings journalled counts back: those of erased entries, which nobody can count again.
    func restoreShadow(_ reason: Reason, count: Int) {
        shadows[reason.ordinal] = max(shadows[reason.ordinal], count)
    }

    /// What an entry left, by its place among the entries.
    func remaining(afterEntry place: Int) -> [(scope: LimitScope, counts: Remaining.Counts)] {
        told.enumerated().compactMap { number, scope in
            let at = (place * told.count + number) * 2
            guard uses[at] != Self.notCounted else { return nil }
            let counts = Remaining.Counts(
                day: scope.limits.day.map { max(0, $0 - Int(uses[at])) },
                total: scope.limits.total.map { max(0, $0 - Int(uses[at + 1])) })
            return (scope.scope, counts)
        }
    }

    /// What remains now for a person who sends from there.
    func remaining(
        of person: Int, _ sender: Sender, on day: Int
    ) -> [(scope: LimitScope, counts: Remaining.Counts)] {
        told.compactMap { scope in
            scope.usage(person, sender).map { (scope.scope, scope.limits.remaining($0, on: day)) }
        }
    }
}
