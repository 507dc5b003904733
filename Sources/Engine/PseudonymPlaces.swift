import Proofs

/// Numbers for pseudonyms, from 0 in the order in which they were noted.
package struct PseudonymPlaces: Hashable, Sendable {
    package private(set) var pseudonyms: [Pseudonym] = []
    // Looked up by key only, never walked.
    private var places: [Pseudonym: Int] = [:]

    /// The number of one; of one that is not noted yet, the number that it would have.
    func place(of pseudonym: Pseudonym) -> Int { places[pseudonym] ?? pseudonyms.count }

    mutating func note(_ pseudonym: Pseudonym) {
        guard places[pseudonym] == nil else { return }
        places[pseudonym] = pseudonyms.count
        pseudonyms.append(pseudonym)
    }
}
