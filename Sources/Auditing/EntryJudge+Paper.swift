import Campaigns
import Proofs

/// A paper with a time limit, from its `start` on.
struct OpenPaper {
    var attempt: Int
    var startedAt: Int64
    /// Time limit and grace are over from here on.
    var deadline: Int64
    /// The answers that were saved last.
    var saved: [(question: String, answer: SubmissionBody.Answer)]?
    var isHandedIn = false

    /// How long answers took that came at an instant: time limit and grace at most.
    func time(to at: Int64) -> Int64 { max(0, min(at, deadline) - startedAt) }
}

/// Time limits, hints, and attempts that are scored together.
extension EntryJudge {
    func isCharged(_ kind: SubmissionBody.Kind) -> Bool {
        switch kind {
        case .submit: campaign.paper.time == nil
        case .start, .register, .vote, .enrol, .work: true
        case .save, .hint, .signin: false
        }
    }

    /// Whether a submission can be one that nobody sent: what was saved, handed in when time was up. Where the person
    /// sent the same before that, nothing differs but who did it.
    func isHandedIn(_ body: SubmissionBody, _ person: Progress) -> Bool {
        guard body.kind == .submit, campaign.paper.time?.isHandedIn == true, let saved = person.open?.saved else {
            return false
        }
        return saved.count == body.answers.count
            && zip(saved, body.answers).allSatisfy { $0.question == $1.question && $0.answer == $1.answer }
    }

    func checkTimeLimit(
        _ body: SubmissionBody, index: Int, _ variant: UInt8, isHandedIn: Bool, of person: inout Progress,
        into findings: inout Findings
    ) {
        guard let time = campaign.paper.time else { return }
        switch body.kind {
        case .start:
            if let open = person.open, !open.isHandedIn {
                if body.at < open.deadline {
                    findings.fail(.attempts, at: index, zh: "上一份答卷还在作答中", en: "is started while another paper is open")
                }
                requireHandedIn(person, body.pseudonym, into: &findings)
            }
            let limit = variant == 0 ? nil : campaign.paper.overrides[Int(variant) - 1].time
            person.open = OpenPaper(
                attempt: body.attempt ?? 0, startedAt: body.at, deadline: body.at + (limit ?? time.limit) + time.grace)
        case .save, .submit:
            if person.open?.isHandedIn == true {
                findings.fail(.attempts, at: index, zh: "这份答卷已经交过", en: "is of a paper that was handed in before")
            }
            if !isHandedIn, body.at >= person.open?.deadline ?? Int64.min {
                findings.fail(.limits, at: index, zh: "超过答题时限", en: "is later than its time limit")
            }
            if body.kind == .save { person.open?.saved = body.answers } else { person.open?.isHandedIn = true }
        case .register, .hint, .signin, .vote, .enrol, .work: break
        }
    }

    private func requireHandedIn(_ person: Progress, _ pseudonym: Pseudonym, into findings: inout Findings) {
        guard let open = person.open, !open.isHandedIn, open.saved != nil else { return }
        findings.fail(
            .attempts, zh: "\(pseudonym.hex) 第 \(open.attempt) 次保存的答卷没有交上",
            en: "what \(pseudonym.hex) saved at attempt \(open.attempt) was not handed in")
    }

    func takeHint(
        _ body: SubmissionBody, index: Int, of person: inout Progress, into findings: inout Findings
    ) {
        guard let question = body.question.flatMap({ key.position(of: $0) }), let number = body.hint,
            number <= key.questions[question].hints.count
        else {
            return findings.fail(.eligibility, at: index, zh: "没有这条提示", en: "is a hint that does not exist")
        }
        let expected = (person.hints[question] ?? 0) + 1
        if number != expected {
            findings.fail(
                .eligibility, at: index, zh: "是第 \(number) 条提示，应为第 \(expected) 条",
                en: "is hint \(number), expected \(expected)")
        }
        person.hints[question] = number
    }

    func hintCost(_ question: Int, _ person: Progress) -> Int {
        guard let taken = person.hints[question] else { return 0 }
        return key.questions[question].hints.prefix(taken).reduce(0) { $0 + $1.cost }
    }

    func pass(of variant: UInt8) -> Int? {
        guard variant > 0 else { return campaign.paper.pass }
        return campaign.paper.pass.map { campaign.paper.overrides[Int(variant) - 1].pass ?? $0 }
    }

    /// Whether it matters what each attempt came to.
    var keepsScores: Bool { campaign.paper.attempts != nil || campaign.ranksPeople }

    var combinesAttempts: Bool { campaign.paper.attempts != nil && campaign.prizes.chancesFor == .passing }

    /// What is known only once all entries are: chances of attempts that are scored together, papers left open.
    mutating func finish(into findings: inout Findings) {
        for (pseudonym, person) in progress.sorted(by: { $0.key < $1.key }) where person.open != nil {
            if campaign.paper.time?.isHandedIn == true { requireHandedIn(person, pseudonym, into: &findings) }
        }
        guard combinesAttempts, let rule = campaign.paper.attempts else { return }
        for (pseudonym, person) in progress {
            guard let place = roll.people[pseudonym], place.mayWin,
                let standing = Standing(person.scored.map(\.points), by: rule),
                let pass = pass(of: Campaign.Override.variant(of: place, campaign.paper.overrides)),
                standing.reaches(pass)
            else { continue }
            rows.append(
                EligibleRow(index: person.scored[standing.holder].index, pseudonym: pseudonym, chances: 1))
        }
        rows.sort { $0.index < $1.index }
    }
}

extension Campaign.Override {
    /// The override that holds for a person of the roll.
    static func variant(of place: RollPlace, _ overrides: [Campaign.Override]) -> UInt8 {
        overrides.isEmpty ? 0 : variant(of: place.groups.split(separator: ",").map(String.init), overrides)
    }
}
