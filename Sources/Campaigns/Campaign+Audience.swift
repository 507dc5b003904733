import JSON

extension Campaign {
    /// Who of the roll takes part and can win; without a roll, whether anybody can take part.
    package struct Audience: Sendable, Hashable {
        package var isOpen = false
        /// Without a roll, how many people can take part.
        package var most = usualMost
        /// Empty: those of every unit, or none.
        package var units: [String] = []
        /// Empty: those of every group, or none.
        package var groups: [String] = []
        package var exclusion: Exclusion?
        package var earlierWinners: [EarlierWinners] = []

        package static let usualMost = 1_000_000
    }

    package struct Exclusion: Sendable, Hashable {
        package enum From: String, Sendable, CaseIterable {
            case prizes, everything
        }

        package var from: From
        package var units: [String]
        package var groups: [String]
        /// A file of ids, relative to the campaigns folder and inside it.
        package var listPath: String?
    }

    package struct EarlierWinners: Sendable, Hashable {
        package var campaign: String
        /// Empty: of any tier.
        package var tiers: [String]
    }

    package struct Schedule: Sendable, Hashable {
        package var phases: [Phase] = []
        package var quiet: [QuietHours] = []
        /// The instants of the quiet hours from ``Campaign/opens`` to ``Campaign/closes``: ascending, none touching the
        /// next.
        package var quietSpans: [Range<Int64>] = []
        /// Whether every day of the zone has a closing and a draw of its own.
        package var isDaily = false
    }

    /// Part of the time between ``Campaign/opens`` and ``Campaign/closes``.
    package struct Phase: Sendable, Hashable {
        package enum Activity: String, Sendable, CaseIterable {
            case register, collect, submit, vote, score, review, redeem
        }

        package var id: String
        package var title: BilingualText?
        package var does: Activity
        package var opens: Int64
        package var closes: Int64
    }

    /// Minutes of the zone's day; over midnight where `to` is less than `from`.
    package struct QuietHours: Sendable, Hashable {
        package var from: Int
        package var to: Int
    }

    /// What people fill in, and when.
    package struct Form: Sendable, Hashable {
        package enum Asked: String, Sendable, CaseIterable {
            case once, each, claim
        }

        package var asked: Asked
        package var fields: [Field]
    }

    /// What is asked of people who register, enrol or claim.
    package struct Field: Sendable, Hashable {
        package enum Kind: Sendable, Hashable {
            /// Of so many characters at most.
            case text(most: Int)
            case number(least: Int, most: Int)
            case money, date, phone
            case choice([Option])
        }

        package var id: String
        package var title: BilingualText
        package var kind: Kind
        package var isOptional: Bool
        package var isPrivate: Bool
    }
}

extension Campaign.Phase.Activity {
    package var title: BilingualText {
        switch self {
        case .register: BilingualText(zh: "登记", en: "people sign up")
        case .collect: BilingualText(zh: "征集作品", en: "works come in")
        case .submit: BilingualText(zh: "答题", en: "people answer")
        case .vote: BilingualText(zh: "投票", en: "people vote")
        case .score: BilingualText(zh: "评委打分", en: "the jury scores")
        case .review: BilingualText(zh: "审核", en: "staff review")
        case .redeem: BilingualText(zh: "核销", en: "vouchers are redeemed")
        }
    }
}

extension Campaign.Schedule {
    /// The quiet hours that an instant is in; nil where it is in none.
    package func quietSpan(at instant: Int64) -> Range<Int64>? {
        var (low, high) = (0, quietSpans.count)
        while low < high {
            let middle = (low + high) / 2
            if quietSpans[middle].upperBound <= instant { low = middle + 1 } else { high = middle }
        }
        return low < quietSpans.count && quietSpans[low].contains(instant) ? quietSpans[low] : nil
    }

    /// Whether an activity may take place: where phases have times for it, in one of these.
    package func allows(_ activity: Campaign.Phase.Activity, at instant: Int64) -> Bool {
        let own = phases.filter { $0.does == activity }
        return own.isEmpty || own.contains { $0.opens <= instant && instant < $0.closes }
    }

    /// Whether staff may decide of a claim: in the phases for that, and after the last of them whatever could otherwise
    /// never come to an end, which is every refusal, and all that was appealed.
    package func allowsDecision(isRefusal: Bool, isAppealed: Bool, at instant: Int64) -> Bool {
        guard !allows(.review, at: instant), let last = phase(for: .review, from: instant) else { return true }
        return last.closes <= instant && (isRefusal || isAppealed)
    }

    /// The phase for an activity that comes next, or else came last; nil where it has none of its own.
    package func phase(for activity: Campaign.Phase.Activity, from instant: Int64) -> Campaign.Phase? {
        let own = phases.filter { $0.does == activity }.sorted { $0.opens < $1.opens }
        return own.first { instant < $0.closes } ?? own.last
    }
}
