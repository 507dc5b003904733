import JSON

extension Campaign {
    package struct Prizes: Sendable, Hashable {
        package enum ChancesFor: String, Sendable, CaseIterable {
            /// One chance for every submission that reaches the pass mark.
            case passing
            /// One chance for every question that the person answers correctly for the first time.
            case correct
            /// One chance for every accepted submission.
            case entry
            case signin
            case points
        }

        package enum Drawing: String, Sendable, CaseIterable {
            case final, instant, ranking
        }

        package var drawing: Drawing
        package var chancesFor: ChancesFor
        /// The most chances one person can have; later ones are not counted, in leaf order.
        package var mostChances: Int
        /// In the order in which they are drawn.
        package var tiers: [Tier]
        package var alternates: Int
        /// The most prizes (and alternates) one household or unit can have.
        package var householdCap: Int?
        package var unitCap: Int?
        /// How long after it was won in the draw a prize can be claimed, in milliseconds: afterwards, or once it is declined,
        /// it goes to the next alternate. Nil: prizes are not claimed here.
        package var claimWithin: Int64?
        /// What all prizes may be worth, in fen.
        package var budget: Int64?
        /// The most prizes (and alternates) of one person, those won at once counted in. Nil: one in the draw, none there
        /// after having won at once, and at once as many as are hit.
        package var personCap: Int?
        package var fallback: Fallback?
        package var guarantee: Guarantee?
        package var firsts: [First] = []
        /// The odds of winning nothing at once.
        package var none: Fraction?

        /// Whether tiers are won at once, by their odds; what is left goes to the draw.
        package var isInstant: Bool { drawing == .instant }

        /// Whether any piece can be given before the draw.
        package var givesBeforeDraw: Bool { isInstant || !firsts.isEmpty }

        package init(
            chancesFor: ChancesFor, mostChances: Int, tiers: [Tier], alternates: Int, householdCap: Int?,
            unitCap: Int?, claimWithin: Int64? = nil, drawing: Drawing = .final
        ) {
            self.drawing = drawing
            self.chancesFor = chancesFor
            self.mostChances = mostChances
            self.tiers = tiers
            self.alternates = alternates
            self.householdCap = householdCap
            self.unitCap = unitCap
            self.claimWithin = claimWithin
        }
    }

    /// What who wins nothing at once gets.
    package struct Fallback: Sendable, Hashable {
        package var prize: BilingualText
        /// Of one piece, in fen.
        package var value: Int64
        /// Nil: as many as are needed.
        package var count: Int?
    }

    /// The attempt that wins for certain, and what.
    package struct Guarantee: Sendable, Hashable {
        package var attempt: Int
        package var tier: String
    }

    /// A tier that the first people to solve a question win.
    package struct First: Sendable, Hashable {
        package var tier: String
        /// By their ids; nil: all.
        package var questions: [String]?
        /// So many of each question.
        package var people: Int
    }

    package struct Signin: Sendable, Hashable {
        /// In a row that earn a chance; nil where chances are for something else.
        package var days: Int?
        package var makeup: Int
    }

    package struct Points: Sendable, Hashable {
        package var entry: Int
        package var correct: Int
        package var signin: Int
        package var vote: Int
        /// The most of a day.
        package var day: Int?
        /// The points that make a chance.
        package var chance: Int
    }

    package struct Tier: Sendable, Hashable {
        package var id: String
        package var title: BilingualText
        package var prize: BilingualText
        /// Of one piece, in fen.
        package var value: Int64
        package var count: Int
        /// Of winning it at once; nil where nothing is won at once.
        package var odds: Fraction?
        /// When pieces become available, ascending; empty: all at once.
        package var releases: [Release] = []

        package struct Release: Sendable, Hashable {
            package var at: Int64
            package var count: Int
        }

        package init(
            id: String, title: BilingualText, prize: BilingualText, value: Int64, count: Int, odds: Fraction? = nil
        ) {
            self.odds = odds
            self.id = id
            self.title = title
            self.prize = prize
            self.value = value
            self.count = count
        }
    }

    /// `numerator` of `denominator`: odds, weights, shares.
    package struct Fraction: Sendable, Hashable {
        package var numerator: Int
        package var denominator: Int

        package init(_ numerator: Int, _ denominator: Int) {
            self.numerator = numerator
            self.denominator = denominator
        }
    }
}
