import Campaigns
import Proofs

/// A campaign's rules in the form in which the engine uses them: places instead of names.
package struct Rules: Sendable {
    package let campaign: Campaign
    package let questions: [Question]
    let limits: Campaign.Limits
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

    package struct Question: Sendable {
        package enum Key: Sendable {
            case single(Int)
            case multi(UInt64)
            case text([String])
        }

        package let key: Key
        package let points: Int
    }

    package init(_ campaign: Campaign) {
        self.campaign = campaign
        questions = campaign.paper.questions.map(Question.init)
        limits = campaign.limits
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
            tiers: campaign.drawnTiers.map { DrawRules.Tier(id: $0.id, count: $0.count) },
            alternates: prizes.alternates,
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

    /// Whether tickets are drawn.
    package var drawsTickets: Bool { campaign.drawsTickets }

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

    /// How long until the next day's limit, where intake still runs then.
    func untilNextDay(from tick: Int64, intakeEnds: Int64) -> Int64? {
        let next = day(of: tick) + 1
        guard next < campaign.dayStarts.count, campaign.dayStarts[next] < intakeEnds else { return nil }
        return campaign.dayStarts[next] - tick
    }
}

extension Rules.Question {
    init(_ question: Campaign.Question) {
        points = question.points
        switch question.answer {
        case .single(let id):
            key = .single(question.options.firstIndex { $0.id == id }!)
        case .multi(let ids):
            key = .multi(
                question.options.indices.reduce(into: 0) { bits, place in
                    if ids.contains(question.options[place].id) { bits |= 1 << UInt64(place) }
                })
        case .text(let accepted, _):
            key = .text(accepted)
        case .trueFalse, .number, .order, .match, .blanks, .survey:
            preconditionFailure("no campaign is announced with a part that is not supported")
        }
    }

    /// Whether an answer is right: the option, exactly the set of options, or one of the accepted texts.
    func isRight(_ choice: Answer.Choice) -> Bool {
        switch (key, choice) {
        case (.single(let right), .single(let given)): right == given
        case (.multi(let right), .multi(let given)): right == given
        // Bytes, not Swift's canonical equivalence, which other verifiers don't have.
        case (.text(let accepted), .text(let given)): accepted.contains { $0.utf8.elementsEqual(given.utf8) }
        default: false
        }
    }

    /// Whether an answer has the form that the question asks for.
    func fits(_ choice: Answer.Choice) -> Bool {
        switch (key, choice) {
        case (.single, .single), (.multi, .multi), (.text, .text): true
        default: false
        }
    }
}
