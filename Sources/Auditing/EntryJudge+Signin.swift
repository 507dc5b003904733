import Campaigns

/// Signing in, and what else earns chances beside answers.
extension EntryJudge {
    /// Check `limits`: once a day, and made up for only earlier days, as often as the rules allow.
    ///
    /// - Returns: The day that it is for; nil where there is none.
    func checkSignin(
        _ body: SubmissionBody, index: Int, of person: inout Progress, into findings: inout Findings
    ) -> Int? {
        let today = campaign.day(of: body.at)
        var attended = today
        if let date = body.day {
            guard let day = campaign.day(named: date), day < today else {
                findings.fail(
                    .limits, at: index, zh: "\(date) 不是可以补签的日子", en: "makes up for \(date), which is no earlier day")
                return nil
            }
            attended = day
            person.madeUp += 1
            let most = campaign.signin?.makeup ?? 0
            if person.madeUp > most {
                findings.fail(
                    .limits, at: index, zh: "补签超过 \(most) 日", en: "makes up for more days than the \(most) of a person")
            }
        }
        guard attended >= 0 else { return nil }
        if person.attended.contains(attended) {
            findings.fail(.limits, at: index, zh: "这一天已经签到", en: "signs in a second time for a day")
        }
        person.attended.insert(attended)
        return attended
    }

    /// What of an entry can earn chances; nil where nothing can.
    func deed(_ body: SubmissionBody, solved: Int, passes: Bool, attended: Int?) -> Earning.Deed? {
        switch body.kind {
        case .submit: .entry(solved: solved, passes: passes)
        case .register: .entry(solved: 0, passes: false)
        case .signin: attended.map { .signin(day: $0) }
        case .vote: body.choice.isEmpty ? nil : .ballot
        case .start, .save, .hint, .enrol, .work: nil
        }
    }
}
