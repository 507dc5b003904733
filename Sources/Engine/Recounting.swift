import Campaigns

/// Scoring entries again, after what they are worth has changed.
extension CampaignState {
    /// Counts every entry again, in leaf order.
    func recount(_ answered: (Int) -> [Answer]) {
        tally.forgetWorth()
        for person in cast.pseudonyms.indices { people.forgetWorth(of: person) }
        for place in entries.indices where !isSettled(place) { count(place, answered(Int(entries[place].leaf))) }
    }

    /// Counts the entries of one person again, with one of them void.
    func recount(voiding place: Int, _ answered: (Int) -> [Answer]) {
        guard !isSettled(place) else {
            entries[place].isVoid = true
            return
        }
        let person = Int(entries[place].person)
        let all = places(of: person).map { ($0, answered(Int(entries[$0].leaf))) }
        for (place, answers) in all { discount(place, answers) }
        people.forgetWorth(of: person)
        entries[place].isVoid = true
        for (place, answers) in all { count(place, answers) }
    }

    /// Whether an entry was erased; what it was worth at the end stands then, and its person has no others that count.
    private func isSettled(_ place: Int) -> Bool { entries[place].isSettled }

    /// Where a person's entries stand, in leaf order.
    func places(of person: Int) -> [Int] {
        var places: [Int] = []
        var place = people[person].lastEntry
        while place != People.noEntry {
            places.append(Int(place))
            place = entries[Int(place)].previous
        }
        return places.reversed()
    }

    /// Gives an entry its score, and its person and the tally what it is worth.
    private func count(_ place: Int, _ answers: [Answer]) {
        var entry = entries[place]
        let person = Int(entry.person)
        entry.score = Int64(score(answers))
        entry.chances = 0
        if !entry.isVoid {
            var newlyRight = 0
            for answer in answers {
                tally.answered[answer.question] += 1
                guard rules.questions[answer.question].isRight(answer.choice) else { continue }
                tally.right[answer.question] += 1
                guard rules.chancesFor == .correct, !people.hasSolved(person, question: answer.question) else {
                    continue
                }
                people.markSolved(person, question: answer.question)
                newlyRight += 1
            }
            let earned = rules.chancesFor == .correct ? newlyRight : passes(entry) ? 1 : 0
            let chances = min(earned, rules.mostChances - Int(people[person].chances))
            entry.chances = UInt16(chances)
            people[person].chances += UInt16(chances)
            tally.passed += passes(entry) ? 1 : 0
            tally.chances += cast.mayWin[person] ? chances : 0
        }
        entries[place] = entry
    }

    /// Takes back what `count` gave the tally, by the rules that it was counted under.
    private func discount(_ place: Int, _ answers: [Answer]) {
        let entry = entries[place]
        guard !entry.isVoid else { return }
        for answer in answers {
            tally.answered[answer.question] -= 1
            if rules.questions[answer.question].isRight(answer.choice) { tally.right[answer.question] -= 1 }
        }
        tally.passed -= passes(entry) ? 1 : 0
        tally.chances -= cast.mayWin[Int(entry.person)] ? Int(entry.chances) : 0
    }

    private func score(_ answers: [Answer]) -> Int {
        answers.reduce(0) { $0 + rules.questions[$1.question].points(for: $1.choice) }
    }

    private func passes(_ entry: Entry) -> Bool {
        rules.pass.map { Int(entry.score) >= $0 } ?? false
    }
}
