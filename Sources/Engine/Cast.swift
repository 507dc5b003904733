import Proofs

/// The people of a campaign as the engine knows them: pseudonyms in the order of the roll.
package struct Cast: Sendable {
    /// By the person's place in the roll; zero for one whose row was erased before this process began.
    package let pseudonyms: [Pseudonym]
    package let mayWin: [Bool]
    /// Nil where the person has none; equal for people of one household, or unit.
    package let households: [Pseudonym?]
    package let units: [Pseudonym?]
    package let paperKey: Digest

    package init(
        pseudonyms: [Pseudonym], mayWin: [Bool], households: [Pseudonym?], units: [Pseudonym?], paperKey: Digest
    ) {
        precondition(
            pseudonyms.count == mayWin.count && pseudonyms.count == households.count
                && pseudonyms.count == units.count, "one value a person")
        self.pseudonyms = pseudonyms
        self.mayWin = mayWin
        self.households = households
        self.units = units
        self.paperKey = paperKey
    }
}
