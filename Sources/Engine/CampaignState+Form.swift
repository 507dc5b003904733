import Campaigns

/// With which entries a form comes, and how often.
struct FormRules: Sendable {
    let bearer: ActKind
    let isAskedOnce: Bool
    /// Whether nothing else is taken of a person before it.
    let isFirst: Bool

    /// Nil without a form, or where it comes with claims.
    init?(_ campaign: Campaign) {
        switch campaign.formBearer {
        case .register: bearer = .register
        case .vote: bearer = .vote
        case .work: bearer = .work
        case .enrol: bearer = .enrol
        case .claim, nil: return nil
        }
        isAskedOnce = campaign.form?.asked == .once
        isFirst = campaign.isFormFirst
    }
}

extension CampaignState {
    /// Why a form is missing, or comes where none is asked for; nil where neither is so.
    ///
    /// What its fields hold is judged by whoever reads it.
    func misfilled(_ submission: Submission) -> Refusal? {
        guard let form = rules.form else { return submission.hasFields ? Refusal(.formUnasked) : nil }
        let isBearer = submission.act.kind == form.bearer && !submission.act.isWithdrawal
        let isDue = !form.isAskedOnce || !filledForms.contains(submission.person)
        if submission.hasFields { return isBearer && isDue ? nil : Refusal(.formUnasked) }
        return isDue && (isBearer || form.isFirst) ? Refusal(.formRequired) : nil
    }

    /// Whether a person's next entry of the kind that bears it comes with the form; nil where entries have none.
    package func asksForm(of person: Int) -> Bool? {
        rules.form.map { !$0.isAskedOnce || !filledForms.contains(person) }
    }

    func fillForm(_ person: Int) {
        guard rules.form?.isAskedOnce == true else { return }
        filledForms.insert(person)
    }
}

extension Act {
    /// Whether it only takes something back.
    fileprivate var isWithdrawal: Bool {
        switch self {
        case .vote(let ballot): ballot.isEmpty
        case .work(.takeBack): true
        default: false
        }
    }
}
