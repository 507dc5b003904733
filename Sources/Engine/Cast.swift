import Proofs

/// The people of a campaign as the engine knows them: pseudonyms in the order of the roll, and behind them whoever was
/// added since.
package struct Cast: Sendable {
    /// By the person's place in the roll; zero for one whose row was erased before this process began.
    package private(set) var pseudonyms: [Pseudonym]
    package private(set) var mayWin: [Bool]
    /// Nil where the person has none; equal for people of one household, or unit.
    package private(set) var households: [Pseudonym?]
    package private(set) var units: [Pseudonym?]
    /// Which of the paper's overrides holds for each: its place from 1, or 0 for none.
    package private(set) var variants: [UInt8]
    package let paperKey: Digest
    /// The works that a person made, by the person's place, and the people who made a work, ascending, by the work's place
    /// in the file. Looked up only.
    private var works: [Int: [Int]] = [:]
    /// The groups that shares of places and their balance speak of, as places in the rules, by person; shorter where
    /// nobody after is in one.
    private var groups: [[Int]] = []
    private var authors: [Int: [Int]] = [:]

    package init(
        pseudonyms: [Pseudonym], mayWin: [Bool], households: [Pseudonym?], units: [Pseudonym?],
        variants: [UInt8]? = nil,
        paperKey: Digest
    ) {
        let variants = variants ?? Array(repeating: 0, count: pseudonyms.count)
        precondition(
            pseudonyms.count == mayWin.count && pseudonyms.count == households.count
                && pseudonyms.count == units.count && pseudonyms.count == variants.count, "one value a person")
        self.pseudonyms = pseudonyms
        self.mayWin = mayWin
        self.households = households
        self.units = units
        self.variants = variants
        self.paperKey = paperKey
    }

    package var count: Int { pseudonyms.count }

    /// Somebody of whom nothing is known but that they may take part and win.
    package init(newcomer: Pseudonym, paperKey: Digest) {
        self.init(pseudonyms: [newcomer], mayWin: [true], households: [nil], units: [nil], paperKey: paperKey)
    }

    /// Gives a place to somebody else.
    mutating func rename(_ person: Int, _ pseudonym: Pseudonym) { pseudonyms[person] = pseudonym }

    /// Puts others behind these people, whose places stay.
    package mutating func append(_ added: Cast) {
        precondition(added.paperKey == paperKey, "people of one campaign")
        let first = count
        if !added.groups.isEmpty {
            groups += Array(repeating: [], count: pseudonyms.count - groups.count)
            groups += added.groups
        }
        pseudonyms += added.pseudonyms
        mayWin += added.mayWin
        households += added.households
        units += added.units
        variants += added.variants
        guard !added.works.isEmpty else { return }
        for place in added.pseudonyms.indices {
            for work in added.works[place] ?? [] { declare(author: first + place, of: work) }
        }
    }
}

extension Cast {
    /// Says which groups a person is in, of those that the rules of places name.
    package mutating func declare(groups own: [Int], of person: Int) {
        guard !own.isEmpty else { return }
        groups += Array(repeating: [], count: max(0, person + 1 - groups.count))
        groups[person] = own
    }

    func groups(of person: Int) -> [Int] { person < groups.count ? groups[person] : [] }

    /// Says that a person made a work.
    package mutating func declare(author person: Int, of work: Int) {
        works[person, default: []].append(work)
        authors[work, default: []].append(person)
    }

    package func isOwn(_ work: Int, of person: Int) -> Bool { works[person]?.contains(work) ?? false }

    package func authors(of work: Int) -> [Int] { authors[work] ?? [] }
}
