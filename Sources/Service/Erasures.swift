import Campaigns
import Engine
import Proofs

/// A roll as it was accepted: the announced one, or what an amendment added to it.
struct RollPart {
    /// The leaf that logged it; its frame has the rows.
    let leaf: Int
    /// The place of its first person.
    let firstPlace: Int
    /// With the rows of the erased filled up.
    fileprivate(set) var file: [UInt8]
}

/// Who of a campaign's people was erased.
struct Erasures {
    /// All parts of the roll, in the order of their leaves; none without a roll.
    private(set) var parts: [RollPart]
    /// Places in the roll of which nothing is left but a hash.
    private(set) var places: Set<Int>
    /// What stands for them in roll.txt, ascending by position.
    private(set) var erased: [(place: Int, line: RollFile.ErasedLine)] = []
    /// Whether the journal has the tally as it was before anybody was erased.
    var isSealed = false

    /// - Parameter rollFile: Nil without a roll.
    init(rollFile: [UInt8]?, places: Set<Int>) {
        parts = rollFile.map { [RollPart(leaf: 0, firstPlace: 0, file: $0)] } ?? []
        self.places = places
    }

    var lines: [RollFile.ErasedLine] { erased.map(\.line) }

    /// The part that has a place.
    func part(of place: Int) -> RollPart { parts[number(of: place)] }

    private func number(of place: Int) -> Int {
        guard let number = parts.lastIndex(where: { $0.firstPlace <= place }) else {
            preconditionFailure("a place of the roll")
        }
        return number
    }

    /// Takes in what an amendment added.
    ///
    /// - Parameter erased: Which of its rows were erased before this process began, from 0.
    mutating func append(_ part: RollPart, erased: [Int]) {
        parts.append(part)
        places.formUnion(erased.map { part.firstPlace + $0 })
    }

    /// Takes note of the line that stands for a person in roll.txt from now on.
    mutating func add(_ line: RollFile.ErasedLine, for place: Int) {
        erased.append((place, line))
        erased.sort { $0.line.position < $1.line.position }
    }

    /// Takes note of somebody who was erased before this process began, where there is no roll.
    mutating func note(erased place: Int) { places.insert(place) }

    /// Forgets a person's row.
    mutating func forget(_ place: Int) {
        places.insert(place)
        guard !parts.isEmpty else { return }
        let number = number(of: place)
        parts[number].file = Roll.erasing(place - parts[number].firstPlace, in: parts[number].file)
    }

    /// Everybody whose row is left, at their places; nil where a part does not load.
    func people() -> Roll? {
        var people: [Roll.Person] = []
        for part in parts {
            guard case .success(let roll) = loadRoll(bytes: part.file, acceptsErased: true) else { return nil }
            people += roll.people
        }
        return Roll(people: people)
    }
}

/// An erasure that the journal has and whose bytes are still there.
struct PendingErasure {
    let campaign: RunningCampaign
    let place: Int
    /// The frame that must be durable before anything is overwritten.
    let frame: UInt64
    /// Who waits for the answer; nil after a restart.
    var request: Request?

    struct Request {
        let address: ReplyAddress
        let id: [UInt8]
        /// The leaves that are withheld now.
        let leaves: [Int]
        let size: Int
    }
}

extension RunningCampaign {
    /// The line of roll.txt that the hash of a person's line replaces; nil without a roll.
    func erasedLine(of place: Int) -> RollFile.ErasedLine? {
        guard newcomers == nil else { return nil }
        let part = erasures.part(of: place)
        guard let person = Roll.person(at: place - part.firstPlace, in: part.file) else {
            preconditionFailure("a person of the roll has a row")
        }
        let line = RollBook.line(
            of: person, pseudonym: pseudonyms[place], household: roll.cast.households[place],
            unit: roll.cast.units[place], keys: announced.keys, masking: announced.masking)
        var position = pseudonyms.indices.count { !erasures.places.contains($0) && pseudonyms[$0] < pseudonyms[place] }
        for erased in erasures.lines where erased.position <= position { position += 1 }
        return RollFile.ErasedLine(position: position, hash: MerkleTree.leafHash(Array(line.text.utf8)))
    }
}
