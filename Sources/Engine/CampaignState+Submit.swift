import Campaigns

/// Answers to questions.
extension CampaignState {
    func malformed(_ answers: [Answer], paper: String, by person: Int, at tick: Int64) -> Refusal? {
        if let refusal = malformedForm(answers) { return refusal }
        let isElsewhere =
            rules.timing == nil
            ? offPaper(answers, paper: paper, by: person, attempt: nextAttempt(of: person))
            : malformedTimed(answers, paper: paper, by: person, at: tick)
        if let isElsewhere { return isElsewhere }
        // Where right and wrong are not told before the closing, this refusal would tell them.
        if isDisclosed, rules.chancesFor == .correct, rules.timing == nil,
            answers.allSatisfy({ people.hasSolved(person, question: $0.question) })
        {
            return Refusal(.answersSolved)
        }
        return nil
    }

    /// Why answers can't be answers to these questions.
    func malformedForm(_ answers: [Answer]) -> Refusal? {
        guard !rules.questions.isEmpty else { return Refusal(.actAbsent) }
        guard !answers.isEmpty else { return Refusal(.answersEmpty) }
        return answers.allSatisfy { rules.questions[$0.question].fits($0.choice) } ? nil : Refusal(.answersForm)
    }

    /// Why answers are not those of the paper that an attempt has.
    func offPaper(_ answers: [Answer], paper: String, by person: Int, attempt: Int) -> Refusal? {
        guard rules.drawsPapers else { return paper.isEmpty ? nil : Refusal(.paperWrong) }
        guard !paper.isEmpty else { return Refusal(.paperRequired) }
        guard paper == paperID(of: person, attempt: attempt) else { return Refusal(.paperWrong) }
        let drawn = paperQuestions(of: person, attempt: attempt)
        guard answers.allSatisfy({ drawn.contains($0.question) }) else { return Refusal(.answersUnknown) }
        return nil
    }

    /// Gives a submission its score, and its person and the tally what it is worth.
    ///
    /// - Returns: The questions that the person has right for the first time, ascending, where being first can win
    ///   something.
    func count(_ place: Int, _ answers: [Answer]) -> [Int] {
        var entry = entries[place]
        let person = Int(entry.person)
        var score = 0
        var newlyRight = 0
        answered?.mark(person, answers)
        var solved: [Int] = []
        for answer in answers {
            let question = rules.questions[answer.question]
            let points = question.points(for: answer.choice)
            score += max(0, points - hintCost(of: person, question: answer.question))
            guard !entry.isVoid else { continue }
            tally.answered[answer.question] += 1
            guard question.isFull(points) else { continue }
            tally.right[answer.question] += 1
            guard rules.keepsSolved, !people.hasSolved(person, question: answer.question) else { continue }
            people.markSolved(person, question: answer.question)
            newlyRight += 1
            if pieces != nil { solved.append(answer.question) }
        }
        entry.score = Int64(score)
        entries[place] = entry
        earn(place, .entry(solved: newlyRight, passes: passes(entry)))
        if !entry.isVoid { tally.passed += passes(entry) ? 1 : 0 }
        if rules.attempts != nil { combineAttempts(of: person, upTo: place) }
        return solved.count > 1 ? solved.sorted() : solved
    }

    /// Takes back what `count` gave the tally, by the rules that it was counted under.
    func discount(_ place: Int, _ answers: [Answer]) {
        let entry = entries[place]
        for answer in answers {
            tally.answered[answer.question] -= 1
            if rules.questions[answer.question].isRight(answer.choice) { tally.right[answer.question] -= 1 }
        }
        tally.passed -= passes(entry) ? 1 : 0
    }

    func passes(_ entry: Entry) -> Bool {
        rules.pass(of: variant(of: Int(entry.person))).map { Int(entry.score) >= $0 } ?? false
    }
}
