import Campaigns
import Proofs

/// Scoring entries again, after what they are worth has changed.
extension CampaignState {
    /// Counts every entry again, in leaf order.
    func recount(_ answered: (Int) -> [Answer]) {
        tally.forgetWorth()
        pieces = rules.stock.map { Stock($0) }
        for person in cast.pseudonyms.indices { forgetWorth(of: person) }
        for place in entries.indices where !isSettled(place) { count(place, answered(Int(entries[place].leaf))) }
    }

    /// Counts the entries of one person again, with one of them void.
    func recount(voiding place: Int, _ answered: (Int) -> [Answer]) {
        guard !isSettled(place) else {
            entries[place].isVoid = true
            return
        }
        // Where somebody was first to solve a question, others may be now.
        guard pieces == nil else {
            entries[place].isVoid = true
            return recount(answered)
        }
        let person = Int(entries[place].person)
        let all = places(of: person).map { ($0, answered(Int(entries[$0].leaf))) }
        for (place, answers) in all { discount(place, answers) }
        forgetWorth(of: person)
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
            let solved = solve(answers, by: person)
            let past = rules.keepsDeeds ? deeds[place] : PastDeed(day: 0, act: .entry)
            let deed = past.deed(solved: solved.count, passes: passes(entry))
            let chances = deed.map { self.chances(for: $0, of: person, on: Int(past.day)) } ?? 0
            entry.chances = UInt16(chances)
            people[person].chances += UInt16(chances)
            tally.passed += passes(entry) ? 1 : 0
            tally.chances += cast.mayWin[person] ? chances : 0
            // Nothing that is won by a number is counted again: the rules of such a campaign stand.
            award(entry, nil, solved: solved.questions, at: 0)
        }
        entries[place] = entry
    }

    /// Takes answers into the tally.
    ///
    /// - Returns: How many questions the person has right for the first time, where it matters; and which, ascending,
    ///   where being the first can win something.
    func solve(_ answers: [Answer], by person: Int) -> (count: Int, questions: [Int]) {
        var count = 0
        var solved: [Int] = []
        for answer in answers {
            tally.answered[answer.question] += 1
            guard rules.questions[answer.question].isRight(answer.choice) else { continue }
            tally.right[answer.question] += 1
            guard rules.keepsSolved, !people.hasSolved(person, question: answer.question) else { continue }
            people.markSolved(person, question: answer.question)
            count += 1
            if pieces != nil { solved.append(answer.question) }
        }
        if solved.count > 1 { solved.sort() }
        return (count, solved)
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

    func score(_ answers: [Answer]) -> Int {
        answers.reduce(0) { score, answer in
            let question = rules.questions[answer.question]
            return question.isRight(answer.choice) ? score + question.points : score
        }
    }

    private func passes(_ entry: Entry) -> Bool {
        rules.pass.map { Int(entry.score) >= $0 } ?? false
    }
}

extension Rules {
    /// What of the rules says what an entry is worth, of all that an amendment can change.
    var scoring: [Scored] { questions.map { Scored(key: $0.key, points: $0.points) } }

    struct Scored: Equatable {
        let key: Question.Key
        let points: Int

        static func == (left: Scored, right: Scored) -> Bool {
            guard left.points == right.points else { return false }
            switch (left.key, right.key) {
            case (.single(let left), .single(let right)): return left == right
            case (.multi(let left), .multi(let right)): return left == right
            // Bytes, not Swift's canonical equivalence.
            case (.text(let left), .text(let right)):
                return left.count == right.count && zip(left, right).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
            default: return false
            }
        }
    }
}
