import Campaigns
import Proofs

/// Scoring entries again, after what they are worth has changed.
extension CampaignState {
    /// Counts every entry again, in leaf order.
    func recount(_ act: (Int) -> Act) {
        tally.forgetWorth()
        pieces = rules.stock.map { Stock($0) }
        for person in cast.pseudonyms.indices { forgetWorth(of: person) }
        hints = [:]
        for place in entries.indices where !isSettled(place) { count(place, act(Int(entries[place].leaf))) }
    }

    /// Counts the entries of one person again, with one of them void.
    func recount(voiding place: Int, _ act: (Int) -> Act) {
        guard !isSettled(place) else {
            entries[place].isVoid = true
            return
        }
        // Where somebody was first to solve a question, another may be now.
        guard pieces == nil else {
            entries[place].isVoid = true
            return recount(act)
        }
        let person = Int(entries[place].person)
        let all = places(of: person).map { ($0, act(Int(entries[$0].leaf))) }
        for (place, act) in all where !entries[place].isVoid { discount(place, act) }
        forgetWorth(of: person)
        hints[person] = nil
        entries[place].isVoid = true
        for (place, act) in all { count(place, act) }
    }

    /// Gives an entry, its person and the tally what it is worth; a void one is worth nothing.
    ///
    /// - Parameter number: Of an attempt at an instant win. Counted again there is none: the rules of such a campaign
    ///   stand, and its entries too.
    func count(_ place: Int, _ act: Act, number: UInt128? = nil, at tick: Int64 = 0) {
        switch act {
        case .submit(let answers, _):
            let solved = count(place, answers)
            award(place, number, solved: solved, at: tick)
        case .register:
            earn(place, .entry(solved: 0, passes: false))
            award(place, number, solved: [], at: tick)
        case .signin:
            earn(place, .signin(day: Int(deeds[place].attended)))
        case .vote(let votes):
            if !votes.isEmpty { earn(place, .ballot) }
        case .hint(let question, let number):
            entries[place].hint = TakenHint(question: question, number: number)
            // What a hint told stays told, and costs what it costs, when its entry is void.
            takeHint(Int(entries[place].person), question: question)
        // Who has which place is no part of what an entry is worth in a draw.
        case .start, .save, .enrol, .work: break
        // Nor is money.
        case .claim: break
        }
    }

    /// Takes back what ``count(_:_:)`` gave the tally, by the rules that the entry was counted under.
    private func discount(_ place: Int, _ act: Act) {
        // Hints are forgotten with what the person's entries are worth.
        if case .submit(let answers, _) = act { discount(place, answers) }
        guard act.kind != .hint else { return }
        let entry = entries[place]
        tally.chances -= cast.mayWin[Int(entry.person)] ? Int(entry.chances) : 0
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
