import Campaigns
import Proofs

/// A campaign's rules in the form in which the engine uses them: places instead of names.
package struct Rules: Sendable {
    package let campaign: Campaign
    package let questions: [QuestionKey]
    let limits: Campaign.Limits
    /// What a person can have accepted: nothing of it where it is counted in shadow.
    let personLimits: Campaign.ScopeLimits
    /// A rate that is all the campaign has as a whole; other limits of it are in a `ScopeBook`.
    let campaignRate: Campaign.Rate?
    /// Whether there are quiet hours, or phases with times of their own.
    let hasSchedule: Bool
    /// Whether any limit is by the day, so that a reply tells when the next one begins.
    let hasDayLimits: Bool
    let pass: Int?
    let chancesFor: Campaign.Prizes.ChancesFor
    let mostChances: Int
    /// For each stratum of a paper the bank's questions in it, in file order, and how many are taken.
    package let strata: [PaperDrawing.Stratum]
    /// Of papers with a time limit.
    package let timing: Campaign.TimeLimit?
    /// How several attempts come to one score.
    let attempts: Campaign.Attempts?
    let overrides: [Campaign.Override]
    let hasHints: Bool

    /// What is drawn, and who is passed over.
    package let draw: DrawRules
    /// Of the tiers that are won at once; nil where none are.
    package let instant: InstantOdds?

    package init(_ campaign: Campaign) {
        self.campaign = campaign
        questions = campaign.paper.questions.map(QuestionKey.init)
        limits = campaign.limits
        personLimits = limits.person.isShadow ? Campaign.ScopeLimits() : limits.person
        campaignRate = limits.campaign.isBareRate ? limits.campaign.rate : nil
        hasSchedule = !campaign.schedule.quietSpans.isEmpty || !campaign.schedule.phases.isEmpty
        hasDayLimits = LimitScope.allCases.contains { campaign.limits[$0].day != nil && !campaign.limits[$0].isShadow }
        pass = campaign.paper.pass
        timing = campaign.paper.time
        attempts = campaign.paper.attempts
        overrides = campaign.paper.overrides
        hasHints = campaign.paper.questions.contains { !$0.hints.isEmpty }
        chancesFor = campaign.prizes.chancesFor
        mostChances = campaign.prizes.mostChances
        strata = campaign.paper.draw.map { stratum in
            let pool = campaign.paper.questions.indices.filter {
                campaign.paper.questions[$0].stratum == stratum.name
            }
            return PaperDrawing.Stratum(questions: pool, take: stratum.take)
        }
        let prizes = campaign.prizes
        draw = DrawRules(
            tiers: prizes.tiers.map { DrawRules.Tier(id: $0.id, count: $0.count) }, alternates: prizes.alternates,
            householdCap: prizes.householdCap, unitCap: prizes.unitCap, mostChances: prizes.mostChances)
        instant = prizes.isInstant ? Self.odds(of: prizes) : nil
    }

    private static func odds(of prizes: Campaign.Prizes) -> InstantOdds {
        let odds = prizes.tiers.map { tier in
            InstantOdds.Odds(tier.odds?.numerator ?? 0, tier.odds?.denominator ?? 1)
        }
        guard let odds = try? InstantOdds(odds) else { preconditionFailure("the loader adds the odds up") }
        return odds
    }

    package var drawsPapers: Bool { !strata.isEmpty }

    /// Whether an act uses what the limits count, and is an attempt of its own.
    package func isCharged(_ kind: ActKind) -> Bool {
        switch kind {
        case .submit: timing == nil
        case .register, .start, .vote: true
        case .save, .hint, .signin: false
        }
    }

    /// The pass mark of people of a variant (``Cast/variants``).
    func pass(of variant: UInt8) -> Int? {
        variant == 0 ? pass : pass.map { overrides[Int(variant) - 1].pass ?? $0 }
    }

    /// The most attempts of one of them in all.
    func total(of variant: UInt8) -> Int? {
        variant == 0 ? limits.person.total : overrides[Int(variant) - 1].total ?? limits.person.total
    }

    /// How long they have for a paper, in milliseconds.
    package func timeLimit(_ variant: Int) -> Int64 {
        let limit = timing?.limit ?? 0
        return variant == 0 ? limit : overrides[variant - 1].time ?? limit
    }

    /// Whether an act can earn chances.
    func earnsChances(_ kind: ActKind) -> Bool {
        switch kind {
        case .submit: true
        case .register, .start, .save, .hint, .signin, .vote: false
        }
    }

    /// The day of the campaign's zone that an instant is in, from 0 on the day intake opens.
    package func day(of tick: Int64) -> Int {
        var low = 0
        var high = campaign.dayStarts.count
        while low < high {
            let middle = (low + high) / 2
            if campaign.dayStarts[middle] <= tick { low = middle + 1 } else { high = middle }
        }
        return low - 1
    }

    /// The day that an instant is in, with its instants.
    func dayWindow(of tick: Int64) -> DayWindow {
        let starts = campaign.dayStarts
        let day = day(of: tick)
        return DayWindow(
            day: day, start: day < 0 ? Int64.min : starts[day],
            end: day + 1 < starts.count ? starts[day + 1] : Int64.max)
    }

    /// When the day after a day begins, where intake still runs then.
    func start(after day: Int, intakeEnds: Int64) -> Int64? {
        let next = day + 1
        guard campaign.dayStarts.indices.contains(next), campaign.dayStarts[next] < intakeEnds else { return nil }
        return campaign.dayStarts[next]
    }
}

/// A day of the campaign's zone: its number from 0, and its instants; the last one known has no end.
struct DayWindow {
    var day = -1
    var start = Int64.max
    var end = Int64.min
}
