import Campaigns

/// Scoring entries again, after what they are worth has changed.
extension CampaignState {
    /// Counts every entry again, in leaf order.
    func recount(_ act: (Int) -> Act) {
        tally.forgetWorth()
        for person in cast.pseudonyms.indices { people.forgetWorth(of: person) }
        hints = [:]
        for place in entries.indices where !isSettled(place) { count(place, act(Int(entries[place].leaf))) }
    }

    /// Counts the entries of one person again, with one of them void.
    func recount(voiding place: Int, _ act: (Int) -> Act) {
        guard !isSettled(place) else {
            entries[place].isVoid = true
            return
        }
        let person = Int(entries[place].person)
        let all = places(of: person).map { ($0, act(Int(entries[$0].leaf))) }
        for (place, act) in all where !entries[place].isVoid { discount(place, act) }
        people.forgetWorth(of: person)
        hints[person] = nil
        entries[place].isVoid = true
        for (place, act) in all { count(place, act) }
    }

    /// Gives an entry, its person and the tally what it is worth; a void one is worth nothing.
    func count(_ place: Int, _ act: Act) {
        switch act {
        case .submit(let answers, _): count(place, answers)
        case .hint(let question, let number):
            entries[place].hint = TakenHint(question: question, number: number)
            // What a hint told stays told, and costs what it costs, when its entry is void.
            takeHint(Int(entries[place].person), question: question)
        case .register, .start, .save, .signin, .vote: break
        }
    }

    /// Takes back what ``count(_:_:)`` gave the tally, by the rules that the entry was counted under.
    private func discount(_ place: Int, _ act: Act) {
        switch act {
        case .submit(let answers, _): discount(place, answers)
        // Who took them is forgotten with what the person's entries are worth.
        case .register, .start, .save, .hint, .signin, .vote: break
        }
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
