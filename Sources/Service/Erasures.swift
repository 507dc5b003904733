import Campaigns
import Engine
import Proofs

/// Who of a campaign's people was erased.
struct Erasures {
    /// The roll as it was accepted, with the rows of the erased filled up.
    private(set) var rollFile: [UInt8]
    /// Places in the roll of which nothing is left but a hash.
    private(set) var places: Set<Int>
    /// Of roll.txt, ascending by position.
    private(set) var lines: [RollFile.ErasedLine] = []
    /// Whether the journal has the tally as it was before anybody was erased.
    var isSealed = false

    init(rollFile: [UInt8], places: Set<Int>) {
        self.rollFile = rollFile
        self.places = places
    }

    /// Takes note of the line that stands for a person in roll.txt from now on.
    mutating func add(_ line: RollFile.ErasedLine) {
        lines.append(line)
        lines.sort { $0.position < $1.position }
    }

    /// Forgets a person's row.
    mutating func forget(_ place: Int) {
        rollFile = Roll.erasing(place, in: rollFile)
        places.insert(place)
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
        guard let person = Roll.person(at: place, in: erasures.rollFile) else {
            preconditionFailure("a person of the roll has a row")
        }
        let line = RollBook.line(
            of: person, pseudonym: pseudonyms[place], household: announced.cast.households[place],
            unit: announced.cast.units[place], keys: announced.keys)
        var position = pseudonyms.indices.count { !erasures.places.contains($0) && pseudonyms[$0] < pseudonyms[place] }
        for erased in erasures.lines where erased.position <= position { position += 1 }
        return RollFile.ErasedLine(position: position, hash: MerkleTree.leafHash(Array(line.text.utf8)))
    }
}
