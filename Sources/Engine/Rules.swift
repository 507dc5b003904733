import Campaigns
import Proofs

/// A campaign's rules in the form in which the engine uses them: places instead of names.
package final class Rules: Sendable {
    package let campaign: Campaign
    /// What is closed and drawn one by one; a single one unless ``isDaily``.
    package let phases: [DrawPhase]
    package let isDaily: Bool
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
    /// Of a form that comes with entries; nil where there is none.
    let form: FormRules?

    /// What is drawn, and who is passed over.
    package let draw: DrawRules
    /// Of the tiers that are won at once; nil where none are.
    package let instant: InstantOdds?
    /// What is given before the draw, and to whom; nil where nothing is.
    let stock: StockRules?
    /// What earns a chance.
    let earning: Earning.Rules
    /// Whether what a person's entries are worth depends on more than a count of chances.
    let keepsEarnings: Bool
    /// Whether people are ranked by how long they took.
    let keepsTimes: Bool
    /// Whether it matters of an entry on which day it was made, or for which.
    let keepsDeeds: Bool

    package init(_ campaign: Campaign) {
        self.campaign = campaign
        phases = campaign.phases
        isDaily = !campaign.days.isEmpty
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
        form = FormRules(campaign)
        chancesFor = campaign.prizes.chancesFor
        mostChances = campaign.countedChances
        keepsTimes = campaign.ranksPeople && campaign.paper.time != nil
        strata = campaign.paper.draw.map { stratum in
            let pool = campaign.paper.questions.indices.filter {
                campaign.paper.questions[$0].stratum == stratum.name
            }
            return PaperDrawing.Stratum(questions: pool, take: stratum.take)
        }
        let prizes = campaign.prizes
        draw = DrawRules(
            tiers: prizes.tiers.map { DrawRules.Tier(id: $0.id, count: $0.count) },
            alternates: prizes.alternates,
            householdCap: prizes.householdCap, unitCap: prizes.unitCap, personCap: campaign.drawnPersonCap,
            mostChances: prizes.mostChances)
        instant = prizes.isInstant ? Self.odds(of: prizes) : nil
        stock = prizes.givesBeforeDraw ? Self.stock(of: campaign, instant) : nil
        earning = Earning.Rules(campaign)
        keepsEarnings =
            switch chancesFor {
            case .signin, .points: true
            case .entry: campaign.votes != nil
            case .passing, .correct: false
            }
        keepsDeeds = keepsEarnings || campaign.signin != nil
    }

    private static func stock(of campaign: Campaign, _ odds: InstantOdds?) -> StockRules {
        let prizes = campaign.prizes
        func place(of tier: String) -> Int {
            guard let place = prizes.tiers.firstIndex(where: { $0.id == tier }) else {
                preconditionFailure("the loader finds every tier that is named")
            }
            return place
        }
        let tiers = prizes.tiers.map { tier in
            StockRules.Tier(
                count: tier.count, releases: tier.releases.map { StockRules.Release(at: $0.at, count: $0.count) })
        }
        var stock = StockRules(tiers: tiers, odds: odds)
        stock.personCap = prizes.personCap
        stock.guarantee = prizes.guarantee.map {
            StockRules.Guarantee(attempt: $0.attempt, tier: place(of: $0.tier))
        }
        stock.hasFallback = prizes.fallback != nil
        stock.fallbackCount = prizes.fallback?.count
        stock.firsts = prizes.firsts.map { first in
            let questions = campaign.paper.questions.indices.filter { question in
                first.questions?.contains(campaign.paper.questions[question].id) ?? true
            }
            return StockRules.First(tier: place(of: first.tier), questions: questions, people: first.people)
        }
        return stock
    }

    /// Whether it matters which questions a person has had right already.
    var keepsSolved: Bool {
        chancesFor == .correct || chancesFor == .points && (earning.points?.correct ?? 0) > 0
            || !(stock?.firsts.isEmpty ?? true)
    }

    private static func odds(of prizes: Campaign.Prizes) -> InstantOdds {
        let odds = prizes.tiers.map { tier in
            InstantOdds.Odds(tier.odds?.numerator ?? 0, tier.odds?.denominator ?? 1)
        }
        guard let odds = try? InstantOdds(odds) else { preconditionFailure("the loader adds the odds up") }
        return odds
    }

    /// Whether tickets are drawn.
    package var drawsTickets: Bool { campaign.drawsTickets }

    package var drawsPapers: Bool { !strata.isEmpty }

    /// Whether an act uses what the limits count, and is an attempt of its own.
    package func isCharged(_ kind: ActKind) -> Bool {
        switch kind {
        case .submit: timing == nil
        case .register, .start, .vote, .enrol, .work: true
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
        guard drawsTickets else { return false }
        return switch (kind, chancesFor) {
        case (.submit, .passing), (.submit, .correct), (.submit, .entry), (.submit, .points): true
        case (.register, .entry), (.register, .points), (.vote, .entry), (.vote, .points): true
        case (.signin, .signin), (.signin, .points): true
        case (.submit, _), (.register, _), (.start, _), (.save, _), (.hint, _), (.signin, _), (.vote, _),
            (.enrol, _), (.work, _):
            false
        }
    }

    /// Whether people take part by registering, without a paper.
    var takesRegistrations: Bool { campaign.kind == .raffle }

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
