import JSON

/// A part of the campaign language: a member at the top of the file.
package enum Part: String, Sendable, CaseIterable {
    case audience, schedule, limits, form, paper, works, votes, jury, ranking, places, funds, merchants, vouchers
    case signin, points, prizes, randomness, activation, witnesses, disclosure, compliance
}

/// Which parts a campaign of each kind has: the one table of it, which the documents print.
package enum KindParts {
    package enum Use: String, Sendable {
        case required, optional
        /// The kind has nothing that the part could be about.
        case absent
    }

    package static func use(of part: Part, in kind: Campaign.Kind) -> Use {
        switch part {
        case .audience: .required
        case .schedule, .limits, .disclosure, .witnesses, .compliance: .optional
        case .form: [.riddle, .quiz].contains(kind) ? .absent : .optional
        case .paper: [.riddle, .quiz].contains(kind) ? .required : .absent
        case .works: kind == .contest ? .required : .absent
        case .votes, .jury: kind == .contest ? .optional : .absent
        case .ranking: kind == .contest ? .required : kind == .quiz ? .optional : .absent
        case .places: kind == .enrolment ? .required : .absent
        case .funds: kind == .subsidy ? .required : kind == .offer ? .optional : .absent
        case .merchants: [.raffle, .offer, .subsidy].contains(kind) ? .optional : .absent
        case .vouchers: kind == .offer ? .required : [.raffle, .subsidy].contains(kind) ? .optional : .absent
        case .signin: [.riddle, .quiz, .raffle].contains(kind) ? .optional : .absent
        case .points: [.riddle, .quiz, .contest, .raffle].contains(kind) ? .optional : .absent
        case .prizes: [.riddle, .quiz, .raffle].contains(kind) ? .required : kind == .contest ? .optional : .absent
        case .randomness: [.offer, .subsidy].contains(kind) ? .absent : .optional
        case .activation: [.riddle, .quiz, .raffle].contains(kind) ? .optional : .absent
        }
    }
}

extension Campaign.Kind {
    /// What people call it.
    package var title: BilingualText {
        switch self {
        case .riddle: BilingualText(zh: "猜灯谜", en: "lantern riddles")
        case .quiz: BilingualText(zh: "知识竞答", en: "a quiz")
        case .contest: BilingualText(zh: "作品评选", en: "a contest of works")
        case .raffle: BilingualText(zh: "抽奖", en: "a raffle")
        case .offer: BilingualText(zh: "优惠", en: "an offer")
        case .subsidy: BilingualText(zh: "补贴", en: "a subsidy")
        case .enrolment: BilingualText(zh: "报名", en: "an enrolment")
        }
    }
}
