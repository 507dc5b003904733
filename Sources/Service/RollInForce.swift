import Campaigns
import Engine
import Proofs

/// The people of a campaign: those of its announcement, and behind them, in the order in which they came, whoever was
/// added since, or without a roll has taken part. A place is where somebody stands among them all, and stays.
package struct RollInForce: Sendable {
    package private(set) var cast: Cast
    /// The people's names, for the masked names of winners.
    package private(set) var names: TextColumn
    private let masking: Campaign.Disclosure.Masking
    /// Count and root of the published roll; nil where there is none, and everybody may take part.
    package private(set) var commitment: CountedDigest?
    /// Ids of the announced people, which every answer asks for.
    let announced: NameTable
    private var addedIDs: [String] = []
    /// The others' ids; made again for each amendment.
    private var added: NameTable
    let tableSeed: UInt64

    /// - Parameters:
    ///   - isOpen: Whether there is no roll, and everybody may take part.
    ///   - commitment: The roll's, where a restart knows it already; making it costs most of announcing.
    ///   - tableSeed: Scatters the table of ids; no outcome depends on it.
    init(
        _ roll: Roll, book: RollBook, isOpen: Bool, masking: Campaign.Disclosure.Masking, commitment: CountedDigest?,
        tableSeed: UInt64
    ) {
        cast = book.cast
        self.masking = masking
        self.commitment = isOpen ? nil : commitment ?? book.file.commitment
        announced = NameTable(roll.people.map(\.id), seed: tableSeed)
        added = NameTable([], seed: tableSeed)
        names = TextColumn(capacity: roll.people.count)
        for person in roll.people { names.append(person.name.utf8) }
        self.tableSeed = tableSeed
    }

    /// Takes in people whom the engine has already.
    ///
    /// - Parameter cast: All people.
    mutating func append(_ people: [Roll.Person], cast: Cast, commitment: CountedDigest) {
        precondition(cast.count == count + people.count, "the engine has the same people")
        self.cast = cast
        self.commitment = commitment
        addedIDs += people.map(\.id)
        added = NameTable(addedIDs, seed: tableSeed)
        for person in people { names.append(person.name.utf8) }
    }

    /// Takes in somebody who took part for the first time; the id is all that is known of them, and stands for a name.
    mutating func append(newcomer pseudonym: Pseudonym, id: String) {
        cast.append(Cast(newcomer: pseudonym, paperKey: cast.paperKey))
        addedIDs.append(id)
        names.append(id.utf8)
    }

    package var count: Int { cast.count }

    /// The id of the person at a place; empty for one whose row was erased.
    package func id(_ place: Int) -> String {
        place < announced.count ? announced[place] : addedIDs[place - announced.count]
    }

    package func place(of id: UnsafeBufferPointer<UInt8>) -> Int? {
        announced.place(of: id) ?? place(ofAdded: id)
    }

    /// The place of somebody who was not announced.
    func place(ofAdded id: UnsafeBufferPointer<UInt8>) -> Int? {
        added.place(of: id).map { announced.count + $0 }
    }

    /// Gives places by pseudonym; made for a draw, whose winners may be many.
    package func places() -> [Pseudonym: Int] {
        // Who was erased before has no pseudonym, and nobody asks for it.
        Dictionary(zip(cast.pseudonyms, 0...)) { first, _ in first }
    }

    /// The masked name under which a winner is shown.
    package func display(of pseudonym: Pseudonym, _ places: [Pseudonym: Int]) -> String {
        guard let place = places[pseudonym] else { preconditionFailure("a pseudonym of the draw is on the roll") }
        return display(place)
    }

    /// The masked name of the person at a place.
    func display(_ place: Int) -> String {
        masking.masked(names[place])
    }
}
