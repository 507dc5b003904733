import Campaigns

/// Papers with a time limit: opening one uses the attempt, and what was saved is handed in when time is up.
extension CampaignState {
    /// The id of the paper that a `start` would open now; empty where no papers are drawn.
    package func paperToStart(by person: Int) -> String {
        rules.drawsPapers ? paperID(of: person, attempt: nextAttempt(of: person)) : ""
    }

    func malformedStart(paper: String, by person: Int, at tick: Int64) -> Refusal? {
        guard rules.timing != nil else { return Refusal(.actAbsent) }
        if let open = openPapers[person], tick < open.deadline {
            return Refusal(.paperOpen, retryAfterMilliseconds: open.deadline - tick)
        }
        // Another paper would take the place of one that is still to be handed in.
        if let open = openPapers[person], open.isQueued, open.saved != nil {
            return Refusal(.paperOpen, retryAfterMilliseconds: 100)
        }
        return paper == paperToStart(by: person) ? nil : Refusal(.paperWrong)
    }

    /// Why answers to a paper with a time limit can't be taken or saved.
    func malformedTimed(_ answers: [Answer], paper: String, by person: Int, at tick: Int64) -> Refusal? {
        guard let open = openPapers[person] else { return Refusal(.paperUnstarted) }
        guard tick < open.deadline else { return Refusal(.timeOver) }
        return offPaper(answers, paper: paper, by: person, attempt: open.attempt)
    }

    func malformedSave(_ answers: [Answer], paper: String, by person: Int, at tick: Int64) -> Refusal? {
        guard rules.timing?.isHandedIn == true else { return Refusal(.actAbsent) }
        return malformedForm(answers) ?? malformedTimed(answers, paper: paper, by: person, at: tick)
    }

    /// Opens the paper of an entry that was just made.
    func open(_ place: Int, by person: Int, at tick: Int64) {
        guard let timing = rules.timing else { preconditionFailure("only papers with a time limit are started") }
        let variant = Int(variant(of: person))
        let deadline = tick + rules.timeLimit(variant) + timing.grace
        entries[place].deadline = deadline
        openPapers.open(
            OpenPapers.Paper(attempt: Int(entries[place].attempt), variant: variant, deadline: deadline), by: person)
    }

    /// When the next paper is to be handed in for somebody, or is given up; nil while none is open.
    package var paperDueAt: Int64? {
        guard rules.timing != nil, case .running = stage else { return nil }
        return openPapers.firstDeadline.map { min($0, intakeEnds) }
    }

    /// Hands in what the next person saved whose time is up, as an entry; nil where nothing of the kind is due.
    ///
    /// Nobody asks for it, so neither limits nor pauses hold it up; it comes before the closing.
    package func takeDuePaper(at tick: Int64) -> (submission: Submission, acceptance: Acceptance)? {
        while let due = paperDueAt, due <= tick {
            guard let (person, paper) = openPapers.takeFirst() else { return nil }
            guard rules.timing?.isHandedIn == true, let saved = paper.saved else { continue }
            let submission = Submission(
                person: person, key: Self.handInKey &- UInt64(paper.attempt), content: 0,
                act: .submit(saved, paper: rules.drawsPapers ? paperID(of: person, attempt: paper.attempt) : ""))
            let entry = enter(submission, attempt: paper.attempt, at: tick)
            return (submission, acceptance(entry))
        }
        return nil
    }

    private static let handInKey = UInt64.max
}
