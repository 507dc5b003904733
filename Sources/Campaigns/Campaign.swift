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
    package var about: BilingualText?
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
    /// The roll's path, relative to the campaigns folder and inside it; nil where anybody may take part.
    package var rollPath: String?
    package var audience = Audience()
    package var schedule = Schedule()
    /// A phase for each day where every day has a draw of its own; else empty. See ``phases``.
    package var days: [DrawPhase] = []
    package var limits: Limits
    package var form: Form?
    /// Without questions in kinds that have none.
    package var paper: Paper
    package var works: Works?
    package var votes: Votes?
    package var jury: Jury?
    package var ranking: Ranking?
    package var places: Places?
    package var funds: Funds?
    package var merchants: [Merchant] = []
    package var vouchers: Vouchers?
    package var signin: Signin?
    package var points: Points?
    /// Without tiers where nothing is won.
    package var prizes: Prizes
    package var disclosure: Disclosure
    /// Whether the campaign is announced only with a quorum of witnesses.
    package var needsWitnesses = false
    package var complianceProfiles: [ComplianceProfile] = []
    /// Without a declaration one ``RandomnessSource/commit``; empty only where nothing is drawn.
    package var randomness: [RandomnessSource]
    /// What instant wins are decided by, known before intake; nil where there are none.
    package var activation: RandomnessSource?
    /// One for each of ``randomness``.
    package var randomnessTerms: [RandomnessTerms]

    package init(
        id: String, kind: Kind, title: BilingualText, organiser: String, contact: BilingualText, zone: String,
        announces: Int64, opens: Int64, closes: Int64, review: Int64, disputes: Int64, dayStarts: [Int64],
        rollPath: String?, limits: Limits, paper: Paper, prizes: Prizes, disclosure: Disclosure,
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

    /// All must have room, or nothing is charged.
    package struct Limits: Sendable, Hashable {
        package var person = ScopeLimits()
        package var household = ScopeLimits()
        package var unit = ScopeLimits()
        package var device = ScopeLimits()
        package var address = ScopeLimits()
        package var campaign = ScopeLimits()
    }

    /// What one person, household, … can have accepted.
    package struct ScopeLimits: Sendable, Hashable {
        /// In one day of the zone.
        package var day: Int?
        package var total: Int?
        package var rate: Rate?
        /// Whether it is counted and nothing refused.
        package var isShadow = false

        package init(day: Int? = nil, total: Int? = nil, rate: Rate? = nil, isShadow: Bool = false) {
            self.day = day
            self.total = total
            self.rate = rate
            self.isShadow = isShadow
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

    package struct Disclosure: Sendable, Hashable {
        package enum Result: String, Sendable, CaseIterable {
            case atOnce = "at-once"
            case afterClosing = "after-closing"
        }

        package enum Answers: String, Sendable, CaseIterable {
            case withBundle = "with-bundle"
            case afterClosing = "after-closing"
            case withResult = "with-result"
        }

        package enum Masking: String, Sendable, CaseIterable {
            case ends, first, none
        }

        package enum Tallies: String, Sendable, CaseIterable {
            case live, delayed
            case afterClosing = "after-closing"
        }

        /// When a participant is told the score of a submission.
        package var result: Result
        package var answers = Answers.withBundle
        package var masking = Masking.ends
        package var tallies = Tallies.live
        /// Of delayed tallies, in milliseconds.
        package var delay: Int64?

        package init(result: Result) {
            self.result = result
        }
    }

    /// What to compare a campaign with, to warn of what it misses.
    package enum ComplianceProfile: String, Sendable, CaseIterable {
        case cnPromotion = "cn-promotion"
    }
}
