import Campaigns

/// Attempts that are scored together.
extension CampaignState {
    /// What a person's attempts come to; nil without one, or where each counts for itself.
    package func standing(of person: Int) -> Standing? {
        rules.attempts.flatMap { rule in
            Standing(scoredPlaces(of: person, upTo: entries.count).map { Int(entries[$0].score) }, by: rule)
        }
    }

    /// Puts the one chance of a person whose attempts are scored together where it belongs, counting entries up to a
    /// place: later ones are still to be counted again.
    func combineAttempts(of person: Int, upTo place: Int) {
        guard let rule = rules.attempts, rules.chancesFor == .passing else { return }
        let places = scoredPlaces(of: person, upTo: place)
        for place in places where entries[place].chances > 0 {
            tally.chances -= cast.mayWin[person] ? Int(entries[place].chances) : 0
            entries[place].chances = 0
        }
        people[person].chances = 0
        guard let standing = Standing(places.map { Int(entries[$0].score) }, by: rule),
            let pass = rules.pass(of: variant(of: person)), standing.reaches(pass)
        else { return }
        entries[places[standing.holder]].chances = 1
        people[person].chances = 1
        tally.chances += cast.mayWin[person] ? 1 : 0
    }

    private func scoredPlaces(of person: Int, upTo last: Int) -> [Int] {
        places(of: person).filter { $0 <= last && entries[$0].kind == .submit && !entries[$0].isVoid }
    }
}
