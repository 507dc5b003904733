import JSON

/// A campaign that can't be wrong: what the loader makes of a file without problems.
///
/// Instants are Unix milliseconds, durations milliseconds, money integer fen.
package struct Campaign: Sendable, Hashable {
    package var id: String
    package var kind: Kind
    package var title: BilingualText
    package var organiser: String
    package var contact: BilingualText
    package var zone: String
    /// When the rules freeze; the loader has put in the default of ten minutes before ``opens``.
    package var announces: Int64
    package var opens: Int64
    package var closes: Int64
    /// The window between the end of intake and the closing.
    package var review: Int64
    /// The window after the draw in which a participant may dispute it.
    package var disputes: Int64
    /// The starts of the days of ``zone`` that touch `opens ..< closes`, ascending; the first is at or before ``opens``.
    package var dayStarts: [Int64]
    /// The roll's path, relative to the campaigns folder and inside it.
    package var rollPath: String
    package var limits: Limits
    package var paper: Paper
    package var prizes: Prizes
    package var disclosure: Disclosure
    /// Never empty: without a declaration it is one ``RandomnessSource/commit``.
    package var randomness: [RandomnessSource]
    /// What instant wins are decided by, known before intake; nil where there are none.
    package var activation: RandomnessSource?
    /// One for each of ``randomness``.
    package var randomnessTerms: [RandomnessTerms]

    package init(
        id: String, kind: Kind, title: BilingualText, organiser: String, contact: BilingualText, zone: String,
        announces: Int64, opens: Int64, closes: Int64, review: Int64, disputes: Int64, dayStarts: [Int64],
        rollPath: String, limits: Limits, paper: Paper, prizes: Prizes, disclosure: Disclosure,
        randomness: [RandomnessSource], randomnessTerms: [RandomnessTerms]? = nil, activation: RandomnessSource? = nil
    ) {
        self.id = id
        self.kind = kind
        self.title = title
        self.organiser = organiser
        self.contact = contact
        self.zone = zone
        self.announces = announces
        self.opens = opens
        self.closes = closes
        self.review = review
        self.disputes = disputes
        self.dayStarts = dayStarts
        self.rollPath = rollPath
        self.limits = limits
        self.paper = paper
        self.prizes = prizes
        self.disclosure = disclosure
        self.randomness = randomness
        self.activation = activation
        self.randomnessTerms = randomnessTerms ?? randomness.map { _ in RandomnessTerms() }
    }
}

extension Campaign {
    package enum Kind: String, Sendable, CaseIterable {
        case riddle, quiz, contest, raffle, offer, subsidy, enrolment
    }

    package struct Limits: Sendable, Hashable {
        /// Accepted submissions of a person in one day of the zone.
        package var personDay: Int?
        /// Accepted submissions of a person in all.
        package var personTotal: Int?
        package var personRate: Rate?
        package var campaignRate: Rate?

        package init(
            personDay: Int? = nil, personTotal: Int? = nil, personRate: Rate? = nil, campaignRate: Rate? = nil
        ) {
            self.personDay = personDay
            self.personTotal = personTotal
            self.personRate = personRate
            self.campaignRate = campaignRate
        }
    }

    /// `count` submissions per `per` milliseconds sustained, `burst` at once (GCRA).
    package struct Rate: Sendable, Hashable {
        package var count: Int
        package var per: Int64
        package var burst: Int

        package init(count: Int, per: Int64, burst: Int) {
            self.count = count
            self.per = per
            self.burst = burst
        }
    }

    package struct Paper: Sendable, Hashable {
        /// In file order; ids are unique.
        package var questions: [Question]
        /// How many questions of each stratum a paper takes, in file order; empty: no papers are drawn, and a
        /// submission answers any of the questions.
        package var draw: [Stratum]
        package var shufflesOptions: Bool
        /// The points from which a submission passes.
        package var pass: Int?

        package init(questions: [Question], draw: [Stratum], shufflesOptions: Bool, pass: Int?) {
            self.questions = questions
            self.draw = draw
            self.shufflesOptions = shufflesOptions
            self.pass = pass
        }
    }

    package struct Stratum: Sendable, Hashable {
        package var name: String
        package var take: Int

        package init(name: String, take: Int) {
            self.name = name
            self.take = take
        }
    }

    package struct Question: Sendable, Hashable {
        package enum Answer: Sendable, Hashable {
            /// The one right option.
            case single(String)
            /// All right options, ascending; nothing less and nothing more scores.
            case multi([String])
            /// The accepted texts, already folded by `folding`, the declared answer first.
            case text(accepted: [String], folding: Folding)
        }

        package var id: String
        package var stratum: String?
        package var text: BilingualText
        package var options: [Option]
        package var answer: Answer
        package var points: Int

        package init(
            id: String, stratum: String?, text: BilingualText, options: [Option], answer: Answer, points: Int
        ) {
            self.id = id
            self.stratum = stratum
            self.text = text
            self.options = options
            self.answer = answer
            self.points = points
        }
    }

    package struct Option: Sendable, Hashable {
        package var id: String
        package var text: BilingualText

        package init(id: String, text: BilingualText) {
            self.id = id
            self.text = text
        }
    }

    package struct Prizes: Sendable, Hashable {
        package enum ChancesFor: String, Sendable, CaseIterable {
            /// One chance for every submission that reaches the pass mark.
            case passing
            /// One chance for every question that the person answers correctly for the first time.
            case correct
        }

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
        /// Whether tiers are won at once, by their odds; what is left goes to the draw.
        package var isInstant: Bool

        package init(
            chancesFor: ChancesFor, mostChances: Int, tiers: [Tier], alternates: Int, householdCap: Int?,
            unitCap: Int?, claimWithin: Int64? = nil, isInstant: Bool = false
        ) {
            self.isInstant = isInstant
            self.chancesFor = chancesFor
            self.mostChances = mostChances
            self.tiers = tiers
            self.alternates = alternates
            self.householdCap = householdCap
            self.unitCap = unitCap
            self.claimWithin = claimWithin
        }
    }

    package struct Tier: Sendable, Hashable {
        package var id: String
        package var title: BilingualText
        package var prize: BilingualText
        /// Of one piece, in fen.
        package var value: Int64
        package var count: Int
        /// Of winning it at once; nil where nothing is won at once.
        package var odds: Odds?

        package init(
            id: String, title: BilingualText, prize: BilingualText, value: Int64, count: Int, odds: Odds? = nil
        ) {
            self.odds = odds
            self.id = id
            self.title = title
            self.prize = prize
            self.value = value
            self.count = count
        }
    }

    /// `numerator` of `denominator` attempts.
    package struct Odds: Sendable, Hashable {
        package var numerator: Int
        package var denominator: Int

        package init(_ numerator: Int, _ denominator: Int) {
            self.numerator = numerator
            self.denominator = denominator
        }
    }

    package struct Disclosure: Sendable, Hashable {
        package enum Result: String, Sendable, CaseIterable {
            case atOnce = "at-once"
            case afterClosing = "after-closing"
        }

        /// When a participant is told the score of a submission.
        package var result: Result

        package init(result: Result) {
            self.result = result
        }
    }
}
