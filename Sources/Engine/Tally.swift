/// The live count of a campaign; nobody's person and no answer key can be read from it.
package struct Tally: Sendable, Hashable {
    package var entries = 0
    /// Distinct people with an entry.
    package var people = 0
    /// Entries that reached the pass mark.
    package var passed = 0
    /// Chances in the draw so far.
    package var chances = 0
    /// For each question how many answers it got and how many of them were right.
    package var answered: [Int]
    package var right: [Int]
    /// Ballots that count, and by work their votes; nothing in campaigns without works.
    package var ballots = 0
    package var votes: [Int] = []
    /// By work; nothing where views are not counted.
    package var views: [Int] = []

    package init(questions: Int) {
        answered = Array(repeating: 0, count: questions)
        right = Array(repeating: 0, count: questions)
    }

    /// Forgets what entries were worth, not that they came.
    mutating func forgetWorth() {
        let questions = answered.count
        let (entries, people) = (entries, people)
        self = Tally(questions: questions)
        (self.entries, self.people) = (entries, people)
    }

    /// The same count with nothing for works that stood only later.
    func padded(to now: Tally) -> Tally {
        var padded = self
        padded.votes += Array(repeating: 0, count: max(0, now.votes.count - votes.count))
        padded.views += Array(repeating: 0, count: max(0, now.views.count - views.count))
        return padded
    }
}
