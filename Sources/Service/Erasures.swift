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
    /// All parts of the roll, in the order of their leaves.
    private(set) var parts: [RollPart]
    /// Places in the roll of which nothing is left but a hash.
    private(set) var places: Set<Int>
    /// What stands for them in roll.txt, ascending by position.
    private(set) var erased: [(place: Int, line: RollFile.ErasedLine)] = []
    /// Whether the journal has the tally as it was before anybody was erased.
    var isSealed = false

    init(rollFile: [UInt8], places: Set<Int>) {
        parts = [RollPart(leaf: 0, firstPlace: 0, file: rollFile)]
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

    /// Forgets a person's row.
    mutating func forget(_ place: Int) {
        let number = number(of: place)
        parts[number].file = Roll.erasing(place - parts[number].firstPlace, in: parts[number].file)
        places.insert(place)
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
    /// The line of roll.txt that the hash of a person's line replaces.
    func erasedLine(of place: Int) -> RollFile.ErasedLine {
        let part = erasures.part(of: place)
        guard let person = Roll.person(at: place - part.firstPlace, in: part.file) else {
            preconditionFailure("a person of the roll has a row")
        }
        let line = RollBook.line(
            of: person, pseudonym: pseudonyms[place], household: roll.cast.households[place],
            unit: roll.cast.units[place], keys: announced.keys)
        var position = pseudonyms.indices.count { !erasures.places.contains($0) && pseudonyms[$0] < pseudonyms[place] }
        for erased in erasures.lines where erased.position <= position { position += 1 }
        return RollFile.ErasedLine(position: position, hash: MerkleTree.leafHash(Array(line.text.utf8)))
    }
}
