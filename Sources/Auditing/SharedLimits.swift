import Campaigns
import Proofs

/// Counts again what households, units and the campaign have used of their limits. Devices, network addresses and rates
/// leave nothing in the log to count.
struct SharedLimits {
    fileprivate struct Used {
        var total = 0
        var day = Int.min
        var inDay = 0
    }

    fileprivate struct Scope {
        let limits: Campaign.ScopeLimits
        let name: (zh: String, en: String)
        var used: [Pseudonym: Used] = [:]

        /// Nil where nothing of the scope can be refused.
        init?(_ limits: Campaign.ScopeLimits, zh: String, en: String) {
            guard !limits.isShadow, limits.day != nil || limits.total != nil else { return nil }
            self.limits = limits
            name = (zh, en)
        }
    }

    private var household: Scope?
    private var unit: Scope?
    private var campaign: Scope?

    /// The one member that the whole campaign is.
    private static let all = Pseudonym(high: 0, low: 0)

    init(_ limits: Campaign.Limits) {
        household = Scope(limits.household, zh: "每户", en: "a household")
        unit = Scope(limits.unit, zh: "每单位", en: "a unit")
        campaign = Scope(limits.campaign, zh: "全活动", en: "the campaign")
    }

    /// Counts an entry of somebody on the roll.
    ///
    /// - Parameter day: The day of the entry, from 0.
    mutating func take(_ place: RollPlace, day: Int, at index: Int, into findings: inout Findings) {
        if let member = place.household { household?.take(member, day: day, at: index, into: &findings) }
        if let member = place.unit { unit?.take(member, day: day, at: index, into: &findings) }
        campaign?.take(Self.all, day: day, at: index, into: &findings)
    }
}

extension SharedLimits.Scope {
    fileprivate mutating func take(_ member: Pseudonym, day: Int, at index: Int, into findings: inout Findings) {
        var now = used[member] ?? SharedLimits.Used()
        now.total += 1
        now.inDay = now.day == day ? now.inDay + 1 : 1
        now.day = day
        used[member] = now
        if let most = limits.total, now.total > most {
            findings.fail(
                .limits, at: index, zh: "超过\(name.zh)总次数 \(most)",
                en: "is over the limit of \(most) in all of \(name.en)")
        }
        if let most = limits.day, now.inDay > most {
            findings.fail(
                .limits, at: index, zh: "超过\(name.zh)每日次数 \(most)",
                en: "is over the limit of \(most) a day of \(name.en)")
        }
    }
}
